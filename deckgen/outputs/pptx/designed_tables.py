"""Puts filled rows into a drawn table; each keeps height, fills and borders of the row it was made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from deckgen.errors import FitError, TemplateError
from deckgen.model.designed import FilledRow
from deckgen.outputs.pptx.citations import Citations
from deckgen.outputs.pptx.designed_heights import row_height, widths_of
from deckgen.outputs.pptx.designed_shapes import whole
from deckgen.outputs.pptx.designed_text import fill_body
from deckgen.outputs.pptx.elements import el, name
from deckgen.outputs.pptx.geometry import INCH

_TRUE = {"1", "true", "on"}


def fill_table(
    shape: Any,
    rows: Sequence[FilledRow],
    *,
    cite: Citations,
    place: str,
    room: int,
    family: str,
    where: str,
) -> int:
    """The rows in their order; the height they take. FitError says how many fit into `room` below its top."""
    table = next(iter(shape.iter(name("a:tbl"))))
    drawn = table.findall(name("a:tr"))
    repeated = {row for row, n in Counter(r.row for r in rows).items() if n > 1}
    for row in repeated:
        if any(c.get("rowSpan") or c.get("vMerge") in _TRUE for c in drawn[row].findall(name("a:tc"))):
            raise TemplateError(
                f"{where}: row {row + 1} has cells merged with another row and cannot be repeated; split them"
            )
    made = [deepcopy(drawn[r.row]) for r in rows]
    at = list(table).index(drawn[0])
    for old in drawn:
        table.remove(old)
    used: set[int] = set()
    for number, (filled, row) in enumerate(zip(rows, made, strict=True), 1):
        if filled.row in used:
            for extra in row.findall(name("a:extLst")):
                row.remove(extra)  # an id that only one row may have
        used.add(filled.row)
        for column, (cell, text) in enumerate(zip(row.findall(name("a:tc")), filled.cells, strict=True), 1):
            body = cell.find(name("a:txBody"))
            if body is None:
                body = el("a:txBody", el("a:bodyPr"), el("a:p"))
                cell.insert(0, body)
            fill_body(body, text, cite=cite, place=f"{place} r{number} c{column}")
        table.insert(at + number - 1, row)
    before = sum(whole(row, "h") for row in drawn)
    heights = [row_height(row, widths_of(table), family=family) for row in made]
    height = sum(heights)
    if height > max(room, before):
        _refuse(rows, heights, repeated, room, where)
    for row, needed in zip(made, heights, strict=True):
        row.set("h", str(needed))
    size = shape.find(f"{name('p:xfrm')}/{name('a:ext')}")
    if size is not None and height:
        size.set("cy", str(height))
    return height


def _refuse(
    rows: Sequence[FilledRow], heights: Sequence[int], repeated: set[int], room: int, where: str
) -> None:
    if not repeated:
        raise FitError(
            f"{where}: its words need {sum(heights) / INCH:.1f} inches, {room / INCH:.1f} are free above the "
            "next shape or the edge of the slide; make room, or set smaller text"
        )
    fixed = sum(h for r, h in zip(rows, heights, strict=True) if r.row not in repeated)
    one = max(h for r, h in zip(rows, heights, strict=True) if r.row in repeated)
    wanted = sum(r.row in repeated for r in rows)
    fitting = max(0, (room - fixed) // one) if one else 0
    raise FitError(
        f"{where}: {wanted} rows are needed and {fitting} fit above the next shape or the edge of the slide; "
        f"make them lower, or take fewer: [:{fitting}]"
    )
