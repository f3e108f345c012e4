"""Room for logos on a stranger's cover: where neither the client's own shapes nor our texts stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckgen.outputs.pptx.geometry import ARCHETYPES, HEIGHT, WIDTH, Frame, emu
from deckgen.outputs.pptx.space import overlap, padded
from deckgen.outputs.pptx.zones import Zones

_SIZES = (1.0, 0.8, 0.65)
_AIR = emu(0.10)
_EDGE = emu(0.25)
_STEPS = 24


def logo_frames(zones: Zones, taken: Sequence[Frame]) -> tuple[Frame, ...]:
    """Two frames of one size, at the ends of a row where that is possible; none without room for both."""
    held = [*zones.surface.obstacles, *(p.frame for p in zones.feet), *taken]
    _, _, w, h = ARCHETYPES["cover"][2]["logo1"].frame
    scale = min(zones.size[0] / WIDTH, zones.size[1] / HEIGHT)
    for size in _SIZES:
        wide, high = round(w * scale * size), round(h * scale * size)
        rows = [[f for f in row if _is_free(f, held)] for row in _rows(zones, wide, high)]
        for row in rows:
            if row and row[-1][0] >= row[0][0] + wide + _AIR:
                return row[0], row[-1]
        firsts = [row[0] for row in rows if row]
        if firsts and firsts[-1][1] >= firsts[0][1] + high + _AIR:
            return firsts[0], firsts[-1]
    return ()


def _is_free(frame: Frame, held: Sequence[Frame]) -> bool:
    return not any(overlap(padded(frame, _AIR), h) for h in held)


def _rows(zones: Zones, wide: int, high: int) -> Iterator[list[Frame]]:
    """Frames over the whole slide, row by row from the top, each from the left margin to the right one."""
    left, right = zones.margins
    columns = [*range(left, right - wide, max(1, (right - left) // _STEPS)), right - wide]
    for top in range(_EDGE, zones.size[1] - high - _EDGE, max(1, zones.size[1] // _STEPS)):
        yield [(x, top, wide, high) for x in columns if x >= 0]
