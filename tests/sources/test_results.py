"""What the paid search services share: ranks run on, addresses count once, boxes never, errors are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceChanged, SourceError
from deckgen.model.evidence import ResultPage, SearchResult
from deckgen.model.exchange import Page, Request
from tests.factories import a_brief, a_page
from tests.sources.harness import a_source, all_read, of_type

Urls = Iterable[str]


def _rows(urls: Urls, key: str) -> list[dict[str, Any]]:
    return [{"title": f"T {url}", key: url} for url in urls]


def _serpapi(urls: Urls) -> dict[str, Any]:
    return {"search_metadata": {"status": "Success"}, "organic_results": _rows(urls, "link")}


def _serper(urls: Urls) -> dict[str, Any]:
    return {"searchParameters": {"q": "norrvind"}, "organic": _rows(urls, "link")}


def _kagi(urls: Urls) -> dict[str, Any]:
    return {"meta": {}, "data": {"search": _rows(urls, "url")}}


def _mojeek(urls: Urls) -> dict[str, Any]:
    return {"response": {"status": "OK", "results": _rows(urls, "url")}}


def _you(urls: Urls) -> dict[str, Any]:
    return {"results": {"web": _rows(urls, "url")}}


def _dataforseo(urls: Urls) -> dict[str, Any]:
    items = [{"type": "organic", "rank_absolute": i, **row} for i, row in enumerate(_rows(urls, "url"), 1)]
    task = {"status_code": 20000, "result": [{"items": items}]}
    return {"status_code": 20000, "tasks": [task]}


PAGED: dict[str, Callable[[Urls], dict[str, Any]]] = {
    "serpapi": _serpapi,
    "serper": _serper,
    "kagi": _kagi,
    "mojeek": _mojeek,
    "you_com": _you,
}
ALL = {**PAGED, "dataforseo": _dataforseo}
LAST_PAGE = {"serpapi": 30, "serper": 30, "kagi": 10, "mojeek": 8, "you_com": 3}


def _read(key: str, request: Request, urls: Urls) -> list[Any]:
    page = a_page(json.dumps(ALL[key](urls)), source=key, request=request)
    return all_read(a_source(key), page, a_brief())


def _first(key: str) -> Request:
    return next(iter(a_source(key).requests(a_brief())))


@pytest.mark.parametrize("key", ALL)
def test_each_query_is_asked_once_with_the_key_left_to_the_fetcher(key: str) -> None:
    asked = tuple(a_source(key).requests(a_brief()))

    assert [r.about for r in asked] == ["brand-1", "industry-1"]
    assert {r.credential for r in asked} == {key}
    assert len({r.key for r in asked}) == 2


@pytest.mark.parametrize("key", PAGED)
def test_pages_follow_until_one_lists_nothing_new_and_ranks_run_on(key: str) -> None:
    pages = [["https://a.example/", "https://b.example/x"], ["https://c.example/"], ["https://a.example/"]]
    request, results, sheets = _first(key), [], []

    for urls in pages:
        found = _read(key, request, urls)
        results += of_type(SearchResult, found)
        sheets += of_type(ResultPage, found)
        following = of_type(Request, found)
        request = following[0] if following else request

    assert following == []
    assert [(r.rank, r.page_number) for r in results] == [(1, 1), (2, 1), (3, 2)]
    assert [(s.number, s.first_rank, s.organic) for s in sheets] == [(1, 1, 2), (2, 3, 1), (3, 4, 0)]
    assert [s.has_more for s in sheets] == [None, None, False]


@pytest.mark.parametrize("key", PAGED)
def test_no_page_after_the_last_is_asked_for(key: str) -> None:
    request, asked = _first(key), 1
    while following := of_type(Request, _read(key, request, [f"https://s{asked}.example/"])):
        (request,), asked = following, asked + 1

    assert asked == LAST_PAGE[key]
    assert a_source(key).most_requests(a_brief()) == 2 * asked


def test_the_cost_told_before_a_run_is_that_of_all_pages_of_all_queries() -> None:
    told = {}
    for key in ALL:
        source = a_source(key)
        assert source.entry.price is not None
        told[key] = (source.most_requests(a_brief()) * source.entry.price.per_request).normalize()
        assert source.most_requests(a_brief()) <= source.entry.max_requests

    assert told == {
        "serpapi": Decimal("1.5"),
        "serper": Decimal("0.06"),
        "kagi": Decimal("0.24"),
        "mojeek": Decimal("0.048"),
        "you_com": Decimal("0.03"),
        "dataforseo": Decimal("0.061"),
    }


@pytest.mark.parametrize("key", ALL)
def test_they_are_off_need_a_key_and_tell_their_terms(key: str) -> None:
    entry = a_source(key).entry

    assert (entry.is_on, entry.is_key_required, entry.shows_terms) == (False, True, True)


@pytest.mark.parametrize("key", ["serpapi", "serper", "dataforseo"])
def test_those_who_read_google_s_pages_say_that_google_sued_over_it(key: str) -> None:
    assert "Google sued" in a_source(key).entry.terms
    assert "2025-12-19 (N.D. Cal. 25-10826)" in a_source(key).entry.terms


@pytest.mark.parametrize("key", ALL)
def test_an_address_is_unwrapped_counted_once_and_not_at_all_when_it_stays_in_the_engine(key: str) -> None:
    urls = [
        "https://www.google.com/url?q=https://a.example/p",
        "https://a.example/p#:~:text=words",
        "https://www.google.com/search?q=norrvind",
        "https://b.example/?utm_source=x",
        "https://b.example",
    ]

    results = of_type(SearchResult, _read(key, _first(key), urls))

    assert [(r.rank, r.url) for r in results] == [
        (1, "https://a.example/p"),
        (2, "https://b.example/?utm_source=x"),
    ]


LISTS = {
    "serpapi": ("organic_results",),
    "serper": ("organic",),
    "kagi": ("data", "search"),
    "mojeek": ("response", "results"),
    "you_com": ("results", "web"),
    "dataforseo": ("tasks", 0, "result", 0, "items"),
}


def _renamed(key: str, urls: Urls) -> bytes:
    """An answer whose list of results has another name."""
    answer: Any = ALL[key](urls)
    *way, last = LISTS[key]
    at = answer
    for step in way:
        at = at[step]
    at["found"] = at.pop(last)
    return json.dumps(answer).encode()


@pytest.mark.parametrize("key", ALL)
def test_a_list_that_has_another_name_is_not_read_as_none_found(key: str) -> None:
    with pytest.raises(SourceChanged):
        all_read(a_source(key), _page(key, _renamed(key, ["https://a.example/"])), a_brief())


@pytest.mark.parametrize("key", [key for key in PAGED if key != "serpapi"])
def test_past_the_first_page_a_list_that_is_not_there_is_the_end(key: str) -> None:
    (second,) = of_type(Request, _read(key, _first(key), ["https://a.example/"]))

    found = all_read(a_source(key), a_page(_renamed(key, []), source=key, request=second), a_brief())

    (sheet,) = of_type(ResultPage, found)
    assert (sheet.number, sheet.organic, sheet.has_more) == (2, 0, False)


@pytest.mark.parametrize("key", ALL)
def test_more_results_than_any_question_asks_for_are_not_understood(key: str) -> None:
    with pytest.raises(SourceChanged, match=r"1,001 results, more than were asked for"):
        _read(key, _first(key), [f"https://s{i}.example/" for i in range(1_001)])


@pytest.mark.parametrize("key", ALL)
def test_what_is_no_address_of_the_web_is_refused(key: str) -> None:
    with pytest.raises(SourceChanged, match="no web address"):
        _read(key, _first(key), ["javascript:alert(1)"])


@pytest.mark.parametrize("key", ALL)
def test_a_web_page_instead_of_data_is_a_block_and_other_data_a_change(key: str) -> None:
    def read(body: str) -> None:
        all_read(a_source(key), a_page(body, source=key, request=_first(key)), a_brief())

    with pytest.raises(SourceBlocked):
        read("<html>Just a moment</html>")
    with pytest.raises(SourceError):
        read('{"something": "else"}')


def _page(key: str, body: bytes) -> Page:
    return a_page(body, source=key, request=_first(key))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "response", "results", "web", "data", "search", "organic", "organic_results", "tasks",
                    "status", "status_code", "items", "url", "link", "title", "searchParameters",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=60, deadline=1000)
def test_no_answer_raises_anything_but_an_error_of_a_source(body: bytes) -> None:
    for key in ALL:
        with suppress(SourceError):
            all_read(a_source(key), _page(key, body), a_brief())
