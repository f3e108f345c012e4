"""Saved result pages are read as they were served: counts, first results, offsets, and why there are none."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceChanged, SourceError
from deckgen.model.exchange import Page
from deckgen.parsing.result_pages.reading import read
from deckgen.parsing.result_pages.sheet import Sheet
from tests.factories import a_page

# file, engine, query as the page says it, organic results, address and title of the first
READ = [
    (
        "google/desktop-2026-02-best-budget-headphones-reddit.html",
        "best budget headphones reddit",
        9,
        "https://www.reddit.com/r/HeadphoneAdvice/comments/1g17nw6/what_are_some_high_quality_budget_headphones/",
        "What are some high quality budget headphones?",
    ),
    (
        "google/desktop-2026-02-effects-of-sleep-deprivation.html",
        "effects of sleep deprivation on cognition",
        10,
        "https://pubmed.ncbi.nlm.nih.gov/21075236/",
        "Effects of sleep deprivation on cognition",
    ),
    (
        "google/desktop-2026-05-how-to-fetch-in-js-anonymised.html",
        "how to fetch in JS",
        8,
        "http://test.test",
        "Using the Fetch API - MDN Web Docs",
    ),
    (
        "google/desktop-2023-05-featured-snippet.html",
        "featured snippet",
        10,
        "https://developers.google.com/search/docs/appearance/featured-snippets",
        "Featured Snippets and Your Website | Google Search Central",
    ),
    (
        "google/nojs-2023-06-coffee.html",
        "coffee",
        10,
        "https://en.wikipedia.org/wiki/Coffee",
        "Coffee - Wikipedia",
    ),
    ("google/nojs-2023-06-num100-google.html", "google", 99, "https://www.google.com/", "Google"),
    (
        "bing/http-2026-04-javascript-tutorial.html",
        "javascript tutorial",
        10,
        "https://www.w3schools.com/Js/",
        "JavaScript Tutorial - W3Schools",
    ),
    (
        "bing/desktop-2026-05-how-to-read-file-in-js-anonymised.html",
        "how to read file in JS",
        10,
        "http://test.test",
        "How to read a local text file using JavaScript? - GeeksforGeeks",
    ),
    ("bing/nojs-2021-01-count50-bing.html", "bing", 32, "https://www.bing.com/", "Bing"),
    (
        "brave/html-2026-04-javascript-tutorial.html",
        "javascript tutorial",
        20,
        "https://www.w3schools.com/js/",
        "JavaScript Tutorial",
    ),
    (
        "duckduckgo/html-2026-02-openclaw.html",
        "openclaw",
        10,
        "https://openclaw.ai/",
        "OpenClaw — Personal AI Assistant",
    ),
    (
        "duckduckgo/html-2026-02-weather-jakarta-with-ad.html",
        "weather Jakarta",
        10,
        "https://www.accuweather.com/en/id/jakarta/208971/weather-forecast/208971",
        "Jakarta, Jakarta, Indonesia Weather Forecast | AccuWeather",
    ),
    (
        "mojeek/html-2026-04-javascript-tutorial.html",
        "javascript tutorial",
        10,
        "https://javascript.info/",
        "The Modern JavaScript Tutorial",
    ),
    (
        "startpage/html-2026-04-javascript-tutorial.html",
        "javascript tutorial",
        10,
        "https://www.w3schools.com/js/",
        "JavaScript Tutorial - W3Schools",
    ),
    (
        "ecosia/html-2026-05-llm-tool-use.html",
        "llm tool use",
        10,
        "https://www.reddit.com/r/LocalLLaMA/comments/1mfrq3v/what_is_tool_use_exactly/",
        'What is "tool use", exactly? : r/LocalLLaMA - Reddit',
    ),
]
NOTHING_FOUND = ["google/no-results-2026-04.html", "bing/nojs-2021-01-no-results.html"]
BLOCKED = [
    ("google/soft-block-2026-07.html", "bot check"),
    ("google/captcha-2026-07.html", "bot check"),
    ("searxng/bot-check-2026-04-searx.be.html", "bot check"),
    ("duckduckgo/js-shell-2026-02-openclaw-no-results-in-html.html", "before its results had loaded"),
]


def _saved(recorded: Path, name: str) -> Page:
    return a_page((recorded / "serp" / name).read_bytes(), url=f"file:{Path(name).name}")


def _read(body: str, name: str = "page.html") -> Sheet:
    return read(a_page(body, url=f"file:{name}"))


@pytest.mark.parametrize(("name", "query", "organic", "url", "title"), READ, ids=[r[0] for r in READ])
def test_a_recorded_page_lists_its_organic_results(
    recorded: Path, name: str, query: str, organic: int, url: str, title: str
) -> None:
    sheet = read(_saved(recorded, name))

    assert sheet.engine == name.partition("/")[0]
    assert query in sheet.queries
    assert len(sheet.hits) == organic
    assert (sheet.hits[0].url, sheet.hits[0].title) == (url, title)
    assert (sheet.offset, sheet.number, sheet.has_more) == (0, 1, True)
    assert all(hit.title and hit.url.startswith("http") for hit in sheet.hits)


@pytest.mark.parametrize("name", NOTHING_FOUND)
def test_a_page_on_which_the_engine_found_nothing_is_no_block(recorded: Path, name: str) -> None:
    sheet = read(_saved(recorded, name))

    assert (sheet.hits, sheet.offset, sheet.has_more) == ((), 0, False)


@pytest.mark.parametrize(("name", "why"), BLOCKED)
def test_a_page_without_results_says_what_stood_in_the_way(recorded: Path, name: str, why: str) -> None:
    with pytest.raises(SourceBlocked, match=why):
        read(_saved(recorded, name))


def test_a_page_of_no_engine_is_named_and_not_misread() -> None:
    with pytest.raises(SourceChanged, match=r"no result page of Google, .* Ecosia or Qwant; take it out"):
        _read(f"<title>A shop - Example</title><h1>Bikes</h1><p>{'We sell bikes. ' * 60}</p>")


@pytest.mark.parametrize(
    ("start", "what"),
    [
        ("bplist00\xd1\x01\x02", "a Safari web archive"),
        ("%PDF-1.7\n", "a PDF"),
        ("\x89PNG\r\n", "a picture"),
        ("PK\x03\x04\x14", "a zip archive"),
    ],
)
def test_a_file_in_another_format_is_told_how_to_be_saved(start: str, what: str) -> None:
    with pytest.raises(SourceChanged, match=f"^file:page.html is {what}; save the page as"):
        read(a_page(start.encode("latin-1") + b"x" * 50, url="file:page.html"))


def test_details_of_the_recordings(recorded: Path) -> None:
    sleep = read(_saved(recorded, READ[1][0])).hits
    hundred = read(_saved(recorded, READ[5][0])).hits
    bing = read(_saved(recorded, READ[6][0])).hits
    spanish = read(_saved(recorded, READ[8][0])).hits
    openclaw = read(_saved(recorded, READ[10][0])).hits

    assert sleep[-1].url == "https://www.nature.com/articles/s41598-021-00188-8"
    assert "nsj.org.sa" in sleep[5].url
    assert (hundred[2].url, hundred[2].title) == ("https://www.google.com/maps", "Google Maps")
    assert bing[9].url.startswith("https://support.w3schools.com/")
    assert spanish[2].url == "https://es.wikipedia.org/wiki/Bing"
    assert openclaw[4].published_on is not None
    assert openclaw[4].published_on.isoformat() == "2026-02-06"
    assert all("y.js" not in hit.url for hit in read(_saved(recorded, READ[11][0])).hits)
    reddit = read(_saved(recorded, READ[0][0])).hits
    assert {hit.url.split("/")[2] for hit in reddit} == {"www.reddit.com"}
    mojeek = read(_saved(recorded, READ[12][0])).hits
    assert mojeek[3].url == "http://javascriptkit.com/javatutors/"
    startpage = read(_saved(recorded, READ[13][0])).hits
    assert sum(hit.url.startswith("https://www.youtube.com/") for hit in startpage) == 3
    ecosia = read(_saved(recorded, READ[14][0])).hits
    assert ecosia[-1].url.startswith("https://simonwillison.net/")
    assert {"www.apideck.com", "en.wikipedia.org", "www.docker.com"} <= {h.url.split("/")[2] for h in ecosia}
    assert (ecosia[0].published_on, ecosia[0].snippet[:17]) == (date(2025, 8, 2), "The best resource")


@pytest.mark.parametrize("title", [" - " * 200_000, "Startpage " + "a " * 300_000 + "!"])
def test_an_endless_title_takes_no_time(title: str) -> None:
    began = time.monotonic()

    with pytest.raises(SourceChanged, match="no result page of"):
        _read(f"<title>{title}</title><body><p>{'Words of a page. ' * 100}</p>")

    assert time.monotonic() - began < 5


RESULT = (
    '<div class="MjjYud"><div data-snc="x"><div class="yuRUbf"><a href="https://site{0}.example/a">'
    "<h3>Result {0}</h3></a></div><div data-sncf='1'>Words about it</div></div></div>"
)


def _google(*, results: int = 10, nav: str = "", top: str = "", title: str = "e-bike - Google Search") -> str:
    rows = "".join(RESULT.format(i) for i in range(results))
    return (
        f"<!DOCTYPE html>{top}<html><head><title>{title}</title></head><body id='gsr'>"
        f"<div id='search'><div id='rso'>{rows}</div></div>{nav}</body></html>"
    )


def _nav(*starts: int, following: int | None = None) -> str:
    links = "".join(f'<a class="fl" href="/search?q=e-bike&start={n}">{n // 10 + 1}</a>' for n in starts)
    more = f'<a id="pnnext" href="/search?q=e-bike&start={following}">Next</a>' if following else ""
    return f"<div role='navigation'>{links}{more}</div>"


@pytest.mark.parametrize(
    ("nav", "offset", "number", "has_more"),
    [
        (_nav(10, 20, 30, following=10), 0, 1, True),
        (_nav(0, 20, 30, following=20), 10, 2, True),
        (_nav(0, 10, 20, 40, following=40), 30, 4, True),
        (_nav(0, 10, 20), 30, 4, False),
    ],
)
def test_the_offset_comes_from_the_links_to_other_pages(
    nav: str, offset: int, number: int, has_more: bool
) -> None:
    sheet = _read(_google(nav=nav))

    assert (sheet.offset, sheet.number, sheet.has_more) == (offset, number, has_more)


@pytest.mark.parametrize(
    "top",
    [
        "<!-- saved from url=(0058)https://www.google.se/search?q=city+e-bike&start=20&sa=N -->",
        "<!--\n Page saved with SingleFile\n url: https://www.google.com/search?q=city+e-bike&start=20\n-->",
    ],
)
def test_the_address_the_browser_noted_tells_query_and_offset(top: str) -> None:
    sheet = _read(_google(top=top))

    assert (sheet.queries[0], sheet.offset, sheet.number) == ("city e-bike", 20, 3)


def test_a_page_that_does_not_say_where_it_stands_has_no_offset_unless_its_name_says_so() -> None:
    assert _read(_google()).offset is None
    named = _read(_google(), "google-norrvind-p3.html")

    assert (named.offset, named.number) == (20, 3)


def test_a_later_page_is_never_taken_for_the_first() -> None:
    assert _read(_google(nav=_nav(following=20))).offset is None


def test_ads_questions_and_carousels_are_not_counted() -> None:
    inner = RESULT.format(99)
    nav = (
        f"<div id='tads'>{inner}</div><div class='related-question-pair'>{inner}</div>"
        f"<g-scrolling-carousel>{inner}</g-scrolling-carousel>" + _nav(10, following=10)
    )

    assert len(_read(_google(results=3, nav=nav)).hits) == 3


def test_a_title_in_another_layout_is_still_found_in_the_column() -> None:
    body = (
        "<title>e-bike - Google Suche</title><div id='rso'><div><a href='https://a.example/'><h3>A</h3></a>"
        "</div><a href='/search?q=more'><h3>More</h3></a></div>" + _nav(10, following=10)
    )

    assert [hit.url for hit in _read(body).hits] == ["https://a.example/"]


def test_engine_clicks_are_stripped_from_addresses() -> None:
    body = _google(results=0, nav=_nav(10, following=10)).replace(
        "<div id='rso'>",
        "<div id='rso'><div class='yuRUbf'><a href='https://shop.example/x?srsltid=Af&size=3#:~:text=hi'>"
        "<h3>Shop</h3></a></div>",
    )

    assert _read(body).hits[0].url == "https://shop.example/x?size=3"


def test_a_consent_page_is_told_as_such() -> None:
    body = (
        "<title>Bevor Sie zur Google Suche weitergehen</title>"
        "<form action='https://consent.google.com/save'><button>Alle ablehnen</button></form>"
    )

    with pytest.raises(SourceBlocked, match="consent page"):
        _read(body)


def test_an_mhtml_file_is_told_how_to_be_saved() -> None:
    with pytest.raises(SourceChanged, match="MHTML"):
        _read("From: <Saved by Blink>\nSnapshot-Content-Location: https://www.google.com/search?q=a\n")


def test_the_list_that_duckduckgo_fills_by_script_starts_at_the_first_result() -> None:
    rows = "".join(
        f"<article data-testid='result'><h2><a data-testid='result-title-a' href='https://s{i}.example/'>"
        f"Title {i}</a></h2><div data-result='snippet'>Words</div></article>"
        for i in range(25)
    )
    sheet = _read(f"<title>city e-bike at DuckDuckGo</title>{rows}<button id='more-results'>More</button>")

    assert (sheet.engine, len(sheet.hits), sheet.offset, sheet.has_more) == ("duckduckgo", 25, 0, True)


def _duck(results: int, *forms: tuple[str, int]) -> str:
    rows = "".join(
        f"<div class='result web-result'><a class='result__a' href='//duckduckgo.com/l/?uddg=https%3A%2F%2F"
        f"s{i}.example%2F'>Title {i}</a></div>"
        for i in range(results)
    )
    buttons = "".join(
        f"<div class='nav-link'><form><input type='submit' value='{value}'><input name='s' value='{s}'>"
        "</form></div>"
        for value, s in forms
    )
    return f"<title>e-bike at DuckDuckGo</title><div id='links'>{rows}{buttons}</div>"


@pytest.mark.parametrize(
    ("forms", "results", "offset"),
    [
        ((("Next", 10),), 10, 0),
        ((("Previous", 0), ("Next", 25)), 15, 10),
        ((("Previous", 10),), 10, None),
        ((), 10, None),
    ],
)
def test_duckduckgo_says_by_its_buttons_where_a_page_stands(
    forms: tuple[tuple[str, int], ...], results: int, offset: int | None
) -> None:
    assert _read(_duck(results, *forms)).offset == offset


def test_brave_tells_the_page_by_its_neighbours() -> None:
    row = "<div class='snippet' data-type='web'><a href='https://a.example/'><b class='title'>A</b></a></div>"

    def offset(*links: int) -> int | None:
        nav = "".join(f"<a href='/search?q=a&offset={n}'>x</a>" for n in links)
        return _read(f"<title>a - Brave Search</title><div id='results'>{row}</div>{nav}").offset

    assert (offset(1), offset(0, 2), offset(2, 4), offset(3), offset()) == (0, 20, 60, None, None)


MARKS = st.sampled_from(
    [
        "<title>a - Google Search</title>",
        "<title>a - Bing</title>",
        "<title>a at DuckDuckGo</title>",
        "<title>a - Brave Search</title>",
        "<title>a - Mojeek Search</title>",
        "<title>Startpage Search Results</title>",
        "<title>a - Ecosia</title>",
        "<title>a - Qwant Search</title>",
        "<ul class='results-standard'><li><h2><a class='title' href='http://[bad'>x</a></h2></li>",
        "<div class='results-count-container'>Results 1 to 9999999999 of 3</div>",
        "<div class='w-gl'><div class='result'><a class='result-title' href='/sp/search'>x</a></div>",
        "<div class='pagination'><form><input name='page' value='0'><button>²</button></form>",
        "<div data-test-id='mainline-result-web'><a href='https://a.example/'>",
        "<h2 data-test-id='result-title'>t</h2>",
        "<a data-test-id='next-button' href='/search?p=0'>",
        "<div data-testid='webResult'><h2><a href='//a.example'>x</a></h2></div>",
        "<div id='rso'>",
        "<ol id='b_results'><li class='b_algo'><h2><a href='/ck/a?u=a1zzz'>x</a></h2>",
        "<a href='/url?q=http://[bad'><h3>x</h3></a>",
        "<a href='//duckduckgo.com/l/?uddg=%ff'>",
        "<!-- saved from url=(0001)https://www.google.com/search?start=99999999 -->",
        "<div class='yuRUbf'><a href='https://a.example/'><h3>t</h3></a></div>",
        "<a id='pnnext' href='/search?start=-1'>",
        "<div class='nav-link'><form><input name='s' value='９'></form></div>",
    ]
)


@given(
    st.binary(max_size=300)
    | st.lists(MARKS | st.text(max_size=20), max_size=8).map(lambda p: "".join(p).encode())
)
@settings(max_examples=100, deadline=2000)
def test_no_file_raises_anything_but_an_error_of_a_source(body: bytes) -> None:
    with suppress(SourceError):
        sheet = read(a_page(body, url="file:x.html"))
        assert all(hit.url.startswith(("http://", "https://")) for hit in sheet.hits)
