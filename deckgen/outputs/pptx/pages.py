"""Lays slides out on pages: texts fitted and tables split before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deckgen.errors import FitError, TemplateError
from deckgen.model.deck import (
    ChartBlock,
    ChartSpec,
    Deck,
    Paragraph,
    Slide,
    Span,
    TableBlock,
    TableRow,
    TableSpec,
    Text,
    TextBlock,
)
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.fitting import (
    Fitted,
    broken_at_sentences,
    fitted,
    fitted_heading,
    fitted_source,
    fitted_title,
)
from deckgen.outputs.pptx.master import Layout, Master
from deckgen.outputs.pptx.places import Place, places
from deckgen.outputs.pptx.table_xml import with_marks
from deckgen.outputs.pptx.tables import TablePlan, planned

_MOVABLE = {"panel", "body"}
_GROWING = {"heading", "meta"}
_KICKER_MARK = "  |  "
Contents = Mapping[str, Fitted | TablePlan | ChartSpec]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One slide of the finished file."""

    slide: Slide
    archetype: str
    layout: Layout
    places: Mapping[str, Place]
    contents: Contents  # by slot, in reading order, without title
    title: Fitted
    suffix: str  # part of how many, when the slide was split
    notes: Text

    def place(self, slot: str) -> Place:
        return self.places[slot]


