"""Mojeek's API, from documentation."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.evidence import SearchResult
from deckgen.model.exchange import Request
from tests.factories import a_brief, a_page
from tests.sources.harness import a_source, all_read, of_type

MOJEEK = a_source("mojeek")


def _found(response: dict[str, Any]) -> list[Any]:
    request = next(iter(MOJEEK.requests(a_brief())))
    page = a_page(json.dumps({"response": response}), source="mojeek", request=request)
    return all_read(MOJEEK, page, a_brief())


def _asked(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def test_forty_results_are_asked_for_and_the_next_page_starts_after_those_that_came() -> None:
    rows = [{"title": "T", "url": f"https://s{i}.example/"} for i in range(10)]
    first = _asked(next(iter(MOJEEK.requests(a_brief()))))

    (following,) = of_type(Request, _found({"status": "OK", "results": rows}))

    assert (first["s"], first["t"], first["rb"], first["lb"]) == ("1", "40", "SE", "EN")
    assert _asked(following)["s"] == "11"


def test_the_day_of_publication_is_that_of_pdate_and_of_nothing_else() -> None:
    rows = [
        {"title": "T", "url": f"https://s{i}.example/", "timestamp": 1791000000, "pdate": pdate}
        for i, pdate in enumerate([1790812800, 0, None, "soon", True, 10**20])
    ]

    results = of_type(SearchResult, _found({"status": "OK", "results": rows}))

    assert [r.published_on for r in results] == [date(2026, 10, 1), *[None] * 5]


def test_a_limit_comes_with_status_200_and_is_told() -> None:
    with pytest.raises(SourceRefused, match="Mojeek says: ERROR: Daily Limit Reached; check the key"):
        _found({"status": "ERROR: Daily Limit Reached"})


def test_an_answer_without_its_state_is_not_understood() -> None:
    with pytest.raises(SourceChanged, match=r"at \$.response.status a text was due"):
        _found({"results": []})


def test_none_found_is_told_by_the_number_of_results_returned() -> None:
    (sheet,) = _found({"status": "OK", "head": {"return": 0, "results": 0}})

    assert (sheet.organic, sheet.has_more) == (0, False)


@pytest.mark.parametrize("rows", [{"results": []}, {}])
def test_results_that_are_told_but_not_listed_are_not_understood(rows: dict[str, Any]) -> None:
    with pytest.raises(
        SourceChanged, match=r"due, but there is nothing|7 results are told, but none is listed"
    ):
        _found({"status": "OK", "head": {"return": 7}, **rows})
