"""A saved page of search results: which engine wrote it, what was searched, and what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.exchange import Page
from deckgen.parsing.html import attribute, soup, text_of
from deckgen.parsing.result_pages import bing, brave, duckduckgo, ecosia, google, mojeek, qwant, startpage
from deckgen.parsing.result_pages.links import own_addresses, parameter
from deckgen.parsing.result_pages.obstacles import obstacle
from deckgen.parsing.result_pages.sheet import Engine, Sheet
from deckgen.parsing.text import clean

ENGINES: tuple[Engine, ...] = (google, bing, brave, duckduckgo, mojeek, startpage, ecosia, qwant)
BY_KEY: Mapping[str, Engine] = {engine.KEY: engine for engine in ENGINES}
NO_PLACE = (  # the second half of a sentence
    "does not say which page of the results it is; rename it so that it ends in -p1.html for the first "
    "page, -p2.html for the second"
)
_LONGEST_TITLE = 1_000
_PAGE_IN_NAME = re.compile(r"-p(\d{1,3})\.[a-z]{3,6}$", re.IGNORECASE)
_MHTML = re.compile(rb"^(?:From:|MIME-Version:|Snapshot-Content-Location:)", re.IGNORECASE | re.MULTILINE)
_NO_PAGES = (
    (b"bplist00", "a Safari web archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PK\x03\x04", "a zip archive"),
)
_OURS = {
    engine.KEY: re.compile(
        rf"https?://(?:www\.|html\.|lite\.)?(?:{'|'.join(map(re.escape, engine.HOSTS))})\.[a-z.]{{2,10}}/"
    )
    for engine in ENGINES
}
_ASKED = ("q", "query")  # what engines call the query, in addresses and forms
_NAMES = ", ".join(engine.NAME for engine in ENGINES[:-1]) + f" or {ENGINES[-1].NAME}"


def read(page: Page) -> Sheet:
    """What the page lists; its offset is taken from the page, else from a file name that ends in -p2.html.

    SourceBlocked for bot checks, consent pages and shells without results; SourceChanged for all else.
    """
    name = page.request.url
    _check_format(page.body, name)
    tree = soup(page)
    known = _recognised(tree)
    found = known.engine.hits(tree) if known else ()
    queries = tuple(dict.fromkeys(_queries(tree, known))) if known else ()
    if known is None or not (found or known.engine.found_nothing(tree, queries)):
        if why := obstacle(tree):
            raise SourceBlocked(f"{name} {why}")
        if known is None:
            raise SourceChanged(f"{name} is no result page of {_NAMES}; take it out of 'files'")
        engine_name = known.engine.NAME
        raise SourceChanged(f"{name}: no results can be read from this page of {engine_name}; save it again")
    where = known.engine.place(tree, known.address, len(found))
    offset, number = where.offset, where.number
    if offset is None and (named := _PAGE_IN_NAME.search(name)) and int(named[1]):
        number = int(named[1])
        offset = known.engine.nominal_offset(number)
    if offset is None and not found:
        offset, number = 0, 1  # nothing at all was found, so there is no earlier page
    return Sheet(
        engine=known.engine.KEY,
        queries=queries,
        offset=offset,
        hits=found,
        has_more=where.has_more if found else False,
        number=number,
        grows=where.grows,
    )


def _check_format(body: bytes, name: str) -> None:
    if _MHTML.search(body[:400]):
        raise SourceChanged(f"{name} is an MHTML file; save the page as 'Web page, complete' (.html) instead")
    for start, what in _NO_PAGES:
        if body.startswith(start):
            raise SourceChanged(f"{name} is {what}; save the page as 'Web page, complete' (.html) instead")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The engine that wrote a page, and the page's own address; empty when it does not say."""

    engine: Engine
    address: str = ""


def _recognised(tree: BeautifulSoup) -> _Known | None:
    """By the address the page was saved from, else by its title, else by its markup."""
    addresses = own_addresses(tree)
    for engine in ENGINES:
        for address in addresses:
            if _OURS[engine.KEY].match(address):
                return _Known(engine=engine, address=address)
    title = _title(tree)
    for engine in ENGINES:
        if re.search(engine.TITLE, title):
            return _Known(engine=engine)
    found = next((engine for engine in ENGINES if tree.select_one(engine.MARKUP)), None)
    return _Known(engine=found) if found else None


def _title(tree: BeautifulSoup) -> str:
    """The title; empty when it is longer than any query, as the engines' patterns try every place in it."""
    title = text_of(tree.title)
    return title if len(title) <= _LONGEST_TITLE else ""


def _queries(tree: BeautifulSoup, known: _Known) -> Iterator[str]:
    said = [parameter(urlsplit(known.address).query, name) for name in _ASKED] if known.address else []
    for box in tree.select(", ".join(f"input[name={n}], textarea[name={n}]" for n in _ASKED), limit=5):
        said.append(attribute(box, "value") or text_of(box))
    said.append(re.sub(known.engine.TITLE, "", _title(tree)))
    for text in said:
        if query := clean(text)[:400]:
            yield query
