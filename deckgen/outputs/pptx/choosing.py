"""Picks a layout of a stranger's master for each archetype: every fact counts, the best sum wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from deckgen.errors import TemplateError
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.foreign import Ground, ground_of
from deckgen.outputs.pptx.geometry import Frame
from deckgen.outputs.pptx.given import NOTHING_GIVEN, Given
from deckgen.outputs.pptx.layout_names import Purpose, by_name, by_type
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.master import Master
from deckgen.outputs.pptx.palette import least, text_shade
from deckgen.outputs.pptx.space import area
from deckgen.outputs.pptx.zones import Zones

# what reading numbers and relations of a damaged file raises
_DAMAGED = (AttributeError, KeyError, ValueError, TypeError, IndexError, OverflowError)
_SAME_PLACE = 0.03 * geometry.INCH
_ALMOST = 0.93  # of the free area of the usual layout
_CRAMPED = 0.3  # of the slide: with less, a title of our own on an empty layout is better
_ROOM = (0.35, 0.13)  # of the slide: the least width and height of a cover's title
_LEGIBLE = 4.5


class Reason(StrEnum):
    """Why a layout was chosen: the strongest of the figures."""

    GIVEN = "given"  # the template names it
    SAME_NAME = "same-name"  # it is called as the archetype
    FIRST_SAMPLE = "first-sample"  # the first sample slide uses it
    TYPE = "type"
    NAME = "name"
    MOST_USED = "most-used"  # most sample slides use it
    PLACEHOLDERS = "placeholders"  # it has the kinds this archetype fills
    FREE_AREA = "free-area"  # it leaves the most room
    ONLY_ONE = "only-one"
    NOTHING_BETTER = "nothing-better"  # no layout is meant for this


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """A layout, why, and what the others reached."""

    ground: Ground
    reason: Reason
    figures: Mapping[str, float]
    runners_up: tuple[tuple[str, float], ...] = ()


class Chooser:
    """Picks layouts of one master, each archetype once."""

    def __init__(self, master: Master, given: Mapping[str, str], placeholders: Given = NOTHING_GIVEN) -> None:
        self._master, self._given, self._placeholders = master, given, placeholders
        self._zones = {item.number: Zones(item) for item in master.layouts}
        self._grounds: dict[int, Ground] = {}
        self._picked: dict[str, Picked] = {}
        self._skipped: dict[str, set[int]] = {}
        self._most = max((len(item.samples) for item in master.layouts), default=0)

    def pick(self, archetype: str) -> Picked:
        """The layout of an archetype."""
        if archetype not in self._picked:
            try:
                self._picked[archetype] = self._given_one(archetype) or (
                    self._opening(archetype)
                    if archetype in geometry.WITHOUT_FRAME
                    else self._content(archetype)
                )
            except _DAMAGED as e:
                raise TemplateError(
                    f"{self._master.where}: a layout cannot be read ({type(e).__name__}: {e}); "
                    "save the file again in PowerPoint"
                ) from e
        return self._picked[archetype]

    def skip(self, archetype: str) -> None:
        """The next best layout instead of the one picked: its texts did not fit there."""
        last = self._picked.pop(archetype)
        if archetype not in geometry.WITHOUT_FRAME:
            self._picked[archetype] = self._roomiest()
            return
        self._skipped.setdefault(archetype, set()).add(last.ground.zones.layout.number)

    def _given_one(self, archetype: str) -> Picked | None:
        """What the template says, or the name of a layout that slides may change to unseen."""
        wanted = self._given.get(archetype, archetype)
        pinned = self._placeholders.styling.placeholders
        if archetype in self._skipped and archetype not in pinned:  # its texts did not fit there
            return None
        if wanted != archetype:
            found = self._master.layout(wanted)
            return Picked(ground=self.ground(found), reason=Reason.GIVEN, figures={})
        same = None if archetype in geometry.WITHOUT_FRAME else self._master.find(archetype)
        if same is None or not _is_twin(self._zones[same.number], self._base().ground.zones):
            return None
        return Picked(ground=self.ground(same), reason=Reason.SAME_NAME, figures={})

    def ground(self, layout: Layout) -> Ground:
        """A layout's zones with the colours that are legible in its free area."""
        if layout.number not in self._grounds:
            zones = self._zones[layout.number]
            own = replace(layout.theme, roles=self._placeholders.styling.roles)
            self._grounds[layout.number] = ground_of(zones, own, self._placeholders)
        return self._grounds[layout.number]

    def _content(self, archetype: str) -> Picked:
        base = self._base()
        wanted = [s.kind for s in geometry.ARCHETYPES[archetype][2].values() if s.style != "heading"]
        zones = base.ground.zones
        options = [zones, *(z for z in self._zones.values() if z is not zones and _is_twin(z, zones))]
        fits = {z.layout.number: _suits(z, wanted) for z in options}
        best = max(options, key=lambda z: (fits[z.layout.number], z is zones, -z.layout.number))
        if best is zones:
            return base
        figures = {"placeholders": fits[best.layout.number], "usual": fits[zones.layout.number]}
        others = ((zones.layout.title, fits[zones.layout.number]),)
        return Picked(
            ground=self.ground(best.layout), reason=Reason.PLACEHOLDERS, figures=figures, runners_up=others
        )

    def _base(self) -> Picked:
        """The layout of most content: all slides that can share it do, so that titles never jump."""
        if "" not in self._picked:
            self._picked[""] = self._best({n: self._as_content(z) for n, z in self._zones.items()})
        return self._picked[""]

    def _roomiest(self) -> Picked:
        """The layout that leaves content the most room, whatever it is for."""
        rooms = {n: {"free_area": self._as_content(z)["free_area"]} for n, z in self._zones.items()}
        return self._best({n: f for n, f in rooms.items() if not self._zones[n].layout.is_vertical} or rooms)

    def _opening(self, archetype: str) -> Picked:
        skipped = self._skipped.get(archetype, set())
        left = {n: z for n, z in self._zones.items() if n not in skipped} or self._zones
        return self._best({n: self._as_opening(z, archetype) for n, z in left.items()})

    def _best(self, figures: Mapping[int, Mapping[str, float]]) -> Picked:
        scores = {n: sum(f.values()) for n, f in figures.items()}
        order = sorted(scores, key=lambda n: (-scores[n], n))
        best = order[0]
        facts = figures[best]
        reason = Reason.ONLY_ONE
        if len(order) > 1:
            reason = max(_REASONS, key=lambda r: facts.get(_REASONS[r], 0.0))
            if facts.get(_REASONS[reason], 0.0) <= 0:
                reason = Reason.NOTHING_BETTER
        return Picked(
            ground=self.ground(self._master.layouts[best]),
            reason=reason,
            figures={**facts, "score": round(scores[best], 1)},
            runners_up=tuple((self._master.layouts[n].title, round(scores[n], 1)) for n in order[1:4]),
        )

    def _as_content(self, zones: Zones) -> dict[str, float]:
        layout = zones.layout
        purposes = {by_type(layout.type), by_name(layout.title)}
        share = area(zones.free) / (zones.size[0] * zones.size[1])
        title = 30.0 if zones.has_working_title else -45.0 if zones.title is not None else -15.0
        figures = {"free_area": round(share * 100, 1), "title": title}
        if share < _CRAMPED:
            figures["cramped"] = -40.0
        if self._most:
            figures["samples"] = round(15.0 * len(layout.samples) / self._most, 1)
        figures["type"] = 5.0 if purposes & {Purpose.CONTENT, Purpose.TITLE_ONLY, Purpose.TWO} else 0.0
        if purposes & {Purpose.COVER, Purpose.SECTION} and not (len(layout.samples) > 2):
            figures["purpose"] = -50.0
        elif purposes & {Purpose.ENDING, Purpose.AGENDA}:
            figures["purpose"] = -30.0
        if layout.is_vertical:
            figures["vertical"] = -60.0
        figures["legible"] = self._legibility(zones, zones.free)
        return figures

    def _as_opening(self, zones: Zones, archetype: str) -> dict[str, float]:
        layout = zones.layout
        kinds, said = by_type(layout.type), by_name(layout.title)
        wanted = Purpose.COVER if archetype == "cover" else Purpose.SECTION
        other = Purpose.SECTION if archetype == "cover" else Purpose.COVER
        base = self._base().ground.zones
        figures = {
            "type": 45.0 if kinds is wanted else 10.0 if kinds is other else 0.0,
            "name": 40.0 if said is wanted else 5.0 if said is other else 0.0,
        }
        if said is Purpose.ENDING or (said is Purpose.AGENDA and wanted is Purpose.SECTION):
            figures["name"] = -60.0
        if wanted is Purpose.COVER and 1 in layout.samples and len(layout.samples) <= 2:
            figures["first_sample"] = 45.0
        if zones.layout is base.layout:
            figures["content"] = -10.0
        elif zones.has_working_title:
            figures["content"] = -30.0
        if layout.master != base.layout.master and said is not wanted:
            figures["other_master"] = -15.0
        # what the template names stands on one layout only; this asks all of them
        places = replace(self.ground(layout), given=NOTHING_GIVEN).places(archetype)
        x, y, w, h = places["title"].frame
        if w < _ROOM[0] * zones.size[0] or h < _ROOM[1] * zones.size[1]:
            figures["room"] = -25.0
        if "subtitle" in places and places["subtitle"].placeholder is not None:
            figures["subtitle"] = 10.0
        figures["legible"] = self._legibility(zones, (x, y, w, h))
        if layout.samples:
            figures["samples"] = 5.0
        return figures

    def _legibility(self, zones: Zones, frame: Frame) -> float:
        """Below zero where no colour of the theme can be read, or nobody can tell."""
        tones = zones.surface.tones(frame) if area(frame) else ()
        if tones is None:
            return -20.0
        if not tones:
            return -60.0
        best = text_shade(zones.layout.theme, tones)
        return 0.0 if least(best[1], tones) >= _LEGIBLE else -60.0


