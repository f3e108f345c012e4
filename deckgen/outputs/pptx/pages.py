"""Lays slides out on pages: texts fitted, tables and narrow slides split before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deckgen.errors import FitError, TemplateError
from deckgen.model.deck import (
    Block,
    ChartBlock,
    ChartForm,
    ChartSpec,
    Deck,
    Paragraph,
    PictureBlock,
    Slide,
    Span,
    TableBlock,
    Text,
    TextBlock,
)
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.contents import chart_parts, check_logo, line_in, table_plans, text_in
from deckgen.outputs.pptx.fitting import (
    Fitted,
    broken_at_sentences,
    fitted_title,
    resized_title,
)
from deckgen.outputs.pptx.grounds import Grounds
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.notes import as_on_slide
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.remedies import Grouping, groupings
from deckgen.outputs.pptx.tables import TablePlan

_LINES_OF_COLUMN = 6
_FEW = 6  # one title in so many may be smaller than the others
_KICKER_MARK = "  |  "
Content = Fitted | TablePlan | ChartSpec | PictureBlock
Contents = Mapping[str, Content]


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

    def names_parts_of(self, spec: ChartSpec) -> bool:
        """Whether a waffle on the same slide already says what the parts of a chart are."""
        kinds = {
            category.text
            for content in self.contents.values()
            if isinstance(content, ChartSpec) and content.form is ChartForm.WAFFLE
            for category in content.categories
        }
        return bool(kinds) and all(s.name.text in kinds for s in spec.series)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What stands on one of the pages of a slide."""

    archetype: str
    only: tuple[str, ...]  # its slots, () = all of the archetype
    contents: Contents


