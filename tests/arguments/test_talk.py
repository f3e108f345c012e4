"""Argument 1: what counts as a mention, over which weeks, and what is shown of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deckgen.arguments.talk import Talk
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Gap, Reading, SiteKind
from deckgen.model.finding import Finding, Quote, Verdict, Word
from deckgen.model.measure import Interval, Measurement
from deckgen.model.origin import Kind
from tests.arguments.cases import evidence, failure, silence, talk
from tests.factories import a_brief, a_lookup, a_mention, a_reading, a_topic, an_evidence, an_origin


def the_talk(*parts: Evidence, brief: Brief | None = None, **changes: object) -> Finding:
    return Talk().find(evidence(*parts, brief=brief, **changes), {})


def number(finding: Finding, name: str) -> int | float | None:
    value = finding.numbers[name]
    if value is None:
        return None
    point = value.point if isinstance(value, Interval) else value
    return float(point.value)


def posts(*mentions: object, source: str = "hackernews") -> Evidence:
    return an_evidence(
        asked=(source,),
        mentions=mentions,
        readings=(a_reading(source=source),),
        lookups=(a_lookup(source=source),),
    )


def a_post(name: str, **changes: object) -> object:
    return a_mention(**{"source": "hackernews", "key": f"https://h.example/{name}", **changes})


def test_own_posts_copies_and_undated_posts_are_counted_apart() -> None:
    finding = the_talk(
        posts(
            a_post("a"),
            a_post("a", origin=an_origin(record="<urn:2>")),
            a_post("b", is_own=True),
            a_post("c", published_at=None),
            a_post("d", published_at=datetime(2020, 1, 1, tzinfo=UTC)),
        ),
        removed=(("hackernews", "us", "duplicate", 3), ("hackernews", "us", "irrelevant", 2)),
    )

    counts = {
        n: number(finding, n) for n in ("total", "own_excluded", "undated", "duplicates", "irrelevant", "raw")
    }
    assert counts == {
        "total": 1,
        "own_excluded": 1,
        "undated": 1,
        "duplicates": 4,
        "irrelevant": 2,
        "raw": 9,
    }


def test_what_was_removed_for_a_competitor_is_not_ours() -> None:
    finding = the_talk(posts(a_post("a")), removed=(("hackernews", "velmora", "duplicate", 30),))

    assert number(finding, "duplicates") == 0


def test_one_address_read_by_two_sources_counts_once_and_one_number_of_two_services_twice() -> None:
    finding = the_talk(
        posts(a_post("a"), a_mention(source="hackernews", key="17")),
        posts(
            a_mention(source="wordpress_com", key="https://h.example/a"),
            a_mention(source="wordpress_com", key="17"),
            source="wordpress_com",
        ),
    )

    assert number(finding, "total") == 3


def test_a_post_that_names_us_is_not_counted_for_the_industry_too() -> None:
    finding = the_talk(posts(a_post("a"), a_post("a", topic="industry-1"), a_post("b", topic="industry-1")))

    assert (number(finding, "total"), number(finding, "industry_total")) == (1, 1)


def test_weeks_that_no_source_reached_are_gaps_and_not_zeros() -> None:
    start = a_brief().window.end - timedelta(days=7 * 10)
    recent = talk("us", 0, start=start)

    finding = the_talk(recent)

    weekly = finding.exhibits["weekly"].series[0].points
    assert [p is None for p in weekly] == [True] * 42 + [False] * 10
    assert {p.value for p in weekly if p is not None} == {0}
    assert number(finding, "weeks") == 10
    shown = finding.facts["window_from"]
    assert isinstance(shown, Measurement)
    assert shown.day == start


def test_a_week_that_was_covered_in_part_is_a_lower_bound() -> None:
    start = a_brief().window.end - timedelta(days=7 * 10 - 2)

    weekly = the_talk(talk("us", 0, start=start)).exhibits["weekly"].series[0].points

    known = [p for p in weekly if p is not None]
    assert [p.kind for p in known[:2]] == [Kind.AT_LEAST, Kind.EXACT]


def test_the_weeks_add_up_to_the_total() -> None:
    finding = the_talk(talk("us", 47), talk("us", 20, source="wordpress_com"))

    weekly = finding.exhibits["weekly"].series[0].points
    assert sum(p.value for p in weekly if p is not None) == number(finding, "total") == 67


def test_a_trend_is_drawn_only_from_sources_that_covered_both_halves() -> None:
    window = a_brief().window
    late = talk("us", 30, source="feeds", late=30, start=window.halves()[1].start)

    finding = the_talk(talk("us", 80, late=40), late)

    assert (number(finding, "first_half"), number(finding, "second_half")) == (40, 40)
    assert "trend-unclear" in finding.flags
    assert [c.key for c in finding.caveats] == ["trend-sources"]


@pytest.mark.parametrize(
    ("early", "late", "flag"),
    [(20, 60, "trend-up"), (60, 20, "trend-down"), (40, 45, "trend-unclear"), (9, 40, "too-few-for-trend")],
)
def test_a_trend_has_a_word_only_where_its_range_excludes_one(early: int, late: int, flag: str) -> None:
    finding = the_talk(talk("us", early + late, late=late))

    trends = {"trend-up", "trend-down", "trend-unclear", "too-few-for-trend"}
    assert finding.flags & trends == {flag}


def test_nobody_naming_us_among_many_who_discuss_the_industry_contradicts() -> None:
    finding = the_talk(silence(), talk("industry-1", 214))

    assert finding.verdict is Verdict.CONTRADICTS
    assert "industry-only" in finding.flags
    assert number(finding, "total") == 0
    assert number(finding, "zero_upper") == pytest.approx(3 / 214, abs=1e-6)
    assert finding.tables["cards"].rows


def test_mentions_without_a_date_still_name_us() -> None:
    finding = the_talk(posts(a_post("c", published_at=None)))

    assert finding.verdict is Verdict.WEAK
    assert "nobody" not in finding.flags


def test_a_failed_source_is_no_zero() -> None:
    finding = the_talk(talk("us", 60), failure("wordpress_com"))

    bars = finding.exhibits["by_source"]
    assert [w.key for w in bars.labels if isinstance(w, Word)] == ["hackernews", "wordpress_com"]
    assert bars.series[0].points[1] is None
    assert (number(finding, "sources_asked"), number(finding, "sources_ran")) == (2, 1)
    states = [row.cells["state"] for row in finding.tables["sources"].rows]
    assert [s.key for s in states if isinstance(s, Word)] == ["answered", "gap"]


def test_the_verdict_weakens_when_the_biggest_source_carries_it_alone() -> None:
    lopsided = the_talk(talk("us", 50), talk("us", 10, source="wordpress_com"))
    even = the_talk(talk("us", 50), talk("us", 40, source="wordpress_com"))

    assert lopsided.verdict is Verdict.WEAK
    assert [t.key for t in lopsided.tests if not t.is_met] == ["leave-one-out"]
    assert even.verdict is Verdict.STRONG


def test_a_count_without_a_list_stands_in_the_table_and_in_no_total() -> None:
    counted = an_evidence(
        asked=("feeds",),
        readings=(a_reading(source="feeds", unit="article", value=1234, kind=Kind.ESTIMATE),),
        lookups=(a_lookup(source="feeds"),),
    )

    finding = the_talk(talk("us", 40), counted)

    row = next(
        r for r in finding.tables["sources"].rows if r.cells["unit"] == Word(group="unit", key="article")
    )
    count = row.cells["count"]
    assert isinstance(count, Measurement)
    assert int(count.value) == 1234
    assert count.kind is Kind.ESTIMATE
    assert number(finding, "total") == 40


def counted_alone(*told: Reading, brief: Brief | None = None) -> Measurement:
    """What one service counted of us, else of the industry, without a list."""
    lookups = tuple(a_lookup(source="tags", about=r.topic) for r in told)
    finding = the_talk(an_evidence(asked=("tags",), readings=told, lookups=lookups), brief=brief)
    (row,) = (r for r in finding.tables["sources"].rows)
    count = row.cells["count"] or row.cells["industry"]
    assert isinstance(count, Measurement)
    return count


def test_lower_bounds_for_the_same_days_are_not_added_up_as_they_may_be_of_the_same_posts() -> None:
    """Two hashtags of one post, and one post on two servers."""
    week = {"start": date(2026, 11, 9), "end": date(2026, 11, 16), "kind": Kind.AT_LEAST}
    same = [a_reading(source="tags", unit="post", value=n, **week) for n in (40, 70, 55)]
    before = a_reading(
        source="tags",
        unit="post",
        value=9,
        start=date(2026, 11, 2),
        end=date(2026, 11, 9),
        kind=Kind.AT_LEAST,
    )

    count = counted_alone(*same, before)

    assert (int(count.value), count.kind) == (79, Kind.AT_LEAST)


def test_exact_counts_of_two_topics_add_up_to_an_estimate_as_one_post_may_speak_of_both() -> None:
    brief = a_brief(topics=(a_topic(), a_topic("industry-1"), a_topic("industry-2")))
    told = (a_reading(source="tags", topic=f"industry-{i}", value=10 * i, kind=Kind.EXACT) for i in (1, 2))

    count = counted_alone(*told, brief=brief)

    assert (int(count.value), count.kind) == (30, Kind.ESTIMATE)


def a_count_beside_a_list(listing: Kind, *weeks: int, gaps: tuple[Gap, ...] = ()) -> Measurement:
    """The count of a source that lists two articles, and counts some weeks itself."""
    told = tuple(
        a_reading(source="gdelt", unit="article", value=n, start=date(2026, 1, 5) + timedelta(days=7 * i))
        for i, n in enumerate(weeks)
    )
    seen = an_evidence(
        asked=("gdelt",),
        mentions=tuple(
            a_mention(source="gdelt", unit="article", key=f"https://n.example/{n}") for n in range(2)
        ),
        readings=(a_reading(source="gdelt", unit="article", kind=listing), *told),
        lookups=(a_lookup(source="gdelt"),),
        gaps=gaps,
    )
    (row,) = (r for r in the_talk(seen).tables["sources"].rows)
    count = row.cells["count"]
    assert isinstance(count, Measurement)
    return count


def test_a_list_that_is_whole_is_the_count_and_what_the_service_counted_is_not_added() -> None:
    count = a_count_beside_a_list(Kind.EXACT, 3, 4)

    assert (int(count.value), count.kind, count.formula) == (2, Kind.EXACT, "count")


def test_of_a_list_that_was_cut_off_the_count_is_what_the_service_counted() -> None:
    count = a_count_beside_a_list(Kind.AT_LEAST, 3, 4)

    assert (int(count.value), count.kind, count.formula) == (7, Kind.EXACT, "sum")


def test_of_a_list_that_was_cut_off_a_smaller_count_of_the_service_is_not_taken() -> None:
    count = a_count_beside_a_list(Kind.AT_LEAST, 1)

    assert (int(count.value), count.kind) == (2, Kind.AT_LEAST)


def test_a_count_of_which_a_part_was_not_answered_is_at_least() -> None:
    count = a_count_beside_a_list(Kind.AT_LEAST, 3, 4, gaps=failure("gdelt").gaps)

    assert (int(count.value), count.kind) == (7, Kind.AT_LEAST)


def test_units_have_rows_of_their_own() -> None:
    finding = the_talk(
        posts(a_post("a", unit="story"), a_post("b", unit="comment"), a_post("c", unit="comment"))
    )

    rows = [(r.cells["unit"], r.cells["count"]) for r in finding.tables["sources"].rows]
    assert [(u.key, int(n.value)) for u, n in rows if isinstance(u, Word) and isinstance(n, Measurement)] == [
        ("comment", 2),
        ("post", 0),
        ("story", 1),
    ]
    assert "mixed-units" in {c.key for c in finding.caveats}


def test_cards_hold_a_critical_and_a_favourable_voice_and_then_each_source() -> None:
    finding = the_talk(
        posts(
            *(a_post(f"n{i}", excerpt=f"Neutral {i}", points=100 + i) for i in range(9)),
            a_post("bad", excerpt="The brakes squeal", sentiment="negative"),
            a_post("good", excerpt="I love it", sentiment="positive"),
        ),
        posts(a_mention(source="feeds", key="https://f.example/1", excerpt="From a feed"), source="feeds"),
    )

    texts = [r.cells["text"] for r in finding.tables["cards"].rows]
    assert [t.text for t in texts if isinstance(t, Quote)] == [
        "The brakes squeal",
        "I love it",
        "Neutral 8",
        "From a feed",
        "Neutral 7",
    ]
    assert (number(finding, "critical"), number(finding, "favourable")) == (1, 1)


def test_long_quotations_are_cut_between_words() -> None:
    finding = the_talk(posts(a_post("a", excerpt="gravel " * 100)))

    text = finding.tables["cards"].rows[0].cells["text"]
    assert isinstance(text, Quote)
    assert len(text.text) <= 180
    assert text.text.endswith("gravel…")


def test_themes_are_the_phrases_of_the_brief_as_whole_words() -> None:
    topics = (a_topic(context=("brakes", "ride")), a_topic("industry-1"))

    finding = the_talk(
        posts(
            a_post("a", title="The brakes of a ride", excerpt=""),
            a_post("b", title="Brakes again", excerpt=""),
            a_post("c", title="A bride", excerpt=""),
        ),
        brief=a_brief(topics=topics),
    )

    themes = finding.exhibits["themes"]
    labels = [q.text for q in themes.labels if isinstance(q, Quote)]
    assert dict(zip(labels, [int(p.value) for p in themes.series[0].points if p], strict=True)) == {
        "brakes": 2,
        "ride": 1,
    }


def test_a_week_that_stands_out_without_a_post_of_our_own_is_told() -> None:
    day = datetime(2026, 6, 3, 12, tzinfo=UTC)
    storm = [a_post(f"s{i}", published_at=day + timedelta(hours=i), comments=i) for i in range(20)]

    silent = the_talk(posts(*storm))
    answered = the_talk(posts(*storm, a_post("own", published_at=day, is_own=True)))

    assert "own-voice-unanswered-peak" in silent.flags
    assert "own-voice-unanswered-peak" not in answered.flags
    monday = silent.numbers["peak_week"]
    assert isinstance(monday, Measurement)
    assert monday.day == date(2026, 6, 1)
    assert isinstance(silent.facts["peak_title"], Quote)
    assert silent.facts["peak_title"].origins


def test_tone_is_not_measured_unless_a_source_judged_it() -> None:
    finding = the_talk(posts(a_post("a", site_kind=SiteKind.BLOG)))

    assert finding.numbers["critical"] is None


def a_feed(host: str, *mentions: object, has_gap: bool = False) -> Evidence:
    """A feed is read for all topics at once: its questions are about a host."""
    gaps = failure("feeds", "other.example").gaps if has_gap else ()
    return an_evidence(
        asked=("feeds",),
        mentions=mentions,
        readings=(a_reading(source="feeds", unit="item", kind=Kind.AT_LEAST),),
        lookups=(a_lookup(source="feeds", about=host),),
        gaps=gaps,
    )


@pytest.mark.parametrize(("has_gap", "state"), [(False, "answered"), (True, "partly")])
def test_a_source_that_reads_for_all_topics_at_once_did_answer_for_us(*, has_gap: bool, state: str) -> None:
    finding = the_talk(a_feed("press.example", has_gap=has_gap))

    assert number(finding, "sources_ran") == 1
    row = finding.tables["sources"].rows[0].cells
    assert row["state"] == Word(group="state", key=state)
    assert finding.verdict is Verdict.CONTRADICTS


def test_none_found_is_told_as_none_and_one_found_as_at_least_one() -> None:
    item = a_mention(source="feeds", key="https://press.example/1", unit="item")

    none, one = (the_talk(a_feed("press.example", *found)).numbers["total"] for found in ((), (item,)))

    assert isinstance(none, Measurement)
    assert isinstance(one, Measurement)
    assert [m.kind for m in (none, one)] == [Kind.EXACT, Kind.AT_LEAST]


def test_a_source_that_gives_something_else_is_not_asked_for_talk() -> None:
    other = replace(failure("wikipedia"), gives=())

    assert number(the_talk(talk("us", 40), other), "sources_asked") == 1


@pytest.mark.parametrize(("reach", "is_told"), [(date(2025, 11, 17), True), (date(2026, 10, 19), False)])
def test_a_list_that_begins_later_than_another_makes_no_rise(reach: date, *, is_told: bool) -> None:
    """Two feeds of one source: what the shorter one brings in lately was not listened to before."""
    window = a_brief().window
    days = [window.start + timedelta(days=9 * i) for i in range(40)]
    old = [
        a_post(f"old{i}", published_at=datetime(d.year, d.month, d.day, tzinfo=UTC))
        for i, d in enumerate(days)
    ]
    new = [a_post(f"new{i}", published_at=datetime(2026, 11, 1 + i % 14, tzinfo=UTC)) for i in range(60)]
    lists = (
        a_reading(source="hackernews", kind=Kind.AT_LEAST, start=window.start),
        a_reading(source="hackernews", kind=Kind.AT_LEAST, start=reach),
    )
    seen = an_evidence(
        asked=("hackernews",), mentions=(*old, *new), readings=lists, lookups=(a_lookup(source="hackernews"),)
    )

    assert (number(the_talk(seen), "trend") is not None) is is_told
