"""Slide files: TOML front matter, read strictly as data; texts and the speaker notes below it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.finding import Verdict
from deckgen.templating.containers import MARKDOWN, VERDICTS, joined, read_body
from deckgen.templating.own import NONE, OWN_NUMBERS, Own, read_own
from deckgen.templating.pack import read_tables
from deckgen.templating.toml_tables import under

_MARK = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_KEYS = {
    "archetype", "section", "argument", "finding", "when", "kicker", "source", "title", "text", "chart",
    "table", "picture", "on", "say", "for_each", "extends", OWN_NUMBERS,
}  # fmt: skip
_COMMON = {"on", "extends", "section", "finding", "argument", "for_each", OWN_NUMBERS}  # not by verdict
_CHART = {"slot", "form", "data", "alt", "note", "limit", "format"}
_TABLE = {
    "slot", "data", "columns", "limit", "highlight", "figure", "alt", "style", "legend", "rows", "heads",
    "aligns", "weights", "total", MARKDOWN,
}  # fmt: skip
_PICTURE = {"slot", "data", "alt"}
_COLUMN = {"key", "head", "text", "align", "weight", "companies", "role"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideFile:
    """One slide file. `front` is its front matter as checked data; `notes` the text below it."""

    path: Path
    key: str
    front: Mapping[str, Any]
    notes: str
    own: Own = NONE

    def over(self, base: SlideFile) -> SlideFile:
        """The slide file it extends, with its own settings laid over."""
        front = MappingProxyType(under(self.front, base.front))
        return replace(self, front=front, notes=self.notes or base.notes, own=self.own | base.own)

    def settled(self, verdict: Verdict | None) -> Mapping[str, Any]:
        """The front matter with the verdict's own keys put over the common ones."""
        own = self.front.get("on", {}).get(verdict.value, {}) if verdict else {}
        merged = {k: v for k, v in self.front.items() if k != "on"}
        for key, value in own.items():
            both = key == "text" and isinstance(merged.get("text"), dict) and own.get("archetype") is None
            merged[key] = {**merged["text"], **value} if both else value
        if own.get("archetype"):  # another archetype has other slots: charts and tables of the common part go
            for key in ("chart", "table", "text"):
                if key not in own:
                    merged.pop(key, None)
        return MappingProxyType(merged)


def read_slide_file(path: Path, text: str, *, language: str = "en") -> SlideFile:
    """Splits and checks one slide file, written in a language; TemplateError names file and key."""
    parts = _MARK.split(text, 2)
    if len(parts) != 3 or parts[0].strip():
        raise TemplateError(f"{path}: a slide file begins with settings between two lines '+++'")
    front = read_tables(path, parts[1])
    _known(path, "", front, _KEYS)
    _check_verdicts(path, front)
    first = parts[0].count("\n") + parts[1].count("\n") + 1
    containers, notes = read_body(path, parts[2], first=first)
    front = joined(path, front, containers)
    _check(path, front)
    for own in dict(front.get("on", {})).values():
        _check(path, own)
    if "extends" not in front and not {"archetype", "title"} <= set(front):
        raise TemplateError(f"{path}: a slide needs 'archetype' and 'title'")
    own = read_own(front.get(OWN_NUMBERS, []), where=str(path), language=language)
    return SlideFile(path=path, key=path.stem, front=front, notes=notes, own=own)


def _check_verdicts(path: Path, front: Mapping[str, Any]) -> None:
    given = front.get("on", {})
    if not isinstance(given, dict) or not all(isinstance(own, dict) for own in given.values()):
        raise TemplateError(f"{path}: 'on' holds what differs by verdict, under lines such as [on.weak]")
    for verdict, own in given.items():
        if verdict not in VERDICTS:
            raise TemplateError(
                f"{path}: [on.{verdict}] is no verdict; use one of: {', '.join(sorted(VERDICTS))}"
            )
        _known(path, f"on.{verdict}.", own, _KEYS - _COMMON)
        _check_tables(path, own)
    _check_tables(path, front)


def _check_tables(path: Path, front: Mapping[str, Any]) -> None:
    if not isinstance(front.get("text", {}), dict):
        raise TemplateError(f'{path}: the texts of slots stand under [text], such as panel = "..."')
    for key in ("chart", "table", "picture"):
        found = front.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise TemplateError(f"{path}: each {key} stands under a line [[{key}]]")


def _check(path: Path, front: Mapping[str, Any]) -> None:
    for i, chart in enumerate(front.get("chart", []), 1):
        _known(path, f"chart {i}: ", chart, _CHART)
        if missing := {"slot", "form", "data"} - set(chart):
            raise TemplateError(f"{path}: chart {i} lacks '{sorted(missing)[0]}'")
    for i, picture in enumerate(front.get("picture", []), 1):
        _known(path, f"picture {i}: ", picture, _PICTURE)
        if missing := _PICTURE - set(picture):
            raise TemplateError(f"{path}: picture {i} lacks '{sorted(missing)[0]}'")
    for i, table in enumerate(front.get("table", []), 1):
        _known(path, f"table {i}: ", table, _TABLE)
        for column in table.get("columns", []):
            _known(path, f"table {i}, column: ", column, _COLUMN)
        has_rows = "rows" in table or MARKDOWN in table or {"data", "columns"} <= set(table)
        if "slot" not in table or not has_rows:
            raise TemplateError(
                f"{path}: table {i} needs 'slot' and either 'rows', or 'data' with 'columns', or a text "
                "'::: table1' below the settings"
            )


def _known(path: Path, where: str, table: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise TemplateError(
            f"{path}: {where}unknown key '{unknown[0]}'; known are: {', '.join(sorted(known))}"
        )
