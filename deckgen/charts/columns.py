"""Amounts per step as stacked columns, in the steps' own order."""

from __future__ import annotations

from deckgen.charts._joining import plain_series, with_few_series
from deckgen.model.deck import ChartForm, ChartSpec
from deckgen.model.drawn import Drawn


def spec(drawn: Drawn) -> ChartSpec:
    """At most six parts in a column; the smallest are joined to "other (n)"."""
    few = with_few_series(drawn)
    return ChartSpec(
        form=ChartForm.COLUMN_STACKED,
        categories=few.categories,
        series=plain_series(few),
        number_format=few.number_format,
        alt=few.alt,
    )
