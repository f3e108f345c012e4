"""Who drives it, who owns it, what may go wrong, what will be objected, and how to check it without us."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from deckgen.arguments._asked import asked_for
from deckgen.arguments._build import constant, from_brief, word
from deckgen.arguments._channels import NOT_CHANNELS
from deckgen.arguments._milestones import who
from deckgen.arguments._proposals import (
    CASE,
    CHECK_MINUTES,
    LEAD_SCORE,
    PARTNER_SCORE,
    RATINGS,
    RISKS,
    WEIGHTS,
)
from deckgen.arguments._schedule import Schedule
from deckgen.model.brief import US, Brief
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Findings, Row, Table, Value
from deckgen.model.measure import Measurement, Unit, measured
from deckgen.model.source import Gives

# What each objection is answered with: a number of another finding.
OBJECTIONS: tuple[tuple[str, str, str], ...] = (
    ("control", "voice", "not_ours_share"),
    ("time", "plan", "hours_week"),
    ("readers", "visible", "conversation_share"),
    ("negative", "talk", "critical"),
    ("return", "plan", "cost"),
    ("customers", "talk", "total"),
    ("rivals", "rivals", "rivals_active"),
    ("legal", "", ""),
)


def score(driver: str, ratings: tuple[int, ...]) -> Measurement:
    """The weighted mean of a driver's ratings."""
    weighted = sum(weight * rating for (_, weight), rating in zip(WEIGHTS, ratings, strict=True))
    inputs = [
        (f"{name}.{what}", value)
        for (name, weight), rating in zip(WEIGHTS, ratings, strict=True)
        for what, value in (("weight", weight), ("rating", rating))
    ]
    return measured(
        f"plan.score.{driver}",
        Decimal(weighted) / sum(weight for _, weight in WEIGHTS),
        formula="weighted-score",
        origins=(),
        unit=Unit.RATIO,
        inputs=inputs,
    )


def drivers_table() -> Table:
    """Who could drive it, best score first."""
    scored = sorted(((score(d, r), d) for d, r in RATINGS), key=lambda pair: -pair[0].value)
    rows = (
        Row(
            cells={
                "driver": word("driver", driver),
                "promise": word("promise", driver),
                "blind": word("blind", driver),
                "fit": word("fit", _fit(number.value)),
                "score": number,
            },
            role="us" if driver == scored[0][1] else "other",
        )
        for number, driver in scored
    )
    return Table(columns=("driver", "promise", "blind", "fit", "score"), rows=tuple(rows))


def _fit(value: Decimal) -> str:
    if value >= LEAD_SCORE:
        return "lead"
    return "partner" if value >= PARTNER_SCORE else "supplier"


def criteria_table() -> Table:
    """The ratings and the weights they were added up with."""
    drivers = tuple(d for d, _ in RATINGS)
    rows = []
    for i, (criterion, weight) in enumerate(WEIGHTS):
        cells: dict[str, Value] = {
            "criterion": word("criterion", criterion),
            "weight": constant(f"plan.weight.{criterion}", weight),
            **{d: constant(f"plan.rating.{criterion}.{d}", ratings[i]) for d, ratings in RATINGS},
        }
        rows.append(Row(cells=cells))
    return Table(columns=("criterion", "weight", *drivers), rows=tuple(rows))


def raci_table(schedule: Schedule) -> Table:
    """One accountable person for everything, whoever does the work."""
    columns = ("task", "accountable", "responsible", "consulted", "informed")
    rows = (
        Row(
            cells={
                "task": word("task", t.key),
                "accountable": who(schedule.brief, "owner"),
                "responsible": who(schedule.brief, t.role),
                "consulted": who(schedule.brief, t.consulted),
                "informed": word("role", "management"),
            }
        )
        for t in schedule.tasks
    )
    return Table(columns=columns, rows=tuple(rows))


def risks_table(brief: Brief) -> Table:
    rows = (
        Row(
            cells={
                "event": word("risk", key),
                "signal": word("signal", key),
                "answer": word("answer", key),
                "owner": who(brief, role),
            }
        )
        for key, role in RISKS
    )
    return Table(columns=("event", "signal", "answer", "owner"), rows=tuple(rows))


def objections_table(earlier: Findings, numbers: Mapping[str, Value]) -> Table:
    """What will be objected, each with the number that answers it; None where it was not measured."""

    def evidence(finding: str, name: str) -> Value:
        if finding == "plan":
            return numbers[name]
        return earlier[finding].numbers.get(name) if finding in earlier else None

    rows = (
        Row(
            cells={
                "objection": word("objection", key),
                "answer": word("reply", key),
                "evidence": evidence(finding, name),
            }
        )
        for key, finding, name in OBJECTIONS
    )
    return Table(columns=("objection", "answer", "evidence"), rows=tuple(rows))


def checks_table(evidence: Evidence) -> Table:
    """How the client measures it alone: the same sources and queries as in this deck."""
    rows = []
    for key, minutes in CHECK_MINUTES:
        tool, query = _check(evidence, key)
        cells: dict[str, Value] = {
            "check": word("check", key),
            "tool": word("source", tool) if tool else None,
            "query": query,
            "minutes": constant(f"plan.check.{key}.minutes", minutes),
        }
        rows.append(Row(cells=cells))
    return Table(columns=("check", "tool", "query", "minutes"), rows=tuple(rows))


def _check(evidence: Evidence, key: str) -> tuple[str, Value]:
    """The tool that answered in this run, and the real query."""
    brief = evidence.brief
    gives = {"search": Gives.RESULTS, "mentions": Gives.MENTIONS, "channels": Gives.PRESENCE}.get(key)
    asked = asked_for(evidence, gives) if gives is not None else ()
    tool = next((s for s in asked if evidence.answered(s)), "")
    if key == "search":
        query = next((q for q in brief.queries if q.is_brand), next(iter(brief.queries), None))
        return tool, from_brief(brief, query.text, f"queries.{query.key}") if query else None
    if key == "mentions":
        topic = next((t for t in brief.topics if t.key == US), None)
        text = " ".join((f'"{topic.phrases[0]}"', *topic.context[:1])) if topic else brief.us.name
        return tool, from_brief(brief, text, "topics.us")
    if key == "channels":
        handles = {p: h for p, h in sorted(brief.us.handles.items()) if p not in NOT_CHANNELS}
        if tool in handles:
            return tool, from_brief(brief, handles[tool], f"us.handles.{tool}")
        return "", from_brief(brief, next(iter(brief.us.domains), brief.us.name), "us.domains")
    return "", None


def case_table() -> Table:
    """A company that was geared to answer only after the storm: the order of the steps is the lesson."""
    rows = (
        Row(cells={"when": constant(f"plan.case.{key}", year, Unit.YEAR), "what": word("case", key)})
        for year, key in CASE
    )
    return Table(columns=("when", "what"), rows=tuple(rows))
