"""What frames every slide: footer, slide number and the tracker of the five arguments."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from deckgen.drawing.fonts import line_height
from deckgen.model.deck import Text
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.elements import el, identity, name, transform
from deckgen.outputs.pptx.geometry import POINT, emu
from deckgen.outputs.pptx.master import Layout, Master, Placeholder
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.styles import RULE
from deckgen.outputs.pptx.text import box, paragraph, run_properties

ARGUMENTS = 5
_BAR = (0.38, 0.075)
_GAP = 0.06
_FIELD = "{5B0E3C6A-1D5C-4E57-8B0A-0A5B5F1C7712}"


def footer(layout: Layout, number: int, text: Text, *, language: str) -> Any:
    """The footer as the layout sets it; None when the master has none."""
    found = _of_kind(layout, "ftr")
    if found is None or not text:
        return None
    return _clone(found, number, [paragraph(p, language=language) for p in text])


def slide_number(layout: Layout, number: int, page: int, *, language: str) -> Any:
    """The slide number as a field; None when the master has none."""
    found = _of_kind(layout, "sldNum")
    if found is None:
        return None
    field = el(
        "a:fld",
        run_properties("a:rPr", language=language),
        el("a:t", text=str(page)),
        id=_FIELD,
        type="slidenum",
    )
    return _clone(found, number, [el("a:p", field, el("a:endParaRPr", lang=language))])


def tracker(kicker: Place | None, argument: int, number: int, master: Master) -> list[Any]:
    """Five small bars at the right end of the kicker line, the current one in our colour; ornament."""
    if kicker is None or kicker.placeholder is None or not 1 <= argument <= ARGUMENTS:
        return []
    sx, sy = master.scale
    width, height, gap = round(emu(_BAR[0]) * sx), round(emu(_BAR[1]) * sy), round(emu(_GAP) * sx)
    right = round((geometry.x(0) + geometry.w(12)) * sx)
    left = right - ARGUMENTS * width - (ARGUMENTS - 1) * gap
    text = kicker.type(0)
    line = round(line_height(text.family, text.size) * POINT)
    top = kicker.frame[1] + kicker.insets[1] + (line - height) // 2
    bars = [
        box(
            number + 1 + i,
            f"Tracker {i + 1}",
            (left + i * (width + gap), top, width, height),
            [],
            fill_token="accent1" if i + 1 == argument else RULE,
        )
        for i in range(ARGUMENTS)
    ]
    return [group(number, "Tracker", (left, top, right - left, height), bars, decorative=True)]


def group(
    number: int,
    title: str,
    frame: tuple[int, int, int, int],
    shapes: list[Any],
    *,
    alt: str = "",
    decorative: bool = False,
) -> Any:
    """Shapes as one: alt text stands on the group, children keep slide coordinates."""
    x, y, w, h = frame
    at = transform("a:xfrm", frame)
    at.append(el("a:chOff", x=x, y=y))
    at.append(el("a:chExt", cx=w, cy=h))
    return el(
        "p:grpSp",
        el(
            "p:nvGrpSpPr",
            identity(number, title, alt=alt, decorative=decorative),
            el("p:cNvGrpSpPr"),
            el("p:nvPr"),
        ),
        el("p:grpSpPr", at),
        *shapes,
    )


def _of_kind(layout: Layout, kind: str) -> Placeholder | None:
    return next((p for p in layout.placeholders.values() if p.kind == kind), None)


def _clone(found: Placeholder, number: int, paragraphs: list[Any]) -> Any:
    """A copy of the layout's placeholder; its list style comes along, as some programs do not inherit it."""
    body = found.element.find(name("p:txBody"))
    styles = body.find(name("a:lstStyle")) if body is not None else None
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(number, found.title),
            el("p:cNvSpPr", el("a:spLocks", noGrp=True)),
            el("p:nvPr", el("p:ph", type=found.kind, idx=found.idx or None, sz=found.size or None)),
        ),
        el("p:spPr"),
        el(
            "p:txBody",
            el("a:bodyPr"),
            deepcopy(styles) if styles is not None else el("a:lstStyle"),
            *paragraphs,
        ),
    )
