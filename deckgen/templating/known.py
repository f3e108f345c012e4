"""The names that slide files may use, gathered from findings: what a word in a tag can mean."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from deckgen.model.brief import Brief
from deckgen.model.finding import Finding

_OF_FINDING = frozenset({"verdict", "flags", "key", "tables", "exhibits"})
_OF_ROW = frozenset({"role", "columns"})
_OF_COLLECTION = frozenset({"items", "keys", "values", "get"})
_ALSO = {"Brief": ("weeks", "companies"), "Window": ("weeks",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFinding:
    """What a finding may hold, whatever its verdict."""

    values: frozenset[str]
    flags: frozenset[str]
    tables: Mapping[str, frozenset[str]]  # their columns
    exhibits: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything a slide file may name. `slots` are those of each archetype."""

    findings: Mapping[str, KnownFinding]
    names: frozenset[str]  # in any text
    slots: Mapping[str, frozenset[str]]
    forms: frozenset[str]
    options: Mapping[str, frozenset[str] | None]  # of the template; of tables their columns
    sections: frozenset[str]


def known_findings(each: Iterable[Mapping[str, Finding]]) -> dict[str, KnownFinding]:
    """What the findings of several runs hold between them."""
    made: dict[str, KnownFinding] = {}
    for findings in each:
        for key, finding in findings.items():
            before = made.get(key)
            columns = {name: set(table.columns) for name, table in finding.tables.items()}
            for name, table in finding.tables.items():
                columns[name] |= {cell for row in table.rows for cell in row.cells}
            for name, known in before.tables.items() if before else ():
                columns.setdefault(name, set()).update(known)
            made[key] = KnownFinding(
                values=frozenset({*finding.numbers, *finding.facts}) | (before.values if before else set()),
                flags=finding.flags | (before.flags if before else frozenset()),
                tables={name: frozenset(found) for name, found in columns.items()},
                exhibits=frozenset(finding.exhibits) | (before.exhibits if before else frozenset()),
            )
    return made


def wrong_name(chain: tuple[str, ...], known: Known) -> tuple[str, Collection[str]] | None:
    """The first part of `talk.tables.sources` that means nothing, and what could stand there."""
    root, *rest = chain
    if root in known.findings:
        return _wrong_of_finding(rest, known.findings[root])
    if root == "options" and rest and rest[0] not in known.options:
        return rest[0], known.options.keys()
    if root == "brief":
        return _wrong_of_type(rest, Brief)
    return None


def nearest(word: str, among: Collection[str]) -> str:
    """What somebody may have meant; empty when nothing is near."""
    found = difflib.get_close_matches(word, sorted(among), n=1, cutoff=0.6)
    return found[0] if found else ""


def columns_of(chain: tuple[str, ...], known: Known) -> frozenset[str] | None:
    """The columns of a table that a chain of names means; None when it means none that is known."""
    if len(chain) == 2 and chain[0] == "options":
        own = known.options.get(chain[1])
        return own | _OF_ROW if own else None
    if len(chain) == 3 and chain[1] == "tables" and chain[0] in known.findings:
        found = known.findings[chain[0]].tables.get(chain[2])
        return found | _OF_ROW if found else None
    return None


def _wrong_of_finding(rest: list[str], finding: KnownFinding) -> tuple[str, Collection[str]] | None:
    if not rest:
        return None
    first, *more = rest
    if first not in finding.values | _OF_FINDING:
        return first, finding.values | _OF_FINDING
    if first == "tables" and more and more[0] not in {*finding.tables, *_OF_COLLECTION}:
        return more[0], finding.tables.keys()
    if first == "exhibits" and more and more[0] not in finding.exhibits | _OF_COLLECTION:
        return more[0], finding.exhibits
    return None


def _wrong_of_type(rest: list[str], kind: Any) -> tuple[str, Collection[str]] | None:
    for word in rest:
        if not (isinstance(kind, type) and is_dataclass(kind)):
            return None
        hints = typing.get_type_hints(kind)
        there = {f.name for f in fields(kind)} | set(_ALSO.get(kind.__name__, ()))
        if word not in there:
            return word, there
        kind = hints.get(word)
    return None
