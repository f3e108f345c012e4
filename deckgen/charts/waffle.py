"""A hundred squares by type, from an exhibit that sums to 100."""

from __future__ import annotations

from dataclasses import replace

from deckgen.charts._joining import is_kept, limit, plain_series, with_rows
from deckgen.model.deck import ChartForm, ChartSpec
from deckgen.model.drawn import Drawn

_MOST_TYPES = 6
_SMALL = 3  # types of fewer squares cannot be told apart


def spec(drawn: Drawn) -> ChartSpec:
    """Types under 3 of 100 join "other (n)"; ours is shown even at nothing, the unknown at anything."""
    one = replace(drawn, series=drawn.series[:1])
    if one.series:
        rows = [i for i in range(len(one.categories)) if _value(one, i) > 0 or is_kept(one, i)]
        kept = [i for i in rows if _value(one, i) >= _SMALL or is_kept(one, i)]
        kept = _largest(one, kept, limit(one, _MOST_TYPES))
        rest = [i for i in rows if i not in kept]
        if len(rest) == 1:
            kept, rest = rows, []
        one = with_rows(one, kept, rest)
    return ChartSpec(
        form=ChartForm.WAFFLE,
        categories=one.categories,
        series=plain_series(one),
        number_format=one.number_format,
        alt=one.alt,
    )


def _value(drawn: Drawn, row: int) -> int:
    value = drawn.series[0].points[row].value
    return 0 if value is None else int(value)


def _largest(drawn: Drawn, rows: list[int], most: int) -> list[int]:
    if len(rows) <= most:
        return rows
    by_size = sorted(rows, key=lambda i: (not is_kept(drawn, i), -_value(drawn, i), i))
    return sorted(by_size[: most - 1])
