"""The options of a template: as template.toml declares them, and as slide files see them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.brief import Brief
from deckgen.model.brief_origin import brief_origin
from deckgen.model.finding import Quote, Row, Table, Value, Word
from deckgen.model.measure import Unit, day, measured
from deckgen.model.options import IN_TABLES, LONGEST_TEXT, MOST_DIGITS, Option, OptionKind, OptionValue
from deckgen.model.origin import Origin
from deckgen.model.picture import Picture
from deckgen.templating.citing import cleaned, marked
from deckgen.templating.views import Nothing, Press, TableView, View

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_KEYS = {"type", "default", "label", "choices", "columns"}
_GROUP = "option"
_MOST = 60
_DEFAULTS: Mapping[OptionKind, tuple[Any, str]] = {
    OptionKind.TEXT: (str, '"text in quotes"'),
    OptionKind.CHOICE: (str, "one of its choices, in quotes"),
    OptionKind.NUMBER: ((int, float, Decimal), "a number without quotes"),
    OptionKind.MONEY: ((int, float, Decimal), "a number without quotes"),
    OptionKind.FLAG: (bool, "true or false"),
    OptionKind.DAY: (date, "a date as 2026-11-22"),
    OptionKind.LIST: (list, 'a list, as ["first", "second"]'),
}


def read_options(path: Path, table: Mapping[str, Any]) -> tuple[Option, ...]:
    """The tables [options.<name>] of a template.toml; TemplateError names file, option and key."""
    if not isinstance(table, Mapping) or not all(isinstance(v, Mapping) for v in table.values()):
        raise TemplateError(f"{path}: [options] holds one table for each option, such as [options.fee]")
    if len(table) > _MOST:
        raise TemplateError(f"{path}: [options] has {len(table)} options; keep at most {_MOST}")
    return tuple(_option(path, key, own) for key, own in table.items())


def _option(path: Path, key: str, own: Mapping[str, Any]) -> Option:
    where = f"{path}: options.{key}"
    if not _NAME.match(key):
        raise TemplateError(f"{where}: an option's name has small letters, digits and _ only, such as 'fee'")
    unknown = sorted(set(own) - _KEYS)
    if unknown:
        raise TemplateError(f"{where}: unknown key '{unknown[0]}'; known are: {', '.join(sorted(_KEYS))}")
    kinds = ", ".join(OptionKind)
    if own.get("type") not in set(OptionKind):
        raise TemplateError(f"{where}: 'type' is '{own.get('type', '')}'; use one of: {kinds}")
    kind = OptionKind(own["type"])
    choices = own.get("choices", [])
    if not isinstance(choices, list) or not all(isinstance(c, str) and c for c in choices):
        raise TemplateError(f"{where}: 'choices' must be a list of words in quotes")
    if (kind is OptionKind.CHOICE) != bool(choices):
        raise TemplateError(f"{where}: 'choices' goes with type = \"choice\" and has at least one word")
    return Option(
        key=key,
        kind=kind,
        label=str(own.get("label", "")),
        default=_default(where, kind, own.get("default"), choices),
        choices=tuple(choices),
        columns=_columns(where, kind, own.get("columns", {})),
    )


def _columns(where: str, kind: OptionKind, columns: Any) -> tuple[tuple[str, OptionKind], ...]:
    if (kind is OptionKind.TABLE) != bool(columns):
        raise TemplateError(f"{where}: 'columns' goes with type = \"table\" and names at least one column")
    if not isinstance(columns, Mapping) or not all(
        _NAME.match(name) and of in set(IN_TABLES) for name, of in columns.items()
    ):
        raise TemplateError(f"{where}: 'columns' gives each column's name one of: {', '.join(IN_TABLES)}")
    return tuple((name, OptionKind(of)) for name, of in columns.items())


def _default(where: str, kind: OptionKind, given: Any, choices: Sequence[str]) -> OptionValue:
    if given is None:
        return None
    if kind in (OptionKind.TABLE, OptionKind.PICTURE):
        raise TemplateError(f"{where}: a {kind} has no default; it stands in the brief")
    wanted, told = _DEFAULTS[kind]
    is_right = isinstance(given, wanted) and isinstance(given, bool) == (kind is OptionKind.FLAG)
    if kind is OptionKind.CHOICE:
        is_right = is_right and given in choices
    if kind is OptionKind.LIST:
        is_right = is_right and all(isinstance(v, str) for v in given)
    if not is_right or isinstance(given, datetime) or len(str(given)) > LONGEST_TEXT:
        raise TemplateError(f"{where}: 'default' of a {kind} must be {told}")
    if kind in (OptionKind.NUMBER, OptionKind.MONEY):
        number = Decimal(str(given))
        if not number.is_finite() or abs(number) > MOST_DIGITS:
            raise TemplateError(f"{where}: 'default' is out of range; write a number up to {MOST_DIGITS:,}")
        return number
    return tuple(given) if isinstance(given, list) else given


class OptionsView:
    """What slide files see as `options`: each by its name; one that nobody set prints as not known."""

    def __init__(self, press: Press, brief: Brief, options: Sequence[Option]) -> None:
        self._values = {o.key: _view(press, brief, o) for o in options}

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)


class Stated(View):
    """Words of the brief or of the template's own default: printed whole, never as markup."""

    def __init__(self, press: Press, text: str, origins: tuple[Origin, ...]) -> None:
        super().__init__(press)
        self._text, self._origins = cleaned(text), origins

    def __str__(self) -> str:
        return marked(self._text, self._press.citations.quotation(self._text, self._origins))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return self._text == (other._text if isinstance(other, Stated) else other)

    def __hash__(self) -> int:
        return hash(self._text)


