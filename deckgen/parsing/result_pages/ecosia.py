"""Result pages of Ecosia; they count pages from 0 and have a button to the next and to the previous one."""

from __future__ import annotations

from datetime import date

from bs4 import BeautifulSoup

from deckgen.parsing import moments
from deckgen.parsing.html import attribute, text_of
from deckgen.parsing.result_pages.links import once, target, whole_parameter
from deckgen.parsing.result_pages.sheet import Hit, Place
from deckgen.parsing.text import excerpt

KEY = "ecosia"
NAME = "Ecosia"
HOSTS = ("ecosia",)
TITLE = r"\s[-–]\sEcosia\b.*$"
MARKUP = "[data-test-id=mainline-result-web], [data-test-id=web-no-results]"
BASE = "https://www.ecosia.org/"
PAGES: int | None = None
_STEP = 10


def hits(tree: BeautifulSoup) -> tuple[Hit, ...]:
    """The wrappers called "web"; ads, panels, videos and images have wrappers of other names."""
    found = []
    for box in tree.select("[data-test-id=mainline-result-web]", limit=500):
        heading = box.select_one("[data-test-id=result-title]")
        link = heading.find_parent("a", href=True) if heading is not None else None
        url = target(attribute(link, "href"), BASE)
        if url and text_of(heading):
            words = text_of(box.select_one("[data-test-id=result-description]"))
            on, words = _dated(words)
            found.append(Hit(url=url, title=text_of(heading), snippet=excerpt(words), published_on=on))
    return once(found)


def _dated(words: str) -> tuple[date | None, str]:
    """The day that stands before the words, and the words: "02.08.2025 ... The best"."""
    when, dots, rest = words[:24].partition(" ... ")
    on = moments.day(when) if dots else None
    return (on, rest + words[24:]) if on else (None, words)


def found_nothing(tree: BeautifulSoup, queries: tuple[str, ...]) -> bool:
    """As openserp's saved page of 2026-05 shows; it is not among the recordings."""
    return tree.select_one("[data-test-id=web-no-results]") is not None


def place(tree: BeautifulSoup, address: str, organic: int) -> Place:
    buttons = tree.select_one("[data-test-id=simplified-pagination]")
    links = buttons.select("a[href*='/search?']", limit=5) if buttons is not None else []
    following = tree.select_one("a[data-test-id=next-button][href]")
    after = whole_parameter(attribute(following, "href"), "p")
    page: int | None = None
    if address:
        page = whole_parameter(address, "p") or 0
    elif after is not None:
        page = after - 1
    elif following is None and links:
        page = (whole_parameter(attribute(links[0], "href"), "p") or 0) + 1
    elif buttons is not None:
        page = 0  # no way forward and none back
    if page is None or page < 0:
        return Place(offset=None, number=None, has_more=None)
    more = True if following is not None else (False if buttons is not None else None)
    return Place(offset=page * _STEP, number=page + 1, has_more=more)


def nominal_offset(number: int) -> int:
    return (number - 1) * _STEP
