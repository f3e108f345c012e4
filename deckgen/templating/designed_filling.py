"""Fills one drawn slide: its texts, tables, charts and pictures; repeats and drops what it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from deckgen.errors import TemplateError
from deckgen.model.deck import ChartSpec, Paragraph, Span, Text
from deckgen.model.designed import (
    DesignedShape,
    DesignedSlide,
    DesignedText,
    FilledShape,
    FilledSlide,
    ShapeKind,
)
from deckgen.templating.designed_data import Names
from deckgen.templating.designed_names import Asked, asked, settings
from deckgen.templating.designed_tables import filled_table
from deckgen.templating.designed_tags import TagError, pieces
from deckgen.templating.designed_text import Filler
from deckgen.templating.own import DIGITS

T = TypeVar("T")
ARCHETYPE = "designed"
NOTES = "notes"
_NEEDED = {
    "chart": (ShapeKind.CHART, "insert a chart (Insert > Chart) and give it this name"),
    "table": (ShapeKind.TABLE, "insert a table (Insert > Table) and give it this name"),
}
_REMEDIES = {
    ShapeKind.SMARTART: "convert it to shapes (SmartArt Design > Convert > Convert to Shapes)",
    ShapeKind.CHART: "name the chart 'chart: ...' to fill it, only its titles may hold tags",
}
_TAGS = ("{{", "{%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What fills words in one language."""

    filler: Filler
    context: Mapping[str, Any]
    not_measured: str


