"""A master file as it lies on disk: its slides and what they relate to, read with bounds, never changed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from deckgen.errors import InputError, TemplateError
from deckgen.outputs.pptx.elements import name, parsed
from deckgen.outputs.pptx.zipping import unpacked

MAX_SLIDES = 500
_PRESENTATION = "/ppt/presentation.xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a part of the file relates to: another part by its name, or something outside."""

    id: str
    type: str
    target: str
    is_external: bool


class DesignedFile:
    """The parts of a master file by name; TemplateError names what cannot be read."""

    def __init__(self, path: Path) -> None:
        self.where = str(path)
        try:
            self._parts = {f"/{n}": blob for n, blob in unpacked(path, where=self.where).items()}
        except InputError as error:
            raise TemplateError(str(error)) from None

    @cached_property
    def slides(self) -> tuple[str, ...]:
        """Names of the slides in their order."""
        relations = self.relations(_PRESENTATION)
        entries = self.element(_PRESENTATION).iter(name("p:sldId"))
        found = [relations.get(e.get(name("r:id"), "")) for e in entries]
        names = tuple(r.target for r in found if r is not None and r.target in self._parts)
        if len(names) > MAX_SLIDES:
            raise TemplateError(
                f"{self.where}: the file has {len(names)} slides, at most {MAX_SLIDES} are read; save a "
                "copy with the slides that are used"
            )
        return names

    def blob(self, part: str) -> bytes:
        try:
            return self._parts[part]
        except KeyError:
            raise TemplateError(
                f"{self.where}: part '{part}' is missing; save the file again in PowerPoint"
            ) from None

    def element(self, part: str) -> Any:
        """A part as an element of its own, free to be changed."""
        try:
            return parsed(self.blob(part))
        except etree.XMLSyntaxError as error:
            raise TemplateError(
                f"{self.where}: part '{part}' cannot be read ({error}); save the file again in PowerPoint"
            ) from None

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by id."""
        folder, _, last = part.rpartition("/")
        rels = f"{folder}/_rels/{last}.rels"
        if rels not in self._parts:
            return {}
        found = {}
        for item in self.element(rels).iter(_RELATION):
            is_external = item.get("TargetMode", "") == "External"
            target = item.get("Target", "")
            found[item.get("Id", "")] = Relation(
                id=item.get("Id", ""),
                type=item.get("Type", ""),
                target=target if is_external else posixpath.normpath(posixpath.join(folder, target)),
                is_external=is_external,
            )
        return found

    def related(self, part: str, kind: str) -> str:
        """The first part of a kind that a part relates to, empty when there is none."""
        found = (r.target for r in self.relations(part).values() if r.type == kind and not r.is_external)
        return next((t for t in found if t in self._parts), "")

    def notes(self, slide: str) -> Any:
        """The notes page of a slide; None when it has none."""
        part = self.related(slide, RT.NOTES_SLIDE)
        return self.element(part) if part else None

    def content_type(self, part: str) -> str:
        return self._types.get(part) or self._types.get(part.rpartition(".")[2].casefold(), "")

    @cached_property
    def _types(self) -> dict[str, str]:
        out = {}
        for item in self.element("/[Content_Types].xml"):
            if item.tag == f"{_TYPES}Default":
                out[item.get("Extension", "").casefold()] = item.get("ContentType", "")
            elif item.tag == f"{_TYPES}Override":
                out[item.get("PartName", "")] = item.get("ContentType", "")
        return out