_REASONS = {
    Reason.FIRST_SAMPLE: "first_sample",
    Reason.TYPE: "type",
    Reason.NAME: "name",
    Reason.MOST_USED: "samples",
    Reason.FREE_AREA: "free_area",
}


def _is_twin(zones: Zones, base: Zones) -> bool:
    """Whether slides may change between two layouts unseen: the title stays, and the room."""
    one, other = zones.title_frame, base.title_frame
    if one is None or other is None or zones.layout.master != base.layout.master:
        return False
    if by_name(zones.layout.title) in {Purpose.ENDING, Purpose.AGENDA, Purpose.SECTION, Purpose.COVER}:
        return False
    if zones.layout.is_vertical:
        return False
    if _baked(zones) != _baked(base):  # twins often differ in the copyright line they carry
        return False
    is_same = all(abs(a - b) <= _SAME_PLACE for a, b in zip(one, other, strict=True))
    return is_same and area(zones.free) >= _ALMOST * area(base.free)


def _baked(zones: Zones) -> frozenset[str]:
    """The words that a layout prints on every slide."""
    return frozenset(layer.words for layer in zones.surface.layers if layer.words)


def _suits(zones: Zones, wanted: Iterable[str]) -> float:
    """How many slots find a placeholder of their kind, less a little for each that stays empty."""
    left = [p.kind for p in zones.contents]
    met = 0.0
    for kind in wanted:
        exact = next((k for k in left if k == kind), None)
        found = exact or ("obj" if kind in {"tbl", "chart", "pic", "body"} and "obj" in left else None)
        if found is not None:
            left.remove(found)
            met += 1.0 if exact else 0.8
    lines = sum(p is not None for p in (zones.line, zones.caption))  # those of kicker and source
    return round(met + lines - 0.25 * len(left), 2)
