"""Sections of the presentation, from the sections of its slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from deckgen.outputs.pptx.elements import el, name


def add_sections(presentation: Any, slides: Sequence[tuple[str, int]], names: Mapping[str, str]) -> None:
    """Sections in the order in which they first appear; `slides` are (section, slide id)."""
    runs: list[tuple[str, list[int]]] = []
    for section, slide_id in slides:
        if not runs or runs[-1][0] != section:
            runs.append((section, []))
        runs[-1][1].append(slide_id)
    made = [
        el(
            "p14:section",
            el("p14:sldIdLst", *(el("p14:sldId", id=i) for i in ids)),
            name=names.get(section, section),
            id=_guid(f"{n} {section}"),
        )
        for n, (section, ids) in enumerate(runs)
    ]
    element = presentation.part._element
    extensions = element.find(name("p:extLst"))
    if extensions is None:
        extensions = el("p:extLst")
        element.append(extensions)
    extensions.append(el("p:ext", el("p14:sectionLst", *made), uri=_SECTIONS))


_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def _guid(key: str) -> str:
    """An id that is the same for the same section."""
    digest = sha256(key.encode()).hexdigest().upper()
    return f"{{{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}}}"
