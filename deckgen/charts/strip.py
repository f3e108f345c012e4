"""Every search result as a cell by rank, one row per query, coloured by kind."""

from __future__ import annotations

from deckgen.model.deck import ChartForm, ChartSeries, ChartSpec, Point
from deckgen.model.drawn import Drawn


def spec(drawn: Drawn) -> ChartSpec:
    """Points in the order of their ranks; the legend holds the kinds that occur."""
    series = tuple(
        ChartSeries(name=s.name, role=s.role, points=tuple(sorted(_ranked(s.points), key=_rank)))
        for s in drawn.series
    )
    seen = {p.role or s.role for s in series for p in s.points}
    return ChartSpec(
        form=ChartForm.STRIP,
        categories=(),
        series=series,
        number_format=drawn.number_format,
        alt=drawn.alt,
        legend=tuple((role, label) for role, label in drawn.legend if role in seen),
    )


def _ranked(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple(p for p in points if p.value is not None)


def _rank(point: Point) -> int:
    return int(point.value or 0)
