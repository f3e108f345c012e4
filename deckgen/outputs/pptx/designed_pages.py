"""Writes slides that somebody drew in the master: cloned, filled, cited, with ids of their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from deckgen.errors import TemplateError
from deckgen.model.designed import FilledShape, FilledSlide
from deckgen.outputs.pptx.citations import Citations
from deckgen.outputs.pptx.designed_file import DesignedFile
from deckgen.outputs.pptx.designed_fill import Ground, ShapeFiller
from deckgen.outputs.pptx.designed_parts import Parts
from deckgen.outputs.pptx.designed_shapes import ALTERNATE, Numbered, frame_of, numbered
from deckgen.outputs.pptx.designed_text import in_language, number_fields
from deckgen.outputs.pptx.elements import NAMESPACES, name
from deckgen.outputs.pptx.geometry import Frame
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.master import Master

_MOVING = (name("p:timing"), name("p:transition"), name("p:custDataLst"), name("p:controls"))
_ATTRIBUTES = f"{{{NAMESPACES['r']}}}"
_CREATION = "creationId"
_SHOW = "ppaction://hlinkshowjump"
_PRUNED = (RT.CHART, RT.IMAGE, RT.MEDIA, RT.VIDEO, RT.AUDIO, RT.HYPERLINK)


class DesignedPages:
    """Slides of a master file on their way into one deck."""

    def __init__(self, path: Path, master: Master, *, language: str, cite: Citations) -> None:
        self._path, self._master = path, master
        self._language, self._cite = language, cite

    @cached_property
    def _file(self) -> DesignedFile:
        return DesignedFile(self._path)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self._file, self._master.presentation.part.package, lambda n: self._layout(n).part)

    def _layout(self, part: str) -> Layout:
        found = next((item for item in self._master.layouts if str(item.part.partname) == part), None)
        if found is None:
            raise TemplateError(f"{self._path}: a drawn slide uses the layout '{part}', which is not there")
        return found

    def part(self, filled: FilledSlide, number: int) -> Any:
        """The slide as a part of the deck's package, still without notes."""
        if not 1 <= filled.drawn_as <= len(self._file.slides):
            raise TemplateError(f"{filled.where}: the file has no such slide; check the outline")
        source = self._file.slides[filled.drawn_as - 1]
        part = self._parts.slide(source, number, where=filled.where)
        element = self._file.element(source)
        _still(element)
        in_language(element, self._language)
        shapes = numbered(element, where=filled.where)
        layout = self._layout(self._file.related(source, RT.SLIDE_LAYOUT))
        ground = Ground(
            part=part,
            relations=self._file.relations(source),
            layout=layout,
            size=(self._master.width, self._master.height),
            frames=_frames(shapes, filled.shapes, layout),
            where=filled.where,
        )
        filler = ShapeFiller(ground, self._parts, self._cite, language=self._language, last_id=_last(element))
        filler.fill(shapes, filled.shapes)
        in_language(element, self._language, is_filled=True)
        number_fields(element, number, self._cite)
        _without_lost_links(element, part)
        _numbered_once(element)
        part.blob = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
        return part


def _still(element: Any) -> None:
    """Takes away what moves by itself, and what belongs to programs beside the slide."""
    for tag in _MOVING:
        for found in list(element.iter(tag)):
            parent = found.getparent()
            while parent is not None and parent.tag.rpartition("}")[2] in ("Choice", "Fallback"):
                found, parent = parent, parent.getparent()
            if parent is not None and parent.tag == ALTERNATE:
                found, parent = parent, parent.getparent()
            if parent is not None:
                parent.remove(found)
    for found in list(element.iter()):
        is_mark = isinstance(found.tag, str) and found.tag.rpartition("}")[2] == _CREATION
        extension = found.getparent() if is_mark else None
        holder = extension.getparent() if extension is not None else None
        if holder is not None:
            holder.remove(extension)
            if not len(holder):
                holder.getparent().remove(holder)


def _frames(shapes: Sequence[Numbered], filled: Sequence[FilledShape], layout: Layout) -> dict[int, Frame]:
    """Where the shapes that stay stand, by number."""
    stays = {f.at for f in filled}

    def inherited(idx: int, kind: str) -> Frame | None:
        found = layout.placeholders.get(idx)
        if found is None:
            found = next((p for p in layout.placeholders.values() if p.kind == kind), None)
        return found.frame if found is not None else None

    out: dict[int, Frame] = {}
    for item in shapes:
        frame = frame_of(item.element, inherited)
        if item.at in stays and frame is not None:
            out[item.at] = frame
    return out


def _without_lost_links(element: Any, part: Any) -> None:
    """Links to slides that did not come along go, actions other than steps through the show, unused parts."""
    used: set[str] = set()
    for found in list(element.iter()):
        if not isinstance(found.tag, str):
            continue
        ids = {v for k, v in found.attrib.items() if k.startswith(_ATTRIBUTES) and v}
        action = found.get("action", "")
        is_unsafe = action.startswith("ppaction:") and not action.startswith(_SHOW)
        if ids - set(part.rels) or is_unsafe:
            found.getparent().remove(found)
        else:
            used |= ids
    for relation_id, relation in list(part.rels.items()):
        if relation_id not in used and relation.reltype in _PRUNED:
            part.rels.pop(relation_id)


def _last(element: Any) -> int:
    numbers = [e.get("id", "") for e in element.iter(name("p:cNvPr"))]
    return max((int(n) for n in numbers if n.isdecimal()), default=1)


def _numbered_once(element: Any) -> None:
    """No two shapes have one number, whatever the master's did; two forms of one shape may."""
    taken: set[str] = set()
    last = _last(element)
    for found in element.iter(name("p:cNvPr")):
        if any(parent.tag == ALTERNATE for parent in found.iterancestors()):
            continue
        if found.get("id") in taken or not found.get("id", "").isdecimal():
            last += 1
            found.set("id", str(last))
        taken.add(found.get("id", ""))
