"""What a consultant asks of a drawn slide: in the names of its shapes, and in the first lines of its notes.

Name of a shape (PowerPoint: Home > Arrange > Selection Pane; Impress: Format > Name)

    chart: talk.weekly            its data is that of the exhibit, its look stays
    table: visible.blogs          head row kept, first row below it is the pattern of all others
    picture: visible.strip        replaced by the picture that deckgen draws of the exhibit
    for: company in competitors   one copy of the shape (a group, say) for each
    when: talk.total > 30         left out when that is not so

Several stand behind each other with a semicolon: `for: competitors; down`, where `across` and `down` say
where the copies go. After `for: competitors` each one is called `item`, and `competitor` as well.

First lines of the notes of a slide, each a paragraph of its own; they do not come into the deck

    name: Our rivals              what the outline calls the slide: "master:Our rivals"
    for: company in competitors   one slide for each
    when: talk.total > 30
    section: rivals
    argument: 4
    own: 24, 90                   numbers typed on the slide that are its author's own
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from deckgen.model.designed import DesignedSlide, DesignedText, Direction
from deckgen.templating.designed_tags import TagError

_ASKED = re.compile(r"\s*(chart|table|picture|for|when)\s*:\s*(.*\S)\s*\Z", re.IGNORECASE | re.DOTALL)
_SETTING = re.compile(r"\s*(for|when|name|section|argument|own)\s*:\s*(.*\S)\s*\Z", re.IGNORECASE)
_EACH = re.compile(r"([A-Za-z_]\w*)\s+in\s+(.+)\Z", re.DOTALL)
_LAST_NAME = re.compile(r"([A-Za-z_]\w*)(?:\[[^\]]*\])*\Z")
_QUOTES = str.maketrans(
    {**dict.fromkeys("\u201c\u201d\u201e", '"'), **dict.fromkeys("\u2018\u2019\u201a", "'")}
)
MASTER = "master:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """A repetition: over what, and what one of it is called."""

    over: str  # a Jinja expression
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the name of a shape asks for; empty where it does not."""

    chart: str = ""
    table: str = ""
    picture: str = ""
    each: Each | None = None
    when: str = ""
    direction: Direction = Direction.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the notes of a slide ask for, and the notes that are left."""

    values: Mapping[str, str] = field(default_factory=dict)
    each: Each | None = None
    notes: DesignedText = ()


def asked(name: str) -> Asked:
    """What the name of a shape asks for; TagError when it begins to ask and cannot be understood."""
    parts = name.translate(_QUOTES).split(";")
    if not _ASKED.match(parts[0]):
        return Asked()
    made = Asked()
    for part in parts:
        found = _ASKED.match(part)
        word = part.strip().casefold()
        if found:
            key, value = found[1].casefold(), found[2]
            made = _with(made, key, value)
        elif word in (Direction.ACROSS, Direction.DOWN):
            made = replace(made, direction=Direction(word))
        elif word:
            raise TagError(
                f"'{part.strip()}' is not understood in the name of a shape; after a semicolon may stand "
                "chart:, table:, picture:, for:, when:, across or down",
                name,
            )
    return made


def _with(made: Asked, key: str, value: str) -> Asked:
    match key:
        case "chart":
            return replace(made, chart=value)
        case "table":
            return replace(made, table=value)
        case "picture":
            return replace(made, picture=value)
        case "when":
            return replace(made, when=value)
        case _:
            return replace(made, each=each(value))


def each(value: str) -> Each:
    """`company in competitors`, or `competitors` alone."""
    found = _EACH.match(value)
    if found:
        return Each(over=found[2].strip(), names=(found[1],))
    last = _LAST_NAME.search(value)
    return Each(over=value, names=("item", *_singular(last[1] if last else "")))


def _singular(name: str) -> tuple[str, ...]:
    if name.endswith("ies"):
        return (f"{name[:-3]}y",)
    return (name[:-1],) if name.endswith("s") and len(name) > 2 else ()


def settings(slide: DesignedSlide) -> Settings:
    """The first lines of a slide's notes as far as they are settings, and the rest."""
    values: dict[str, str] = {}
    rest = list(slide.notes)
    while rest:
        line = rest[0].text.translate(_QUOTES)
        found = _SETTING.match(line)
        if found:
            values.setdefault(found[1].casefold(), found[2])
        elif line.strip():
            break
        rest.pop(0)
    return Settings(values=values, each=each(values["for"]) if "for" in values else None, notes=tuple(rest))


def find(key: str, slides: Sequence[DesignedSlide]) -> tuple[DesignedSlide, ...]:
    """The drawn slides that an outline means by "master:3" or "master:Our rivals"."""
    wanted = key.removeprefix(MASTER).strip()
    if wanted.isdecimal():
        return tuple(s for s in slides if s.number == int(wanted[:6]))
    return tuple(s for s in slides if _plain(wanted) in {_plain(n) for n in called(s)})


def called(slide: DesignedSlide) -> tuple[str, ...]:
    """What a slide may be called: by its notes, by its name, by its title as it was drawn."""
    return tuple(n for n in (settings(slide).values.get("name", ""), slide.name, title(slide)) if n)


def title(slide: DesignedSlide) -> str:
    """The title as it was drawn, tags and all."""
    shape = next((s for s in slide.shapes if s.is_title), None)
    words = " ".join(p.text for t in shape.texts for p in t) if shape else ""
    return " ".join(words.replace("\v", " ").split())


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
