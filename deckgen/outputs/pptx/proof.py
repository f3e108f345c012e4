"""A deck that proves a master: one slide of each archetype, filled with as much as its places hold.

Words, numbers and charts are those of decks that a template makes; nothing is invented here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from deckgen.errors import FitError
from deckgen.model.deck import (
    Block,
    ChartBlock,
    ChartForm,
    ChartSpec,
    Deck,
    Slide,
    TableBlock,
    TableRow,
    TableSpec,
    Text,
    TextBlock,
    plain,
)
from deckgen.model.styling import UNSTYLED, Styling
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.contents import table_plans
from deckgen.outputs.pptx.fitting import fits, lines_taken
from deckgen.outputs.pptx.geometry import Slot
from deckgen.outputs.pptx.grounds import Grounds
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.pages import Pages
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.proof_pool import Pool, running

T = TypeVar("T")
_MOST_BARS = 12
_MOST_PARAGRAPHS = 30
_MOST_ROWS = 40
_ONE_LINE = frozenset({"heading"})
_WHOLE = frozenset({"subtitle", "meta", "next"})  # texts that are taken as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The deck, and the archetypes that no slide could be made of, each with the reason."""

    deck: Deck
    refused: Mapping[str, str]


def proof(
    decks: Sequence[Deck], *, master: Path, layouts: Mapping[str, str], styling: Styling = UNSTYLED
) -> Proof:
    """One slide for each archetype that the layouts can hold, of the words of some decks in one language."""
    given = [_renamed(deck, f"{i}/") for i, deck in enumerate(decks)]
    pool = Pool([slide for deck in given for slide in deck.slides if type(slide) is Slide])
    ledger = {entry.id: entry for deck in given for entry in deck.ledger.values()}
    whole = replace(given[0], ledger=ledger, slides=())
    filler = _Filler(pool, whole, Grounds(opened(master, styling=styling), layouts, styling))
    made: list[Slide] = []
    refused: dict[str, str] = {}
    for archetype in geometry.ARCHETYPES:
        try:
            made.append(filler.slide(archetype))
        except FitError as error:
            refused[archetype] = str(error)
    return Proof(deck=replace(whole, slides=tuple(made)), refused=refused)


