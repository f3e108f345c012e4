"""How high the bands of a roadmap are and how wide its names: roomy, or closer where a slide is small."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deckgen.outputs.pptx.geometry import emu


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """Heights of the bands of a roadmap, and the width of its names."""

    names: int
    phases: int
    weeks: int
    row: int
    least_row: int
    reviews: int


ROOMY = Heights(
    names=emu(2.35), phases=emu(0.62), weeks=emu(0.36), row=emu(0.56), least_row=emu(0.40), reviews=emu(0.74)
)
COMPACT = Heights(
    names=emu(2.2), phases=emu(0.44), weeks=emu(0.26), row=emu(0.42), least_row=emu(0.40), reviews=emu(0.74)
)

WIDE_NAMES = replace(COMPACT, names=emu(3.2))
# narrow slides: phases need the room more than names do
NARROW_NAMES = replace(COMPACT, names=emu(1.8))
