"""Works one table out at one setting: columns from the longest words, heights from measured lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckgen.drawing.fonts import line_height
from deckgen.model.deck import Align, TableRow, TableSpec, Text
from deckgen.outputs.pptx.geometry import POINT
from deckgen.outputs.pptx.measuring import lines, longest_line, longest_word
from deckgen.outputs.pptx.places import Type

SIDE, TOP = 73152, 36576  # insets of a cell: 0.08 and 0.04 inches
AFTER_NUMBERS = 228600  # left inset of words beside numbers
_HEAD_ROOM = 0.17 * 72
_LEAST = 30.0  # points of text in a column whose words are broken
_BITS = 12  # in which the room between columns is shared out
_CLEARLY = 0.93  # of the usual height: for less, columns keep their weights
_SLACK = 1.0  # points a column is wider than its longest word
Cell = tuple[int, Text, Type]  # its column


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """A table that fits: widths and heights in points, text sizes, the rows of this part."""

    spec: TableSpec
    rows: tuple[TableRow, ...]
    widths: tuple[float, ...]
    head_height: float
    heights: tuple[float, ...]
    size: float
    figure_size: float
    is_last: bool = True
    moved: Text = ()
    first_row: int = 0  # of the rows of the whole table

    @property
    def height(self) -> float:
        return self.head_height + sum(self.heights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Sizes and room to try."""

    size: float
    figure: float
    room: float
    may_break: bool = False  # words from outside may break in the middle
    is_low: bool = False  # columns are shared out so that rows are low, not by weight alone


def worked_out(
    table: TableSpec, rows: Sequence[TableRow], setting: Setting, width_pt: float, family: str
) -> TablePlan | None:
    """Widths and heights at one setting; None when the longest words do not fit beside each other."""
    sides = [(left_inset(table, c) + SIDE) / POINT for c in range(len(table.aligns))]
    columns = range(len(table.aligns))

    def kind(column: int, *, is_figure: bool, is_head: bool) -> Type:
        bold = is_head or is_figure or (column == 0 and table.style != "summary")
        return Type(size=setting.figure if is_figure else setting.size, bold=bold, family=family)

    least, most = [0.0] * len(table.aligns), [0.0] * len(table.aligns)
    cells = [(c, row.cells[c].text, kind(c, is_figure=row.cells[c].is_figure, is_head=False))
             for row in table.rows for c in columns]  # fmt: skip
    cells += [(c, table.head[c], kind(c, is_figure=False, is_head=True)) for c in columns if table.head]
    for column, text, setting_of in cells:
        least[column] = max(least[column], longest_word(text, setting_of) + sides[column] + _SLACK)
        most[column] = max(most[column], longest_line(text, setting_of) + sides[column] + 2 * _SLACK)
    if sum(least) > width_pt:
        if not setting.may_break:
            return None
        floors = [min(wide, side + _LEAST) for wide, side in zip(least, sides, strict=True)]
        for column, text, setting_of in cells:
            floors[column] = max(
                floors[column], longest_word(_own(text), setting_of) + sides[column] + _SLACK
            )
        least = _narrowed(least, floors, width_pt)
        if not least:
            return None
    # a summary is shared out by weight alone, so that its figures stand in a column of their own
    wanted = most if table.style != "summary" else [width_pt] * len(least)
    widths = _shared(least, wanted, table.weights, width_pt)

    def needed(column: int, text: Text, setting_of: Type) -> float:
        return _count(text, setting_of, widths[column] - sides[column]) * line_height(family, setting_of.size)

    def row_heights() -> tuple[float, ...]:
        return tuple(
            max(
                needed(c, row.cells[c].text, kind(c, is_figure=row.cells[c].is_figure, is_head=False))
                for c in columns
            )
            + setting.room
            for row in rows
        )

    heights = row_heights()
    if setting.is_low and table.style != "summary":
        usual, usual_heights = widths, heights
        widths = _low(least, sides, cells, width_pt)
        heights = row_heights()
        if sum(heights) > _CLEARLY * sum(usual_heights):
            widths, heights = usual, usual_heights
    head = 0.0
    if table.head:
        head = (
            max(needed(c, table.head[c], kind(c, is_figure=False, is_head=True)) for c in columns)
            + _HEAD_ROOM
        )
    return TablePlan(
        spec=table,
        rows=tuple(rows),
        widths=tuple(widths),
        head_height=head,
        heights=heights,
        size=setting.size,
        figure_size=setting.figure,
    )


def _count(text: Text, kind: Type, width: float) -> int:
    """The lines that a cell's text takes."""
    return sum(len(lines(p, kind, width_pt=width)) for p in text) or 1


def _low(least: list[float], sides: list[float], cells: Sequence[Cell], width: float) -> list[float]:
    """Widths from the longest words up; the rest goes, bit by bit, to the column with the highest cell."""
    widths = list(least)
    bit = max(0.0, width - sum(least)) / _BITS

    def highest(column: int) -> float:
        room = widths[column] - sides[column]
        return max((_count(t, k, room) * k.size for c, t, k in cells if c == column), default=0.0)

    heights = [highest(c) for c in range(len(widths))]
    for _ in range(_BITS):
        column = max(range(len(widths)), key=lambda c: (heights[c], -widths[c]))
        widths[column] += bit
        heights[column] = highest(column)
    return widths


def _narrowed(least: list[float], floors: list[float], width: float) -> list[float]:
    """The widest columns narrowed to one width, none below its floor; empty when the floors are too wide."""
    if sum(floors) > width:
        return []
    low, high = 0.0, max(least)
    for _ in range(30):
        cap = (low + high) / 2
        taken = sum(max(floor, min(wide, cap)) for wide, floor in zip(least, floors, strict=True))
        low, high = (cap, high) if taken <= width else (low, cap)
    return [max(floor, min(wide, low)) for wide, floor in zip(least, floors, strict=True)]


def _own(text: Text) -> Text:
    """A text without its quotations: what may not be broken."""
    return tuple(replace(p, spans=tuple(s for s in p.spans if not s.is_quoted)) for p in text)


def left_inset(table: TableSpec, column: int) -> int:
    """Left inset of a column in EMU: wider where words follow numbers that end at the same edge."""
    follows = column > 0 and table.aligns[column - 1] is Align.RIGHT and table.aligns[column] is Align.LEFT
    return AFTER_NUMBERS if follows else SIDE


def _shared(least: list[float], most: list[float], weights: Sequence[float], width: float) -> list[float]:
    """Widths from the longest words up; the rest goes by weight, first to columns that would still wrap."""
    widths = list(least)
    for limit in (most, [width] * len(least)):
        for _ in range(len(least) + 1):
            left = width - sum(widths)
            open_columns = [i for i in range(len(least)) if widths[i] < limit[i] - 0.01]
            if left <= 0.01 or not open_columns:
                break
            whole = sum(max(0.01, weights[i]) for i in open_columns)
            for i in open_columns:
                widths[i] = min(limit[i], widths[i] + left * max(0.01, weights[i]) / whole)
    return widths
