"""What kind of page a search result is, read from the page itself: fetched politely, or saved by hand.

No service stands behind it: the pages are the results' own. A site that asks robots to stay out is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import Comment

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Item, PageKind, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.addresses import MAX_URL, canonical, host_of
from deckgen.parsing.botcheck import reads_like_a_bot_check
from deckgen.parsing.classify import classify
from deckgen.parsing.html import attribute, soup, visible_text

FETCH, SAVED = "page", "saved"
MOST = 60  # pages of a run, unless the brief says otherwise
BOUND = 300
MAX_BYTES = 2_000_000
FEW_WORDS = 1_500  # letters: a page with more to read is no bot check
_SAVED_FROM = re.compile(r"saved from url=\(\d{4}\)\s*(https?://\S+)", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)


class PageReader(Source):
    """The best placed results first, of each address one page; those on known platforms need no reading."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for path in self.option(brief, "files"):
            yield Request(url=f"file:{path}", step=SAVED, max_bytes=MAX_BYTES * 4)

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        read = {canonical(kind.url) for kind in found.page_kinds}
        owned = [domain for company in brief.companies for domain in company.domains]
        seen: set[str] = set()
        for result in sorted(found.results, key=lambda r: (r.rank, r.query, r.engine, r.url)):
            address = canonical(result.url)
            told = classify(result.url, title=result.title, hint=result.hint, own_domains=owned)
            is_clear = told.host_kind not in {SiteKind.UNKNOWN} or told.page_kind is SiteKind.BLOG
            if address in seen or address in read or is_clear:
                continue
            if len(seen) >= self._most(brief):
                return
            seen.add(address)
            yield Request(
                url=result.url,
                step=FETCH,
                robots=True,
                max_bytes=MAX_BYTES,
                headers=(("Accept", "text/html,application/xhtml+xml"),),
            )

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        if not _MARKUP.search(page.body[:20_000]):
            if page.request.step == SAVED:
                raise SourceChanged(f"{page.request.url}: is no web page; save it as 'Web page, HTML only'")
            return  # a PDF or a picture: no kind can be told, and nothing is wrong
        address = page.request.url if page.request.step == FETCH else _saved_address(page)
        told = classify(address, page=page.body)
        if told.page_kind is SiteKind.UNKNOWN and _is_bot_check(page):
            raise SourceBlocked(f"{page.request.url}: is a bot check, not the page")
        yield PageKind(
            source=self.key,
            url=address,
            kind=told.page_kind,
            reasons=tuple(f"read:{reason}" for reason in told.reasons),
            origin=page.origin(),
        )

    def _most(self, brief: Brief) -> int:
        written = next(iter(self.option(brief, "most")), "").strip()
        return min(int(written), BOUND) if written.isascii() and written.isdigit() else MOST


def _saved_address(page: Page) -> str:
    """Where a saved page came from: the browser's own note, else its canonical link."""
    tree = soup(page)
    found = [
        match[1]
        for text in tree.find_all(string=lambda s: isinstance(s, Comment), limit=50)
        if (match := _SAVED_FROM.search(str(text)[:4000]))
    ]
    found += [attribute(tag, "href") for tag in tree.select('link[rel~="canonical"]', limit=3)]
    found += [attribute(tag, "content") for tag in tree.select('meta[property="og:url"]', limit=3)]
    address = next((url for url in found if _is_address(url)), "")
    if not address:
        raise SourceChanged(
            f"{page.request.url}: does not say which page it is; save it again with 'Web page, HTML only'"
        )
    return address


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and bool(host_of(url)) and len(url) <= MAX_URL


def _is_bot_check(page: Page) -> bool:
    words = visible_text(soup(page), FEW_WORDS + 1)
    return len(words) <= FEW_WORDS and reads_like_a_bot_check(words)
