"""You.com's search, from documentation."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceChanged, SourceRefused
from tests.factories import a_brief, a_page
from tests.sources.harness import a_source, all_read

YOU = a_source("you_com")


def _asked(**market: Any) -> dict[str, str]:
    request = next(iter(YOU.requests(a_brief(**market))))
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def test_a_hundred_results_are_asked_for_at_once() -> None:
    assert _asked() == {
        "query": "norrvind", "count": "100", "offset": "0", "country": "SE", "language": "EN",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("country", "language", "asked"),
    [
        ("BR", "pt", ("BR", "PT-BR")),
        ("PT", "pt", ("PT", "PT-PT")),
        ("NO", "no", ("NO", "NB")),
        ("JP", "ja", ("JP", "JA")),
        ("LU", "lb", (None, None)),
    ],
)
def test_markets_are_spelt_as_you_com_spells_them(
    country: str, language: str, asked: tuple[str | None, str | None]
) -> None:
    found = _asked(country=country, market_language=language)

    assert (found.get("country"), found.get("language")) == asked


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        ({"detail": "Insufficient credits"}, 402, "Insufficient credits"),
        ({"detail": [{"loc": ["query", "count"], "msg": "too large"}]}, 422, "too large"),
        ({}, 403, "nothing but status 403"),
    ],
)
def test_the_service_s_own_errors_are_told_in_its_words(
    answer: dict[str, Any], status: int, says: str
) -> None:
    request = next(iter(YOU.requests(a_brief())))
    page = a_page(json.dumps(answer), source="you_com", request=request, status=status)

    with pytest.raises(SourceRefused, match=says):
        all_read(YOU, page, a_brief())


def test_an_answer_without_results_or_a_reason_is_not_understood() -> None:
    request = next(iter(YOU.requests(a_brief())))

    with pytest.raises(SourceChanged, match=r"at \$.results an object was due"):
        all_read(YOU, a_page('{"metadata": {}}', source="you_com", request=request), a_brief())
