"""The places of a slide: a placeholder of the layout, else our own geometry at the master's scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.elements import name
from deckgen.outputs.pptx.geometry import POINT, Frame, Slot
from deckgen.outputs.pptx.layouts import Layout, Placeholder
from deckgen.outputs.pptx.master import Master
from deckgen.outputs.pptx.styles import SMALLEST, SMALLEST_SOURCE, STYLES, Style, list_style
from deckgen.outputs.pptx.theme import Theme

_INSETS = (("lIns", 91440), ("tIns", 45720), ("rIns", 91440), ("bIns", 45720))
_COLUMN = 1.8  # times its height: the width up to which a place is a column
_TWO_LINES = round(2 * 20 * 1.2 * POINT)  # height under which a title of two lines cannot stand
TIGHT_LINES = 90000  # line spacing of a tight place, in thousandths of a percent
_KINDS = {"tbl": {"tbl", "obj"}, "chart": {"chart", "obj"}, "pic": {"pic", "obj"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How text of one level is set, in points."""

    size: float
    bold: bool
    family: str
    line: float = 1.0  # times the height of a line
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    caps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one slot of an archetype stands on the slides of a layout."""

    slot: Slot
    title: str
    frame: Frame
    placeholder: Placeholder | None
    types: tuple[Type, ...]
    insets: tuple[int, int, int, int]  # left, top, right, bottom in EMU
    style: Style  # of the slot in the default master, for a place that has no placeholder
    is_foreign: bool = False  # on a stranger's master: smaller type is tried before anything is refused
    is_restyled: bool = False  # a stranger's placeholder at our place and in our style
    is_tight: bool = False  # no insets above and below: every point is needed
    says_size: bool = False  # programs disagree on what a stranger's text inherits
    colour: str = ""  # a theme colour where the inherited one would not be legible

    @property
    def is_column(self) -> bool:
        """Whether a stranger's place is more a column than a bar, so that text in it takes more lines."""
        return self.is_foreign and self.frame[2] < _COLUMN * self.frame[3]

    @property
    def width_pt(self) -> float:
        return (self.frame[2] - self.insets[0] - self.insets[2]) / POINT

    @property
    def height_pt(self) -> float:
        return (self.frame[3] - self.insets[1] - self.insets[3]) / POINT

    @property
    def said_size(self) -> float | None:
        """The size that runs state although it is their own."""
        return self.types[0].size if self.says_size else None

    def type(self, level: int) -> Type:
        return self.types[min(level, len(self.types) - 1)]


def places(
    archetype: str,
    layout: Layout,
    master: Master,
    *,
    given: Mapping[str, Placeholder | None] = MappingProxyType({}),
) -> Mapping[str, Place]:
    """Every place of an archetype on one layout, in reading order; `given` are the template's own choices."""
    return {
        key: place(slot, layout, master, found=given[key])
        if key in given
        else place(slot, layout, master, found=layout.placeholders.get(slot.idx) if slot.idx >= 0 else None)
        for key, slot in geometry.slots(archetype).items()
    }


def place(slot: Slot, layout: Layout, master: Master, *, found: Placeholder | None) -> Place:
    """A slot's place on a layout, in a placeholder of it or, without one that suits, in our own geometry."""
    if found is not None and not _suits(slot, found):
        found = None
    style = STYLES[slot.style]
    if found is None:
        style = scaled(style, min(1.0, *master.scale))
        inset = round(style.inset * geometry.INCH)
        return Place(
            slot=slot,
            title=slot.title,
            frame=_ours(slot, master),
            placeholder=None,
            types=types((list_style(style),), layout.theme),
            insets=(inset, inset, inset, inset),
            style=style,
        )
    types_ = types(found.inherits, layout.theme)
    is_cramped = slot.kind in {"title", "ctrTitle"} and found.frame[3] < _TWO_LINES
    return Place(
        slot=slot,
        title=found.title,
        frame=_ours(slot, master) if is_cramped else found.frame,
        placeholder=found,
        types=types_,
        insets=insets(found),
        style=style,
    )


