"""Fills the words of drawn shapes: renders a shape's template and leads what it gave back to its runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.environment import Environment

from deckgen.model.deck import Span
from deckgen.model.designed import DesignedText, FilledParagraph, FilledRow, FilledRun, FilledText
from deckgen.templating.citing import CLOSE, MIDDLE, OPEN, Citations
from deckgen.templating.citing import pieces as printed_pieces
from deckgen.templating.designed_source import CELL, END, PARAGRAPH, ROW, RUN, Source, of_rows, of_text
from deckgen.templating.designed_tags import TagError
from deckgen.templating.environment import MISTAKES, reason_of
from deckgen.templating.own import Place

MAX_LENGTH = 100_000  # characters that one shape may be filled with
MAX_ROWS = 400
_MARK = re.compile(f"([{RUN}{PARAGRAPH}{CELL}{ROW}])([0-9.]+){END}")
_BROKEN = re.compile(f"[{OPEN}{MIDDLE}{CLOSE}{RUN}{PARAGRAPH}{CELL}{ROW}{END}]")
_QUOTED = re.compile(r"'(\w+)'")
_IN_TEMPLATE = {"<template>", "<unknown>"}


class Filler:
    """Fills texts and tables in one language; TagError says what is wrong and in which words."""

    def __init__(
        self, environment: Environment, citations: Citations, *, place: Place, names: Iterable[str]
    ) -> None:
        self._environment, self._citations, self._place = environment, citations, place
        self._names = tuple(names)  # that may follow a point, for "did you mean"

    def text(self, text: DesignedText, context: Mapping[str, Any]) -> FilledText:
        """The paragraphs of a text; those that come out empty are left out, unless they were drawn so."""
        read = _Reader(text, self._citations, self._place)
        read.read(self._rendered(of_text(text), context))
        return read.text()

    def rows(
        self, rows: Sequence[Sequence[DesignedText]], context: Mapping[str, Any], *, first: int = 0
    ) -> tuple[FilledRow, ...]:
        """The rows of a table, of which the first has this number; rows may repeat."""
        rendered = self._rendered(of_rows(rows, first=first), context)
        out: list[FilledRow] = []
        for row, words in _divided(rendered, ROW):
            if len(out) >= MAX_ROWS:
                raise TagError(f"the table would get over {MAX_ROWS} rows; take fewer, e.g. [:10]", "")
            drawn = rows[row[0] - first]
            cells = []
            for at, inner in _divided(words, CELL):
                read = _Reader(drawn[at[1]], self._citations, self._place)
                read.read(inner)
                cells.append((at[1], read.text()))
            if [c for c, _ in cells] != list(range(len(drawn))):
                raise TagError(
                    f"a loop in row {row[0] + 1} begins in one cell and ends in another: begin it in the "
                    "first cell and end it in the last",
                    drawn[0][0].text if drawn and drawn[0] else "",
                )
            out.append(FilledRow(row=row[0], cells=tuple(text for _, text in cells)))
        return tuple(out)

    def words(self, source: str, context: Mapping[str, Any]) -> tuple[Span, ...]:
        """A line without formats, such as an alt text."""
        template = Source(text=source, tags=())
        spans: list[Span] = []
        for piece in printed_pieces(self._rendered(template, context)):
            _whole(piece.text if not piece.is_marked else "")
            spans += (
                [self._citations.marked_span(piece, self._place)]
                if piece.is_marked
                else self._citations.spans(piece.text, self._place)
            )
        return tuple(spans)

    def value(self, expression: str, context: Mapping[str, Any]) -> Any:
        """What an expression stands for; undefined names are mistakes."""
        try:
            found = self._environment.compile_expression(expression, undefined_to_none=False)(**context)
            if isinstance(found, StrictUndefined):
                str(found)  # says what is missing
        except MISTAKES as error:
            raise TagError(self._reason(error, context), expression) from None
        return found

    def _rendered(self, source: Source, context: Mapping[str, Any]) -> str:
        if "{" not in source.text:
            return source.text
        out, length = [], 0
        try:
            for part in self._environment.from_string(source.text).generate(context):
                out.append(part)
                length += len(part)
                if length > MAX_LENGTH:
                    break
        except MISTAKES as error:
            tag = source.tag(_line(error))
            around = tag.around if tag else source.text
            raise TagError(self._reason(error, context), around) from None
        if length > MAX_LENGTH:
            tag = source.loop()
            raise TagError(
                f"the shape would be filled with over {MAX_LENGTH} characters; take fewer items: [:10]",
                tag.around if tag else "",
            )
        return "".join(out)

    def _reason(self, error: Exception, context: Mapping[str, Any]) -> str:
        reason = reason_of(error)
        names = _QUOTED.findall(reason)
        if isinstance(error, UndefinedError) and names:
            return reason + _nearest(names[-1], (*context, *self._names))
        if isinstance(error, TemplateSyntaxError) and names and reason.startswith("No filter"):
            return reason.rstrip(".") + _nearest(names[-1], self._environment.filters)
        return reason


class _Reader:
    """Takes rendered text apart into the paragraphs and runs whose marks it carries."""

    def __init__(self, drawn: DesignedText, citations: Citations, place: Place) -> None:
        self._drawn, self._citations, self._place = drawn, citations, place
        self._open: list[tuple[int, list[FilledRun]]] = []
        self._at = (0, 0)

    def read(self, rendered: str) -> None:
        for piece in printed_pieces(rendered):
            if piece.is_marked:
                self._add(self._citations.marked_span(piece, self._place))
                continue
            at = 0
            for found in _MARK.finditer(piece.text):
                self._plain(piece.text[at : found.start()])
                numbers = tuple(map(int, found[2].split(".")))
                if found[1] == RUN:
                    self._at = (numbers[0], numbers[1])
                elif found[1] == PARAGRAPH:
                    self._at = (numbers[-1], 0)
                    self._open.append((numbers[-1], []))
                at = found.end()
            self._plain(piece.text[at:])

    def text(self) -> FilledText:
        kept = [
            FilledParagraph(paragraph=at, runs=tuple(runs))
            for at, runs in self._open
            if "".join(r.span.text for r in runs).strip(" \v\u00a0") or not self._drawn[at].text.strip()
            or any(r.is_fixed and r.span.text != "\v" for r in runs)
        ]  # fmt: skip
        return tuple(kept)

    def _plain(self, words: str) -> None:
        if not words:
            return
        _whole(words)
        paragraph, run = self._at
        drawn = self._drawn[paragraph].runs if paragraph < len(self._drawn) else ()
        if run < len(drawn) and drawn[run].is_fixed:
            self._add(Span(text=drawn[run].text), is_fixed=True)
            return
        for span in self._citations.spans(words, self._place):
            self._add(span)

    def _add(self, span: Span, *, is_fixed: bool = False) -> None:
        paragraph, run = self._at
        if not self._open or self._open[-1][0] != paragraph:  # the other branch of a condition
            self._open.append((paragraph, []))
        self._open[-1][1].append(FilledRun(span=span, paragraph=paragraph, run=run, is_fixed=is_fixed))


def _divided(rendered: str, mark: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """What follows each mark of a kind, with the numbers of that mark."""
    parts = re.split(f"{mark}([0-9.]+){END}", rendered)
    for numbers, words in zip(parts[1::2], parts[2::2], strict=True):
        yield tuple(map(int, numbers.split("."))), words


def _whole(words: str) -> None:
    found = _BROKEN.search(words)
    if found:
        shown = _BROKEN.sub("", words[max(0, found.start() - 20) : found.end() + 40])
        raise TagError("a filter changed or cut a number or a quotation; print it without that filter", shown)


def _line(error: BaseException) -> int:
    """The line of the template that Jinja blames."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in _IN_TEMPLATE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _nearest(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(dict.fromkeys(known)), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""
