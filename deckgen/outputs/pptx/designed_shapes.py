"""The shapes of a drawn slide, numbered the same way when they are read and filled, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from deckgen.errors import TemplateError
from deckgen.outputs.pptx.elements import CHART_URI, TABLE_URI, name
from deckgen.outputs.pptx.geometry import Frame

ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
DIAGRAM_URI = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
OLE_URI = "http://schemas.openxmlformats.org/presentationml/2006/ole"
GROUP = name("p:grpSp")
FRAME = name("p:graphicFrame")
_SHAPES = frozenset({name(f"p:{t}") for t in ("sp", "grpSp", "graphicFrame", "cxnSp", "pic", "contentPart")})
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_RUNS = frozenset({name("a:pPr"), name("a:endParaRPr")})
MAX_SHAPES = 2000
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Numbered:
    """A shape with its number and the shapes inside it."""

    at: int
    element: Any
    children: tuple[Numbered, ...] = ()


def numbered(slide: Any, *, where: str) -> tuple[Numbered, ...]:
    """The shapes of a slide from back to front."""
    tree = slide.find(f"{name('p:cSld')}/{name('p:spTree')}")
    if tree is None:
        return ()
    numbers = count()

    def inside(parent: Any, depth: int) -> tuple[Numbered, ...]:
        out = []
        for child in parent:
            if child.tag not in _SHAPES and child.tag != ALTERNATE:
                continue
            at = next(numbers)
            if at >= MAX_SHAPES or depth > MAX_DEPTH:
                raise TemplateError(
                    f"{where}: over {MAX_SHAPES} shapes, or groups over {MAX_DEPTH} deep; draw it simpler"
                )
            out.append(Numbered(at, child, inside(child, depth + 1) if child.tag == GROUP else ()))
        return tuple(out)

    return inside(tree, 0)


def identity_of(shape: Any) -> Any:
    """The element with number, name and alt text of a shape; None when it has none."""
    return next(iter(shape.iter(name("p:cNvPr"))), None)


def data_uri(shape: Any) -> str:
    """What a graphic frame holds."""
    data = next(iter(shape.iter(name("a:graphicData"))), None) if shape.tag == FRAME else None
    return str(data.get("uri", "")) if data is not None else ""


def is_chart(shape: Any) -> bool:
    return data_uri(shape) == CHART_URI


def is_table(shape: Any) -> bool:
    return data_uri(shape) == TABLE_URI


def relation_of_chart(shape: Any) -> str:
    """Id of the relation to a frame's chart."""
    chart = next(iter(shape.iter(name("c:chart"))), None)
    return str(chart.get(name("r:id"), "")) if chart is not None else ""


def runs_of(paragraph: Any) -> list[Any]:
    """The children of a paragraph that print something, in the order in which runs are numbered."""
    return [child for child in paragraph if child.tag not in _RUNS and isinstance(child.tag, str)]


def rich_titles(chart: Any) -> Iterator[Any]:
    """The typed titles of a chart and of its axes."""
    for title in chart.iter(name("c:title")):
        found = title.find(f"{name('c:tx')}/{name('c:rich')}")
        if found is not None:
            yield found


def transform_of(shape: Any) -> Any:
    """The element that says where a shape stands; None when a placeholder leaves that to the layout."""
    for path in (
        f"{name('p:spPr')}/{name('a:xfrm')}",
        f"{name('p:grpSpPr')}/{name('a:xfrm')}",
        name("p:xfrm"),
    ):
        found = shape.find(path)
        if found is not None:
            return found
    return None


def frame_of(shape: Any, inherited: Callable[[int, str], Frame | None]) -> Frame | None:
    """Left, top, width and height in EMU; `inherited` is asked by index and type of a placeholder."""
    transform = transform_of(shape)
    if transform is None:
        holder = next(iter(shape.iter(name("p:ph"))), None)
        if holder is None:
            return None
        return inherited(whole(holder, "idx"), holder.get("type", "obj"))
    at, size = transform.find(name("a:off")), transform.find(name("a:ext"))
    if at is None or size is None:
        return None
    return whole(at, "x"), whole(at, "y"), whole(size, "cx"), whole(size, "cy")


def whole(element: Any, key: str, default: int = 0) -> int:
    """A whole number that a stranger wrote in an attribute; the default for anything that is none."""
    value = element.get(key, "") if element is not None else ""
    return int(value) if _WHOLE.fullmatch(value) else default


def is_empty_placeholder(shape: Any) -> bool:
    """A placeholder without words, where a program would show its own."""
    holder = shape.find(f"{name('p:nvSpPr')}/{name('p:nvPr')}/{name('p:ph')}")
    return holder is not None and not any(True for _ in shape.iter(name("a:t"), name("a:fld")))


def moved(shape: Any, dx: int, dy: int) -> None:
    """Moves a shape that says where it stands."""
    transform = transform_of(shape)
    at = transform.find(name("a:off")) if transform is not None else None
    if at is not None:
        at.set("x", str(whole(at, "x") + dx))
        at.set("y", str(whole(at, "y") + dy))
