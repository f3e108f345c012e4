"""Writes text: runs with language, theme colours, real line breaks; nothing that the layout gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deckgen.model.deck import Paragraph, Span
from deckgen.outputs.pptx.elements import el, fill, identity, transform
from deckgen.outputs.pptx.fitting import Fitted
from deckgen.outputs.pptx.links import link
from deckgen.outputs.pptx.places import TIGHT_LINES, Place
from deckgen.outputs.pptx.styles import body_properties, list_style

Colouring = Callable[[Span], str | None]


def run(
    text: str,
    *,
    language: str,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool = False,
    colour: str | None = None,
    address: str = "",
    tag: str = "a:r",
) -> list[Any]:
    """Runs of one format; a line feed becomes a line break."""
    out = []
    for i, piece in enumerate(text.replace("\v", "\n").split("\n")):
        if i:
            out.append(el("a:br", run_properties("a:rPr", language=language, size=size)))
        if piece:
            properties = run_properties(
                "a:rPr",
                language=language,
                size=size,
                bold=bold,
                italic=italic,
                colour=colour,
                address=address,
            )
            out.append(el(tag, properties, el("a:t", text=piece)))
    return out


def run_properties(
    tag: str,
    *,
    language: str,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool = False,
    colour: str | None = None,
    face: str = "",
    address: str = "",
) -> Any:
    """Language, size, weight and colour of a run; what is None is inherited."""
    return el(
        tag,
        fill(colour) if colour else None,
        el("a:latin", typeface=f"{face}-lt") if face else None,
        link(address) if address else None,
        lang=language,
        sz=round(size * 100) if size else None,
        b=bold,
        i=True if italic else None,
    )


def paragraph(
    content: Paragraph,
    *,
    language: str,
    size: float | None = None,
    colour: str | Colouring | None = None,
    level: int = 0,
    align: str | None = None,
    bold: bool | None = None,
) -> Any:
    """A paragraph with its runs."""
    runs: list[Any] = []
    for span in content.spans:
        shade = colour(span) if callable(colour) else colour
        spoken = span.language or language
        runs += run(
            span.text,
            language=spoken,
            size=size,
            bold=True if span.bold else bold,
            italic=span.italic,
            colour=shade,
            address=span.link,
        )
    properties = el("a:pPr", lvl=level or None, algn=align) if level or align else None
    end = run_properties("a:endParaRPr", language=language, size=size)
    return el("a:p", properties, *runs, end)


def body(
    fitted: Fitted, *, language: str, has_levels: bool, colour: str = "", size: float | None = None
) -> list[Any]:
    """The paragraphs of a place."""
    made = []
    for content in fitted.text:
        level = content.level if has_levels else 0
        made.append(
            paragraph(
                content,
                language=language,
                size=fitted.size(level) or size,
                level=level,
                colour=colour or None,
            )
        )
    return made


def shape(place: Place, number: int, fitted: Fitted, *, language: str, own_levels: Any = None) -> Any:
    """A filled placeholder, or a text box of the same style where the layout has none."""
    has_levels = len(place.style.levels) > 1
    paragraphs = body(
        fitted, language=language, has_levels=has_levels, colour=place.colour, size=place.said_size
    )
    found = place.placeholder
    frame = place.frame if found is not None and found.frame != place.frame else None
    if fitted.raised:
        grown = round(fitted.raised * 12700)
        x, y, w, h = place.frame
        frame = (x, y - grown, w, h + grown)
    if place.placeholder is None:
        return _box(place, number, paragraphs, frame or place.frame)
    if place.is_restyled:
        return _restyled(place, number, paragraphs, frame or place.frame)
    own: dict[str, object] = {"wrap": "square", "vert": "horz", "rot": 0} if place.is_foreign else {}
    if place.is_tight:
        own |= {"tIns": 0, "bIns": 0}
        own_levels = el("a:lstStyle", el("a:lvl1pPr", el("a:lnSpc", el("a:spcPct", val=TIGHT_LINES))))
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(number, place.title),
            el("p:cNvSpPr", el("a:spLocks", noGrp=True)),
            el("p:nvPr", ph(place)),
        ),
        el("p:spPr", transform("a:xfrm", frame) if frame else None),
        el(
            "p:txBody",
            el("a:bodyPr", el("a:noAutofit"), text=None, **own),
            own_levels if own_levels is not None else el("a:lstStyle"),
            *paragraphs,
        ),
    )


def ph(place: Place) -> Any:
    """The reference to a layout's placeholder."""
    found = place.placeholder
    if found is None:
        return None
    return el(
        "p:ph",
        type=None if found.kind == "obj" else found.kind,
        idx=found.idx or None,
        sz=found.size or None,
    )


def graphic_ph(place: Place, kind: str) -> Any:
    """The reference of a graphic to the placeholder it fills: one of its kind, or a stranger's for all."""
    found = place.placeholder
    if found is None or not (found.kind == kind or (place.is_foreign and found.kind == "obj")):
        return None
    return ph(place)


def _restyled(place: Place, number: int, paragraphs: list[Any], frame: tuple[int, int, int, int]) -> Any:
    """A stranger's placeholder at our place, in our style; nothing of its own is seen."""
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(number, place.title),
            el("p:cNvSpPr", el("a:spLocks", noGrp=True)),
            el("p:nvPr", ph(place)),
        ),
        el(
            "p:spPr",
            transform("a:xfrm", frame),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
            fill(place.style.ground),
            el("a:ln", el("a:noFill")),
        ),
        el("p:txBody", body_properties(place.style), list_style(place.style), *paragraphs),
    )


def _box(place: Place, number: int, paragraphs: list[Any], frame: tuple[int, int, int, int]) -> Any:
    style = place.style
    return el(
        "p:sp",
        el("p:nvSpPr", identity(number, place.title), el("p:cNvSpPr", txBox=True), el("p:nvPr")),
        el(
            "p:spPr",
            transform("a:xfrm", frame),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
            fill(style.ground),
        ),
        el("p:txBody", body_properties(style), list_style(style), *paragraphs),
    )


def box(
    number: int,
    title: str,
    frame: tuple[int, int, int, int],
    paragraphs: list[Any],
    *,
    anchor: str = "t",
    fill_token: str | None = None,
    geometry: str = "rect",
    adjust: int | None = None,
    insets: tuple[int, int, int, int] = (0, 0, 0, 0),
    decorative: bool = False,
    wrap: bool = True,
) -> Any:
    """A free shape or text box: no outline, no effect, text where it is put."""
    guides = el("a:gd", name="adj", fmla=f"val {adjust}") if adjust is not None else None
    left, top, right, bottom = insets
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(number, title, decorative=decorative),
            el("p:cNvSpPr", txBox=True if fill_token is None else None),
            el("p:nvPr"),
        ),
        el(
            "p:spPr",
            transform("a:xfrm", frame),
            el("a:prstGeom", el("a:avLst", guides), prst=geometry),
            fill(fill_token),
            el("a:ln", el("a:noFill")),
        ),
        el(
            "p:txBody",
            el(
                "a:bodyPr",
                el("a:noAutofit"),
                wrap="square" if wrap else "none",
                lIns=left,
                tIns=top,
                rIns=right,
                bIns=bottom,
                anchor=anchor,
            ),
            el("a:lstStyle"),
            *(paragraphs or [el("a:p")]),
        )
        if paragraphs
        else None,
    )