class Pages:
    """Turns slides into pages on one master."""

    def __init__(self, deck: Deck, grounds: Grounds) -> None:
        self._deck, self._grounds = deck, grounds
        self._evened: dict[int, tuple[Page, ...]] = {}

    def of(self, slide: Slide) -> tuple[Page, ...]:
        """The pages of one slide: more than one when it had to be split."""
        if not self._grounds.is_foreign:
            return self._pages(slide)
        if not self._evened:  # sizes of titles depend on each other
            self._evened = self._all_evened()
        return self._evened[id(slide)] if id(slide) in self._evened else self._pages(slide)

    def _pages(self, slide: Slide) -> tuple[Page, ...]:
        if slide.archetype not in geometry.ARCHETYPES:
            raise TemplateError(
                f"slide '{slide.key}': there is no archetype '{slide.archetype}'; use one of: "
                f"{', '.join(geometry.ARCHETYPES)}"
            )
        refused: FitError | None = None
        for _ in range(self._grounds.choices(slide.archetype)):
            try:
                parts = self._parts(slide)
                return tuple(self._page(slide, p, i, len(parts)) for i, p in enumerate(parts, 1))
            except FitError as e:
                refused = refused or e
                self._grounds.next(slide.archetype)
        raise refused or FitError(f"slide '{slide.key}': there is no layout for it; map its archetype")

    def _all_evened(self) -> dict[int, tuple[Page, ...]]:
        """The pages of all slides; titles that would stand in many sizes take the one that most can have."""
        made = {id(s): self._pages(s) for s in self._deck.slides if type(s) is Slide}
        framed = [p for pages in made.values() for p in pages if p.archetype not in geometry.WITHOUT_FRAME]
        sizes = sorted(map(_title_size, framed))
        if not sizes or sizes[0] == sizes[-1]:
            return made
        common = sizes[len(sizes) // _FEW]
        return {key: tuple(_with_title(p, common) for p in pages) for key, pages in made.items()}

    def _parts(self, slide: Slide) -> list[_Part]:
        """The first grouping of its slots that fits."""
        tries: Sequence[Grouping] = (((),),)
        if self._grounds.is_foreign:
            tries = groupings(slide.archetype, is_narrow=self._grounds.is_narrow)
        for i, grouping in enumerate(tries):
            is_last = i == len(tries) - 1
            try:
                return [p for only in grouping for p in self._laid(slide, only, is_last=is_last)]
            except FitError:
                if is_last:
                    raise
        return []

    def _laid(self, slide: Slide, only: tuple[str, ...], *, is_last: bool) -> list[_Part]:
        """Some slots of a slide, or all, on a page; on more pages where tables or tasks are too many."""
        layout, grounds = self._grounds.of(slide.archetype, only)
        contents: dict[str, Content] = {}
        rest: dict[str, tuple[TablePlan | ChartSpec, ...]] = {}
        known = self._grounds.of(slide.archetype)[1]
        blocks = _joined(slide, known) if self._grounds.is_foreign else slide.blocks
        for block in blocks:
            where = f"slide '{slide.key}', {block.slot}"
            if isinstance(block, PictureBlock) and block.slot in geometry.slots(slide.archetype):
                check_logo(block, known, where)
            if block.slot not in known:
                raise TemplateError(
                    f"{where}: archetype '{slide.archetype}' has no such place; it has: {', '.join(known)}"
                )
            if block.slot not in grounds:
                continue
            place = grounds[block.slot]
            plans: tuple[TablePlan | ChartSpec, ...] = ()
            if isinstance(block, TextBlock):
                if block.text:
                    contents[block.slot] = text_in(block, place, where)
            elif isinstance(block, PictureBlock):
                contents[block.slot] = block
            elif isinstance(block, ChartBlock):
                plans = chart_parts(block.chart, place, layout, where, is_last=is_last)
            elif block.table.rows:
                plans = table_plans(block.table, place, layout, where, may_shrink=is_last)
            if plans:
                contents[block.slot] = plans[0]
            if len(plans) > 1:
                rest[block.slot] = plans
        if only and not contents:
            return []
        self._lines(slide, grounds, contents)
        ordered = {slot: contents[slot] for slot in grounds if slot in contents}
        if not rest:
            return [_Part(archetype=slide.archetype, only=only, contents=ordered)]
        alone = next(iter(rest)) if len(rest) == 1 else ""
        beside = {k for k in ordered if k not in {"kicker", "source", alone} and not k.startswith("heading")}
        if alone and not beside and (only or slide.archetype in {"table", "canvas"}):
            return [
                _Part(archetype=slide.archetype, only=only, contents={**ordered, alone: plan})
                for plan in rest[alone]
            ]
        return self._spread(slide, _Part(archetype=slide.archetype, only=only, contents=ordered), rest)

    def _lines(self, slide: Slide, grounds: Mapping[str, Place], contents: dict[str, Content]) -> None:
        """Kicker and source. A stranger's kicker line that is too small for it stays empty."""
        for slot, text in (("kicker", slide.kicker), ("source", slide.source)):
            if not text or slot not in grounds:
                continue
            try:
                contents[slot] = line_in(slot, text, grounds[slot], f"slide '{slide.key}', {slot}")
            except FitError:
                if slot == "source" or not self._grounds.is_foreign:
                    raise

    def _spread(
        self, slide: Slide, first: _Part, rest: Mapping[str, tuple[TablePlan | ChartSpec, ...]]
    ) -> list[_Part]:
        """What did not fit beside something else gets slides of its own over the full width."""
        layout, grounds = self._grounds.of("table")
        parts: list[_Part] = []
        is_pair = slide.archetype == "two-tables" and not first.only
        if not is_pair:
            parts.append(first)
        for block in slide.blocks:
            if not isinstance(block, TableBlock) or not (is_pair or block.slot in rest):
                continue
            plans = rest.get(block.slot, ())
            done = 0 if is_pair else len(plans[0].rows) if isinstance(plans[0], TablePlan) else 0
            table = replace(block.table, rows=block.table.rows[done:])
            where = f"slide '{slide.key}', {block.slot}"
            kicker = self._kicker(slide, block.slot, grounds)
            for plan in table_plans(table, grounds["table1"], layout, where):
                moved = replace(plan, first_row=plan.first_row + done)
                shared = {k: v for k, v in first.contents.items() if k == "source"}
                contents: Contents = {**kicker, "table1": moved, **shared}
                parts.append(_Part(archetype="table", only=(), contents=contents))
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
        if not spans or "kicker" not in grounds:
            return {}
        where = f"slide '{slide.key}', kicker"
        return {"kicker": line_in("kicker", (Paragraph(spans=tuple(spans)),), grounds["kicker"], where)}

    def _page(self, slide: Slide, of: _Part, part: int, parts: int) -> Page:
        layout, grounds = self._grounds.of(of.archetype, of.only)
        suffix = ""
        title = slide.title
        if parts > 1:
            suffix = self._deck.continued.replace("{part}", str(part)).replace("{parts}", str(parts))
            last = title[-1] if title else Paragraph(spans=())
            joined = replace(last, spans=(*last.spans, Span(text=f" {suffix}".replace(" ", "\u00a0", 1))))
            title = (*title[:-1], joined)
        if not title:
            raise FitError(f"slide '{slide.key}', title: is empty; every slide needs a statement")
        is_opening = of.archetype in geometry.WITHOUT_FRAME
        lines = 3 if is_opening else 2
        if grounds["title"].is_column:
            lines = _LINES_OF_COLUMN
        if is_opening:
            title = broken_at_sentences(title, grounds["title"], max_lines=lines)
        moved = tuple(p for c in of.contents.values() if isinstance(c, Fitted | TablePlan) for p in c.moved)
        notes = slide.notes
        if moved:
            mark = (Paragraph(spans=(Span(text=self._deck.notes_mark),)),) if self._deck.notes_mark else ()
            notes = (*notes, *mark, *as_on_slide(moved, self._deck))
        return Page(
            slide=slide,
            archetype=of.archetype,
            layout=layout,
            places=grounds,
            contents=of.contents,
            title=fitted_title(title, grounds["title"], where=f"slide '{slide.key}', title", max_lines=lines),
            suffix=suffix,
            notes=notes,
        )


def _joined(slide: Slide, known: Mapping[str, Place]) -> tuple[Block, ...]:
    """The blocks of a cover: occasion and date follow the subtitle where they have no place of their own."""
    meta = next((b for b in slide.blocks if b.slot == "meta" and isinstance(b, TextBlock)), None)
    if meta is None or "meta" in known or "subtitle" not in known:
        return slide.blocks
    has_subtitle = any(b.slot == "subtitle" for b in slide.blocks)
    if not has_subtitle:
        return tuple(replace(b, slot="subtitle") if b is meta else b for b in slide.blocks)
    return tuple(
        replace(b, text=(*b.text, *meta.text)) if b.slot == "subtitle" and isinstance(b, TextBlock) else b
        for b in slide.blocks
        if b is not meta
    )


def _title_size(page: Page) -> float:
    return page.title.size(0) or page.place("title").type(0).size


def _with_title(page: Page, size: float) -> Page:
    if page.archetype in geometry.WITHOUT_FRAME or _title_size(page) <= size:
        return page
    return replace(page, title=resized_title(page.title, page.place("title"), size=size))


def _number(slide: Slide, slot: str) -> str:
    """The number of the heading that stands over a table."""
    return "2" if slide.archetype == "chart-table" else slot[-1]
