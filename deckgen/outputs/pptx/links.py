"""Web addresses of runs as relations of the part that they stand in."""

from __future__ import annotations

from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part

from deckgen.outputs.pptx.elements import el, name

_HELD = "held"  # an address before it is a relation


def link(address: str) -> Any:
    """What a run holds that a click opens."""
    return el("a:hlinkClick", **{_HELD: address})


def add_links(element: Any, part: Part) -> None:
    """Makes relations of the addresses under an element."""
    for found in element.iter(name("a:hlinkClick")):
        address = found.attrib.pop(_HELD, None)
        if address is not None:
            found.set(name("r:id"), part.relate_to(address, RT.HYPERLINK, is_external=True))
