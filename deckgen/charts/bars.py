"""Counts by category as bars, largest first; the smallest joined to "other (n)"."""

from __future__ import annotations

from decimal import Decimal

from deckgen.charts._joining import is_kept, limit, plain_series, weight, with_few_series, with_rows
from deckgen.model.deck import ChartForm, ChartSpec
from deckgen.model.drawn import Drawn

_MOST_BARS = 7


def spec(drawn: Drawn) -> ChartSpec:
    """At most seven bars; ours is never joined, what was not measured stands last and is never joined."""
    few = with_few_series(drawn)
    most = limit(few, _MOST_BARS)
    rows = range(len(few.categories))
    known = sorted((i for i in rows if _is_measured(few, i)), key=lambda i: (-_size(few, i), i))
    unknown = [i for i in rows if not _is_measured(few, i)]
    room = max(2, most - len(unknown))
    kept, rest = known, list[int]()
    if len(known) > room:
        own = [i for i in known if is_kept(few, i)]
        others = [i for i in known if i not in own]
        shown = max(0, room - 1 - len(own))
        rest = sorted(others[shown:])
        kept = [i for i in known if i not in rest]
    if len(rest) == 1:
        kept, rest = known, []
    few = with_rows(few, [*kept, *unknown], rest)
    if rest and unknown:
        few = _other_before(few, len(unknown))
    return ChartSpec(
        form=ChartForm.BAR,
        categories=few.categories,
        series=plain_series(few),
        number_format=few.number_format,
        alt=few.alt,
    )


def _is_measured(drawn: Drawn, row: int) -> bool:
    return any(s.points[row].value is not None for s in drawn.series)


def _size(drawn: Drawn, row: int) -> Decimal:
    return weight([s.points[row] for s in drawn.series])


def _other_before(drawn: Drawn, unknown: int) -> Drawn:
    """ "Other" stands after the measured bars and before those that were not measured."""
    last = len(drawn.categories) - 1
    order = [*range(last - unknown), last, *range(last - unknown, last)]
    return with_rows(drawn, order, ())
