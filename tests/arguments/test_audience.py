"""Growth over runs and dated series: the same account, source and kind of number, or no growth at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from deckgen.arguments.rivals import Rivals
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.finding import Finding, Quote, Row, Word
from deckgen.model.measure import Interval, Measurement
from deckgen.model.origin import Kind
from tests.arguments.cases import SOURCES, a_wide_brief, channels, evidence, talk
from tests.arguments.walking import READ, measurements, recomputed
from tests.factories import AS_OF, an_evidence, an_observation, an_origin

RIVALS = ("velmora", "brightspoke", "kurvo")
BEFORE = AS_OF - timedelta(days=35)


def reading(company: str, people: int, on: date = AS_OF, **changes: Any) -> Observation:
    """What one run read on its day."""
    platform = changes.get("platform", "bluesky")
    source = changes.get("source", platform)
    handle = changes.pop("handle", f"{company}.example")
    origin = an_origin(
        source=source,
        url=f"https://{platform}.example/{handle}",
        retrieved_at=datetime.combine(on, time(8), tzinfo=UTC),
        record=f"<urn:{company}:{on}>",
    )
    return an_observation(
        people,
        **{
            "source": source,
            "about": company,
            "platform": platform,
            "as_of": on,
            "handle": handle,
            "origin": origin,
            **changes,
        },
    )


def found(now: list[Observation], then: list[Observation] = [], *parts: Evidence) -> Finding:  # noqa: B006
    given = evidence(*parts, an_evidence(observations=tuple(now)), brief=a_wide_brief(), earlier=tuple(then))
    return Rivals().find(given, {})


def rows(finding: Finding) -> dict[str, Row]:
    named = {r.cells["company"]: r for r in finding.tables["audience_growth"].rows}
    return {q.text.lower(): r for q, r in named.items() if isinstance(q, Quote)}


def says(finding: Finding) -> dict[str, str]:
    words = {name: row.cells["verdict"] for name, row in rows(finding).items()}
    return {name: w.key for name, w in words.items() if isinstance(w, Word)}


def value(finding: Finding, company: str, column: str) -> float | None:
    cell = rows(finding)[company].cells[column]
    return float(cell.value) if isinstance(cell, Measurement) else None


def number(finding: Finding, name: str) -> float | None:
    n = finding.numbers[name]
    point = n.point if isinstance(n, Interval) else n
    return float(point.value) if point is not None else None


def test_two_runs_give_both_days_both_counts_the_change_its_part_and_its_speed() -> None:
    finding = found([reading("velmora", 1070)], [reading("velmora", 1000, BEFORE)])

    row = rows(finding)["velmora"].cells
    assert isinstance(row["from_on"], Measurement)
    assert isinstance(row["to_on"], Measurement)
    assert (row["from_on"].day, row["to_on"].day) == (BEFORE, AS_OF)
    assert [value(finding, "velmora", c) for c in ("before", "after", "change", "growth", "per_30_days")] == [
        1000,
        1070,
        70,
        0.07,
        60,
    ]
    assert says(finding) == {"velmora": "grew"}
    assert "audience-growth" in finding.flags


def test_every_number_of_a_growth_can_be_recomputed_and_leads_to_its_answer() -> None:
    now = [reading(k, n) for k, n in zip(("us", *RIVALS), (210, 1500, 47, 990), strict=True)]
    then = [reading(k, n, BEFORE) for k, n in zip(("us", *RIVALS), (200, 1000, 40, 1000), strict=True)]

    finding = found(now, then)

    told = [m for m in measurements(finding) if "audience" in m.key or "readings" in m.key]
    computed = [m for m in told if m.formula not in READ]
    assert {m.formula for m in computed} >= {"difference", "relative-change", "per-thirty-days"}
    for m in computed:
        assert float(m.value) == pytest.approx(recomputed(m), abs=2e-6), m.key
    assert all(m.origins for m in told)


def test_one_run_alone_is_a_first_reading_and_no_growth() -> None:
    finding = found([reading("velmora", 1070), reading("us", 100)])

    assert rows(finding) == {}
    assert "first-reading" in finding.flags
    assert "audience-growth" not in finding.flags
    assert number(finding, "audience_read_twice") == 0


def test_nothing_read_at_all_is_no_first_reading() -> None:
    assert "first-reading" not in found([]).flags


@pytest.mark.parametrize("days", [1, 13])
def test_readings_less_than_two_weeks_apart_are_not_compared(days: int) -> None:
    finding = found([reading("velmora", 1070)], [reading("velmora", 900, AS_OF - timedelta(days=days))])

    assert rows(finding) == {}
    assert number(finding, "audience_refused") == 1


def test_readings_two_weeks_apart_are_compared() -> None:
    finding = found([reading("velmora", 1070)], [reading("velmora", 900, AS_OF - timedelta(days=14))])

    assert says(finding) == {"velmora": "grew"}


def test_another_account_is_a_break_and_not_a_growth() -> None:
    finding = found(
        [reading("velmora", 9000, handle="velmora.social"), reading("kurvo", 500)],
        [reading("velmora", 1000, BEFORE), reading("kurvo", 450, BEFORE)],
    )

    assert says(finding) == {"velmora": "account", "kurvo": "grew"}
    assert [value(finding, "velmora", c) for c in ("before", "change", "growth", "per_30_days")] == [None] * 4
    assert [c.key for c in finding.caveats if c.key.startswith("account")] == ["account-change"]


def test_a_handle_in_another_spelling_is_the_same_account() -> None:
    finding = found([reading("velmora", 1070, handle="@Velmora.example")], [reading("velmora", 1000, BEFORE)])

    assert says(finding) == {"velmora": "grew"}


def test_readings_by_different_sources_are_never_joined() -> None:
    finding = found([reading("velmora", 1070)], [reading("velmora", 1000, BEFORE, source="wikidata")])

    assert rows(finding) == {}
    assert number(finding, "audience_read_twice") == 0


@pytest.mark.parametrize("then", [{"kind": Kind.AT_LEAST}, {"rounded_to": Decimal(100)}])
def test_another_way_of_counting_is_a_break(then: dict[str, Any]) -> None:
    finding = found(
        [reading("velmora", 1070), reading("kurvo", 500)],
        [reading("velmora", 1000, BEFORE, **then), reading("kurvo", 450, BEFORE)],
    )

    assert says(finding)["velmora"] == "method"
    assert value(finding, "velmora", "change") is None


def test_growth_begins_anew_after_a_break() -> None:
    long_ago = AS_OF - timedelta(days=90)
    finding = found(
        [reading("velmora", 1070)],
        [reading("velmora", 40_000, long_ago, handle="old"), reading("velmora", 1000, BEFORE)],
    )

    assert value(finding, "velmora", "before") == 1000


@pytest.mark.parametrize(
    ("then", "now", "step", "verdict"),
    [
        (12_300, 12_300, 100, "too-small"),
        (12_300, 12_400, 100, "grew"),
        (12_400, 12_300, 100, "shrank"),
        (1000, 1000, 1, "same"),
        (1000, 1001, 1, "grew"),
    ],
)
def test_a_change_within_the_rounding_is_refused(then: int, now: int, step: int, verdict: str) -> None:
    rounded = {"kind": Kind.AT_LEAST, "rounded_to": Decimal(step)} if step > 1 else {}
    finding = found(
        [reading("velmora", now, **rounded), reading("kurvo", 500)],
        [reading("velmora", then, BEFORE, **rounded), reading("kurvo", 450, BEFORE)],
    )

    assert says(finding)["velmora"] == verdict
    assert (value(finding, "velmora", "change") is None) == (verdict == "too-small")


def test_the_change_of_rounded_counts_is_an_estimate_and_no_lower_bound() -> None:
    rounded = {"kind": Kind.AT_LEAST, "rounded_to": Decimal(100)}
    finding = found([reading("velmora", 13_000, **rounded)], [reading("velmora", 12_000, BEFORE, **rounded)])

    changed = rows(finding)["velmora"].cells["change"]
    assert isinstance(changed, Measurement)
    assert changed.kind is Kind.ESTIMATE


def test_a_small_base_shows_counts_and_no_rate() -> None:
    finding = found([reading("velmora", 90)], [reading("velmora", 49, BEFORE)])

    assert [value(finding, "velmora", c) for c in ("before", "after", "change")] == [49, 90, 41]
    assert [value(finding, "velmora", c) for c in ("growth", "per_30_days")] == [None, None]


def test_a_dated_series_in_one_answer_counts_before_there_is_a_second_run() -> None:
    series = [
        reading("velmora", n, AS_OF - timedelta(days=d), source="wikidata", platform="x")
        for n, d in ((900, 200), (950, 100), (1000, 30))
    ]

    finding = found(series)

    assert [value(finding, "velmora", c) for c in ("before", "after")] == [900, 1000]


def test_points_that_are_dated_by_month_or_year_only_are_left_out() -> None:
    finding = found(
        [
            reading("velmora", 500, AS_OF - timedelta(days=200), note="year"),
            reading("velmora", 900, AS_OF - timedelta(days=100)),
            reading("velmora", 1000),
        ]
    )

    assert value(finding, "velmora", "before") == 900


def test_a_series_that_ended_before_the_window_says_nothing_of_today() -> None:
    old = [
        reading("velmora", n, AS_OF - timedelta(days=d), source="wikidata") for n, d in ((9, 900), (99, 500))
    ]

    finding = found(old)

    assert rows(finding) == {}
    assert number(finding, "audience_refused") == 1


def test_what_todays_answer_says_of_an_earlier_day_goes_before_what_an_earlier_run_said() -> None:
    def entered(people: int, on: date, read_on: date) -> Observation:
        return reading("velmora", people, on, source="wikidata", origin=reading("velmora", 0, read_on).origin)

    first, middle = AS_OF - timedelta(days=100), AS_OF - timedelta(days=60)
    finding = found(
        [entered(900, first, AS_OF), entered(1000, AS_OF - timedelta(days=1), AS_OF)],
        [entered(9, first, BEFORE), entered(99_999, middle, BEFORE)],
    )

    assert [value(finding, "velmora", c) for c in ("before", "after")] == [900, 1000]


def test_a_smaller_site_rank_is_a_rise_and_has_no_rate() -> None:
    def rank(n: int, on: date) -> Observation:
        return reading("velmora", n, on, source="tranco_ranks", platform="tranco", metric="traffic_rank")

    finding = found([rank(50_000, BEFORE), rank(40_000, AS_OF)])

    assert says(finding) == {"velmora": "rose"}
    assert value(finding, "velmora", "change") == -10_000
    assert value(finding, "velmora", "growth") is None
    assert "audience-rank" in finding.flags


def everybody(now: tuple[int, ...], then: tuple[int, ...]) -> tuple[list[Observation], list[Observation]]:
    keys = ("us", *RIVALS)
    return (
        [reading(k, n) for k, n in zip(keys, now, strict=True)],
        [reading(k, n, BEFORE) for k, n in zip(keys, then, strict=True)],
    )


def test_audiences_decide_where_neither_mentions_nor_views_can() -> None:
    finding = found(*everybody((1010, 2000, 1020, 800), (1000, 1000, 1000, 1000)))

    assert finding.facts["growth_metric"] == Word(group="metric", key="audience")
    assert finding.facts["growth_platform"] == Word(group="platform", key="bluesky")
    assert says(finding) == {
        "norrvind": "us",
        "velmora": "faster",
        "brightspoke": "unclear",
        "kurvo": "slower",
    }
    assert [number(finding, n) for n in ("growth_compared", "faster", "slower", "undecided")] == [3, 1, 1, 1]
    days = [finding.facts[n] for n in ("before_from", "before_to", "after_from", "after_to")]
    assert [d.day for d in days if isinstance(d, Measurement)] == [BEFORE, BEFORE, AS_OF, AS_OF]


def test_mentions_decide_before_audiences_and_the_two_are_not_mixed() -> None:
    mentions = tuple(talk(k, 80, late=40, source=s) for k in ("us", *RIVALS) for s in SOURCES)

    finding = found(*everybody((1010, 2000, 1020, 800), (1000, 1000, 1000, 1000)), *mentions)

    assert finding.facts["growth_metric"] == Word(group="metric", key="mentions")
    assert number(finding, "faster") == 0
    assert says(finding)["velmora"] == "faster"


def test_nobody_is_faster_or_slower_where_nobody_else_was_read_over_the_same_days() -> None:
    long_ago = AS_OF - timedelta(days=300)
    finding = found(
        [reading("us", 1010), reading("velmora", 3000, AS_OF - timedelta(days=200))],
        [reading("us", 1000, BEFORE), reading("velmora", 1000, long_ago)],
    )

    assert "one-window" in finding.flags
    assert says(finding) == {"norrvind": "grew", "velmora": "grew"}
    assert number(finding, "faster") is None


def test_companies_are_compared_over_the_days_they_share() -> None:
    long_ago = AS_OF - timedelta(days=300)
    finding = found(
        [reading("us", 1010), reading("velmora", 3000)],
        [
            reading("us", 1000, BEFORE),
            reading("velmora", 100, long_ago),
            reading("velmora", 2900, BEFORE + timedelta(days=2)),
        ],
    )

    assert value(finding, "velmora", "before") == 2900
    assert says(finding) == {"norrvind": "us", "velmora": "unclear"}


def test_the_largest_growth_leads_and_ours_stands_beside_it() -> None:
    finding = found(*everybody((1010, 1100, 1300, 800), (1000, 1000, 1000, 1000)))

    lead = finding.facts["audience_lead"]
    assert isinstance(lead, Quote)
    assert lead.text == "Brightspoke"
    assert number(finding, "audience_growth") == 0.3
    assert number(finding, "audience_growth_us") == 0.01
    assert number(finding, "audience_compared") == 4
    assert number(finding, "audience_days") == 35


def test_growth_of_audiences_changes_no_verdict_on_presence() -> None:
    with_growth = found(*everybody((1000,) * 4, (1000,) * 4), *channels(RIVALS, ("us",)))
    without = found([], [], *channels(RIVALS, ("us",)))

    assert with_growth.verdict is without.verdict


def test_each_platform_is_judged_by_itself() -> None:
    def on_platform(name: str, people: int) -> tuple[list[Observation], list[Observation]]:
        return (
            [reading("us", 1000, platform=name), reading("velmora", people, platform=name)],
            [reading("us", 1000, BEFORE, platform=name), reading("velmora", 1000, BEFORE, platform=name)],
        )

    (now, then), (more_now, more_then) = on_platform("bluesky", 2000), on_platform("mastodon", 500)
    finding = found([*now, *more_now], [*then, *more_then])

    told = [(r.cells["platform"], r.cells["verdict"]) for r in finding.tables["audience_growth"].rows]
    assert [(p.key, v.key) for p, v in told if isinstance(p, Word) and isinstance(v, Word)] == [
        ("bluesky", "us"),
        ("bluesky", "faster"),
        ("mastodon", "us"),
        ("mastodon", "slower"),
    ]
    assert finding.facts["growth_platform"] == Word(group="platform", key="bluesky")


def test_page_views_of_earlier_runs_are_never_joined_to_those_of_today() -> None:
    month = date(2026, 9, 1)
    finding = found(
        [],
        [
            reading("velmora", n, d, metric="views_month", platform="wikipedia", period=month)
            for n, d in ((10, BEFORE), (99, AS_OF))
        ],
    )

    assert rows(finding) == {}
    assert finding.exhibits["attention"].labels == ()
