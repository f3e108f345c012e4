"""Argument 4: who is where, and who grows faster, the same days and platforms for all."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest

from deckgen.arguments.rivals import Rivals
from deckgen.model.evidence import Evidence, PresenceState
from deckgen.model.finding import Finding, Quote, Verdict, Word
from deckgen.model.measure import Interval, Measurement
from tests.arguments.cases import SOURCES, a_wide_brief, channels, evidence, failure, on, page_of, talk
from tests.factories import a_company, an_evidence, an_observation

RIVALS = ("velmora", "brightspoke", "kurvo")
MONTHS = tuple(date(2025, 12, 1) if m == 12 else date(2026, m, 1) for m in (12, *range(1, 11)))


def rivals(*parts: Evidence, **brief: object) -> Finding:
    return Rivals().find(evidence(*parts, brief=a_wide_brief(**brief)), {})


def value(finding: Finding, name: str) -> float | None:
    number = finding.numbers[name]
    point = number.point if isinstance(number, Interval) else number
    return float(point.value) if point is not None else None


def race(**counts: tuple[int, int]) -> tuple[Evidence, ...]:
    return tuple(
        talk(key, a + b, late=b, source=source) for key, (a, b) in counts.items() for source in SOURCES
    )


def views(company: str, *counts: int, moved: int = -1) -> Evidence:
    """Page views of the months from December on."""
    return an_evidence(
        asked=("pageviews",),
        observations=tuple(
            an_observation(
                n,
                source="pageviews",
                about=company,
                platform="wikipedia",
                metric="views_month",
                period=month,
                note="page-move" if i == moved else "",
                origin=page_of("pageviews", len(company)),
            )
            for i, (month, n) in enumerate(zip(MONTHS, counts, strict=False))
        ),
    )


def steady(early: int, late: int) -> tuple[int, ...]:
    """Eleven months: early until May, late from June on, with a little swing."""
    return tuple((early if i < 6 else late) + i % 3 for i in range(11))


def verdicts(finding: Finding) -> dict[str, str]:
    rows = [(r.cells["company"], r.cells["verdict"]) for r in finding.tables["growth"].rows]
    return {q.text: w.key for q, w in rows if isinstance(q, Quote) and isinstance(w, Word)}


def test_faster_needs_a_range_that_excludes_one() -> None:
    finding = rivals(*race(us=(40, 40), velmora=(40, 80), brightspoke=(40, 44), kurvo=(80, 40)))

    assert verdicts(finding) == {
        "Norrvind": "us",
        "Velmora": "faster",
        "Brightspoke": "unclear",
        "Kurvo": "slower",
    }
    assert [value(finding, n) for n in ("growth_compared", "faster", "slower", "undecided")] == [3, 1, 1, 1]
    assert finding.facts["fastest"].text == "Velmora"  # type: ignore[union-attr]
    assert value(finding, "gap") == 2


def test_small_bases_have_no_growth() -> None:
    finding = rivals(*race(us=(40, 40), velmora=(4, 9), brightspoke=(40, 44), kurvo=(80, 40)))

    assert verdicts(finding)["Velmora"] == "too-few"
    row = next(r for r in finding.tables["growth"].rows if r.cells["company"].text == "Velmora")  # type: ignore[union-attr]
    assert row.cells["ratio"] is None
    assert row.cells["before"].value == 8  # type: ignore[union-attr]


def test_our_own_small_base_compares_nobody() -> None:
    finding = rivals(*race(us=(2, 1), velmora=(40, 80), brightspoke=(40, 80), kurvo=(40, 80)))

    assert "one-window" in finding.flags
    assert finding.numbers["gap"] is None


def test_halves_are_equal_and_go_back_as_far_as_all_were_read() -> None:
    finding = rivals(*race(us=(40, 40), velmora=(40, 80), brightspoke=(40, 44), kurvo=(80, 40)))

    days = [finding.facts[n] for n in ("before_from", "before_to", "after_from", "after_to")]
    first, second, third, fourth = (d.day for d in days if isinstance(d, Measurement))
    assert (second - first).days == (fourth - third).days == 26 * 7 - 1
    assert (third - second).days == 1


def test_page_views_stand_in_where_mentions_are_too_few() -> None:
    finding = rivals(
        views("us", *steady(1000, 1000)),
        views("velmora", *steady(1000, 3000)),
        views("brightspoke", *steady(3000, 1000)),
        views("kurvo", 1000, 9000, 2000, 8000, 1000, 9000, 2000, 8000, 4000, 9000, 2000),
        *race(us=(3, 3), velmora=(3, 3), brightspoke=(3, 3), kurvo=(3, 3)),
    )

    assert finding.facts["growth_metric"] == Word(group="metric", key="views")
    assert finding.facts["growth_source"] == Word(group="source", key="pageviews")
    assert verdicts(finding) == {
        "Norrvind": "us",
        "Velmora": "faster",
        "Brightspoke": "slower",
        "Kurvo": "unclear",
    }


def test_a_moved_page_breaks_off_and_is_not_compared() -> None:
    finding = rivals(
        views("us", *steady(1000, 1000)),
        views("velmora", *steady(1000, 40_000), moved=6),
        views("kurvo", *steady(1000, 1000)),
    )

    assert "page-move" in finding.flags
    assert set(verdicts(finding)) == {"Norrvind", "Kurvo"}
    lines = {
        s.label.text: s.points for s in finding.exhibits["attention"].series if isinstance(s.label, Quote)
    }
    assert [i for i, p in enumerate(lines["Velmora"]) if p is None] == [6]
    assert finding.caveats[0].facts["company"].text == "Velmora"  # type: ignore[union-attr]


def test_a_platform_known_for_one_company_alone_is_not_compared() -> None:
    finding = rivals(
        *channels(RIVALS, ("us",)),
        on("mastodon", "velmora", PresenceState.PRESENT, days_ago=1),
        on("website", "velmora", PresenceState.PRESENT),
        on("website", "us", PresenceState.PRESENT),
    )

    rows = [r.cells["platform"] for r in finding.tables["matrix"].rows]
    assert {w.key for w in rows if isinstance(w, Word)} == {"bluesky", "youtube", "wikipedia"}
    assert value(finding, "platforms") == 3


def test_an_unmeasured_channel_of_ours_is_no_lead_of_theirs() -> None:
    us = a_company(handles=MappingProxyType({"bluesky": "norrvind"}))

    finding = rivals(
        *(on("bluesky", k, PresenceState.PRESENT, days_ago=1) for k in RIVALS),
        on("bluesky", "us", PresenceState.UNKNOWN),
        us=us,
    )

    assert value(finding, "rivals_active") == 0
    assert finding.verdict is Verdict.WEAK


def test_an_article_that_exists_counts_as_active() -> None:
    finding = rivals(
        on("wikipedia", "velmora", PresenceState.PRESENT),
        on("wikipedia", "kurvo", PresenceState.PRESENT),
        on("wikipedia", "us", PresenceState.ABSENT),
        on("wikipedia", "brightspoke", PresenceState.UNKNOWN),
    )

    row = finding.tables["matrix"].rows[0].cells
    assert {k: c.key for k, c in row.items() if isinstance(c, Word)} == {
        "platform": "wikipedia",
        "us": "none",
        "velmora": "active",
        "brightspoke": "unknown",
        "kurvo": "active",
    }
    assert (value(finding, "articles_rivals"), value(finding, "article_us")) == (2, 0)


def test_an_article_that_only_the_brief_names_is_present_and_rests_on_the_brief() -> None:
    us = a_company(handles=MappingProxyType({"wikipedia": "Norrvind"}))

    finding = rivals(on("wikipedia", "velmora", PresenceState.PRESENT), us=us)

    assert finding.tables["matrix"].rows[0].cells["us"] == Word(group="state", key="present")
    article = finding.numbers["article_us"]
    assert isinstance(article, Measurement)
    assert [o.source for o in article.origins] == ["brief"]


def test_an_encyclopaedia_that_was_not_read_says_nothing_of_articles() -> None:
    finding = rivals(*(on("bluesky", k, PresenceState.PRESENT, days_ago=1) for k in ("us", "velmora")))

    assert finding.numbers["article_us"] is None
    assert finding.numbers["articles_rivals"] is None


def test_audiences_are_compared_on_one_platform() -> None:
    people = (
        ("us", "bluesky", 100),
        ("velmora", "bluesky", 900),
        ("kurvo", "bluesky", 400),
        ("velmora", "youtube", 50_000),
    )
    counts = tuple(
        an_observation(n, source=p, about=k, platform=p, metric="audience", origin=page_of(p, 9))
        for k, p, n in people
    )

    finding = rivals(*channels(("us", *RIVALS), ()), an_evidence(observations=counts))

    assert finding.facts["audience_platform"] == Word(group="platform", key="bluesky")
    assert (value(finding, "audience_us"), value(finding, "audience_best")) == (100, 900)


def test_being_ahead_everywhere_contradicts() -> None:
    finding = rivals(
        *channels(("us",), RIVALS), *race(us=(40, 90), velmora=(40, 40), brightspoke=(40, 40), kurvo=(40, 40))
    )

    assert finding.verdict is Verdict.CONTRADICTS
    assert "we-lead" in finding.flags
    assert value(finding, "slower") == 3


def test_competitors_that_are_there_but_grow_more_slowly_give_a_mixed_picture() -> None:
    finding = rivals(
        *channels(RIVALS, ("us",)), *race(us=(40, 90), velmora=(40, 40), brightspoke=(40, 40), kurvo=(40, 40))
    )

    assert finding.verdict is Verdict.WEAK
    assert "mixed" in finding.flags


def test_the_verdict_weakens_when_one_competitor_carries_it() -> None:
    finding = rivals(
        *channels(("velmora", "us"), ("brightspoke", "kurvo")),
        *race(us=(40, 40), velmora=(40, 90), brightspoke=(40, 40), kurvo=(40, 40)),
    )

    assert "leave-one-out" in [t.key for t in finding.tests if not t.is_met]
    assert finding.verdict is not Verdict.STRONG


def test_either_of_the_liveliest_and_the_fastest_may_be_the_one_that_carries_it() -> None:
    platforms = ("bluesky", "youtube", "wikipedia")
    there = [on(p, "velmora", PresenceState.PRESENT, days_ago=1) for p in platforms]
    level = [on(p, k, PresenceState.ABSENT) for p in platforms for k in ("us", "brightspoke", "kurvo")]

    finding = rivals(
        *there, *level, *race(us=(40, 40), velmora=(40, 40), brightspoke=(40, 40), kurvo=(40, 90))
    )

    assert finding.facts["leader"].text == "Velmora"  # type: ignore[union-attr]
    assert finding.facts["fastest"].text == "Kurvo"  # type: ignore[union-attr]
    without = next(t.value for t in finding.tests if t.key == "leave-one-out")
    assert without is not None
    assert without.value == 1


def test_a_liveliest_competitor_that_is_level_with_us_does_not_carry_the_fastest() -> None:
    finding = rivals(
        *channels(("velmora", "us"), ("brightspoke", "kurvo")),
        *race(us=(40, 40), velmora=(40, 40), brightspoke=(40, 40), kurvo=(40, 90)),
    )

    assert finding.facts["leader"].text == "Velmora"  # type: ignore[union-attr]
    without = next(t for t in finding.tests if t.key == "leave-one-out")
    assert not without.is_met


@pytest.mark.parametrize("failed", [("bluesky", "mastodon"), ("bluesky", "mastodon", "wikipedia")])
def test_most_sources_of_presence_failing_is_not_measured(failed: tuple[str, ...]) -> None:
    finding = rivals(
        *(failure(source) for source in failed),
        *(on("website", k, PresenceState.PRESENT) for k in ("us", "velmora")),
    )

    assert finding.verdict is Verdict.MISSING
