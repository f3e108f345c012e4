"""Results of You.com's search by its API, a hundred a request.

Shape from documentation (docs.you.com, GET /v1/search, and You.com's own client), checked 2026-11-22; no
recording was found: count 1 to 100, offset 0 to 9 in multiples of count, country and language from closed
lists; `results.web` lists url, title, description, snippets, page_age; `results.news` stands apart and is
not counted. How the end looks is not documented; You.com's client calls `web` and `news` optional, and
`news` is there only when the query asks for news (looked up again 2026-11-29). An empty `results.web` is
none found, a first page without it is not understood; past the end an absent or empty list, or one that
repeats what is known, is the end. Errors say `detail`; 402 is an account without credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

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

ENGINE = "you"
PER_PAGE = 100
LAST_PAGE = MAX_RESULTS // PER_PAGE
COUNTRIES = frozenset(
    re.findall(
        r"\w+",
        "AR AU AT BE BR CA CL DK FI FR DE HK IN ID IT JP KR MY MX NL NZ NO CN PL PT PH RU SA ZA ES SE CH TW"
        " TR GB US",
    )
)
LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        "ar eu bn bg ca hr cs da nl en et fi fr gl de el gu he hi hu is it ja kn ko lv lt ms ml mr nb pl pa"
        " ro ru sr sk sl es sv ta te th tr uk vi",
    )
)
_SPELT_OTHERWISE = {"zh": "zh-hans", "pt": "pt-pt", "no": "nb", "nn": "nb"}


class YouCom(Source):
    """Three hundreds, or fewer where a page lists nothing new."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return tuple(self._ask(brief, query, Place()) for query in brief.queries)

    def most_requests(self, brief: Brief) -> int:
        return len(brief.queries) * LAST_PAGE

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        answer, place = as_object(page), place_of(page)
        if page.status != 200 or (not answer.has("results") and _error(answer)):
            raise refused(page, "You.com", _error(answer))
        rows = rows_of(answer.child("results"), "web", place)
        hits = once((_hit(row) for row in rows), place)
        yield from listed(page, ENGINE, place, hits, has_more=None if hits else False, locator="results.web")
        query = query_of(page, brief)
        if query and hits and place.number < LAST_PAGE:
            yield self._ask(brief, query, place.after(len(rows), hits))

    def _ask(self, brief: Brief, query: Query, place: Place) -> Request:
        asked = {"query": query.text, "count": str(PER_PAGE), "offset": str(place.number - 1)}
        if brief.country in COUNTRIES:
            asked["country"] = brief.country
        if language := _language(brief):
            asked["language"] = language
        return Request(
            url=f"{self.bases(brief)[0]}/search?{urlencode(asked)}",
            about=query.key,
            step="page",
            carry=place.carry(),
            headers=(("Accept", "application/json"),),
            credential="you_com",
            accept_status=(200, 401, 402, 403, 422),
        )


def _error(answer: Node) -> str:
    """`detail` is a sentence, or for a bad parameter a list of them."""
    said = answer.fields.get("detail") or answer.fields.get("message") or answer.fields.get("error")
    return said if isinstance(said, str) else str(said or "")


def _language(brief: Brief) -> str:
    """You.com's code for the market's language; empty when it knows none, and then takes English."""
    if brief.market_language == "pt" and brief.country == "BR":
        return "PT-BR"
    code = _SPELT_OTHERWISE.get(brief.market_language, brief.market_language)
    return code.upper() if code in LANGUAGES or code in _SPELT_OTHERWISE.values() else ""


def _hit(row: Node) -> Hit | None:
    return hit(row, url="url", snippet="description", published_on=moments.day(row.text_or("page_age")[:10]))
