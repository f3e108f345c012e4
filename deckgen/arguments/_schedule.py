"""The plan's calendar and cost: phases with dates, hours and money. What the brief leaves out is None."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from deckgen.arguments._ask import FULL, PILOT
from deckgen.arguments._build import constant
from deckgen.arguments._proposals import PHASES, TASKS, Phase, Task
from deckgen.arguments._timeline import WEEK, date_of
from deckgen.model.brief import Brief
from deckgen.model.brief_origin import brief_origin
from deckgen.model.measure import Measurement, Unit, measured, product, total
from deckgen.model.origin import Kind, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Phases that are asked for, each with its dates, hours and money."""

    brief: Brief
    phases: tuple[Phase, ...]

    @property
    def weeks(self) -> int:
        return self.phases[-1].last

    @property
    def tasks(self) -> tuple[Task, ...]:
        keys = {p.key for p in self.phases}
        return tuple(t for t in TASKS if t.phase in keys)

    # Dates

    def day(self, key: str, week: int, *, is_end: bool) -> Measurement | None:
        """The first or the last day of a week of the plan; None while no start is set."""
        start = self.brief.plan.start
        if start is None:
            return None
        first = start + (week - 1) * WEEK
        return date_of(key, first + timedelta(days=6) if is_end else first, (self._origin("start"),))

    def gate(self, key: str, phase: Phase) -> Measurement | None:
        return self.day(key, phase.last, is_end=True)

    # Hours and money

    @property
    def people(self) -> Measurement | None:
        return self._given("people", self.brief.plan.people, Unit.PEOPLE)

    @property
    def hours_week(self) -> Measurement | None:
        """Hours a week of all people together."""
        each = self._given("hours_a_week", self.brief.plan.hours_a_week, Unit.HOURS)
        people = self.people
        if each is None or people is None:
            return None
        return product("plan.hours_week", people, each, unit=Unit.HOURS)

    @property
    def rate(self) -> Measurement | None:
        return self._given("hourly_cost", self.brief.plan.hourly_cost, Unit.MONEY)

    @property
    def budget(self) -> Measurement | None:
        return self._given("budget", self.brief.plan.budget, Unit.MONEY)

    def hours(self, key: str, phases: tuple[Phase, ...]) -> Measurement | None:
        week = self.hours_week
        if week is None:
            return None
        weeks = constant(f"{key}.weeks", sum(p.weeks for p in phases), Unit.WEEKS)
        return product(key, week, weeks, unit=Unit.HOURS)

    def task_hours(self, key: str, task: Task) -> Measurement | None:
        phase = next(p for p in self.phases if p.key == task.phase)
        whole = self.hours(f"plan.phase.{phase.key}.hours", (phase,))
        if whole is None:
            return None
        return product(key, whole, constant(f"{key}.share", task.share, Unit.SHARE), unit=Unit.HOURS)

    def internal(self, key: str, phases: tuple[Phase, ...]) -> Measurement | None:
        hours, rate = self.hours(f"{key}.hours", phases), self.rate
        return product(key, hours, rate, unit=Unit.MONEY) if hours and rate else None

    def cash(self, key: str, phases: tuple[Phase, ...]) -> Measurement | None:
        budget = self.budget
        if budget is None:
            return None
        part = constant(f"{key}.share", sum((p.cash for p in phases), Decimal(0)), Unit.SHARE)
        return product(key, budget, part, unit=Unit.MONEY)

    def cost(self, key: str, phases: tuple[Phase, ...]) -> Measurement | None:
        """Work and cash; while the cash is not known it is at least the work."""
        internal, cash = self.internal(f"{key}.internal", phases), self.cash(f"{key}.cash", phases)
        if internal is None:
            return None
        if cash is None:
            return replace(internal.named(key), kind=Kind.AT_LEAST)
        return total(key, (internal, cash))

    def _given(self, name: str, value: Decimal | int | None, unit: Unit) -> Measurement | None:
        if value is None:
            return None
        return measured(f"plan.{name}", value, formula="brief", origins=(self._origin(name),), unit=unit)

    def _origin(self, name: str) -> Origin:
        return brief_origin(self.brief, f"plan.{name}")


def schedule(brief: Brief, ask: str) -> Schedule:
    """The full plan for a full ask or a pilot; else only its first phase."""
    return Schedule(brief=brief, phases=PHASES if ask in {FULL, PILOT} else PHASES[:1])
