"""Proposes which layout of a stranger's master serves each archetype, with reason and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deckgen.model.styling import UNSTYLED, Styling
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.choosing import Chooser, Picked, Reason
from deckgen.outputs.pptx.geometry import Frame
from deckgen.outputs.pptx.given import Given
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.remarks import Remark, layout_remarks, remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One slot of an archetype: the client's placeholder that holds it, or no index for one of ours."""

    slot: str
    frame: Frame
    idx: int | None = None
    kind: str = ""
    placeholder: str = ""  # its name
    own_frame: Frame | None = None  # of that placeholder
    keeps_type: bool = False  # text stands in the client's type there, else in ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The layout of one archetype."""

    archetype: str
    layout: str
    number: int  # among all layouts of the file, from 0
    master: int
    reason: Reason
    figures: Mapping[str, float]  # what each fact counted, and `score`, their sum
    fillings: tuple[Filling, ...]
    remarks: tuple[Remark, ...]
    runners_up: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutMapping:
    """What a master offers for every archetype."""

    width: int
    height: int
    choices: tuple[Choice, ...]
    remarks: tuple[Remark, ...]  # on the whole file
    samples: int  # sample slides, which are dropped

    def choice(self, archetype: str) -> Choice:
        return next(c for c in self.choices if c.archetype == archetype)

    @property
    def layouts(self) -> Mapping[str, str]:
        """Archetypes and names of layouts, as `render` and template.toml take them."""
        return MappingProxyType({c.archetype: c.layout for c in self.choices})


def propose(
    master: bytes, *, layouts: Mapping[str, str] | None = None, styling: Styling = UNSTYLED
) -> LayoutMapping:
    """The mapping of every archetype on a master's file; `layouts` are choices that already stand."""
    read = opened(master, styling=styling)
    chooser = Chooser(read, layouts or {}, Given(styling=styling, where=read.where))
    picked = {archetype: chooser.pick(archetype) for archetype in geometry.ARCHETYPES}
    return LayoutMapping(
        width=read.width,
        height=read.height,
        choices=tuple(_choice(a, p) for a, p in picked.items()),
        remarks=remarks(read),
        samples=sum(len(item.samples) for item in read.layouts),
    )


def _choice(archetype: str, picked: Picked) -> Choice:
    layout = picked.ground.zones.layout
    places = picked.ground.places(archetype)
    made = tuple(_filling(slot, place) for slot, place in places.items())
    return Choice(
        archetype=archetype,
        layout=layout.title,
        number=layout.number,
        master=layout.master,
        reason=picked.reason,
        figures=MappingProxyType(dict(picked.figures)),
        fillings=made,
        remarks=layout_remarks(picked.ground),
        runners_up=picked.runners_up,
    )


def _filling(slot: str, place: Place) -> Filling:
    found = place.placeholder
    if found is None or found.element is None:
        return Filling(slot=slot, frame=place.frame)
    return Filling(
        slot=slot,
        frame=place.frame,
        idx=found.idx,
        kind=found.kind,
        placeholder=found.title,
        own_frame=found.frame,
        keeps_type=not place.is_restyled,
    )


__all__ = ["Choice", "Filling", "LayoutMapping", "Reason", "propose"]
