"""Plans tables: smaller type, closer rows, first sentences, splits after rows, in this order."""

from __future__ import annotations

from dataclasses import replace

from deckgen.drawing.fonts import line_height
from deckgen.errors import FitError
from deckgen.model.deck import TableRow, TableSpec, Text
from deckgen.outputs.pptx.fitting import first_sentences, sentence_count
from deckgen.outputs.pptx.measuring import lines
from deckgen.outputs.pptx.places import Type
from deckgen.outputs.pptx.shorter import shortening_tables
from deckgen.outputs.pptx.styles import smaller
from deckgen.outputs.pptx.table_columns import SIDE, TOP, Setting, TablePlan, left_inset, worked_out

TEXT, SUMMARY, FIGURE, SUMMARY_FIGURE = 14.0, 16.0, 20.0, 26.0
_ROOMY, _TIGHT = 0.236 * 72, 0.15 * 72  # height of a row beyond its lines
_CLOSE = 0.09 * 72
_LAST_RESORT = 10.0  # on slides so narrow that nothing else holds the columns
_MOST_WORDS = 110  # in a table whose rows stand close
_SUMMARY_ROW = 0.94 * 72
_SMALLER = Setting(size=smaller(SUMMARY), figure=smaller(SUMMARY_FIGURE), room=_TIGHT, may_break=True)
_DENSE_ROW = 0.56 * 72  # rows as low as this are a page for print
_DENSE = Setting(size=12.0, figure=14.0, room=_CLOSE, may_break=True)
LEGEND, LEGEND_ROOM, LEGEND_GAP = 12.0, 0.34 * 72, 6.0
_STRETCH = 1.15


@shortening_tables
def planned(
    table: TableSpec,
    *,
    width_pt: float,
    height_pt: float,
    family: str,
    where: str,
    is_close: bool = False,
    may_shrink: bool = True,
) -> tuple[TablePlan, ...]:
    """The parts of a table, each of which fits its frame; one part where a smaller remedy is enough."""
    _check(table, where)
    height_pt -= legend_room(table, width_pt=width_pt, family=family)
    if table.style == "summary":
        return (_summary(table, width_pt, height_pt, family, where),)
    tries = [
        Setting(size=TEXT, figure=FIGURE, room=_ROOMY),
        Setting(size=TEXT, figure=FIGURE, room=_TIGHT),
        Setting(size=smaller(TEXT), figure=smaller(FIGURE), room=_TIGHT),
        Setting(size=smaller(TEXT), figure=smaller(FIGURE), room=_TIGHT, may_break=True),
    ]
    if is_close:  # strangers' free areas are smaller: rows stand closer before a table is split
        tries[3:3] = [Setting(size=smaller(TEXT), figure=smaller(FIGURE), room=_CLOSE)]
        if may_shrink:
            tries.append(Setting(size=_LAST_RESORT, figure=TEXT, room=_CLOSE, may_break=True))
        tries = [replace(t, is_low=True) for t in tries]
    usable: Setting | None = None
    for setting in tries:
        plan = worked_out(table, table.rows, setting, width_pt, family)
        if plan is None:
            continue
        is_full = setting.room == _CLOSE and sum(map(_words, table.rows)) > _MOST_WORDS
        if plan.height <= height_pt and not is_full:
            return (_stretched(plan, height_pt),)
        usable = setting if is_close and not setting.may_break else usable or setting
        if setting.may_break:
            break
    if usable is None:
        raise FitError(f"{where}: its longest words are wider than {width_pt / 72:.1f} inches; drop a column")
    return _split(table, usable, width_pt, height_pt, family, where, is_close=is_close)


def legend_room(table: TableSpec, *, width_pt: float, family: str) -> float:
    """Points under a table that its legend takes, with the space over it."""
    if not table.legend:
        return 0.0
    kind = Type(size=LEGEND, bold=False, family=family)
    count = sum(len(lines(p, kind, width_pt=width_pt)) for p in table.legend)
    return max(LEGEND_ROOM, LEGEND_GAP + count * line_height(family, LEGEND) + 1)


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
    smallest = _DENSE if share < _DENSE_ROW else _SMALLER
    for setting in (Setting(size=SUMMARY, figure=SUMMARY_FIGURE, room=_TIGHT), smallest):
        plan = worked_out(table, table.rows, setting, width_pt, family)
        if plan is not None and max(plan.heights, default=0.0) <= share:
            return replace(plan, heights=tuple(share for _ in plan.heights))
    rows, moved = _shortened(table, width_pt, share, family, smallest)
    plan = worked_out(table, rows, smallest, width_pt, family)
    if plan is None or plan.height > height_pt:
        raise FitError(
            f"{where}: {len(table.rows)} rows do not fit {height_pt / 72:.1f} inches; shorten them"
        )
    even = tuple(max(share, h) if plan.height <= share * len(rows) else h for h in plan.heights)
    return replace(plan, heights=even if sum(even) <= height_pt else plan.heights, moved=moved)


def _shortened(
    table: TableSpec, width_pt: float, share: float, family: str, setting: Setting
) -> tuple[tuple[TableRow, ...], Text]:
    rows: list[TableRow] = []
    moved: list[Text] = []
    for row in table.rows:
        keep = max(sentence_count(c.text) for c in row.cells)
        shorter = row
        while keep > 1:
            plan = worked_out(table, (shorter,), setting, width_pt, family)
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


def _roomier(
    table: TableSpec,
    whole: TablePlan,
    parts: list[tuple[int, int]],
    width_pt: float,
    height_pt: float,
    family: str,
) -> TablePlan:
    """The same parts in larger type or with more room, where every one of them still fits."""
    large, small = (TEXT, FIGURE), (smaller(TEXT), smaller(FIGURE))
    for (size, figure), room in ((large, _ROOMY), (large, _TIGHT), (small, _TIGHT)):
        if size < whole.size:
            break
        setting = Setting(size=size, figure=figure, room=room, is_low=True)
        plan = worked_out(table, table.rows, setting, width_pt, family)
        if plan is not None and all(plan.head_height + sum(plan.heights[a:b]) <= height_pt for a, b in parts):
            return plan
    return whole


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
    setting: Setting,
    width_pt: float,
    height_pt: float,
    family: str,
    where: str,
    *,
    is_close: bool,
) -> tuple[TablePlan, ...]:
    whole = worked_out(table, table.rows, setting, width_pt, family)
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
        whole = _roomier(table, whole, parts, width_pt, height_pt, family)
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


def _stretched(plan: TablePlan, height_pt: float) -> TablePlan:
    """Rows take some of the room that is left, so that a short table does not huddle under its title."""
    rows = sum(plan.heights)
    factor = min(_STRETCH, (height_pt - plan.head_height) / rows) if rows else 1.0
    return replace(plan, heights=tuple(h * factor for h in plan.heights))


__all__ = [
    "LEGEND",
    "LEGEND_GAP",
    "SIDE",
    "TOP",
    "TablePlan",
    "left_inset",
    "legend_room",
    "planned",
]
