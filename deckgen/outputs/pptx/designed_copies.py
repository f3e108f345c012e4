"""Where the copies of a repeated shape stand: side by side or downwards, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deckgen.errors import FitError
from deckgen.model.designed import Direction
from deckgen.outputs.pptx.geometry import Frame

_GAP = 10  # a tenth of the shape's own size stands between two copies
_EDGE = 20  # and no copy comes nearer to the edge than a twentieth of the slide, unless the design does


@dataclass(frozen=True, slots=True)
class _Way:
    """One direction: the step from copy to copy, and how many there is room for."""

    dx: int
    dy: int
    room: int


def offsets(
    frame: Frame,
    copies: int,
    direction: Direction,
    *,
    size: tuple[int, int],
    others: Iterable[Frame],
    where: str,
) -> tuple[tuple[int, int], ...]:
    """How far each copy stands from the drawn one; FitError says how many there is room for."""
    others = tuple(others)
    across, down = _across(frame, size[0], others), _down(frame, size[1], others)
    way = {Direction.ACROSS: across, Direction.DOWN: down}.get(
        direction, across if across.room >= down.room else down
    )
    if copies > way.room:
        whither = "side by side" if way.dx else "below each other"
        raise FitError(
            f"{where}: {copies} copies are needed and {way.room} fit {whither}; make the shape smaller, make "
            f"room around it, or take fewer: [:{way.room}]"
        )
    return tuple((way.dx * i, way.dy * i) for i in range(copies))


def _across(frame: Frame, width: int, others: Sequence[Frame]) -> _Way:
    x, y, w, h = frame
    ends = [ox for ox, oy, _, oh in others if ox >= x + w and oy < y + h and y < oy + oh]
    step = w + w // _GAP
    return _Way(step, 0, _room(x, w, step, min([width - min(x, width // _EDGE), *ends])))


def _down(frame: Frame, height: int, others: Sequence[Frame]) -> _Way:
    x, y, w, h = frame
    ends = [oy for ox, oy, ow, _ in others if oy >= y + h and ox < x + w and x < ox + ow]
    step = h + h // _GAP
    return _Way(0, step, _room(y, h, step, min([height - min(y, height // _EDGE), *ends])))


def _room(start: int, length: int, step: int, end: int) -> int:
    return 1 + max(0, end - start - length) // step if step > 0 else 1
