"""Search results ready to be counted: one listing a query and engine, each result in one group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from deckgen.arguments._build import from_brief, quote, tally
from deckgen.model.evidence import Evidence, ResultPage, SearchResult, SiteKind
from deckgen.model.finding import Quote
from deckgen.model.measure import Measurement, answers
from deckgen.model.origin import Origin

TOP = 10
UNKNOWN = "unknown"
GROUPS = ("conversation", "editorial", "commerce", "competitor", "own", UNKNOWN)
GROUP_OF = {
    SiteKind.BLOG: "conversation",
    SiteKind.FORUM: "conversation",
    SiteKind.SOCIAL: "conversation",
    SiteKind.VIDEO: "conversation",
    SiteKind.NEWS: "editorial",
    SiteKind.WIKI: "editorial",
    SiteKind.REFERENCE: "editorial",
    SiteKind.SHOP: "commerce",
    SiteKind.COMPANY: "commerce",
    SiteKind.COMPETITOR: "competitor",
    SiteKind.OWN: "own",
    SiteKind.UNKNOWN: UNKNOWN,
}
ROLE_OF_GROUP = {
    "conversation": "conversation",
    "editorial": "other",
    "commerce": "other-light",
    "competitor": "extra",
    "own": "us",
    UNKNOWN: UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one engine listed for one query, in rank order, each address once."""

    query: str
    engine: str
    source: str
    results: tuple[SearchResult, ...]
    pages: tuple[ResultPage, ...]
    origins: tuple[Origin, ...]  # the answers that were searched through

    @property
    def key(self) -> str:
        return f"{self.query}.{self.engine}.{self.source}"

    @property
    def reached(self) -> int:
        """The deepest rank that was read."""
        ranks = [r.rank for r in self.results]
        return max([*ranks, *(p.first_rank + p.organic - 1 for p in self.pages)], default=0)

    @property
    def is_ended(self) -> bool:
        """Whether the engine said that there is no more."""
        last = max(self.pages, key=lambda p: p.number, default=None)
        return last is not None and last.has_more is False


def kind_of(result: SearchResult) -> SiteKind:
    """Whose it is comes first, then what the page is, then what its host is."""
    if result.host_kind in {SiteKind.OWN, SiteKind.COMPETITOR}:
        return result.host_kind
    return result.host_kind if result.page_kind is SiteKind.UNKNOWN else result.page_kind


def group_of(result: SearchResult) -> str:
    return GROUP_OF[kind_of(result)]


def role_of(result: SearchResult) -> str:
    return ROLE_OF_GROUP[group_of(result)]


def listings(evidence: Evidence) -> tuple[Listing, ...]:
    """All listings in the order of the brief's queries."""
    position = {q.key: i for i, q in enumerate(evidence.brief.queries)}
    found = {(p.query, p.engine, p.source) for p in evidence.result_pages}
    found |= {(r.query, r.engine, r.source) for r in evidence.results}
    known = sorted((k for k in found if k[0] in position), key=lambda k: (position[k[0]], k))
    return tuple(_listing(evidence, *k) for k in known)


def _listing(evidence: Evidence, query: str, engine: str, source: str) -> Listing:
    mine = [r for r in evidence.results if (r.query, r.engine, r.source) == (query, engine, source)]
    distinct: dict[str, SearchResult] = {}
    for result in sorted(mine, key=lambda r: (r.rank, r.url, r.title, r.origin.record)):
        distinct.setdefault(result.url, result)
    pages = [p for p in evidence.result_pages if (p.query, p.engine, p.source) == (query, engine, source)]
    return Listing(
        query=query,
        engine=engine,
        source=source,
        results=tuple(distinct.values()),
        origins=answers((*(p.origin for p in pages), *(r.origin for r in mine))),
        pages=tuple(sorted(pages, key=lambda p: (p.number, p.first_rank, p.origin.record))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Several listings counted together: a result that two queries list counts for each."""

    listings: tuple[Listing, ...]
    by_hand: tuple[Origin, ...] = ()  # the reviews that had a say in what is counted

    @property
    def all(self) -> tuple[SearchResult, ...]:
        return tuple(r for listing in self.listings for r in listing.results)

    @property
    def origins(self) -> tuple[Origin, ...]:
        return tuple(o for listing in self.listings for o in listing.origins)

    @property
    def queries(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(listing.query for listing in self.listings))

    def without(self, query: str) -> Results:
        return replace(self, listings=tuple(x for x in self.listings if x.query != query))

    def count(
        self, key: str, holds: Callable[[SearchResult], bool], *, top: int | None = None
    ) -> Measurement:
        """Results for which `holds`, among the first `top` of each listing."""
        found = [r for r in self.all if (top is None or r.rank <= top) and holds(r)]
        # A count rests on all pages that were searched through, not only on those with a hit.
        return tally(key, len(found), (*self.origins, *self.by_hand))

    def in_group(self, key: str, *groups: str, top: int | None = None) -> Measurement:
        return self.count(key, lambda result: group_of(result) in groups, top=top)


def label(evidence: Evidence, listing: Listing, *, is_alone: bool) -> Quote:
    """The query's text, with the engine where one query was put to several."""
    text = next(q.text for q in evidence.brief.queries if q.key == listing.query)
    found = from_brief(evidence.brief, text, f"queries.{listing.query}")
    return found if is_alone else quote(f"{text} ({listing.engine})", found.origins)


def labelled(evidence: Evidence, results: Results) -> tuple[tuple[Listing, Quote], ...]:
    """Each listing with its label."""
    times = [listing.query for listing in results.listings]
    return tuple((x, label(evidence, x, is_alone=times.count(x.query) == 1)) for x in results.listings)
