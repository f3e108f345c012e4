"""Serper, from documentation."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deckgen.errors import SourceRefused
from deckgen.model.evidence import SearchResult
from tests.factories import a_brief, a_page
from tests.sources.harness import a_source, all_read, of_type

SERPER = a_source("serper")


def _found(answer: dict[str, Any], status: int = 200) -> list[Any]:
    request = next(iter(SERPER.requests(a_brief())))
    page = a_page(json.dumps(answer), source="serper", request=request, status=status)
    return all_read(SERPER, page, a_brief())


def test_a_page_of_ten_is_posted_as_it_costs_one_credit() -> None:
    request = next(iter(SERPER.requests(a_brief())))

    assert (request.method, request.url) == ("POST", "https://google.serper.dev/search")
    assert ("Content-Type", "application/json") in request.headers
    assert json.loads(request.body) == {
        "q": "norrvind", "gl": "se", "hl": "en", "num": 10, "page": 1, "autocorrect": False,
    }  # fmt: skip


def test_only_an_absolute_date_is_a_date() -> None:
    dates = ["3 days ago", "Nov 3, 2026", "vor 2 Tagen", "2026-11-03"]
    rows = [{"title": "T", "link": f"https://s{i}.example/", "date": d} for i, d in enumerate(dates)]

    results = of_type(SearchResult, _found({"searchParameters": {}, "organic": rows}))

    assert [str(r.published_on) for r in results] == ["None", "2026-11-03", "None", "2026-11-03"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"message": "Not enough credits", "statusCode": 400}, 400),
        ({"message": "Unauthorized.", "statusCode": 403}, 403),
    ],
)
def test_an_empty_account_and_a_wrong_key_are_told_in_words(answer: dict[str, Any], status: int) -> None:
    with pytest.raises(SourceRefused, match=f"Serper says: {answer['message'].strip('.')}; check the key"):
        _found(answer, status)
