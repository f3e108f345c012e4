"""Kagi, from documentation."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deckgen.errors import SourceChanged, SourceRefused
from tests.factories import a_brief, a_page
from tests.sources.harness import a_source, all_read

KAGI = a_source("kagi")


def _found(answer: dict[str, Any], status: int = 200) -> list[Any]:
    request = next(iter(KAGI.requests(a_brief())))
    return all_read(
        KAGI, a_page(json.dumps(answer), source="kagi", request=request, status=status), a_brief()
    )


def test_the_first_page_is_posted_for_the_brief_s_country() -> None:
    request = next(iter(KAGI.requests(a_brief())))

    assert (request.method, request.url) == ("POST", "https://kagi.com/api/v1/search")
    assert json.loads(request.body) == {
        "query": "norrvind", "workflow": "search", "page": 1, "filters": {"region": "SE"},
    }  # fmt: skip
    assert KAGI.entry.credential is not None
    assert KAGI.entry.credential.header == "Authorization: Bearer {key}"


@pytest.mark.parametrize("status", [200, 400, 401, 429])
def test_an_error_is_told_in_kagi_s_words(status: int) -> None:
    answer = {"meta": {}, "data": [], "error": [{"code": "auth.token", "message": "Token is invalid"}]}

    with pytest.raises(SourceRefused, match="Kagi says: Token is invalid; check the key"):
        _found(answer, status)


def test_an_answer_of_version_0_is_no_empty_list() -> None:
    rows = [{"t": 0, "url": "https://a.example/", "title": "T"}]

    with pytest.raises(SourceChanged, match=r"at \$.data an object was due"):
        _found({"meta": {}, "data": rows})
