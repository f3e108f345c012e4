"""What a master may not bring: macros and controls, links to outside, programs inside objects, odd XML.

A deck is made of its master's parts: whatever they hold would be handed on under the sender's name. Sample
slides do not come along; those that are drawn into a deck are looked at when they are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from deckgen.errors import TemplateError
from deckgen.outputs.pptx.elements import parsed

_TYPES = "[Content_Types].xml"
_PACKAGE_RELS = "_rels/.rels"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FORBIDDEN = re.compile(r"vbaProject|macroEnabled|activeX", re.IGNORECASE)
_CONTROLS = re.compile(r"/(vbaProject|control|activeXControlBinary)\Z", re.IGNORECASE)
_ACTION = re.compile(rb"""action\s*=\s*["']ppaction://(program|macro|ole)""", re.IGNORECASE)
_TITLE = re.compile(rb"""<p:cSld[^>]*?\sname\s*=\s*["']([^"']{1,80})""")
_FROM_OUTSIDE = re.compile(
    rb"""<script|<foreignObject|javascript:|@import|(?:href|src)\s*=\s*["']\s*(?!#|data:)[^"'\s]"""
    rb"""|url\(\s*["']?\s*(?!#|data:)[^)\s"']""",
    re.IGNORECASE,
)
_LINKED_SVG = re.compile(rb"<a\s[^>]*>", re.IGNORECASE)
_CODE_IN_OBJECTS = tuple(
    word.encode(code)
    for word in ("_VBA_PROJECT", "vbaProject.bin", "\x01Ole10Native", "macrosheets/", "activeX/")
    for code in ("ascii", "utf-16-le")
)
_OBJECT = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"MZ", b"\x7fELF", b"#!")
_PROGRAM = _OBJECT[2:]
_KINDS = (
    ("ppt/slideLayouts/", "layout"),
    ("ppt/slideMasters/", "slide master"),
    ("ppt/notesMasters/", "notes master"),
    ("ppt/handoutMasters/", "handout master"),
    ("ppt/theme/", "theme"),
    ("ppt/charts/", "a chart on a layout"),
    ("ppt/", "presentation"),
)


def refuse_hazards(parts: Mapping[str, bytes], where: str) -> None:
    """TemplateError names the part in words of PowerPoint, and says what to do there."""
    for member, blob in parts.items():
        if _FORBIDDEN.search(member):
            raise _macro(where, member)
        if _is_svg(member, blob):
            _refuse_svg(member, blob, where)
        elif blob.startswith(_OBJECT) and not member.startswith("ppt/media/"):
            _refuse_code(member, blob, where)
        if member.endswith(".xml") and not member.startswith("ppt/slides/") and _ACTION.search(blob):
            raise TemplateError(
                f"{where}: {_called(member, parts)} has a button that runs a program; take the action off it "
                "in PowerPoint (Insert > Action > None), then save"
            )
    for item in _elements(parts, _TYPES, where):
        stated = item.get("ContentType", "")
        if _FORBIDDEN.search(stated):
            raise _macro(where, item.get("PartName", "").lstrip("/") or _TYPES)
    relations = {m: tuple(_relations(parts, m, where)) for m in parts if m.endswith(".rels")}
    for member, found in relations.items():
        if any(_CONTROLS.search(kind) for kind, _, _ in found):
            raise _macro(where, member)
    for member in _reached(relations):
        for kind, target, is_external in relations.get(member, ()):
            if is_external:
                raise _link(kind, target, _source(member), parts, where)


def _macro(where: str, member: str) -> TemplateError:
    return TemplateError(f"{where}: '{member}' belongs to a macro or control; save the master without macros")


def _link(kind: str, target: str, source: str, parts: Mapping[str, bytes], where: str) -> TemplateError:
    shown = " ".join(target.split())[:80]
    what = kind.rpartition("/")[2]
    remedy = {
        "hyperlink": "take the link off there (View > Slide Master, right-click > Remove Link)",
        "image": "insert the picture itself (View > Slide Master, Insert > Pictures)",
    }.get(what, "break the link in PowerPoint (File > Info > Edit Links to Files)")
    return TemplateError(
        f"{where}: {_called(source, parts)} points outside the file, to '{shown}'; {remedy} and save"
    )


def _reached(relations: Mapping[str, tuple[tuple[str, str, bool], ...]]) -> Iterator[str]:
    """The lists of relations of all parts that come into a deck: those that no sample slide leads to."""
    waiting, seen = [_PACKAGE_RELS], {_PACKAGE_RELS}
    while waiting:
        member = waiting.pop()
        yield member
        folder = posixpath.dirname(_source(member))
        for kind, target, is_external in relations.get(member, ()):
            if is_external or kind.endswith("/slide"):
                continue
            part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            rels = posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
            if rels not in seen:
                seen.add(rels)
                waiting.append(rels)


def _relations(parts: Mapping[str, bytes], member: str, where: str) -> Iterator[tuple[str, str, bool]]:
    """(type, target, whether it lies outside) of each relation in a list of them."""
    for item in _elements(parts, member, where):
        if item.tag.rpartition("}")[2] == "Relationship":
            mode = item.get("TargetMode", "").strip().casefold()
            target = item.get("Target", "")
            yield item.get("Type", ""), target, mode == "external" or ":" in target.partition("/")[0]


def _elements(parts: Mapping[str, bytes], member: str, where: str) -> Iterator[etree._Element]:
    try:
        found = parsed(parts[member])
    except etree.XMLSyntaxError as error:
        raise TemplateError(
            f"{where}: '{member}' cannot be read ({error}); save the file again in PowerPoint"
        ) from None
    return (child for child in found if isinstance(child.tag, str))


def _source(member: str) -> str:
    """The part that a list of relations belongs to."""
    folder, _, last = member.rpartition("_rels/")
    return f"{folder}{last.removesuffix('.rels')}"


def _called(part: str, parts: Mapping[str, bytes]) -> str:
    """A part as its author knows it."""
    kind = next((word for prefix, word in _KINDS if part.startswith(prefix)), "file")
    title = _TITLE.search(parts.get(part, b""))
    name = f" '{title[1].decode('utf-8', 'replace')}'" if title else ""
    return f"{kind}{name}" if kind.startswith("a ") else f"the {kind}{name}"


def _is_svg(member: str, blob: bytes) -> bool:
    return member.casefold().endswith(".svg") or b"<svg" in blob[:2000]


def _refuse_svg(member: str, blob: bytes, where: str) -> None:
    if _FROM_OUTSIDE.search(_LINKED_SVG.sub(b"", blob.replace(b"\0", b""))):
        raise TemplateError(
            f"{where}: the picture '{posixpath.basename(member)}' holds a script or loads something from "
            "outside; save it as PNG and insert it again"
        )


def _refuse_code(member: str, blob: bytes, where: str) -> None:
    if blob.startswith(_PROGRAM) or any(word in blob for word in _CODE_IN_OBJECTS):
        raise TemplateError(
            f"{where}: the embedded object '{posixpath.basename(member)}' holds a macro or a program; "
            "replace it by a picture of itself (cut, then Paste Special > Picture), then save"
        )
