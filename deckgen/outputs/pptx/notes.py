"""Speaker notes: one notes page a slide, each paragraph in the deck's language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.model.deck import Deck, Text
from deckgen.outputs.pptx.elements import document, el, identity, name, root
from deckgen.outputs.pptx.links import add_links
from deckgen.outputs.pptx.text import paragraph


def notes_part(text: Text, *, number: int, slide_part: Any, presentation_part: Any, language: str) -> Any:
    """The notes page of a slide, related both ways."""
    master = presentation_part.notes_master_part
    indices = _indices(master._element)
    shapes = [_image(indices.get("sldImg")), _text(text, indices.get("body"), language)]
    tree = el(
        "p:spTree",
        el("p:nvGrpSpPr", identity(1, ""), el("p:cNvGrpSpPr"), el("p:nvPr")),
        el("p:grpSpPr"),
        *shapes,
    )
    page = root("p:notes", "a r p", el("p:cSld", tree), el("p:clrMapOvr", el("a:masterClrMapping")))
    part = Part(
        PackURI(f"/ppt/notesSlides/notesSlide{number}.xml"),
        CT.PML_NOTES_SLIDE,
        presentation_part.package,
        b"",
    )
    add_links(page, part)
    part.blob = document(page)
    part.relate_to(master, RT.NOTES_MASTER)
    part.relate_to(slide_part, RT.SLIDE)
    slide_part.relate_to(part, RT.NOTES_SLIDE)
    return part


def as_on_slide(text: Text, deck: Deck) -> Text:
    """Text that moves from a slide to its notes: it stays in the language of the slide."""
    if deck.notes_language in ("", deck.language):
        return text
    return tuple(
        replace(p, spans=tuple(replace(s, language=s.language or deck.language) for s in p.spans))
        for p in text
    )


def _indices(master: Any) -> dict[str, str | None]:
    return {ph.get("type") or "body": ph.get("idx") for ph in master.iter(name("p:ph"))}


def _image(idx: str | None) -> Any:
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(2, "Slide"),
            el("p:cNvSpPr", el("a:spLocks", noGrp=True, noRot=True, noChangeAspect=True)),
            el("p:nvPr", el("p:ph", type="sldImg", idx=idx)),
        ),
        el("p:spPr"),
    )


def _text(text: Text, idx: str | None, language: str) -> Any:
    paragraphs = [paragraph(p, language=language) for p in text]
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(3, "Notes"),
            el("p:cNvSpPr", el("a:spLocks", noGrp=True)),
            el("p:nvPr", el("p:ph", type="body", idx=idx)),
        ),
        el("p:spPr"),
        el("p:txBody", el("a:bodyPr"), el("a:lstStyle"), *(paragraphs or [el("a:p")])),
    )
