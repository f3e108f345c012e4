"""Result pages of DuckDuckGo: the version without scripts, and the list that its scripts have filled."""

from __future__ import annotations

from datetime import date

from bs4 import BeautifulSoup, Tag

from deckgen.parsing import moments
from deckgen.parsing.html import attribute, text_of
from deckgen.parsing.result_pages.links import once, target, whole_parameter
from deckgen.parsing.result_pages.sheet import Hit, Place
from deckgen.parsing.text import excerpt

KEY = "duckduckgo"
NAME = "DuckDuckGo"
HOSTS = ("duckduckgo",)
TITLE = r"\s(?:at|bei|chez|en|på|hos|-)\sDuckDuckGo$"
MARKUP = ".serp__results #links, article[data-testid=result]"
BASE = "https://html.duckduckgo.com/html/"
PAGES: int | None = None
_FIRST_PAGE, _STEP = 10, 15


def hits(tree: BeautifulSoup) -> tuple[Hit, ...]:
    """The rows that are no ads; an ad also shows by its target, DuckDuckGo's own y.js."""
    found = []
    for row in tree.select("#links .result:not(.result--ad), article[data-testid=result]", limit=500):
        link = row.select_one("a.result__a[href], a[data-testid=result-title-a][href]")
        url = target(attribute(link, "href"), BASE)
        if url and text_of(link):
            snippet = excerpt(text_of(row.select_one(".result__snippet, [data-result=snippet]")))
            found.append(Hit(url=url, title=text_of(link), snippet=snippet, published_on=_day(row)))
    return once(found)


def _day(row: Tag) -> date | None:
    spans = row.select(".result__extras__url > span:not(.result__icon)", limit=3)
    return next((day for span in spans if (day := moments.day(text_of(span)[:10]))), None)


def found_nothing(tree: BeautifulSoup, queries: tuple[str, ...]) -> bool:
    return tree.select_one(".no-results, .result--no-result") is not None


def place(tree: BeautifulSoup, address: str, organic: int) -> Place:
    """The buttons under the list are forms: "next" says after how many results the next page begins."""
    if tree.select_one("article[data-testid=result]"):  # one growing list, always from the first result
        more = True if tree.select_one("#more-results") else None
        return Place(offset=0, number=1, has_more=more, grows=True)
    forms = tree.select(".nav-link form", limit=4)
    said = [n for form in forms if (n := _start(form)) is not None]
    after = max(said, default=0)
    given = whole_parameter(address, "s")
    if given is not None:
        offset = given
    elif len(said) == 2:
        offset = max(0, after - organic)
    elif len(said) == 1 and after == organic and not _leads_back(forms[0]):
        offset = 0  # one button that says as many results as stand here leads on from the first page
    else:
        return Place(offset=None, number=None, has_more=None)
    number = 1 if offset == 0 else 2 + max(0, offset - _FIRST_PAGE) // _STEP
    return Place(offset=offset, number=number, has_more=after > offset if said else None)


def _start(form: Tag) -> int | None:
    text = attribute(form.select_one("input[name=s]"), "value")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def _leads_back(form: Tag) -> bool:
    return attribute(form.select_one("input[type=submit]"), "value").casefold().startswith("prev")


def nominal_offset(number: int) -> int:
    return 0 if number == 1 else _FIRST_PAGE + (number - 2) * _STEP
