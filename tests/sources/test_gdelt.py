"""GDELT: recorded answers, its texts instead of errors, whole weeks, and what a list of 250 can tell."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceChanged, SourceRefused
from deckgen.model.brief import Window
from deckgen.model.evidence import Gap, Mention, Reading, SiteKind
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from deckgen.sources import _gdelt
from tests.factories import a_brief, a_page, a_topic, an_evidence
from tests.sources.harness import a_source, all_read, an_entry, of_type

GDELT = a_source("gdelt")
URL = "https://api.gdeltproject.org/api/v2/doc/doc?query=%22Norrvind%22"
WEEK = Window(start=date(2026, 3, 2), end=date(2026, 3, 9))


def an_answer(body: Any, step: str = "timelinevolraw", **changes: Any) -> Page:
    carry = {"told": str(changes.pop("told", 0))} if step == "artlist" else {}
    request = Request(url=URL, about="us", step=step, carry=carry)
    written = body if isinstance(body, bytes | str) else json.dumps(body)
    return a_page(written, source="gdelt", request=request, url=URL, **changes)


def timeline(*points: tuple[str, int], norm: int | None = 1000) -> dict[str, Any]:
    data = [{"date": f"{day}T000000Z", "value": value, "norm": norm} for day, value in points]
    return {"timeline": [{"series": "Article Count", "data": data}]}


def a_week(*values: int) -> tuple[tuple[str, int], ...]:
    return tuple((f"202603{2 + i:02d}", value) for i, value in enumerate(values))


def articles(count: int, *, last: date = date(2026, 11, 15)) -> dict[str, Any]:
    return {
        "articles": [
            {
                "url": f"https://paper.example/{i}",
                "title": f"Article {i}",
                "seendate": f"{last - timedelta(days=i // 10):%Y%m%d}T120000Z",
                "domain": "paper.example",
            }
            for i in range(count)
        ]
    }


def test_recording_artlist_2024_four_articles_and_no_total(recorded: Path) -> None:
    body = (recorded / "mentions/gdelt/artlist_vizhinjam_2024.json").read_bytes()
    brief = a_brief(
        topics=(a_topic(phrases=("Vizhinjam",)),),
        window=Window(start=date(2024, 6, 10), end=date(2024, 7, 22)),
    )

    found = all_read(GDELT, an_answer(body, "artlist", told=4), brief)

    mentions = of_type(Mention, found)
    assert len(mentions) == 4
    assert mentions[0].title == "Customs grants approval to Vizhinjam International Seaport"
    assert mentions[0].published_at == datetime(2024, 6, 15, 17, 0, tzinfo=UTC)
    assert mentions[0].site == "thehindu.com"
    assert mentions[1].title == "ട്രോളിങ് നിയന്ത്രണം നീങ്ങി ; വിഴിഞ്ഞം തീരത്ത് ആവേശം , vizhinjam , fish"
    assert {(m.unit, m.site_kind) for m in mentions} == {("article", SiteKind.NEWS)}
    # there is no total: how many there are is said by the list alone, which is not full
    (reading,) = of_type(Reading, found)
    assert (reading.value, reading.kind) == (None, Kind.EXACT)


def test_recording_timelinevolraw_2020_six_days_of_which_one_has_articles(recorded: Path) -> None:
    body = (recorded / "mentions/gdelt/timelinevolraw_tigray_2020_head.json").read_bytes()
    said = json.loads(body)

    points = _gdelt.points(_gdelt.answer(an_answer(body)))

    assert said["query_details"]["date_resolution"] == "day"
    assert [(p.on, p.value) for p in points] == [
        (date(2020, 11, 3 + i), 3 if i == 1 else 0) for i in range(6)
    ]
    assert sum(p.norm or 0 for p in points) == 709_839


def test_recording_timelinevolraw_2020_a_week_without_its_monday_is_at_least(recorded: Path) -> None:
    body = (recorded / "mentions/gdelt/timelinevolraw_tigray_2020_head.json").read_bytes()
    brief = a_brief(window=Window(start=date(2020, 11, 2), end=date(2020, 11, 9)))

    (reading,) = of_type(Reading, all_read(GDELT, an_answer(body), brief))

    assert (reading.value, reading.kind, reading.unit) == (3, Kind.AT_LEAST, "article")
    assert (reading.start, reading.end) == (date(2020, 11, 2), date(2020, 11, 9))


def test_one_series_is_asked_a_topic_over_the_whole_window() -> None:
    asked = list(GDELT.requests(a_brief()))

    assert [(r.about, r.step) for r in asked] == [
        (topic, "timelinevolraw") for topic in ("us", "velmora", "brightspoke", "industry-1")
    ]
    query = parse_qs(urlsplit(asked[0].url).query)
    assert query["query"] == ['"Norrvind"']
    assert query["format"] == ["json"]
    assert query["startdatetime"] == ["20251117000000"]
    assert query["enddatetime"] == ["20261115235959"]


def test_at_most_one_question_in_six_seconds_is_asked() -> None:
    assert an_entry("gdelt").per_second <= 1 / 6
    assert an_entry("gdelt").concurrent == 1


@pytest.mark.parametrize(
    ("topic", "query"),
    [
        ({"phrases": ("Norrvind",)}, '"Norrvind"'),
        ({"phrases": ("Norrvind", "Norr Vind")}, '("Norrvind" OR "Norr Vind")'),
        ({"phrases": ("Mango",), "context": ("shop",)}, '"Mango" shop'),
        ({"phrases": ("Mango",), "context": ("shop", "fashion chain")}, '"Mango" (shop OR "fashion chain")'),
        (
            {"phrases": ("Mango",), "exclude": ("fruit", "mango tree", "jam")},
            '"Mango" -"fruit" -"mango tree" -jam',
        ),
        ({"phrases": ("IKEA", "f-16", 'a "b" c')}, '(IKEA OR "f-16" OR "a b c")'),
    ],
)
def test_groups_are_not_nested_and_short_words_stand_without_quotation_marks(
    topic: dict[str, Any], query: str
) -> None:
    assert _gdelt.query(a_topic(**topic)) == query


def test_a_week_is_the_sum_of_its_days_and_the_list_is_asked_for_next() -> None:
    page = an_answer(timeline(*a_week(1, 0, 2, 0, 0, 0, 4)))

    found = all_read(GDELT, page, a_brief(window=WEEK))

    (reading,) = of_type(Reading, found)
    assert (reading.value, reading.kind, reading.start, reading.end) == (7, Kind.EXACT, WEEK.start, WEEK.end)
    (request,) = of_type(Request, found)
    assert request.carry == {"told": "7"}
    query = parse_qs(urlsplit(request.url).query)
    assert (query["mode"], query["maxrecords"], query["sort"]) == (["artlist"], ["250"], ["datedesc"])


def test_days_outside_the_window_and_a_day_told_twice_are_not_counted() -> None:
    points = (("20260301", 50), *a_week(1, 1, 1, 1, 1, 1, 1), ("20260308", 1), ("20260309", 50))

    (reading,) = of_type(Reading, all_read(GDELT, an_answer(timeline(*points)), a_brief(window=WEEK)))

    assert reading.value == 7


@pytest.mark.parametrize("norm", [None, 0, 1000])
def test_a_day_on_which_nothing_was_crawled_makes_the_week_at_least(norm: int | None) -> None:
    answer = timeline(*a_week(1, 1, 1, 1, 1, 1, 1))
    answer["timeline"][0]["data"][3]["norm"] = norm

    (reading,) = of_type(Reading, all_read(GDELT, an_answer(answer), a_brief(window=WEEK)))

    assert reading.kind is (Kind.AT_LEAST if norm == 0 else Kind.EXACT)


def test_a_whole_week_without_a_day_is_at_least_none() -> None:
    window = Window(start=date(2026, 2, 23), end=date(2026, 3, 9))

    first, second = of_type(
        Reading, all_read(GDELT, an_answer(timeline(*a_week(1, 1, 1, 1, 1, 1, 1))), a_brief(window=window))
    )

    assert (first.value, first.kind) == (0, Kind.AT_LEAST)
    assert (second.value, second.kind) == (7, Kind.EXACT)


def test_a_week_that_was_not_over_when_it_was_asked_about_is_dropped() -> None:
    page = an_answer(
        timeline(*a_week(1, 1, 1, 1, 1, 1, 1)), retrieved_at=datetime(2026, 3, 8, 23, 0, tzinfo=UTC)
    )

    assert of_type(Reading, all_read(GDELT, page, a_brief(window=WEEK))) == []


def test_hours_are_summed_and_a_day_without_one_of_them_is_not_whole() -> None:
    data = [
        {"date": f"202603{day:02d}T{hour:02d}0000Z", "value": 1, "norm": 9}
        for day in range(2, 9)
        for hour in range(24)
    ]
    whole, cut = ({"timeline": [{"series": "Article Count", "data": d}]} for d in (data, data[:-1]))

    readings = [of_type(Reading, all_read(GDELT, an_answer(a), a_brief(window=WEEK))) for a in (whole, cut)]

    assert [(r.value, r.kind) for (r,) in readings] == [(168, Kind.EXACT), (167, Kind.AT_LEAST)]


@pytest.mark.parametrize("body", ["{}", '{"timeline": []}'])
def test_no_match_is_none_in_every_week(body: str) -> None:
    readings = of_type(Reading, all_read(GDELT, an_answer(body), a_brief()))

    assert len(readings) == a_brief().window.weeks
    assert {(r.value, r.kind) for r in readings} == {(0, Kind.EXACT)}


@pytest.mark.parametrize("body", ["{}", '{"articles": []}'])
def test_a_list_of_none_is_exact_unless_the_timeline_told_of_some(body: str) -> None:
    (agreed,) = all_read(GDELT, an_answer(body, "artlist", told=0), a_brief())
    (doubted,) = all_read(GDELT, an_answer(body, "artlist", told=3), a_brief())

    assert isinstance(agreed, Reading)
    assert isinstance(doubted, Reading)
    assert (agreed.value, agreed.kind, agreed.start) == (None, Kind.EXACT, a_brief().window.start)
    assert doubted.kind is Kind.AT_LEAST


def test_a_full_list_covers_the_time_back_to_its_oldest_article_and_is_at_least() -> None:
    found = all_read(GDELT, an_answer(articles(250), "artlist", told=4000), a_brief())

    assert len(of_type(Mention, found)) == 250
    (reading,) = of_type(Reading, found)
    assert (reading.value, reading.kind) == (None, Kind.AT_LEAST)
    assert (reading.start, reading.end) == (date(2026, 10, 22), date(2026, 11, 16))


def test_a_list_that_is_not_full_is_whole() -> None:
    (reading,) = of_type(Reading, all_read(GDELT, an_answer(articles(249), "artlist", told=249), a_brief()))

    assert (reading.kind, reading.start) == (Kind.EXACT, a_brief().window.start)


def test_an_article_found_by_its_text_counts_though_its_title_does_not_name_the_topic() -> None:
    brief = a_brief(topics=(a_topic(context=("bike",), exclude=("windmill",)),))
    body = articles(2)
    body["articles"][1]["title"] = "A windmill for Norrvind"
    mentions = of_type(Mention, all_read(GDELT, an_answer(body, "artlist"), brief))

    cleaned = clean(an_evidence(brief=brief, mentions=tuple(mentions)))

    assert [m.title for m in cleaned.mentions] == ["Article 0"]
    assert cleaned.removed == (("gdelt", "us", "irrelevant", 1),)


def test_the_same_article_under_two_addresses_has_one_key() -> None:
    body = articles(2)
    body["articles"][1]["url"] = "https://paper.example/0?utm_source=x#top"

    mentions = of_type(Mention, all_read(GDELT, an_answer(body, "artlist"), a_brief()))

    assert len({m.key for m in mentions}) == 1


def test_a_backslash_that_escapes_nothing_is_taken_out_and_all_others_are_kept() -> None:
    title = r'"title": "A\'s \| \u00e5 \\d \"q\" \x"'
    body = '{"articles": [{"url": "https://p.example/1", "seendate": "20260311T143000Z", ' + title + "}]}"

    (mention,) = of_type(Mention, all_read(GDELT, an_answer(body, "artlist"), a_brief()))

    assert mention.title == 'A\'s | å \\d "q" x'


def test_what_is_wrong_in_another_way_is_not_mended() -> None:
    with pytest.raises(SourceChanged, match="not readable JSON"):
        all_read(GDELT, an_answer('{"articles": [{"title": "a\\d" "b"}]}', "artlist"), a_brief())


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=40))
def test_mending_changes_nothing_in_json_that_is_right(title: str) -> None:
    body = json.dumps({"articles": [], "title": title})

    assert _gdelt.answer(an_answer(body)).fields["title"] == title


def test_a_request_for_fewer_questions_is_a_gap_that_may_pass_and_no_count() -> None:
    page = an_answer("Please limit requests to one every 5 seconds or contact us for larger queries.")

    (gap,) = all_read(GDELT, page, a_brief())

    assert isinstance(gap, Gap)
    assert (gap.reason, gap.about, gap.step) == (GapReason.THROTTLED, "us", "timelinevolraw")


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ("Invalid query start date.", SourceRefused, "Invalid query start date"),
        ("Parentheses may only be used around OR'd statements.", SourceRefused, "Parentheses"),
        ("<!DOCTYPE html><title>502 Bad Gateway</title>", SourceBlocked, "web page"),
        ("", SourceChanged, "empty"),
        ('{"articles": []}', SourceChanged, r"\$\.timeline"),
        ('{"timeline": [{"series": "Other", "data": []}]}', SourceChanged, "Article Count"),
        ('{"timeline": [{"series": "Article Count", "data": []}]}', SourceChanged, "not one day"),
        (timeline(("20260302", -1)), SourceChanged, "no count"),
        (timeline(("yesterday", 1)), SourceChanged, "not a time"),
    ],
)
def test_what_is_not_understood_is_named(body: Any, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        all_read(GDELT, an_answer(body), a_brief())


def test_a_series_of_another_time_says_nothing_of_the_window() -> None:
    """Some services take no notice of the days that they are asked for, and tell of the last ones."""
    with pytest.raises(SourceChanged, match="was asked for"):
        all_read(GDELT, an_answer(timeline(("20191001", 4), ("20191002", 9))), a_brief())


def test_a_list_of_another_time_says_nothing_of_the_window() -> None:
    with pytest.raises(SourceChanged, match="was asked for"):
        all_read(GDELT, an_answer(articles(9, last=date(2019, 10, 2)), "artlist", told=0), a_brief())


def test_a_list_beside_a_series_with_holes_is_never_whole() -> None:
    found = all_read(GDELT, an_answer(timeline(*a_week(1, 2, 3))), a_brief(window=WEEK))
    (request,) = of_type(Request, found)
    page = a_page(json.dumps(articles(6, last=date(2026, 3, 8))), source="gdelt", request=request)

    (reading,) = of_type(Reading, all_read(GDELT, page, a_brief(window=WEEK)))

    assert reading.kind is Kind.AT_LEAST
