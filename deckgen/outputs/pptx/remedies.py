"""What can be done with a slide that a smaller free area does not hold: which of its slots part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from deckgen.errors import FitError
from deckgen.model.deck import ChartForm, ChartSpec, Role, TableSpec
from deckgen.outputs.pptx.geometry import INCH
from deckgen.outputs.pptx.places import Place

Grouping = tuple[tuple[str, ...], ...]  # slots of each slide; () = all

_PAIRS: Mapping[str, Grouping] = MappingProxyType(
    {
        "two-charts": (("heading1", "chart1"), ("heading2", "chart2")),
        "canvas-chart": (("heading1", "canvas"), ("heading2", "chart2")),
        "chart-picture": (("heading1", "chart1"), ("heading2", "picture")),
        "two-tables": (("heading1", "table1"), ("heading2", "table2")),
        "chart-table": (("heading1", "chart1"), ("heading2", "table1")),
    }
)
_ASIDE: Mapping[str, Grouping] = MappingProxyType(
    {
        "summary": (("panel",), ("table1",)),
        "one-page": (("table1",), ("heading1", "chart1"), ("heading2", "chart2"), ("panel",)),
        "table-panel": (("table1",), ("panel",)),
        "chart-insight": (("heading1", "chart1"), ("panel",)),
        "decision": (("decision1", "decision2", "decision3"), ("next",)),
    }
)
_LEAST_WIDE, _LEAST_HIGH = 3.0, 1.5  # inches a chart needs
_LEAST_BAR = 0.25
_LEAST_WAFFLE = 1.7


def groupings(archetype: str, *, is_narrow: bool) -> tuple[Grouping, ...]:
    """What to try in turn: all on one slide where that is wide enough, else one graphic on each."""
    whole: Grouping = ((),)
    if archetype in _PAIRS:
        return (_PAIRS[archetype],) if is_narrow else (whole, _PAIRS[archetype])
    return (whole, _ASIDE[archetype]) if archetype in _ASIDE else (whole,)


def check_room(spec: ChartSpec, place: Place, where: str) -> None:
    """FitError for a chart in a place where it would be too small to read."""
    wide, high = place.frame[2] / INCH, place.frame[3] / INCH
    least_wide, least_high = _LEAST_WIDE, _LEAST_HIGH
    if spec.form in {ChartForm.BAR, ChartForm.STACKED}:
        least_high = max(least_high, _LEAST_BAR * len(spec.categories) + 0.3)
    if spec.form is ChartForm.WAFFLE:
        least_wide, least_high = _LEAST_WAFFLE + 1.6, _LEAST_WAFFLE
    if wide < least_wide or high < least_high:
        raise FitError(
            f"{where}: {wide:.1f} x {high:.1f} inches are too little for its chart; give it its own slide"
        )


def fewer_tasks(spec: ChartSpec, parts: int, *, reviews_last: bool = False) -> tuple[ChartSpec, ...]:
    """A roadmap as several: the tasks shared out in order, phases and weeks on each."""
    phases = tuple(s for s in spec.series if s.role is Role.CONVERSATION)
    tasks = [s for s in spec.series if s.role is not Role.CONVERSATION]
    # reviews take the room of about two tasks
    shares = _shares(len(tasks) + (2 if reviews_last else 0), parts)
    made = tuple(replace(spec, series=(*phases, *tasks[a:b])) for a, b in shares if tasks[a:b])
    if reviews_last:
        made = (*(replace(s, annotations=()) for s in made[:-1]), *made[-1:])
    return made


def fewer_rows(table: TableSpec, parts: int) -> tuple[tuple[int, TableSpec], ...]:
    """A table as several of about as many rows, each with the number of its first row."""
    return tuple((a, replace(table, rows=table.rows[a:b])) for a, b in _shares(len(table.rows), parts))


def _shares(count: int, parts: int) -> Iterator[tuple[int, int]]:
    for i in range(parts):
        a, b = count * i // parts, count * (i + 1) // parts
        if b > a:
            yield a, b
