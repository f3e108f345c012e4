"""Tasks over weeks: categories are weeks, a series is a task with a point in each week it runs.

Phases are series of the role "conversation" and come first; reviews are the notes at their week.
"""

from __future__ import annotations

from deckgen.model.deck import ChartForm, ChartSeries, ChartSpec, Role
from deckgen.model.drawn import Drawn


def spec(drawn: Drawn) -> ChartSpec:
    """Phases first, then tasks, each in the order given; a note outside the weeks is left out."""
    in_order = sorted(drawn.series, key=lambda s: s.role is not Role.CONVERSATION)
    return ChartSpec(
        form=ChartForm.ROADMAP,
        categories=drawn.categories,
        series=tuple(ChartSeries(name=s.name, role=s.role, points=s.points) for s in in_order),
        number_format=drawn.number_format,
        annotations=tuple((i, note) for i, note in drawn.notes if 0 <= i < len(drawn.categories)),
        alt=drawn.alt,
    )
