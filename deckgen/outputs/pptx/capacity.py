"""How much each place of a master holds, and what a deck's slides need there: measured, nothing written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.drawing.fonts import line_height, text_width
from deckgen.errors import TemplateError
from deckgen.model.deck import Deck, Slide, TextBlock
from deckgen.model.styling import UNSTYLED, Styling
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.fitting import Fitted
from deckgen.outputs.pptx.grounds import Grounds
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.pages import Page, Pages
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.tables import TablePlan

_LINES: Mapping[str, int] = {"title": 2, "cover-title": 3, "kicker": 1, "heading": 1, "source": 2}
_READ_LEVEL = {"panel": 1, "statement": 1, "card": 1}  # the level of running text, where it is not the first
_HAIR = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What one place of an archetype holds. `idx` None: deckgen draws a box of its own there."""

    archetype: str
    slot: str
    layout: str
    is_text: bool
    frame: geometry.Frame
    idx: int | None = None
    placeholder: str = ""
    size: float = 0.0
    family: str = ""
    is_bold: bool = False
    lines: int = 0
    width_pt: float = 0.0

    def letters(self, sample: str) -> int:
        """How many letters of text like the sample a line holds."""
        wide = text_width(sample, family=self.family, bold=self.is_bold, size_pt=self.size)
        return int(self.width_pt * len(sample) / wide) if wide else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tight:
    """A text of a slide that its place holds only smaller, or in part: the rest goes to the notes."""

    slide: str
    slot: str
    layout: str
    placeholder: str
    own: float  # points
    used: float
    moved: int = 0  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What laying out one slide came to."""

    slide: str
    archetype: str
    pages: int = 0
    tight: tuple[Tight, ...] = ()
    refused: str = ""  # the error's sentence


def rooms(grounds: Grounds) -> tuple[Room, ...]:
    """Every place of every archetype on a master."""
    return tuple(
        room(archetype, slot, place, grounds.of(archetype)[0].title)
        for archetype in geometry.ARCHETYPES
        for slot, place in grounds.of(archetype)[1].items()
    )


def room(archetype: str, slot: str, place: Place, layout: str) -> Room:
    """One place, measured."""
    found = place.placeholder
    own = found is not None and found.element is not None
    made = Room(
        archetype=archetype,
        slot=slot,
        layout=layout,
        is_text=place.slot.style != "graphic",
        frame=place.frame,
        idx=found.idx if found is not None and own else None,
        placeholder=found.title if found is not None and own else "",
    )
    if not made.is_text:
        return made
    kind = place.type(_READ_LEVEL.get(place.slot.style, 0))
    high = line_height(kind.family, kind.size) * kind.line
    lines = int((place.height_pt + _HAIR) / high) if high else 0
    return replace(
        made,
        size=kind.size,
        family=kind.family,
        is_bold=kind.bold,
        lines=max(0, min(lines, _LINES.get(place.slot.style, lines))),
        width_pt=place.width_pt - kind.left,
    )


def tried(
    deck: Deck, *, master: Path, layouts: Mapping[str, str], styling: Styling = UNSTYLED
) -> tuple[Tried, ...]:
    """Each slide of a deck laid out alone; a slide that cannot be is told and does not end the trial."""
    grounds = Grounds(opened(master, styling=styling), layouts, styling)
    return tuple(_one(replace(deck, slides=(s,)), s, grounds) for s in deck.slides if type(s) is Slide)


def _one(deck: Deck, slide: Slide, grounds: Grounds) -> Tried:
    try:
        pages = Pages(deck, grounds).of(slide)
    except TemplateError as error:
        return Tried(slide=slide.key, archetype=slide.archetype, refused=str(error))
    tight = tuple(t for page in pages for t in _tight(slide, page))
    return Tried(slide=slide.key, archetype=slide.archetype, pages=len(pages), tight=tight)


def _tight(slide: Slide, page: Page) -> tuple[Tight, ...]:
    texts = {b.slot for b in slide.blocks if isinstance(b, TextBlock)} | {"kicker", "source"}
    fitted = {k: c for k, c in page.contents.items() if isinstance(c, Fitted) and k in texts}
    found = []
    for slot, content in {"title": page.title, **fitted}.items():
        place = page.place(slot)
        moved = sum(len(p.text.split()) for p in content.moved)
        level = min((p.level for p in content.text), default=0)
        own = place.type(level).size
        used = content.size(level) or own
        if used < own or moved:
            found.append(
                Tight(
                    slide=slide.key,
                    slot=slot,
                    layout=page.layout.title,
                    placeholder=_named(place),
                    own=own,
                    used=used,
                    moved=moved,
                )
            )
    for slot, content_ in page.contents.items():
        if isinstance(content_, TablePlan) and content_.moved:
            moved = sum(len(p.text.split()) for p in content_.moved)
            place = page.place(slot)
            found.append(
                Tight(
                    slide=slide.key,
                    slot=slot,
                    layout=page.layout.title,
                    placeholder=_named(place),
                    own=content_.size,
                    used=content_.size,
                    moved=moved,
                )
            )
    return tuple(found)


def _named(place: Place) -> str:
    found = place.placeholder
    return found.title if found is not None and found.element is not None else ""
