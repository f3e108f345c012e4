"""Numbers we compute, with the answers they rest on. The only place where numbers are combined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import exp, log, sqrt

from deckgen.model.evidence import Observation
from deckgen.model.origin import Kind, Origin, joined

Z = 1.96  # 95 %


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"  # 0 .. 1
    RATIO = "ratio"
    MONEY = "money"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    RANK = "rank"
    PEOPLE = "people"
    POINTS = "points"  # percentage points, 0 .. 1
    DATE = "date"  # value = proleptic ordinal
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A number that may be printed. `formula` is an id explained on the method slide; `inputs` re-compute it."""

    key: str
    value: Decimal
    unit: Unit = Unit.COUNT
    kind: Kind = Kind.EXACT
    formula: str
    origins: tuple[Origin, ...]
    inputs: tuple[tuple[str, Decimal], ...] = ()

    def named(self, key: str) -> Measurement:
        return replace(self, key=key)

    @property
    def day(self) -> date:
        """For Unit.DATE."""
        return date.fromordinal(int(self.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A number with its 95 % range."""

    point: Measurement
    low: Measurement
    high: Measurement

    @property
    def half_width(self) -> Decimal:
        return (self.high.value - self.low.value) / 2


def measured(
    key: str,
    value: Decimal | int | float,
    *,
    formula: str,
    origins: Iterable[Origin],
    unit: Unit = Unit.COUNT,
    kind: Kind = Kind.EXACT,
    inputs: Iterable[tuple[str, Decimal | int]] = (),
) -> Measurement:
    """A number with its formula; floats are kept to 6 decimals so that they read the same everywhere."""
    if isinstance(value, float):
        value = Decimal(f"{value:.6f}")
    return Measurement(
        key=key,
        value=Decimal(value),
        unit=unit,
        kind=kind,
        formula=formula,
        origins=joined(tuple(origins)),
        inputs=tuple((n, Decimal(v)) for n, v in inputs),
    )


def day(key: str, value: date, *, formula: str, origins: Iterable[Origin]) -> Measurement:
    """A date as a number that can be cited."""
    return measured(key, value.toordinal(), formula=formula, origins=origins, unit=Unit.DATE)


def observed(key: str, observation: Observation, *, unit: Unit = Unit.COUNT) -> Measurement:
    """A number exactly as a source gave it."""
    return measured(
        key,
        observation.value,
        formula="as-read",
        origins=(observation.origin,),
        unit=unit,
        kind=observation.kind,
    )


def weakest(kinds: Iterable[Kind]) -> Kind:
    """The kind of a sum: one estimate makes it an estimate, else one lower bound makes it a lower bound."""
    found = set(kinds)
    if Kind.ESTIMATE in found:
        return Kind.ESTIMATE
    return Kind.AT_LEAST if Kind.AT_LEAST in found else Kind.EXACT


def total(key: str, parts: Iterable[Measurement]) -> Measurement:
    """Sum of counts of one unit."""
    parts = tuple(parts)
    return measured(
        key,
        sum((p.value for p in parts), Decimal(0)),
        formula="sum",
        unit=parts[0].unit if parts else Unit.COUNT,
        kind=weakest(p.kind for p in parts),
        origins=joined(*(p.origins for p in parts)),
        inputs=((p.key, p.value) for p in parts),
    )


def share(key: str, part: Measurement, *, of: Measurement, formula: str = "share") -> Measurement:
    """part / whole; ZeroDivisionError is the caller's to avoid: no denominator is a verdict of its own."""
    return measured(
        key,
        (part.value / of.value).quantize(Decimal("0.000001")),
        unit=Unit.SHARE,
        kind=weakest((part.kind, of.kind)),
        formula=formula,
        origins=joined(part.origins, of.origins),
        inputs=((part.key, part.value), (of.key, of.value)),
    )


def wilson(k: int, n: int) -> tuple[float, float]:
    """95 % Wilson interval of k of n, each 0 .. 1."""
    if n <= 0:
        raise ValueError("wilson needs n > 0")
    z2 = 3.84
    centre = (k + z2 / 2) / (n + z2)
    half = Z * sqrt(k * (n - k) / n + z2 / 4) / (n + z2)
    return max(0.0, centre - half), min(1.0, centre + half)


def share_interval(key: str, part: Measurement, *, of: Measurement, formula: str = "share") -> Interval:
    """A share with its Wilson interval."""
    point = share(key, part, of=of, formula=formula)
    low, high = wilson(int(part.value), int(of.value))

    def bound(name: str, value: float) -> Measurement:
        return measured(
            f"{key}.{name}",
            value,
            unit=Unit.SHARE,
            kind=point.kind,
            formula=f"wilson-{name}",
            origins=point.origins,
            inputs=(("k", part.value), ("n", of.value)),
        )

    return Interval(point=point, low=bound("low", low), high=bound("high", high))


def rate_ratio(key: str, before: Measurement, after: Measurement) -> Interval | None:
    """after / before of two equal windows with its 95 % range; None when either count is 0."""
    a, b = float(before.value), float(after.value)
    if a <= 0 or b <= 0:
        return None
    return _ratio(key, log(b / a), sqrt(1 / a + 1 / b), "rate-ratio", (before, after))


def growth_gap(
    key: str, ours: tuple[Measurement, Measurement], theirs: tuple[Measurement, Measurement]
) -> Interval | None:
    """Rate ratio of theirs over rate ratio of ours (each before, after); None when a count is 0."""
    counts = (*ours, *theirs)
    if any(c.value <= 0 for c in counts):
        return None
    a, b, c, d = (float(x.value) for x in counts)
    return _ratio(key, log((d / c) / (b / a)), sqrt(sum(1 / x for x in (a, b, c, d))), "growth-gap", counts)


def rule_of_three(key: str, whole: Measurement) -> Measurement:
    """Upper limit of a share of which none was found among `whole`."""
    return measured(
        key,
        min(1.0, 3 / float(whole.value)),
        unit=Unit.SHARE,
        formula="rule-of-three",
        origins=whole.origins,
        inputs=((whole.key, whole.value),),
    )


def _ratio(key: str, centre: float, se: float, formula: str, parts: tuple[Measurement, ...]) -> Interval:
    def at(name: str, exponent: float) -> Measurement:
        return measured(
            f"{key}{name}",
            exp(exponent),
            unit=Unit.RATIO,
            kind=weakest(p.kind for p in parts),
            formula=formula,
            origins=joined(*(p.origins for p in parts)),
            inputs=((p.key, p.value) for p in parts),
        )

    return Interval(point=at("", centre), low=at(".low", centre - Z * se), high=at(".high", centre + Z * se))
