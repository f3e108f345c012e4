"""How much the four findings let us ask for."""

from __future__ import annotations

from dataclasses import dataclass

from deckgen.model.brief import PlanInputs
from deckgen.model.finding import Finding, Findings, Verdict

FOUR = ("talk", "visible", "voice", "rivals")
FULL, PILOT, LISTEN, NOTHING = "full", "pilot", "listen", "none"
FULL_AT, PILOT_AT, LISTEN_AT = 5, 3, 1  # strong arguments of five
INPUTS = 5  # people, hours a week, what an hour costs, start and owner
MIN_MEASURED = 2  # of the four
MIN_IN_FAVOUR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The verdicts of the four, and what the brief says the plan may use."""

    findings: tuple[Finding, ...]
    inputs: PlanInputs

    def count(self, verdict: Verdict) -> int:
        return sum(f.verdict is verdict for f in self.findings)

    @property
    def in_favour(self) -> int:
        return self.count(Verdict.STRONG) + self.count(Verdict.WEAK)

    @property
    def measured(self) -> int:
        return len(self.findings) - self.count(Verdict.MISSING)

    @property
    def told(self) -> int:
        """How many of the plan's inputs the brief gives."""
        given = self.inputs
        needed = (given.people, given.hours_a_week, given.hourly_cost, given.start, given.owner or None)
        return sum(value is not None for value in needed)

    @property
    def verdict(self) -> Verdict:
        """The plan's own: strong when its inputs are complete and half of the four speak for it."""
        if self.measured < MIN_MEASURED:
            return Verdict.MISSING
        if not self.in_favour:
            return Verdict.CONTRADICTS
        is_ready = self.told == INPUTS and self.in_favour >= MIN_IN_FAVOUR
        return Verdict.STRONG if is_ready else Verdict.WEAK

    @property
    def ask(self) -> str:
        strong = self.count(Verdict.STRONG) + (self.verdict is Verdict.STRONG)
        if strong >= FULL_AT:
            return FULL
        if strong >= PILOT_AT:
            return PILOT
        return LISTEN if strong >= LISTEN_AT else NOTHING


def standing(inputs: PlanInputs, earlier: Findings) -> Standing:
    """Where the four stand; a finding that is not there counts as not measured."""
    missing = (Finding(key=k, verdict=Verdict.MISSING) for k in FOUR if k not in earlier)
    return Standing(findings=(*(earlier[k] for k in FOUR if k in earlier), *missing), inputs=inputs)
