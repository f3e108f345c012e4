"""Builds sources from the entry beside them and writes what they yield as plain JSON, to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from deckgen import registry
from deckgen.model.brief import Brief, SourceSettings, Window
from deckgen.model.evidence import Gap, Item
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Origin
from deckgen.model.source import Entry, Source
from deckgen.pipeline.plugins import load_entry
from tests.factories import a_brief, a_company, a_topic


def an_entry(key: str) -> Entry:
    """The entry of a source, from the TOML file beside it."""
    return load_entry(key)


def a_source(key: str) -> Source:
    kind: type[Source] = registry.only("deckgen.sources", key, Source)  # type: ignore[type-abstract]
    return kind(an_entry(key))


def a_brief_for(key: str, **changes: Any) -> Brief:
    """The factories' brief; this source's `options` and `bases`; `topics` ... as plain data."""
    settings = SourceSettings(
        enabled=True,
        bases=tuple(changes.pop("bases", ())),
        options={name: tuple(values) for name, values in changes.pop("options", {}).items()},
    )
    if "topics" in changes:
        changes["topics"] = tuple(a_topic(**_tuples(topic)) for topic in changes["topics"])
    if "companies" in changes:
        us, *others = (a_company(**_tuples(company)) for company in changes.pop("companies"))
        changes |= {"us": us, "competitors": tuple(others)}
    if "window" in changes:
        start, end = (date.fromisoformat(str(day)) for day in changes["window"])
        changes["window"] = Window(start=start, end=end)
    return a_brief(sources={key: settings}, **changes)


def all_read(source: Source, page: Page, brief: Brief) -> list[Item | Request | Gap]:
    return list(source.parse(page, brief))


def of_type(kind: type[Any], found: Iterable[object]) -> list[Any]:
    return [item for item in found if isinstance(item, kind)]


def as_json(found: Iterable[object]) -> list[Any]:
    """What a source yields, each with its type's name; defaults left out, of the origin only the locator."""
    return [{"type": type(item).__name__, **_plain(item)} for item in found]


def _plain(value: Any) -> Any:
    if isinstance(value, Origin):
        return value.locator
    if is_dataclass(value):
        told = {
            f.name: getattr(value, f.name) for f in fields(value) if getattr(value, f.name) != _default(f)
        }
        return {name: _plain(part) for name, part in told.items()}
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode()
    return str(value) if isinstance(value, Decimal) else value


def _default(f: Any) -> Any:
    return f.default_factory() if f.default_factory is not MISSING else f.default


def _tuples(written: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in written.items()}
