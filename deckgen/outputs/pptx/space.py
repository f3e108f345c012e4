"""Rectangles: the largest free one between others, and one grown until it meets them. All in EMU."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deckgen.outputs.pptx.geometry import Frame

_MOST = 60  # obstacles looked at; more are joined into the box around them
Box = tuple[int, int, int, int]  # left, top, right, bottom


def box(frame: Frame) -> Box:
    x, y, w, h = frame
    return x, y, x + w, y + h


def frame(found: Box) -> Frame:
    left, top, right, bottom = found
    return left, top, max(0, right - left), max(0, bottom - top)


def area(found: Frame) -> int:
    return max(0, found[2]) * max(0, found[3])


def shared(one: Frame, other: Frame) -> Frame:
    """What two frames have in common; without area when nothing."""
    a, b = box(one), box(other)
    return frame((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))


def overlap(one: Frame, other: Frame) -> int:
    """The area two frames have in common."""
    a, b = box(one), box(other)
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0


def padded(given: Frame, pad: int) -> Frame:
    x, y, w, h = given
    return x - pad, y - pad, w + 2 * pad, h + 2 * pad


def around(frames: Iterable[Frame]) -> Frame:
    """The frame around all of some."""
    boxes = [box(f) for f in frames]
    return frame(
        (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
    )


def largest(bounds: Frame, obstacles: Sequence[Frame], *, pad: int = 0) -> Frame:
    """The largest frame inside bounds that touches no obstacle; without area when there is none."""
    left, top, right, bottom = box(bounds)
    blocks = [box(padded(o, pad)) for o in obstacles if overlap(padded(o, pad), bounds) or not area(o)]
    blocks = [b for b in blocks if b[0] < right and b[2] > left and b[1] < bottom and b[3] > top]
    if len(blocks) > _MOST:
        blocks = [*sorted(blocks)[:_MOST], box(around(frame(b) for b in sorted(blocks)[_MOST:]))]
    xs = sorted({left, right, *(min(max(v, left), right) for b in blocks for v in (b[0], b[2]))})
    best, most = (left, top, left, top), 0
    for i, x1 in enumerate(xs):
        for x2 in xs[i + 1 :]:
            if (x2 - x1) * (bottom - top) <= most:
                continue
            at = top
            across = sorted((b[1], b[3]) for b in blocks if b[0] < x2 and b[2] > x1)
            for start, end in (*across, (bottom, bottom)):
                if (x2 - x1) * (min(start, bottom) - at) > most:
                    best, most = (x1, at, x2, min(start, bottom)), (x2 - x1) * (min(start, bottom) - at)
                at = max(at, end)
    return frame(best)


def grown(given: Frame, bounds: Frame, obstacles: Sequence[Frame], *, sides: str) -> Frame:
    """A frame moved out to bounds or obstacles on some sides, in this order: t, b, l, r.

    Obstacles that it already overlaps do not hold it back.
    """
    found = box(given)
    limits = box(bounds)
    others = [box(o) for o in obstacles if not overlap(o, given)]
    for side in sides:
        left, top, right, bottom = found
        beside = [o for o in others if o[0] < right and o[2] > left] if side in "tb" else [
            o for o in others if o[1] < bottom and o[3] > top
        ]  # fmt: skip
        if side == "t":
            top = min(top, max([limits[1], *(o[3] for o in beside if o[3] <= top)]))
        elif side == "b":
            bottom = max(bottom, min([limits[3], *(o[1] for o in beside if o[1] >= bottom)]))
        elif side == "l":
            left = min(left, max([limits[0], *(o[2] for o in beside if o[2] <= left)]))
        else:
            right = max(right, min([limits[2], *(o[0] for o in beside if o[0] >= right)]))
        found = left, top, right, bottom
    return frame(found)
