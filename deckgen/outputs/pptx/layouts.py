"""One layout of a master as data: its placeholders, its colours and fonts, what its slides inherit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from deckgen.outputs.pptx import theme as themes
from deckgen.outputs.pptx.elements import name, parsed
from deckgen.outputs.pptx.geometry import Frame
from deckgen.outputs.pptx.surface import Surface, surface
from deckgen.outputs.pptx.theme import Theme

TITLES = frozenset({"title", "ctrTitle"})
FOOT = frozenset({"dt", "ftr", "sldNum"})
_SAME = FOOT | {"title", "body"}
_PARENT = {"ctrTitle": "title"}


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
    prompt: str = ""
    is_moved: bool = False  # slides state another frame than the layout

    @property
    def is_turned(self) -> bool:
        """Whether its text runs up or down."""
        bodies = (b.find(name("a:bodyPr")) for b in self.inherits if b.tag == name("p:txBody"))
        said = next((b.get("vert") for b in bodies if b is not None and b.get("vert")), "horz")
        return said != "horz"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One layout of the master with its theme."""

    title: str
    type: str
    number: int  # among all layouts of the file, from 0
    master: int  # number of its master, from 0
    part: Any
    source: Any  # as python-pptx has it
    size: tuple[int, int]
    placeholders: Mapping[int, Placeholder]  # by index, the first of each
    every: tuple[Placeholder, ...]  # those with a doubled index too
    theme: Theme
    override: Mapping[str, str]  # its own colour map, empty for the master's
    hidden: frozenset[str]  # kinds that the master's footer settings switch off
    samples: tuple[int, ...] = ()  # numbers of the sample slides that used it
    master_title: Placeholder | None = None
    sheet: Frame | None = None  # what is laid under our content where no colour is legible on the ground

    @cached_property
    def surface(self) -> Surface:
        """What it and its master paint."""
        part = related(self.source.slide_master.part, RT.THEME)
        return surface(self.source, parsed(part.blob), self.theme.colours, self.size)

    @property
    def is_vertical(self) -> bool:
        """Whether its text runs downwards, as East Asian layouts have it."""
        return (
            self.type.startswith("vert")
            or any(ph.get("orient") == "vert" for ph in self.source._element.iter(name("p:ph")))
            or any(p.is_turned for p in self.every if p.kind in TITLES)
        )

    def is_doubled(self, found: Placeholder) -> bool:
        """Whether another placeholder has the same index, so that a slide cannot mean this one."""
        return sum(p.idx == found.idx for p in self.every) > 1


def layout(item: Any, *, number: int, master: int, size: tuple[int, int], samples: tuple[int, ...]) -> Layout:
    """From python-pptx's layout."""
    of_master = item.slide_master
    override = _override(item)
    chosen = of_master._element.find(name("p:clrMap"))
    mapping = override or (dict(chosen.attrib) if chosen is not None else {})
    theme = themes.read(parsed(related(of_master.part, RT.THEME).blob), mapping)
    styles = of_master._element.find(name("p:txStyles"))
    parents = {_kind(e): e for e in of_master._element.iter(name("p:sp")) if _ph(e) is not None}
    every = tuple(
        p
        for p in (_placeholder(e, parents, styles) for e in item._element.iter(name("p:sp")))
        if p is not None
    )
    by_index: dict[int, Placeholder] = {}
    for found in every:
        by_index.setdefault(found.idx, found)
    own_title = parents.get("title")
    return Layout(
        title=item.name,
        type=item._element.get("type") or "",
        number=number,
        master=master,
        part=item.part,
        source=item,
        size=size,
        placeholders=by_index,
        every=every,
        theme=theme,
        override=override,
        hidden=_hidden(item) | _hidden(of_master),
        samples=samples,
        master_title=_placeholder(own_title, parents, styles) if own_title is not None else None,
    )


def related(part: Any, kind: str) -> Any:
    """The part that a relation of a kind leads to, if any."""
    return next((r.target_part for r in part.rels.values() if r.reltype == kind and not r.is_external), None)


def _placeholder(element: Any, parents: Mapping[str, Any], styles: Any) -> Placeholder | None:
    ph = _ph(element)
    if ph is None:
        return None
    kind = _kind(element)
    parent = parents.get(kind) if kind in _SAME else parents.get(_PARENT.get(kind, "body"))
    style = None
    if styles is not None:
        tag = "p:titleStyle" if kind in TITLES else "p:otherStyle" if kind in FOOT else "p:bodyStyle"
        style = styles.find(name(tag))
    bodies = [element.find(name("p:txBody"))]
    if parent is not None and parent is not element:
        bodies.append(parent.find(name("p:txBody")))
    frame = _frame(element) or (_frame(parent) if parent is not None else None)
    if frame is None:
        return None
    return Placeholder(
        idx=_number(ph.get("idx")),
        kind=kind,
        title=element.find(f".//{name('p:cNvPr')}").get("name") or kind,
        frame=frame,
        element=element,
        inherits=(*(e for e in bodies if e is not None), *((style,) if style is not None else ())),
        size=ph.get("sz") or "",
        prompt="".join(t.text or "" for t in element.iter(name("a:t"))).strip(),
    )


def _override(item: Any) -> dict[str, str]:
    found = item._element.find(f"{name('p:clrMapOvr')}/{name('a:overrideClrMapping')}")
    return dict(found.attrib) if found is not None else {}


def _hidden(item: Any) -> frozenset[str]:
    """Kinds of footers that are switched off."""
    settings = item._element.find(name("p:hf"))
    if settings is None:
        return frozenset()
    return frozenset(kind for kind in FOOT if settings.get(kind) in {"0", "false"})


def _ph(shape: Any) -> Any:
    return shape.find(f"{name('p:nvSpPr')}/{name('p:nvPr')}/{name('p:ph')}")


def _kind(shape: Any) -> str:
    ph = _ph(shape)
    return (ph.get("type") or "obj") if ph is not None else ""


def _frame(shape: Any) -> Frame | None:
    at = shape.find(f"{name('p:spPr')}/{name('a:xfrm')}")
    off, ext = (at.find(name(f"a:{t}")) if at is not None else None for t in ("off", "ext"))
    if off is None or ext is None:
        return None
    found = tuple(_number(v) for v in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy")))
    return found[0], found[1], max(0, found[2]), max(0, found[3])


def _number(value: str | None) -> int:
    try:
        return max(-(10**9), min(10**9, int(value or 0)))
    except ValueError:
        return 0
