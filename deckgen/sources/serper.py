"""Google's results through Serper, which reads Google's pages for its customers.

Shape from documentation (serper.dev's playground as its published clients read it), checked 2026-11-22; no
recording was found: POST /search with q, gl, hl, num, page; `organic` has title, link, snippet, date,
position; the answer boxes stand apart. A page of ten is one credit, larger ones are two, and Google no
longer serves more than ten at once: so tens are asked for. What stands where Google found none is not
documented (looked up again 2026-11-29; published tests of clients use `"organic": []`, clients that rely on
the key have failed on answers without it): an empty list is none found, a first page without the list is
not understood. Past the end an absent or empty list, or one that repeats what is known, is the end. An
account without credits is refused with a `message`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

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
    hit,
    listed,
    once,
    place_of,
    query_of,
    refused,
    rows_of,
)

ENGINE = "google"
PER_PAGE = 10


class Serper(Source):
    """Pages on until a page lists nothing new."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return tuple(self._ask(brief, query, Place()) for query in brief.queries)

    def most_requests(self, brief: Brief) -> int:
        return len(brief.queries) * MAX_PAGES

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        answer, place = as_object(page), place_of(page)
        if page.status != 200 or (answer.has("message") and not answer.has("searchParameters")):
            raise refused(page, "Serper", answer.text_or("message"))
        answer.child("searchParameters")  # what every answer about a search has
        rows = rows_of(answer, "organic", place)
        hits = once((_hit(row) for row in rows), place)
        yield from listed(page, ENGINE, place, hits, has_more=None if hits else False, locator="organic")
        query = query_of(page, brief)
        if query and hits and place.number < MAX_PAGES:
            yield self._ask(brief, query, place.after(len(rows), hits))

    def _ask(self, brief: Brief, query: Query, place: Place) -> Request:
        asked = {
            "q": query.text,
            "gl": brief.country.lower(),
            "hl": brief.market_language,
            "num": PER_PAGE,
            "page": place.number,
            "autocorrect": False,  # else a misspelt brand is replaced in silence
        }
        return Request(
            url=f"{self.bases(brief)[0]}/search",
            about=query.key,
            step="page",
            carry=place.carry(),
            method="POST",
            body=json.dumps(asked, ensure_ascii=False).encode(),
            headers=(("Accept", "application/json"), ("Content-Type", "application/json")),
            credential="serper",
            accept_status=(200, 400, 401, 402, 403),
        )


def _hit(row: Node) -> Hit | None:
    return hit(row, url="link", snippet="snippet", published_on=moments.day(row.text_or("date")))
