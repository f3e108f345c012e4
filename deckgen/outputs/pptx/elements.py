"""Builds Office XML elements: names by prefix, text cleaned, nothing glued together from strings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
        "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
        "ds": "http://schemas.openxmlformats.org/officeDocument/2006/customXml",
    }
)
TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NAMES: dict[str, str] = {}
_PREFIXES: dict[str, dict[str, str]] = {}


def name(tag: str) -> str:
    """`a:t` as lxml names it."""
    known = _NAMES.get(tag)
    if known is None:
        prefix, _, local = tag.partition(":")
        known = _NAMES[tag] = f"{{{NAMESPACES[prefix]}}}{local}" if local else prefix
    return known


def clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return text if text.isprintable() else _UNWANTED.sub("", text)


def el(tag: str, *children: Any, text: str | None = None, **attributes: object) -> Any:
    """An element. A prefix of an attribute is written with two underscores (`r__id`); None leaves it out."""
    made = etree.Element(name(tag), nsmap=_declared(tag, attributes))
    _set(made, attributes)
    if text is not None:
        made.text = clean(text)
    for child in children:
        if child is not None:
            made.append(child)
    return made


def _declared(tag: str, attributes: Mapping[str, object]) -> dict[str, str]:
    """The prefixes of an element and its attributes; lxml would else take what other libraries registered."""
    declared = _PREFIXES.get(tag)
    if declared is None:
        prefix = tag.partition(":")[0]
        declared = _PREFIXES[tag] = {prefix: NAMESPACES[prefix]}
    for key in attributes:
        if "__" in key:
            prefix = key.partition("__")[0]
            declared = {**declared, prefix: NAMESPACES[prefix]}
    return declared


def _set(made: Any, attributes: Mapping[str, object]) -> None:
    for key, value in attributes.items():
        if value is not None:
            attribute = _NAMES.get(key) or name(key.replace("__", ":"))
            # a deck has tens of thousands of elements: the common case goes without further calls
            made.set(
                attribute, value if type(value) is str and value.isprintable() else clean(_printed(value))
            )


def root(tag: str, prefixes: str, *children: Any, **attributes: object) -> Any:
    """A document element that declares the prefixes its content uses."""
    made = etree.Element(name(tag), nsmap={p: NAMESPACES[p] for p in prefixes.split()})
    _set(made, attributes)
    for child in children:
        if child is not None:
            made.append(child)
    return made


def document(element: Any) -> bytes:
    """An element as a part of the file."""
    etree.cleanup_namespaces(
        element, keep_ns_prefixes=[p for p in ("a", "p", "r", "c") if p in element.nsmap]
    )
    written: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def parsed(blob: bytes) -> Any:
    """An element from a part that is already known to be free of document types."""
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def colour(token: str) -> Any:
    """A theme colour: `accent1`, or with changes `accent3 lumMod=75000`."""
    scheme, *changes = token.split()
    made = el("a:schemeClr", val=scheme)
    for change in changes:
        kind, value = change.split("=")
        made.append(el(f"a:{kind}", val=value))
    return made


def fill(token: str | None) -> Any:
    """A solid fill in a theme colour, or none."""
    return el("a:noFill") if token is None else el("a:solidFill", colour(token))


def line(token: str | None, *, width: int = 9525, dash: str | None = None) -> Any:
    """A line in a theme colour, width in EMU; None = no line."""
    if token is None:
        return el("a:ln", el("a:noFill"))
    return el("a:ln", fill(token), el("a:prstDash", val=dash) if dash else None, w=width)


def transform(tag: str, frame: tuple[int, int, int, int]) -> Any:
    """Position and size in EMU."""
    x, y, w, h = frame
    return el(tag, el("a:off", x=x, y=y), el("a:ext", cx=w, cy=h))


def identity(number: int, title: str, *, alt: str = "", decorative: bool = False) -> Any:
    """Number, name and alt text of a shape; ornament is marked as such."""
    if not decorative:
        return el("p:cNvPr", id=number, name=title, descr=alt or None)
    mark = el("a:ext", el("adec:decorative", val=1), uri=_DECORATIVE_URI)
    return el("p:cNvPr", el("a:extLst", mark), id=number, name=title, descr="")


def _printed(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
