"""How a number changed between two readings: by how much, by what part, how fast, and in how many days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from deckgen.model.measure import Measurement, Unit, difference, measured, of_ratio, share
from deckgen.model.origin import joined

MONTH = 30  # days; a speed is told for so many


def change(key: str, *, before: Measurement, after: Measurement) -> Measurement:
    """after - before; negative when it fell. Of two lower bounds the change is no lower bound."""
    return replace(difference(key, after, less=before), kind=of_ratio(before, after))


def relative_change(key: str, changed: Measurement, *, of: Measurement) -> Measurement:
    """A change as a part of what was there before; ZeroDivisionError is the caller's to avoid."""
    return share(key, changed, of=of, formula="relative-change")


def days_between(key: str, first: date, last: date, *, rest_on: tuple[Measurement, ...]) -> Measurement:
    """Days from the one reading to the other."""
    origins = joined(*(m.origins for m in rest_on))
    return measured(key, (last - first).days, formula="calendar", unit=Unit.DAYS, origins=origins)


def per_thirty_days(key: str, changed: Measurement, *, days: Measurement) -> Measurement:
    """What thirty of these days changed on average, in whole numbers; of other days nothing is said."""
    speed = (changed.value * MONTH / days.value).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return measured(
        key,
        speed + 0,  # a rounded -0.4 is 0, not -0
        formula="per-thirty-days",
        unit=changed.unit,
        kind=changed.kind,
        origins=changed.origins,
        inputs=((changed.key, changed.value), (days.key, days.value)),
    )
