"""Results of Mojeek, a British engine with an index of its own, by its API.

Shape from documentation (mojeek.com/support/api/search), checked 2026-11-22; no recording of the API was
found (its web page is recorded): GET /search with api_key, fmt=json, q, s (number of the first result,
from 1), t (results a page, "up to 40" in the Business plan), rb and rbb (prefer a country), lb and lbb (a
language); `response.status` is "OK" or "ERROR: ..." (such as a daily limit) with HTTP status 200;
`response.results` has url, title, desc and, as others read it, `pdate` (seconds since 1970) where the day
of publication is known. `head.return` is the "number of results returned" (looked up again 2026-11-29): 0
is the sign of none, and a list that is absent or empty while it is not 0 is not understood. `head.results`
is a total that the index claims and is not read. Published clients also ask api.mojeek.com.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import Item
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing import moments
from deckgen.parsing.jsons import Node, as_object
from deckgen.sources._results import (
    MAX_RESULTS,
    Hit,
    Place,
    hit,
    listed,
    once,
    place_of,
    query_of,
    refused,
    rows_of,
)

ENGINE = "mojeek"
PER_PAGE = 40
LAST_PAGE = -(-MAX_RESULTS // PER_PAGE)
BOOST = "10"  # what Mojeek recommends


class Mojeek(Source):
    """Pages on until a page lists nothing new; a plan with shorter pages reaches less far."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return tuple(self._ask(brief, query, Place()) for query in brief.queries)

    def most_requests(self, brief: Brief) -> int:
        return len(brief.queries) * LAST_PAGE

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        place, answer = place_of(page), as_object(page).child("response")
        state = answer.text("status")
        if state != "OK":
            raise refused(page, "Mojeek", state)
        rows = _rows(answer, place)
        hits = once((_hit(row) for row in rows), place)
        yield from listed(
            page, ENGINE, place, hits, has_more=None if hits else False, locator="response.results"
        )
        query = query_of(page, brief)
        if query and hits and place.number < LAST_PAGE:
            yield self._ask(brief, query, place.after(len(rows), hits))

    def _ask(self, brief: Brief, query: Query, place: Place) -> Request:
        asked = {
            "q": query.text,
            "fmt": "json",
            "s": str(place.rows + 1),
            "t": str(PER_PAGE),
            "rb": brief.country,
            "rbb": BOOST,
            "lb": brief.market_language.upper(),
            "lbb": BOOST,
        }
        return Request(
            url=f"{self.bases(brief)[0]}/search?{urlencode(asked)}",
            about=query.key,
            step="page",
            carry=place.carry(),
            headers=(("Accept", "application/json"),),
            credential="mojeek",
        )


def _rows(answer: Node, place: Place) -> tuple[Node, ...]:
    head = answer.child_or("head")
    returned = head.whole_or("return") if head else None
    rows = rows_of(answer, "results", place, is_empty=returned == 0)
    if returned and not rows:
        raise SourceChanged(
            f"{answer.url}: at {answer.path}.head.return {returned} results are told, but none is listed"
        )
    return rows


def _hit(row: Node) -> Hit | None:
    return hit(row, url="url", snippet="desc", published_on=_published(row))


def _published(row: Node) -> date | None:
    seconds = row.fields.get("pdate")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
        return None
    moment = moments.from_unix(seconds)
    return moment.date() if moment else None
