"""Writes template.toml: what deckgen proposes is marked as such, what a person changed stays as it is.

A line that deckgen proposes ends in a comment `# proposed "...": why`. Where value and comment differ, or
where there is no such comment, a person wrote the value: it is kept, whatever is proposed later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Item, Table
from tomlkit.toml_document import TOMLDocument

from deckgen.errors import TemplateError
from deckgen.parsing.toml import parsed

Value = str | int
Place = tuple[str, ...]  # names of tables, and the key in the last
_PROPOSED = re.compile(r'#\s*proposed\s+("(?:[^"\\]|\\.)*"|-?\d+)')
_COPIED = re.compile(r"sha256 ([0-9a-f]{64})")
_WIDEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A value for one place, and why."""

    place: Place
    value: Value
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one place: `before` None = it was not there; `proposed`: of a value that was kept."""

    place: Place
    value: Value
    before: Value | None = None
    proposed: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A template.toml as it is to stand, and what was done to it."""

    text: str
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    dropped: tuple[Change, ...] = ()  # proposed once, no longer


class Settings:
    """One template.toml that is being written."""

    def __init__(self, text: str, *, where: Path) -> None:
        parsed(text.encode(), name=str(where))  # its mistakes are told with their line
        try:
            self._document: TOMLDocument = tomlkit.parse(text)
        except (TOMLKitError, RecursionError, ValueError) as error:
            raise TemplateError(f"{where}: {error}; mend that line") from None
        self._where = where

    def text(self, key: str) -> str:
        """A text at the top of the file; empty when there is none."""
        found = self._document.get(key)
        return str(found) if isinstance(found, str) else ""

    def own(self, *tables: str) -> dict[str, Value]:
        """What a person wrote in a table: not what was only proposed."""
        found = self._table(tables)
        return {
            str(key): _plain(item)
            for key, item in (found.items() if found is not None else ())
            if not isinstance(item, dict) and _proposed(item) != _plain(item)
        }

    def copied(self) -> str:
        """The sha256 of the master as it was copied; empty when that is not written."""
        found = _COPIED.search(_comment(self._document.get("master")))
        return found[1] if found else ""

    def set_master(self, name: str, sha256: str) -> None:
        """Names the copy of the master."""
        item = tomlkit.item(name)
        item.comment(f"a copy of the client's file, sha256 {sha256}")
        self._document["master"] = item

    def set_missing(self, key: str, value: str) -> None:
        """Sets a text at the top that is not there yet."""
        if key not in self._document:
            self._document[key] = value

    def propose(self, proposals: Iterable[Proposal], *, tables: Sequence[str]) -> Written:
        """The file with these proposals; those in `tables` that are proposed no longer go."""
        added, changed, kept = [], [], []
        wanted = tuple(proposals)
        for proposal in wanted:
            table = self._made(proposal.place[:-1])
            key = proposal.place[-1]
            if key not in table:
                table[key] = _item(proposal)
                added.append(Change(place=proposal.place, value=proposal.value))
                continue
            before = _plain(table[key])
            if _proposed(table[key]) != before:
                kept.append(Change(place=proposal.place, value=before, proposed=proposal.value))
                continue
            table[key] = _item(proposal)
            if before != proposal.value:
                changed.append(Change(place=proposal.place, value=proposal.value, before=before))
        dropped = tuple(self._dropped({p.place for p in wanted}, tables))
        kept += list(self._others({p.place for p in wanted}, tables))
        return Written(
            text=_aligned(tomlkit.dumps(self._document)),
            added=tuple(added),
            changed=tuple(changed),
            kept=tuple(kept),
            dropped=dropped,
        )

    def _dropped(self, wanted: set[Place], tables: Sequence[str]) -> Iterator[Change]:
        for place, holder, item in tuple(self._lines(tables)):
            if place not in wanted and _proposed(item) == _plain(item):
                del holder[place[-1]]
                yield Change(place=place, value=_plain(item))

    def _others(self, wanted: set[Place], tables: Sequence[str]) -> Iterator[Change]:
        for place, _, item in self._lines(tables):
            if place not in wanted:
                yield Change(place=place, value=_plain(item))

    def _lines(self, tables: Sequence[str]) -> Iterator[tuple[Place, Any, Any]]:
        for name in tables:
            found = self._document.get(name)
            if isinstance(found, dict):
                yield from _lines(found, (name,))

    def _table(self, names: Sequence[str]) -> Mapping[str, Any] | None:
        found: Any = self._document
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else None

    def _made(self, names: Sequence[str]) -> Any:
        found: Any = self._document
        for i, name in enumerate(names):
            if name not in found:
                found[name] = tomlkit.table(is_super_table=i < len(names) - 1)
            found = found[name]
            if not isinstance(found, dict):
                raise TemplateError(
                    f"{self._where}: '{name}' must be a table, written [{name}]; mend that line"
                )
        return found


def headed(name: str, base: str) -> str:
    """The beginning of a new template.toml."""
    return (
        f"# Look and words of a client's decks. What is not written here is as in {base}.\n"
        "# A line marked `proposed` is deckgen's: change its value and it stays as you wrote it.\n"
        "# After a change:  deckgen template check FOLDER\n\n"
        f"name = {json.dumps(name, ensure_ascii=False)}\n"
        f"extends = {json.dumps(base, ensure_ascii=False)}\n"
    )


def _lines(table: Any, at: Place) -> Iterator[tuple[Place, Any, Any]]:
    for key, item in table.items():
        place = (*at, str(key))
        if isinstance(item, Table):
            yield from _lines(item, place)
        elif not isinstance(item, dict):
            yield place, table, item


def _item(proposal: Proposal) -> Item:
    made: Item = tomlkit.item(proposal.value)
    made.comment(f"proposed {_quoted(proposal.value)}: {' '.join(proposal.why.split())}")
    return made


def _quoted(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _proposed(item: Any) -> Value | None:
    """What a line says that deckgen proposed; None when it does not say."""
    found = _PROPOSED.match(_comment(item))
    if found is None:
        return None
    try:
        value = json.loads(found[1])
    except ValueError:
        return None
    return value if isinstance(value, str | int) else None


def _comment(item: Any) -> str:
    return str(item.trivia.comment) if isinstance(item, Item) else ""


def _plain(item: Any) -> Value:
    value = item.unwrap() if isinstance(item, Item) else item
    return value if isinstance(value, str | int) else str(value)


def _aligned(text: str) -> str:
    """The comments of proposals under each other, as far as that helps the eye."""
    out: list[str] = []
    for block in re.split(r"(?<=\n)(?=\[)|(?<=\n)(?=\n)", text):
        cut = [line.split(" # proposed ", 1) for line in block.split("\n")]
        wide = max((len(c[0].rstrip()) for c in cut if len(c) == 2), default=0)
        wide = min(wide, _WIDEST)
        lines = (f"{c[0].rstrip():<{wide}}  # proposed {c[1]}" if len(c) == 2 else c[0] for c in cut)
        out.append("\n".join(lines))
    return "".join(out)
