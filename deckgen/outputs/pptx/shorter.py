"""The last remedy before a text is refused: words from outside get shorter, with an ellipsis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from deckgen.errors import FitError
from deckgen.model.deck import TableRow, TableSpec, Text
from deckgen.parsing.shortening import shortened

_BOUNDS = (90, 60, 40, 24, 12)  # characters, tried in this order
P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def shortening_texts(act: Callable[Concatenate[Text, P], R]) -> Callable[Concatenate[Text, P], R]:
    """`act`, tried again with shorter quotations in its text when it does not fit."""
    return _again(act, _shorter_text)


def shortening_tables(act: Callable[Concatenate[TableSpec, P], R]) -> Callable[Concatenate[TableSpec, P], R]:
    """`act`, tried again with shorter quotations in its table when it does not fit."""
    return _again(act, _shorter_table)


def _again(
    act: Callable[Concatenate[T, P], R], shorter: Callable[[T, int], T]
) -> Callable[Concatenate[T, P], R]:
    def tried(whole: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(whole, *args, **kwargs)
        except FitError:
            for candidate in _candidates(whole, shorter):
                try:
                    return act(candidate, *args, **kwargs)
                except FitError:
                    continue
            raise

    update_wrapper(tried, act)
    return tried


def _candidates(whole: T, shorter: Callable[[T, int], T]) -> Iterator[T]:
    last = whole
    for bound in _BOUNDS:
        candidate = shorter(whole, bound)
        if candidate != last:
            yield candidate
        last = candidate


def _shorter_text(text: Text, bound: int) -> Text:
    return tuple(
        replace(
            p,
            spans=tuple(replace(s, text=shortened(s.text, bound)) if s.is_quoted else s for s in p.spans),
        )
        for p in text
    )


def _shorter_table(table: TableSpec, bound: int) -> TableSpec:
    return replace(
        table,
        head=tuple(_shorter_text(head, bound) for head in table.head),
        rows=tuple(_shorter_row(row, bound) for row in table.rows),
    )


def _shorter_row(row: TableRow, bound: int) -> TableRow:
    return replace(row, cells=tuple(replace(c, text=_shorter_text(c.text, bound)) for c in row.cells))
