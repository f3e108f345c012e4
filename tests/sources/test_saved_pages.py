"""Saved result pages become ranked results of the brief's queries."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import ResultPage, SearchResult
from deckgen.model.exchange import Page
from tests.factories import a_brief, a_page
from tests.sources.harness import a_brief_for, a_source, all_read, of_type


def _brief(text: str) -> Brief:
    return a_brief(queries=(Query(key="industry-1", text=text, is_brand=False),))


def _page(recorded: Path, name: str) -> Page:
    body = (recorded / "serp" / name).read_bytes()
    return a_page(body, source="saved_pages", url=f"file:searches/{Path(name).name}")


def test_every_file_of_the_brief_is_one_request() -> None:
    brief = a_brief_for("saved_pages", options={"files": ["a.html", "searches/b c.html"]})

    asked = list(a_source("saved_pages").requests(brief))

    assert [r.url for r in asked] == ["file:a.html", "file:searches/b c.html"]
    assert list(a_source("saved_pages").requests(a_brief())) == []


def test_a_recorded_page_of_google_becomes_ranked_results(recorded: Path) -> None:
    page = _page(recorded, "google/desktop-2023-05-featured-snippet.html")

    found = all_read(a_source("saved_pages"), page, _brief("Featured  SNIPPET"))

    (sheet,) = of_type(ResultPage, found)
    results = of_type(SearchResult, found)
    assert (sheet.engine, sheet.query, sheet.number, sheet.first_rank, sheet.organic, sheet.has_more) == (
        "google",
        "industry-1",
        1,
        1,
        10,
        True,
    )
    assert [r.rank for r in results] == list(range(1, 11))
    assert results[4].url == "https://ahrefs.com/blog/featured-snippets/"
    assert results[9].published_on is not None
    assert {(r.source, r.engine, r.query, r.page_number) for r in results} == {
        ("saved_pages", "google", "industry-1", 1)
    }
    assert results[0].origin.sha256 == page.sha256


def test_a_page_on_which_nothing_was_found_is_an_answer(recorded: Path) -> None:
    page = _page(recorded, "bing/nojs-2021-01-no-results.html")

    found = all_read(a_source("saved_pages"), page, _brief("sfl234dsf14sfj323JJJJJfa345fdf45"))

    assert [(type(f), f.organic, f.has_more) for f in of_type(ResultPage, found)] == [(ResultPage, 0, False)]
    assert len(found) == 1


def test_a_search_for_something_else_is_named_with_its_file(recorded: Path) -> None:
    page = _page(recorded, "duckduckgo/html-2026-02-openclaw.html")

    with pytest.raises(SourceChanged, match=r'html-2026-02-openclaw\.html is a search for "openclaw"'):
        all_read(a_source("saved_pages"), page, _brief("city e-bike"))


def test_a_blocked_page_is_told_before_its_query_is_compared(recorded: Path) -> None:
    with pytest.raises(SourceBlocked):
        all_read(a_source("saved_pages"), _page(recorded, "google/captcha-2026-07.html"), a_brief())


def test_a_page_that_does_not_say_where_it_stands_asks_for_a_name_that_does() -> None:
    body = "<title>norrvind - Bing</title><ol id=b_results><li class=b_algo><h2><a href='https://a.example/'>A</a>"

    with pytest.raises(SourceChanged, match=r"rename it so that it ends in -p1\.html"):
        all_read(a_source("saved_pages"), a_page(body, url="file:bing.html"), a_brief())

    found = of_type(
        SearchResult, all_read(a_source("saved_pages"), a_page(body, url="file:b-p2.html"), a_brief())
    )

    assert [(r.rank, r.page_number, r.query) for r in found] == [(11, 2, "brand-1")]
