"""Where the texts of cover and section stand on a stranger's layout, and in which placeholders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deckgen.drawing.fonts import line_height
from deckgen.outputs.pptx.geometry import INCH, POINT, Frame
from deckgen.outputs.pptx.layouts import Placeholder
from deckgen.outputs.pptx.places import types
from deckgen.outputs.pptx.space import area, grown, largest, overlap, padded
from deckgen.outputs.pptx.zones import Zones, clear_of

_GAP = round(0.14 * INCH)
_PAD = round(0.10 * INCH)
_SAFE = round(0.15 * INCH)
_TITLE_SHARE = 0.58  # of a free area that title and subtitle share
_HIGH_TITLE, _HIGH_SUB, _HIGH_META = round(2.2 * INCH), round(1.3 * INCH), round(0.55 * INCH)
_LEAST_META = round(0.28 * INCH)
_LEAST_WIDE = round(2.2 * INCH)
_NARROW = 0.4  # of the slide: a placeholder under this width is a number or a date
_TEXTS = ("subTitle", "body", "obj")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Frames of the texts, and the client's placeholders that hold them (None = a box or place of ours)."""

    title: Frame
    title_in: Placeholder | None
    subtitle: Frame | None = None
    subtitle_in: Placeholder | None = None
    meta: Frame | None = None
    meta_in: Placeholder | None = None


def opening(zones: Zones, *, has_more: bool) -> Opening:
    """Title, subtitle and meta of a cover; the title alone of a section."""
    title = zones.title
    others = _texts(zones)
    if title is None:
        return _without_title(zones, has_more=has_more)
    if zones.has_working_title and not others:
        return _on_content(zones, title, None, has_more=has_more)
    subtitle = _subtitle(title, others) if has_more else None
    if zones.has_working_title and title.frame[3] < 0.2 * zones.size[1]:
        return _on_content(zones, title, subtitle, has_more=has_more)
    if subtitle is not None and _is_claim(zones, subtitle, title):
        title, subtitle = subtitle, title  # the client's title line is the small one
    rest = [p for p in others if p is not title and p is not subtitle]
    meta = max(rest, key=lambda p: (p.frame[1], area(p.frame))) if rest and has_more else None
    return _stacked(zones, title, subtitle, meta, has_more=has_more)


def _texts(zones: Zones) -> list[Placeholder]:
    wide = zones.size[0]
    return [
        p
        for p in zones.layout.every
        if p.kind in _TEXTS and not zones.layout.is_doubled(p) and p.frame[2] >= _NARROW * wide
    ]


def _subtitle(title: Placeholder, others: Sequence[Placeholder]) -> Placeholder | None:
    typed = [p for p in others if p.kind == "subTitle"]
    near = sorted(typed or others, key=lambda p: _distance(title.frame, p.frame))
    return near[0] if near else None


def _distance(one: Frame, other: Frame) -> int:
    """Between two frames one over the other."""
    return max(other[1] - one[1] - one[3], one[1] - other[1] - other[3], 0)


def _is_claim(zones: Zones, other: Placeholder, title: Placeholder) -> bool:
    """Whether the layout sets another line larger than its title, above it."""
    theme = zones.layout.theme
    mine, its = (types(p.inherits, theme)[0].size for p in (title, other))
    return its > mine * 1.15 and other.frame[1] < title.frame[1]


