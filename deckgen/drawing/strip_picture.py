"""Draws every search result as a cell by rank: one row per query, coloured by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deckgen.drawing.canvas import Box, Canvas, one_line
from deckgen.drawing.look import SMALL, Look
from deckgen.drawing.rows import laid_out
from deckgen.model.deck import ChartSeries, ChartSpec, Label, Role

_TICKS = (10, 20, 30, 50, 100, 150, 200, 250, 300, 400, 500, 1000)
_SWATCH = 11.0
_AXIS = 22.0
_MOST_PITCH = 62.0
_MOST_BAR = 30.0
_LEAST_CELL = 4.0  # narrower cells stand without a gap between them
_NEAR = 10.0  # least space between two rank numbers


def draw(canvas: Canvas, spec: ChartSpec, look: Look) -> None:
    """Ranks that were not reached stay white; rank numbers are those of drawn points."""
    top = _legend(canvas, spec.legend, look)
    names = [one_line(s.name.text) for s in spec.series]
    rows = laid_out(canvas, names, top=top, bottom=canvas.height - _AXIS, most_pitch=_MOST_PITCH)
    rows.draw(canvas, look)
    ranks = _printed_ranks(spec.series)
    if not ranks:
        return
    cell = (canvas.width - rows.left) / max(ranks)
    boxes: dict[str, list[Box]] = {}
    for i, series in enumerate(spec.series):
        y, high = rows.band(i)
        bar = min(_MOST_BAR, high if rows.is_above else high * 0.72)
        start = y if rows.is_above else y + (high - bar) / 2
        for role, first, last in _runs(series, is_joined=cell < _LEAST_CELL):
            gap = 0.0 if cell < _LEAST_CELL else min(1.5, cell * 0.15)
            x = rows.left + (first - 1) * cell
            boxes.setdefault(look.colour(role), []).append((x, start, (last - first + 1) * cell - gap, bar))
    for colour, of_colour in boxes.items():
        canvas.boxes(of_colour, colour)
    _axis(canvas, ranks, look, left=rows.left, y=rows.top + len(rows.labels) * rows.pitch, cell=cell)


def _runs(series: ChartSeries, *, is_joined: bool) -> list[tuple[Role, int, int]]:
    """Neighbouring ranks of one kind as one box, where cells are too narrow to be told apart."""
    runs: list[tuple[Role, int, int]] = []
    for point in series.points:
        if point.value is None or point.value < 1:
            continue
        role, rank = point.role or series.role, int(point.value)
        if is_joined and runs and runs[-1][0] is role and runs[-1][2] == rank - 1:
            runs[-1] = (role, runs[-1][1], rank)
        else:
            runs.append((role, rank, rank))
    return runs


def _printed_ranks(series: Sequence[ChartSeries]) -> Mapping[int, str]:
    return {
        int(p.value): one_line(p.text)
        for s in series
        for p in s.points
        if p.value is not None and p.value >= 1
    }


def _axis(
    canvas: Canvas, ranks: Mapping[int, str], look: Look, *, left: float, y: float, cell: float
) -> None:
    deepest = max(ranks)
    wanted = [deepest, min(ranks), *(t for t in _TICKS if t in ranks)]
    taken: list[tuple[float, float]] = []
    for rank in dict.fromkeys(wanted):
        text = ranks[rank]
        half = canvas.measure(text, size=SMALL) / 2
        middle = left + (rank - 0.5) * cell
        x = min(max(middle, half), canvas.width - half)
        if not text or any(x - half < b + _NEAR and a - _NEAR < x + half for a, b in taken):
            continue
        taken.append((x - half, x + half))
        canvas.line((middle, y), (middle, y + 4), look.muted, 0.75)
        canvas.text(x, y + 5 + SMALL, text, size=SMALL, colour=look.muted, align="center")


def _legend(canvas: Canvas, legend: Sequence[tuple[Role, Label]], look: Look) -> float:
    """Swatches with words, in as many lines as needed; returns the y under them."""
    line = canvas.line_height(SMALL) + 5
    x, y = 0.0, 0.0
    for role, label in legend:
        text = canvas.shortened(one_line(label.text), size=SMALL, width=canvas.width - _SWATCH - 6)
        wide = _SWATCH + 6 + canvas.measure(text, size=SMALL)
        if x and x + wide > canvas.width:
            x, y = 0.0, y + line
        canvas.boxes([(x, y + 2, _SWATCH, _SWATCH)], look.colour(role))
        canvas.text(x + _SWATCH + 6, y + 0.95 * SMALL, text, size=SMALL, colour=look.text)
        x += wide + 18
    return y + line + 4 if legend else 0.0
