"""Argument 5: we can start small, and it can be stopped. Drawn from the other four and from the brief."""

from __future__ import annotations

from deckgen.arguments._ask import (
    FOUR,
    FULL,
    INPUTS,
    LISTEN,
    MIN_IN_FAVOUR,
    MIN_MEASURED,
    NOTHING,
    PILOT,
    Standing,
    standing,
)
from deckgen.arguments._build import at_least, constant, from_brief, raised, tally, word
from deckgen.arguments._milestones import milestones_table
from deckgen.arguments._plan_people import (
    case_table,
    checks_table,
    criteria_table,
    drivers_table,
    objections_table,
    raci_table,
    risks_table,
)
from deckgen.arguments._plan_tables import (
    blogs_table,
    cost_exhibit,
    costs_table,
    options_table,
    phases_table,
    roadmap_exhibit,
    tasks_table,
)
from deckgen.arguments._proposals import PHASES, WEEKS
from deckgen.arguments._schedule import Schedule, schedule
from deckgen.arguments._timeline import WEEK, date_of
from deckgen.model.brief import Brief, Sender
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Argument, Caveat, Finding, Findings, Quote, Table, Test, Value, Verdict
from deckgen.model.measure import Interval, Measurement, Unit
from deckgen.model.origin import joined

Numbers = dict[str, Measurement | Interval | None]


class Plan(Argument):
    """Asks for as much as the other four carry, with the means that the brief gives."""

    key = "plan"
    order = 5
    needs = FOUR

    def find(self, evidence: Evidence, earlier: Findings) -> Finding:
        brief = evidence.brief
        stands = standing(brief.plan, earlier)
        made = schedule(brief, stands.ask)
        blogs = blogs_table(evidence, earlier)
        numbers = _numbers(brief, stands, made, blogs)
        return Finding(
            key=self.key,
            verdict=stands.verdict,
            numbers=numbers,
            facts=_facts(brief, stands),
            exhibits={"cost": cost_exhibit(made), "roadmap": roadmap_exhibit(made)},
            tables={
                "phases": phases_table(made),
                "tasks": tasks_table(made),
                "blogs": blogs,
                "milestones": milestones_table(made, earlier, _blogs_named(blogs)),
                "options": options_table(made, stands.ask),
                "drivers": drivers_table(),
                "criteria": criteria_table(),
                "raci": raci_table(made),
                "risks": risks_table(brief),
                "objections": objections_table(earlier, numbers),
                "checks": checks_table(evidence),
                "costs": costs_table(made),
                "case": case_table(),
            },
            flags=_flags(brief, stands, earlier, numbers),
            tests=_tests(brief, stands),
            caveats=(Caveat(key="cash-unknown"),) if brief.plan.budget is None else (),
            origins=joined(*(f.origins for f in stands.findings)),
        )


def _numbers(brief: Brief, stands: Standing, made: Schedule, blogs: Table) -> Numbers:
    origins = joined(*(f.origins for f in stands.findings))
    counts = {
        "strong": Verdict.STRONG,
        "weak": Verdict.WEAK,
        "missing": Verdict.MISSING,
        "contradicting": Verdict.CONTRADICTS,
    }
    first, phases = made.phases[:1], made.phases
    gates = {
        f"gate{i}": made.gate(f"plan.gate{i}", p) if p in phases else None for i, p in enumerate(PHASES, 1)
    }
    return {
        **{n: tally(f"plan.{n}", stands.count(v), origins) for n, v in counts.items()},
        "weeks": constant("plan.weeks", made.weeks, Unit.WEEKS),
        "days": constant("plan.days", made.weeks * WEEK.days, Unit.DAYS),
        "people": made.people,
        "hours_week": made.hours_week,
        "hours": made.hours("plan.hours", phases),
        "internal_cost": made.internal("plan.internal_cost", phases),
        "cash": made.cash("plan.cash", phases),
        "cost": made.cost("plan.cost", phases),
        "first_step_cost": made.cost("plan.first_step_cost", first),
        "first_step_hours": made.hours("plan.first_step_hours", first),
        "start": made.day("plan.start", 1, is_end=False),
        "end": made.day("plan.end", made.weeks, is_end=True),
        **gates,
        "blogs_named": _blogs_named(blogs),
        "remeasure": date_of(
            "plan.remeasure",
            (brief.plan.start or brief.as_of) + WEEKS * WEEK,
            (brief_origin(brief, "plan.start" if brief.plan.start else "as_of"),),
        ),
    }


def _blogs_named(blogs: Table) -> Measurement:
    hosts = (row.cells["blog"] for row in blogs.rows)
    origins = (o for host in hosts if isinstance(host, Quote) for o in host.origins)
    return tally("plan.blogs_named", len(blogs.rows), origins)


def _facts(brief: Brief, stands: Standing) -> dict[str, Value]:
    plan = brief.plan
    return {
        "owner": from_brief(brief, plan.owner, "plan.owner") if plan.owner else None,
        "ask": word("ask", stands.ask),
        "currency": from_brief(brief, plan.currency, "plan.currency"),
        "sender": word("sender", brief.sender.value),
        "sender_name": from_brief(brief, brief.sender_name, "sender_name") if brief.sender_name else None,
    }


def _tests(brief: Brief, stands: Standing) -> tuple[Test, ...]:
    origins = joined(*(f.origins for f in stands.findings))
    told = tally("plan.inputs", stands.told, (brief_origin(brief, "plan"),))
    return (
        at_least("inputs", told, INPUTS, prefix="plan"),
        at_least("measured", tally("plan.measured", stands.measured, origins), MIN_MEASURED, prefix="plan"),
        at_least(
            "in-favour", tally("plan.in_favour", stands.in_favour, origins), MIN_IN_FAVOUR, prefix="plan"
        ),
    )


def _flags(brief: Brief, stands: Standing, earlier: Findings, numbers: Numbers) -> frozenset[str]:
    voice = earlier.get("voice")
    return raised(
        {
            "ask-full": stands.ask == FULL,
            "ask-pilot": stands.ask == PILOT,
            "ask-listen": stands.ask == LISTEN,
            "no-case": stands.ask == NOTHING,
            "no-cost": numbers["cost"] is None,
            "no-owner": not brief.plan.owner,
            "no-start": brief.plan.start is None,
            "conflict": brief.sender is not Sender.IN_HOUSE,
            "own-share-high": voice is not None
            and (voice.verdict is Verdict.CONTRADICTS or "has-voice" in voice.flags),
        }
    )
