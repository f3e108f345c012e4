"""Search results from Brave's API, page by page to its full depth of 200 results a query.

Where Brave finds none it leaves out `web` altogether (so the notes of a client, vv-opencode 1.3.8 of
2026-09, looked up 2026-11-29; no recording shows it). On a first page its absence is none found when the
answer says that there is no more and holds no other group, under whatever name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import Item, ResultPage, SearchResult
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing import moments
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.text import excerpt, plain
from deckgen.sources._results import bounded, web_address

ENGINE = "brave"
PER_PAGE, LAST_PAGE = 20, 9  # `offset` counts pages from 0
MAX_QUERY = 400
# Anything else is refused with status 422.
COUNTRIES = frozenset(
    re.findall(
        r"\w+",
        "AR AU AT BE BR CA CL DK FI FR DE GR HK IN ID IT JP KR MY MX NL NZ NO CN PL PT PH RU SA ZA ES SE CH"
        " TW TR GB US",
    )
)
LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        "ar eu bn bg ca hr cs da nl en et fi fr gl de gu he hi hu is it kn ko lv lt ms ml mr nb pl pa ro ru"
        " sr sk sl es sv ta te th tr uk vi",
    )
)
_ENVELOPE = frozenset({"type", "query", "mixed"})  # what stands beside results
_SPELT_OTHERWISE = {"ja": "jp", "zh": "zh-hans", "pt": "pt-pt", "no": "nb", "nn": "nb"}


class BraveSearch(Source):
    """Asks for the next page as long as the answer says that there is one."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return tuple(self._ask(brief, query, page=0, seen=0) for query in brief.queries)

    def most_requests(self, brief: Brief) -> int:
        return len(brief.queries) * (LAST_PAGE + 1)

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        answer = as_object(page)
        if answer.text_or("type") == "news" or (answer.has("results") and not answer.has("web")):
            raise SourceChanged(
                f"{page.request.url}: is an answer of Brave's news search, not of its web search; "
                "news stand in no ranking of the web, so ask /web/search"
            )
        number = _carried(page, "page")
        before = _carried(page, "seen")
        has_more = answer.child("query").flag_or("more_results_available")
        is_over = number > 0 or (_ENVELOPE.issuperset(answer.keys()) and not has_more)
        rows = (
            ()
            if is_over and not answer.has("web")
            else bounded(answer.child("web").children("results"), answer)
        )
        first = web_address(rows[0]) if rows else ""
        if first and first == page.request.carry.get("first", ""):
            raise SourceChanged(
                f"{page.request.url}: repeats the page before; how deep the list goes is not known"
            )
        results = [self._result(row, page, before + i, number) for i, row in enumerate(rows, 1)]
        yield ResultPage(
            source=self.key,
            engine=ENGINE,
            query=page.request.about,
            number=number + 1,
            first_rank=before + 1,
            organic=len(results),
            has_more=has_more,
            origin=page.origin("web.results"),
        )
        yield from results
        query = next((q for q in brief.queries if q.key == page.request.about), None)
        if query and has_more and results and number < LAST_PAGE:
            yield self._ask(brief, query, page=number + 1, seen=before + len(results), first=first)

    def _ask(self, brief: Brief, query: Query, *, page: int, seen: int, first: str = "") -> Request:
        asked = {
            "q": query.text[:MAX_QUERY],
            "country": brief.country if brief.country in COUNTRIES else "ALL",
            "count": str(PER_PAGE),
            "offset": str(page),
            "result_filter": "web",
            "spellcheck": "0",  # else a misspelt brand is replaced in silence
        }
        if language := _language(brief):
            asked["search_lang"] = language
        return Request(
            url=f"{self.bases(brief)[0]}/web/search?{urlencode(asked)}",
            about=query.key,
            step="page",
            carry={"page": str(page), "seen": str(seen), **({"first": first} if first else {})},
            headers=(("Accept", "application/json"),),
            credential="brave",
        )

    def _result(self, row: Node, page: Page, rank: int, number: int) -> SearchResult:
        return SearchResult(
            source=self.key,
            engine=ENGINE,
            query=page.request.about,
            rank=rank,
            url=web_address(row),
            title=plain(row.text("title")),
            snippet=excerpt(plain(row.text_or("description"))),
            page_number=number + 1,
            published_on=moments.day(row.text_or("page_age")[:10]),
            hint=row.text_or("subtype"),
            origin=page.origin(row.path),
        )


def _language(brief: Brief) -> str:
    """Brave's code for the market's language; empty when it knows none."""
    if brief.market_language == "pt" and brief.country == "BR":
        return "pt-br"
    code = _SPELT_OTHERWISE.get(brief.market_language, brief.market_language)
    return code if code in LANGUAGES or code in _SPELT_OTHERWISE.values() else ""


def _carried(page: Page, name: str) -> int:
    """A number this source put into the request itself."""
    return int(page.request.carry.get(name, "0"))
