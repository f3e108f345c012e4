"""Opens a master safely: checked, without sample slides, layouts by name and placeholders by index."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.errors import InputError, TemplateError
from deckgen.outputs.pptx import theme as themes
from deckgen.outputs.pptx.elements import document, name, parsed, root
from deckgen.outputs.pptx.geometry import HEIGHT, WIDTH, Frame
from deckgen.outputs.pptx.theme import Theme
from deckgen.outputs.pptx.zipping import packed, unpacked

_TEMPLATE = b"presentationml.template.main+xml"
_PRESENTATION = b"presentationml.presentation.main+xml"
_FORBIDDEN = re.compile(rb"vbaProject|macroEnabled|activeX", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
_OF_SAMPLES = ("ppt/slides/", "ppt/notesSlides/", "ppt/comments/")
_STALE = (RT.EXTENDED_PROPERTIES, RT.THUMBNAIL)
_SMALLEST, _LARGEST = 914400, 51206400


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """One placeholder of a layout: where it stands and the elements its text inherits from."""

    idx: int
    kind: str
    title: str
    frame: Frame
    element: Any
    inherits: tuple[Any, ...]  # text bodies and text styles, nearest first
    size: str = ""  # its `sz`


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One layout of the master with its theme."""

    title: str
    part: Any
    placeholders: Mapping[int, Placeholder]
    theme: Theme
    is_cover: bool


class Master:
    """A master without slides, ready to be filled."""

    def __init__(self, presentation: Any, path: Path) -> None:
        self.presentation = presentation
        self.path = path
        self.width = int(presentation.slide_width)
        self.height = int(presentation.slide_height)
        self._layouts: dict[str, Layout] = {}

    @property
    def scale(self) -> tuple[float, float]:
        """Size of this master's slides against the default master."""
        return self.width / WIDTH, self.height / HEIGHT

    def layout(self, title: str) -> Layout:
        """The layout of a name; upper case, blanks and hyphens do not matter."""
        wanted = plain(title)
        if wanted not in self._layouts:
            found = [
                item
                for master in self.presentation.slide_masters
                for item in master.slide_layouts
                if plain(item.name) == wanted
            ]
            if not found:
                known = ", ".join(
                    item.name for m in self.presentation.slide_masters for item in m.slide_layouts
                )
                raise TemplateError(
                    f"{self.path}: there is no layout '{title}'; it has: {known}. Map the archetype"
                )
            self._layouts[wanted] = _layout(found[0])
        return self._layouts[wanted]

    def table_style(self) -> str:
        """Id of the default table style, or of 'no style' when the master defines none."""
        part = _related(self.presentation.part, RT.TABLE_STYLES)
        if part is not None:
            default = parsed(part.blob).get("def") or ""
            if default and f'styleId="{default}"'.encode() in part.blob:
                return str(default)
        return "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def plain(title: str) -> str:
    """A layout's name as an archetype writes it: lower case, hyphens."""
    return re.sub(r"[\W_]+", "-", title.casefold()).strip("-")


def opened(path: Path) -> Master:
    """The master in a file; TemplateError names what makes it unusable."""
    try:
        parts = unpacked(path, where=str(path))
    except InputError as e:
        raise TemplateError(str(e)) from e
    _check(parts, path)
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(_TEMPLATE, _PRESENTATION)
    try:
        presentation = Presentation(io.BytesIO(packed(parts)))
        width, height = (int(v or 0) for v in (presentation.slide_width, presentation.slide_height))
    except Exception as e:  # python-pptx raises whatever its parsers raise
        raise TemplateError(
            f"{path}: PowerPoint's structure cannot be read ({e}); save it again as .pptx"
        ) from e
    if not all(_SMALLEST <= side <= _LARGEST for side in (width, height)):
        raise TemplateError(
            f"{path}: its slides are {width} x {height} units; set a slide size from 1 to 56 inches"
        )
    _drop_samples(presentation)
    return Master(presentation, path)


def _check(parts: Mapping[str, bytes], path: Path) -> None:
    if "[Content_Types].xml" not in parts or "ppt/presentation.xml" not in parts:
        raise TemplateError(f"{path}: this is not a presentation; give a .pptx or .potx file")
    for member, blob in parts.items():
        if _FORBIDDEN.search(member.encode()) or (
            member == "[Content_Types].xml" and _FORBIDDEN.search(blob)
        ):
            raise TemplateError(
                f"{path}: '{member}' belongs to a macro or control; save the master without macros"
            )
        if member.endswith(".rels") and not member.startswith(_OF_SAMPLES) and _EXTERNAL.search(blob):
            raise TemplateError(
                f"{path}: '{member}' points outside the file; break the link in PowerPoint and save"
            )


