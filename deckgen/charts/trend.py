"""Counts over time as lines: first, last and peak carry their value, the event is named at the peak."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.charts._joining import plain_series, with_few_series
from deckgen.model.deck import ChartForm, ChartSpec, Point, Role
from deckgen.model.drawn import Drawn, DrawnSeries

_LINES_WITH_PEAK = 2  # with more lines only their ends carry values
_LABEL_SHARE = 13  # a value label is about a thirteenth of the chart wide


def spec(drawn: Drawn) -> ChartSpec:
    """Unmeasured weeks stay gaps; a note at a gap is left out, as there is nothing to point at."""
    few = with_few_series(drawn)
    lead = _lead(few.series)
    return ChartSpec(
        form=ChartForm.LINE,
        categories=few.categories,
        series=plain_series(few),
        number_format=few.number_format,
        annotations=tuple((i, note) for i, note in few.notes if _is_measured(few.series, i)),
        labelled_points=_labelled(lead.points, len(few.series)) if lead else (),
        alt=few.alt,
    )


def _lead(series: Sequence[DrawnSeries]) -> DrawnSeries | None:
    return next((s for s in series if s.role is Role.US), series[0] if series else None)


def _is_measured(series: Sequence[DrawnSeries], i: int) -> bool:
    return any(0 <= i < len(s.points) and s.points[i].value is not None for s in series)


def _labelled(points: Sequence[Point], lines: int) -> tuple[int, ...]:
    known = [(i, p.value) for i, p in enumerate(points) if p.value is not None]
    if not known:
        return ()
    first, last = known[0][0], known[-1][0]
    if lines > _LINES_WITH_PEAK:
        return (last,)
    peak = max(known, key=lambda iv: (iv[1], -iv[0]))[0]
    near = len(points) // _LABEL_SHARE
    ends = (i for i in (first, last) if i == peak or abs(i - peak) > near)
    return tuple(sorted({*ends, peak}))
