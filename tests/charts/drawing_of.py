"""Exhibits put into words, for the tests of chart forms."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from deckgen.model.deck import Label, Point, Role
from deckgen.model.drawn import Drawn, DrawnSeries


def a_point(value: int | str | None, **changes: Any) -> Point:
    if value is None:
        return Point(**{"value": None, **changes})
    return Point(**{"value": Decimal(value), "text": str(value), "cite": f"p{value}", **changes})


def a_series(
    values: Sequence[int | str | None], name: str = "Mentions", role: Role = Role.US, **changes: Any
) -> DrawnSeries:
    points = tuple(a_point(v) for v in values)
    return DrawnSeries(**{"name": Label(text=name), "role": role, "points": points, **changes})


def merged(points: tuple[Point, ...]) -> Point:
    value = sum((p.value for p in points if p.value is not None), Decimal(0))
    return Point(value=value, text=str(value), cite="+".join(p.cite for p in points))


def a_drawn(*series: DrawnSeries, categories: Sequence[str] = (), **changes: Any) -> Drawn:
    names = categories or [f"c{i}" for i in range(len(series[0].points) if series else 0)]
    return Drawn(
        **{
            "categories": tuple(Label(text=n) for n in names),
            "series": series,
            "merge": merged,
            "other": Label(text="other ({n})"),
            "cite_count": lambda n: f"count{n}",
            "alt": "What is shown",
            **changes,
        }
    )


def texts(labels: Sequence[Label]) -> list[str]:
    return [label.text for label in labels]
