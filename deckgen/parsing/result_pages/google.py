"""Result pages of Google: today's desktop layout, and the one without scripts that it served until 2025."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from deckgen.parsing import moments
from deckgen.parsing.html import attribute, text_of
from deckgen.parsing.result_pages.links import between, once, parameter, starts, target, whole_parameter
from deckgen.parsing.result_pages.sheet import Hit, Place
from deckgen.parsing.text import clean, excerpt

KEY = "google"
NAME = "Google"
HOSTS = ("google",)
TITLE = r"\s[-–]\s(?:Google\b.*|.*\bGoogle)$"
MARKUP = "body#gsr, #search #rso, form[action='/search'] input[name=gbv]"
BASE = "https://www.google.com/"
PAGES: int | None = None
_STEP = 10
_MOST = 400  # titles on a page, carousels included
# Ads, questions people also ask, carousels and the panel at the side hold titles with links as well.
_ASIDE = (
    "#tads, #tadsb, #bottomads, #rhs, [data-text-ad], .related-question-pair, [data-initq], "
    "g-scrolling-carousel, g-accordion-expander, [role=complementary]"
)
_ORDINARY = "[data-snc], .yuRUbf, .egMi0"  # what surrounds the title of an ordinary result
_SNIPPETS = "[data-sncf], .VwiC3b, .BNeawe.s3v9rd"


def hits(tree: BeautifulSoup) -> tuple[Hit, ...]:
    """Titles with a link to an outside page; where the layout is new, all of them in the results' column."""
    aside = {id(box) for box in tree.select(_ASIDE)}
    ordinary = {id(box) for box in tree.select(_ORDINARY)}
    around = {id(h3): {id(box) for box in h3.parents} for h3 in tree.find_all("h3", limit=_MOST)}
    titles = [h3 for h3 in tree.find_all("h3", limit=_MOST) if not around[id(h3)] & aside]
    chosen = [h3 for h3 in titles if around[id(h3)] & ordinary]
    if not chosen:
        column = tree.select_one("#rso, #search, #main")
        chosen = [h3 for h3 in titles if id(column) in around[id(h3)]]
    return once(hit for h3 in chosen if (hit := _hit(h3)))


def _hit(h3: Tag) -> Hit | None:
    link = h3.find_parent("a", href=True)
    url = target(attribute(link, "href"), BASE)
    title = text_of(h3)
    if link is None or not url or not title:
        return None
    snippet = _snippet(link)
    when, dash, rest = snippet[:40].partition(" — ")
    on = moments.day(when) if dash else None
    return Hit(url=url, title=title, snippet=excerpt(rest + snippet[40:] if on else snippet), published_on=on)


def _snippet(link: Tag) -> str:
    box: Tag | None = link
    for _ in range(8):
        box = box.parent if box is not None else None
        if box is None or len(box.find_all("h3", limit=2)) > 1:
            break
        if found := box.select_one(_SNIPPETS):
            return text_of(found)
    return ""


def found_nothing(tree: BeautifulSoup, queries: tuple[str, ...]) -> bool:
    """Google repeats the query, emphasised, in a sentence of its own; in whatever language."""
    if tree.select_one("#search, #main, #topstuff") is None:
        return False
    wanted = {q.casefold() for q in queries}
    said = tree.select("p em, p b, [role=heading] em", limit=50)
    return any(clean(tag.get_text()).casefold() in wanted for tag in said)


def place(tree: BeautifulSoup, address: str, organic: int) -> Place:
    links = [a for a in tree.select("a[href*='start=']", limit=400) if _is_page(attribute(a, "href"))]
    following = tree.select_one("a#pnnext, a[aria-label='Next page'], a[aria-label='More results']")
    after = whole_parameter(attribute(following, "href"), "start")
    step = whole_parameter(address, "num") or _STEP
    if address:
        offset: int | None = whole_parameter(address, "start") or 0
    else:
        offset = between(starts(links, "start"), after, first=0, step=step, organic=organic)
    step = after - offset if after is not None and offset is not None and after > offset else step
    more = True if after is not None else (False if links else None)
    return Place(offset=offset, number=None if offset is None else offset // step + 1, has_more=more)


def _is_page(href: str) -> bool:
    """A link to another page of these results, not to pictures or videos."""
    _, _, query = href.partition("?")
    return "/search?" in href and not parameter(query, "tbm") and not parameter(query, "udm")


def nominal_offset(number: int) -> int:
    return (number - 1) * _STEP
