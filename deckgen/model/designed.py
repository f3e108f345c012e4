"""Slides that somebody drew in the master file: what stands in them, and what it is to be filled with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deckgen.model.deck import ChartSpec, Slide, Span


class ShapeKind(StrEnum):
    """What can be done with a drawn shape."""

    TEXT = "text"
    TABLE = "table"
    CHART = "chart"
    PICTURE = "picture"
    GROUP = "group"
    SMARTART = "SmartArt"
    OBJECT = "embedded object"
    OTHER = "shape"  # a line, a formula, ink: copied as it is


class Direction(StrEnum):
    """Where the copies of a repeated shape go; AUTO is where there is most room."""

    AUTO = "auto"
    ACROSS = "across"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignedRun:
    """Words of one format. `is_fixed`: a line break or a field, which is copied and never read as words."""

    text: str
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignedParagraph:
    runs: tuple[DesignedRun, ...]

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


DesignedText = tuple[DesignedParagraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignedShape:
    """One shape of a drawn slide. `at` is its number in the order in which the file names shapes, from 0."""

    at: int
    name: str
    kind: ShapeKind
    is_title: bool = False
    alt: str = ""
    texts: tuple[DesignedText, ...] = ()  # one; of a chart its titles
    locked: tuple[str, ...] = ()  # words that cannot be filled: of SmartArt, of a chart's labels
    rows: tuple[tuple[DesignedText, ...], ...] = ()  # of a table: its cells
    has_head: bool = False
    has_total: bool = False
    children: tuple[DesignedShape, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignedSlide:
    """One slide of a master file."""

    number: int  # in that file, from 1
    name: str  # as a program names it, often empty
    shapes: tuple[DesignedShape, ...]
    notes: DesignedText = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRun:
    """Words in the format of a run of the design: paragraph and run of the text they stand in, from 0."""

    span: Span
    paragraph: int
    run: int
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledParagraph:
    paragraph: int  # of the design, whose format it has
    runs: tuple[FilledRun, ...]


FilledText = tuple[FilledParagraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    row: int  # of the design, from 0
    cells: tuple[FilledText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledShape:
    """What one drawn shape, or one copy of it, is filled with; None leaves that part as it was drawn."""

    at: int
    alt: tuple[Span, ...] | None = None
    texts: tuple[FilledText, ...] | None = None
    rows: tuple[FilledRow, ...] | None = None
    chart: ChartSpec | None = None
    picture: ChartSpec | None = None
    children: tuple[FilledShape, ...] = ()
    direction: Direction = Direction.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSlide(Slide):
    """A slide of the deck that is a copy of a drawn one.

    Shapes stand in the order of the design: one that is not named is left out, one named n times is
    repeated. `where` names file, slide and title for messages.
    """

    drawn_as: int  # number of the drawn slide
    shapes: tuple[FilledShape, ...]
    where: str
    own: tuple[str, ...] = ()  # numbers typed on it that are its author's own
