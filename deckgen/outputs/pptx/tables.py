"""Plans tables: column widths from the longest words, row heights from measured lines, splits after rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckgen.drawing.fonts import line_height
from deckgen.errors import FitError
from deckgen.model.deck import Align, TableRow, TableSpec, Text
from deckgen.outputs.pptx.fitting import first_sentences, sentence_count
from deckgen.outputs.pptx.geometry import POINT
from deckgen.outputs.pptx.measuring import lines, longest_line, longest_word
from deckgen.outputs.pptx.places import Type
from deckgen.outputs.pptx.shorter import shortening_tables
from deckgen.outputs.pptx.styles import smaller

TEXT, SUMMARY, FIGURE, SUMMARY_FIGURE = 14.0, 16.0, 20.0, 26.0
SIDE, TOP = 73152, 36576  # insets of a cell: 0.08 and 0.04 inches
AFTER_NUMBERS = 228600  # left inset of words beside numbers
_ROOMY, _TIGHT = 0.236 * 72, 0.15 * 72  # height of a row beyond its lines
_CLOSE = 0.09 * 72
_MOST_WORDS = 110  # in a table whose rows stand close
_HEAD_ROOM = 0.17 * 72
_SUMMARY_ROW = 0.94 * 72
LEGEND_ROOM = 0.34 * 72
_STRETCH = 1.15
_LEAST = 30.0  # points of text in a column whose words are broken
_SLACK = 1.0  # points a column is wider than its longest word


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
class _Setting:
    """Sizes and room to try."""

    size: float
    figure: float
    room: float
    may_break: bool = False  # words from outside may break in the middle


@shortening_tables
def planned(
    table: TableSpec,
    *,
    width_pt: float,
    height_pt: float,
    family: str,
    where: str,
    is_close: bool = False,
) -> tuple[TablePlan, ...]:
    """The parts of a table, each of which fits its frame; one part where a smaller remedy is enough."""
    _check(table, where)
    if table.legend:
        height_pt -= LEGEND_ROOM
    if table.style == "summary":
        return (_summary(table, width_pt, height_pt, family, where),)
    tries = [
        _Setting(size=TEXT, figure=FIGURE, room=_ROOMY),
        _Setting(size=TEXT, figure=FIGURE, room=_TIGHT),
        _Setting(size=smaller(TEXT), figure=smaller(FIGURE), room=_TIGHT),
        _Setting(size=smaller(TEXT), figure=smaller(FIGURE), room=_TIGHT, may_break=True),
    ]
    if is_close:  # strangers' free areas are smaller: rows stand closer before a table is split
        tries[3:3] = [_Setting(size=smaller(TEXT), figure=smaller(FIGURE), room=_CLOSE)]
    usable: _Setting | None = None
    for setting in tries:
        plan = _plan(table, table.rows, setting, width_pt, family)
        if plan is None:
            continue
        is_full = setting.room == _CLOSE and sum(map(_words, table.rows)) > _MOST_WORDS
        if plan.height <= height_pt and not is_full:
            return (_stretched(plan, height_pt),)
        usable = setting if is_close and not setting.may_break else usable or setting
    if usable is None:
        raise FitError(f"{where}: its longest words are wider than {width_pt / 72:.1f} inches; drop a column")
    return _split(table, usable, width_pt, height_pt, family, where, is_close=is_close)


def _check(table: TableSpec, where: str) -> None:
    columns = len(table.aligns)
    wrong = [
        r
        for r in (*((table.head,) if table.head else ()), *(row.cells for row in table.rows))
        if len(r) != columns
    ]
    if wrong or not columns or len(table.weights) != columns:
        raise FitError(f"{where}: head, rows, alignments and weights must have the same number of columns")


def _summary(table: TableSpec, width_pt: float, height_pt: float, family: str, where: str) -> TablePlan:
    """Rows of equal height; what is too long keeps its first sentences, the rest goes to the notes."""
    share = min(_SUMMARY_ROW, height_pt / max(1, len(table.rows)))
    for setting in (
        _Setting(size=SUMMARY, figure=SUMMARY_FIGURE, room=_TIGHT),
        _Setting(size=smaller(SUMMARY), figure=smaller(SUMMARY_FIGURE), room=_TIGHT, may_break=True),
    ):
        plan = _plan(table, table.rows, setting, width_pt, family)
        if plan is not None and max(plan.heights, default=0.0) <= share:
            return replace(plan, heights=tuple(share for _ in plan.heights))
    rows, moved = _shortened(table, width_pt, share, family)
    plan = _plan(table, rows, setting, width_pt, family)
    if plan is None or plan.height > height_pt:
        raise FitError(
            f"{where}: {len(table.rows)} rows do not fit {height_pt / 72:.1f} inches; shorten them"
        )
    even = tuple(max(share, h) if plan.height <= share * len(rows) else h for h in plan.heights)
    return replace(plan, heights=even if sum(even) <= height_pt else plan.heights, moved=moved)


def _shortened(
    table: TableSpec, width_pt: float, share: float, family: str
) -> tuple[tuple[TableRow, ...], Text]:
    setting = _Setting(size=smaller(SUMMARY), figure=smaller(SUMMARY_FIGURE), room=_TIGHT, may_break=True)
    rows: list[TableRow] = []
    moved: list[Text] = []
    for row in table.rows:
        keep = max(sentence_count(c.text) for c in row.cells)
        shorter = row
        while keep > 1:
            plan = _plan(table, (shorter,), setting, width_pt, family)
            if plan is not None and plan.heights[0] <= share:
                break
            keep -= 1
            shorter = replace(
                row, cells=tuple(replace(c, text=first_sentences(c.text, keep)[0]) for c in row.cells)
            )
        if shorter is not row:
            moved += [first_sentences(c.text, keep)[1] for c in row.cells]
        rows.append(shorter)
    return tuple(rows), tuple(p for text in moved for p in text)


def _even(whole: TablePlan, parts: list[tuple[int, int]], height_pt: float) -> list[tuple[int, int]]:
    """As many parts with about as many rows each, where that fits, so that no row is left alone."""
    count, rows = len(parts), len(whole.rows)
    even = [(rows * i // count, rows * (i + 1) // count) for i in range(count)]
    fits = all(
        whole.head_height + sum(whole.heights[a:b]) <= height_pt
        and (b - a == 1 or sum(map(_words, whole.rows[a:b])) <= _MOST_WORDS)
        for a, b in even
    )
    return even if fits else parts


def _words(row: TableRow) -> int:
    return sum(len(p.text.split()) for cell in row.cells for p in cell.text)


def _split(
    table: TableSpec,
    setting: _Setting,
    width_pt: float,
    height_pt: float,
    family: str,
    where: str,
    *,
    is_close: bool,
) -> tuple[TablePlan, ...]:
    whole = _plan(table, table.rows, setting, width_pt, family)
    if whole is None:
        return ()
    parts: list[tuple[int, int]] = []
    start, used = 0, whole.head_height
    words = 0
    for i, height in enumerate(whole.heights):
        more = _words(table.rows[i])
        if whole.head_height + height > height_pt:
            raise FitError(f"{where}: row {i + 1} alone is higher than its slide; shorten its text")
        if used + height > height_pt or (is_close and words and words + more > _MOST_WORDS):
            parts.append((start, i))
            start, used, words = i, whole.head_height, 0
        used += height
        words += more
    parts.append((start, len(table.rows)))
    if is_close:
        parts = _even(whole, parts, height_pt)
    if table.has_total and len(parts) > 1 and parts[-1][1] - parts[-1][0] == 1:
        (first, end), last = parts[-2], parts[-1]
        if end - first > 1:  # a total never stands alone
            parts[-2:] = [(first, end - 1), (end - 1, last[1])]
    return tuple(
        replace(
            whole,
            rows=table.rows[a:b],
            heights=whole.heights[a:b],
            first_row=a,
            is_last=b == len(table.rows),
        )
        for a, b in parts
    )


def _plan(
    table: TableSpec, rows: Sequence[TableRow], setting: _Setting, width_pt: float, family: str
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
        count = sum(len(lines(p, setting_of, width_pt=widths[column] - sides[column])) for p in text) or 1
        return count * line_height(family, setting_of.size)

    heights = tuple(
        max(
            needed(c, row.cells[c].text, kind(c, is_figure=row.cells[c].is_figure, is_head=False))
            for c in columns
        )
        + setting.room
        for row in rows
    )
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


def _stretched(plan: TablePlan, height_pt: float) -> TablePlan:
    """Rows take some of the room that is left, so that a short table does not huddle under its title."""
    rows = sum(plan.heights)
    factor = min(_STRETCH, (height_pt - plan.head_height) / rows) if rows else 1.0
    return replace(plan, heights=tuple(h * factor for h in plan.heights))


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
