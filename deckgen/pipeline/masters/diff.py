"""Compares two versions of a master or of a template, and says whether the mapping still holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from deckgen.model.styling import UNSTYLED, Styling
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.comparing import Compared, compared
from deckgen.outputs.pptx.designed_slides import designed
from deckgen.outputs.pptx.grounds import Grounds
from deckgen.outputs.pptx.layouts import FOOT, TITLES, Layout
from deckgen.outputs.pptx.master import Master, plain
from deckgen.outputs.pptx.places import Place
from deckgen.pipeline.masters.located import SETTINGS, located, master_file
from deckgen.templating.designed_names import MASTER, find
from deckgen.templating.template import Template, load_template


class State(StrEnum):
    """Whether what serves an archetype still does."""

    SAME = "same"
    CHANGED = "changed"  # it is served, but otherwise: to be looked at
    BROKEN = "broken"  # template.toml names what is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One archetype in both versions."""

    archetype: str
    state: State
    before: str  # layout
    after: str
    is_given: bool  # template.toml says so
    slots: tuple[str, ...] = ()  # that another placeholder serves, or none
    lost: str = ""  # what template.toml names and the new file lacks
    instead: str = ""  # what deckgen proposes for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The differences of two versions and what they mean for the mapping."""

    old: Path
    new: Path
    compared: Compared
    settings: Path | None  # the template.toml whose mapping was looked at
    held: tuple[Held, ...]
    lost_slides: tuple[str, ...] = ()  # drawn slides that an outline shows and the new file lacks

    @property
    def holds(self) -> bool:
        return not self.lost_slides and all(one.state is State.SAME for one in self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    master: Path
    template: Template | None


def diff(old: Path, new: Path) -> Versions:
    """Two masters, two templates, or one of each; the mapping is that of the first template among them."""
    one, other = _side(old), _side(new)
    found = compared(one.master, other.master)
    template = one.template or other.template
    layouts = dict(template.layouts) if template else {}
    layouts = {k: v for k, v in layouts.items() if v != k}
    styling = template.styling if template else UNSTYLED
    return Versions(
        old=one.master,
        new=other.master,
        compared=found,
        settings=template.folders[0] / SETTINGS if template else None,
        held=tuple(_held(found, layouts, styling)),
        lost_slides=tuple(_lost_slides(template, other.master)) if template else (),
    )


def _lost_slides(template: Template, new: Path) -> Iterator[str]:
    keys = dict.fromkeys(k for o in template.outlines.values() for k in o if k.startswith(MASTER))
    drawn = designed(new) if keys else ()
    yield from (key for key in keys if len(find(key, drawn)) != 1)


def _side(path: Path) -> _Side:
    if path.is_file() and path.name != SETTINGS:
        return _Side(master=master_file(path), template=None)
    place = located(path)
    template = load_template(place.name, roots=place.roots)
    return _Side(master=template.master, template=template)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Served:
    """What serves one archetype: a layout, and for each slot the number of a placeholder, None for a box."""

    layout: Layout
    slots: Mapping[str, int | None]


def _held(found: Compared, layouts: Mapping[str, str], styling: Styling) -> Iterator[Held]:
    """Each archetype, served by both files under one mapping as far as they have what it names."""
    before = _served(found.old, layouts, styling)
    after = _served(found.new, layouts, styling)
    free = _served(found.new, {}, UNSTYLED)
    for archetype in geometry.ARCHETYPES:
        a, b = before[archetype], after[archetype]
        wanted = layouts.get(archetype, "")
        lost = f'layout "{wanted}"' if wanted and found.new.find(wanted) is None else ""
        if not lost:
            missing = (
                f"{slot} = {value}"
                for slot, value in styling.placeholders.get(archetype, {}).items()
                if not _has(b.layout, value)
            )
            lost = next(missing, "")
        is_continued = found.continues.get(a.layout.title) == b.layout.title
        slots = tuple(s for s, n in a.slots.items() if b.slots.get(s) != n) if is_continued else ()
        is_same = is_continued and plain(a.layout.title) == plain(b.layout.title) and not slots
        yield Held(
            archetype=archetype,
            state=State.BROKEN if lost else State.SAME if is_same else State.CHANGED,
            before=a.layout.title,
            after=b.layout.title,
            is_given=bool(wanted),
            slots=slots,
            lost=lost,
            instead=found.continues.get(a.layout.title, "") or free[archetype].layout.title,
        )


def _served(master: Master, layouts: Mapping[str, str], styling: Styling) -> dict[str, _Served]:
    """All archetypes, with what the master has of a mapping."""
    usable = {a: title for a, title in layouts.items() if master.find(title) is not None}
    plainly = Grounds(master, usable)
    placeholders = {
        archetype: {s: v for s, v in slots.items() if _has(plainly.of(archetype)[0], v)}
        for archetype, slots in styling.placeholders.items()
        if archetype in geometry.ARCHETYPES
    }
    grounds = Grounds(master, usable, Styling(placeholders=placeholders))
    made: dict[str, _Served] = {}
    for archetype in geometry.ARCHETYPES:
        layout, places = grounds.of(archetype)
        slots = {key: _number(place) for key, place in places.items()}
        made[archetype] = _Served(layout=layout, slots=slots)
    return made


def _number(place: Place) -> int | None:
    """The number of the placeholder of the file that a place stands in."""
    found = place.placeholder
    return found.idx if found is not None and found.element is not None else None


def _has(layout: Layout, value: int | str) -> bool:
    """Whether a layout has a placeholder as template.toml names it."""
    if value == "":
        return True
    free = [p for p in layout.every if p.kind not in TITLES | FOOT]
    if isinstance(value, int):
        return sum(p.idx == value for p in free) == 1
    return sum(p.title.casefold() == value.casefold() for p in free) == 1
