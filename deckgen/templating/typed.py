"""Numbers that somebody typed into a template by hand and that it does not call its author's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import nodes

from deckgen.model.designed import DesignedShape, DesignedSlide, DesignedText
from deckgen.templating.containers import MARKDOWN
from deckgen.templating.designed_names import settings
from deckgen.templating.designed_tags import TagError, pieces
from deckgen.templating.environment import an_environment
from deckgen.templating.messages import texts_of_slide, texts_of_template
from deckgen.templating.own import DIGITS, NONE, Own, of_printed
from deckgen.templating.template import (
    Link,
    Template,
    own_of,
    settings_file,
    slide_files,
    word_groups,
)
from deckgen.templating.words import FILE as WORDS

_GAP = re.compile(r"\{\w+\}")
_GETTEXT = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
_THROUGH = (nodes.BinExpr, nodes.UnaryExpr, nodes.CondExpr, nodes.List, nodes.Tuple, nodes.Concat)
_ENVIRONMENT = an_environment({})


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedNumber:
    """One number that traces to nothing, and where it is typed: `field` as in a message of a translator."""

    file: Path
    field: str
    number: str
    is_drawn: bool = False

    def __str__(self) -> str:
        return told(self.file, self.field, self.number, is_drawn=self.is_drawn)


def told(file: Path, field: str, number: str, *, is_drawn: bool = False) -> str:
    """The sentence about a number."""
    mark = f"'own: {number}' as the first line of its notes" if is_drawn else f'own_numbers = ["{number}"]'
    return (
        f"{file}, {field}: the number {number} is typed by hand and traces to nothing; print it from the "
        f"evidence or the brief, or call it your own: {mark}"
    )


def untraceable(template: Template, drawn: Sequence[DesignedSlide] = ()) -> tuple[TypedNumber, ...]:
    """Every such number of a template, whether or not a deck would show it, in the order of its files.

    `drawn`: the slides of its master that a deck may use.
    """
    found: list[TypedNumber] = []
    seen: set[str] = set()
    for link in template.chain:
        found += _of_settings(link)
        found += _of_words(link)
        found += _of_slides(link, seen)
    for slide in drawn:
        found += _of_drawn(template, slide)
    return tuple(dict.fromkeys(found))


def typed(source: str) -> Iterator[str]:
    """The numbers typed into a text with Jinja in it; none where it is no Jinja, which is told elsewhere."""
    try:
        parsed = _ENVIRONMENT.parse(source)
    except JinjaError:
        return
    for found in parsed.find_all((nodes.Output, nodes.Assign, nodes.For)):
        for part in _printed(found):
            yield from _typed(part)


def _printed(found: nodes.Node) -> Sequence[nodes.Node]:
    """What is printed by a node, or may be later on by the name that it gives."""
    match found:
        case nodes.Output():
            return found.nodes
        case nodes.Assign():
            return [found.node]
        case nodes.For():
            return [found.iter]
    return []


def _typed(node: Any) -> Iterator[str]:
    """Numbers in what is printed; not those by which something is called, picked or compared."""
    match node:
        case nodes.TemplateData():
            yield from DIGITS.findall(node.data)
        case nodes.Const(value=bool() | None):
            pass
        case nodes.Const():
            yield from DIGITS.findall(str(node.value))
        case nodes.Filter() if node.name != "own":
            yield from _typed(node.node)
        case nodes.Call(node=nodes.Name(name=name)) if name in _GETTEXT:
            for given in node.args:
                yield from _typed(given)
        case nodes.MarkSafeIfAutoescape():
            yield from _typed(node.expr)
        case _ if isinstance(node, _THROUGH):
            for child in node.iter_child_nodes():
                yield from _typed(child)


def _of_settings(link: Link) -> Iterator[TypedNumber]:
    seen = _Recorder(settings_file(link), own_of(link), link.language)
    texts_of_template(link.table, seen)
    yield from seen.found


def _of_words(link: Link) -> Iterator[TypedNumber]:
    path, own = link.folder / WORDS, own_of(link, WORDS)
    for group, entries in word_groups(link).items():
        for key, forms in entries.items():
            for number in DIGITS.findall(_GAP.sub("", " ".join(forms))):
                if not own.holds(number, language=link.language):
                    yield TypedNumber(file=path, field=f"{group}.{key}", number=number)


def _of_slides(link: Link, seen: set[str]) -> Iterator[TypedNumber]:
    for file in slide_files(link):
        if file.key in seen:  # a nearer folder has another one
            continue
        seen.add(file.key)
        recorder = _Recorder(file.path, file.own, link.language)
        texts_of_slide(file, slide=recorder, notes=recorder)
        yield from recorder.found


def _of_drawn(template: Template, slide: DesignedSlide) -> Iterator[TypedNumber]:
    asked = settings(slide)
    language = template.slides.tag
    own = of_printed(DIGITS.findall(asked.values.get("own", "")), language=language)
    for field, text in (
        *((s, t) for shape in slide.shapes for s, t in _words(shape)),
        ("notes", asked.notes),
    ):
        for number in _in_drawn(text):
            if not own.holds(number, language=language):
                yield TypedNumber(
                    file=template.master, field=f"slide {slide.number}, {field}", number=number, is_drawn=True
                )


def _words(shape: DesignedShape) -> Iterator[tuple[str, DesignedText]]:
    """The texts of a shape and of those inside it, under its name."""
    for text in (*shape.texts, *(cell for row in shape.rows for cell in row)):
        yield shape.name, text
    for child in shape.children:
        yield from _words(child)


def _in_drawn(text: DesignedText) -> Iterator[str]:
    for paragraph in text:
        try:
            parts = pieces(paragraph)
        except TagError:  # told where the slide is filled
            continue
        words = "".join("\n" if p.is_tag else p.text for p in parts if not p.is_fixed)
        yield from DIGITS.findall(words)


class _Recorder:
    """Notes the numbers of each text it is shown."""

    def __init__(self, file: Path, own: Own = NONE, language: str = "") -> None:
        self._file, self._own, self._language = file, own, language
        self.found: list[TypedNumber] = []

    def __call__(self, text: str, place: str) -> str:
        place = place.removesuffix(f"/{MARKDOWN}")
        for number in typed(text):
            if not self._own.holds(number, language=self._language):
                self.found.append(TypedNumber(file=self._file, field=place, number=number))
        return text
