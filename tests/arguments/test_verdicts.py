"""Each argument reaches each verdict, and holds to the rules that all share."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.arguments.plan import Plan
from deckgen.arguments.rivals import Rivals
from deckgen.arguments.talk import Talk
from deckgen.arguments.visible import Visible
from deckgen.arguments.voice import OwnVoice
from deckgen.model.brief import PlanInputs
from deckgen.model.evidence import Evidence, PresenceState, SiteKind
from deckgen.model.finding import Argument, Exhibit, Finding, Findings, Verdict
from deckgen.model.measure import Unit
from deckgen.model.origin import Kind
from tests.arguments.cases import (
    READY,
    SOURCES,
    a_wide_brief,
    channels,
    evidence,
    failure,
    on,
    search,
    searches,
    silence,
    talk,
)
from tests.arguments.walking import READ, measurements, quotes, recomputed

T = TypeVar("T")
STRONG, WEAK, MISSING, CONTRADICTS = Verdict
MIX = {SiteKind.BLOG: 20, SiteKind.FORUM: 10, SiteKind.NEWS: 15, SiteKind.SHOP: 15, SiteKind.OWN: 2}
RIVALS = ("velmora", "brightspoke", "kurvo")
ARGUMENTS: tuple[type[Argument], ...] = (Talk, Visible, OwnVoice, Rivals, Plan)


def found(argument: type[Argument], given: Evidence) -> Finding:
    """The finding of one argument, after those it needs."""
    earlier: dict[str, Finding] = {}
    for kind in ARGUMENTS:
        if kind is argument or kind.key in argument.needs:
            earlier[kind.key] = kind().find(given, earlier)
    return earlier[argument.key]


@cache
def case(argument: type[Argument], verdict: Verdict) -> Finding:
    return found(argument, CASES[argument, verdict]())


def a_race(ours: tuple[int, int], theirs: tuple[int, int]) -> tuple[Evidence, ...]:
    """Mentions before and after of us and of every competitor, from two sources."""
    counts = {"us": ours, **dict.fromkeys(RIVALS, theirs)}
    return tuple(
        talk(key, a + b, late=b, source=source) for key, (a, b) in counts.items() for source in SOURCES
    )


@cache
def everything(plan: PlanInputs = READY) -> Evidence:
    """Evidence on which all five stand."""
    return evidence(
        *searches(MIX),
        *channels(RIVALS, ("us",)),
        *a_race((40, 30), (30, 60)),
        talk("industry-1", 80),
        brief=a_wide_brief(plan=plan),
    )


def nothing() -> Evidence:
    return evidence(brief=a_wide_brief())


CASES: dict[tuple[type[Argument], Verdict], Callable[[], Evidence]] = {
    (Talk, STRONG): everything,
    (Talk, WEAK): lambda: evidence(talk("us", 12)),
    (Talk, MISSING): lambda: evidence(
        failure("hackernews"), failure("feeds"), talk("us", 60, source="wordpress_com")
    ),
    (Talk, CONTRADICTS): lambda: evidence(silence(), talk("industry-1", 214)),
    (Visible, STRONG): everything,
    (Visible, WEAK): lambda: evidence(
        search("brand-1", {SiteKind.BLOG: 6, SiteKind.NEWS: 24}),
    ),
    (Visible, MISSING): lambda: evidence(search("industry-1", MIX), brief=a_wide_brief()),
    (Visible, CONTRADICTS): lambda: evidence(
        *searches({SiteKind.BLOG: 1, SiteKind.NEWS: 40, SiteKind.OWN: 9}), brief=a_wide_brief()
    ),
    (OwnVoice, STRONG): everything,
    (OwnVoice, WEAK): lambda: evidence(
        search("industry-1", {SiteKind.OWN: 2, SiteKind.NEWS: 28}), brief=a_wide_brief()
    ),
    (OwnVoice, MISSING): nothing,
    (OwnVoice, CONTRADICTS): lambda: evidence(
        *searches({SiteKind.OWN: 17, SiteKind.NEWS: 33}), brief=a_wide_brief()
    ),
    (Rivals, STRONG): everything,
    (Rivals, WEAK): lambda: evidence(
        *channels(RIVALS, ("us",)), *a_race((40, 30), (40, 33)), brief=a_wide_brief()
    ),
    (Rivals, MISSING): nothing,
    (Rivals, CONTRADICTS): lambda: evidence(
        *channels(("us",), RIVALS), *a_race((40, 30), (40, 33)), brief=a_wide_brief()
    ),
    (Plan, STRONG): everything,
    (Plan, WEAK): lambda: everything(plan=PlanInputs()),
    (Plan, MISSING): nothing,
    (Plan, CONTRADICTS): lambda: evidence(
        silence(),
        silence(source="wordpress_com"),
        *searches({SiteKind.BLOG: 1, SiteKind.NEWS: 30, SiteKind.OWN: 19}),
        *channels(("us",), RIVALS),
        brief=a_wide_brief(plan=READY),
    ),
}


@pytest.mark.parametrize(
    ("argument", "verdict"), CASES, ids=[f"{argument.key}-{verdict}" for argument, verdict in CASES]
)
def test_every_argument_reaches_every_verdict(argument: type[Argument], verdict: Verdict) -> None:
    assert case(argument, verdict).verdict is verdict


def test_every_argument_has_all_four_verdicts_among_the_cases() -> None:
    assert set(CASES) == {(argument, verdict) for argument in ARGUMENTS for verdict in Verdict}


@pytest.mark.parametrize("argument", ARGUMENTS, ids=[a.key for a in ARGUMENTS])
def test_a_strong_verdict_means_that_every_test_is_met(argument: type[Argument]) -> None:
    finding = case(argument, STRONG)

    assert finding.tests
    assert all(test.is_met for test in finding.tests)


@pytest.mark.parametrize("key", CASES, ids=[f"{argument.key}-{verdict}" for argument, verdict in CASES])
def test_one_key_never_stands_for_two_numbers(key: tuple[type[Argument], Verdict]) -> None:
    finding = case(*key)

    told: dict[str, object] = {}
    for m in measurements(finding):
        assert told.setdefault(m.key, (m.value, m.unit, m.formula)) == (m.value, m.unit, m.formula), m.key


@pytest.mark.parametrize("argument", ARGUMENTS, ids=[a.key for a in ARGUMENTS])
def test_every_number_can_be_recomputed_from_its_inputs(argument: type[Argument]) -> None:
    computed = [m for m in measurements(case(argument, STRONG)) if m.formula not in READ]

    assert computed
    for m in computed:
        assert float(m.value) == pytest.approx(recomputed(m), abs=2e-6), f"{m.key} by {m.formula}"


@pytest.mark.parametrize("argument", ARGUMENTS, ids=[a.key for a in ARGUMENTS])
def test_every_count_of_evidence_and_every_quotation_rests_on_an_origin(argument: type[Argument]) -> None:
    finding = case(argument, STRONG)

    without = [m.key for m in measurements(finding) if m.formula in {"count", "as-read"} and not m.origins]
    assert without == []
    assert all(q.origins for q in quotes(finding))


@pytest.mark.parametrize("argument", ARGUMENTS, ids=[a.key for a in ARGUMENTS])
def test_no_number_carries_the_noise_of_floats(argument: type[Argument]) -> None:
    for m in measurements(case(argument, STRONG)):
        assert len(f"{m.value:f}".partition(".")[2].rstrip("0")) <= 6, m.key


@pytest.mark.parametrize("key", CASES, ids=[f"{argument.key}-{verdict}" for argument, verdict in CASES])
def test_exhibits_have_as_many_points_as_labels(key: tuple[type[Argument], Verdict]) -> None:
    finding = case(*key)

    for name, exhibit in finding.exhibits.items():
        assert _lengths(exhibit) <= {len(exhibit.labels)}, name
    for name, table in finding.tables.items():
        assert all(set(row.cells) == set(table.columns) for row in table.rows), name


def _lengths(exhibit: Exhibit) -> set[int]:
    return {len(s.points) for s in exhibit.series} | {len(s.roles) for s in exhibit.series if s.roles}


@pytest.mark.parametrize("argument", ARGUMENTS, ids=[a.key for a in ARGUMENTS])
def test_names_are_the_same_whatever_was_found(argument: type[Argument]) -> None:
    full, empty = case(argument, STRONG), found(argument, nothing())

    assert set(full.numbers) == set(empty.numbers)
    assert set(full.facts) == set(empty.facts)
    assert set(full.exhibits) == set(empty.exhibits)
    assert set(full.tables) == set(empty.tables)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_in_which_evidence_arrives_changes_nothing(seed: int) -> None:
    given_evidence = everything()
    shuffle = random.Random(seed)

    def mixed(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(shuffle.sample(items, len(items)))

    other = replace(
        given_evidence,
        mentions=mixed(given_evidence.mentions),
        readings=mixed(given_evidence.readings),
        results=mixed(given_evidence.results),
        result_pages=mixed(given_evidence.result_pages),
        presences=mixed(given_evidence.presences),
        lookups=mixed(given_evidence.lookups),
    )
    assert _all(other) == _all(given_evidence)


def _all(given_evidence: Evidence) -> dict[str, tuple[object, ...]]:
    findings: dict[str, Finding] = {}
    for argument in ARGUMENTS:
        findings[argument.key] = argument().find(given_evidence, findings)
    return {
        k: (f.verdict, f.flags, f.tests, f.numbers, f.facts, f.exhibits, f.tables)
        for k, f in findings.items()
    }


def test_a_missing_verdict_prints_no_number_that_was_not_measured() -> None:
    talked = found(Talk, evidence(failure("hackernews")))
    seen = found(Visible, nothing())

    assert talked.numbers["total"] is None
    assert set(seen.numbers.values()) == {None}


def test_presence_without_an_answer_is_never_none() -> None:
    finding = found(
        Rivals,
        evidence(
            on("bluesky", "velmora", PresenceState.PRESENT),
            on("bluesky", "us", PresenceState.UNKNOWN),
            on("bluesky", "brightspoke", PresenceState.ABSENT),
            brief=a_wide_brief(),
        ),
    )

    row = finding.tables["matrix"].rows[0].cells
    assert [row[k].key for k in ("us", "velmora", "brightspoke")] == ["unknown", "present", "none"]  # type: ignore[union-attr]


def test_thresholds_are_printed_with_each_test() -> None:
    for argument in ARGUMENTS:
        for test in case(argument, STRONG).tests:
            assert test.threshold.formula == "threshold"
            assert test.value is None or test.value.unit in {test.threshold.unit, Unit.COUNT}


def test_a_capped_listing_makes_the_total_a_lower_bound() -> None:
    finding = found(Talk, evidence(talk("us", 40, kind=Kind.AT_LEAST)))

    assert finding.numbers["total"].kind is Kind.AT_LEAST  # type: ignore[union-attr]


def test_findings_of_arguments_that_were_not_run_count_as_not_measured() -> None:
    earlier: Findings = {}
    finding = Plan().find(everything(), earlier)

    assert finding.verdict is Verdict.MISSING
    assert "no-case" in finding.flags
