"""What the search services have in common: checked addresses, and places that run on over a query's pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import ResultPage, SearchResult
from deckgen.model.exchange import Page
from deckgen.parsing.addresses import MAX_URL, canonical, host_of
from deckgen.parsing.jsons import Node
from deckgen.parsing.result_pages.links import target
from deckgen.parsing.text import clean, excerpt, plain

MAX_PAGES = 30  # of ten results: nobody looks further, and most engines end before
MAX_RESULTS = 10 * MAX_PAGES
MAX_ROWS = 1_000  # of one answer; none is asked for more than 200
_MARK = 10  # digits that tell one address from another within a query


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One organic result as a service lists it."""

    url: str
    title: str
    locator: str
    snippet: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far the pages before this one went: what a request carries on."""

    number: int = 1  # of this page
    rows: int = 0  # listed before, each as often as it was
    seen: int = 0  # of them counted: each address once
    known: str = ""  # marks of the addresses seen

    def carry(self) -> dict[str, str]:
        return {
            "page": str(self.number),
            "rows": str(self.rows),
            "seen": str(self.seen),
            "known": self.known,
        }

    def after(self, rows: int, fresh: Sequence[Hit]) -> Place:
        """Where the next page stands, when this one listed `rows` results."""
        return Place(
            number=self.number + 1,
            rows=self.rows + rows,
            seen=self.seen + len(fresh),
            known=self.known + "".join(_mark(hit.url) for hit in fresh),
        )


def rows_of(node: Node, key: str, place: Place, *, is_empty: bool = False) -> tuple[Node, ...]:
    """The rows at `key`. `is_empty` is the service's own word that it found none.

    Without it a first page must hold the list, be it empty: a list that is not there may have another name
    by now, and would be counted as none found. Past the first page, where it stood, its absence is the end.
    """
    if not node.has(key) and (is_empty or place.number > 1):
        return ()
    return bounded(node.children(key), node)


def bounded(rows: tuple[Node, ...], node: Node) -> tuple[Node, ...]:
    """The rows of one answer, when they are not beyond what any service is asked for."""
    if len(rows) > MAX_ROWS:
        raise SourceChanged(
            f"{node.url}: at {node.path} there are {len(rows):,} results, more than were asked for"
        )
    return rows


def hit(row: Node, *, url: str, snippet: str, published_on: date | None) -> Hit | None:
    """A row as a result, its address and excerpt at these keys; None when it leads back into the engine."""
    address = outside(row, url)
    if not address:
        return None
    return Hit(
        url=address,
        title=plain(row.text("title")),
        snippet=excerpt(plain(row.text_or(snippet))),
        published_on=published_on,
        locator=row.path,
    )


def place_of(page: Page) -> Place:
    """Where this answer stands in its query's list."""
    carry = page.request.carry
    return Place(
        number=int(carry.get("page", "1")),
        rows=int(carry.get("rows", "0")),
        seen=int(carry.get("seen", "0")),
        known=carry.get("known", ""),
    )


def once(hits: Iterable[Hit | None], place: Place) -> tuple[Hit, ...]:
    """The hits that no page before lists and none before them here."""
    known = {place.known[i : i + _MARK] for i in range(0, len(place.known), _MARK)}
    fresh: dict[str, Hit] = {}
    for hit in hits:
        if hit is not None and (mark := _mark(hit.url)) not in known:
            fresh.setdefault(mark, hit)
    return tuple(fresh.values())


def listed(
    page: Page, engine: str, place: Place, hits: Sequence[Hit], *, has_more: bool | None, locator: str
) -> Iterator[ResultPage | SearchResult]:
    """One page of results; ranks go on where the page before ended."""
    yield ResultPage(
        source=page.source,
        engine=engine,
        query=page.request.about,
        number=place.number,
        first_rank=place.seen + 1,
        organic=len(hits),
        has_more=has_more,
        origin=page.origin(locator),
    )
    for rank, hit in enumerate(hits, place.seen + 1):
        yield SearchResult(
            source=page.source,
            engine=engine,
            query=page.request.about,
            rank=rank,
            url=hit.url,
            title=hit.title,
            snippet=hit.snippet,
            page_number=place.number,
            published_on=hit.published_on,
            origin=page.origin(hit.locator),
        )


def query_of(page: Page, brief: Brief) -> Query | None:
    """The brief's query that this answer belongs to."""
    return next((query for query in brief.queries if query.key == page.request.about), None)


def refused(page: Page, service: str, said: str) -> SourceRefused:
    """An error that the service itself told: a wrong key, an empty account, a bad parameter."""
    words = clean(said)[:160].rstrip(" .") or f"nothing but status {page.status}"
    return SourceRefused(
        f"{page.request.url.partition('?')[0]}: {service} says: {words}; "
        "check the key and the account's credit, or take the source out of the brief"
    )


def web_address(row: Node, key: str = "url") -> str:
    """The result's address; SourceChanged when it is none of the web (it will become a link in the deck)."""
    url = row.text(key).strip()
    if not url.lower().startswith(("http://", "https://")) or not host_of(url) or len(url) > MAX_URL:
        raise SourceChanged(f"{row.url}: at {row.path}.{key} there is no web address but {url[:60]!r}")
    return url


def outside(row: Node, key: str) -> str:
    """The page that a result leads to, unwrapped; empty when it leads back into the engine itself."""
    return target(web_address(row, key), "")


def _mark(url: str) -> str:
    return hashlib.sha256(canonical(url).encode(errors="replace")).hexdigest()[:_MARK]
