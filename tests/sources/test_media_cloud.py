"""News counted by Media Cloud, from documentation: small counts are listed, large ones read week by week."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deckgen.errors import SourceChanged
from deckgen.model.brief import Window
from deckgen.model.evidence import Gap, Item, Mention, Reading
from deckgen.model.exchange import Request
from deckgen.model.origin import Kind
from deckgen.parsing.relevance import matches
from tests.factories import a_page, a_topic
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

CLOUD = a_source("media_cloud")
WINDOW = Window(start=date(2026, 11, 2), end=date(2026, 11, 16))


def read(answer: Any, step: str, **carry: str) -> list[Item | Request | Gap]:
    carried = {"collections": "34412234", "token": "", "listed": "0", **carry}
    request = Request(url="https://search.mediacloud.org/api/search/x", about="us", step=step, carry=carried)
    brief = a_brief_for("media_cloud", window=("2026-11-02", "2026-11-16"))
    return all_read(CLOUD, a_page(json.dumps(answer).encode(), request=request), brief)


def stories(*numbers: int) -> list[dict[str, Any]]:
    return [
        {"title": f"Story {n}", "url": f"https://a.example/{n}", "publish_date": "2026-11-03"}
        for n in numbers
    ]


@pytest.mark.parametrize(
    ("relevant", "step"), [(0, "story-list"), (1000, "story-list"), (1001, "count-over-time")]
)
def test_the_count_decides_whether_stories_are_listed(relevant: int, step: str) -> None:
    (further,) = of_type(Request, read({"count": {"relevant": relevant, "total": 9}}, "total-count"))

    assert further.step == step


def test_weeks_are_summed_and_days_that_are_left_out_count_none() -> None:
    days = [("2026-11-02", 2), ("2026-11-08", 3), ("2026-11-09", 4)]
    counts = [{"date": on, "count": n, "total_count": 100} for on, n in days]

    weeks = of_type(Reading, read({"count_over_time": {"counts": counts}}, "count-over-time"))

    assert [(w.start, w.value, w.kind) for w in weeks] == [
        (date(2026, 11, 2), 5, Kind.EXACT),
        (date(2026, 11, 9), 4, Kind.EXACT),
    ]


def test_all_pages_of_a_list_make_it_exact() -> None:
    first = read({"stories": stories(1, 2), "pagination_token": "abc"}, "story-list")
    last = read({"stories": stories(3), "pagination_token": None}, "story-list", token="abc", listed="2")

    (further,) = of_type(Request, first)
    assert (further.carry["token"], further.carry["listed"]) == ("abc", "2")
    assert not of_type(Reading, first)
    assert of_type(Reading, last)[0].kind is Kind.EXACT


def test_a_token_that_comes_again_or_an_empty_page_ends_the_list_as_at_least() -> None:
    again = read({"stories": stories(1), "pagination_token": "abc"}, "story-list", token="abc")
    empty = read({"stories": [], "pagination_token": "def"}, "story-list", token="abc")

    assert not of_type(Request, again)
    assert of_type(Reading, again)[0].kind is Kind.AT_LEAST
    assert of_type(Reading, empty)[0].kind is Kind.AT_LEAST


def test_a_story_found_by_its_text_stays_relevant_though_only_its_title_came() -> None:
    (mention,) = of_type(Mention, read({"stories": stories(1)}, "story-list"))

    assert matches(a_topic(), " ".join((mention.title, *(f"#{tag}" for tag in mention.tags))))


def test_the_last_day_of_the_window_is_inside_and_phrases_are_quoted() -> None:
    topic = a_topic(phrases=("Norr vind", 'the "wind"'), context=("bike",), exclude=("weather",))
    brief = a_brief_for(
        "media_cloud", options={"collections": ["1", "2"]}, window=("2026-11-02", "2026-11-16")
    )

    (asked,) = CLOUD.requests(replace(brief, topics=(topic,)))

    assert "start=2026-11-02&end=2026-11-15" in asked.url
    assert "cs=1%2C2" in asked.url
    assert (
        "q=%28%22Norr%20vind%22%20OR%20%22the%20%20wind%22%29%20AND%20%28%22bike%22%29"
        "%20AND%20NOT%20%22weather%22" in asked.url
    )


def test_without_collections_nothing_is_asked() -> None:
    assert list(CLOUD.requests(a_brief_for("media_cloud"))) == []


def test_a_negative_count_is_a_change() -> None:
    with pytest.raises(SourceChanged, match="no day with a count"):
        read({"count_over_time": {"counts": [{"date": "2026-11-02", "count": -1}]}}, "count-over-time")


def test_a_series_that_lacks_what_was_counted_is_no_exact_count() -> None:
    counts = [{"date": "2026-11-03", "count": 1200, "total_count": 9000}]

    weeks = of_type(Reading, read({"count_over_time": {"counts": counts}}, "count-over-time", said="5000"))

    assert {(w.value, w.kind) for w in weeks} == {(1200, Kind.AT_LEAST), (0, Kind.AT_LEAST)}


@pytest.mark.parametrize("counts", [[], [{"date": "2025-01-03", "count": 5000}]])
def test_a_series_of_nothing_or_of_another_time_is_no_zero(counts: list[dict[str, Any]]) -> None:
    with pytest.raises(SourceChanged):
        read({"count_over_time": {"counts": counts}}, "count-over-time", said="5000")


def test_a_list_shorter_than_what_was_counted_is_a_floor_and_an_empty_one_a_change() -> None:
    short = read({"stories": stories(1), "pagination_token": None}, "story-list", said="40")

    assert of_type(Reading, short)[0].kind is Kind.AT_LEAST
    with pytest.raises(SourceChanged, match="40 stories were counted"):
        read({"stories": [], "pagination_token": None}, "story-list", said="40")


def test_stories_of_another_time_say_nothing_of_the_window() -> None:
    old = [{**story, "publish_date": "2019-11-03"} for story in stories(1, 2)]

    with pytest.raises(SourceChanged, match="was asked for"):
        read({"stories": old, "pagination_token": None}, "story-list", said="2")
