"""Takes a drawn slide and what it relates to into a deck: charts cloned, media once, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TARGET_MODE as MODE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part, _Relationship
from pptx.opc.packuri import PackURI

from deckgen.errors import TemplateError
from deckgen.outputs.pptx.designed_file import DesignedFile, Relation

MAX_PARTS = 5000
MAX_CLONED = 150 * 1024 * 1024  # what all copies may take; pictures and films are there once
MAX_DEPTH = 8
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_LEFT = frozenset(
    {RT.NOTES_SLIDE, RT.COMMENTS, RT.TAGS, RT.SLIDE, f"{_KIND}slideUpdateInfo",
     "http://schemas.microsoft.com/office/2018/10/relationships/comments"}
)  # fmt: skip
_MEDIA = (
    RT.IMAGE,
    RT.VIDEO,
    RT.AUDIO,
    RT.MEDIA,
    "http://schemas.microsoft.com/office/2007/relationships/media",
)
# what opens only when somebody clicks on it, and shows where it leads
_SAFE = re.compile(r"(?:https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?|mailto:[^\s\\]+)", re.IGNORECASE)


def is_shared(relation: Relation) -> bool:
    """Whether copies of a shape may have one target."""
    return relation.type in _MEDIA


class Parts:
    """Clones parts of a master file into the package of a deck."""

    def __init__(self, file: DesignedFile, package: Any, layout: Callable[[str], Any]) -> None:
        self._file, self._package, self._layout = file, package, layout
        self._media: dict[str, Any] = {}
        self._known = {str(p.partname): p for p in package.iter_parts()}
        self._numbers = count(1)
        self._cloned = 0

    def slide(self, source: str, number: int, *, where: str) -> Any:
        """A new slide part that relates to copies of what the drawn one relates to, by the same ids."""
        self._weigh(source, where)
        part = Part(PackURI(f"/ppt/slides/slide{number}.xml"), CT.PML_SLIDE, self._package)
        for relation in self._file.relations(source).values():
            if relation.type not in _LEFT:
                self._relate(part, relation, self._target(relation, where, 0), where)
        return part

    def clone(self, source: str, *, where: str, depth: int = 0) -> Any:
        """A copy of a part, with copies of what it relates to."""
        if depth > MAX_DEPTH:
            raise TemplateError(
                f"{where}: its parts relate to each other over {MAX_DEPTH} deep; draw it anew"
            )
        self._weigh(source, where)
        part = Part(
            self._name(source), self._file.content_type(source), self._package, self._file.blob(source)
        )
        for relation in self._file.relations(source).values():
            self._relate(part, relation, self._target(relation, where, depth + 1), where)
        return part

    def fresh(self, folder: str, suffix: str) -> str:
        """A name that no part has yet."""
        n = next(self._numbers)
        if n > MAX_PARTS:
            raise TemplateError(
                f"{self._file.where}: its slides would bring over {MAX_PARTS} charts and pictures; take fewer"
            )
        return f"{folder}/designed{n}{suffix}"

    def _weigh(self, source: str, where: str) -> None:
        self._cloned += len(self._file.blob(source))
        if self._cloned > MAX_CLONED:
            raise TemplateError(
                f"{where}: with it the copies of drawn slides take over {MAX_CLONED // 1024 // 1024} MB; "
                "repeat fewer items, or paste large charts and objects as pictures"
            )

    def _name(self, source: str) -> PackURI:
        folder, _, last = source.rpartition("/")
        return PackURI(self.fresh(folder, f".{last.rpartition('.')[2]}"))

    def _target(self, relation: Relation, where: str, depth: int) -> Any:
        if relation.is_external:
            return None
        if relation.type == RT.SLIDE_LAYOUT:
            return self._layout(relation.target)
        if relation.type in _MEDIA:
            return self._shared(relation.target)
        return self.clone(relation.target, where=where, depth=depth)

    def _shared(self, source: str) -> Any:
        """A picture or film once for the whole deck, and not at all where the master brings it."""
        blob = self._file.blob(source)
        if source not in self._media:
            known = self._known.get(source)
            if known is None or known.blob != blob:
                known = Part(self._name(source), self._file.content_type(source), self._package, blob)
            self._media[source] = known
        return self._media[source]

    def _relate(self, part: Any, relation: Relation, target: Any, where: str) -> None:
        if relation.is_external:
            if relation.type != RT.HYPERLINK or not _SAFE.fullmatch(relation.target):
                raise TemplateError(
                    f"{where}: '{relation.target[:80]}' lies outside the file; break the link in PowerPoint "
                    "(File > Info > Edit Links), or insert the picture or film itself"
                )
            target = relation.target
        mode = MODE.EXTERNAL if relation.is_external else MODE.INTERNAL
        part.rels._rels[relation.id] = _Relationship(
            part.partname.baseURI, relation.id, relation.type, mode, target
        )
