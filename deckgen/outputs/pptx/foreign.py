"""The places of an archetype on a stranger's layout: our grid in its free area, its own placeholders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deckgen.drawing.fonts import line_height
from deckgen.outputs.pptx import geometry, styles
from deckgen.outputs.pptx.colours import stated
from deckgen.outputs.pptx.elements import name
from deckgen.outputs.pptx.geometry import INCH, POINT, Frame, Slot
from deckgen.outputs.pptx.given import NOTHING_GIVEN, Given
from deckgen.outputs.pptx.grid import alone, in_grid
from deckgen.outputs.pptx.layouts import TITLES, Placeholder
from deckgen.outputs.pptx.margins import logo_frames
from deckgen.outputs.pptx.openings import Opening, opening
from deckgen.outputs.pptx.palette import client_shade, least, palette
from deckgen.outputs.pptx.places import TIGHT_LINES, Place, Type, insets, scaled, types
from deckgen.outputs.pptx.sheets import sheet_around, sheet_under
from deckgen.outputs.pptx.space import area, overlap
from deckgen.outputs.pptx.styles import Style, list_style
from deckgen.outputs.pptx.theme import Theme
from deckgen.outputs.pptx.zones import Zones

_KICKER = round(0.24 * INCH)
_SOURCE_SIZE = 10.0
_USUAL_TITLE = 26.0
_GAP = round(0.08 * INCH)
_TOP = round(0.06 * INCH)
_READ, _READ_LARGE = 4.5, 3.0  # contrast of text, of large text
_LARGE, _LARGE_BOLD = 18, 14  # points
_FEW_TONES = 2  # of a plain ground
_GRAPHIC: Mapping[str, tuple[str, ...]] = {
    "tbl": ("tbl", "obj"),
    "chart": ("chart", "obj"),
    "pic": ("pic", "obj"),
}
_TEXT = ("body", "obj", "subTitle")
_HELD = frozenset(
    {"panel", "body", "decision1", "decision2", "decision3", "next"}
)  # text a placeholder holds
_LINES = ("kicker", "source")
_LOGOS = ("logo1", "logo2")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A stranger's layout as slides of ours use it: its zones and its colours under our names."""

    zones: Zones
    theme: Theme  # with our names, see `palette`
    given: Given = NOTHING_GIVEN
    sheet: Frame | None = None  # laid under the content, where no colour is legible on the ground

    def places(self, archetype: str, only: Collection[str] = ()) -> Mapping[str, Place]:
        """Every place of an archetype in reading order, or some of its slots alone over the full width."""
        if archetype in geometry.WITHOUT_FRAME:
            return self._as_given(archetype, self._opening(archetype))
        own = geometry.ARCHETYPES[archetype][2]
        kept = {k: s for k, s in own.items() if not only or k in only}
        kicker, body, source = self._bands()
        frames = {k: in_grid(s, body) for k, s in kept.items()}
        if only:
            frames = {k: alone(k, f, body, only) for k, f in frames.items()}
        fillings = _assigned(kept, frames, self.zones.contents)
        made = {"title": self.title(geometry.TITLE)}
        if kicker is not None:
            made["kicker"] = self.place(geometry.KICKER, kicker, self.zones.line)
        for key, slot in kept.items():
            made[key] = self.place(slot, frames[key], fillings.get(key))
        made["source"] = self.place(geometry.SOURCE, source, self.zones.caption)
        return self._as_given(archetype, made)

    def _as_given(self, archetype: str, made: Mapping[str, Place]) -> Mapping[str, Place]:
        """The places with those that the template names: they stand where the client's placeholder does."""
        own = dict(made)
        for key, found in self.given.placeholders(archetype, self.zones.layout).items():
            slot = geometry.slots(archetype)[key]
            if key not in own and key not in _LINES:
                continue  # on another page of a slide that was divided
            if found is not None:
                own[key] = self._in(archetype, slot, found)
            elif key in own:
                own[key] = self.place(slot, own[key].frame, None)
        return {key: own[key] for key in geometry.slots(archetype) if key in own}

    def _in(self, archetype: str, slot: Slot, found: Placeholder) -> Place:
        """A place in a placeholder that the template names."""
        if archetype in geometry.WITHOUT_FRAME:
            return self.client_text(slot, found, found.frame)
        kinds = _GRAPHIC.get(slot.kind, () if slot.kind == "canvas" else _TEXT)
        # one of another kind only lends its place
        return self.place(slot, found.frame, found if found.kind in kinds else None)

    def title(self, slot: Slot) -> Place:
        """The title's place: the layout's own placeholder, else one of ours over the free area."""
        found, frame = self.zones.title, self.zones.title_frame
        if found is None or frame is None:
            return self.own_title(slot, self._title_band())
        return self.client_text(slot, found, frame)

    def own_title(self, slot: Slot, frame: Frame) -> Place:
        """A title placeholder that inherits from nothing: our place and our style."""
        made = Placeholder(idx=0, kind="title", title="Title", frame=frame, element=None, inherits=())
        return self.place(slot, frame, made)

    def client_text(self, slot: Slot, found: Placeholder, frame: Frame) -> Place:
        """A placeholder that keeps the client's type, with a legible colour where its own is not."""
        kinds = types(found.inherits, self.zones.layout.theme)
        if found.kind in TITLES and not _says_size(found.inherits):
            kinds = tuple(replace(k, size=_USUAL_TITLE) for k in kinds)
        left, top, right, bottom = insets(found)
        is_tight = frame[3] < round(2.5 * 24 * POINT) and found.kind in TITLES
        if found.kind not in TITLES:  # insets that leave room for one line of ours
            is_tight = frame[3] - top - bottom < 2 * line_height(kinds[0].family, kinds[0].size) * POINT
        if is_tight:
            top = bottom = 0
            kinds = tuple(replace(k, line=TIGHT_LINES / 100000) for k in kinds)
        return Place(
            slot=slot,
            title=found.title,
            frame=frame,
            placeholder=found,
            types=kinds,
            insets=(left, top, right, bottom),
            style=styles.foreign(slot.style),
            is_foreign=True,
            is_tight=is_tight,
            says_size=True,
            colour=self._legible(found, frame, kinds[0]),
        )

    def place(self, slot: Slot, frame: Frame, found: Placeholder | None) -> Place:
        """A place in our style, in a placeholder of the client's where there is one for it."""
        width, height = self.zones.size
        factor = min(1.0, width / geometry.WIDTH, height / geometry.HEIGHT)
        style = _on_scale(scaled(styles.foreign(slot.style), max(factor, 0.8)))
        inset = round(style.inset * INCH)
        return Place(
            slot=slot,
            title=slot.title,
            frame=frame,
            placeholder=found,
            types=types((list_style(style),), self.theme),
            insets=(inset, inset, inset, inset),
            style=style,
            is_foreign=True,
            is_restyled=found is not None,
        )

    def _opening(self, archetype: str) -> Mapping[str, Place]:
        slots = geometry.ARCHETYPES[archetype][2]
        found: Opening = opening(self.zones, has_more=len(slots) > 1)
        title = slots["title"]
        made = {
            "title": self.own_title(title, found.title)
            if found.title_in is None
            else self.client_text(title, found.title_in, found.title)
        }
        for key, frame, holder in (
            ("subtitle", found.subtitle, found.subtitle_in),
            ("meta", found.meta, found.meta_in),
        ):
            if key in slots and frame is not None:
                made[key] = (
                    self.place(slots[key], frame, None)
                    if holder is None
                    else self.client_text(slots[key], holder, frame)
                )
        logos = [key for key in _LOGOS if key in slots]
        rooms = logo_frames(self.zones, [p.frame for p in made.values()]) if logos else ()
        made |= {key: self.place(slots[key], at, None) for key, at in zip(logos, rooms, strict=False)}
        return made

    def _bands(self) -> tuple[Frame | None, Frame, Frame]:
        """Kicker, body and source of a slide of content."""
        x, y, w, h = self.zones.free
        if self.zones.title is None:
            band = self._title_band()
            y, h = band[1] + band[3] + _TOP, h - band[3] - _TOP
        else:
            y, h = y + _TOP, h - _TOP
        kicker = self.zones.line.frame if self.zones.line is not None else self._over_title()
        high = round((2 * line_height(self.theme.minor, _SOURCE_SIZE) + 1) * POINT)
        if self.zones.caption is not None:  # moved up where it holds one line of ours only
            at, top, wide, own = self.zones.caption.frame
            source = (at, min(top, top + own - high), wide, max(own, high))
            h = min(h, source[1] - _GAP // 2 - y) if source[1] > y else h
        else:
            source = (x, y + h - high, w, high)
            h -= high + _GAP
        return kicker, (x, y, w, max(0, h)), source

    def _over_title(self) -> Frame | None:
        """A line over the title, where the layout leaves one free."""
        title, surface = self.zones.title_frame, self.zones.surface
        if title is None or not self.zones.has_working_title or surface.home(title) is not None:
            return None
        left, right = self.zones.margins
        wanted = (left, title[1] - _KICKER, right - left, _KICKER)
        if wanted[1] < round(0.12 * INCH):
            return None
        held = [*surface.obstacles, *(p.frame for p in self.zones.feet)]
        if self.sheet is not None and overlap(self.sheet, wanted) < area(wanted):
            return None
        return None if any(overlap(wanted, o) for o in held) else wanted

    def _title_band(self) -> Frame:
        """Where a title stands on a layout without one: the top of the free area."""
        x, y, w, h = self.zones.free
        return x, y, w, min(round(0.8 * INCH), h // 4)

    def _tones(self, frame: Frame) -> tuple[str, ...] | None:
        if self.sheet is not None and overlap(self.sheet, frame) >= 0.99 * area(frame):
            return self.theme.tones
        return self.zones.surface.tones(frame)

    def sheet_of(self, archetype: str) -> Frame | None:
        """Where the sheet lies on slides of an archetype."""
        if self.sheet is None or archetype not in geometry.WITHOUT_FRAME:
            return self.sheet
        return sheet_around([p.frame for p in self.places(archetype).values()], self.zones)

    def _legible(self, found: Placeholder, frame: Frame, kind: Type) -> str:
        theme, tones = self.zones.layout.theme, self._tones(frame)
        if tones is None:
            return ""
        is_large = kind.size >= _LARGE or (kind.size >= _LARGE_BOLD and kind.bold)
        need = _READ_LARGE if is_large and len(tones) <= _FEW_TONES else _READ
        if least(inherited_colour(found.inherits, theme), tones) >= need:
            return ""
        return client_shade(theme, tones, need=need)


def ground_of(zones: Zones, theme: Theme, given: Given) -> Ground:
    """A layout's zones with the colours that are legible there, or on the sheet that is laid there."""
    tones = zones.surface.tones(zones.free) if area(zones.free) else zones.surface.ground
    sheet = sheet_under(zones, theme, tones, over_title=_KICKER)
    if sheet is not None:
        tones = (theme.hexadecimal("bg1"),)
    return Ground(zones=zones, theme=palette(theme, tones), given=given, sheet=sheet)


def inherited_colour(bodies: Sequence[Any], theme: Theme) -> str:
    """The colour of the first level of text that inherits from these."""
    for body in bodies:
        levels = body.find(name("a:lstStyle")) if body.tag == name("p:txBody") else body
        run = levels.find(f"{name('a:lvl1pPr')}/{name('a:defRPr')}") if levels is not None else None
        fill = run.find(name("a:solidFill")) if run is not None else None
        found = stated(fill, theme.colours)
        if found is not None:
            return found
    return theme.hexadecimal("tx1")


def _says_size(bodies: Sequence[Any]) -> bool:
    """Whether anything that text inherits from states its size."""
    return any(run.get("sz") for body in bodies for run in body.iter(name("a:defRPr")))


def _assigned(
    slots: Mapping[str, Slot], frames: Mapping[str, Frame], contents: Sequence[Placeholder]
) -> dict[str, Placeholder]:
    """The client's placeholder for each slot: of its kind, the nearest first; each is used once."""
    left = list(contents)
    made: dict[str, Placeholder] = {}
    for key, slot in slots.items():
        kinds = _GRAPHIC.get(slot.kind, _TEXT if key in _HELD else ())
        suits = [p for p in left if p.kind in kinds]
        if suits:
            best = max(suits, key=lambda p: (-kinds.index(p.kind), overlap(p.frame, frames[key])))
            made[key] = best
            left.remove(best)
    return made


def _on_scale(style: Style) -> Style:
    """Sizes of our scale only, so that a deck does not show too many."""
    sizes = styles.SCALE
    return replace(
        style,
        levels=tuple(
            replace(v, size=max((s for s in sizes if s <= v.size + 0.5), default=sizes[-1]))
            for v in style.levels
        ),
    )


__all__ = ["TITLES", "Ground", "inherited_colour"]
