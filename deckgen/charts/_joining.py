"""What several chart forms share: the smallest rows or series joined to one "other (n)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from deckgen.model.deck import ChartSeries, Label, Point, Role
from deckgen.model.drawn import COUNT, Drawn, DrawnSeries

MOST_SERIES = 6
_KEPT = frozenset({Role.US, Role.UNKNOWN})  # never hidden among the others


def limit(drawn: Drawn, most: int) -> int:
    """The slide's limit where it has one, never above what the form can show and never under 2."""
    return max(2, min(drawn.limit or most, most))


def other_label(drawn: Drawn, n: int) -> Label:
    """The words for `n` joined things, citing that count."""
    if COUNT not in drawn.other.text:
        return drawn.other
    cite = drawn.cite_count(n)
    cites = (*drawn.other.cites, *((cite,) if cite else ()))
    return Label(text=drawn.other.text.replace(COUNT, str(n)), cites=cites)


def joined_point(drawn: Drawn, points: Sequence[Point]) -> Point:
    """One point for several; what was not measured stays out, and all of it unmeasured is not measured."""
    known = tuple(p for p in points if p.value is not None)
    return replace(drawn.merge(known), role=None) if known else Point(value=None)


def weight(points: Sequence[Point]) -> Decimal:
    return sum((p.value for p in points if p.value is not None), Decimal(0))


def with_few_series(drawn: Drawn, most: int = MOST_SERIES) -> Drawn:
    """At most `most` series: the smallest joined to "other (n)", we ourselves and the unknown never."""
    most = limit(replace(drawn, limit=0), most)
    if len(drawn.series) <= most:
        return drawn
    by_size = sorted(
        range(len(drawn.series)),
        key=lambda i: (drawn.series[i].role not in _KEPT, -weight(drawn.series[i].points), i),
    )
    kept, rest = sorted(by_size[: most - 1]), [drawn.series[i] for i in sorted(by_size[most - 1 :])]
    other = DrawnSeries(
        name=other_label(drawn, len(rest)),
        role=Role.OTHER_LIGHT,
        points=tuple(joined_point(drawn, column) for column in zip(*(s.points for s in rest), strict=True)),
    )
    return replace(drawn, series=(*(drawn.series[i] for i in kept), other))


def with_rows(drawn: Drawn, kept: Sequence[int], rest: Sequence[int]) -> Drawn:
    """The rows `kept` in their order, then `rest` as one row "other (n)"."""
    if not rest:
        return replace(
            drawn,
            categories=tuple(drawn.categories[i] for i in kept),
            series=tuple(replace(s, points=tuple(s.points[i] for i in kept)) for s in drawn.series),
        )
    return replace(
        drawn,
        categories=(*(drawn.categories[i] for i in kept), other_label(drawn, len(rest))),
        series=tuple(
            replace(
                s,
                points=(*(s.points[i] for i in kept), _joined_row(drawn, s, [s.points[i] for i in rest])),
            )
            for s in drawn.series
        ),
    )


def is_kept(drawn: Drawn, row: int) -> bool:
    """Whether a row holds our own point, or the unknown, by its own role."""
    return any(s.points[row].role in _KEPT for s in drawn.series)


def plain_series(drawn: Drawn) -> tuple[ChartSeries, ...]:
    return tuple(ChartSeries(name=s.name, role=s.role, points=s.points) for s in drawn.series)


def _joined_row(drawn: Drawn, series: DrawnSeries, points: Sequence[Point]) -> Point:
    roles = {p.role for p in points}
    point = joined_point(drawn, points)
    if roles == {None}:
        return point  # the series' own colour
    return replace(point, role=roles.pop() if len(roles) == 1 else Role.OTHER_LIGHT)
