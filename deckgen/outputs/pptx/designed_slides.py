"""Reads the slides that somebody drew in a master file, as plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from deckgen.model.designed import (
    DesignedParagraph,
    DesignedRun,
    DesignedShape,
    DesignedSlide,
    DesignedText,
    ShapeKind,
)
from deckgen.outputs.pptx.designed_file import DesignedFile
from deckgen.outputs.pptx.designed_shapes import (
    ALTERNATE,
    DIAGRAM_URI,
    FRAME,
    GROUP,
    OLE_URI,
    Numbered,
    data_uri,
    identity_of,
    is_chart,
    is_table,
    numbered,
    relation_of_chart,
    rich_titles,
    runs_of,
)
from deckgen.outputs.pptx.elements import name

_TITLES = {"title", "ctrTitle"}
_TRUE = {"1", "true", "on"}


def designed(master: Path) -> tuple[DesignedSlide, ...]:
    """The slides of a master file in their order; TemplateError when it cannot be read."""
    file = DesignedFile(master)
    return tuple(_slide(file, part, n) for n, part in enumerate(file.slides, 1))


def _slide(file: DesignedFile, part: str, number: int) -> DesignedSlide:
    element = file.element(part)
    where = f"{file.where}, slide {number}"
    content = element.find(name("p:cSld"))
    notes = file.notes(part)
    return DesignedSlide(
        number=number,
        name=content.get("name", "") if content is not None else "",
        shapes=tuple(_shape(file, part, item) for item in numbered(element, where=where)),
        notes=_notes(notes) if notes is not None else (),
    )


def _shape(file: DesignedFile, part: str, item: Numbered) -> DesignedShape:
    shape = item.element
    identity = identity_of(shape)
    kind = _kind(shape)
    holder = shape.find(f"{name('p:nvSpPr')}/{name('p:nvPr')}/{name('p:ph')}")
    table = next(iter(shape.iter(name("a:tbl"))), None) if kind is ShapeKind.TABLE else None
    texts, locked = _words(file, part, shape, kind)
    return DesignedShape(
        at=item.at,
        name=identity.get("name", "") if identity is not None else "",
        kind=kind,
        is_title=holder is not None and holder.get("type") in _TITLES,
        alt=identity.get("descr", "") if identity is not None else "",
        texts=texts,
        locked=locked,
        rows=_rows(table) if table is not None else (),
        has_head=_says(table, "firstRow") or _is_from_impress(table),
        has_total=_says(table, "lastRow"),
        children=tuple(_shape(file, part, child) for child in item.children),
    )


def _kind(shape: Any) -> ShapeKind:
    if shape.tag == GROUP:
        return ShapeKind.GROUP
    if shape.tag == name("p:pic"):
        return ShapeKind.PICTURE
    if shape.tag == name("p:sp"):
        return ShapeKind.TEXT
    if is_chart(shape):
        return ShapeKind.CHART
    if is_table(shape):
        return ShapeKind.TABLE
    if data_uri(shape) == DIAGRAM_URI:
        return ShapeKind.SMARTART
    if data_uri(shape) == OLE_URI or (shape.tag == ALTERNATE and _holds_object(shape)):
        return ShapeKind.OBJECT
    return ShapeKind.OTHER


def _holds_object(shape: Any) -> bool:
    return any(data_uri(frame) == OLE_URI for frame in shape.iter(FRAME))


def _words(
    file: DesignedFile, part: str, shape: Any, kind: ShapeKind
) -> tuple[tuple[DesignedText, ...], tuple[str, ...]]:
    """What can be filled in a shape, and what cannot."""
    if kind is ShapeKind.TEXT:
        body = shape.find(name("p:txBody"))
        return ((text_of(body),), ()) if body is not None else ((), ())
    relations = file.relations(part)
    if kind is ShapeKind.CHART:
        relation = relations.get(relation_of_chart(shape))
        if relation is None or relation.is_external:
            return (), ()
        chart = file.element(relation.target)
        titles = tuple(rich_titles(chart))
        known = {t for title in titles for t in title.iter(name("a:t"))}
        others = [t.text or "" for t in chart.iter(name("a:t")) if t not in known]
        others += [v.text or "" for v in chart.iter(name("c:v"))]
        return tuple(text_of(t) for t in titles), tuple(others)
    if kind is ShapeKind.SMARTART:
        data = [r for r in relations.values() if r.type == RT.DIAGRAM_DATA and not r.is_external]
        wanted = {v for e in shape.iter() for v in e.attrib.values()}
        paragraphs = [p for r in data if r.id in wanted for p in file.element(r.target).iter(name("a:p"))]
        return (), tuple("".join(t.text or "" for t in p.iter(name("a:t"))) for p in paragraphs)
    if kind in (ShapeKind.OTHER, ShapeKind.OBJECT):
        return (), tuple("".join(t.text or "" for t in p.iter(name("a:t"))) for p in shape.iter(name("a:p")))
    return (), ()


def text_of(body: Any) -> DesignedText:
    """The paragraphs of a text body."""
    return tuple(
        DesignedParagraph(runs=tuple(_run(r) for r in runs_of(p))) for p in body.findall(name("a:p"))
    )


def _run(run: Any) -> DesignedRun:
    if run.tag == name("a:br"):
        return DesignedRun(text="\v", is_fixed=True)
    words = "".join(t.text or "" for t in run.iter(name("a:t")))
    return DesignedRun(text=words, is_fixed=run.tag != name("a:r"))


def _rows(table: Any) -> tuple[tuple[DesignedText, ...], ...]:
    return tuple(
        tuple(
            text_of(cell.find(name("a:txBody"))) if cell.find(name("a:txBody")) is not None else ()
            for cell in row.findall(name("a:tc"))
        )
        for row in table.findall(name("a:tr"))
    )


def _says(table: Any, key: str) -> bool:
    properties = table.find(name("a:tblPr")) if table is not None else None
    return properties is not None and properties.get(key, "") in _TRUE


def _is_from_impress(table: Any) -> bool:
    """Impress does not write whether the first row is a head; then it is one, as in nearly all tables."""
    properties = table.find(name("a:tblPr")) if table is not None else None
    return properties is not None and not properties.attrib and not len(properties)


def _notes(page: Any) -> DesignedText:
    """What stands in the notes' own placeholder; where a program wrote none, in its text boxes."""
    boxes = []
    for shape in page.iter(name("p:sp")):
        holder = next(iter(shape.iter(name("p:ph"))), None)
        body = shape.find(name("p:txBody"))
        if body is None:
            continue
        if holder is not None and holder.get("type") == "body":
            return text_of(body)
        if holder is None:
            boxes.append(body)
    return tuple(p for body in boxes for p in text_of(body))
