"""Numbers we compute, with the answers they rest on. Numbers are combined here and in `ranges` only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter

from deckgen.model.evidence import Observation
from deckgen.model.origin import Kind, Origin, joined


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
    """A number that may be printed. `formula` is explained on the method slide; `inputs` re-compute it."""

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


def of_ratio(*parts: Measurement) -> Kind:
    """The kind of a ratio: of two lower bounds nothing but an estimate can be said."""
    return Kind.EXACT if all(p.kind is Kind.EXACT for p in parts) else Kind.ESTIMATE


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


def counted(
    key: str,
    origins: Iterable[Origin],
    *,
    nothing: Iterable[Origin] = (),
    kind: Kind = Kind.EXACT,
    unit: Unit = Unit.COUNT,
) -> Measurement:
    """The number of things read, one origin a thing; a count of none rests on the answers in `nothing`."""
    found = tuple(origins)
    return measured(key, len(found), formula="count", origins=answers(found or nothing), kind=kind, unit=unit)


def answers(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """Each recorded answer once, without the place in it: a thousand items of twelve pages rest on twelve."""
    found = dict.fromkeys((o.source, o.url, o.retrieved_at, o.record, o.sha256) for o in origins)
    return tuple(origin for _, origin in sorted(map(_answer, found), key=itemgetter(0)))


@lru_cache(maxsize=8192)  # few answers stand behind thousands of things read
def _answer(parts: tuple[str, str, datetime, str, str]) -> tuple[tuple[str, ...], Origin]:
    """What orders answers, and the answer."""
    source, url, at, record, sha256 = parts
    origin = Origin(source=source, url=url, retrieved_at=at, record=record, sha256=sha256)
    return (source, url, at.isoformat(), record, sha256), origin


def difference(key: str, whole: Measurement, *, less: Measurement) -> Measurement:
    """whole - less, of one unit."""
    return _combined(key, whole.value - less.value, "difference", (whole, less), whole.unit)


def quotient(key: str, part: Measurement, *, by: Measurement, unit: Unit = Unit.RATIO) -> Measurement:
    """part / by, such as mentions a week; ZeroDivisionError is the caller's to avoid."""
    return _combined(key, (part.value / by.value).quantize(Decimal("0.000001")), "quotient", (part, by), unit)


def product(key: str, *factors: Measurement, unit: Unit) -> Measurement:
    """All factors multiplied, such as hours times what an hour costs."""
    value = Decimal(1)
    for factor in factors:
        value *= factor.value
    return _combined(key, value.normalize() + 0, "product", factors, unit)


def kappa(key: str, agreed: Measurement, *, expected: Measurement, rows: Measurement) -> Measurement | None:
    """Cohen's kappa: agreement beyond chance; None when chance alone would make the two agree always."""
    if rows.value <= expected.value:
        return None
    value = (agreed.value - expected.value) / (rows.value - expected.value)
    parts = (agreed, expected, rows)
    return _combined(key, value.quantize(Decimal("0.000001")), "cohen-kappa", parts, Unit.RATIO)


def per_hundred(key: str, parts: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """The parts scaled to whole numbers that add up to 100, by largest remainder; none when all are 0."""
    whole = sum((p.value for p in parts), Decimal(0))
    if not whole:
        return ()
    exact = [p.value * 100 / whole for p in parts]
    scaled = [int(e) for e in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (scaled[i] - exact[i], i))
    for i in by_remainder[: 100 - sum(scaled)]:
        scaled[i] += 1
    return tuple(
        replace(
            _combined(f"{key}.{i}", Decimal(n), "per-hundred", tuple(parts), Unit.COUNT),
            inputs=(("position", Decimal(i)), *((p.key, p.value) for p in parts)),
        )
        for i, n in enumerate(scaled, 1)
    )


def _combined(
    key: str, value: Decimal, formula: str, parts: tuple[Measurement, ...], unit: Unit
) -> Measurement:
    return measured(
        key,
        value,
        formula=formula,
        unit=unit,
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
        kind=of_ratio(part, of),
        formula=formula,
        origins=joined(part.origins, of.origins),
        inputs=((part.key, part.value), (of.key, of.value)),
    )
