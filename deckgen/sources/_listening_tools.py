"""Which listening tool wrote a table, and which of its columns mean what: the data is in the file beside."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from deckgen.errors import SourceChanged
from deckgen.parsing.tables import Table, column_key

ANY = "any"
MEANINGS = (
    "date",
    "time",
    "zone",
    "title",
    "text",
    "url",
    "source",
    "type",
    "sentiment",
    "author",
    "language",
    "points",
    "comments",
    "id",
    "hidden",
    "duplicate",
)
_SHOWN = 40  # columns in a message
_IN_UTC = re.compile(r" \((?:utc|gmt)[^()]*\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool's export. `name` is empty for tables of no tool that we know."""

    key: str
    name: str
    seen: str  # where its header was seen, and when
    known_by: tuple[frozenset[str], ...]  # all columns of one of these groups are there
    columns: Mapping[str, tuple[str, ...]]  # meaning -> columns as `column_key` writes them, best first
    is_sentiment_a_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the columns of each meaning stand in a table, best first."""

    tool: Tool
    at: Mapping[str, tuple[int, ...]]

    def first(self, meaning: str) -> int | None:
        return next(iter(self.at[meaning]), None)


@cache
def tools() -> tuple[Tool, ...]:
    """All tools, and last the one for any other table."""
    written = (files("deckgen.sources") / "_listening_tools.toml").read_text(encoding="utf-8")
    return tuple(_tool(key, table) for key, table in tomllib.loads(written).items())


@cache
def known_columns() -> frozenset[str]:
    """Every column that any tool is read by; the line with most of them is the header."""
    return frozenset(name for tool in tools() for names in tool.columns.values() for name in names)


def tool_of(columns: Sequence[str]) -> Tool:
    """The tool that writes such a header: of those it may be, the one that knows most of its columns."""
    there = {column_key(column) for column in columns}

    def known(tool: Tool) -> int:
        return len(there.intersection(name for names in tool.columns.values() for name in names))

    may_be = [tool for tool in tools() if any(group <= there for group in tool.known_by)]
    return max(may_be, key=known, default=tools()[-1])


def places(table: Table, mapping: Mapping[str, str]) -> Places:
    """Where each meaning stands: the user's own naming goes before the tool's columns, these before any."""
    at: dict[str, int] = {}
    for i, column in enumerate(table.columns):
        at.setdefault(_IN_UTC.sub("", column_key(column)), i)
        at.setdefault(column_key(column), i)
    _check(table, mapping, at)
    tool, other = tool_of(table.columns), tools()[-1]
    taken: set[int] = set()
    found: dict[str, tuple[int, ...]] = {}
    for meaning, column in mapping.items():
        found[meaning] = (at[column_key(column)],)
        taken.add(at[column_key(column)])
    for names in (tool.columns, other.columns):
        for meaning in MEANINGS:
            if not found.get(meaning):
                those = dict.fromkeys(at[name] for name in names.get(meaning, ()) if name in at)
                found[meaning] = tuple(place for place in those if place not in taken)
        taken.update(place for those in found.values() for place in those)
    if not found["date"] or not (found["title"] or found["text"]):
        raise SourceChanged(
            f"{table.name}: needed are a column with dates and one with a title or text, "
            f"found are {_listed(table)}; "
            'say which they are in the brief, e.g. columns = ["date=Published on", "text=Post"]'
        )
    return Places(tool=tool, at=MappingProxyType(found))


def _check(table: Table, mapping: Mapping[str, str], at: Mapping[str, int]) -> None:
    for meaning, column in mapping.items():
        if column_key(column) in at:
            continue
        near = get_close_matches(column_key(column), at, n=1, cutoff=0.6)
        hint = f", the nearest is {table.columns[at[near[0]]][:40]!r}" if near else ""
        raise SourceChanged(
            f"{table.name}: has no column {column[:40]!r}, which the brief calls the {meaning}{hint}; "
            f"it has {_listed(table)}; if another file is meant, write "
            f"'<file>: {meaning}={column[:40]}'"
        )


def _listed(table: Table) -> str:
    names = [column for column in table.columns if column]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(repr(name[:40]) for name in names[:_SHOWN]) + more


def _tool(key: str, table: Mapping[str, object]) -> Tool:
    columns, known_by = table["columns"], table["known_by"]
    if not isinstance(columns, dict) or not isinstance(known_by, list) or not set(columns) <= set(MEANINGS):
        raise ValueError(f"_listening_tools.toml: {key} does not have the form that its first lines tell")
    return Tool(
        key=key,
        name=str(table["name"]),
        seen=str(table["seen"]),
        known_by=tuple(frozenset(map(column_key, group)) for group in known_by),
        columns=MappingProxyType(
            {meaning: tuple(map(column_key, names)) for meaning, names in columns.items()}
        ),
        is_sentiment_a_number=bool(table.get("is_sentiment_a_number", False)),
    )
