"""A saved page of search results: which engine wrote it, what was searched, and what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.exchange import Page
from deckgen.parsing.html import attribute, soup, text_of
from deckgen.parsing.result_pages import bing, brave, duckduckgo, google
from deckgen.parsing.result_pages.links import own_address, parameter
from deckgen.parsing.result_pages.obstacles import obstacle
from deckgen.parsing.result_pages.sheet import Engine, Sheet
from deckgen.parsing.text import clean

ENGINES: tuple[Engine, ...] = (google, bing, brave, duckduckgo)
_PAGE_IN_NAME = re.compile(r"-p(\d{1,3})\.[a-z]{3,6}$", re.IGNORECASE)
_MHTML = re.compile(rb"^(?:From:|MIME-Version:|Snapshot-Content-Location:)", re.IGNORECASE | re.MULTILINE)
_NAMES = ", ".join(engine.NAME for engine in ENGINES[:-1]) + f" or {ENGINES[-1].NAME}"


def read(page: Page) -> Sheet:
    """What the page lists; its offset is taken from the page, else from a file name that ends in -p2.html.

    SourceBlocked for bot checks, consent pages and shells without results; SourceChanged for all else.
    """
    name = page.request.url
    if _MHTML.search(page.body[:400]):
        raise SourceChanged(f"{name} is an MHTML file; save the page as 'Web page, complete' (.html) instead")
    tree = soup(page)
    engine = _engine(tree)
    found = engine.hits(tree) if engine else ()
    queries = tuple(dict.fromkeys(_queries(tree, engine))) if engine else ()
    if not found and not (engine and engine.found_nothing(tree, queries)):
        if why := obstacle(tree):
            raise SourceBlocked(f"{name} {why}")
        if engine is None:
            raise SourceChanged(f"{name} is no result page of {_NAMES}; take it out of 'files'")
        raise SourceChanged(f"{name}: no results can be read from this page of {engine.NAME}; save it again")
    if engine is None:  # cannot be: without an engine nothing is found
        raise SourceChanged(f"{name} is no result page of {_NAMES}")
    where = engine.place(tree, _address(tree, engine), len(found))
    offset, number = where.offset, where.number
    if offset is None and (named := _PAGE_IN_NAME.search(name)) and int(named[1]):
        number = int(named[1])
        offset = engine.nominal_offset(number)
    if offset is None and not found:
        offset, number = 0, 1  # nothing at all was found, so there is no earlier page
    return Sheet(
        engine=engine.KEY,
        queries=queries,
        offset=offset,
        hits=found,
        has_more=where.has_more if found else False,
        number=number,
    )


def _engine(tree: BeautifulSoup) -> Engine | None:
    """By the address the page was saved from, else by its title, else by its markup."""
    title = text_of(tree.title)
    for engine in ENGINES:
        if _address(tree, engine):
            return engine
    for engine in ENGINES:
        if re.search(engine.TITLE, title):
            return engine
    return next((engine for engine in ENGINES if tree.select_one(engine.MARKUP)), None)


def _address(tree: BeautifulSoup, engine: Engine) -> str:
    hosts = "|".join(re.escape(host) for host in engine.HOSTS)
    return own_address(tree, re.compile(rf"https?://(?:www\.|html\.|lite\.)?(?:{hosts})\.[a-z.]{{2,10}}/"))


def _queries(tree: BeautifulSoup, engine: Engine) -> Iterator[str]:
    address = _address(tree, engine)
    said = [parameter(urlsplit(address).query, "q")] if address else []
    for box in tree.select("input[name=q], textarea[name=q]", limit=5):
        said.append(attribute(box, "value") or text_of(box))
    said.append(re.sub(engine.TITLE, "", text_of(tree.title)))
    for text in said:
        if query := clean(text)[:400]:
            yield query
