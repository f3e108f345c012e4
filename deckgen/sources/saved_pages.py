"""Result pages that the user saved from a browser: the way to read a search engine without any key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import Item, ResultPage, SearchResult
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.html import MAX_BYTES
from deckgen.parsing.result_pages.asked import asked, not_asked
from deckgen.parsing.result_pages.reading import NO_PLACE, read
from deckgen.parsing.result_pages.sheet import Sheet


class SavedPages(Source):
    """One request a file; engine, query and rank are told by the page itself, not by its name."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for path in self.option(brief, "files"):
            yield Request(url=f"file:{path}", step="page", max_bytes=MAX_BYTES)

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        sheet = read(page)
        query = _query(page, sheet, brief)
        if sheet.offset is None:
            raise SourceChanged(f"{page.request.url} {NO_PLACE}")
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
    if found := asked(sheet, brief.queries):
        return found
    raise SourceChanged(f"{page.request.url} {not_asked(sheet, brief.queries)}")
