"""Result pages of Brave Search; they count pages from 0 and have about 20 results each."""

from __future__ import annotations

from bs4 import BeautifulSoup

from deckgen.parsing.html import attribute, text_of
from deckgen.parsing.result_pages.links import once, starts, target, whole_parameter
from deckgen.parsing.result_pages.sheet import Hit, Place
from deckgen.parsing.text import excerpt

KEY = "brave"
NAME = "Brave Search"
HOSTS = ("search.brave",)
TITLE = r"\s[-–]\s.*\bBrave\b.*$"
MARKUP = "#search-page #results, #results > .snippet[data-type]"
BASE = "https://search.brave.com/"
PAGES: int | None = 10  # offset 0 to 9, as its API documents
_STEP = 20


def hits(tree: BeautifulSoup) -> tuple[Hit, ...]:
    """Blocks of the type "web"; further pages of the same site are nested in them and not counted."""
    found = []
    for block in tree.select("#results > .snippet[data-type=web]", limit=500):
        link = block.select_one("a[href]")
        url = target(attribute(link, "href"), BASE)
        title = text_of(block.select_one(".title")) or text_of(link)
        if url and title:
            words = block.select_one(".generic-snippet, .snippet-description, .description")
            found.append(Hit(url=url, title=title, snippet=excerpt(text_of(words))))
    return once(found)


def found_nothing(tree: BeautifulSoup, queries: tuple[str, ...]) -> bool:
    return tree.select_one("#no-results, #results .no-results, [class*=no-result]") is not None


def place(tree: BeautifulSoup, address: str, organic: int) -> Place:
    links = [a for a in tree.select("a[href*='offset=']", limit=50) if "/search?" in attribute(a, "href")]
    known = starts(links, "offset")
    if address:
        page: int | None = whole_parameter(address, "offset") or 0
    elif known == (1,):
        page = 0
    else:  # "previous" and "next"; one of them alone could be either
        page = sum(known) // 2 if len(known) == 2 else None
    if page is None:
        return Place(offset=None, number=None, has_more=None)
    more = any(n > page for n in known) if known else None
    return Place(offset=page * _STEP, number=page + 1, has_more=more)


def nominal_offset(number: int) -> int:
    return (number - 1) * _STEP