def _stacked(
    zones: Zones,
    title: Placeholder,
    subtitle: Placeholder | None,
    meta: Placeholder | None,
    *,
    has_more: bool,
) -> Opening:
    bounds = padded(zones.surface.page, -_SAFE)
    solid = [padded(o, _PAD // 2) for o in zones.surface.obstacles] + [p.frame for p in zones.feet]
    held = [padded(p.frame, _GAP // 3) for p in (subtitle, meta) if p is not None]
    own = clear_of(title.frame, [o for o in zones.surface.obstacles if overlap(o, title.frame)])
    rooms = [_HIGH_TITLE, *([_lines_high(zones, title)] if has_more else [])]
    for high in rooms:  # a title as high as it may be, lower where nothing else would find room
        found = _one_stack(zones, title, subtitle, meta, own, bounds, solid, held, high, has_more=has_more)
        if not has_more or (found.subtitle is not None and found.meta is not None):
            return found
    return found


def _lines_high(zones: Zones, title: Placeholder) -> int:
    """The height of three lines of a title in its own size."""
    kind = types(title.inherits, zones.layout.theme)[0]
    lines = 3 * line_height(kind.family, kind.size) * kind.line
    return round(lines * POINT) + 2 * _PAD


def _one_stack(
    zones: Zones,
    title: Placeholder,
    subtitle: Placeholder | None,
    meta: Placeholder | None,
    own: Frame,
    bounds: Frame,
    solid: Sequence[Frame],
    held: Sequence[Frame],
    most: int,
    *,
    has_more: bool,
) -> Opening:
    at = _cut(grown(own, bounds, [*solid, *held], sides="tb"), own, most)
    taken = [*solid, padded(at, _GAP // 3)]
    sub: Frame | None = None
    if subtitle is not None:
        others = [*taken, *([meta.frame] if meta is not None else [])]
        free = clear_of(subtitle.frame, [o for o in zones.surface.obstacles if overlap(o, subtitle.frame)])
        sub = _cut(grown(free, bounds, others, sides="bt"), free, _HIGH_SUB)
    elif has_more:
        sub = _under(at, zones, taken, _HIGH_SUB)
        if sub is not None and meta is None and sub[3] > _GAP + 2 * _HIGH_META:
            sub = (*sub[:3], sub[3] - max(0, _GAP + _HIGH_META - _room_under(sub, zones, taken)))
    if sub is not None:
        taken = [*taken, padded(sub, _GAP // 3)]
    low: Frame | None = meta.frame if meta is not None else None
    if low is None and has_more:
        low = _under(sub if sub is not None else at, zones, taken, _HIGH_META)
    return Opening(title=at, title_in=title, subtitle=sub, subtitle_in=subtitle, meta=low, meta_in=meta)


def _room_under(over: Frame, zones: Zones, taken: Sequence[Frame]) -> int:
    """The height of what is free under a frame."""
    found = _under(over, zones, [*taken, over], zones.size[1])
    return found[3] + _GAP if found is not None else 0


def _cut(taken: Frame, own: Frame, most: int) -> Frame:
    """A frame that was moved out, but no higher than needed; it keeps its own part."""
    x, y, w, h = taken
    spare = h - max(most, own[3])
    if spare <= 0:
        return taken
    above = own[1] - y
    cut = min(spare, above)
    return x, y + cut, w, h - spare


def _under(over: Frame, zones: Zones, taken: Sequence[Frame], most: int) -> Frame | None:
    """The free place under a text, as wide as it is."""
    x, y, w, h = over
    top = y + h + _GAP
    found = largest((x, top, w, zones.size[1] - _SAFE - top), taken, pad=0)
    if found[3] < _LEAST_META or found[2] < 0.5 * w:
        return None
    return found[0], found[1], found[2], min(most, found[3])


def _on_content(zones: Zones, title: Placeholder, subtitle: Placeholder | None, *, has_more: bool) -> Opening:
    """A layout of content as a cover: the title where it always stands, the rest in the free area."""
    frame = zones.title_frame or title.frame
    if not has_more:
        return Opening(title=frame, title_in=title)
    x, y, w, h = zones.free
    sub = (x, y + _GAP, w, min(_HIGH_SUB, h // 2))
    meta = (x, y + h - min(_HIGH_META, h // 3), w, min(_HIGH_META, h // 3))
    return Opening(title=frame, title_in=title, subtitle=sub, meta=meta)


def _without_title(zones: Zones, *, has_more: bool) -> Opening:
    """No title on the layout: where the master has it, else the largest free place."""
    page = padded(zones.surface.page, -round(0.03 * zones.size[0]))
    solid = [*zones.surface.obstacles, *(p.frame for p in zones.feet)]
    of_master = zones.layout.master_title
    if of_master is not None:
        at = _cut(grown(of_master.frame, page, solid, sides="tb"), of_master.frame, _HIGH_TITLE)
        if largest(at, solid) == at:
            sub = _under(at, zones, solid, _HIGH_SUB) if has_more else None
            taken = [*solid, *([padded(sub, _GAP // 3)] if sub else [])]
            meta = _under(sub, zones, taken, _HIGH_META) if sub else None
            return Opening(title=at, title_in=None, subtitle=sub, meta=meta)
    x, y, w, h = largest(page, solid, pad=_PAD)
    if not has_more:
        return Opening(title=(x, y, w, h), title_in=None)
    high = round(h * _TITLE_SHARE)
    rest = h - high - _GAP
    low = min(_HIGH_META, rest // 3)
    if low >= _LEAST_META:
        return Opening(
            title=(x, y, w, high),
            title_in=None,
            subtitle=(x, y + high + _GAP, w, rest - low),
            meta=(x, y + h - low, w, low),
        )
    below = (page[0], y + h + _GAP, page[2], page[1] + page[3] - y - h - _GAP)
    other = largest(below, solid, pad=_PAD)
    has_room = other[2] >= _LEAST_WIDE and other[3] >= _LEAST_META
    return Opening(
        title=(x, y, w, high),
        title_in=None,
        subtitle=(x, y + high + _GAP, w, rest),
        meta=(other[0], other[1], other[2], min(_HIGH_META * 2, other[3])) if has_room else None,
    )
