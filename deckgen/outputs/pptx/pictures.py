"""Places pictures of charts that PowerPoint does not draw: exact size, alt text, loaded only when needed."""

from __future__ import annotations

import importlib
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.model.deck import ChartSpec, Role
from deckgen.outputs.pptx.elements import el, identity, transform
from deckgen.outputs.pptx.geometry import INCH
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.styles import MUTED
from deckgen.outputs.pptx.text import graphic_ph
from deckgen.outputs.pptx.theme import Theme

_DRAWING = "deckgen.drawing.pictures"  # brings matplotlib: half a second that decks without pictures save


def picture_part(
    spec: ChartSpec, *, number: int, place: Place, package: Any, language: str, theme: Theme
) -> Any:
    """The picture of a chart as a part, drawn at the size of its place in the master's colours."""
    blob: bytes = importlib.import_module(_DRAWING).picture(
        spec,
        width_in=place.frame[2] / INCH,
        height_in=place.frame[3] / INCH,
        palette={role: theme.hexadecimal(theme.mark(role)) for role in Role},
        text_colour=theme.hexadecimal("tx1"),
        muted_colour=theme.hexadecimal(MUTED),
        ground_colour=theme.hexadecimal("bg1"),
        family=theme.minor,
        language=language,
    )
    return Part(PackURI(f"/ppt/media/deckgen{number}.png"), CT.PNG, package, blob)


def picture_frame(spec: ChartSpec, place: Place, number: int, relation: str) -> Any:
    """The picture in its placeholder."""
    reference = graphic_ph(place, "pic")
    return el(
        "p:pic",
        el(
            "p:nvPicPr",
            identity(number, place.title, alt=spec.alt or place.title),
            el(
                "p:cNvPicPr",
                el("a:picLocks", noGrp=True if reference is not None else None, noChangeAspect=True),
            ),
            el("p:nvPr", reference),
        ),
        el("p:blipFill", el("a:blip", r__embed=relation), el("a:stretch", el("a:fillRect"))),
        el("p:spPr", transform("a:xfrm", place.frame), el("a:prstGeom", el("a:avLst"), prst="rect")),
    )