class Filling:
    """One drawn slide on its way into the deck. `where` names its file, number and title."""

    def __init__(
        self,
        slide: DesignedSlide,
        *,
        key: str,
        where: str,
        section: str,
        words: Language,
        notes: Language,
        names: Names,
    ) -> None:
        self._slide, self._key, self._where = slide, key, where
        self._words, self._notes_words, self._names = words, notes, names
        self._filler = words.filler
        self._settings = settings(slide)
        self._section = self._settings.values.get("section", section)

    def slides(self) -> Iterator[FilledSlide]:
        """One slide, one for each item of `for:`, or none where `when:` is not so."""
        each = self._settings.each
        items: list[dict[str, Any]] = [{}]
        if each is not None:
            items = self._told(lambda: list(self._names.items(each, self._words.context)), NOTES)
        for extra in items:
            if self._told(lambda: self._is_wanted(extra), NOTES):  # noqa: B023 - called at once
                yield self._one(extra)

    def _is_wanted(self, extra: Mapping[str, Any]) -> bool:
        when = self._settings.values.get("when", "")
        return not when or bool(self._filler.value(when, {**self._words.context, **extra}))

    def _one(self, extra: Mapping[str, Any]) -> FilledSlide:
        context = {**self._words.context, **extra}
        shapes = tuple(f for s in self._slide.shapes for f in self._shape(s, context, is_inside=False))
        at = next((s.at for s in self._slide.shapes if s.is_title), -1)
        texts = next((f.texts for f in shapes if f.at == at), None)
        title = tuple(r.span for t in texts or () for p in t for r in p.runs if not r.is_fixed)
        heading: Text = (Paragraph(spans=title),) if title else ()
        return FilledSlide(
            key=self._key,
            archetype=ARCHETYPE,
            section=self._section,
            argument=self._argument(),
            title=heading,
            notes=self._notes(extra),
            drawn_as=self._slide.number,
            shapes=tuple(_described(f, title) for f in shapes),
            where=self._where,
            own=tuple(DIGITS.findall(self._settings.values.get("own", ""))),
        )

    def _argument(self) -> int:
        value = self._settings.values.get("argument", "")
        return int(value) if len(value) == 1 and value in "12345" else 0

    def _notes(self, extra: Mapping[str, Any]) -> Text:
        given = self._notes_words
        context = {**given.context, **extra}
        filled = self._told(lambda: given.filler.text(self._settings.notes, context), NOTES)
        return tuple(Paragraph(spans=tuple(r.span for r in p.runs)) for p in filled)

    def _shape(
        self, shape: DesignedShape, context: Mapping[str, Any], *, is_inside: bool
    ) -> Iterator[FilledShape]:
        """The copies of a shape: none, one, or one for each item."""
        asks = self._told(lambda: asked(shape.name), shape.name)
        items: list[dict[str, Any]] = [{}]
        if asks.each is not None:
            items = self._told(lambda: self._items(shape, asks, context, is_inside=is_inside), shape.name)
        for extra in items:
            inner = {**context, **extra}
            made = self._told(lambda: self._copy(shape, asks, inner), shape.name)  # noqa: B023 - called at once
            if made is not None:
                yield made

    def _items(
        self, shape: DesignedShape, asks: Asked, context: Mapping[str, Any], *, is_inside: bool
    ) -> list[dict[str, Any]]:
        if is_inside:
            raise TagError("a shape inside a group cannot be repeated; name the group 'for: ...'", shape.name)
        return list(self._names.items(asks.each, context)) if asks.each else []

    def _copy(self, shape: DesignedShape, asks: Asked, context: Mapping[str, Any]) -> FilledShape | None:
        """One copy, or None where it is not wanted or has nothing to show."""
        if asks.when and not self._filler.value(asks.when, context):
            return None
        _check(shape, asks)
        alt = self._filler.words(shape.alt, context)
        made = FilledShape(at=shape.at, alt=alt or None, direction=asks.direction)
        if asks.chart or asks.picture:
            spec = self._spec(shape, asks, context, alt="".join(s.text for s in alt))
            if not any(p.value is not None for s in spec.series for p in s.points):
                return None  # nothing was measured: an empty chart would read as none
            if asks.picture:
                return replace(made, picture=spec)
            made = replace(made, chart=spec)
        if shape.kind is ShapeKind.GROUP:
            children = tuple(f for c in shape.children for f in self._shape(c, context, is_inside=True))
            return replace(made, children=children) if children or not shape.children else None
        if shape.kind is ShapeKind.TABLE:
            rows = self._rows(shape, asks, context)
            return replace(made, rows=rows) if rows else None
        texts = tuple(self._filler.text(t, context) for t in shape.texts)
        if shape.kind is ShapeKind.TEXT and not any(texts) and _has_tags(shape.texts):
            return None
        return replace(made, texts=texts)

    def _rows(self, shape: DesignedShape, asks: Asked, context: Mapping[str, Any]) -> Any:
        if not asks.table:
            return self._filler.rows(shape.rows, context)
        return filled_table(
            shape,
            asks.table,
            context,
            filler=self._filler,
            names=self._names,
            not_measured=self._words.not_measured,
        )

    def _spec(self, shape: DesignedShape, asks: Asked, context: Mapping[str, Any], *, alt: str) -> ChartSpec:
        if asks.chart:
            return self._names.chart(asks.chart, context, alt=alt, shape=shape.name)
        return self._names.picture(asks.picture, context, alt=alt, shape=shape.name)

    def _told(self, act: Callable[[], T], shape: str) -> T:
        """What `act` gives; its mistake names file, slide, shape and words."""
        try:
            return act()
        except TagError as error:
            where = NOTES if shape == NOTES else f'shape "{shape}"'
            looked = f'; look at "{error.around}"' if error.around else ""
            raise TemplateError(f"{self._where}, {where}: {error.reason}{looked}") from None


def _check(shape: DesignedShape, asks: Asked) -> None:
    for what, (kind, remedy) in _NEEDED.items():
        if getattr(asks, what) and shape.kind is not kind:
            raise TagError(f"this is no {what}; {remedy}", shape.name)
    if shape.kind is ShapeKind.OBJECT:
        raise TagError(
            "an embedded object is not filled and does not travel into a deck; paste it as a picture",
            shape.name,
        )
    locked = next((words for words in shape.locked if any(t in words for t in _TAGS)), "")
    if locked and not asks.chart:
        remedy = _REMEDIES.get(shape.kind, "write the tag in a text box")
        raise TagError(f"a tag in a {shape.kind.value} is not filled; {remedy}", locked[:80])


def _has_tags(texts: tuple[DesignedText, ...]) -> bool:
    return any(piece.is_tag for text in texts for p in text for piece in pieces(p))


def _described(shape: FilledShape, title: tuple[Span, ...]) -> FilledShape:
    """A chart, picture or table that nobody described is described by the title of its slide."""
    children = tuple(_described(c, title) for c in shape.children)
    is_exhibit = shape.chart is not None or shape.picture is not None or shape.rows is not None
    if shape.alt is None and is_exhibit and title:
        return replace(shape, alt=title, children=children)
    return replace(shape, children=children)
