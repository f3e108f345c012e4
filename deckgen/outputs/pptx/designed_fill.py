"""Fills the shapes of a cloned slide: words, charts, tables, pictures, copies of groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from deckgen.errors import TemplateError
from deckgen.model.deck import Span
from deckgen.model.designed import FilledShape
from deckgen.outputs.pptx.charts import cite_chart
from deckgen.outputs.pptx.citations import Citations
from deckgen.outputs.pptx.designed_charts import fill_chart, positive_axes, put_workbook
from deckgen.outputs.pptx.designed_copies import offsets
from deckgen.outputs.pptx.designed_file import Relation
from deckgen.outputs.pptx.designed_parts import Parts, is_shared
from deckgen.outputs.pptx.designed_pictures import put_picture
from deckgen.outputs.pptx.designed_shapes import (
    GROUP,
    Numbered,
    identity_of,
    is_chart,
    is_empty_placeholder,
    is_table,
    moved,
    relation_of_chart,
    rich_titles,
)
from deckgen.outputs.pptx.designed_tables import fill_table
from deckgen.outputs.pptx.designed_text import fill_body, in_language
from deckgen.outputs.pptx.elements import NAMESPACES, document, name, parsed
from deckgen.outputs.pptx.geometry import Frame
from deckgen.outputs.pptx.layouts import Layout

_ATTRIBUTES = f"{{{NAMESPACES['r']}}}"
_ENDS = (name("a:stCxn"), name("a:endCxn"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The slide that is being filled."""

    part: Any
    relations: Mapping[str, Relation]  # of the drawn slide
    layout: Layout
    size: tuple[int, int]
    frames: Mapping[int, Frame]  # of the outermost shapes, by number
    where: str


