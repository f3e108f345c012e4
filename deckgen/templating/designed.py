"""The slides drawn in a master file, filled for one deck.

An outline names such a slide as "master:3", by its number in the file, or as "master:Our rivals", by the
`name:` line of its notes, by its name in Impress, or by its title as it was drawn. How shapes and notes
ask for something: `designed_names`. Besides the names of slide files there is what the template's
[names] calls shortly: `mentions = "talk"`, `mentions_over_time = "talk.exhibits.weekly"`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jinja2 import StrictUndefined

from deckgen.errors import TemplateError
from deckgen.model.designed import DesignedSlide, FilledSlide
from deckgen.model.finding import Finding
from deckgen.templating.designed_data import ChartForms, Names
from deckgen.templating.designed_filling import Filling, Language
from deckgen.templating.designed_names import MASTER, called, find, settings, title
from deckgen.templating.designed_tags import TagError
from deckgen.templating.designed_text import Filler
from deckgen.templating.own import DIGITS, Place, of_printed
from deckgen.templating.side import Side


class Designs:
    """The drawn slides of one master."""

    def __init__(
        self,
        slides: Sequence[DesignedSlide],
        *,
        master: Path,
        names: Mapping[str, str],
        side: Side,
        notes_side: Side,
        findings: Mapping[str, Finding],
        charts: ChartForms,
    ) -> None:
        self._slides, self._master, self._names = slides, master, names
        self._side, self._notes_side = side, notes_side
        self._findings, self._charts = findings, charts

    def of(self, key: str, *, section: str) -> tuple[FilledSlide, ...]:
        """The slides that "master:..." of an outline becomes: none, one, or one for each item."""
        found = find(key, self._slides)
        if len(found) != 1:
            raise TemplateError(f"{self._master}: {self._not_one(key, found)}")
        own = DIGITS.findall(settings(found[0]).values.get("own", ""))
        place = Place(where=f"{key}/slide", own=of_printed(own, language=self._side.press.formats.language))
        words = self._language(self._side, place)
        notes = self._language(
            self._notes_side,
            replace(place, where=f"{key}/notes", language=self._notes_side.press.formats.language),
        )
        filling = Filling(
            found[0],
            key=key,
            where=self._where(found[0]),
            section=section,
            words=words,
            notes=notes,
            names=Names(words.filler, self._side.press, self._findings, self._charts, place=place),
        )
        return tuple(filling.slides())

    def reads(self, key: str, words: str) -> bool:
        """Whether a drawn slide holds these words anywhere."""
        return any(words in str(s) for s in find(key, self._slides))

    def _language(self, side: Side, place: Place) -> Language:
        known = (n for f in self._findings.values() for n in (*f.numbers, *f.facts, *f.tables, *f.exhibits))
        filler = Filler(side.renderer.environment, side.press.citations, place=place, names=known)
        context = dict(side.context)
        context.update({name: self._meant(name, filler, context) for name in self._names})
        return Language(
            filler=filler, context=context, not_measured=side.press.words.text("print", "not_measured")
        )

    def _meant(self, name: str, filler: Filler, context: Mapping[str, object]) -> object:
        """What a short name of the template stands for; a meaningless one is a mistake where it is used."""
        meant = self._names[name]
        try:
            return filler.value(meant, context)
        except TagError as error:
            return StrictUndefined(hint=f"[names] of template.toml: {name} = '{meant}': {error}")

    def _where(self, slide: DesignedSlide) -> str:
        name = title(slide) or slide.name
        return f"{self._master}, slide {slide.number}" + (f' "{name}"' if name else "")

    def _not_one(self, key: str, found: Sequence[DesignedSlide]) -> str:
        wanted = key.removeprefix(MASTER)
        if found:
            numbers = " and ".join(str(s.number) for s in found)
            return (
                f"slides {numbers} are both called '{wanted}'; name one by its number: "
                f"'{MASTER}{found[0].number}'"
            )
        known = ", ".join(f"{s.number} '{(called(s) or ('',))[0]}'" for s in self._slides) or "none"
        return f"the outline names '{key}', but the file has no such slide; it has: {known}"
