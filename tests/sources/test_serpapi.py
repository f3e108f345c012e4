"""SerpApi: a recorded answer in its layout (SearchApi.io, 2023-11); its own paging from documentation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import InputError, SourceChanged, SourceRefused
from deckgen.model.evidence import ResultPage, SearchResult
from deckgen.model.exchange import Page, Request
from tests.factories import a_brief, a_page
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

RECORDING = "serp/searchapi/google-2023-11-who-is-ceo-of-microsoft.json"
WELL = {"search_metadata": {"status": "Success"}}


def _page(answer: Any, **changes: Any) -> Page:
    body = answer if isinstance(answer, bytes) else json.dumps(answer)
    request = next(iter(a_source("serpapi").requests(a_brief())))
    return a_page(body, source="serpapi", request=request, **changes)


def _asked(request: Request) -> dict[str, list[str]]:
    return parse_qs(urlsplit(request.url).query)


def test_the_first_question_is_google_s_first_page_in_the_brief_s_market() -> None:
    request = next(iter(a_source("serpapi").requests(a_brief())))

    assert request.url.startswith("https://serpapi.com/search.json?")
    assert _asked(request) == {
        "engine": ["google"], "q": ["norrvind"], "gl": ["se"], "hl": ["en"], "nfpr": ["1"], "start": ["0"],
    }  # fmt: skip


def test_the_recorded_answer_holds_nine_organic_results(recorded: Path) -> None:
    page = _page((recorded / RECORDING).read_bytes())

    found = all_read(a_source("serpapi"), page, a_brief())

    (sheet,) = of_type(ResultPage, found)
    results = of_type(SearchResult, found)
    assert (sheet.engine, sheet.number, sheet.first_rank, sheet.organic) == ("google", 1, 1, 9)
    assert len(results) == 9
    assert results[0].url == "https://news.microsoft.com/exec/satya-nadella/"
    assert results[0].title == "Satya Nadella - Stories"
    assert [r.rank for r in results] == list(range(1, 10))
    assert {r.engine for r in results} == {"google"}


def test_eight_hours_ago_on_the_recorded_eighth_result_is_no_date(recorded: Path) -> None:
    body = (recorded / RECORDING).read_bytes()
    assert json.loads(body)["organic_results"][7]["date"] == "8 hours ago"

    results = of_type(SearchResult, all_read(a_source("serpapi"), _page(body), a_brief()))

    assert [r.published_on for r in results] == [None] * 9


def test_the_recorded_boxes_and_the_guessed_total_are_not_counted(recorded: Path) -> None:
    body = (recorded / RECORDING).read_bytes()
    answer = json.loads(body)
    assert answer["answer_box"]["organic_result"]["link"].startswith("https://fortune.com/")
    assert len(answer["related_questions"]) > 0
    assert answer["search_information"]["total_results"] == 429_000_000

    found = all_read(a_source("serpapi"), _page(body), a_brief())

    assert not [r for r in of_type(SearchResult, found) if "fortune.com" in r.url]
    assert max(p.organic for p in of_type(ResultPage, found)) == 9


@pytest.mark.parametrize(
    ("pagination", "has_more", "asks"),
    [({"current": 1, "next": "https://serpapi.com/x"}, True, 1), ({"current": 1}, False, 0)],
)
def test_a_next_page_is_asked_for_when_the_answer_names_one(
    pagination: dict[str, Any], has_more: bool, asks: int
) -> None:
    rows = [{"title": "T", "link": "https://a.example/"}]

    found = all_read(
        a_source("serpapi"),
        _page({**WELL, "organic_results": rows, "serpapi_pagination": pagination}),
        a_brief(),
    )

    assert of_type(ResultPage, found)[0].has_more is has_more
    assert [_asked(r)["start"] for r in of_type(Request, found)] == [["10"]] * asks


@pytest.mark.parametrize("state", ["Fully empty", "Fully Empty"])
def test_the_state_fully_empty_alone_says_that_nothing_was_found(state: str) -> None:
    answer = {**WELL, "search_information": {"organic_results_state": state}}

    found = all_read(a_source("serpapi"), _page(answer), a_brief())

    assert [(p.organic, p.has_more) for p in of_type(ResultPage, found)] == [(0, False)]


@pytest.mark.parametrize(
    "told", [{}, {"organic_results": []}, {"search_information": {"organic_results_state": "Results for x"}}]
)
def test_a_list_without_results_that_serpapi_does_not_call_empty_is_not_understood(
    told: dict[str, Any],
) -> None:
    with pytest.raises(SourceChanged, match="does not say that the engine found none"):
        all_read(a_source("serpapi"), _page({**WELL, **told}), a_brief())


def test_nothing_found_is_an_answer_and_no_error() -> None:
    answer = {**WELL, "error": "Google hasn't returned any results for this query."}

    found = all_read(a_source("serpapi"), _page(answer), a_brief())

    assert [(p.organic, p.has_more) for p in of_type(ResultPage, found)] == [(0, False)]
    assert of_type(Request, found) == []


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        ({"error": "Your account has run out of searches."}, 429, "run out of searches; check the key"),
        ({"error": "Invalid API key. Your API key should be here: ..."}, 401, "Invalid API key"),
        ({"search_metadata": {"status": "Error"}, "error": "Proxy timeout."}, 200, "Proxy timeout"),
        (
            {
                "search_metadata": {"status": "Error"},
                "error": "Google hasn't returned any results for this query.",
            },
            200,
            "hasn't returned any results",
        ),
        ({"search_metadata": {"status": "Processing"}}, 200, "the search is not done"),
    ],
)
def test_the_service_s_own_errors_are_told_in_its_words(
    answer: dict[str, Any], status: int, says: str
) -> None:
    with pytest.raises(SourceRefused, match=says):
        all_read(a_source("serpapi"), _page(answer, status=status), a_brief())


def test_bing_is_asked_by_the_number_of_the_first_result() -> None:
    brief = a_brief_for("serpapi", options={"engine": ["bing"]})
    first = next(iter(a_source("serpapi").requests(brief)))
    rows = [{"title": "T", "link": f"https://s{i}.example/"} for i in range(7)]
    page = a_page(json.dumps({**WELL, "organic_results": rows}), source="serpapi", request=first)

    found = all_read(a_source("serpapi"), page, brief)

    assert {r.engine for r in of_type(SearchResult, found)} == {"bing"}
    (following,) = of_type(Request, found)
    assert (_asked(first)["first"], _asked(following)["first"]) == (["1"], ["8"])
    assert _asked(following)["cc"] == ["SE"]


def test_an_engine_that_is_not_known_is_told() -> None:
    brief = a_brief_for("serpapi", options={"engine": ["altavista"]})

    with pytest.raises(InputError, match="engine is 'altavista'; write one of google, bing"):
        tuple(a_source("serpapi").requests(brief))
