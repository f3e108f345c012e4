"""Opens a master safely: checked, without sample slides, layouts by name and placeholders by index."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.errors import InputError, TemplateError
from deckgen.model.styling import UNSTYLED, Styling
from deckgen.outputs.pptx.elements import document, name, parsed, root
from deckgen.outputs.pptx.geometry import HEIGHT, WIDTH
from deckgen.outputs.pptx.given import restyled_themes
from deckgen.outputs.pptx.hazards import refuse_hazards
from deckgen.outputs.pptx.layouts import Layout, layout, related
from deckgen.outputs.pptx.zipping import packed, unpacked

_TEMPLATE = b"presentationml.template.main+xml"
_PRESENTATION = b"presentationml.presentation.main+xml"
# a scheme without a name is what validators refuse and nobody sees: it gets PowerPoint's own word for one
_NAMELESS = re.compile(rb'(<a:(?:clr|font|fmt)Scheme\s+)name=""')
# a theme without a face: the one that is measured instead
_FACELESS = re.compile(rb'(<a:(?:major|minor)Font>\s*<a:latin\b[^>]*\btypeface=)""')
_STALE = (RT.EXTENDED_PROPERTIES, RT.THUMBNAIL)
_OURS = ((20, "Kicker"), (21, "Source"))
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_OF_OFFICE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"  # every file names it, striped in the first accent
_SMALLEST, _LARGEST = 914400, 51206400


class Master:
    """A master without slides, ready to be filled."""

    def __init__(self, presentation: Any, where: str, samples: Mapping[str, tuple[int, ...]]) -> None:
        self.presentation = presentation
        self.where = where
        self.width = int(presentation.slide_width)
        self.height = int(presentation.slide_height)
        self._samples = samples  # numbers of sample slides by the name of their layout's part

    @property
    def scale(self) -> tuple[float, float]:
        """Size of this master's slides against the default master."""
        return self.width / WIDTH, self.height / HEIGHT

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """All layouts of all masters in the file, in their order."""
        found = [
            (m, item)
            for m, master in enumerate(self.presentation.slide_masters)
            for item in master.slide_layouts
        ]
        if not found:
            raise TemplateError(f"{self.where}: it has no layout; add one in PowerPoint's slide master view")
        try:
            return tuple(
                layout(
                    item,
                    number=n,
                    master=m,
                    size=(self.width, self.height),
                    samples=self._samples.get(str(item.part.partname), ()),
                )
                for n, (m, item) in enumerate(found)
            )
        except (AttributeError, KeyError, ValueError, TypeError, etree.XMLSyntaxError) as e:
            raise TemplateError(
                f"{self.where}: a layout or theme cannot be read ({type(e).__name__}: {e}); "
                "save the file again in PowerPoint"
            ) from e

    def layout(self, title: str) -> Layout:
        """The layout of a name; upper case, blanks and hyphens do not matter. Of twins the one in use."""
        found = self.find(title)
        if found is None:
            known = ", ".join(item.title for item in self.layouts)
            raise TemplateError(
                f"{self.where}: there is no layout '{title}'; it has: {known}. Map the archetype"
            )
        return found

    def find(self, title: str) -> Layout | None:
        """The layout of a name, None when there is none."""
        wanted = plain(title)
        same = [item for item in self.layouts if plain(item.title) == wanted]
        return max(same, key=lambda item: (len(item.samples), -item.number)) if same else None

    @cached_property
    def is_ours(self) -> bool:
        """Whether layouts have the placeholders of our own master, by index and name."""
        return any(
            all(i in item.placeholders and item.placeholders[i].title == title for i, title in _OURS)
            for item in self.layouts
        )

    def table_style(self) -> str:
        """Id of the default table style; 'no style' where the master has none but Office's own."""
        part = related(self.presentation.part, RT.TABLE_STYLES)
        if part is not None:
            default = parsed(part.blob).get("def") or ""
            style = next((e for e in parsed(part.blob) if e.get("styleId") == default), None)
            if style is not None and default != _OF_OFFICE and not _has_fill(style):
                return str(default)
        return NO_STYLE


def _has_fill(style: Any) -> bool:
    """Whether a table style brings grounds that our colours were not measured on."""
    return any(True for _ in style.iter(name("a:fill"))) and any(
        fill.find(name("a:noFill")) is None for fill in style.iter(name("a:fill"))
    )


def plain(title: str) -> str:
    """A layout's name as an archetype writes it: lower case, hyphens."""
    return re.sub(r"[\W_]+", "-", title.casefold()).strip("-")


def opened(path: Path | bytes, *, where: str = "", styling: Styling = UNSTYLED) -> Master:
    """The master in a file, with the template's colours and fonts; TemplateError names what is unusable."""
    where = where or (str(path) if isinstance(path, Path) else "master")
    try:
        parts = unpacked(path, where=where)
    except InputError as e:
        raise TemplateError(str(e)) from e
    _check(parts, where)
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(_TEMPLATE, _PRESENTATION)
    for member, blob in parts.items():
        if member.startswith("ppt/theme/theme"):
            parts[member] = _FACELESS.sub(rb'\1"Arial"', _NAMELESS.sub(rb'\1name="Custom"', blob))
    try:
        parts = restyled_themes(parts, styling)
        presentation = Presentation(io.BytesIO(packed(parts)))
        width, height = (int(v or 0) for v in (presentation.slide_width, presentation.slide_height))
        samples = _samples(presentation)
        _drop_samples(presentation)
    except Exception as e:  # python-pptx raises whatever its parsers raise
        raise TemplateError(
            f"{where}: PowerPoint's structure cannot be read ({e}); save it again as .pptx"
        ) from e
    if not all(_SMALLEST <= side <= _LARGEST for side in (width, height)):
        raise TemplateError(
            f"{where}: its slides are {width} x {height} units; set a slide size from 1 to 56 inches"
        )
    return Master(presentation, where, samples)


def _samples(presentation: Any) -> dict[str, tuple[int, ...]]:
    """Numbers of the sample slides, from 1, by the name of the part of their layout."""
    found: dict[str, tuple[int, ...]] = {}
    part = presentation.part
    slides = part._element.find(name("p:sldIdLst"))
    for number, entry in enumerate(slides if slides is not None else (), 1):
        relation = part.rels.get(entry.get(name("r:id"), ""))
        of_slide = relation.target_part if relation is not None and not relation.is_external else None
        used = related(of_slide, RT.SLIDE_LAYOUT) if of_slide is not None else None
        if used is not None:
            key = str(used.partname)
            found[key] = (*found.get(key, ()), number)
    return found


def _check(parts: Mapping[str, bytes], where: str) -> None:
    if "[Content_Types].xml" not in parts or "ppt/presentation.xml" not in parts:
        raise TemplateError(f"{where}: this is not a presentation; give a .pptx or .potx file")
    refuse_hazards(parts, where)


def _drop_samples(presentation: Any) -> None:
    """Sample slides go with every relation that keeps them alive, and with their sections and shows."""
    part = presentation.part
    element = part._element
    slides = element.find(name("p:sldIdLst"))
    for entry in list(slides) if slides is not None else ():
        if entry.get(name("r:id")) in part.rels:  # a damaged list names slides that are not there
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