class PictureView(View):
    """A picture of the brief, for a place of a slide; printed it is the name of its file."""

    def __init__(self, press: Press, picture: Picture, origins: tuple[Origin, ...]) -> None:
        super().__init__(press)
        self.picture = picture
        self._origins = origins

    def __str__(self) -> str:
        return str(Stated(self._press, self.picture.name, self._origins))

    def __bool__(self) -> bool:
        return True


def _view(press: Press, brief: Brief, option: Option) -> Any:
    is_given = option.key in brief.options
    value = brief.options[option.key] if is_given else option.default
    name = f"options.{option.key}"
    origins = (brief_origin(brief, name),) if is_given else ()
    if option.kind is OptionKind.FLAG:
        return bool(value)
    if option.kind is OptionKind.TABLE:
        return TableView(press, _table(option, value or (), brief, name))
    if option.kind is OptionKind.LIST:
        listed = value if isinstance(value, tuple) else ()
        return tuple(Stated(press, str(text), origins) for text in listed)
    if value is None or value == "":
        return Nothing(press)
    if isinstance(value, Picture):
        return PictureView(press, value, origins)
    if option.kind is OptionKind.CHOICE:
        return press.view(Word(group=_GROUP, key=str(value)))
    if option.kind is OptionKind.TEXT:
        return Stated(press, str(value), origins)
    return press.view(_value(option.kind, name, value, origins, formula="brief" if is_given else "author"))


def _table(option: Option, rows: Any, brief: Brief, name: str) -> Table:
    made = []
    for number, row in enumerate(rows, 1):
        cells = {}
        for column, kind in option.columns:
            at = f"{name}.{number}.{column}"
            cells[column] = _value(kind, at, row.get(column), (brief_origin(brief, at),), formula="brief")
        made.append(Row(cells=cells))
    return Table(columns=tuple(c for c, _ in option.columns), rows=tuple(made))


def _value(kind: OptionKind, name: str, value: Any, origins: tuple[Origin, ...], *, formula: str) -> Value:
    if value is None:
        return None
    if kind is OptionKind.DAY:
        return day(name, value, formula=formula, origins=origins)
    if kind is OptionKind.TEXT:
        return Quote(text=str(value), origins=origins)
    unit = Unit.MONEY if kind is OptionKind.MONEY else Unit.COUNT
    return measured(name, value, formula=formula, origins=origins, unit=unit)
