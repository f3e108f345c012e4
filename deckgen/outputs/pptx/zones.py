"""The zones of one layout of a stranger's master: title, line under it, content, source line, margins."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from deckgen.outputs.pptx.geometry import INCH, POINT, Frame
from deckgen.outputs.pptx.layouts import FOOT, TITLES, Layout, Placeholder
from deckgen.outputs.pptx.space import area, grown, largest, overlap, padded, shared
from deckgen.outputs.pptx.surface import Surface

GAP = round(0.10 * INCH)
_PAD = round(0.06 * INCH)
_LINE_HIGH = 0.65 * INCH  # a body placeholder up to this height holds one line
_LINE_WIDE = 0.45  # ... and is at least this wide, of the slide
_PARTLY = 0.4  # of a place: less of it on a large shape is cut off, with more it stands on that shape
_ACROSS, _BAND = 0.8, 0.14  # of the slide: the width and height of a band with a message
_TOP = 0.42  # of the slide: a working title stands above
_COLUMN, _COLUMN_HIGH = (0.14, 0.40), 0.2  # of the slide: a title that is a column beside the content
_TWO_LINES = 2 * 1.2 * POINT
_CRAMPED = 0.5 * INCH
_BEST, _LEAST = 24.0, 18.0  # sizes for which a title of two lines should find room
_MARGIN = 0.02  # of the slide: content nearer to the edge is no margin but a full-width band
_FAIR = 0.045
_SAFE = round(0.06 * INCH)  # from the edge of the slide


@dataclass(frozen=True)
class Zones:
    """Where a slide of this layout may have what."""

    layout: Layout
    _cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def surface(self) -> Surface:
        return self.layout.surface

    @cached_property
    def size(self) -> tuple[int, int]:
        return self.layout.size

    @cached_property
    def title(self) -> Placeholder | None:
        """The placeholder of the title; of doubled ones the largest."""
        found = [p for p in self.layout.every if p.kind in TITLES]
        return max(found, key=lambda p: area(p.frame)) if found else None

    @property
    def has_working_title(self) -> bool:
        """Whether the title stands at the top, as on a slide of content, or beside the content."""
        title = self.title
        if title is None:
            return False
        return self.is_beside or title.frame[1] + title.frame[3] / 2 < _TOP * self.size[1]

    @cached_property
    def is_beside(self) -> bool:
        """Whether the title is a column of its own at the left or right of the content."""
        if self.title is None or self.title.is_turned:
            return False
        x, y, w, h = self.title.frame
        wide, high = self.size
        is_column = _COLUMN[0] * wide <= w < _COLUMN[1] * wide and h > _COLUMN_HIGH * high
        at_side = x + w < wide / 2 or x > wide / 2
        beside = (x + w, y, wide - x - w, h) if x + w < wide / 2 else (0, y, x, h)
        return (
            is_column
            and at_side
            and any(
                overlap(p.frame, beside) >= 0.5 * area(p.frame) > 0.1 * wide * high for p in self._fillable
            )
        )

    @cached_property
    def feet(self) -> tuple[Placeholder, ...]:
        """Footer, date and number."""
        return tuple(p for p in self.layout.every if p.kind in FOOT)

    @cached_property
    def contents(self) -> tuple[Placeholder, ...]:
        """Placeholders of text and graphics that a slide can mean, without those of one line."""
        lines = {id(p) for p in (self.line, self.caption) if p is not None}
        return tuple(p for p in self._fillable if id(p) not in lines and not self._is_message(p))

    def _is_message(self, found: Placeholder) -> bool:
        """Whether a placeholder is a coloured band for one message, across the page."""
        _, _, w, h = found.frame
        return _is_filled(found) and w >= _ACROSS * self.size[0] and h <= _BAND * self.size[1]

    @cached_property
    def _fillable(self) -> tuple[Placeholder, ...]:
        return tuple(
            p
            for p in self.layout.every
            if p.kind not in TITLES | FOOT and not self.layout.is_doubled(p) and area(p.frame)
        )

    @cached_property
    def _lines(self) -> tuple[Placeholder, ...]:
        """Body placeholders of one line."""
        return tuple(
            p
            for p in self._fillable
            if p.kind in {"body", "subTitle", "obj"}
            and p.frame[3] <= _LINE_HIGH
            and p.frame[2] >= _LINE_WIDE * self.size[0]
            and self.surface.home(p.frame) is None
            and not _is_filled(p)
        )

    @cached_property
    def line(self) -> Placeholder | None:
        """The line under the title: a subtitle."""
        if self.title is None or not self.has_working_title:
            return None
        bottom = self.title.frame[1] + self.title.frame[3]
        near = [
            p
            for p in self._lines
            if -0.1 * INCH <= p.frame[1] - bottom <= 0.7 * INCH and p.frame[1] < 0.4 * self.size[1]
        ]
        return min(near, key=lambda p: p.frame[1]) if near else None

    @cached_property
    def caption(self) -> Placeholder | None:
        """The line at the foot of the content: a source."""
        low = [p for p in self._lines if p.frame[1] > 0.72 * self.size[1] and p is not self.line]
        return max(low, key=lambda p: p.frame[1]) if low else None

    @cached_property
    def title_frame(self) -> Frame | None:
        """The title's place, moved out where two lines need it, never onto anything."""
        if self.title is None:
            return None
        # a title that the master sets at the very edge may stay there
        edge = max(0, min(_SAFE, self.title.frame[1]))
        bounds = (0, edge, self.size[0], self.size[1] - edge - _SAFE)
        own = shared(self.title.frame, bounds)
        wanted = self._title_height()
        home = self.surface.home(own)
        others = [*(p.frame for p in self.feet), *self.surface.obstacles]
        others += [p.frame for p in self._fillable if p.frame[1] > own[1]]
        if home is not None:
            bounds = shared(shared(home.frame, self.surface.page), bounds)
            others = [o for o in others if overlap(o, home.frame) < 0.9 * area(home.frame)]
        own = clear_of(own, [o for o in others if overlap(o, own)])
        if own[3] < wanted:
            taken = grown(own, bounds, [padded(o, _PAD // 2) for o in others], sides="tb")
            own = _trimmed(taken, own, wanted)
        if self.is_beside:
            return own
        if home is None and own[2] < 0.85 * self.size[0] and own[2] < 8 * INCH and self.has_working_title:
            limit = (0, 0, self.size[0] - min(own[0], round(_FAIR * self.size[0])), self.size[1])
            own = grown(own, limit, [padded(o, _PAD) for o in others], sides="r")
        if self.has_working_title and own[3] < _CRAMPED:
            return self._under_bar(own)
        return own

    def _under_bar(self, own: Frame) -> Frame:
        """A title whose own place cannot hold two lines: at the top of what is free under it."""
        left, right = own[0], max(own[0] + own[2], self.size[0] - own[0])
        top = own[1] + own[3]
        bounds = (left, top, right - left, self.size[1] - top)
        x, y, w, h = largest(bounds, [*self.surface.obstacles, *(p.frame for p in self.feet)], pad=_PAD)
        return (x, y, w, round(self._title_height())) if h > 3 * self._title_height() else own

    def _title_height(self) -> float:
        """For two lines; on low slides of smaller letters."""
        best = max(_LEAST, _BEST * min(1.0, self.size[1] / (7.5 * INCH)))
        return best * _TWO_LINES + 0.1 * INCH

    @cached_property
    def margins(self) -> tuple[int, int]:
        """Left and right edge of what the master's own content uses."""
        wide = self.size[0]
        frames = [p.frame for p in self._fillable if p.kind != "pic"]
        if not frames and self.title_frame is not None and self.has_working_title:
            frames.append(self.title_frame)
        lefts = [f[0] for f in frames if f[0] >= _MARGIN / 2 * wide]
        rights = [f[0] + f[2] for f in frames if f[0] + f[2] <= (1 - _MARGIN / 2) * wide]
        left = min(lefts) if lefts else round(_FAIR * wide)
        right = max(rights) if rights else wide - min(left, round(_FAIR * wide))
        if right < 0.75 * wide:  # a short title tells nothing of the right margin
            right = wide - left
        return left + self._inset, right - self._inset

    @cached_property
    def _inset(self) -> int:
        """Left inset of the title, so that content is flush with its letters."""
        for body in self.title.inherits if self.title is not None else ():
            found = body.find("{http://schemas.openxmlformats.org/drawingml/2006/main}bodyPr")
            if found is not None and found.get("lIns") is not None:
                value = int(found.get("lIns"))
                return value if 0 <= value <= INCH // 2 else 0
        return 91440 if self.title is not None else 0

    @cached_property
    def free(self) -> Frame:
        """The largest place for content: under title and line, over footers, clear of everything."""
        high = self.size[1]
        left, right = self.margins
        top = 0
        held = [p.frame for p in (self.line, self.caption) if p is not None]
        if self.title_frame is not None and self.has_working_title and not self.is_beside:
            top = self.title_frame[1] + self.title_frame[3]
        elif self.title_frame is not None:
            held.append(self.title_frame)
        held += [p.frame for p in self.feet]
        bounds = (left, max(top, round(0.03 * high)), right - left, 0)
        bottom = self._bottom(high)
        bounds = (*bounds[:3], bottom - bounds[1])
        return largest(bounds, [*held, *self.surface.obstacles], pad=_PAD)

    def _bottom(self, high: int) -> int:
        lowest = [p.frame[1] + p.frame[3] for p in (*self.contents, *self.feet)]
        return min(round(0.975 * high), max([round(0.955 * high), *lowest]))


def _is_filled(found: Placeholder) -> bool:
    """Whether a placeholder brings a ground of its own."""
    if found.element is None:
        return False
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    properties = found.element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}spPr")
    return properties is not None and any(
        properties.find(f"{a}{kind}") is not None
        for kind in ("solidFill", "gradFill", "blipFill", "pattFill")
    )


def clear_of(own: Frame, others: list[Frame]) -> Frame:
    """A frame without the parts that a logo covers."""
    for other in sorted(others, key=area, reverse=True):
        met = overlap(own, other)
        is_home = area(other) >= 0.8 * area(own) and met > _PARTLY * area(own)
        if not met or met >= 0.8 * area(own) or is_home:
            continue
        left = (own[0], own[1], other[0] - own[0] - _PAD, own[3])
        right_edge = other[0] + other[2] + _PAD
        right = (right_edge, own[1], own[0] + own[2] - right_edge, own[3])
        upper = (own[0], own[1], own[2], other[1] - own[1] - _PAD // 2)
        lower_edge = other[1] + other[3] + _PAD // 2
        lower = (own[0], lower_edge, own[2], own[1] + own[3] - lower_edge)
        own = max((left, right, upper, lower), key=area)
    return own


def _trimmed(taken: Frame, own: Frame, wanted: float) -> Frame:
    """No higher than wanted: first what was won above, then below."""
    x, top, w, high = taken
    if high <= wanted:
        return taken
    spare = round(high - wanted)
    below = max(0, taken[1] + taken[3] - own[1] - own[3])
    cut_below = min(spare, below)
    return x, top + (spare - cut_below), w, high - spare
