"""The surface a layout gives to its slides: what must be kept clear of, and which colours lie where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deckgen.outputs.pptx.geometry import Frame
from deckgen.outputs.pptx.painted import Painted, Pixels, background, background_picture, painted
from deckgen.outputs.pptx.space import area, overlap, shared
from deckgen.outputs.pptx.theme import contrast, luminance

_GROUND = 0.40  # of the slide: a filled shape of this size is ground and no ornament
_PAGE = 0.80  # a picture of this size is the page's ground; its busy parts are kept clear
_EDGE = 12700
_STEP = 0.12  # difference of neighbours in a picture that makes a place busy
_MOST_BUSY = 0.35  # a photo is busy everywhere: nothing can be told from it
_LEAST_GROUP = 8  # cells; a smaller group is grain
_ROUND, _DENSE = 0.25, 0.4  # of the picture, and of the box around a group that leaves room inside
_TILES = (9, 12)
_SAME = 1.03
_LARGE, _FAINT = 0.08, 1.35  # of the page, and contrast with its ground: a mark that text may cross
_GRID = (9, 7)
_MOST_TONES = 24
Cell = tuple[int, int]  # row and column of a sampled picture


@dataclass(frozen=True)
class Surface:
    """Ground and shapes of one layout, lowest first."""

    width: int
    height: int
    ground: tuple[str, ...] | None  # None = nobody can tell
    layers: tuple[Painted, ...]

    @property
    def page(self) -> Frame:
        return 0, 0, self.width, self.height

    @cached_property
    def obstacles(self) -> tuple[Frame, ...]:
        """Frames nothing may be placed on: logos, pictures, lines, ornament, and edges of large areas."""
        found: list[Frame] = []
        for i, layer in enumerate(self.layers):
            seen = shared(layer.frame, self.page)
            if not (seen[2] > 0 and seen[3] > 0):
                continue
            if self.is_ground(layer):
                found += self._edges(seen)
                if layer.pixels is not None and layer.kind == "pic":
                    found += _busy(layer.frame, layer.pixels)
            elif not self._is_hidden(i, layer) and not self._is_faint(i, layer):
                found.append(_opaque(layer) if layer.pixels is not None else seen)
        return tuple(found)

    @property
    def ornaments(self) -> tuple[Painted, ...]:
        """The shapes that slides keep clear of, as the master names them: not ground, and seen."""
        return tuple(
            layer
            for i, layer in enumerate(self.layers)
            if not self.is_ground(layer) and not self._is_hidden(i, layer) and overlap(layer.frame, self.page)
        )

    def is_ground(self, layer: Painted) -> bool:
        """Whether a shape is so large that slides stand on it."""
        least = _PAGE if layer.kind in {"pic", "graphicFrame"} else _GROUND
        return layer.is_filled and overlap(layer.frame, self.page) >= least * area(self.page)

    def tones(self, frame: Frame) -> tuple[str, ...] | None:
        """Colours that lie under a frame, None when they cannot be told."""
        found: set[str] = set()
        for x, y in _points(frame):
            at = self._tones_at(x, y)
            if at is None:
                return None
            found |= set(at)
        return tuple(sorted(found, key=luminance))[:: max(1, len(found) // _MOST_TONES)]

    def home(self, frame: Frame) -> Painted | None:
        """The band or panel that a frame stands on, smaller than the page."""
        on = [
            layer
            for layer in self.layers
            if layer.is_filled
            and overlap(layer.frame, frame) >= 0.8 * area(frame)
            and overlap(layer.frame, self.page) < _PAGE * area(self.page)
        ]
        return min(on, key=lambda layer: area(layer.frame)) if on else None

    def _tones_at(self, x: int, y: int) -> tuple[str, ...] | None:
        for layer in reversed(self.layers):
            left, top, wide, high = layer.frame
            if not layer.is_filled or not (left <= x < left + wide and top <= y < top + high):
                continue
            if layer.pixels is not None:
                tone = _pixel(layer.pixels, (x - left) / wide, (y - top) / high)
                if tone is None:
                    continue
                return (tone,)
            return layer.tones or None
        return self.ground

    def _is_hidden(self, index: int, layer: Painted) -> bool:
        """A shape in the colour of its ground, with nothing on it, is not seen."""
        if layer.words or layer.has_line or layer.kind != "sp" or len(layer.tones) != 1:
            return False
        below = Surface(self.width, self.height, self.ground, self.layers[:index]).tones(layer.frame)
        return bool(below) and all(contrast(layer.tones[0], t) < _SAME for t in below or ())

    def _is_faint(self, index: int, layer: Painted) -> bool:
        """A large pale mark in the ground of the page, as a watermark: slides are written over it."""
        seen = shared(layer.frame, self.page)
        if layer.words or layer.kind not in {"sp", "pic"} or area(seen) < _LARGE * area(self.page):
            return False
        tones = {c for c in layer.pixels[2] if c} if layer.pixels is not None else set(layer.tones)
        below = Surface(self.width, self.height, self.ground, self.layers[:index]).tones(seen)
        return (
            bool(tones) and bool(below) and all(contrast(t, b) < _FAINT for t in tones for b in below or ())
        )

    def _edges(self, seen: Frame) -> Iterator[Frame]:
        x, y, w, h = seen
        if x > _EDGE:
            yield x, y, _EDGE, h
        if y > _EDGE:
            yield x, y, w, _EDGE
        if x + w < self.width - _EDGE:
            yield x + w - _EDGE, y, _EDGE, h
        if y + h < self.height - _EDGE:
            yield x, y + h - _EDGE, w, _EDGE


def surface(layout: Any, theme: Any, colours: Mapping[str, str], size: tuple[int, int]) -> Surface:
    """The surface of a layout (of python-pptx) whose colours are already mapped."""
    master = layout.slide_master
    shows_master = layout._element.get("showMasterSp") not in {"0", "false"}
    layers = painted(layout.part, colours)
    if shows_master:
        layers = (*painted(master.part, colours), *layers)
    ground: tuple[str, ...] | None = ()
    for part in (layout.part, master.part):
        ground = background(part, colours, theme)
        if ground is None or ground:
            picture = background_picture(part, size)
            layers = (picture, *layers) if picture is not None else layers
            break
    if ground == ():
        ground = (colours.get("bg1", "FFFFFF"),)
    return Surface(*size, ground, layers)


def _points(frame: Frame) -> Iterator[tuple[int, int]]:
    x, y, w, h = frame
    for column in range(_GRID[0]):
        for row in range(_GRID[1]):
            yield x + round((column + 0.5) * w / _GRID[0]), y + round((row + 0.5) * h / _GRID[1])


def _pixel(pixels: Pixels, across: float, down: float) -> str | None:
    wide, high, colours = pixels
    return colours[min(high - 1, int(down * high)) * wide + min(wide - 1, int(across * wide))]


def _opaque(layer: Painted) -> Frame:
    """A picture without its transparent margins."""
    if layer.pixels is None:
        return layer.frame
    wide, _, colours = layer.pixels
    cells = [divmod(i, wide) for i, c in enumerate(colours) if c is not None]
    return _cells(layer.frame, layer.pixels, cells) if cells else (*layer.frame[:2], 0, 0)


def _cells(frame: Frame, pixels: Pixels, cells: Sequence[tuple[int, int]]) -> Frame:
    x, y, w, h = frame
    wide, high, _ = pixels
    rows, columns = [c[0] for c in cells], [c[1] for c in cells]
    left, top = x + w * min(columns) // wide, y + h * min(rows) // high
    right, bottom = x + w * (max(columns) + 1) // wide, y + h * (max(rows) + 1) // high
    return left, top, right - left, bottom - top


def _busy(frame: Frame, pixels: Pixels) -> Iterator[Frame]:
    """Where a picture of the page has something on it: cells unlike their neighbours, joined."""
    wide, high, colours = pixels
    light = [luminance(c) if c else 1.0 for c in colours]
    busy = {
        (r, c)
        for r in range(high - 1)
        for c in range(wide - 1)
        if max(
            abs(light[r * wide + c] - light[r * wide + c + 1]),
            abs(light[r * wide + c] - light[(r + 1) * wide + c]),
        )
        > _STEP
    }
    if len(busy) > _MOST_BUSY * wide * high:
        return
    while busy:
        group, ahead = [], [busy.pop()]
        while ahead:
            row, column = ahead.pop()
            group.append((row, column))
            near = {(row + r, column + c) for r in range(-2, 3) for c in range(-2, 3)} & busy
            busy -= near
            ahead += near
        if len(group) >= _LEAST_GROUP:
            for part in _parts(group, wide, high):
                yield _cells(frame, pixels, part)


def _parts(group: list[Cell], wide: int, high: int) -> Iterator[list[Cell]]:
    """A group that is whole, else its pieces: the edge of a sheet of paper goes around free room."""
    rows, columns = {c[0] for c in group}, {c[1] for c in group}
    box = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
    if box < _ROUND * wide * high or len(group) > _DENSE * box:
        yield group
        return
    tiles: dict[Cell, list[Cell]] = {}
    for row, column in group:
        tiles.setdefault((row * _TILES[0] // high, column * _TILES[1] // wide), []).append((row, column))
    yield from tiles.values()
