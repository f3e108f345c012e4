"""How high the rows of a drawn table become with their new words, measured with the faces they are set in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deckgen.drawing.fonts import line_height, wrapped
from deckgen.outputs.pptx.designed_shapes import runs_of, whole
from deckgen.outputs.pptx.elements import name
from deckgen.outputs.pptx.geometry import POINT

_SIDE, _TOP = 91440, 45720  # insets of a cell that says nothing else
_SIZE = 18.0  # points of text that says nothing else
_TRUE = {"1", "true", "on"}


def row_height(row: Any, widths: Sequence[int], *, family: str) -> int:
    """EMU: as drawn, or as high as its highest cell needs; `widths` are those of the columns."""
    needed = whole(row, "h")
    for column, cell in enumerate(row.findall(name("a:tc"))):
        if cell.get("hMerge") in _TRUE or cell.get("vMerge") in _TRUE or cell.get("rowSpan"):
            continue
        span = whole(cell, "gridSpan", 1)
        properties = cell.find(name("a:tcPr"))
        if properties is not None and properties.get("vert", "horz") != "horz":
            continue
        sides = whole(properties, "marL", _SIDE) + whole(properties, "marR", _SIDE)
        room = max(1.0, (sum(widths[column : column + span]) - sides) / POINT)
        text = sum(_height(p, room, family) for p in cell.iter(name("a:p")))
        ends = whole(properties, "marT", _TOP) + whole(properties, "marB", _TOP)
        needed = max(needed, round(text * POINT) + ends)
    return needed


def widths_of(table: Any) -> tuple[int, ...]:
    """Widths of the columns in EMU."""
    return tuple(whole(column, "w") for column in table.iter(name("a:gridCol")))


def _height(paragraph: Any, width_pt: float, family: str) -> float:
    """Points that a paragraph takes, set in its largest size."""
    formats = [r.find(name("a:rPr")) for r in runs_of(paragraph)] or [paragraph.find(name("a:endParaRPr"))]
    found = [f for f in formats if f is not None]
    size = max((whole(f, "sz", 1800) / 100 for f in found), default=_SIZE)
    bold = any(f.get("b") in _TRUE for f in found)
    face = next((e.get("typeface", "") for f in found for e in f.iter(name("a:latin"))), "")
    used = face if face and not face.startswith("+") else family
    words = "".join(t.text or "" for t in paragraph.iter(name("a:t")))
    lines = len(wrapped(words, family=used, bold=bold, size_pt=size, width_pt=width_pt)) or 1
    return (
        (lines + sum(1 for _ in paragraph.iter(name("a:br")))) * line_height(used, size) * _spacing(paragraph)
    )


def _spacing(paragraph: Any) -> float:
    share = paragraph.find(f"{name('a:pPr')}/{name('a:lnSpc')}/{name('a:spcPct')}")
    return whole(share, "val", 100000) / 100000
