"""Composes a deck: a template's slide files, filled with findings, become slides with cited numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.brief import Brief
from deckgen.model.deck import Block, ChartBlock, ChartSpec, Deck, Slide, Span, Text, TextBlock
from deckgen.model.designed import DesignedSlide
from deckgen.model.drawn import Drawn
from deckgen.model.finding import Exhibit, Finding, Verdict
from deckgen.parsing.shortening import shortened
from deckgen.templating import markup
from deckgen.templating.citing import MOST, Citations, cleaned
from deckgen.templating.designed import Designs
from deckgen.templating.designed_names import MASTER
from deckgen.templating.exhibits import drawn
from deckgen.templating.side import Side
from deckgen.templating.slidefile import VERDICTS, SlideFile
from deckgen.templating.tables import table_block
from deckgen.templating.template import Template

ChartForms = Mapping[str, Callable[[Drawn], ChartSpec]]
_LEDGER_TABLE = "ledger.numbers"
_HEADINGS = {
    "chart1": ("heading1",),
    "chart2": ("heading2",),
    "canvas": ("heading1",),
    "picture": ("heading2", "heading1"),
}


def _has_points(chart: ChartSpec) -> bool:
    """A strip has no categories: its rows have points of their own."""
    return bool(chart.categories or chart.form.is_picture) and any(
        p.value is not None for s in chart.series for p in s.points
    )


class Composer:
    """Composes the slides of one deck; keeps citations over all of them."""

    def __init__(
        self,
        template: Template,
        brief: Brief,
        findings: Mapping[str, Finding],
        charts: ChartForms,
        designed: Sequence[DesignedSlide] = (),
    ) -> None:
        self.template = template
        self.brief = brief
        self.findings = findings
        self.charts = charts
        citations = Citations(template.locale)
        self._side = Side(template.slides, brief, findings, citations, template.options)
        self._notes_side = self._side
        if template.notes is not template.slides:
            self._notes_side = Side(template.notes, brief, findings, citations, template.options)
        self._designs = Designs(
            designed,
            master=template.master,
            names=template.names,
            side=self._side,
            notes_side=self._notes_side,
            findings=findings,
            charts=charts,
        )
        self.press = self._side.press
        self.context = self._side.context
        self._file: SlideFile | None = None
        self._finding: str | None = None

    @property
    def where(self) -> str:
        return str(self._file.path) if self._file else str(self.template.folders[0] / "template.toml")

    def slides(self, keys: tuple[str, ...]) -> tuple[Slide, ...]:
        """The slides of an outline; the table of all numbers is made last, wherever it stands."""
        files = {i: self.template.slide(k) for i, k in enumerate(keys) if not k.startswith(MASTER)}
        late = {i for i, k in enumerate(keys) if self._is_late(files.get(i), k)}
        made: dict[int, tuple[Slide, ...]] = {}
        for i in sorted(range(len(keys)), key=late.__contains__):
            if i in files:
                slide = self._slide(files[i])
                made[i] = (slide,) if slide is not None else ()
            else:
                made[i] = self._designs.of(keys[i], section=self._section(files, i))
        return tuple(slide for i in sorted(made) for slide in made[i])

    def _is_late(self, file: SlideFile | None, key: str) -> bool:
        """Whether a slide holds the table of all numbers."""
        return _LEDGER_TABLE in str(file.front) if file else self._designs.reads(key, _LEDGER_TABLE)

    def _section(self, files: Mapping[int, SlideFile], at: int) -> str:
        """The section that a drawn slide falls into: that of the slide file before it, else of the next."""
        near = sorted(files, key=lambda i: (i > at, abs(i - at)))
        return (
            str(files[near[0]].front.get("section", "appendix"))
            if near
            else next(iter(self.template.sections), "")
        )

    def _slide(self, file: SlideFile) -> Slide | None:
        self._file = file
        self._finding = file.front.get("finding")
        front = file.settled(self._verdict(self._finding))
        if "when" in front and not self.value(str(front["when"]), self.context):
            return None
        say = self.wording(front.get("say", ""), "say")
        notes = "\n".join(n for n in (str(say), file.notes) if n)
        texts = {
            slot: self.paragraphs(str(self.wording(value, slot)), self.context, slot)
            for slot, value in front.get("text", {}).items()
        }
        charts = [self._chart(c) for c in front.get("chart", [])]
        for empty in (c for c in charts if not _has_points(c.chart)):
            self._say_not_measured(texts, empty.slot)
        blocks: list[Block] = [TextBlock(slot=slot, text=text) for slot, text in texts.items()]
        blocks += [c for c in charts if _has_points(c.chart)]
        blocks += [table_block(t, self.context, self) for t in front.get("table", [])]
        return Slide(
            key=file.key,
            archetype=str(front["archetype"]),
            section=str(front.get("section", "appendix")),
            argument=int(front.get("argument", 0)),
            title=self._words(front, "title"),
            kicker=self._words(front, "kicker"),
            source=self._words(front, "source"),
            blocks=tuple(blocks),
            notes=self._notes(notes),
        )

    def _words(self, front: Mapping[str, Any], key: str) -> Text:
        return self.line(str(self.wording(front.get(key, ""), key)), self.context)

    def _say_not_measured(self, texts: dict[str, Text], slot: str) -> None:
        """The heading of a chart that has nothing to show says so; the chart is left out."""
        heading = next((h for h in _HEADINGS.get(slot, ()) if texts.get(h)), None)
        if heading is None:
            return
        first, *rest = texts[heading]
        note = Span(text=f": {self.template.words.text('print', 'not_measured')}")
        texts[heading] = (replace(first, spans=(*first.spans, note)), *rest)

    def _chart(self, chart: Mapping[str, Any]) -> ChartBlock:
        exhibit = self.value(str(chart["data"]), self.context)
        if not isinstance(exhibit, Exhibit):
            raise TemplateError(
                f"{self.where}: {chart['data']} is no exhibit; it should read finding.exhibits.name"
            )
        form = str(chart["form"])
        if form not in self.charts:
            raise TemplateError(
                f"{self.where}: there is no chart form '{form}'; use one of: {', '.join(self.charts)}"
            )
        alt = self.line(str(self.wording(chart.get("alt", ""), "alt")), self.context)
        ready = drawn(
            exhibit,
            press=self.press,
            alt=" ".join(p.text for p in alt),
            note=self._rendered(str(self.wording(chart.get("note", ""), "note")), self.context),
            limit=int(chart.get("limit", 0)),
            where=f"{self._file.key if self._file else ''}.{chart['slot']}",
        )
        return ChartBlock(slot=str(chart["slot"]), chart=self.charts[form](ready))

    def _verdict(self, finding: str | None) -> Verdict | None:
        if not finding:
            return None
        if finding not in self.findings:
            raise TemplateError(
                f"{self.where}: finding = '{finding}' is unknown; use one of: {', '.join(self.findings)}"
            )
        return self.findings[finding].verdict

    def wording(self, value: Any, field: str, finding: str | None = None) -> Any:
        """A wording as it is, or the one for the verdict."""
        if not isinstance(value, Mapping):
            return value
        verdict = self._verdict(finding or self._finding)
        if verdict is None:
            raise TemplateError(
                f"{self.where}: '{field}' has wordings by verdict, but the slide names no finding"
            )
        missing = sorted(VERDICTS - set(value))
        if missing and verdict.value not in value:
            raise TemplateError(f"{self.where}: '{field}' has no wording for '{verdict.value}'; add it")
        return value[verdict.value]

    def line(self, source: str, context: Mapping[str, Any]) -> Text:
        rendered = self._rendered(source, context)
        return markup.line(rendered, citations=self.press.citations, where=self._key)

    def paragraphs(self, source: str, context: Mapping[str, Any], slot: str) -> Text:
        rendered = self._rendered(source, context)
        return markup.text(rendered, slot=slot, citations=self.press.citations, where=self._key)

    def value(self, expression: str, context: Mapping[str, Any]) -> Any:
        return self._side.renderer.value(expression, dict(context), where=self.where)

    def _notes(self, source: str) -> Text:
        """Speaker notes, in their own language."""
        side = self._notes_side
        rendered = side.renderer.text(source, dict(side.context), where=self.where)
        return markup.text(rendered, slot="notes", citations=self.press.citations, where=self._key)

    def _rendered(self, source: str, context: Mapping[str, Any]) -> str:
        return self._side.renderer.text(source, dict(context), where=self.where)

    @property
    def _key(self) -> str:
        return self._file.key if self._file else "template"


def compose(
    template: Template,
    brief: Brief,
    findings: Mapping[str, Finding],
    charts: ChartForms,
    *,
    outline: str,
    designed: Sequence[DesignedSlide] = (),
) -> Deck:
    """A deck of the given outline; every number in it has an entry in its ledger.

    `designed`: the slides drawn in the template's master, where the outline names some ("master:3").
    """
    keys = template.outlines.get(outline)
    if not keys:
        raise TemplateError(f"{template.folders[0]}: the template has no outline '{outline}'")
    composer = Composer(template, brief, findings, charts, designed)
    slides = composer.slides(keys)
    composer._file = None
    composer._finding = None

    def plain(source: str) -> str:
        return " ".join(p.text for p in composer.line(source, composer.context))

    words = template.words
    return Deck(
        title=shortened(cleaned(brief.title), MOST) or plain(template.title),
        author=plain(template.author),
        language=template.locale,
        as_of=brief.as_of,
        slides=slides,
        section_names=template.sections,
        footer=composer.line(template.footer, composer.context),
        ledger=composer.press.citations.entries,
        brief_digest=brief.digest,
        template_digest=template.digest,
        continued=words.text("print", "continued"),
        notes_mark=template.notes.words.text("print", "notes_mark"),
        notes_language="" if template.notes is template.slides else template.notes.tag,
    )
