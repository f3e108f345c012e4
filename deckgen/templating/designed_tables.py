"""Fills a drawn table by its name: head row kept, the first row below it the pattern of all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from deckgen.model.designed import (
    DesignedParagraph,
    DesignedRun,
    DesignedShape,
    DesignedText,
    FilledRow,
)
from deckgen.templating.designed_data import Names
from deckgen.templating.designed_names import each
from deckgen.templating.designed_tags import TagError, pieces
from deckgen.templating.designed_text import Filler

Cells = tuple[DesignedText, ...]


def filled_table(
    shape: DesignedShape,
    name: str,
    context: Mapping[str, Any],
    *,
    filler: Filler,
    names: Names,
    not_measured: str,
) -> tuple[FilledRow, ...]:
    """Head, one row for each of the named table's, and the last row where the design has a row of totals.

    Where the pattern holds no tags, a cell whose text is the key of a column gets that column, and where no
    cell is so called, cells get the columns in their order. In a pattern with tags each row is called `row`.
    """
    first = 1 if shape.has_head and len(shape.rows) > 1 else 0
    last = len(shape.rows) - (1 if shape.has_total and len(shape.rows) > first + 1 else 0)
    items, keys = names.table(name, context)
    pattern = _pattern(shape.rows[first], keys, name)
    called = ("row", *each(name).names)
    out = list(filler.rows(shape.rows[:first], context)) if first else []
    for extra in names.numbered(items, called):
        out += filler.rows([pattern], {**context, **extra}, first=first)
    if not items:
        out += filler.rows([_said(shape.rows[first], not_measured)], context, first=first)
    if last < len(shape.rows):
        out += filler.rows(shape.rows[last:], context, first=last)
    return tuple(out)


def _pattern(cells: Cells, keys: Sequence[str], name: str) -> Cells:
    """The pattern with tags in it."""
    if any(piece.is_tag for cell in cells for p in cell for piece in pieces(p)):
        return cells
    if not keys:
        raise TagError(
            f"'{name}' is a list without columns; write tags such as {{{{ item.name }}}} in the first row "
            "below the head",
            name,
        )
    given = [_plain(cell) for cell in cells]
    if not set(given) & set(keys):
        if len(cells) > len(keys):
            raise TagError(
                f"the table has {len(cells)} columns, '{name}' has {len(keys)} ({', '.join(keys)}); "
                "delete columns, or write tags in the first row below the head",
                name,
            )
        given = list(keys[: len(cells)])
    return tuple(
        _with(cell, f"{{{{ row['{key}'] }}}}") if key in keys else cell
        for cell, key in zip(cells, given, strict=True)
    )


def _plain(cell: DesignedText) -> str:
    return " ".join(p.text for p in cell).strip().casefold()


def _with(cell: DesignedText, words: str) -> DesignedText:
    """A cell that holds only these words, in the format of its first run."""
    run = DesignedRun(text=words)
    head = cell[0] if cell else DesignedParagraph(runs=())
    return (replace(head, runs=(run,)),)


def _said(cells: Cells, words: str) -> Cells:
    """A row that says in its first cell that there is nothing to show."""
    return tuple(_with(cell, words if i == 0 else "") for i, cell in enumerate(cells))
