"""A SearXNG of one's own is read in rank order until it ends; silent engines are told."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceError, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, ResultPage, SearchResult
from deckgen.model.exchange import GapReason, Page, Request
from tests.factories import a_brief, a_page
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

BASE = "https://search.norrvind.example"


def _brief() -> Brief:
    return a_brief_for("searxng", bases=[BASE])


def _page(body: Any, *, status: int = 200, **carry: str) -> Page:
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    return a_page(
        text,
        source="searxng",
        url=f"{BASE}/search",
        about="industry-1",
        step="page",
        carry=carry,
        status=status,
    )


def _row(name: str, score: float, *positions: int) -> dict[str, Any]:
    return {"url": f"https://{name}.example/", "title": name, "score": score, "positions": list(positions)}


def test_without_an_address_nothing_is_asked() -> None:
    assert list(a_source("searxng").requests(a_brief())) == []


def test_the_first_question_asks_one_s_own_server_for_json() -> None:
    first, second = a_source("searxng").requests(_brief())

    assert first.url.startswith(f"{BASE}/search?q=norrvind&")
    assert "format=json" in first.url
    assert "pageno=1" in first.url
    assert (first.about, second.about) == ("brand-1", "industry-1")


def test_a_recorded_answer_is_put_into_rank_order_and_its_silent_engines_are_told(recorded: Path) -> None:
    body = (recorded / "serp" / "searxng" / "json-2026-attention-is-all-you-need.json").read_bytes()

    found = all_read(a_source("searxng"), _page(body), _brief())

    results = of_type(SearchResult, found)
    assert (len(results), results[0].url) == (20, "https://arxiv.org/abs/1706.03762")
    assert results[1].url == "https://papers.neurips.cc/paper/7181-attention-is-all-you-need.pdf"
    assert results[19].url == "https://nanonets.com/chat-pdf/attention-is-all-you-need"
    assert [r.rank for r in results] == list(range(1, 21))
    gaps = of_type(Gap, found)
    assert [(g.step, g.reason) for g in gaps] == [
        (f"engine:{name}", GapReason.UNREACHABLE)
        for name in ("brave", "duckduckgo", "startpage", "wikipedia")
    ]
    (following,) = of_type(Request, found)
    assert "pageno=2" in following.url
    assert following.carry["seen"] == "20"


def test_an_engine_that_stays_silent_is_told_once() -> None:
    answer = {"results": [_row("a", 1, 1)], "unresponsive_engines": [["google", "Suspended: CAPTCHA"]]}

    first = all_read(a_source("searxng"), _page(answer), _brief())
    carry = dict(of_type(Request, first)[0].carry)
    second = all_read(
        a_source("searxng"), _page({**answer, "results": [_row("b", 1, 11)]}, **carry), _brief()
    )

    assert [g.reason for g in of_type(Gap, first)] == [GapReason.BLOCKED]
    assert of_type(Gap, second) == []
    assert [r.rank for r in of_type(SearchResult, second)] == [2]


@pytest.mark.parametrize("rows", [[], [_row("a", 1, 1)]], ids=["empty", "the last one again"])
def test_an_empty_or_repeated_page_is_the_end(rows: list[dict[str, Any]]) -> None:
    page = _page({"results": rows}, page="3", seen="25", first="https://a.example/")

    found = all_read(a_source("searxng"), page, _brief())

    assert [(p.number, p.organic, p.has_more) for p in of_type(ResultPage, found)] == [(3, 0, False)]
    assert of_type(Request, found) == of_type(SearchResult, found) == []


def test_the_last_page_asks_no_further() -> None:
    page = _page({"results": [_row("a", 1, 1)]}, page="30", seen="290", first="https://b.example/")

    assert of_type(Request, all_read(a_source("searxng"), page, _brief())) == []


def test_equal_scores_are_ordered_by_the_best_place_an_engine_gave() -> None:
    answer = {
        "results": [_row("late", 0.5, 9, 4), _row("early", 0.5, 2), {**_row("none", 0.5), "positions": None}]
    }

    found = of_type(SearchResult, all_read(a_source("searxng"), _page(answer), _brief()))

    assert [r.title for r in found] == ["early", "late", "none"]


def test_no_results_because_no_engine_answered_is_a_block_and_not_a_zero() -> None:
    answer = {"results": [], "unresponsive_engines": [["google", "CAPTCHA"], ["bing", "timeout"]]}

    with pytest.raises(SourceBlocked, match=r"google \(CAPTCHA\), bing \(timeout\)"):
        all_read(a_source("searxng"), _page(answer), _brief())


def test_a_refusal_says_that_json_must_be_switched_on() -> None:
    with pytest.raises(SourceRefused, match=r"search\.formats"):
        all_read(a_source("searxng"), _page("<h1>Forbidden</h1>", status=403), _brief())


def test_the_bot_check_of_a_public_instance_is_a_block(recorded: Path) -> None:
    body = (recorded / "serp" / "searxng" / "bot-check-2026-04-searx.be.html").read_bytes()

    with pytest.raises(SourceBlocked):
        all_read(a_source("searxng"), _page(body), _brief())


ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["url", "title", "score", "positions", "publishedDate"]),
        st.none() | st.integers() | st.text(max_size=8) | st.just("https://a.example/") | st.lists(st.text()),
    ),
    max_size=3,
)


@given(
    st.binary(max_size=100)
    | st.tuples(ROWS, st.lists(st.lists(st.text(max_size=5) | st.integers(), max_size=3), max_size=3)).map(
        lambda p: json.dumps({"results": p[0], "unresponsive_engines": p[1]}).encode()
    )
)
@settings(max_examples=80, deadline=1000)
def test_no_answer_raises_anything_but_an_error_of_a_source(body: bytes) -> None:
    with suppress(SourceError):
        all_read(a_source("searxng"), _page(body), _brief())
