"""What frames every slide: footer, slide number and the tracker of the five arguments."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from deckgen.drawing.fonts import line_height
from deckgen.model.deck import Paragraph, Span, Text
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.elements import el, identity, name, transform
from deckgen.outputs.pptx.foreign import inherited_colour
from deckgen.outputs.pptx.geometry import POINT, Frame, emu
from deckgen.outputs.pptx.layouts import Layout, Placeholder
from deckgen.outputs.pptx.master import Master
from deckgen.outputs.pptx.measuring import height, longest_word
from deckgen.outputs.pptx.palette import client_shade, least
from deckgen.outputs.pptx.places import Place, Type, anchor, insets, types
from deckgen.outputs.pptx.space import shared
from deckgen.outputs.pptx.styles import RULE
from deckgen.outputs.pptx.text import box, paragraph, run_properties

ARGUMENTS = 5
_BAR = (0.38, 0.075)
_GAP = 0.06
_SMALLEST_FOOT, _LEGIBLE = 10.0, 4.5
_FACES = {name(f"a:{tag}") for tag in ("latin", "ea", "cs", "sym")}
_FIELD = "{5B0E3C6A-1D5C-4E57-8B0A-0A5B5F1C7712}"


def footer(layout: Layout, number: int, text: Text, *, language: str) -> Any:
    """The footer as the layout sets it; None when the master has none."""
    found = _of_kind(layout, "ftr")
    if found is None or not text:
        return None
    look = _look(layout, found, text)
    if look is None:
        return None
    size, colour = look
    made = [paragraph(p, language=language, size=size, colour=colour) for p in text]
    return _clone(found, number, made, is_tight=layout.theme.client is not None)


def slide_number(layout: Layout, number: int, page: int, *, language: str) -> Any:
    """The slide number as a field; None when the master has none."""
    found = _of_kind(layout, "sldNum")
    if found is None:
        return None
    look = _look(layout, found, (Paragraph(spans=(Span(text=str(page)),)),))
    if look is None:
        return None
    size, colour = look
    field = el(
        "a:fld",
        run_properties("a:rPr", language=language, size=size, colour=colour),
        el("a:t", text=str(page)),
        id=_FIELD,
        type="slidenum",
    )
    made = [el("a:p", field, el("a:endParaRPr", lang=language))]
    return _clone(found, number, made, is_tight=layout.theme.client is not None)


def tracker(kicker: Place | None, argument: int, number: int, master: Master, *, current: str) -> list[Any]:
    """Five small bars at the right end of the kicker line; ornament. `current`: colour of the current one."""
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
            fill_token=current if i + 1 == argument else RULE,
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


def _themed(styles: Any) -> Any:
    """A list style without fixed fonts and colours: those a slide inherits anyway."""
    for run in styles.iter(name("a:defRPr")):
        for child in list(run):
            is_fixed = child.tag in _FACES and not str(child.get("typeface") or "").startswith("+")
            if is_fixed or (child.tag == name("a:solidFill") and child.find(name("a:schemeClr")) is None):
                run.remove(child)
    return styles


def _of_kind(layout: Layout, kind: str) -> Placeholder | None:
    if kind in layout.hidden:
        return None
    found = next((p for p in layout.every if p.kind == kind), None)
    if found is None or layout.theme.client is None:
        return found
    inside = shared(found.frame, layout.surface.page)
    return replace(found, frame=inside, is_moved=inside != found.frame)  # strangers' reach over the edge


def _look(layout: Layout, found: Placeholder, text: Text) -> tuple[float | None, str | None] | None:
    """Size and colour where a footer's own are too small or not legible; None where the text has no room."""
    theme = layout.theme.client
    if theme is None:  # our own master
        return None, None
    kind = types(found.inherits, theme)[0]
    size = max(kind.size, _SMALLEST_FOOT)
    left, _, right, _ = insets(found)
    wide, high = (found.frame[2] - left - right) / POINT, found.frame[3] / POINT
    low = min(high, 1.5 * _SMALLEST_FOOT)  # smaller type in one line before two
    if _has_room(text, kind, _SMALLEST_FOOT, wide, low):
        high = min(high, 1.5 * size)
    while size > _SMALLEST_FOOT and not _has_room(text, kind, size, wide, high):
        size = max(_SMALLEST_FOOT, size - 2)
    if not _has_room(text, kind, size, wide, high):
        return None
    tones = layout.surface.tones(_line_of(found, size))
    colour = None
    if tones and least(inherited_colour(found.inherits, theme), tones) < _LEGIBLE:
        colour = client_shade(theme, tones)
        if least(theme.hexadecimal(colour), tones) < _LEGIBLE:
            return None
    return (size if size != kind.size else None), colour


def _line_of(found: Placeholder, size: float) -> Frame:
    """Where the line of a footer's text stands in its frame."""
    x, y, w, h = found.frame
    line = min(h, round(1.2 * size * POINT))
    at = anchor(found)
    return x, y + {"ctr": (h - line) // 2, "b": h - line}.get(at, 0), w, line


def _has_room(text: Text, kind: Type, size: float, wide: float, high: float) -> bool:
    if longest_word(text, kind, size=size) > wide:
        return False
    return height(text, (kind,), width_pt=wide, sizes=(size,)) <= max(high, 1.25 * size)


def _clone(found: Placeholder, number: int, paragraphs: list[Any], *, is_tight: bool) -> Any:
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
        el("p:spPr", transform("a:xfrm", found.frame) if found.is_moved else None),
        el(
            "p:txBody",
            el("a:bodyPr", tIns=0 if is_tight else None, bIns=0 if is_tight else None),
            _themed(deepcopy(styles)) if styles is not None else el("a:lstStyle"),
            *paragraphs,
        ),
    )
