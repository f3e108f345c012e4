"""Google's or Bing's results through SerpApi, which reads the engine's pages for its customers.

Documented (serpapi.com/search-api, /pagination, /search-errors, /bing-search-api; checked 2026-11-22):
`start` in tens for Google, `first` for Bing; `num` is gone since 2025-09; `serpapi_pagination` has `next`
only when there is a further page; an empty search has the status Success, an `error` that says so and the
`organic_results_state` "Fully empty" (looked up again 2026-11-29): without one of the two a list without
results is not understood, as SerpApi itself lost the list at times (its public roadmap, issue 3787, 2026-05).
Other errors are refusals (401 the key, 429 the hourly limit or an account without searches). Recorded: an
answer of SearchApi.io of 2023-11, which follows SerpApi's layout; no answer of SerpApi itself. `position`
restarts on each page, `total_results` is a guess: neither is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from deckgen.errors import InputError, SourceChanged
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import Item
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing import moments
from deckgen.parsing.jsons import Node, as_object
from deckgen.sources._results import (
    MAX_PAGES,
    Hit,
    Place,
    bounded,
    hit,
    listed,
    once,
    place_of,
    query_of,
    refused,
)

ENGINES = ("google", "bing")
_NOTHING = "returned any results"  # "Google hasn't returned any results for this query."
_EMPTY = "fully empty"  # its `organic_results_state` for the same, in either spelling of the documentation
_WAITING = frozenset({"Processing", "Queued"})
_FAILED = "Error"


class SerpApi(Source):
    """One search a page, as long as the answer names a next one."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        engine = self._engine(brief)
        return tuple(self._ask(brief, engine, query, Place()) for query in brief.queries)

    def most_requests(self, brief: Brief) -> int:
        return len(brief.queries) * MAX_PAGES

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        answer, place = as_object(page), place_of(page)
        rows = bounded(answer.children_or("organic_results"), answer)
        _check(page, answer, rows)
        hits = once((_hit(row) for row in rows), place)
        pagination = answer.child_or("serpapi_pagination")
        has_more = None if pagination is None else pagination.has("next")
        engine = page.request.carry.get("engine", ENGINES[0])
        yield from listed(
            page, engine, place, hits, has_more=has_more if hits else False, locator="organic_results"
        )
        query = query_of(page, brief)
        if query and hits and has_more is not False and place.number < MAX_PAGES:
            yield self._ask(brief, engine, query, place.after(len(rows), hits))

    def _engine(self, brief: Brief) -> str:
        said = next(iter(self.option(brief, "engine")), ENGINES[0])
        if said not in ENGINES:
            raise InputError(
                f"{brief.path}: sources.serpapi.engine is '{said[:20]}'; write one of {', '.join(ENGINES)}"
            )
        return said

    def _ask(self, brief: Brief, engine: str, query: Query, place: Place) -> Request:
        asked = {"engine": engine, "q": query.text, **_where(brief, engine, place)}
        return Request(
            url=f"{self.bases(brief)[0]}/search.json?{urlencode(asked)}",
            about=query.key,
            step="page",
            carry={**place.carry(), "engine": engine},
            headers=(("Accept", "application/json"),),
            credential="serpapi",
            accept_status=(200, 400, 401, 403, 429),
        )


def _check(page: Page, answer: Node, rows: tuple[Node, ...]) -> None:
    """Refuses what SerpApi calls an error, and a list without rows that SerpApi does not call empty."""
    said = answer.text_or("error")
    if page.status != 200 or (said and not rows and _NOTHING not in said):
        raise refused(page, "SerpApi", said)
    status = answer.child("search_metadata").text_or("status")
    if status in _WAITING:
        raise refused(page, "SerpApi", f"the search is not done ({status})")
    if status == _FAILED:
        raise refused(page, "SerpApi", said or "the search failed")
    information = answer.child_or("search_information")
    state = information.text_or("organic_results_state") if information else ""
    if not rows and not said and state.casefold() != _EMPTY:
        raise SourceChanged(
            f"{answer.url}: at {answer.path}.organic_results there is no result, and SerpApi does not say "
            "that the engine found none"
        )


def _where(brief: Brief, engine: str, place: Place) -> dict[str, str]:
    """Market and page, as each engine spells them."""
    if engine == "bing":
        return {"cc": brief.country, "first": str(place.rows + 1)}
    return {
        "gl": brief.country.lower(),
        "hl": brief.market_language,
        "nfpr": "1",  # else a misspelt brand is replaced in silence
        "start": str((place.number - 1) * 10),
    }


def _hit(row: Node) -> Hit | None:
    return hit(row, url="link", snippet="snippet", published_on=moments.day(row.text_or("date")))
