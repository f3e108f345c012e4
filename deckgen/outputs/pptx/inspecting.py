"""What a master is like, as facts: layouts, fonts, colours of the roles, what it paints, its samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.drawing.fonts import substitute_for
from deckgen.model.deck import Role
from deckgen.model.designed import DesignedSlide
from deckgen.model.styling import THEME_SLOTS, UNSTYLED, Styling
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.capacity import Room, rooms
from deckgen.outputs.pptx.choosing import Reason
from deckgen.outputs.pptx.designed_slides import designed
from deckgen.outputs.pptx.geometry import Frame
from deckgen.outputs.pptx.grounds import Grounds
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.mapping import Choice, propose
from deckgen.outputs.pptx.master import Master, opened
from deckgen.outputs.pptx.palette import least
from deckgen.outputs.pptx.remarks import Remark
from deckgen.outputs.pptx.theme import Theme, own_token

_MARK, _TEXT = 3.0, 4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A family of the theme and what measures it here. `stand_in` is empty where it is installed."""

    family: str
    use: str  # headings | text
    stand_in: str = ""
    width_factor: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleColour:
    """The colour of a role on some layouts: the theme's own, and what is written for it."""

    role: str
    layouts: tuple[str, ...]
    own: str  # theme colour with its changes
    own_shade: str  # six hex digits
    ground: str
    contrast: float
    need: float
    written: str
    written_shade: str
    written_contrast: float

    @property
    def is_changed(self) -> bool:
        return self.written != self.own


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """A logo, picture, line or ornament that slides keep clear of."""

    title: str
    kind: str  # pic, sp, cxnSp, graphicFrame
    frame: Frame
    layouts: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterFacts:
    """All that is told of a master before slides are made."""

    width: int
    height: int
    masters: int
    layouts: tuple[str, ...]
    is_ours: bool
    choices: tuple[Choice, ...]
    remarks: tuple[Remark, ...]  # on the file and on the layouts in use, each once
    rooms: tuple[Room, ...]
    fonts: tuple[Font, ...]
    colours: tuple[RoleColour, ...]
    paints: tuple[Paint, ...]
    theme_colours: tuple[str, ...]  # that the theme states
    drawn: tuple[DesignedSlide, ...]  # the sample slides of the file

    def choice(self, archetype: str) -> Choice | None:
        return next((c for c in self.choices if c.archetype == archetype), None)


def inspected(master: Path, layouts: Mapping[str, str], styling: Styling = UNSTYLED) -> MasterFacts:
    """The facts of a master's file under a mapping of archetypes to layouts."""
    read = opened(master, styling=styling)
    grounds = Grounds(read, layouts, styling)
    used = {archetype: grounds.of(archetype)[0] for archetype in geometry.ARCHETYPES}
    mapping = propose(master.read_bytes(), layouts=layouts, styling=styling) if grounds.is_foreign else None
    remarks: list[Remark] = []
    for choice in mapping.choices if mapping else ():
        remarks += [r for r in choice.remarks if r not in remarks]
    return MasterFacts(
        width=read.width,
        height=read.height,
        masters=len({item.master for item in read.layouts}),
        layouts=tuple(item.title for item in read.layouts),
        is_ours=not grounds.is_foreign,
        choices=mapping.choices if mapping else _ours(used),
        remarks=(*(mapping.remarks if mapping else ()), *remarks),
        rooms=rooms(grounds),
        fonts=_fonts(tuple(used.values())),
        colours=_colours(used),
        paints=_paints(read, used),
        theme_colours=tuple(
            slot for slot in THEME_SLOTS if any(slot in item.theme.colours for item in read.layouts)
        ),
        drawn=designed(master),
    )


def _ours(used: Mapping[str, Layout]) -> tuple[Choice, ...]:
    """On our own master the layouts are called as the archetypes, and placeholders are numbered."""
    return tuple(
        Choice(
            archetype=archetype,
            layout=layout.title,
            number=layout.number,
            master=layout.master,
            reason=Reason.SAME_NAME,
            figures={},
            fillings=(),
            remarks=(),
        )
        for archetype, layout in used.items()
    )


def _fonts(layouts: Sequence[Layout]) -> tuple[Font, ...]:
    found: dict[tuple[str, str], None] = {}
    for layout in layouts:
        found[layout.theme.major, "headings"] = None
        found[layout.theme.minor, "text"] = None
    return tuple(_font(family, use) for family, use in found)


def _font(family: str, use: str) -> Font:
    face = substitute_for(family)
    if face.is_exact:
        return Font(family=family, use=use)
    return Font(family=family, use=use, stand_in=Path(face.path).stem, width_factor=round(face.factor, 2))


def _colours(used: Mapping[str, Layout]) -> tuple[RoleColour, ...]:
    """Each role once for every look that it has on the layouts of content."""
    found: dict[tuple[object, ...], RoleColour] = {}
    for archetype, layout in used.items():
        if archetype in geometry.WITHOUT_FRAME:
            continue
        for role in Role:
            made = _colour(role, layout.theme, layout.title)
            key = (made.role, made.own, made.own_shade, made.ground, made.written)
            before = found.get(key)
            titles = dict.fromkeys((*(before.layouts if before else ()), layout.title))
            found[key] = replace(made, layouts=tuple(titles))
    order = list(Role)
    return tuple(sorted(found.values(), key=lambda c: order.index(Role(c.role))))


def _colour(role: Role, theme: Theme, layout: str) -> RoleColour:
    grounds = theme.tones or (theme.hexadecimal("bg1"),)
    base = theme.client or theme
    own = own_token(theme, role)
    written = theme.mark(role)
    real = theme.real.get(written, written)
    shade = base.hexadecimal(own)
    worst = min(grounds, key=lambda g: least(shade, (g,)))
    return RoleColour(
        role=role.value,
        layouts=(layout,),
        own=own,
        own_shade=shade,
        ground=worst,
        contrast=round(least(shade, grounds), 1),
        need=_TEXT if role is Role.MUTED else _MARK,
        written=real,
        written_shade=theme.hexadecimal(written),
        written_contrast=round(least(theme.hexadecimal(written), grounds), 1),
    )


def _paints(master: Master, used: Mapping[str, Layout]) -> tuple[Paint, ...]:
    """What the layouts in use paint and slides keep clear of, each once."""
    found: dict[tuple[object, ...], dict[str, None]] = {}
    for layout in used.values():
        for layer in layout.surface.ornaments:
            key = layer.title, layer.kind, layer.frame, layer.words
            found.setdefault(key, {})[layout.title] = None
    return tuple(
        Paint(title=title, kind=kind, frame=frame, words=words, layouts=tuple(titles))  # type: ignore[arg-type]
        for (title, kind, frame, words), titles in found.items()
    )