class ShapeFiller:
    """Fills one slide."""

    def __init__(self, ground: Ground, parts: Parts, cite: Citations, *, language: str, last_id: int) -> None:
        self._ground, self._parts, self._cite = ground, parts, cite
        self._language, self._last_id = language, last_id
        self._frames = dict(ground.frames)

    def fill(self, shapes: Sequence[Numbered], wanted: Sequence[FilledShape]) -> None:
        """Fills shapes, repeats those that are named more than once, takes out those that are not named."""
        # tables grow with their rows: what is repeated after them sees how far they reach
        for item in sorted(shapes, key=lambda s: not is_table(s.element)):
            copies = [f for f in wanted if f.at == item.at]
            if not copies:
                item.element.getparent().remove(item.element)
                continue
            steps = self._steps(item, copies)
            made = [item, *(_copy_of(item) for _ in copies[1:])]
            last = item.element
            for one, step in zip(made, steps, strict=True):
                if one is not item:
                    last.addnext(one.element)
                    last = one.element
                    moved(one.element, *step)
                    self._apart(one.element)
            for one, filled in zip(made, copies, strict=True):
                self._shape(one, filled)

    def _steps(self, item: Numbered, copies: Sequence[FilledShape]) -> tuple[tuple[int, int], ...]:
        if len(copies) == 1:
            return ((0, 0),)
        where = self._where(item.element)
        frame = self._frames.get(item.at)
        if frame is None:
            raise TemplateError(f"{where}: it has no size of its own; move it a little, then save")
        others = [f for at, f in self._frames.items() if at != item.at]
        return offsets(
            frame,
            len(copies),
            copies[0].direction,
            size=self._ground.size,
            others=others,
            where=where,
        )

    def _apart(self, copy: Any) -> None:
        """Numbers and parts of its own for a copy; media are shared."""
        numbers: dict[str, str] = {}
        for found in copy.iter(name("p:cNvPr")):
            old = found.get("id", "")
            if old not in numbers:
                self._last_id += 1
                numbers[old] = str(self._last_id)
            found.set("id", numbers[old])
        for end in copy.iter(*_ENDS):
            end.set("id", numbers.get(end.get("id", ""), end.get("id", "")))
        for found in copy.iter():
            for key, value in found.attrib.items():
                relation = self._ground.relations.get(value) if key.startswith(_ATTRIBUTES) else None
                if relation is None or relation.is_external or is_shared(relation):
                    continue
                clone = self._parts.clone(relation.target, where=self._ground.where)
                found.set(key, self._ground.part.relate_to(clone, relation.type))

    def _shape(self, item: Numbered, filled: FilledShape) -> None:
        shape = item.element
        identity = identity_of(shape)
        place = (identity.get("name", "") if identity is not None else "") or "shape"
        if filled.alt is not None and identity is not None:
            identity.set("descr", "".join(s.text for s in filled.alt))
            self._cite_spans(filled.alt, f"{place} alt text")
        if filled.picture is not None:
            cite_chart(filled.picture, self._cite, place)
            put_picture(
                shape,
                filled.picture,
                part=self._ground.part,
                parts=self._parts,
                frame=self._frames.get(item.at),
                theme=self._ground.layout.theme,
                language=self._language,
                where=self._where(shape),
            )
        elif shape.tag == GROUP:
            self.fill(item.children, filled.children)
        elif is_chart(shape):
            self._chart(shape, filled, place)
        elif is_table(shape):
            height = fill_table(
                shape,
                filled.rows or (),
                cite=self._cite,
                place=place,
                room=self._room(item),
                family=self._ground.layout.theme.minor,
                where=self._where(shape),
            )
            if item.at in self._frames:
                self._frames[item.at] = (*self._frames[item.at][:3], height)
        else:
            body = shape.find(name("p:txBody"))
            if body is not None and filled.texts:
                fill_body(body, filled.texts[0], cite=self._cite, place=place)
                if is_empty_placeholder(shape):
                    shape.getparent().remove(shape)
            elif body is None:
                self._cite_rest(shape, place)

    def _room(self, item: Numbered) -> int:
        """How far down a table may reach."""
        frame = self._frames.get(item.at)
        if frame is None:
            return self._ground.size[1]
        x, y, w, h = frame
        below = [
            oy
            for at, (ox, oy, ow, _) in self._frames.items()
            if at != item.at and oy >= y + h and ox < x + w and x < ox + ow
        ]
        return min([self._ground.size[1], *below]) - y

    def _chart(self, shape: Any, filled: FilledShape, place: str) -> None:
        relation = self._ground.part.rels.get(relation_of_chart(shape))
        if relation is None or relation.is_external:
            raise TemplateError(f"{self._where(shape)}: its chart lies outside the file; insert it again")
        part = relation.target_part
        space = parsed(part.blob)
        in_language(space, self._language)
        for i, title in enumerate(rich_titles(space)):
            if filled.texts and i < len(filled.texts):
                fill_body(title, filled.texts[i], cite=self._cite, place=f"{place} title")
        if filled.chart is not None:
            fill_chart(space, filled.chart, where=self._where(shape))
            cite_chart(filled.chart, self._cite, place)
            put_workbook(space, part, filled.chart, member=self._parts.fresh("/ppt/embeddings", ".xlsx"))
        else:
            for value in space.iter(name("c:v")):
                self._cite.loose(value.text or "", place)
            self._cite_rest(space, place)
            positive_axes(space)
        part.blob = document(space)

    def _cite_spans(self, spans: Sequence[Span], place: str) -> None:
        for span in spans:
            if span.cite:
                self._cite.cite(span.cite, place)
            else:
                self._cite.loose(span.text, place)

    def _cite_rest(self, element: Any, place: str) -> None:
        """Numbers in what is copied as it was drawn are its author's."""
        for paragraph in element.iter(name("a:p")):
            self._cite.loose("".join(t.text or "" for t in paragraph.iter(name("a:t"))), place)
        for relation_id in [
            v for e in element.iter() for k, v in e.attrib.items() if k.startswith(_ATTRIBUTES)
        ]:
            relation = self._ground.relations.get(relation_id)
            if relation is not None and relation.type == RT.DIAGRAM_DATA:
                data = parsed(self._ground.part.rels[relation_id].target_part.blob)
                for words in data.iter(name("a:t")):
                    self._cite.loose(words.text or "", place)

    def _where(self, shape: Any) -> str:
        identity = identity_of(shape)
        return f'{self._ground.where}, shape "{identity.get("name", "") if identity is not None else ""}"'


def _copy_of(item: Numbered) -> Numbered:
    """A copy of a shape, with the same numbers for what is inside it."""

    def matched(drawn: Numbered, copy: Any) -> Numbered:
        found = [list(drawn.element).index(c.element) for c in drawn.children]
        inside = tuple(matched(c, copy[at]) for c, at in zip(drawn.children, found, strict=True))
        return Numbered(drawn.at, copy, inside)

    return matched(item, deepcopy(item.element))
