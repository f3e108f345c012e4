"""DataForSEO's live results, from documentation."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deckgen.errors import InputError, SourceChanged, SourceRefused
from deckgen.model.brief import Query
from deckgen.model.evidence import ResultPage, SearchResult
from tests.factories import a_brief, a_page
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

DATAFORSEO = a_source("dataforseo")


def _task(**changes: Any) -> Any:
    return json.loads(next(iter(DATAFORSEO.requests(a_brief_for("dataforseo", **changes)))).body)


def _found(task: dict[str, Any], *, status: int = 200, **top: Any) -> list[Any]:
    answer = {"status_code": 20000, "status_message": "Ok.", "tasks": [task], **top}
    request = next(iter(DATAFORSEO.requests(a_brief())))
    page = a_page(json.dumps(answer), source="dataforseo", request=request, status=status)
    return all_read(DATAFORSEO, page, a_brief())


def _organic(rank: int, page: int) -> dict[str, Any]:
    return {
        "type": "organic", "rank_absolute": rank, "page": page, "title": "T", "url": f"https://s{rank}.example/",
    }  # fmt: skip


def test_one_task_asks_for_two_hundred_results_in_the_brief_s_country() -> None:
    request = next(iter(DATAFORSEO.requests(a_brief())))

    assert request.url == "https://api.dataforseo.com/v3/serp/google/organic/live/advanced"
    assert request.method == "POST"
    assert json.loads(request.body) == [
        {"keyword": "norrvind", "location_code": 2752, "language_code": "en", "depth": 200}
    ]
    assert DATAFORSEO.entry.credential is not None
    assert DATAFORSEO.entry.credential.form == "LOGIN:PASSWORD"
    assert DATAFORSEO.entry.credential.header == "Authorization: Basic {basic}"
    assert DATAFORSEO.entry.answer_s == 120


def test_percent_and_plus_reach_the_engine_as_they_are() -> None:
    query = Query(key="q-1", text="C++ 100%", is_brand=False)

    assert _task(queries=(query,))[0]["keyword"] == "C%2B%2B 100%25"


def test_a_place_by_name_goes_before_the_country() -> None:
    named = {"location_name": ["Stockholm,Stockholm County,Sweden"]}

    assert _task(options=named, country="XX")[0]["location_name"] == "Stockholm,Stockholm County,Sweden"


def test_a_country_whose_number_is_not_known_is_told_with_what_to_write() -> None:
    with pytest.raises(InputError, match=r'does not know XX; .* location_name = "Iceland"'):
        _task(country="XX")


def test_bing_is_asked_at_its_own_address() -> None:
    brief = a_brief_for("dataforseo", options={"engine": ["bing"]})

    request = next(iter(DATAFORSEO.requests(brief)))

    assert "/serp/bing/organic/" in request.url
    assert request.carry["engine"] == "bing"


def test_the_pages_of_the_engine_are_told_apart_again() -> None:
    items = [_organic(1, 1), {"type": "video", "rank_absolute": 2, "page": 1}, _organic(3, 1), _organic(4, 2)]

    found = _found({"status_code": 20000, "result": [{"items": items}]})

    sheets = of_type(ResultPage, found)
    assert [(s.number, s.first_rank, s.organic, s.has_more) for s in sheets] == [
        (1, 1, 2, True),
        (2, 3, 1, False),
    ]
    assert [r.rank for r in of_type(SearchResult, found)] == [1, 2, 3]


def test_at_full_depth_nothing_says_whether_there_is_more() -> None:
    items = [_organic(i, 1 + (i - 1) // 10) for i in range(1, 201)]

    sheets = of_type(ResultPage, _found({"status_code": 20000, "result": [{"items": items}]}))

    assert (len(sheets), sheets[-1].has_more) == (20, None)


def test_no_search_results_is_an_answer() -> None:
    found = _found({"status_code": 40102, "status_message": "No Search Results.", "result": None})

    assert [(p.organic, p.has_more) for p in of_type(ResultPage, found)] == [(0, False)]


def test_no_items_by_their_own_count_are_an_answer() -> None:
    found = _found({"status_code": 20000, "result": [{"items_count": 0, "items": None}]})

    assert [(p.organic, p.has_more) for p in of_type(ResultPage, found)] == [(0, False)]


@pytest.mark.parametrize(
    "result",
    [
        [],
        [{"items": None}],
        [{"items": []}],
        [{"items_count": 2, "entries": [_organic(1, 1)]}],
        [{"items_count": 1, "items": [{**_organic(1, 1), "type": "organic_result"}]}],
    ],
)
def test_an_answer_without_results_that_is_not_called_one_is_not_understood(result: list[Any]) -> None:
    with pytest.raises(SourceChanged):
        _found({"status_code": 20000, "result": result})


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ({"status_code": 40501, "status_message": "Invalid Field: 'depth'."}, "40501 Invalid Field: 'depth'"),
        ({"status_code": 40101, "status_message": "Internal SE Server Error."}, "40101 Internal SE Server"),
    ],
)
def test_a_task_s_error_comes_with_status_200_and_is_told(task: dict[str, Any], says: str) -> None:
    with pytest.raises(SourceRefused, match=says):
        _found(task)


def test_an_account_without_money_is_told() -> None:
    with pytest.raises(SourceRefused, match="40200 Payment Required; check the key"):
        _found({}, status=402, status_code=40200, status_message="Payment Required.", tasks=None)
