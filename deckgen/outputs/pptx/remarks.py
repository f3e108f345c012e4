"""What a consultant should know of a master before slides are made: codes with figures, no sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from deckgen.drawing.fonts import substitute_for
from deckgen.outputs.pptx.foreign import Ground, inherited_colour
from deckgen.outputs.pptx.geometry import INCH, WIDE_ENOUGH
from deckgen.outputs.pptx.layouts import FOOT, TITLES
from deckgen.outputs.pptx.master import Master, plain
from deckgen.outputs.pptx.palette import least
from deckgen.outputs.pptx.theme import Theme


class Code(StrEnum):
    """What is remarked."""

    NO_TITLE = "no-title"  # ours is placed instead
    SEVERAL_TITLES = "several-titles"
    DOUBLED_INDEX = "doubled-index"  # these placeholders stay unused
    TWIN_LAYOUTS = "twin-layouts"  # of one name; the one most samples use counts
    TITLE_MOVED_OUT = "title-moved-out"  # two lines did not fit its own frame
    TITLE_RECOLOURED = "title-recoloured"  # its own colour is not legible there
    GROUND_UNKNOWN = "ground-unknown"  # a picture nobody can read: contrast is the client's word
    COLOUR_CHANGED = "colour-changed"  # a role of ours is written as another theme colour
    FONT_NOT_INSTALLED = "font-not-installed"  # measured with a stand-in and a reserve
    FOOTER_MISSING = "footer-missing"
    NUMBER_MISSING = "number-missing"
    SWITCHED_OFF = "switched-off"  # by the master's footer settings
    TWO_SLIDES = "two-slides"  # too narrow for two graphics beside each other
    SAMPLES_DROPPED = "samples-dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One remark; figures are inches, contrasts or counts."""

    code: Code
    layout: str = ""
    placeholder: str = ""
    detail: str = ""  # a family, a role, an index
    figures: Mapping[str, float] = field(default_factory=dict)


def remarks(master: Master) -> tuple[Remark, ...]:
    """What holds for the whole file."""
    found: list[Remark] = []
    names: dict[str, int] = {}
    for item in master.layouts:
        names[plain(item.title)] = names.get(plain(item.title), 0) + 1
    for item in master.layouts:
        count = names.pop(plain(item.title), 0)
        if count > 1:
            found.append(Remark(code=Code.TWIN_LAYOUTS, layout=item.title, figures={"count": count}))
    families = sorted({f for item in master.layouts for f in (item.theme.major, item.theme.minor)})
    for family in families:
        face = substitute_for(family)
        if not face.is_exact:
            figures = {"width_factor": round(face.factor, 2)}
            found.append(Remark(code=Code.FONT_NOT_INSTALLED, detail=family, figures=figures))
    if master.width < WIDE_ENOUGH:
        figures = {"width_in": round(master.width / INCH, 2), "wanted_in": round(WIDE_ENOUGH / INCH, 2)}
        found.append(Remark(code=Code.TWO_SLIDES, figures=figures))
    samples = sum(len(item.samples) for item in master.layouts)
    if samples:
        found.append(Remark(code=Code.SAMPLES_DROPPED, figures={"count": samples}))
    return tuple(found)


def layout_remarks(ground: Ground) -> tuple[Remark, ...]:
    """What is missing, doubled or changed on one layout."""
    return (*_of_placeholders(ground), *_of_colours(ground))


def _of_placeholders(ground: Ground) -> Iterator[Remark]:
    zones, layout = ground.zones, ground.zones.layout
    titles = [p for p in layout.every if p.kind in TITLES]
    if not titles:
        yield Remark(code=Code.NO_TITLE, layout=layout.title)
    if len(titles) > 1:
        yield Remark(code=Code.SEVERAL_TITLES, layout=layout.title, figures={"count": len(titles)})
    doubled = sorted({p.idx for p in layout.every if layout.is_doubled(p)})
    for idx in doubled:
        names = ", ".join(p.title for p in layout.every if p.idx == idx)
        yield Remark(code=Code.DOUBLED_INDEX, layout=layout.title, placeholder=names, figures={"index": idx})
    title, frame = zones.title, zones.title_frame
    if title is not None and frame is not None and frame[3] > title.frame[3]:
        figures = {"own_in": round(title.frame[3] / INCH, 2), "height_in": round(frame[3] / INCH, 2)}
        yield Remark(code=Code.TITLE_MOVED_OUT, layout=layout.title, placeholder=title.title, figures=figures)
    kinds = {p.kind for p in layout.every}
    for kind, code in (("ftr", Code.FOOTER_MISSING), ("sldNum", Code.NUMBER_MISSING)):
        if kind not in kinds:
            yield Remark(code=code, layout=layout.title)
    for kind in sorted(layout.hidden & kinds & FOOT):
        yield Remark(code=Code.SWITCHED_OFF, layout=layout.title, detail=kind)


def _of_colours(ground: Ground) -> Iterator[Remark]:
    zones, layout = ground.zones, ground.zones.layout
    theme: Theme = layout.theme
    if zones.surface.tones(zones.free) is None:
        yield Remark(code=Code.GROUND_UNKNOWN, layout=layout.title)
    title, frame = zones.title, zones.title_frame
    if title is not None and frame is not None:
        tones = zones.surface.tones(frame)
        own = inherited_colour(title.inherits, theme)
        if tones and least(own, tones) < 3.0:
            yield Remark(
                code=Code.TITLE_RECOLOURED,
                layout=layout.title,
                placeholder=title.title,
                figures={"contrast": round(least(own, tones), 1)},
            )
    for token, real in sorted(ground.theme.real.items()):
        own_shade = theme.hexadecimal(token.removeprefix("text:"))
        figures = {"contrast": round(least(own_shade, ground.theme.tones), 1)}
        yield Remark(
            code=Code.COLOUR_CHANGED, layout=layout.title, detail=f"{token} > {real}", figures=figures
        )
