"""Result pages of Startpage; it sends forms, so that neither address nor title says what was asked."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from deckgen.parsing.html import attribute, text_of
from deckgen.parsing.result_pages.links import once, target, whole_parameter
from deckgen.parsing.result_pages.sheet import Hit, Place
from deckgen.parsing.text import excerpt

KEY = "startpage"
NAME = "Startpage"
HOSTS = ("startpage",)
TITLE = r"(?:^|\s[-–]\s)Startpage(?:\s[\w\s-]{1,40})?$"
MARKUP = ".w-gl .result a.result-title, .w-gl__result, form[action='/sp/search'] input[name=segment]"
BASE = "https://www.startpage.com/"
PAGES: int | None = None
_STEP = 10


def hits(tree: BeautifulSoup) -> tuple[Hit, ...]:
    """The web results; ads stand in containers of their own, further links of a site have no title."""
    found = []
    for box in tree.select(".w-gl > .result, .w-gl__result", limit=500):
        link = box.select_one("a.result-title[href], a.w-gl__result-title[href]")
        url = target(attribute(link, "href"), BASE)
        if url and text_of(link):
            words = text_of(box.select_one("p.description, .w-gl__description"))
            found.append(Hit(url=url, title=text_of(link), snippet=excerpt(words)))
    return once(found)


def found_nothing(tree: BeautifulSoup, queries: tuple[str, ...]) -> bool:
    """By the name of the box; no such page was seen in a recording."""
    return tree.select_one("main [class*=no-result i], main [data-testid*=no-result i]") is not None


def place(tree: BeautifulSoup, address: str, organic: int) -> Place:
    """Each button under the list is a form with the page it leads to; those that are no number are arrows."""
    buttons = [
        (text_of(form.select_one("button")), page)
        for form in tree.select(".pagination form", limit=50)
        if (page := _page(form)) is not None
    ]
    numbered = [i for i, (words, _) in enumerate(buttons) if words.isdigit()]
    following = [page for words, page in buttons[max(numbered, default=-1) + 1 :]] if numbered else []
    before = [page for words, page in buttons[: min(numbered, default=0)]]
    number: int | None = None
    if address:
        number = whole_parameter(address, "page") or 1
    elif following:
        number = following[0] - 1
    elif before:
        number = before[-1] + 1
    elif len(numbered) == 1:
        number = buttons[numbered[0]][1]
    if number is None or number < 1:
        return Place(offset=None, number=None, has_more=None)
    more = True if following else (False if buttons else None)
    return Place(offset=nominal_offset(number), number=number, has_more=more)


def _page(form: Tag) -> int | None:
    text = attribute(form.select_one("input[name=page]"), "value")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def nominal_offset(number: int) -> int:
    return (number - 1) * _STEP
