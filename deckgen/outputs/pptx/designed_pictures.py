"""Puts the picture that deckgen draws of an exhibit where a picture or a box was drawn."""

from __future__ import annotations

import importlib
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.errors import TemplateError
from deckgen.model.deck import ChartSpec, Role
from deckgen.outputs.pptx.designed_parts import Parts
from deckgen.outputs.pptx.designed_shapes import frame_of, identity_of
from deckgen.outputs.pptx.elements import el, name, transform
from deckgen.outputs.pptx.geometry import INCH, Frame
from deckgen.outputs.pptx.styles import MUTED
from deckgen.outputs.pptx.theme import Theme

_DRAWING = "deckgen.drawing.pictures"  # brings matplotlib: half a second that decks without pictures save
_SMALLEST = INCH


def put_picture(
    shape: Any,
    spec: ChartSpec,
    *,
    part: Any,
    parts: Parts,
    frame: Frame | None,
    theme: Theme,
    language: str,
    where: str,
) -> None:
    """A picture at the exact size of the shape; a drawn picture keeps its frame and line."""
    frame = frame or frame_of(shape, lambda _, __: None)
    if frame is None or min(frame[2:]) < _SMALLEST:
        raise TemplateError(f"{where}: a picture needs an inch of width and height; make the shape larger")
    blob: bytes = importlib.import_module(_DRAWING).picture(
        spec,
        width_in=frame[2] / INCH,
        height_in=frame[3] / INCH,
        palette={role: theme.hexadecimal(theme.mark(role)) for role in Role},
        text_colour=theme.hexadecimal("tx1"),
        muted_colour=theme.hexadecimal(MUTED),
        ground_colour=theme.hexadecimal("bg1"),
        family=theme.minor,
        language=language,
    )
    image = Part(PackURI(parts.fresh("/ppt/media", ".png")), CT.PNG, part.package, blob)
    relation = part.relate_to(image, RT.IMAGE)
    filling = el("p:blipFill", el("a:blip", r__embed=relation), el("a:stretch", el("a:fillRect")))
    if shape.tag == name("p:pic"):
        shape.replace(shape.find(name("p:blipFill")), filling)
        return
    identity = identity_of(shape)
    made = el(
        "p:pic",
        el(
            "p:nvPicPr",
            el(
                "p:cNvPr",
                id=identity.get("id"),
                name=identity.get("name", ""),
                descr=identity.get("descr"),
            ),
            el("p:cNvPicPr", el("a:picLocks", noChangeAspect=True)),
            el("p:nvPr"),
        ),
        filling,
        el("p:spPr", transform("a:xfrm", frame), el("a:prstGeom", el("a:avLst"), prst="rect")),
    )
    shape.getparent().replace(shape, made)
