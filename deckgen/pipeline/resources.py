"""Where templates and samples lie: inside an installed deckgen, or beside it in a checkout."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

_PACKAGE = Path(str(files("deckgen")))


def _folder(packed: str, checkout: str) -> Path:
    inside = _PACKAGE / packed
    return inside if inside.is_dir() else _PACKAGE.parent / checkout


def template_roots(client_folder: Path | None = None) -> tuple[Path, ...]:
    """Folders that hold templates by name, nearest first; a client's own folder may hold `template/`."""
    built_in = _folder("_templates", "templates")
    return (client_folder, built_in) if client_folder else (built_in,)


def template_languages(roots: tuple[Path, ...]) -> dict[str, tuple[str, ...]]:
    """Names of the templates found, each with its languages; a template that cannot be read has none."""
    found: dict[str, tuple[str, ...]] = {}
    for root in roots:
        for file in sorted(root.glob("*/template.toml")):
            found.setdefault(file.parent.name, _languages(file))
    return found


def _languages(file: Path) -> tuple[str, ...]:
    try:
        return tuple(tomllib.loads(file.read_text(encoding="utf-8")).get("languages", ("en",)))
    except (OSError, ValueError):
        return ()


def samples() -> Path:
    """The folder of sample clients."""
    return _folder("_samples", "sample_inputs")
