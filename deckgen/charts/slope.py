"""Before and after as lines between two (or few) points in time, one per company."""

from __future__ import annotations

from deckgen.charts._joining import limit, plain_series, with_few_series
from deckgen.model.deck import ChartForm, ChartSpec
from deckgen.model.drawn import Drawn

_MOST_LINES = 6


def spec(drawn: Drawn) -> ChartSpec:
    """At most six lines, ours always among them; every end carries its value."""
    few = with_few_series(drawn, limit(drawn, _MOST_LINES))
    return ChartSpec(
        form=ChartForm.SLOPE,
        categories=few.categories,
        series=plain_series(few),
        number_format=few.number_format,
        labelled_points=tuple(range(len(few.categories))),
        alt=few.alt,
    )
