"""Where templates and samples lie: inside an installed deckgen, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from deckgen.errors import TemplateError
from deckgen.model.options import Option
from deckgen.templating.pack import TEMPLATES, built_in
from deckgen.templating.template import chain_of, languages_of, options_of


def template_roots(client_folder: Path | None = None) -> tuple[Path, ...]:
    """Folders that hold templates by name, nearest first; a client's own folder may hold `template/`."""
    return (client_folder, TEMPLATES) if client_folder else (TEMPLATES,)


def is_built_in(name: str, roots: tuple[Path, ...]) -> bool:
    """Whether a template, and each one that it extends, is deckgen's own. No other folder's file is read."""
    try:
        chain = chain_of(name, roots=(TEMPLATES,))
    except TemplateError:
        return False
    return not any(
        (r / link.folder.name / "template.toml").exists() for r in roots if r != TEMPLATES for link in chain
    )


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
    return built_in("_samples", "sample_inputs")
