"""Argument 2: the conversation is visible to anybody who searches."""

from __future__ import annotations

from decimal import Decimal

from deckgen.arguments._blogs import Blog, blogs, blogs_table, is_looked_up, traffic
from deckgen.arguments._build import (
    at_least,
    at_most,
    from_brief,
    half_width,
    judged,
    quote,
    raised,
    tally,
    word,
)
from deckgen.arguments._loud import loud, loud_table, most_comments
from deckgen.arguments._results import GROUPS, UNKNOWN, Results, kind_of, listings
from deckgen.arguments._timeline import date_of
from deckgen.arguments._visible_exhibits import conversations_table, depths_table, visible_exhibits
from deckgen.arguments._visible_numbers import KNOWN, Numbers, visible_numbers
from deckgen.arguments._visible_review import review_numbers
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import Evidence, SiteKind
from deckgen.model.finding import Argument, Caveat, Finding, Findings, Test, Value
from deckgen.model.measure import Interval, Measurement, day, share
from deckgen.model.traffic import TrafficLevel

MIN_QUERIES = 3
MIN_CLASSIFIED = 30
MAX_HALF_WIDTH = Decimal("0.10")
CLAIM = Decimal("0.10")  # under this share of results a customer hardly meets the conversation
LISTS = {"tranco": "Tranco", "crux": "CrUX"}  # proper names
DEEP = 200  # results: the first 20 pages of ten


class Visible(Argument):
    """Counts what kinds of pages the first results are; what could not be told is kept apart."""

    key = "visible"
    order = 2

    def find(self, evidence: Evidence, earlier: Findings) -> Finding:
        results = Results(listings=listings(evidence), by_hand=evidence.reviews)
        found = blogs(evidence, results)
        reacted = loud(evidence)
        numbers = {
            **visible_numbers(evidence.brief, results, found),
            "most_comments": most_comments(reacted),
            **review_numbers(evidence, results),
        }
        of_all = numbers["conversation_share"]
        tests = _tests(results, numbers)
        is_short = len(results.queries) * 2 < len(evidence.brief.queries)
        return Finding(
            key=self.key,
            verdict=judged(
                tests,
                is_missing=is_short or not isinstance(of_all, Interval),
                is_contradicted=isinstance(of_all, Interval) and of_all.high.value < CLAIM,
            ),
            numbers=numbers,
            facts=_facts(evidence, results, found),
            exhibits=visible_exhibits(evidence, results),
            tables={
                "blogs": blogs_table(evidence, found),
                "depths": depths_table(evidence, results),
                "top_conversations": conversations_table(evidence, results),
                "loud": loud_table(reacted),
            },
            flags=_flags(evidence, results, numbers),
            tests=tests,
            caveats=_caveats(evidence, results, numbers),
            origins=results.origins,
        )


def _point(numbers: Numbers, name: str) -> Measurement | None:
    value = numbers[name]
    return value.point if isinstance(value, Interval) else value


def _tests(results: Results, numbers: Numbers) -> tuple[Test, ...]:
    of_all = numbers["conversation_share"]
    interval = of_all if isinstance(of_all, Interval) else None
    return (
        at_least("queries", _point(numbers, "queries"), MIN_QUERIES, prefix="visible"),
        at_least("classified", _point(numbers, "classified"), MIN_CLASSIFIED, prefix="visible"),
        at_least("claim", interval.low if interval else None, CLAIM, prefix="visible"),
        at_most("half-width", half_width("visible.half_width", interval), MAX_HALF_WIDTH, prefix="visible"),
        at_least("leave-one-out", _least_share(results), CLAIM, prefix="visible"),
    )


def _least_share(results: Results) -> Measurement | None:
    """The conversation's share when the query that speaks most for it is left out."""
    shares = []
    for query in results.queries:
        rest = results.without(query)
        known = rest.in_group("visible.without.classified", *KNOWN)
        if known.value:
            talk = rest.in_group("visible.without.conversation", "conversation")
            shares.append(share("visible.without_one", talk, of=known))
    return min(shares, key=lambda s: s.value, default=None) if len(results.queries) > 1 else None


def _facts(evidence: Evidence, results: Results, found: tuple[Blog, ...]) -> dict[str, Value]:
    brief = evidence.brief
    engines = sorted({x.engine for x in results.listings})
    leader = _leader(results)
    top = found[0] if found else None
    oldest = min((o.retrieved_at.date() for o in results.origins), default=None)
    return {
        "engine": word("engine", engines[0] if len(engines) == 1 else "several") if engines else None,
        "searched_on": (
            day("visible.searched_on", oldest, formula="as-read", origins=results.origins) if oldest else None
        ),
        "place": from_brief(brief, brief.place, "place") if brief.place else None,
        "leader": word("group", leader) if leader else None,
        **_list(evidence),
        "top_blog": quote(top.host, (top.best.origin,), top.best.url) if top else None,
        "top_blog_level": word("level", top.level)
        if top and top.level is not TrafficLevel.NOT_LOOKED_UP
        else None,
    }


def _list(evidence: Evidence) -> dict[str, Value]:
    """The list of sites that the levels come from, and its day."""
    known = sorted(traffic(evidence).values(), key=lambda o: (o.source, o.as_of, o.about))
    if not known:
        return {"list_name": None, "list_source": None, "list_on": None}
    seen = known[0]
    name = f"{LISTS.get(seen.platform, seen.platform)} {seen.as_of.isoformat()}"
    return {
        "list_name": quote(name, (seen.origin,), seen.origin.url),
        "list_source": word("source", seen.source),
        "list_on": date_of("visible.list_on", seen.as_of, (seen.origin,)),
    }


def _leader(results: Results) -> str:
    sizes = {g: int(results.in_group("visible.size", g).value) for g in GROUPS if g != UNKNOWN}
    return max(sizes, key=lambda g: sizes[g]) if any(sizes.values()) else ""


def _flags(evidence: Evidence, results: Results, numbers: Numbers) -> frozenset[str]:
    def size(*kinds: SiteKind) -> int:
        return sum(kind_of(r) in kinds for r in results.all)

    leader, depth = _leader(results), _point(numbers, "depth_results")
    blog, forum = size(SiteKind.BLOG), size(SiteKind.FORUM)
    video = size(SiteKind.SOCIAL, SiteKind.VIDEO)
    news = size(SiteKind.NEWS)
    return raised(
        {
            "forums-lead": forum > blog and forum >= video,
            "video-lead": video > blog and video > forum,
            "own-lead": leader == "own",
            "news-lead": leader == "editorial" and news > size(SiteKind.WIKI, SiteKind.REFERENCE),
            "no-traffic-list": not traffic(evidence) and not is_looked_up(evidence, ""),
            "shallow": depth is not None and depth.value < DEEP,
            "no-search": not results.listings,
            "reviewed": numbers["coded_results"] is not None,
        }
    )


def _caveats(evidence: Evidence, results: Results, numbers: Numbers) -> tuple[Caveat, ...]:
    unread = len(evidence.brief.queries) - len(results.queries)
    unknown = _point(numbers, "unknown")
    found = []
    if unread and results.listings:
        origins = (brief_origin(evidence.brief, "queries"),)
        count = tally("visible.caveat.unread-queries", unread, origins)
        found.append(Caveat(key="unread-queries", facts={"count": count}))
    if unknown is not None and unknown.value:
        found.append(Caveat(key="unknown-kinds", facts={"count": unknown}))
    return tuple(found)
