"""Google's or Bing's results through DataForSEO, which reads the engine's pages for its customers.

Shape from documentation (docs.dataforseo.com, live "advanced" answers of SERP API, its list of errors and
its notice on depth), checked 2026-11-22; no recording was found: one task a POST, HTTP Basic; up to 200
results in one live answer, more is refused; a place is named by its code, which for a country is 2000 and
its ISO number; `%` and `+` are escaped in the keyword. HTTP status 200 says little: `status_code` stands
in the body and again in the task (20000 = well, 40102 = the engine found none). `items_count` is how many
items there are; a list that is absent or empty while it is not 0 is not understood, nor is one in which
nothing is a result: the sign of none found is 40102. Of `items` only those of
type "organic" are results; ads, questions, videos and boxes have types of their own. `se_results_count` is
a guess and not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from deckgen.errors import InputError, SourceChanged
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import Item
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing import moments
from deckgen.parsing.jsons import Node, as_object
from deckgen.sources._markets import NUMBERS
from deckgen.sources._results import Hit, Place, bounded, hit, listed, once, refused

ENGINES = ("google", "bing")
DEPTH = 200
_WELL, _NOTHING = 20000, 40102


class DataForSEO(Source):
    """One request a query; the engine's pages come in one answer and are told apart again."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        engine, place = self._engine(brief), self._place(brief)
        return tuple(self._ask(brief, engine, place, query) for query in brief.queries)

    def most_requests(self, brief: Brief) -> int:
        return len(brief.queries)

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        items = _items(page)
        engine = page.request.carry.get("engine", ENGINES[0])
        organic = [item for item in items if item.text("type") == "organic"]
        if items and not organic:
            raise SourceChanged(
                f"{page.request.url}: of {len(items)} items none is of type 'organic', and DataForSEO does "
                "not say that the engine found none"
            )
        sheets = [tuple(rows) for _, rows in groupby(organic, key=lambda item: item.whole_or("page", 1))]
        deepest = max((item.whole_or("rank_absolute", 0) or 0 for item in items), default=0)
        place = Place()
        for i, rows in enumerate(sheets, 1):
            hits = once((_hit(row) for row in rows), place)
            is_last = i == len(sheets)
            # Where less came than was asked for, the engine had no more.
            has_more = (None if deepest >= DEPTH else False) if is_last else True
            yield from listed(page, engine, place, hits, has_more=has_more, locator="items")
            place = place.after(len(rows), hits)
        if not sheets:
            yield from listed(page, engine, place, (), has_more=False, locator="items")

    def _ask(self, brief: Brief, engine: str, where: dict[str, str | int], query: Query) -> Request:
        task = {
            "keyword": query.text.replace("%", "%25").replace("+", "%2B"),
            **where,
            "language_code": brief.market_language,
            "depth": DEPTH,
        }
        return Request(
            url=f"{self.bases(brief)[0]}/serp/{engine}/organic/live/advanced",
            about=query.key,
            step="results",
            carry={"engine": engine},
            method="POST",
            body=json.dumps([task], ensure_ascii=False).encode(),
            headers=(("Accept", "application/json"), ("Content-Type", "application/json")),
            credential="dataforseo",
            accept_status=(200, 401, 402),
        )

    def _engine(self, brief: Brief) -> str:
        said = next(iter(self.option(brief, "engine")), ENGINES[0])
        if said not in ENGINES:
            raise InputError(
                f"{brief.path}: sources.dataforseo.engine is '{said[:20]}'; write one of {', '.join(ENGINES)}"
            )
        return said

    def _place(self, brief: Brief) -> dict[str, str | int]:
        """Where the search is made from: as the brief spells it, else its country."""
        if said := self.option(brief, "location_name"):
            return {"location_name": said[0]}
        if brief.country in NUMBERS:
            return {"location_code": 2000 + NUMBERS[brief.country]}
        raise InputError(
            f"{brief.path}: sources.dataforseo does not know {brief.country}; write its name as in "
            'https://docs.dataforseo.com/v3/serp/google/locations/, e.g. location_name = "Iceland"'
        )


def _items(page: Page) -> tuple[Node, ...]:
    """What the page of results listed, of every type; none when the engine found none."""
    answer = as_object(page)
    tasks = answer.children_or("tasks")
    said = tasks[0] if tasks and answer.whole("status_code") == _WELL else answer
    code = said.whole("status_code")
    if page.status == 200 and tasks and code == _NOTHING:
        return ()
    if page.status != 200 or code != _WELL:
        raise refused(page, "DataForSEO", f"{code} {said.text_or('status_message')}")
    if not tasks:
        raise SourceChanged(f"{page.request.url}: at $.tasks the task's answer was due, but there is none")
    results = tasks[0].children("result")
    items = tuple(item for result in results for item in _listed(result))
    if not results:
        raise SourceChanged(
            f"{page.request.url}: at $.tasks[0].result there is no result, not even an empty one"
        )
    return bounded(items, answer)


def _listed(result: Node) -> tuple[Node, ...]:
    """The items; they may be absent or empty only where their count is told to be 0."""
    items = result.children_or("items")
    if not items and result.whole_or("items_count") != 0:
        raise SourceChanged(
            f"{result.url}: at {result.path}.items there is nothing, but no count of 0 beside it"
        )
    return items


def _hit(row: Node) -> Hit | None:
    return hit(row, url="url", snippet="description", published_on=moments.day(row.text_or("timestamp")))