class _Filler:
    """Fills the places of archetypes on one master."""

    def __init__(self, pool: Pool, deck: Deck, grounds: Grounds) -> None:
        self._pool, self._deck, self._grounds = pool, deck, grounds
        self._titles: set[str] = set()

    def slide(self, archetype: str) -> Slide:
        """The fullest slide of an archetype that can be laid out; FitError when not even a plain one can."""
        base = self._base(archetype)
        full = self._full(base)
        refused: FitError | None = None
        for candidate in (full, replace(full, blocks=base.blocks), base):
            try:
                Pages(replace(self._deck, slides=(candidate,)), self._grounds).of(candidate)
            except FitError as error:
                refused = refused or error
            else:
                self._titles.add(plain(candidate.title))
                return candidate
        raise refused or FitError(f"archetype '{archetype}': nothing can be laid out")

    def _base(self, archetype: str) -> Slide:
        """A slide of the template's own; where it has none of this archetype, one of lent parts."""
        found = next((s for s in self._pool.slides if s.archetype == archetype), None)
        if found is not None:
            return replace(found, key=archetype)
        lender = self._pool.slides[-1]
        blocks = tuple(b for key, s in geometry.ARCHETYPES[archetype][2].items() if (b := self._lent(key, s)))
        return replace(lender, key=archetype, archetype=archetype, blocks=blocks, argument=0)

    def _lent(self, key: str, slot: Slot) -> Block | None:
        if slot.kind == "tbl":
            return next((TableBlock(slot=key, table=t) for t in self._pool.tables()), None)
        if slot.kind in {"chart", "pic", "canvas"}:
            return next((ChartBlock(slot=key, chart=c) for c in self._pool.charts(slot)), None)
        if slot.kind in {"title", "ctrTitle"}:
            return None
        return next((TextBlock(slot=key, text=t) for t in self._pool.texts(slot)), None)

    def _full(self, base: Slide) -> Slide:
        layout, places = self._grounds.of(base.archetype)
        blocks: list[Block] = []
        for block in base.blocks:
            place = places.get(block.slot)
            if place is None:
                blocks.append(block)
            elif isinstance(block, TextBlock):
                blocks.append(replace(block, text=self._text(block.text, place)))
            elif isinstance(block, TableBlock):
                where = f"{base.archetype}, {block.slot}"
                blocks.append(replace(block, table=_filled_table(block.table, place, layout, where)))
            elif isinstance(block, ChartBlock):
                blocks.append(replace(block, chart=self._chart(block.chart, place)))
            else:
                blocks.append(block)
        return replace(
            base,
            title=self._title(base, places["title"]),
            kicker=self._line(base.kicker, self._pool.kickers, places.get("kicker"), 1),
            source=self._line(base.source, self._pool.sources, places.get("source"), 2),
            blocks=tuple(blocks),
        )

    def _title(self, base: Slide, place: Place) -> Text:
        """The longest title of the template that stands on all the lines there are, each used once."""
        most = 3 if base.archetype in geometry.WITHOUT_FRAME else 2
        unused = [t for t in self._pool.titles if plain(t) not in self._titles]
        for title in unused:
            if lines_taken(title, place) == most and fits(title, place):
                return title
        own = base.title if plain(base.title) not in self._titles else ()
        return own or (unused[0] if unused else base.title)

    def _line(self, own: Text, others: Sequence[Text], place: Place | None, most: int) -> Text:
        if place is None or not own:
            return own
        full = (t for t in others if lines_taken(t, place) <= most and fits(t, place))
        return next(full, own)

    def _text(self, own: Text, place: Place) -> Text:
        """Paragraphs of the template as long as they fit, its own first; none stands there twice."""
        options = self._pool.texts(place.slot)
        if place.slot.style in _ONE_LINE:
            return self._line(own, options, place, 1)
        if place.slot.style in _WHOLE:
            return next((t for t in options if fits(t, place)), own)
        made = own
        seen = {p.text for p in own}
        for paragraph in running(options, style=place.slot.style):
            if len(made) >= _MOST_PARAGRAPHS:
                break
            if paragraph.text not in seen and fits((*made, paragraph), place):
                made = (*made, paragraph)
                seen.add(paragraph.text)
        return made

    def _chart(self, own: ChartSpec, place: Place) -> ChartSpec:
        """The chart with the most in it of the same form; bars are added from others while they have room."""
        same = [c for c in self._pool.charts(place.slot) if c.form is own.form]
        chart = same[0] if same else own
        if chart.form is not ChartForm.BAR or len(chart.series) != 1:
            return chart
        most = min(_MOST_BARS, int((place.frame[3] / geometry.INCH - 0.3) / 0.3))
        labels = {c.text for c in chart.categories}
        categories, points = list(chart.categories), list(chart.series[0].points)
        for other in same[1:]:
            if len(other.series) != 1 or other.number_format != chart.number_format:
                continue
            for category, point in zip(other.categories, other.series[0].points, strict=False):
                if len(categories) < most and category.text not in labels and point.value is not None:
                    categories.append(category)
                    points.append(point)
                    labels.add(category.text)
        order = sorted(range(len(points)), key=lambda i: -(points[i].value or 0))  # bars are sorted
        series = replace(chart.series[0], points=tuple(points[i] for i in order))
        return replace(chart, categories=tuple(categories[i] for i in order), series=(series,))


def _filled_table(table: TableSpec, place: Place, layout: Any, where: str) -> TableSpec:
    """The table with as many rows as stand on one slide: its first, repeated where it has fewer."""
    if table.style == "summary" or not table.rows:
        return table

    def is_one(rows: tuple[TableRow, ...]) -> bool:
        try:
            plans = table_plans(replace(table, rows=rows), place, layout, where)
        except FitError:
            return False
        return len(plans) == 1 and not plans[0].moved

    body, last = (table.rows[:-1], table.rows[-1:]) if table.has_total else (table.rows, ())

    def rows(count: int) -> tuple[TableRow, ...]:
        repeated = (replace(body[i % len(body)], is_highlighted=False) for i in range(len(body), count))
        return (*body[:count], *repeated, *last)

    few, many = 1, _MOST_ROWS
    while few < many:  # the most rows that stay on one slide
        middle = (few + many + 1) // 2
        few, many = (middle, many) if is_one(rows(middle)) else (few, middle - 1)
    return replace(table, rows=rows(few)) if body else table


def _renamed(value: T, prefix: str) -> T:
    """A deck, or a part of it, with ids of the ledger that no other deck has."""
    if isinstance(value, tuple):
        return tuple(_renamed(v, prefix) for v in value)  # type: ignore[return-value]
    if isinstance(value, Deck):
        slides = tuple(_renamed(s, prefix) for s in value.slides)
        entries = (replace(e, id=prefix + e.id) for e in value.ledger.values())
        footer = _renamed(value.footer, prefix)
        return replace(value, slides=slides, footer=footer, ledger={e.id: e for e in entries})
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for one in fields(value):
        old = getattr(value, one.name)
        if one.name == "cite":
            changes[one.name] = prefix + old if old else old
        elif one.name == "cites":
            changes[one.name] = tuple(prefix + c for c in old)
        elif isinstance(old, tuple) or is_dataclass(old):
            changes[one.name] = _renamed(old, prefix)
    return replace(value, **changes)
