"""Our grid in the free area of a stranger's layout."""

from __future__ import annotations

from collections.abc import Collection

from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.geometry import INCH, MARGIN, Frame, Slot

_HEADING = round(0.30 * INCH)
_UNDER_HEADING = round(0.06 * INCH)
_CARDS = ("decision1", "decision2", "decision3")


def in_grid(slot: Slot, body: Frame) -> Frame:
    """A slot's part of the grid, in another area."""
    x, y, w, h = slot.frame
    bx, by, bw, bh = body
    whole = geometry.w(12)
    left, wide = bx + round((x - MARGIN) / whole * bw), round(w / whole * bw)
    top, high = geometry.emu(geometry.BODY[0]), geometry.emu(geometry.BODY[1] - geometry.BODY[0])
    if slot.style == "heading":
        return left, by + round(max(0, y - top) / high * bh), wide, _HEADING
    if y == geometry.emu(geometry.GRAPHIC[0]):
        under = _HEADING + _UNDER_HEADING
        return left, by + under, wide, bh - under
    return left, by + round((y - top) / high * bh), wide, round(h / high * bh)


def alone(key: str, frame: Frame, body: Frame, only: Collection[str]) -> Frame:
    """A slot on a slide of its own: the full width, and the full height but for its heading."""
    x, y, w, h = body
    if key in _CARDS:
        return frame[0], y, frame[2], h
    if key.startswith("heading"):
        return x, y, w, _HEADING
    under = _HEADING + _UNDER_HEADING if any(k.startswith("heading") for k in only) else 0
    return x, y + under, w, h - under
