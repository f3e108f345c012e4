"""Loads sources and arguments: the file name is the key, a source's facts lie in the TOML file beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from deckgen.errors import InputError
from deckgen.model.finding import Argument
from deckgen.model.source import Credential, Entry, Exchange, Gives, Price, Probe, Shape, Source
from deckgen.registry import names, only

E = TypeVar("E", bound=StrEnum)
SOURCES = "deckgen.sources"
ARGUMENTS = "deckgen.arguments"
_MAX_FILE = 65_536
_TEXTS = {
    "title": "title",
    "summary": "summary",
    "terms": "terms",
    "cost": "cost",
    "seen": "seen_in_recording",
}
_LIMITS = {
    "per_second": float,
    "concurrent": int,
    "deadline_s": float,
    "answer_s": float,
    "max_requests": int,
}


def entries(package: str = SOURCES) -> tuple[Entry, ...]:
    """All sources' entries, sorted by key; no source is imported for it."""
    return tuple(load_entry(key, package) for key in names(package))


def load_entry(key: str, package: str = SOURCES) -> Entry:
    """The entry of one source; InputError names file and key of what does not fit."""
    if key not in names(package):
        raise InputError(f"There is no source '{key}'; use one of: {', '.join(names(package))}")
    path = Path(str(files(package))) / f"{key}.toml"
    try:
        if path.stat().st_size > _MAX_FILE:
            raise InputError(f"{path}: is larger than {_MAX_FILE:,} bytes; an entry is a page of facts")
        table = _Table(path, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); every source needs this file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is no TOML ({error}); correct it there") from None
    return _entry(key, table)


def load_source(key: str, package: str = SOURCES) -> Source:
    """One source, ready to be asked."""
    return _source(load_entry(key, package), package)


def load_sources(
    package: str = SOURCES, *, wanted: Callable[[Entry], bool] = lambda _: True
) -> tuple[Source, ...]:
    """The sources that are wanted, sorted by key; the others are not imported."""
    return tuple(_source(entry, package) for entry in entries(package) if wanted(entry))


def _source(entry: Entry, package: str) -> Source:
    kind: type[Source] = only(package, entry.key, Source)  # type: ignore[type-abstract]
    return kind(entry)


def load_arguments(package: str = ARGUMENTS) -> tuple[Argument, ...]:
    """The arguments in the order management sees them."""
    kinds: list[type[Argument]] = [only(package, key, Argument) for key in names(package)]  # type: ignore[type-abstract]
    return tuple(sorted((kind() for kind in kinds), key=lambda argument: argument.order))


def _entry(key: str, table: _Table) -> Entry:
    key_table, limits, options = table.table("key"), table.table("limits"), table.table("options")
    price, probe = table.table("price"), table.table("probe")
    entry = Entry(
        key=key,
        gives=_one_of(table, "gives", Gives),
        is_on=table.take("on", bool),
        documentation=table.words("documentation"),
        bases=table.words("bases", is_optional=True),
        checked_on=_day(table),
        options=tuple((name, options.take(name, str)) for name in tuple(options.values)),
        credential=_credential(key, key_table) if key_table.values else None,
        is_key_required=key_table.take("required", bool, False),
        shape=_one_of(table, "shape", Shape),
        keep_days=limits.positive("keep_days", int) if "keep_days" in limits.values else None,
        shows_terms=table.take("show_terms", bool, False),
        price=_price(price) if price.values else None,
        probe=_probe(probe),
        **{field: table.take(name, str) for name, field in _TEXTS.items()},
        **{name: limits.positive(name, kind) for name, kind in _LIMITS.items() if name in limits.values},
    )
    for part in (table, key_table, limits, price, probe):
        part.refuse_rest()
    return entry


def _one_of(table: _Table, name: str, words: type[E]) -> E:
    given = table.take(name, str)
    if given not in set(words):
        raise InputError(f"{table.path}: {name} is '{given}'; use one of: {', '.join(words)}")
    return words(given)


def _price(table: _Table) -> Price:
    written = table.take("per_request", str)
    try:
        per_request = Decimal(written)
    except ArithmeticError:
        per_request = Decimal(-1)
    if not 0 <= per_request < 1000:
        raise InputError(f"{table.path}: price.per_request is '{written}'; write an amount such as \"0.005\"")
    return Price(per_request=per_request, currency=table.take("currency", str, "USD"))


def _probe(table: _Table) -> Probe:
    handles, options = table.table("handles"), table.table("options")
    return Probe(
        phrase=table.take("phrase", str, ""),
        hashtag=table.take("hashtag", str, ""),
        query=table.take("query", str, ""),
        base=table.take("base", str, ""),
        handles=tuple((name, handles.take(name, str)) for name in tuple(handles.values)),
        options=tuple((name, options.words(name)) for name in tuple(options.values)),
    )


def _day(table: _Table) -> date:
    day: date = table.take("checked_on", date)
    if isinstance(day, datetime):
        raise InputError(f"{table.path}: checked_on has a time; write the day only, as 2026-11-22")
    return day


def _credential(key: str, table: _Table) -> Credential:
    token = table.table("token")
    found = Credential(
        name=table.take("name", str, key),
        env=table.take("env", str),
        header=table.take("header", str, ""),
        parameter=table.take("parameter", str, ""),
        form=table.take("form", str, ""),
        token=_exchange(token) if token.values else None,
    )
    if bool(found.header) == bool(found.parameter):
        raise InputError(f"{table.path}: [key] must say either header or parameter, where the key is sent")
    return found


def _exchange(table: _Table) -> Exchange:
    found = Exchange(
        url=table.take("url", str),
        answer=table.take("answer", str),
        header=table.take("header", str, ""),
        body=table.take("body", str, ""),
        content_type=table.take("type", str, "application/x-www-form-urlencoded"),
    )
    table.refuse_rest()
    return found


class _Table:
    """A TOML table that knows which of its keys were read."""

    def __init__(self, path: Path, name: str, values: dict[str, Any]) -> None:
        self.path = path
        self.values = values
        self._name = name

    def take(self, name: str, kind: type, default: Any = None) -> Any:
        value = self.values.pop(name, default)
        if value is None:
            raise InputError(f"{self.path}: {self._named(name)} is missing; add it")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise InputError(f"{self.path}: {self._named(name)} must be of type {kind.__name__}")
        return value

    def words(self, name: str, *, is_optional: bool = False) -> tuple[str, ...]:
        value = self.take(name, list, [] if is_optional else None)
        if not all(isinstance(word, str) for word in value):
            raise InputError(f"{self.path}: {self._named(name)} must be a list of texts")
        return tuple(value)

    def positive(self, name: str, kind: type) -> Any:
        value = self.take(name, int if isinstance(self.values[name], int) else kind)
        if not 0 < value < 1_000_000:
            raise InputError(f"{self.path}: {self._named(name)} is {value}; it must be greater than 0")
        return kind(value)

    def table(self, name: str) -> _Table:
        return _Table(self.path, name, self.take(name, dict, {}))

    def refuse_rest(self) -> None:
        if self.values:
            unknown = ", ".join(self._named(name) for name in self.values)
            raise InputError(f"{self.path}: unknown: {unknown}; check the spelling or take it out")

    def _named(self, name: str) -> str:
        return f"{self._name}.{name}" if self._name else name
