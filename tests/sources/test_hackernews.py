"""Hacker News: recorded answers, splitting, paging, and which number may be called what."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.evidence import Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_page, a_topic
from tests.sources.harness import a_source, all_read, of_type

HACKERNEWS = a_source("hackernews")
MONTH = {"phrase": "Norrvind", "start": "2026-03-01", "end": "2026-04-01", "page": "0", "listed": "0"}


def an_answer(body: Any, step: str = "story", **carry: str) -> Page:
    url = "https://hn.algolia.com/api/v1/search_by_date?query=%22Norrvind%22&page=0"
    request = Request(url=url, about="us", step=step, carry={**MONTH, **carry})
    written = body if isinstance(body, bytes | str) else json.dumps(body)
    return a_page(written, request=request, url=url)


def hits(count: int) -> list[dict[str, Any]]:
    return [{"objectID": str(i), "created_at_i": 1772900000 + i, "title": "Norrvind"} for i in range(count)]


def test_recording_search_by_date_2018_two_comments_and_an_exact_count(recorded: Path) -> None:
    body = (recorded / "mentions/hackernews/search_by_date_2018.json").read_bytes()

    page = an_answer(body, "comment", start="2018-11-01", end="2018-12-01")
    found = all_read(HACKERNEWS, page, a_brief())

    mentions = of_type(Mention, found)
    assert [(m.unit, m.key) for m in mentions] == [
        ("comment", "https://news.ycombinator.com/item?id=18463371"),
        ("comment", "https://news.ycombinator.com/item?id=18463370"),
    ]
    assert mentions[0].title == "Waymo CEO Says Alphabet Unit Plans to Launch Driverless Car Service"
    assert mentions[0].published_at == datetime(2018, 11, 15, 21, 10, 34, tzinfo=UTC)
    assert "one quick left/right check" in mentions[0].excerpt
    # two of 17,321,865 are here: the rest of the reachable 1,000 is asked for, with the first page's count
    (following,) = of_type(Request, found)
    assert following.carry["said"] == "17321865"
    assert following.carry["exhaustive"] == "yes"


def test_recording_search_by_date_2018_its_count_is_exact_once_the_reachable_are_listed(
    recorded: Path,
) -> None:
    body = json.loads((recorded / "mentions/hackernews/search_by_date_2018.json").read_bytes())
    page = an_answer({**body, "hits": hits(1000)}, "comment")

    (reading,) = of_type(Reading, all_read(HACKERNEWS, page, a_brief()))

    assert (reading.value, reading.kind) == (17_321_865, Kind.EXACT)


def test_recording_search_2026_five_stories_and_a_count_that_is_an_estimate(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (recorded / "mentions/hackernews/search_2026_5of10_hits.json").read_bytes()
    # It was asked for without bounds: a period as long would be asked again by month.
    monkeypatch.setattr("deckgen.sources.hackernews._LONGEST_UNSPLIT", timedelta(days=1500))

    page = an_answer(body, start="2024-01-01", end="2026-12-01")
    found = all_read(HACKERNEWS, page, a_brief())

    mentions = of_type(Mention, found)
    assert [m.unit for m in mentions] == ["story"] * 5
    first = mentions[0]
    assert first.title == "Adventures in Symbolic Algebra with Model Context Protocol"
    assert first.key == "https://news.ycombinator.com/item?id=44062130"
    assert first.url == "https://www.stephendiehl.com/posts/computer_algebra_mcp/"
    assert first.published_at == datetime(2025, 5, 22, 13, 59, 25, tzinfo=UTC)
    assert (first.points, first.comments) == (121, 30)
    assert mentions[4].url == "https://news.ycombinator.com/item?id=46220577"  # has no url key at all
    (following,) = of_type(Request, found)
    assert (following.carry["said"], following.carry["exhaustive"]) == ("1842", "no")


def test_recording_search_2026_1842_is_about_1842(recorded: Path) -> None:
    body = json.loads((recorded / "mentions/hackernews/search_2026_5of10_hits.json").read_bytes())

    (reading,) = of_type(Reading, all_read(HACKERNEWS, an_answer({**body, "hits": hits(1000)}), a_brief()))

    assert (reading.value, reading.kind) == (1842, Kind.ESTIMATE)
    assert (reading.start, reading.end) == (date(2026, 3, 1), date(2026, 4, 1))


def test_stories_and_comments_are_asked_apart_for_each_phrase() -> None:
    brief = a_brief(topics=(a_topic(phrases=("Norrvind", 'Norr "vind"')),))

    asked = list(HACKERNEWS.requests(brief))

    queries = [parse_qs(urlsplit(r.url).query) for r in asked]
    assert [(q["query"], q["tags"]) for q in queries] == [
        (['"Norrvind"'], ["story"]),
        (['"Norrvind"'], ["comment"]),
        (['"Norr  vind"'], ["story"]),
        (['"Norr  vind"'], ["comment"]),
    ]
    assert all(q["typoTolerance"] == ["false"] and q["hitsPerPage"] == ["1000"] for q in queries)
    start = int(datetime(2025, 11, 17, tzinfo=UTC).timestamp())
    end = int(datetime(2026, 11, 16, tzinfo=UTC).timestamp())
    assert queries[0]["numericFilters"] == [f"created_at_i>={start},created_at_i<{end}"]


def test_a_year_that_does_not_fit_is_asked_again_by_month() -> None:
    page = an_answer({"hits": hits(1000), "nbHits": 1001}, start="2025-11-17", end="2026-11-16")

    found = all_read(HACKERNEWS, page, a_brief())

    assert all(isinstance(item, Request) for item in found)
    periods = [(r.carry["start"], r.carry["end"]) for r in of_type(Request, found)]
    assert periods[0] == ("2025-11-17", "2025-12-01")
    assert periods[1] == ("2025-12-01", "2026-01-01")
    assert periods[-1] == ("2026-11-01", "2026-11-16")
    assert [end for _, end in periods[:-1]] == [start for start, _ in periods[1:]]


def test_all_hits_listed_are_an_exact_count_even_where_the_service_estimates() -> None:
    (reading,) = of_type(
        Reading,
        all_read(HACKERNEWS, an_answer({"hits": hits(3), "nbHits": 3, "exhaustiveNbHits": False}), a_brief()),
    )

    assert (reading.value, reading.kind) == (None, Kind.EXACT)


def test_no_hits_are_a_reading_and_not_an_error() -> None:
    (reading,) = all_read(HACKERNEWS, an_answer({"hits": [], "nbHits": 0}), a_brief())

    assert isinstance(reading, Reading)
    assert (reading.value, reading.kind, reading.unit) == (None, Kind.EXACT, "story")


def test_a_later_page_never_changes_the_count() -> None:
    beyond = {"hits": [], "nbHits": 0, "message": "you can only fetch the 1000 hits for this query"}
    page = an_answer(beyond, page="10", listed="1000", said="1842", exhaustive="no")

    (reading,) = all_read(HACKERNEWS, page, a_brief())

    assert isinstance(reading, Reading)
    assert (reading.value, reading.kind) == (1842, Kind.ESTIMATE)


@pytest.mark.parametrize("end", ["2026-04-01", "2027-03-01"])
def test_a_count_over_more_than_the_period_is_never_taken(end: str) -> None:
    """A service that takes no notice of the bounds answers with all of its history, month after month."""
    outside = {"objectID": "9", "created_at_i": 1540000000, "title": "Norrvind"}
    page = an_answer({"hits": [*hits(999), outside], "nbHits": 40_000, "exhaustiveNbHits": True}, end=end)

    with pytest.raises(SourceChanged, match="outside the period"):
        all_read(HACKERNEWS, page, a_brief())


def test_an_answer_of_another_time_says_nothing_of_the_period() -> None:
    page = an_answer({"hits": hits(3), "nbHits": 3}, start="2024-03-01", end="2024-04-01")

    with pytest.raises(SourceChanged, match="2024-03-01 to 2024-04-01 was asked for"):
        all_read(HACKERNEWS, page, a_brief())


def test_a_list_that_ends_before_what_it_said_is_a_floor() -> None:
    page = an_answer({"hits": [], "nbHits": 0}, page="1", listed="100", said="500", exhaustive="yes")

    (reading,) = of_type(Reading, all_read(HACKERNEWS, page, a_brief()))

    assert (reading.value, reading.kind) == (None, Kind.AT_LEAST)


def test_a_page_that_comes_again_is_never_counted_as_the_next_one() -> None:
    body = {"hits": hits(100), "nbHits": 300}
    (following,) = of_type(Request, all_read(HACKERNEWS, an_answer(body), a_brief()))

    with pytest.raises(SourceChanged, match="repeats"):
        all_read(HACKERNEWS, a_page(json.dumps(body), request=following), a_brief())


def test_an_exact_count_of_a_topic_with_a_context_word_is_only_an_estimate() -> None:
    brief = a_brief(topics=(a_topic(context=("bike",)),))
    page = an_answer({"hits": hits(1000), "nbHits": 5000, "exhaustiveNbHits": True})

    (reading,) = of_type(Reading, all_read(HACKERNEWS, page, brief))

    assert reading.kind is Kind.ESTIMATE


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ("<!DOCTYPE html><title>Checking your browser</title>", SourceBlocked, "web page"),
        ('{"hits": []}', SourceChanged, r"\$\.nbHits"),
        ('{"nbHits": 7, "hits": []}', SourceChanged, "lists none"),
        ('{"nbHits": 1, "hits": [{"objectID": 5}]}', SourceChanged, r"\$\.hits\[0\]\.objectID"),
        ('{"nbHits": 1, "hits": [{"objectID": "5"}]}', SourceChanged, r"\$\.hits\[0\]\.created_at"),
        ("", SourceChanged, "empty"),
    ],
)
def test_what_is_not_understood_is_named(body: str, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        all_read(HACKERNEWS, an_answer(body), a_brief())
