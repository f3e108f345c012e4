"""Round axis scales, so that every number on an axis is known before the chart is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From zero (or below it, when a value is) to a round number above the largest value."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + i * self.step for i in range(count + 1))


def scale(values: Iterable[Decimal], *, whole: bool, intervals: int = 4) -> Scale:
    """A scale of about so many intervals; `whole` keeps the steps whole numbers."""
    found = list(values)
    largest, smallest = max(found, default=Decimal(1)), min(found, default=Decimal(0))
    top = max(largest, Decimal(0)) * Decimal("1.02")
    bottom = min(smallest, Decimal(0))
    if top == bottom:
        top = bottom + (intervals if whole else 1)
    rough = (top - bottom) / intervals
    power = Decimal(10) ** rough.adjusted()
    step = next(s * power for s in _STEPS if s * power >= rough)
    if whole:
        step = max(Decimal(1), step.to_integral_value(rounding="ROUND_CEILING"))
    low = (bottom / step).to_integral_value(rounding="ROUND_FLOOR") * step
    high = (top / step).to_integral_value(rounding="ROUND_CEILING") * step
    return Scale(low=low, high=high, step=step)
