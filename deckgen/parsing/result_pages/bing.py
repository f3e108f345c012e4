"""Result pages of Bing; its links go through bing.com/ck/a, which holds the target in base64."""

from __future__ import annotations

from bs4 import BeautifulSoup

from deckgen.parsing.html import attribute, text_of
from deckgen.parsing.result_pages.links import between, once, starts, target, whole_parameter
from deckgen.parsing.result_pages.sheet import Hit, Place
from deckgen.parsing.text import excerpt

KEY = "bing"
NAME = "Bing"
HOSTS = ("bing",)
TITLE = r"\s[-–]\s(?:Search|Bing|.*\bBing)$"
MARKUP = "#b_content, ol#b_results"
BASE = "https://www.bing.com/"
PAGES: int | None = None
_STEP = 10


def hits(tree: BeautifulSoup) -> tuple[Hit, ...]:
    """The list items that Bing calls algorithmic: answers, videos and ads are items of other kinds."""
    found = []
    for item in tree.select("#b_results > li.b_algo", limit=500):
        link = item.select_one("h2 a[href]")
        url = target(attribute(link, "href"), BASE)
        if url and text_of(link):
            snippet = text_of(item.select_one(".b_caption p, p"))
            found.append(Hit(url=url, title=text_of(link), snippet=excerpt(snippet)))
    return once(found)


def found_nothing(tree: BeautifulSoup, queries: tuple[str, ...]) -> bool:
    return tree.select_one("#b_results > li.b_no") is not None


def place(tree: BeautifulSoup, address: str, organic: int) -> Place:
    links = tree.select("a.sb_bp[href*='first='], a.sb_pagP[href]", limit=100)
    following = tree.select_one("a.sb_pagN[href]")
    after = whole_parameter(attribute(following, "href"), "first")
    if address:
        first: int | None = whole_parameter(address, "first") or 1
    else:
        first = between(starts(links, "first"), after, first=1, step=_STEP, organic=organic)
    if first is None:
        return Place(offset=None, number=None, has_more=None)
    more = True if after is not None else (False if links else None)
    return Place(offset=max(0, first - 1), number=max(0, first - 1) // _STEP + 1, has_more=more)


def nominal_offset(number: int) -> int:
    return (number - 1) * _STEP