def _ours(slot: Slot, master: Master) -> Frame:
    """Our own geometry at the size of this master's slides."""
    sx, sy = master.scale
    x, y, w, h = slot.frame
    return round(x * sx), round(y * sy), round(w * sx), round(h * sy)


def scaled(style: Style, factor: float) -> Style:
    """A style for smaller slides; content keeps the smallest size there is."""
    if factor >= 1.0:
        return style
    levels = tuple(
        replace(
            v,
            size=max(
                min(v.size, SMALLEST if v.size >= SMALLEST else SMALLEST_SOURCE), round(v.size * factor)
            ),
        )
        for v in style.levels
    )
    return replace(style, levels=levels, inset=style.inset * factor)


def _suits(slot: Slot, found: Placeholder) -> bool:
    """Whether a placeholder is what we mean by its index: other masters number other things so."""
    if slot.kind in _KINDS:
        return found.kind in _KINDS[slot.kind]
    if slot.kind in {"title", "ctrTitle"}:
        return found.kind in {"title", "ctrTitle"}
    return (
        found.kind in {slot.kind, "body", "subTitle", "obj"}
        if slot.kind in {"body", "subTitle"}
        else found.kind == slot.kind
    )


def types(bodies: tuple[Any, ...], theme: Theme) -> tuple[Type, ...]:
    """How text of each level is set that inherits from these, nearest first."""
    return tuple(_type(bodies, theme, level) for level in range(1, 6))


def _type(bodies: tuple[Any, ...], theme: Theme, level: int) -> Type:
    """Level properties, nearest first: the list style of layout and master, then the master's text style."""
    found = []
    for body in bodies:
        styles = body.find(name("a:lstStyle")) if body.tag == name("p:txBody") else body
        entry = styles.find(name(f"a:lvl{level}pPr")) if styles is not None else None
        if entry is not None:
            found.append(entry)
    runs = [r for r in (e.find(name("a:defRPr")) for e in found) if r is not None]

    def of_run(attribute: str, default: str) -> str:
        return next((str(r.get(attribute)) for r in runs if r.get(attribute) is not None), default)

    faces = [r.find(name("a:latin")) for r in runs]
    face = next((f.get("typeface") for f in faces if f is not None), "+mn-lt")
    size = int(of_run("sz", "1800")) / 100
    return Type(
        size=size,
        bold=of_run("b", "0") in {"1", "true"},
        family=theme.family(face),
        line=_spacing(found, "a:lnSpc", size)[0],
        before=_spacing(found, "a:spcBef", size)[1],
        after=_spacing(found, "a:spcAft", size)[1],
        left=int(next((e.get("marL") for e in found if e.get("marL") is not None), "0")) / POINT,
        caps=of_run("cap", "none") == "all",
    )


def _spacing(levels: list[Any], tag: str, size: float) -> tuple[float, float]:
    """(times a line, points)."""
    entry = next((s for s in (e.find(name(tag)) for e in levels) if s is not None), None)
    if entry is None or not len(entry):
        return 1.0, 0.0
    value = str(entry[0].get("val") or "0")
    if entry[0].tag == name("a:spcPts"):
        return int(value) / 100 / (size * 1.2), int(value) / 100
    share = float(value.rstrip("%")) / (100 if value.endswith("%") else 100000)
    return share, share * size * 1.2


def anchor(found: Placeholder) -> str:
    """Where the text of a placeholder stands: t, ctr or b."""
    bodies = (b.find(name("a:bodyPr")) for b in found.inherits if b.tag == name("p:txBody"))
    return next((str(b.get("anchor")) for b in bodies if b is not None and b.get("anchor")), "t")


def insets(found: Placeholder) -> tuple[int, int, int, int]:
    """Left, top, right and bottom inset of a placeholder."""
    values = []
    for attribute, default in _INSETS:
        bodies = (b.find(name("a:bodyPr")) for b in found.inherits if b.tag == name("p:txBody"))
        value = next(
            (b.get(attribute) for b in bodies if b is not None and b.get(attribute) is not None), default
        )
        values.append(int(value))
    return values[0], values[1], values[2], values[3]
