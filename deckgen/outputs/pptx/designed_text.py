"""Writes filled words into the text bodies of a drawn slide: each in the format of the run it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import groupby
from typing import Any

from deckgen.model.designed import FilledParagraph, FilledRun, FilledText
from deckgen.outputs.pptx.citations import NUMBER, Citations
from deckgen.outputs.pptx.designed_shapes import runs_of
from deckgen.outputs.pptx.elements import el, name

_MARKS_OF_AN_EDITOR = ("err", "dirty", "smtClean", "noProof")


def fill_body(body: Any, text: FilledText, *, cite: Citations, place: str) -> None:
    """Puts filled paragraphs in the place of the drawn ones."""
    drawn = body.findall(name("a:p"))
    made = [_paragraph(p, drawn) for p in text] or [_empty(drawn)]
    at = list(body).index(drawn[0]) if drawn else len(body)
    for old in drawn:
        body.remove(old)
    for i, paragraph in enumerate(made):
        body.insert(at + i, paragraph)
    for filled in text:
        _cite(filled, cite, place)


def _cite(paragraph: FilledParagraph, cite: Citations, place: str) -> None:
    covered: set[str] = set()
    for run in paragraph.runs:
        if run.span.cite:
            cite.cite(run.span.cite, place)
            entry = cite.entry(run.span.cite)
            covered.update(NUMBER.findall(entry.printed) if entry is not None else ())
    # two runs may make one number together, and fields print numbers of their own
    for number in NUMBER.findall("".join(r.span.text for r in paragraph.runs)):
        if number not in covered:
            cite.loose(number, place)


def _paragraph(filled: FilledParagraph, drawn: Sequence[Any]) -> Any:
    pattern = drawn[filled.paragraph] if filled.paragraph < len(drawn) else None
    made = el("a:p")
    if pattern is not None and (properties := pattern.find(name("a:pPr"))) is not None:
        made.append(deepcopy(properties))
    for (paragraph, number, is_fixed, language), same in groupby(filled.runs, key=_format):
        source = _source(drawn, paragraph, number)
        if is_fixed and source is not None:
            made.append(deepcopy(source))
            continue
        words = "".join(run.span.text for run in same)
        for i, line in enumerate(words.replace("\v", "\n").split("\n")):
            if i:
                made.append(el("a:br", _properties(source, pattern, language)))
            if line:
                made.append(el("a:r", _properties(source, pattern, language), el("a:t", text=line)))
    if pattern is not None and (end := pattern.find(name("a:endParaRPr"))) is not None:
        made.append(deepcopy(end))
    return made


def _format(run: FilledRun) -> tuple[int, int, bool, str]:
    return run.paragraph, run.run, run.is_fixed, run.span.language


def _source(drawn: Sequence[Any], paragraph: int, number: int) -> Any:
    runs = runs_of(drawn[paragraph]) if paragraph < len(drawn) else []
    return runs[number] if number < len(runs) else None


def _properties(source: Any, pattern: Any, language: str) -> Any:
    """The format of a drawn run; of words where nothing was drawn, that of the end of the paragraph."""
    found = source.find(name("a:rPr")) if source is not None else None
    if found is None and source is None and pattern is not None:
        found = pattern.find(name("a:endParaRPr"))
    made = el("a:rPr")
    if found is not None:
        for key, value in found.attrib.items():
            made.set(key, value)
        made.extend(deepcopy(child) for child in found)
    if language:
        made.set("lang", language)
    return made


def _empty(drawn: Sequence[Any]) -> Any:
    """A paragraph without words, as a cell needs one."""
    made = el("a:p")
    if not drawn:
        return made
    if (properties := drawn[0].find(name("a:pPr"))) is not None:
        made.append(deepcopy(properties))
    source = _source(drawn, 0, 0)
    end = source.find(name("a:rPr")) if source is not None else drawn[0].find(name("a:endParaRPr"))
    if end is not None:
        made.append(deepcopy(end))
        made[-1].tag = name("a:endParaRPr")
    return made


def in_language(tree: Any, language: str, *, is_filled: bool = False) -> None:
    """Tells every run its language; once filled, those that have none. Takes away an editor's notes."""
    for run in tree.iter(name("a:r"), name("a:fld"), name("a:br")):
        if run.find(name("a:rPr")) is None:
            run.insert(0, el("a:rPr"))
    for properties in tree.iter(name("a:rPr"), name("a:endParaRPr")):
        for mark in _MARKS_OF_AN_EDITOR:
            properties.attrib.pop(mark, None)
        if not is_filled or "lang" not in properties.attrib:
            properties.set("lang", language)


def number_fields(tree: Any, page: int, cite: Citations) -> None:
    """Slide numbers as they will be shown before somebody opens the file."""
    for field in tree.iter(name("a:fld")):
        if field.get("type") == "slidenum":
            for words in field.findall(name("a:t")):
                words.text = str(page)
            cite.structure(str(page), "number")
