"""An exhibit put into words: labels and numbers are printed and cited, a chart form makes a chart of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deckgen.model.deck import Label, Point, Role

COUNT = "{n}"  # in `Drawn.other`: how many are joined


def uncited(n: int) -> str:
    """The default of `Drawn.cite_count`: no entry for the number of joined rows."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSeries:
    name: Label
    role: Role
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a chart form gets. Series have as many points as there are categories, but for `strip`.

    `merge` makes the one point that stands for several: their sum, printed, with a ledger entry of its own.
    """

    categories: tuple[Label, ...]
    series: tuple[DrawnSeries, ...]
    merge: Callable[[tuple[Point, ...]], Point]
    other: Label  # e.g. "other ({n})"
    cite_count: Callable[[int], str] = uncited  # ledger entry of the number put in for {n}
    notes: tuple[tuple[int, Label], ...] = ()  # (category index, what happened there)
    legend: tuple[tuple[Role, Label], ...] = ()  # what colours mean, for forms whose series do not say it
    limit: int = 0  # most rows, bars or lines; 0 = the form's own limit
    number_format: str = "#,##0"
    alt: str = ""
