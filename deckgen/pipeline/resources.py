"""Where templates and samples lie: inside an installed deckgen, or beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from deckgen.errors import TemplateError
from deckgen.model.options import Option
from deckgen.templating.template import chain_of, languages_of, options_of

_PACKAGE = Path(str(files("deckgen")))


def _folder(packed: str, checkout: str) -> Path:
    inside = _PACKAGE / packed
    return inside if inside.is_dir() else _PACKAGE.parent / checkout


def template_roots(client_folder: Path | None = None) -> tuple[Path, ...]:
    """Folders that hold templates by name, nearest first; a client's own folder may hold `template/`."""
    built_in = _folder("_templates", "templates")
    return (client_folder, built_in) if client_folder else (built_in,)


def template_languages(roots: tuple[Path, ...]) -> dict[str, tuple[str, ...]]:
    """Names of the templates found, each with its languages, its own first; an unreadable one has none."""
    found: dict[str, tuple[str, ...]] = {}
    for root in roots:
        for file in sorted(root.glob("*/template.toml")):
            found.setdefault(file.parent.name, _languages(file.parent.name, roots))
    return found


def _languages(name: str, roots: tuple[Path, ...]) -> tuple[str, ...]:
    try:
        return languages_of(chain_of(name, roots=roots))
    except (OSError, TemplateError):
        return ()


def template_options(name: str, roots: tuple[Path, ...]) -> tuple[Option, ...]:
    """What a brief may set for a template."""
    return options_of(chain_of(name, roots=roots))


def samples() -> Path:
    """The folder of sample clients."""
    return _folder("_samples", "sample_inputs")
