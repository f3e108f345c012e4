"""Argument 5: how much is asked for, what it costs, and what is promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from deckgen.arguments._proposals import NAMED_BLOGS
from deckgen.arguments.plan import Plan
from deckgen.model.brief import PlanInputs, Sender
from deckgen.model.evidence import Evidence, SiteKind
from deckgen.model.finding import Finding, Quote, Row, Table, Value, Verdict, Word
from deckgen.model.measure import Interval, Measurement, Unit, measured
from deckgen.model.origin import Kind
from deckgen.model.ranges import share_interval
from tests.arguments.cases import READY, a_wide_brief, evidence, search, talk
from tests.factories import a_result, an_origin

FOUR = ("talk", "visible", "voice", "rivals")
S, W, M, C = Verdict


def a_count(key: str, value: int, **changes: object) -> Measurement:
    return measured(key, value, formula="count", origins=(an_origin(),), **changes)  # type: ignore[arg-type]


def a_plan(
    *verdicts: Verdict,
    inputs: PlanInputs = READY,
    given: Evidence | None = None,
    numbers: Mapping[str, Mapping[str, object]] = {},
    blogs: tuple[Row, ...] = (),
    flags: Mapping[str, frozenset[str]] = {},
    **brief: object,
) -> Finding:
    """The plan after four findings of these verdicts."""
    earlier = {
        key: Finding(
            key=key,
            verdict=verdict,
            numbers=numbers.get(key, {}),  # type: ignore[arg-type]
            tables={"blogs": Table(columns=(), rows=blogs)} if key == "visible" else {},
            flags=flags.get(key, frozenset()),
        )
        for key, verdict in zip(FOUR, verdicts, strict=True)
    }
    found = given or evidence()
    return Plan().find(replace(found, brief=a_wide_brief(plan=inputs, **brief)), earlier)


def value(finding: Finding, name: str) -> Decimal | None:
    number = finding.numbers[name]
    point = number.point if isinstance(number, Interval) else number
    return point.value if point is not None else None


def column(finding: Finding, table: str, name: str) -> list[Value]:
    return [row.cells[name] for row in finding.tables[table].rows]


def keys(cells: list[Value]) -> list[str]:
    return [c.key for c in cells if isinstance(c, Word)]


def a_row(finding: Finding, table: str, name: str, key: str) -> Mapping[str, Value]:
    return next(r.cells for r in finding.tables[table].rows if r.cells[name] == Word(group=name, key=key))


@pytest.mark.parametrize(
    ("verdicts", "inputs", "ask"),
    [
        ((S, S, S, S), READY, "full"),
        ((S, S, S, S), PlanInputs(), "pilot"),
        ((S, S, W, M), READY, "pilot"),
        ((S, S, W, M), PlanInputs(), "listen"),
        ((W, W, W, W), READY, "listen"),
        ((W, W, W, W), PlanInputs(), "none"),
        ((S, C, M, M), PlanInputs(), "listen"),
        ((C, C, C, C), READY, "none"),
        ((M, M, M, M), READY, "none"),
    ],
)
def test_the_ask_follows_the_number_of_strong_arguments(
    verdicts: tuple[Verdict, ...], inputs: PlanInputs, ask: str
) -> None:
    finding = a_plan(*verdicts, inputs=inputs)

    assert finding.facts["ask"] == Word(group="ask", key=ask)
    assert (f"ask-{ask}" in finding.flags) is (ask != "none")
    assert ("no-case" in finding.flags) is (ask == "none")


def test_verdicts_are_counted_among_the_other_four() -> None:
    finding = a_plan(S, W, M, C)

    assert [value(finding, n) for n in ("strong", "weak", "missing", "contradicting")] == [1, 1, 1, 1]


def test_hours_and_money_are_those_of_the_brief_multiplied() -> None:
    finding = a_plan(S, S, S, S)

    names = ("hours_week", "hours", "internal_cost", "cash", "cost", "first_step_hours", "first_step_cost")
    assert [value(finding, n) for n in names] == [12, 156, 10920, 5000, 15920, 48, 4360]
    cost = finding.numbers["cost"]
    assert isinstance(cost, Measurement)
    assert {o.source for o in cost.origins} == {"brief"}


def test_phases_add_up_to_the_whole() -> None:
    finding = a_plan(S, S, S, S)

    for table, name, whole in (
        ("phases", "cost", "cost"),
        ("phases", "hours", "hours"),
        ("tasks", "hours", "hours"),
    ):
        cells = column(finding, table, name)
        assert sum(c.value for c in cells if isinstance(c, Measurement)) == value(finding, whole), name


def test_without_an_hourly_cost_nothing_is_invented() -> None:
    finding = a_plan(S, S, S, S, inputs=replace(READY, hourly_cost=None))

    assert finding.numbers["cost"] is None
    assert value(finding, "hours") == 156
    assert "no-cost" in finding.flags
    assert finding.exhibits["cost"].series[0].points == (None, None, None)


def test_without_a_budget_the_cost_is_at_least_that_of_the_work() -> None:
    finding = a_plan(S, S, S, S, inputs=replace(READY, budget=None))

    cost = finding.numbers["cost"]
    assert isinstance(cost, Measurement)
    assert int(cost.value) == 10920
    assert cost.kind is Kind.AT_LEAST
    assert finding.numbers["cash"] is None
    assert [c.key for c in finding.caveats] == ["cash-unknown"]


def test_nothing_known_of_means_and_owner_is_flagged() -> None:
    finding = a_plan(S, S, S, S, inputs=PlanInputs())

    assert {"no-cost", "no-owner", "no-start"} <= finding.flags
    assert all(finding.numbers[n] is None for n in ("people", "hours", "cost", "start", "end", "gate1"))
    assert finding.facts["owner"] is None
    accountable = column(finding, "raci", "accountable")
    assert set(keys(accountable)) == {"owner"}


def test_gates_fall_on_the_last_day_of_each_phase() -> None:
    finding = a_plan(S, S, S, S)

    days = [finding.numbers[n] for n in ("start", "gate1", "gate2", "gate3", "end", "remeasure")]
    assert [d.day for d in days if isinstance(d, Measurement)] == [
        date(2027, 1, 4),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 4, 4),
        date(2027, 4, 4),
        date(2027, 4, 5),
    ]


def test_a_plan_to_listen_ends_with_its_first_phase() -> None:
    finding = a_plan(S, W, M, C, inputs=PlanInputs())

    assert keys(column(finding, "phases", "phase")) == ["listen"]
    assert value(finding, "weeks") == 4
    assert finding.numbers["gate2"] is None
    assert keys(column(finding, "milestones", "milestone")) == ["policy", "baseline"]


@pytest.mark.parametrize(
    ("verdicts", "options", "asked"),
    [
        ((S, S, S, S), ["nothing", "listen", "full"], "full"),
        ((S, S, S, M), ["nothing", "listen", "pilot"], "pilot"),
        ((W, W, W, W), ["nothing", "listen", "pilot"], "listen"),
        ((C, C, C, C), ["nothing", "listen", "pilot"], "nothing"),
    ],
)
def test_doing_nothing_is_always_an_option_and_the_one_asked_for_is_ours(
    verdicts: tuple[Verdict, ...], options: list[str], asked: str
) -> None:
    finding = a_plan(*verdicts)

    assert keys(column(finding, "options", "option")) == options
    ours = [r.cells["option"] for r in finding.tables["options"].rows if r.role == "us"]
    assert keys(ours) == [asked]


def measured_before() -> dict[str, dict[str, object]]:
    blogs, classified = a_count("visible.blogs", 42), a_count("visible.classified", 300)
    return {
        "visible": {"blog_share": share_interval("visible.blog_share", blogs, of=classified)},
        "voice": {"own_results": a_count("voice.own_results", 6)},
        "talk": {"per_week": a_count("talk.per_week", 2, unit=Unit.RATIO)},
    }


def test_targets_follow_from_todays_numbers_by_rule() -> None:
    finding = a_plan(S, S, S, S, numbers=measured_before())

    found = {
        key: [c.value if isinstance(c, Measurement) else None for c in (row["baseline"], row["target"])]
        for key in ("own-results", "blog-share", "share-of-voice", "enquiries", "answer-time")
        for row in (a_row(finding, "milestones", "milestone", key),)
    }
    assert found["own-results"] == [6, 8]
    assert found["blog-share"][0] == Decimal("0.14")
    assert round(float(found["blog-share"][1] or 0), 3) == 0.184
    assert found["share-of-voice"] == [None, None]
    assert found["enquiries"] == [None, None]
    assert found["answer-time"] == [None, 1]


def test_more_mentions_a_week_are_promised_only_beyond_chance() -> None:
    row = a_row(a_plan(S, S, S, S, numbers=measured_before()), "milestones", "milestone", "mentions-week")

    target = row["target"]
    assert isinstance(target, Measurement)
    assert round(float(target.value) * 13) == 43  # after 26 in 13 weeks; 42 could still be chance


def test_outputs_outcomes_and_impact_are_kept_apart() -> None:
    layers = keys(column(a_plan(S, S, S, S), "milestones", "layer"))

    assert layers == ["output"] * 5 + ["outcome"] * 4 + ["impact"]


def test_blogs_to_comment_on_are_named_with_the_page_that_searchers_meet() -> None:
    page = a_result(
        3,
        query="industry-1",
        url="https://ride.example/post",
        title="Three city e-bikes",
        host_kind=SiteKind.BLOG,
    )
    row = Row(
        cells={
            "blog": Quote(text="ride.example", url=page.url, origins=(page.origin,)),
            "best": a_count("visible.blog.ride.example.best", 3, unit=Unit.RANK),
            "level": Word(group="level", key="large"),
        }
    )

    finding = a_plan(S, S, S, S, given=evidence(results=(page,)), blogs=(row,) * 12)

    assert value(finding, "blogs_named") == NAMED_BLOGS
    titles = [c.text for c in column(finding, "blogs", "why") if isinstance(c, Quote)]
    assert set(titles) == {"Three city e-bikes"}
    comments = a_row(finding, "milestones", "milestone", "comments")["target"]
    assert isinstance(comments, Measurement)
    assert comments.value == NAMED_BLOGS


def test_weights_of_the_criteria_add_up_to_a_hundred_and_give_the_scores() -> None:
    finding = a_plan(S, S, S, S)

    rows = finding.tables["criteria"].rows
    weights = [c.value for c in column(finding, "criteria", "weight") if isinstance(c, Measurement)]
    assert sum(weights) == 100
    for row in finding.tables["drivers"].rows:
        driver, score = row.cells["driver"], row.cells["score"]
        assert isinstance(driver, Word)
        assert isinstance(score, Measurement)
        ratings = [r.cells[driver.key] for r in rows]
        total = sum(w * r.value for w, r in zip(weights, ratings, strict=True) if isinstance(r, Measurement))
        assert score.value == total / 100


def test_drivers_stand_in_the_order_of_their_scores() -> None:
    scores = [c.value for c in column(a_plan(S, S, S, S), "drivers", "score") if isinstance(c, Measurement)]

    assert scores == sorted(scores, reverse=True)


def test_one_named_person_is_accountable_for_every_task() -> None:
    names = {c.text for c in column(a_plan(S, S, S, S), "raci", "accountable") if isinstance(c, Quote)}

    assert names == {"Ada Lind"}


def test_objections_are_answered_by_numbers_of_the_other_findings() -> None:
    share = a_count("voice.not_ours_share", 1, unit=Unit.SHARE)

    finding = a_plan(S, S, S, S, numbers={"voice": {"not_ours_share": share}})

    assert a_row(finding, "objections", "objection", "control")["evidence"] == share
    assert a_row(finding, "objections", "objection", "negative")["evidence"] is None
    assert a_row(finding, "objections", "objection", "time")["evidence"] == finding.numbers["hours_week"]


def test_checks_name_the_sources_and_queries_of_this_run() -> None:
    finding = a_plan(S, S, S, S, given=evidence(talk("us", 5), search("industry-1", {SiteKind.BLOG: 5})))

    row = a_row(finding, "checks", "check", "search")
    assert row["tool"] == Word(group="source", key="saved_pages")
    assert isinstance(row["query"], Quote)
    assert row["query"].text == "city e-bike 1"
    assert a_row(finding, "checks", "check", "channels")["tool"] is None


@pytest.mark.parametrize(("sender", "has_conflict"), [(Sender.IN_HOUSE, False), (Sender.PR, True)])
def test_an_agency_that_asks_has_a_conflict_of_interest(sender: Sender, *, has_conflict: bool) -> None:
    assert ("conflict" in a_plan(S, S, S, S, sender=sender).flags) is has_conflict


def test_a_voice_that_we_have_already_is_told_to_the_plan() -> None:
    assert "own-share-high" in a_plan(S, S, C, S).flags
    assert "own-share-high" in a_plan(S, S, W, S, flags={"voice": frozenset({"has-voice"})}).flags
    assert "own-share-high" not in a_plan(S, S, S, S).flags


def test_the_roadmap_has_a_place_for_every_week() -> None:
    roadmap = a_plan(S, S, S, S).exhibits["roadmap"]

    assert len(roadmap.labels) == 13
    busy = [{i for i, p in enumerate(s.points, 1) if p is not None} for s in roadmap.series]
    assert set().union(*busy) == set(range(1, 14))
