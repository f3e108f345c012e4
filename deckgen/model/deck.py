"""A deck as data: slides made of an archetype, blocks and notes; every number in it cited in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from deckgen.model.ledger import LedgerEntry
from deckgen.model.picture import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text. `cite` is the id of a ledger entry, or empty for plain words."""

    text: str
    bold: bool = False
    italic: bool = False
    cite: str = ""
    is_quoted: bool = False  # words from outside: an output may shorten them, the template's own it may not
    language: str = ""  # BCP 47, where it is not that of the text around it
    link: str = ""  # a web address that a click opens, http or https


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    spans: tuple[Span, ...]
    level: int = 0  # list level of the placeholder

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.spans)


Text = tuple[Paragraph, ...]


def plain(text: Text) -> str:
    return "\n".join(p.text for p in text)


class Role(StrEnum):
    """What a mark stands for; the output maps it to a theme colour, the same one through the whole deck."""

    US = "us"
    ATTENTION = "attention"
    CONVERSATION = "conversation"  # blogs and forums
    COMPETITOR = "competitor"
    OTHER = "other"
    OTHER_LIGHT = "other-light"
    EXTRA = "extra"
    UNKNOWN = "unknown"
    MUTED = "muted"


class ChartForm(StrEnum):
    """How a chart is drawn. The first group PowerPoint draws natively, the second is drawn as a picture,
    the third as a group of shapes."""

    LINE = "line"
    BAR = "bar"  # horizontal, sorted
    STACKED = "stacked"  # horizontal, parts of a count
    COLUMN_STACKED = "column-stacked"
    SLOPE = "slope"
    STRIP = "strip"  # every search result by rank and kind
    INTERVAL = "interval"  # shares with their ranges
    WAFFLE = "waffle"
    ROADMAP = "roadmap"

    @property
    def is_native(self) -> bool:
        return self in {self.LINE, self.BAR, self.STACKED, self.COLUMN_STACKED, self.SLOPE}

    @property
    def is_picture(self) -> bool:
        return self in {self.STRIP, self.INTERVAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Text in a chart with the ledger entries of the numbers in it."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One drawn value. None = not measured: drawn as a gap. `low` and `high` where the form draws a range."""

    value: Decimal | None
    text: str = ""  # as it would be printed
    cite: str = ""
    role: Role | None = None  # overrides the series' role
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    name: Label
    role: Role
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSpec:
    """One chart, however it is drawn. It holds no colour, no font and no size."""

    form: ChartForm
    categories: tuple[Label, ...]
    series: tuple[ChartSeries, ...]
    number_format: str = "#,##0"  # Excel format code
    annotations: tuple[tuple[int, Label], ...] = ()  # (category index, event)
    labelled_points: tuple[int, ...] = ()  # lines: which points carry their value; empty = first, last, peak
    alt: str = ""  # alt text: what is shown and the main finding, up to 250 characters
    legend: tuple[tuple[Role, Label], ...] = ()  # what colours mean where no series says it (strip)


TEXT_SLOTS = (
    "panel", "heading1", "heading2", "body", "subtitle", "meta", "decision1", "decision2", "decision3",
    "next",
)  # fmt: skip
TABLE_SLOTS = ("table1", "table2")


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    text: Text
    role: Role | None = None
    is_figure: bool = False  # a key figure: large, accent


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    cells: tuple[TableCell, ...]
    is_highlighted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A table. `weights` share out the width that the longest words leave; no head = empty `head`."""

    head: tuple[Text, ...]
    rows: tuple[TableRow, ...]
    aligns: tuple[Align, ...]
    weights: tuple[float, ...]
    has_total: bool = False
    style: str = "rules"  # rules | summary
    legend: Text = ()
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    slot: str  # placeholder role: panel, heading1, decision1, body ...
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBlock:
    slot: str  # chart1, chart2, picture, canvas
    chart: ChartSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    slot: str  # table1, table2
    table: TableSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBlock:
    slot: str  # logo1, logo2
    picture: Picture
    alt: str


Block = TextBlock | ChartBlock | TableBlock | PictureBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide. `key`: its file's name; `section` groups slides; `argument` 1..5 lights the tracker."""

    key: str
    archetype: str
    section: str
    title: Text
    kicker: Text = ()
    argument: int = 0
    blocks: tuple[Block, ...] = ()
    source: Text = ()
    notes: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A whole deck, ready for any output. `footer` and `section_names` are in the deck's language."""

    title: str
    author: str
    language: str  # BCP 47, e.g. en-GB
    as_of: date
    slides: tuple[Slide, ...]
    section_names: Mapping[str, str]
    footer: Text
    ledger: Mapping[str, LedgerEntry]
    brief_digest: str
    template_digest: str
    continued: str = "({part}/{parts})"  # appended to the title of a split slide
    notes_mark: str = ""  # stands before text that was moved to the notes
    notes_language: str = ""  # BCP 47; empty = as the slides
