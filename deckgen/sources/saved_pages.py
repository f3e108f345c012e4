"""Result pages that the user saved from a browser: the way to read a search engine without any key."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import Item, ResultPage, SearchResult
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.result_pages.reading import read
from deckgen.parsing.result_pages.sheet import Sheet
from deckgen.parsing.text import clean


class SavedPages(Source):
    """One request a file; engine, query and rank are told by the page itself, not by its name."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for path in self.option(brief, "files"):
            yield Request(url=f"file:{path}", step="page", max_bytes=10_000_000)

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        sheet = read(page)
        query = _query(page, sheet, brief)
        if sheet.offset is None:
            raise SourceChanged(
                f"{page.request.url} does not say which page of the results it is; rename it so that it ends "
                f"in -p1.html for the first page, -p2.html for the second"
            )
        number = sheet.number or 1
        yield ResultPage(
            source=self.key,
            engine=sheet.engine,
            query=query.key,
            number=number,
            first_rank=sheet.offset + 1,
            organic=len(sheet.hits),
            has_more=sheet.has_more,
            origin=page.origin(),
        )
        for i, hit in enumerate(sheet.hits, 1):
            yield SearchResult(
                source=self.key,
                engine=sheet.engine,
                query=query.key,
                rank=sheet.offset + i,
                url=hit.url,
                title=hit.title,
                snippet=hit.snippet,
                page_number=number,
                published_on=hit.published_on,
                origin=page.origin(f"result {i}"),
            )


def _query(page: Page, sheet: Sheet, brief: Brief) -> Query:
    """The brief's query that the page answers; what the address says counts more than box and title."""
    known = {_folded(query.text): query for query in brief.queries}
    for text in sheet.queries:
        if found := known.get(_folded(text)):
            return found
    searched = f'"{sheet.queries[0]}"' if sheet.queries else "something it does not name"
    raise SourceChanged(
        f"{page.request.url} is a search for {searched}, which is no query of the brief; "
        f"add it to the brief's queries or take the file out of 'files'"
    )


def _folded(text: str) -> str:
    return clean(unicodedata.normalize("NFKC", text)).casefold()
