"""What template.toml sets on a master, read strictly: [placeholders], [palette] and [fonts]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.deck import Role
from deckgen.model.styling import ROLE_SLOTS, THEME_SLOTS, Styling

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})\Z")
_FONT = re.compile(r"[^\W_][\w .,'+&-]{0,59}\Z")
_FONTS = ("heading", "body")


def read_styling(path: Path, table: Mapping[str, Any]) -> Styling:
    """From a whole template.toml, those it extends included; TemplateError names file, table and key."""
    palette = _lines(path, "palette", table)
    fonts = _lines(path, "fonts", table)
    known = {r.value for r in Role} | set(THEME_SLOTS)
    for key in palette:
        if key not in known:
            raise TemplateError(
                f"{path}: palette.{key} is neither a role nor a theme colour; "
                f"roles are: {', '.join(r.value for r in Role)}; theme colours: {', '.join(THEME_SLOTS)}"
            )
    for key, family in fonts.items():
        if key not in _FONTS:
            raise TemplateError(f"{path}: fonts.{key} is not known; use: {', '.join(_FONTS)}")
        if not _FONT.match(family):
            raise TemplateError(f"{path}: fonts.{key} is '{family[:60]}'; write the name of a font family")
    roles = {Role(k): _slot(path, k, v) for k, v in palette.items() if k not in THEME_SLOTS}
    return Styling(
        placeholders=_placeholders(path, table.get("placeholders", {})),
        roles=MappingProxyType(roles),
        colours=MappingProxyType({k: _colour(path, k, v) for k, v in palette.items() if k in THEME_SLOTS}),
        heading_font=fonts.get("heading", ""),
        body_font=fonts.get("body", ""),
    )


def _placeholders(path: Path, table: Any) -> Mapping[str, Mapping[str, int | str]]:
    if not isinstance(table, Mapping) or not all(isinstance(v, Mapping) for v in table.values()):
        raise TemplateError(
            f"{path}: [placeholders] holds one table for each archetype, such as [placeholders.table]"
        )
    for archetype, slots in table.items():
        for slot, wanted in slots.items():
            if isinstance(wanted, bool) or not isinstance(wanted, int | str):
                raise TemplateError(
                    f"{path}: placeholders.{archetype}.{slot} must be the number or the name of a "
                    'placeholder, or "" for none'
                )
    return MappingProxyType({a: MappingProxyType(dict(slots)) for a, slots in table.items()})


def _slot(path: Path, role: str, value: str) -> str:
    if value not in ROLE_SLOTS:
        raise TemplateError(
            f"{path}: palette.{role} is '{value[:40]}'; a role is drawn in a theme colour, one of: "
            f'{", ".join(ROLE_SLOTS)}. To change what that colour is, write: accent1 = "0072BC"'
        )
    return value


def _colour(path: Path, slot: str, value: str) -> str:
    found = _COLOUR.match(value)
    if found is None:
        raise TemplateError(f"{path}: palette.{slot} is '{value[:40]}'; write six hex digits, as 0072BC")
    return found[1].upper()


def _lines(path: Path, key: str, table: Mapping[str, Any]) -> dict[str, str]:
    found = table.get(key, {})
    if not isinstance(found, Mapping) or not all(isinstance(v, str) for v in found.values()):
        raise TemplateError(f'{path}: [{key}] must hold lines of the form name = "text"')
    return dict(found)
