"""Composes a deck: a template's slide files, filled with findings, become slides with cited numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.brief import Brief
from deckgen.model.deck import Deck, Slide, Text, plain
from deckgen.model.designed import DesignedSlide
from deckgen.model.finding import Finding
from deckgen.templating import markup
from deckgen.templating.citing import Citations, cleaned
from deckgen.templating.designed import Designs
from deckgen.templating.designed_names import MASTER, each
from deckgen.templating.own import Place
from deckgen.templating.repeating import RepeatError, bounded, listed, numbered
from deckgen.templating.side import Side
from deckgen.templating.slide import ChartForms, SlideMaker
from deckgen.templating.slidefile import SlideFile
from deckgen.templating.template import Template

MAX_SLIDES = 300
_LEDGER_TABLE = "ledger.numbers"


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

    def slides(self, keys: tuple[str, ...]) -> tuple[Slide, ...]:
        """The slides of an outline; the table of all numbers is made last, wherever it stands."""
        if len(keys) > MAX_SLIDES:
            raise self._too_many()
        files = {i: self.template.slide(k) for i, k in enumerate(keys) if not k.startswith(MASTER)}
        late = {i for i, k in enumerate(keys) if self._is_late(files.get(i), k)}
        made: dict[int, tuple[Slide, ...]] = {}
        for i in sorted(range(len(keys)), key=late.__contains__):
            if i in files:
                made[i] = tuple(self._of(files[i]))
            else:
                made[i] = self._designs.of(keys[i], section=self._section(files, i))
            if sum(map(len, made.values())) > MAX_SLIDES:
                raise self._too_many()
        return tuple(slide for i in sorted(made) for slide in made[i])

    def _too_many(self) -> TemplateError:
        return TemplateError(
            f"{self.template.folders[0]}: the outline makes over {MAX_SLIDES} slides; "
            "name fewer, and repeat fewer items"
        )

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

    def _of(self, file: SlideFile) -> Iterator[Slide]:
        """The slides of a slide file: none, one, or one for each item of its `for_each`."""
        titles: set[str] = set()
        copies = zip(self._items(file, self._side), self._items(file, self._notes_side), strict=True)
        for extra, notes_extra in copies:
            slide = SlideMaker(
                file,
                side=self._side,
                notes_side=self._notes_side,
                findings=self.findings,
                charts=self.charts,
                extra=extra,
                notes_extra=notes_extra,
            ).slide()
            if slide is None:
                continue
            title = plain(slide.title)
            if title in titles:
                raise TemplateError(
                    f"{file.path}: two slides of its for_each have the title '{title[:60]}'; print in the "
                    "title what each is about, such as {{ company.name }}"
                )
            titles.add(title)
            yield slide

    def _items(self, file: SlideFile, side: Side) -> tuple[Mapping[str, Any], ...]:
        """The names that hold for each copy, as one side of the deck prints them."""
        asked = file.front.get("for_each")
        if asked is None:
            return ({},)
        repeated = each(str(asked))
        found = side.renderer.value(repeated.over, dict(side.context), where=f"{file.path}: for_each")
        try:
            items = bounded(listed(found, repeated.over), repeated.over)
        except RepeatError as error:
            raise TemplateError(f"{file.path}: for_each: {error}") from None
        return tuple(numbered(items, repeated.names, side.press))

    def line(self, source: str, field: str) -> Text:
        """A text of template.toml."""
        place = self._place(field)
        rendered = self._side.renderer.text(source, dict(self.context), where=place.file)
        return markup.line(rendered, citations=self.press.citations, place=place)

    def cite(self, words: str, field: str) -> None:
        """Puts the numbers of plain words of template.toml into the ledger."""
        self.press.citations.spans(words, self._place(field))

    def _place(self, field: str) -> Place:
        file = str(self.template.folders[0] / "template.toml")
        return Place(where=f"template/{field}", file=file, own=self.template.own)


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
    title = "{{ brief.title }}" if cleaned(brief.title) else template.title
    for name in template.sections.values():
        composer.cite(name, "sections")
    words = template.words
    return Deck(
        title=plain(composer.line(title, "title")),
        author=plain(composer.line(template.author, "author")),
        language=template.locale,
        as_of=brief.as_of,
        slides=slides,
        section_names=template.sections,
        footer=composer.line(template.footer, "footer"),
        ledger=composer.press.citations.entries,
        brief_digest=brief.digest,
        template_digest=template.digest,
        continued=words.text("print", "continued"),
        notes_mark=template.notes.words.text("print", "notes_mark"),
        notes_language="" if template.notes is template.slides else template.notes.tag,
    )