def _drop_samples(presentation: Any) -> None:
    """Sample slides go with every relation that keeps them alive, and with their sections and shows."""
    part = presentation.part
    element = part._element
    slides = element.find(name("p:sldIdLst"))
    for entry in list(slides) if slides is not None else ():
        part.rels.pop(entry.get(name("r:id")))
        slides.remove(entry)
    for tag in ("p:custShowLst", "p:extLst"):
        for found in element.findall(name(tag)):
            element.remove(found)
    for rel_id, rel in list(part.rels.items()):
        if rel.reltype in (RT.VIEW_PROPS, RT.COMMENT_AUTHORS):
            part.rels.pop(rel_id)
    # an outline view relates to sample slides: an empty one cannot, and PowerPoint misses none at all
    views = Part(PackURI("/ppt/viewProps.xml"), CT.PML_VIEW_PROPS, part.package)
    views.blob = document(root("p:viewPr", "a r p"))
    part.relate_to(views, RT.VIEW_PROPS)
    for rel_id, rel in list(part.package._rels.items()):
        if rel.reltype in _STALE:
            part.package._rels.pop(rel_id)
    for other in list(part.package.iter_parts()):
        for rel_id, rel in list(other.rels.items()):
            if not rel.is_external and str(rel.target_part.partname).startswith("/ppt/slides/"):
                other.rels.pop(rel_id)
                _forget(other, rel_id)


def _forget(part: Any, rel_id: str) -> None:
    """Takes out the elements (jump links on a layout) that used a dropped relation."""
    element = getattr(part, "_element", None)
    for found in element.xpath(f"//*[@r:id='{rel_id}']") if element is not None else ():
        found.getparent().remove(found)


def _layout(item: Any) -> Layout:
    master = item.slide_master
    chosen = master._element.find(name("p:clrMap"))
    theme_part = _related(master.part, RT.THEME)
    theme = themes.read(parsed(theme_part.blob), dict(chosen.attrib) if chosen is not None else {})
    styles = master._element.find(name("p:txStyles"))
    of_master = {_kind(e): e for e in master._element.iter(name("p:sp")) if _ph(e) is not None}
    found: dict[int, Placeholder] = {}
    for element in item._element.iter(name("p:sp")):
        ph = _ph(element)
        if ph is None:
            continue
        kind = _kind(element)
        parent = of_master.get(kind) if kind in _SAME else of_master.get(_PARENT.get(kind, "body"))
        style = None
        if styles is not None:
            tag = "p:titleStyle" if kind in _TITLES else "p:otherStyle" if kind in _FOOT else "p:bodyStyle"
            style = styles.find(name(tag))
        inherits = (
            element.find(name("p:txBody")),
            parent.find(name("p:txBody")) if parent is not None else None,
        )
        idx = int(ph.get("idx") or 0)
        frame = _frame(element) or (_frame(parent) if parent is not None else None)
        if frame is not None and idx not in found:
            found[idx] = Placeholder(
                idx=idx,
                kind=kind,
                title=element.find(f".//{name('p:cNvPr')}").get("name") or kind,
                frame=frame,
                element=element,
                inherits=(*(e for e in inherits if e is not None), *((style,) if style is not None else ())),
                size=ph.get("sz") or "",
            )
    return Layout(
        title=item.name,
        part=item.part,
        placeholders=found,
        theme=theme,
        is_cover=item._element.get("type") in {"title", "secHead"},
    )


_TITLES = {"title", "ctrTitle"}
_FOOT = {"dt", "ftr", "sldNum"}
_SAME = _FOOT | {"title", "body"}
_PARENT = {"ctrTitle": "title"}


def _ph(shape: Any) -> Any:
    return shape.find(f"{name('p:nvSpPr')}/{name('p:nvPr')}/{name('p:ph')}")


def _kind(shape: Any) -> str:
    ph = _ph(shape)
    return (ph.get("type") or "obj") if ph is not None else ""


def _frame(shape: Any) -> Frame | None:
    at = shape.find(f"{name('p:spPr')}/{name('a:xfrm')}")
    if at is None or at.find(name("a:off")) is None:
        return None
    off, ext = at.find(name("a:off")), at.find(name("a:ext"))
    return int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy"))


def _related(part: Any, kind: str) -> Any:
    return next((r.target_part for r in part.rels.values() if r.reltype == kind and not r.is_external), None)
