"""The ledger inside the file: a custom XML part that travels with the deck, read back with bounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.errors import InputError
from deckgen.model.ledger import Basis, Ledger, LedgerEntry, Placement
from deckgen.model.origin import Kind, Origin
from deckgen.outputs.pptx.elements import clean, document, el, parsed, root
from deckgen.outputs.pptx.zipping import unpacked

NAMESPACE = "urn:deckgen:ledger:1"
_NAMESPACES: dict[Any, str] = {None: NAMESPACE}
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def write_ledger(part: Any, ledger: Ledger) -> None:
    """Adds the ledger to a package through its presentation part."""
    package = part.package
    taken = {str(p.partname) for p in package.iter_parts()}
    n = next(i for i in range(1, 10000) if f"/customXml/item{i}.xml" not in taken)
    blob = ledger_xml(ledger)
    item = Part(PackURI(f"/customXml/item{n}.xml"), "application/xml", package, blob)
    digest = sha256(blob).hexdigest().upper()
    guid = f"{{{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}}}"
    properties = root(
        "ds:datastoreItem",
        "ds",
        el("ds:schemaRefs", el("ds:schemaRef", ds__uri=NAMESPACE)),
        ds__itemID=guid,
    )
    item.relate_to(
        Part(PackURI(f"/customXml/itemProps{n}.xml"), _PROPERTIES_TYPE, package, document(properties)),
        _PROPERTIES,
    )
    part.relate_to(item, _RELATION)


def read_ledger(path: Path | bytes, *, where: str = "") -> Ledger:
    """The ledger of a deck; InputError when it has none that can be read."""
    where = where or (str(path) if isinstance(path, Path) else "deck")
    for blob in unpacked(path, where=where, only="customXml/item").values():
        if NAMESPACE.encode() not in blob[:2000]:
            continue
        try:
            element = parsed(blob)
            if element.tag == _tag("ledger"):
                return _ledger(element)
        except (etree.XMLSyntaxError, KeyError, ValueError, InvalidOperation, IndexError) as e:
            raise InputError(
                f"{where}: the ledger in this deck is damaged ({e}); build the deck again"
            ) from e
    raise InputError(f"{where}: this deck carries no ledger; only decks built by deckgen can be traced")


def ledger_xml(ledger: Ledger) -> bytes:
    """The ledger as a document: origins once, entries and placements by reference."""
    origins: dict[Origin, int] = {}
    numbers: dict[int, str] = {}  # by identity: a few answers stand behind thousands of numbers
    for entry in ledger.entries:
        for origin in entry.origins:
            if id(origin) not in numbers:
                numbers[id(origin)] = str(origins.setdefault(origin, len(origins)))
    top = etree.Element(
        _tag("ledger"),
        _printed(version=ledger.version, brief=ledger.brief_digest, template=ledger.template_digest),
        nsmap=_NAMESPACES,
    )
    for origin, number in origins.items():
        _add(
            top,
            "origin",
            n=number,
            source=origin.source,
            url=origin.url,
            retrieved=origin.retrieved_at.isoformat(),
            sha256=origin.sha256,
            record=origin.record,
            locator=origin.locator,
        )
    for entry in ledger.entries:
        _entry(top, entry, numbers)
    for placement in ledger.placements:
        _add(
            top,
            "placement",
            entry=placement.entry,
            slide=placement.slide,
            place=placement.place,
        )
    written: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _entry(top: Any, entry: LedgerEntry, numbers: Mapping[int, str]) -> None:
    made = _add(
        top,
        "entry",
        id=entry.id,
        basis=entry.basis.value,
        printed=entry.printed,
        value=None if entry.value is None else str(entry.value),
        key=entry.key,
        formula=entry.formula,
        kind=entry.kind.value,
        origins=" ".join([numbers[id(o)] for o in entry.origins]) or None,
    )
    for key, value in entry.inputs:
        _add(made, "input", name=key, value=value)


def _ledger(top: Any) -> Ledger:
    origins = {
        e.attrib["n"]: Origin(
            source=e.get("source", ""),
            url=e.get("url", ""),
            retrieved_at=datetime.fromisoformat(e.attrib["retrieved"]),
            sha256=e.get("sha256", ""),
            record=e.get("record", ""),
            locator=e.get("locator", ""),
        )
        for e in top.findall(_tag("origin"))
    }
    entries = tuple(
        LedgerEntry(
            id=e.attrib["id"],
            basis=Basis(e.attrib["basis"]),
            printed=e.get("printed", ""),
            value=None if e.get("value") is None else Decimal(e.attrib["value"]),
            key=e.get("key", ""),
            formula=e.get("formula", ""),
            kind=Kind(e.attrib["kind"]),
            inputs=tuple((i.attrib["name"], Decimal(i.attrib["value"])) for i in e.findall(_tag("input"))),
            origins=tuple(origins[n] for n in e.get("origins", "").split()),
        )
        for e in top.findall(_tag("entry"))
    )
    placements = tuple(
        Placement(entry=e.attrib["entry"], slide=int(e.attrib["slide"]), place=e.attrib["place"])
        for e in top.findall(_tag("placement"))
    )
    return Ledger(
        version=top.get("version", ""),
        brief_digest=top.get("brief", ""),
        template_digest=top.get("template", ""),
        entries=entries,
        placements=placements,
    )


@cache
def _tag(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _add(parent: Any, local: str, **attributes: object) -> Any:
    return etree.SubElement(parent, _tag(local), _printed(**attributes))


def _printed(**attributes: object) -> dict[str, str]:
    """Attribute values keep their line breaks as character references, as XML would turn them into blanks."""
    return {key: clean(str(value)) for key, value in attributes.items() if value is not None}
