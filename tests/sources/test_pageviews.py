"""Page views: full months only, a moved article is flagged, no answer is no zero."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceError, SourceRefused
from deckgen.model.brief import Brief, SourceSettings, Window
from deckgen.model.evidence import Observation
from deckgen.model.exchange import Request
from deckgen.sources.pageviews import full_months, moved_from
from tests.factories import a_brief, a_company, a_page
from tests.sources.harness import a_source, all_read, of_type

URL = "https://wikimedia.org/api/rest_v1/metrics/pageviews/x"
THREE_YEARS = Window(start=date(2023, 10, 1), end=date(2026, 10, 1))


def _brief(**changes: Any) -> Brief:
    return a_brief(competitors=(), **changes)


def _views(body: str | bytes, *, status: int = 200, brief: Brief | None = None) -> list[Any]:
    request = Request(url=URL, about="us", step="views")
    page = a_page(body, source="pageviews", request=request, status=status)
    return all_read(a_source("pageviews"), page, brief or _brief(window=THREE_YEARS))


def test_the_title_is_looked_up_with_the_same_question_as_wikipedia_asks() -> None:
    brief = _brief(market_language="sv")

    ours = next(iter(a_source("pageviews").requests(brief)))
    theirs = next(iter(a_source("wikipedia").requests(brief)))

    assert ours.key == theirs.key


def test_one_wikipedia_is_counted_for_all_companies() -> None:
    brief = _brief(market_language="sv", sources={"pageviews": SourceSettings(options={"language": ("en",)})})

    asked = list(a_source("pageviews").requests(brief))

    assert [r.carry["lang"] for r in asked] == ["en"]


def test_the_article_leads_to_its_views_in_the_full_months_of_the_window() -> None:
    request = Request(
        url="https://en.wikipedia.org/w/api.php",
        about="us",
        step="article",
        carry={"lang": "en", "title": "AC/DC Bikes", "proof": "user"},
    )
    body = json.dumps({"query": {"pages": [{"title": "AC/DC Bikes", "pageid": 1}]}})

    found = all_read(a_source("pageviews"), a_page(body, source="pageviews", request=request), _brief())

    assert [r.url for r in of_type(Request, found)] == [
        "https://wikimedia.org/api/rest_v1/metrics/pageviews/per-article/en.wikipedia/all-access/user"
        "/AC%2FDC_Bikes/monthly/20251201/20261031"
    ]


def test_the_recorded_series_is_flagged_from_the_page_move_on(recorded: Path) -> None:
    body = (recorded / "presence/pageviews/monthly-google-gemini-page-move.json").read_bytes()

    found = of_type(Observation, _views(body))

    by_month = {o.period: o for o in found}
    assert len(found) == 36
    assert (by_month[date(2025, 9, 1)].value, by_month[date(2025, 9, 1)].note) == (2142, "")
    assert (by_month[date(2025, 10, 1)].value, by_month[date(2025, 10, 1)].note) == (87301, "page-move")
    assert (by_month[date(2026, 9, 1)].value, by_month[date(2026, 9, 1)].note) == (89234, "page-move")
    assert by_month[date(2026, 9, 1)].as_of == date(2026, 9, 30)
    assert {o.note for o in found if o.period < date(2025, 10, 1)} == {""}


def test_the_recorded_404_is_refused_and_gives_no_number(recorded: Path) -> None:
    body = (recorded / "presence/pageviews/error-404-no-data.json").read_bytes()

    with pytest.raises(SourceRefused, match="no views for this title"):
        _views(body, status=404)


def test_the_recorded_400_is_refused_with_the_services_words(recorded: Path) -> None:
    body = (recorded / "presence/pageviews/error-400-no-full-months.json").read_bytes()

    with pytest.raises(SourceRefused, match="no full months between dates"):
        _views(body, status=400)


def test_months_partly_in_the_window_are_left_out() -> None:
    window = Window(start=date(2025, 11, 24), end=date(2026, 2, 9))

    assert full_months(window) == (date(2025, 12, 1), date(2026, 1, 1))


def test_without_a_full_month_nothing_is_asked() -> None:
    assert full_months(Window(start=date(2026, 1, 5), end=date(2026, 1, 26))) == ()


@pytest.mark.parametrize(
    ("views", "index"),
    [
        ((200, 210, 190, 205, 220), -1),
        ((200, 210, 9000, 205, 220), -1),  # one month in the news
        ((200, 210, 9000, 8700, 9100), 2),
        ((9000, 9100, 8800, 150, 140, 160), 3),
        ((1, 9, 1, 12, 2), -1),  # too few views to say
        ((), -1),
    ],
)
def test_only_a_lasting_jump_is_a_page_move(views: tuple[int, ...], index: int) -> None:
    assert moved_from(views) == index


def test_a_company_without_article_is_not_asked_for_views() -> None:
    brief = a_brief(
        us=a_company(domains=()),
        competitors=(),
        sources={"wikipedia": SourceSettings(bases=("http://a.example",))},
    )
    request = Request(
        url="http://a.example", about="us", step="search", carry={"lang": "en", "titles": "Norrvind"}
    )

    found = all_read(
        a_source("pageviews"), a_page('{"query":{"search":[]}}', source="pageviews", request=request), brief
    )

    assert found == []


@settings(max_examples=60)
@given(
    st.binary(max_size=300) | st.sampled_from([b'{"items":[{"timestamp":"2026090100","views":-1}]}', b"[]"])
)
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    try:
        _views(body)
    except SourceError:
        return
