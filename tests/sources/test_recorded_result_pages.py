"""Every recorded result page is called what it is: results, none found, or what stood in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import ResultPage, SearchResult
from deckgen.model.exchange import Page
from deckgen.parsing.result_pages.reading import read
from tests.factories import a_brief, a_page
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

NONE_FOUND, BOT_CHECK, SHELL, NEWS = "none found", "bot check", "shell", "news, not web results"
WORDS = {BOT_CHECK: "is a bot check of the engine", SHELL: "was saved before its results had loaded"}

# Saved pages: the number of organic results, or what the page is instead.
SAVED: dict[str, int | str] = {
    "bing/desktop-2026-05-how-to-read-file-in-js-anonymised.html": 10,
    "bing/http-2026-04-javascript-tutorial.html": 10,
    "bing/nojs-2021-01-count50-bing.html": 32,
    "bing/nojs-2021-01-no-results.html": NONE_FOUND,
    "brave/html-2026-04-javascript-tutorial.html": 20,
    "duckduckgo/html-2026-02-openclaw.html": 10,
    "duckduckgo/html-2026-02-weather-jakarta-with-ad.html": 10,
    "duckduckgo/js-shell-2026-02-openclaw-no-results-in-html.html": SHELL,
    "ecosia/html-2026-05-llm-tool-use.html": 10,
    "google/captcha-2026-07.html": BOT_CHECK,
    "google/desktop-2023-05-featured-snippet.html": 10,
    "google/desktop-2026-02-best-budget-headphones-reddit.html": 9,
    "google/desktop-2026-02-effects-of-sleep-deprivation.html": 10,
    "google/desktop-2026-05-how-to-fetch-in-js-anonymised.html": 8,
    "google/no-results-2026-04.html": NONE_FOUND,
    "google/nojs-2023-06-coffee.html": 10,
    "google/nojs-2023-06-num100-google.html": 99,
    "google/soft-block-2026-07.html": BOT_CHECK,
    "mojeek/html-2026-04-javascript-tutorial.html": 10,
    "searxng/bot-check-2026-04-searx.be.html": BOT_CHECK,
    "startpage/html-2026-04-javascript-tutorial.html": 10,
}
# Answers of services, by the source that reads them.
ANSWERS: dict[str, tuple[str, int | str]] = {
    "brave/api-web-2024-12-hello-world.json": ("brave_search", 20),
    "brave/api-news-2024-12-hello-world.json": ("brave_search", NEWS),
    "searxng/json-2026-attention-is-all-you-need.json": ("searxng", 20),
    "searxng/bot-check-2026-04-searx.be.html": ("searxng", BOT_CHECK),
}
ELSEWHERE = {"searchapi/google-2023-11-who-is-ceo-of-microsoft.json"}  # tests/sources/test_serpapi.py


def test_every_recording_of_a_search_is_called_something(recorded: Path) -> None:
    serp = recorded / "serp"
    files = {p.relative_to(serp).as_posix() for p in serp.rglob("*") if p.is_file()}

    assert files - {"MANIFEST.md"} == SAVED.keys() | ANSWERS.keys() | ELSEWHERE


@pytest.mark.parametrize(("name", "what"), SAVED.items(), ids=SAVED)
def test_a_saved_page_is_what_the_table_says(name: str, what: int | str, recorded: Path) -> None:
    page = _page(recorded, name, source="saved_pages")
    if isinstance(what, str) and what in WORDS:
        with pytest.raises(SourceBlocked, match=WORDS[what]):
            all_read(a_source("saved_pages"), page, a_brief())
        return

    found = all_read(a_source("saved_pages"), page, _brief_for(page))

    (told,) = of_type(ResultPage, found)
    results = of_type(SearchResult, found)
    assert (told.engine, told.number, told.first_rank) == (name.partition("/")[0], 1, 1)
    assert (told.organic, told.has_more) == ((0, False) if what == NONE_FOUND else (what, True))
    assert [r.rank for r in results] == list(range(1, told.organic + 1))


@pytest.mark.parametrize(("name", "claim"), ANSWERS.items(), ids=ANSWERS)
def test_an_answer_is_what_the_table_says(name: str, claim: tuple[str, int | str], recorded: Path) -> None:
    key, what = claim
    page = _page(recorded, name, source=key)
    brief = a_brief_for(key, bases=["https://search.norrvind.example"])
    if what == BOT_CHECK:
        with pytest.raises(SourceBlocked):
            all_read(a_source(key), page, brief)
    elif what == NEWS:
        with pytest.raises(SourceChanged, match="news"):
            all_read(a_source(key), page, brief)
    else:
        assert len(of_type(SearchResult, all_read(a_source(key), page, brief))) == what


@pytest.mark.parametrize("name", [name for name, what in SAVED.items() if isinstance(what, int)])
def test_a_healthy_page_may_hold_the_words_of_a_block(name: str, recorded: Path) -> None:
    page = _page(recorded, name, source="saved_pages")
    script = b"<script>var captcha = 'Verify you are a human: unusual traffic';</script></head>"
    body = page.body.replace(b"</head>", script, 1)
    assert body != page.body

    changed = read(a_page(body, url=page.request.url))

    assert changed == read(page)


def test_the_news_answer_has_no_web_results_that_could_be_read(recorded: Path) -> None:
    news = json.loads((recorded / "serp/brave/api-news-2024-12-hello-world.json").read_bytes())

    assert ("web" in news, len(news["results"])) == (False, 20)


def _page(recorded: Path, name: str, *, source: str) -> Page:
    body = (recorded / "serp" / name).read_bytes()
    return a_page(body, source=source, url=f"file:{name}", about="industry-1", step="page")


def _brief_for(page: Page) -> Brief:
    """A brief that asks what the page answers."""
    return a_brief(queries=(Query(key="industry-1", text=read(page).queries[0], is_brand=False),))
