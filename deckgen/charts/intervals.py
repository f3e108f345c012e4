"""Shares with their ranges: the first series is the share, the second and third its lower and upper end."""

from __future__ import annotations

from dataclasses import replace

from deckgen.model.deck import ChartForm, ChartSeries, ChartSpec, Point
from deckgen.model.drawn import Drawn


def spec(drawn: Drawn) -> ChartSpec:
    """One series whose points carry their range; a share without a range is drawn without one."""
    most = drawn.limit or len(drawn.categories)
    shares = drawn.series[:1]
    low, high = (_values(drawn, i) for i in (1, 2))
    return ChartSpec(
        form=ChartForm.INTERVAL,
        categories=drawn.categories[:most],
        series=tuple(
            ChartSeries(
                name=s.name,
                role=s.role,
                points=tuple(
                    replace(p, low=lo.value, high=hi.value) if p.value is not None else p
                    for p, lo, hi in zip(s.points[:most], low, high, strict=False)
                ),
            )
            for s in shares
        ),
        number_format=drawn.number_format,
        alt=drawn.alt,
    )


def _values(drawn: Drawn, i: int) -> tuple[Point, ...]:
    if i < len(drawn.series):
        return drawn.series[i].points
    return (Point(value=None),) * len(drawn.categories)
