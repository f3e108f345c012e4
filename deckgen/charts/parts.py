"""Parts of a count by row (one bar per query), in the rows' own order."""

from __future__ import annotations

from deckgen.charts._joining import limit, plain_series, with_few_series, with_rows
from deckgen.model.deck import ChartForm, ChartSpec
from deckgen.model.drawn import Drawn

_MOST_ROWS = 7


def spec(drawn: Drawn) -> ChartSpec:
    """At most seven rows and six parts; later rows are joined to "other (n)", and the smallest parts."""
    few = with_few_series(drawn)
    rows = range(len(few.categories))
    most = limit(few, _MOST_ROWS)
    if len(rows) > most:
        few = with_rows(few, rows[: most - 1], rows[most - 1 :])
    return ChartSpec(
        form=ChartForm.STACKED,
        categories=few.categories,
        series=plain_series(few),
        number_format=few.number_format,
        alt=few.alt,
    )