class Pages:
    """Turns slides into pages on one master."""

    def __init__(self, deck: Deck, master: Master, layouts: Mapping[str, str]) -> None:
        self._deck, self._master, self._layouts = deck, master, layouts
        self._grounds: dict[str, tuple[Layout, Mapping[str, Place]]] = {}

    def of(self, slide: Slide) -> tuple[Page, ...]:
        """The pages of one slide: more than one when a table had to be split."""
        parts = self._parts(slide)
        return tuple(self._page(slide, a, c, i, len(parts)) for i, (a, c) in enumerate(parts, 1))

    def _ground(self, archetype: str, slide: Slide) -> tuple[Layout, Mapping[str, Place]]:
        if archetype not in geometry.ARCHETYPES:
            raise TemplateError(
                f"slide '{slide.key}': there is no archetype '{archetype}'; use one of: "
                f"{', '.join(geometry.ARCHETYPES)}"
            )
        if archetype not in self._grounds:
            layout = self._master.layout(self._layouts.get(archetype, archetype))
            self._grounds[archetype] = layout, places(archetype, layout, self._master)
        return self._grounds[archetype]

    def _parts(self, slide: Slide) -> list[tuple[str, Contents]]:
        layout, grounds = self._ground(slide.archetype, slide)
        contents: dict[str, Fitted | TablePlan | ChartSpec] = {}
        rest: dict[str, tuple[TablePlan, ...]] = {}
        for block in slide.blocks:
            where = f"slide '{slide.key}', {block.slot}"
            if block.slot not in grounds:
                raise TemplateError(
                    f"{where}: archetype '{slide.archetype}' has no such place; it has: {', '.join(grounds)}"
                )
            place = grounds[block.slot]
            if isinstance(block, TextBlock):
                if block.text:
                    contents[block.slot] = _text(block, place, where)
            elif isinstance(block, ChartBlock):
                contents[block.slot] = block.chart
            elif block.table.rows:
                plans = self._table(block.table, place, layout, where)
                contents[block.slot] = plans[0]
                if len(plans) > 1:
                    rest[block.slot] = plans
        for slot, text in (("kicker", slide.kicker), ("source", slide.source)):
            if text and slot in grounds:
                contents[slot] = _line(slot, text, grounds[slot], f"slide '{slide.key}', {slot}")
        ordered = {slot: contents[slot] for slot in grounds if slot in contents}
        if not rest:
            return [(slide.archetype, ordered)]
        if slide.archetype == "table":
            return [(slide.archetype, {**ordered, "table1": plan}) for plan in rest["table1"]]
        return self._spread(slide, ordered, rest)

    def _spread(
        self, slide: Slide, first: Contents, rest: Mapping[str, tuple[TablePlan, ...]]
    ) -> list[tuple[str, Contents]]:
        """What did not fit beside something else gets slides of its own over the full width."""
        layout, grounds = self._ground("table", slide)
        parts: list[tuple[str, Contents]] = []
        is_pair = slide.archetype == "two-tables"
        if not is_pair:
            parts.append((slide.archetype, first))
        for block in slide.blocks:
            if not isinstance(block, TableBlock) or not (is_pair or block.slot in rest):
                continue
            done = 0 if is_pair else len(rest[block.slot][0].rows)
            table = replace(block.table, rows=block.table.rows[done:])
            where = f"slide '{slide.key}', {block.slot}"
            kicker = self._kicker(slide, block.slot, grounds)
            for plan in self._table(table, grounds["table1"], layout, where):
                moved = replace(plan, first_row=plan.first_row + done)
                shared = {k: v for k, v in first.items() if k == "source"}
                parts.append(("table", {**kicker, "table1": moved, **shared}))
        return parts

    def _kicker(self, slide: Slide, slot: str, grounds: Mapping[str, Place]) -> dict[str, Fitted]:
        """The kicker with the heading of a table that now stands without one."""
        heading = next(
            (
                b.text
                for b in slide.blocks
                if isinstance(b, TextBlock) and b.slot == f"heading{_number(slide, slot)}"
            ),
            (),
        )
        spans = [s for p in slide.kicker for s in p.spans]
        if heading:
            spans += [Span(text=_KICKER_MARK)] if spans else []
            spans += [s for p in heading for s in p.spans]
        if not spans:
            return {}
        where = f"slide '{slide.key}', kicker"
        return {"kicker": _line("kicker", (Paragraph(spans=tuple(spans)),), grounds["kicker"], where)}

    def _table(self, table: TableSpec, place: Place, layout: Layout, where: str) -> tuple[TablePlan, ...]:
        marked = replace(
            table,
            rows=tuple(
                TableRow(cells=tuple(with_marks(c) for c in r.cells), is_highlighted=r.is_highlighted)
                for r in table.rows
            ),
        )
        return planned(
            marked,
            width_pt=place.frame[2] / geometry.POINT,
            height_pt=place.frame[3] / geometry.POINT,
            family=layout.theme.minor,
            where=where,
        )

    def _page(self, slide: Slide, archetype: str, contents: Contents, part: int, parts: int) -> Page:
        layout, grounds = self._ground(archetype, slide)
        suffix = ""
        title = slide.title
        if parts > 1:
            suffix = self._deck.continued.replace("{part}", str(part)).replace("{parts}", str(parts))
            last = title[-1] if title else Paragraph(spans=())
            joined = replace(last, spans=(*last.spans, Span(text=f" {suffix}".replace(" ", "\u00a0", 1))))
            title = (*title[:-1], joined)
        if not title:
            raise FitError(f"slide '{slide.key}', title: is empty; every slide needs a statement")
        lines = 3 if archetype in geometry.WITHOUT_FRAME else 2
        if archetype in geometry.WITHOUT_FRAME:
            title = broken_at_sentences(title, grounds["title"], max_lines=lines)
        moved = tuple(p for c in contents.values() if isinstance(c, Fitted | TablePlan) for p in c.moved)
        notes = slide.notes
        if moved:
            mark = (Paragraph(spans=(Span(text=self._deck.notes_mark),)),) if self._deck.notes_mark else ()
            notes = (*notes, *mark, *moved)
        return Page(
            slide=slide,
            archetype=archetype,
            layout=layout,
            places=grounds,
            contents=contents,
            title=fitted_title(title, grounds["title"], where=f"slide '{slide.key}', title", max_lines=lines),
            suffix=suffix,
            notes=notes,
        )


def _text(block: TextBlock, place: Place, where: str) -> Fitted:
    if place.slot.style in _GROWING:
        return fitted_heading(block.text, place, where=where)
    return fitted(block.text, place, where=where, may_move=block.slot in _MOVABLE)


def _line(slot: str, text: Text, place: Place, where: str) -> Fitted:
    return (
        fitted_source(text, place, where=where)
        if slot == "source"
        else fitted_heading(text, place, where=where)
    )


def _number(slide: Slide, slot: str) -> str:
    """The number of the heading that stands over a table."""
    return "2" if slide.archetype == "chart-table" else slot[-1]
