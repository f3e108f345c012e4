"""Tables of TOML files: read as lines of text, and laid one over the other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deckgen.errors import TemplateError


def strings(path: Path, key: str, table: Mapping[str, Any]) -> dict[str, str]:
    found = table.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise TemplateError(f'{path}: [{key}] must hold lines of the form name = "text"')
    return dict(found)


def under(near: Mapping[str, Any], far: Mapping[str, Any]) -> dict[str, Any]:
    """Tables merged, the nearer one wins; lists and strings are replaced whole."""
    out = dict(far)
    for key, value in near.items():
        out[key] = (
            under(value, out[key]) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
        )
    return out
