"""A sheet in the master's first ground colour, laid under content where no colour is legible on the page."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.outputs.pptx.geometry import INCH, Frame
from deckgen.outputs.pptx.palette import least, text_shade
from deckgen.outputs.pptx.space import area, around, overlap, padded, shared
from deckgen.outputs.pptx.theme import Theme
from deckgen.outputs.pptx.zones import Zones

_PAD = round(0.12 * INCH)  # by which a sheet is larger than what stands on it
_LEGIBLE = 4.5


def sheet_under(
    zones: Zones, theme: Theme, tones: tuple[str, ...] | None, *, over_title: int
) -> Frame | None:
    """The sheet of a layout of content, with its title and a line over that; None where none is needed."""
    if not tones or least(text_shade(theme, tones)[1], tones) >= _LEGIBLE or not area(zones.free):
        return None
    frames = [zones.free]
    title = zones.title_frame
    if title is not None and zones.has_working_title:
        frames += [title, (title[0], max(0, title[1] - over_title), title[2], over_title)]
    sheet = sheet_around(frames, zones)
    is_clear = not any(overlap(sheet, o) for o in zones.surface.obstacles)
    return sheet if is_clear else zones.free  # never over a logo


def sheet_around(frames: Sequence[Frame], zones: Zones) -> Frame:
    """The sheet under some places."""
    return shared(padded(around(frames), _PAD), zones.surface.page)
