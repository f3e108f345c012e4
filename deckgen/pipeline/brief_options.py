"""Reads from the brief what its template lets it set: [options], typed as the template declares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from deckgen.model.options import (
    LONGEST_TEXT,
    MOST_DIGITS,
    MOST_ROWS,
    Cell,
    Option,
    OptionKind,
    OptionValue,
)
from deckgen.parsing.fields import Fields
from deckgen.pipeline.brief_pictures import read_picture

_LONGEST_CELL = 300


def read_brief_options(
    top: Fields, options: Sequence[Option], *, template: str, folder: Path
) -> Mapping[str, OptionValue]:
    """The options that the brief sets; what it leaves out is not in it."""
    table = top.table("options")
    if not options:
        if top.has("options"):
            top.problem(
                "options", f'cannot be set for the template "{template}"', "it has no options; take them out"
            )
        return MappingProxyType({})
    made: dict[str, OptionValue] = {}
    for option in options:
        if table.has(option.key):
            value = _value(table, option, folder)
            if value is not None:
                made[option.key] = value
    table.finish()
    return MappingProxyType(made)


def _value(table: Fields, option: Option, folder: Path) -> OptionValue:
    match option.kind:
        case OptionKind.FLAG:
            return table.flag(option.key)
        case OptionKind.CHOICE:
            return table.word(option.key, option.choices) or None
        case OptionKind.LIST:
            return table.texts(option.key, longest=LONGEST_TEXT)
        case OptionKind.TABLE:
            return _rows(table, option)
        case OptionKind.PICTURE:
            return read_picture(table, option.key, folder=folder)
        case _:
            return _cell(table, option.key, option.kind, longest=LONGEST_TEXT)


def _rows(table: Fields, option: Option) -> tuple[Mapping[str, Cell], ...]:
    rows = table.tables(option.key)
    if len(rows) > MOST_ROWS:
        table.problem(option.key, f"has {len(rows)} rows", f"keep at most {MOST_ROWS}")
        return ()
    made = []
    for row in rows:
        cells = {name: _cell(row, name, kind, longest=_LONGEST_CELL) for name, kind in option.columns}
        row.finish()
        made.append(MappingProxyType(cells))
    return tuple(made)


def _cell(fields: Fields, key: str, kind: OptionKind, *, longest: int) -> Cell:
    match kind:
        case OptionKind.NUMBER | OptionKind.MONEY:
            return fields.number(key, most=MOST_DIGITS)
        case OptionKind.DAY:
            return fields.day(key)
        case _:
            return fields.text(key, longest=longest) or None
