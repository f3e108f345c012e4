"""A Markdown table as a native one: its cells, and how its columns are aligned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deckgen.errors import TemplateError
from deckgen.model.deck import Align
from deckgen.templating.citing import CLOSE, OPEN
from deckgen.templating.markup import bounded
from deckgen.templating.own import Place

MAX_ROWS = 400
MAX_COLUMNS = 30
_TOKENS = re.compile(rf"{OPEN}[^{CLOSE}]*{CLOSE}|\\.|(\|)", re.DOTALL)  # evidence, an escaped sign, a bar
_RULE = re.compile(r":?-+:?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownTable:
    """Cells as Markdown, still to be read; `head` is empty where no column has a name."""

    head: tuple[str, ...]
    aligns: tuple[Align, ...]
    rows: tuple[tuple[str, ...], ...]


def read_table(rendered: str, place: Place) -> MarkdownTable:
    """The table of a rendered text; TemplateError names the line of the table that is wrong."""
    lines = [line.strip(" \t\r") for line in bounded(rendered, place).split("\n")]
    rows = [_cells(line) for line in lines if line]
    if len(rows) < 2 or not all(_RULE.fullmatch(cell) for cell in rows[1]):
        raise TemplateError(
            f"{place}: a table begins with a line of heads, '| Blog | Rank |', and below it a line of rules, "
            "'|------|-----:|'"
        )
    head, rules, *body = rows
    if len(body) > MAX_ROWS or len(head) > MAX_COLUMNS:
        raise TemplateError(
            f"{place}: the table has over {MAX_ROWS} rows or {MAX_COLUMNS} columns; print fewer items: [:10]"
        )
    for number, row in enumerate((rules, *body)):
        if len(row) != len(head):
            which = f"row {number}" if number else "the line of rules"
            raise TemplateError(
                f"{place}: {which} of the table has {len(row)} cells and the line of heads {len(head)}; "
                "write as many, and a backslash before a bar that is none of the table's"
            )
    return MarkdownTable(head=head if any(head) else (), aligns=tuple(map(_align, rules)), rows=tuple(body))


def _cells(line: str) -> tuple[str, ...]:
    cells, at = [], 0
    for found in _TOKENS.finditer(line):
        if found[1]:
            cells.append(line[at : found.start()])
            at = found.end()
    cells.append(line[at:])
    if len(cells) > 1 and not cells[0]:
        del cells[0]
    if len(cells) > 1 and not cells[-1]:
        del cells[-1]
    return tuple(cell.strip(" \t") for cell in cells)


def _align(rule: str) -> Align:
    if rule.endswith(":"):
        return Align.CENTRE if rule.startswith(":") else Align.RIGHT
    return Align.LEFT
