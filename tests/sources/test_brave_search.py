"""Brave's API is read to its full depth, page by page."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceChanged, SourceError
from deckgen.model.evidence import ResultPage, SearchResult
from deckgen.model.exchange import Page, Request
from tests.factories import a_brief, a_page
from tests.sources.harness import a_source, all_read, of_type


def _answer(results: int, *, more: bool, **changes: Any) -> str:
    rows = [{"title": f"T{i}", "url": f"https://s{i}.example/"} for i in range(results)]
    return json.dumps({"query": {"more_results_available": more}, "web": {"results": rows}, **changes})


def _page(body: str | bytes, page: int = 0, seen: int = 0) -> Page:
    carry = {"page": str(page), "seen": str(seen)}
    return a_page(body, source="brave_search", about="industry-1", step="page", carry=carry)


def test_the_first_question_asks_for_twenty_results_in_the_brief_s_market_without_a_key() -> None:
    first = next(iter(a_source("brave_search").requests(a_brief())))
    asked = parse_qs(urlsplit(first.url).query)

    assert (asked["q"], asked["count"], asked["offset"]) == (["norrvind"], ["20"], ["0"])
    assert (asked["country"], asked["search_lang"], first.credential) == (["SE"], ["en"], "brave")
    assert a_source("brave_search").entry.credential is not None


@pytest.mark.parametrize(
    ("country", "language", "asked"),
    [
        ("JP", "ja", ["JP", "jp"]),
        ("BR", "pt", ["BR", "pt-br"]),
        ("PT", "pt", ["PT", "pt-pt"]),
        ("NO", "no", ["NO", "nb"]),
        ("LU", "lb", ["ALL", None]),
    ],
)
def test_markets_are_spelt_as_brave_spells_them(country: str, language: str, asked: list[str | None]) -> None:
    brief = a_brief(country=country, market_language=language)

    query = parse_qs(urlsplit(next(iter(a_source("brave_search").requests(brief))).url).query)

    assert [query.get(name, [None])[0] for name in ("country", "search_lang")] == asked


def test_a_recorded_answer_becomes_twenty_ranked_results_and_the_next_question(recorded: Path) -> None:
    body = (recorded / "serp" / "brave" / "api-web-2024-12-hello-world.json").read_bytes()

    found = all_read(a_source("brave_search"), _page(body), a_brief())

    (sheet,) = of_type(ResultPage, found)
    results = of_type(SearchResult, found)
    (following,) = of_type(Request, found)
    assert (sheet.number, sheet.first_rank, sheet.organic, sheet.has_more) == (1, 1, 20, True)
    assert results[0].url == "https://en.wikipedia.org/wiki/%22Hello,_World!%22_program"
    assert results[0].title == '"Hello, World!" program - Wikipedia'
    assert "<strong>" not in results[0].snippet
    assert [r.hint for r in results[5:9]] == ["article", "generic", "article", "qa"]
    assert results[0].published_on is not None
    assert results[4].published_on is None
    assert (following.carry["page"], following.carry["seen"]) == ("1", "20")
    assert "offset=1" in following.url


def test_an_answer_of_the_news_search_is_refused_in_words_and_no_zero(recorded: Path) -> None:
    body = (recorded / "serp" / "brave" / "api-news-2024-12-hello-world.json").read_bytes()

    with pytest.raises(SourceChanged, match=r"news search, not of its web search; .* ask /web/search"):
        all_read(a_source("brave_search"), _page(body), a_brief())


def test_ranks_run_on_over_the_pages() -> None:
    found = all_read(a_source("brave_search"), _page(_answer(18, more=True), page=3, seen=57), a_brief())

    assert [r.rank for r in of_type(SearchResult, found)] == list(range(58, 76))
    assert of_type(Request, found)[0].carry == {"page": "4", "seen": "75", "first": "https://s0.example/"}


def test_a_page_that_comes_again_is_no_deeper_page() -> None:
    """A service that takes no notice of the offset would be read ten times over."""
    body = _answer(20, more=True)
    (following,) = of_type(Request, all_read(a_source("brave_search"), _page(body), a_brief()))

    with pytest.raises(SourceChanged, match="repeats"):
        all_read(a_source("brave_search"), a_page(body, request=following), a_brief())


@pytest.mark.parametrize(
    ("results", "more", "page"), [(20, False, 0), (20, True, 9), (0, True, 2)], ids=["end", "depth", "empty"]
)
def test_the_last_page_asks_no_further(results: int, more: bool, page: int) -> None:
    found = all_read(a_source("brave_search"), _page(_answer(results, more=more), page=page), a_brief())

    assert of_type(Request, found) == []
    assert of_type(ResultPage, found)[0].organic == results


def test_a_first_answer_without_web_is_none_found_when_it_holds_nothing_else_and_no_more() -> None:
    answer = {"type": "search", "query": {"more_results_available": False}, "mixed": {"main": []}}

    (sheet,) = all_read(a_source("brave_search"), _page(json.dumps(answer)), a_brief())

    assert (sheet.organic, sheet.has_more) == (0, False)


@pytest.mark.parametrize(
    "told",
    [
        {"query": {"more_results_available": True}},
        {"query": {"more_results_available": False}, "pages": {"results": []}},
        {"query": {"more_results_available": False}, "web": {"entries": []}},
    ],
    ids=["more", "another group", "another list"],
)
def test_a_list_that_has_another_name_is_not_read_as_none_found(told: dict[str, Any]) -> None:
    with pytest.raises(SourceChanged, match="was due"):
        all_read(a_source("brave_search"), _page(json.dumps(told)), a_brief())


def test_an_address_that_is_none_of_the_web_is_refused() -> None:
    rows = {"results": [{"title": "T", "url": "javascript:alert(1)"}]}

    with pytest.raises(SourceChanged, match="no web address"):
        all_read(a_source("brave_search"), _page(_answer(0, more=False, web=rows)), a_brief())


def test_a_web_page_instead_of_data_is_a_block() -> None:
    with pytest.raises(SourceBlocked):
        all_read(a_source("brave_search"), _page("<html>Just a moment</html>"), a_brief())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["web", "results", "query", "url", "title"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.binary(max_size=100) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=80, deadline=1000)
def test_no_answer_raises_anything_but_an_error_of_a_source(body: bytes) -> None:
    with suppress(SourceError):
        all_read(a_source("brave_search"), _page(body), a_brief())
