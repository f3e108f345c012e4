"""Makes one slide of a slide file: its texts, tables and charts, filled and cited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.deck import (
    Block,
    ChartBlock,
    ChartSpec,
    PictureBlock,
    Slide,
    TableBlock,
    Text,
    TextBlock,
    plain,
)
from deckgen.model.drawn import Drawn
from deckgen.model.finding import Exhibit, Finding, Verdict
from deckgen.templating import markup
from deckgen.templating.containers import OTHERWISE, SAY, VERDICTS
from deckgen.templating.exhibits import drawn
from deckgen.templating.markdown_table import MarkdownTable, read_table
from deckgen.templating.options import PictureView
from deckgen.templating.own import Place
from deckgen.templating.side import Side
from deckgen.templating.slidefile import SlideFile
from deckgen.templating.tables import table_block

ChartForms = Mapping[str, Callable[[Drawn], ChartSpec]]
_HEADINGS = {
    "chart1": ("heading1",),
    "chart2": ("heading2",),
    "canvas": ("heading1",),
    "picture": ("heading2", "heading1"),
}


class SlideMaker:
    """One slide file on its way into the deck; `extra` are the names of one copy of it."""

    def __init__(
        self,
        file: SlideFile,
        *,
        side: Side,
        notes_side: Side,
        findings: Mapping[str, Finding],
        charts: ChartForms,
        extra: Mapping[str, Any],
        notes_extra: Mapping[str, Any],
    ) -> None:
        self._file, self._side, self._notes_side = file, side, notes_side
        self._findings, self._charts = findings, charts
        self._context = {**side.context, **extra}
        self._notes_context = {**notes_side.context, **notes_extra}
        self._finding: str | None = file.front.get("finding")
        self._place = Place(where=f"{file.key}/title", file=str(file.path), own=file.own)

    @property
    def where(self) -> str:
        return str(self._file.path)

    def slide(self) -> Slide | None:
        """The slide, or None where its `when` is not so."""
        front = self._file.settled(self._verdict(self._finding))
        if "when" in front and not self._at("when").value(str(front["when"]), self._context):
            return None
        texts = {
            slot: self._at(slot).paragraphs(str(self.wording(value, slot)), self._context, slot)
            for slot, value in front.get("text", {}).items()
        }
        charts = [self._at(str(c["slot"]))._chart(c) for c in front.get("chart", [])]
        for empty in (c for c in charts if not _has_points(c.chart)):
            self._say_not_measured(texts, empty.slot)
        blocks: list[Block] = [TextBlock(slot=slot, text=text) for slot, text in texts.items()]
        blocks += [c for c in charts if _has_points(c.chart)]
        tables = [self._table(t) for t in front.get("table", [])]
        title = self._words(front, "title")
        blocks += [_described(t, title) for t in tables]
        blocks += [p for given in front.get("picture", []) if (p := self._picture(given))]
        return Slide(
            key=self._file.key,
            archetype=str(front["archetype"]),
            section=str(front.get("section", "appendix")),
            argument=int(front.get("argument", 0)),
            title=title,
            kicker=self._words(front, "kicker"),
            source=self._words(front, "source"),
            blocks=tuple(blocks),
            notes=self._notes(front),
        )

    def _at(self, field: str) -> SlideMaker:
        """From here on, what is printed stands in this field."""
        self._place = replace(self._place, where=f"{self._file.key}/{field}")
        return self

    def _words(self, front: Mapping[str, Any], key: str) -> Text:
        return self._at(key).line(str(self.wording(front.get(key, ""), key)), self._context)

    def _table(self, table: Mapping[str, Any]) -> TableBlock:
        return table_block(table, self._context, self._at(str(table["slot"])))

    def _say_not_measured(self, texts: dict[str, Text], slot: str) -> None:
        """The heading of a chart that has nothing to show says so; the chart is left out."""
        heading = next((h for h in _HEADINGS.get(slot, ()) if texts.get(h)), None)
        if heading is None:
            return
        first, *rest = texts[heading]
        press = self._side.press
        note = press.worded(f": {press.words.text('print', 'not_measured')}", "print")
        spans = press.citations.spans(note, self._place)
        texts[heading] = (replace(first, spans=(*first.spans, *spans)), *rest)

    def _chart(self, chart: Mapping[str, Any]) -> ChartBlock:
        exhibit = self.value(str(chart["data"]), self._context)
        if not isinstance(exhibit, Exhibit):
            raise TemplateError(
                f"{self.where}: {chart['data']} is no exhibit; it should read finding.exhibits.name"
            )
        form = str(chart["form"])
        if form not in self._charts:
            raise TemplateError(
                f"{self.where}: there is no chart form '{form}'; use one of: {', '.join(self._charts)}"
            )
        alt = self.line(str(self.wording(chart.get("alt", ""), "alt")), self._context)
        ready = drawn(
            exhibit,
            press=self._side.press,
            alt=" ".join(p.text for p in alt),
            note=self._rendered(str(self.wording(chart.get("note", ""), "note")), self._context),
            limit=int(chart.get("limit", 0)),
            place=self._place,
        )
        return ChartBlock(slot=str(chart["slot"]), chart=self._charts[form](ready))

    def _picture(self, given: Mapping[str, Any]) -> PictureBlock | None:
        """A picture of the brief; None where the brief names none."""
        slot = str(given["slot"])
        found = self._at(slot).value(str(given["data"]), self._context)
        if not found:
            return None
        if not isinstance(found, PictureView):
            raise TemplateError(f"{self.where}: {given['data']} is no picture; it should read options.name")
        alt = self.line(str(self.wording(given["alt"], "alt")), self._context)
        return PictureBlock(slot=slot, picture=found.picture, alt=" ".join(p.text for p in alt))

    def _verdict(self, finding: str | None) -> Verdict | None:
        if not finding:
            return None
        if finding not in self._findings:
            raise TemplateError(
                f"{self.where}: finding = '{finding}' is unknown; use one of: {', '.join(self._findings)}"
            )
        return self._findings[finding].verdict

    def wording(self, value: Any, field: str, finding: str | None = None) -> Any:
        """A wording as it is, or the one for the verdict."""
        if not isinstance(value, Mapping):
            return value
        verdict = self._verdict(finding or self._finding)
        if verdict is None:
            raise TemplateError(
                f"{self.where}: '{field}' has wordings by verdict, but the slide names no finding"
            )
        found = value.get(verdict.value, value.get(OTHERWISE))
        if found is None and VERDICTS - set(value):
            raise TemplateError(f"{self.where}: '{field}' has no wording for '{verdict.value}'; add it")
        return found

    def line(self, source: str, context: Mapping[str, Any]) -> Text:
        return self.rendered_line(self._rendered(source, context))

    def rendered_line(self, rendered: str) -> Text:
        return markup.line(rendered, citations=self._side.press.citations, place=self._place)

    def paragraphs(self, source: str, context: Mapping[str, Any], slot: str) -> Text:
        rendered = self._rendered(source, context)
        return markup.text(rendered, slot=slot, citations=self._side.press.citations, place=self._place)

    def markdown_table(self, source: str, context: Mapping[str, Any]) -> MarkdownTable:
        return read_table(self._rendered(source, context), self._place)

    def value(self, expression: str, context: Mapping[str, Any]) -> Any:
        return self._side.renderer.value(expression, dict(context), where=str(self._place))

    def _notes(self, front: Mapping[str, Any]) -> Text:
        """Speaker notes, in their own language."""
        say = str(self.wording(front.get(SAY, ""), SAY))
        source = "\n".join(n for n in (say, self._file.notes) if n)
        side = self._notes_side
        place = replace(self._at("notes")._place, language=side.press.formats.language)
        rendered = side.renderer.text(source, dict(self._notes_context), where=str(place))
        return markup.text(rendered, slot="notes", citations=side.press.citations, place=place)

    def _rendered(self, source: str, context: Mapping[str, Any]) -> str:
        return self._side.renderer.text(source, dict(context), where=str(self._place))


def _described(block: TableBlock, title: Text) -> TableBlock:
    """A table that nobody described is described by the title of its slide."""
    return block if block.table.alt else replace(block, table=replace(block.table, alt=plain(title)))


def _has_points(chart: ChartSpec) -> bool:
    """A strip has no categories: its rows have points of their own."""
    return bool(chart.categories or chart.form.is_picture) and any(
        p.value is not None for s in chart.series for p in s.points
    )
