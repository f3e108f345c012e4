"""Results of Kagi's search by its API, version 1.

Shape from documentation (the OpenAPI description that Kagi's own clients are made from), checked
2026-11-22; no recording was found: POST /search with query, page 1 to 10, filters.region; key as "Bearer";
`data.search` lists url, title, snippet, time; errors have an empty `data` and say `error[].message`. How
long a page is and how the end looks is not documented. The description calls every group of `data` optional
and does not say that it is left out when nothing is found (looked up again 2026-11-29): an empty
`data.search` is none found, a first page without it is not understood; past the end an absent or empty
list, or one that repeats what is known, is the end. Kagi's help also shows a GET with "Bot", and version
0 had `data` as one list of marked rows: neither is asked here. Videos, news, questions and other groups
stand apart and are not counted. Results follow the settings of the account that holds the key.
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
from deckgen.sources._results import Hit, Place, hit, listed, once, place_of, query_of, refused, rows_of

ENGINE = "kagi"
LAST_PAGE = 10


class Kagi(Source):
    """Pages on until a page lists nothing new, at most ten."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return tuple(self._ask(brief, query, Place()) for query in brief.queries)

    def most_requests(self, brief: Brief) -> int:
        return len(brief.queries) * LAST_PAGE

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        answer, place = as_object(page), place_of(page)
        errors = answer.children_or("error")
        if page.status != 200 or errors:
            words = (e.text_or("message") or e.text_or("code") or e.text_or("msg") for e in errors)
            raise refused(page, "Kagi", ", ".join(words))
        rows = rows_of(answer.child("data"), "search", place)
        hits = once((_hit(row) for row in rows), place)
        yield from listed(page, ENGINE, place, hits, has_more=None if hits else False, locator="data.search")
        query = query_of(page, brief)
        if query and hits and place.number < LAST_PAGE:
            yield self._ask(brief, query, place.after(len(rows), hits))

    def _ask(self, brief: Brief, query: Query, place: Place) -> Request:
        asked = {
            "query": query.text,
            "workflow": "search",
            "page": place.number,
            "filters": {"region": brief.country},
        }
        return Request(
            url=f"{self.bases(brief)[0]}/search",
            about=query.key,
            step="page",
            carry=place.carry(),
            method="POST",
            body=json.dumps(asked, ensure_ascii=False).encode(),
            headers=(("Accept", "application/json"), ("Content-Type", "application/json")),
            credential="kagi",
            accept_status=(200, 400, 401, 402, 403, 429),  # 429 also means that the allowance is used up
        )


def _hit(row: Node) -> Hit | None:
    return hit(row, url="url", snippet="snippet", published_on=moments.day(row.text_or("time")))
