"""Result pages of Mojeek; it counts results from 1 and says above the list which ones stand there."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from deckgen.parsing.html import attribute, text_of
from deckgen.parsing.result_pages.links import once, starts, target, whole_parameter
from deckgen.parsing.result_pages.sheet import Hit, Place
from deckgen.parsing.text import excerpt

KEY = "mojeek"
NAME = "Mojeek"
HOSTS = ("mojeek",)
TITLE = r"\s[-–]\s(?:.*\b)?Mojeek\b.*$"
MARKUP = "body.serp-grid ul.results-standard, .serp-results .results-count-container"
BASE = "https://www.mojeek.com/"
PAGES: int | None = 100  # it shows 1,000 results at most (its blog, 2023-02-08)
_STEP = 10
_DROPPED = 3  # results of a page that may have no title or stand there twice
_STANDING = re.compile(r"\D{0,40}(\d{1,5})\D{1,20}(\d{1,5})\D")  # "Results 11 to 20 from 5,280,016"


def hits(tree: BeautifulSoup) -> tuple[Hit, ...]:
    """The standard list; what a site is clustered under stays one result, as Mojeek counts it."""
    found = []
    for item in tree.select("ul.results-standard > li", limit=500):
        link = item.select_one("h2 a.title[href]")
        url = target(attribute(link, "href"), BASE)
        if url and text_of(link):
            found.append(Hit(url=url, title=text_of(link), snippet=excerpt(text_of(item.select_one("p.s")))))
    return once(found)


def found_nothing(tree: BeautifulSoup, queries: tuple[str, ...]) -> bool:
    """By its words, in English and in none of a results' list; no such page was seen in a recording."""
    if tree.select_one("ul.results-standard > li") is not None:
        return False
    words = text_of(tree.select_one(".serp-results")).casefold()
    return "no pages found" in words or "no results found" in words


def place(tree: BeautifulSoup, address: str, organic: int) -> Place:
    links = tree.select(".pagination a[href*='s=']", limit=50)
    known = starts(links, "s")
    standing = _standing(tree, organic)
    first = (whole_parameter(address, "s") or 1) if address else standing
    if first is None or first < 1:
        return Place(offset=None, number=None, has_more=None)
    after = min((n for n in known if n > first), default=None)
    # Links carry the pages near this one; the next one tells how many results a page has.
    step = after - first if after is not None else _STEP
    more = True if after is not None else (False if known or standing is not None else None)
    return Place(offset=first - 1, number=(first - 1) // step + 1, has_more=more)


def _standing(tree: BeautifulSoup, organic: int) -> int | None:
    """The first result that the words above the list name, if they name as many as stand there."""
    named = _STANDING.match(text_of(tree.select_one(".results-count-container")))
    if named is None:
        return None
    first, last = int(named[1]), int(named[2])
    return first if 0 <= last - first + 1 - organic <= _DROPPED else None


def nominal_offset(number: int) -> int:
    return (number - 1) * _STEP
