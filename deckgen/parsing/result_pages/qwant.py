"""Result pages of Qwant: one list that grows as its reader asks for more; it has no pages.

Shape from documentation, checked 2026-11-22; no recording was found. Several open-source readers agree on
`data-testid="webResult"` for results and `adResult` for ads, title in `h2 a`, words in the block after it;
that the page says "HTTP 403" while it is turned away is from one of them (2026).
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from deckgen.parsing.html import attribute, text_of
from deckgen.parsing.result_pages.links import once, target
from deckgen.parsing.result_pages.sheet import Hit, Place
from deckgen.parsing.text import excerpt

KEY = "qwant"
NAME = "Qwant"
HOSTS = ("qwant",)
TITLE = r"\s[-–]\s(?:.*\b)?Qwant\b.*$"
MARKUP = "[data-testid=webResult]"
BASE = "https://www.qwant.com/"
PAGES: int | None = None
_STEP = 10  # of a list that has loaded nothing more yet


def hits(tree: BeautifulSoup) -> tuple[Hit, ...]:
    """The blocks called "web result"; ads, videos and images are called otherwise."""
    found = []
    for box in tree.select("[data-testid=webResult]", limit=500):
        link = box.select_one("h2 a[href]") or box.select_one("a[href]:has(h2)")
        url = target(attribute(link, "href"), BASE)
        if url and text_of(link):
            words = text_of(box.select_one("h2 + div, h2 + p, a:has(h2) + div"))
            found.append(Hit(url=url, title=text_of(link), snippet=excerpt(words)))
    return once(found)


def found_nothing(tree: BeautifulSoup, queries: tuple[str, ...]) -> bool:
    """By the name of the box; neither documented nor seen, so that only this very name counts."""
    return tree.select_one("main [data-testid*=noresult i], main [data-testid*=no-result i]") is not None


def place(tree: BeautifulSoup, address: str, organic: int) -> Place:
    return Place(offset=0, number=1, has_more=None, grows=True)


def nominal_offset(number: int) -> int:
    return (number - 1) * _STEP
