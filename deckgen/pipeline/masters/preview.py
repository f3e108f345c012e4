"""Shows a template: one full slide of each archetype, in every language, as decks and as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from deckgen.errors import CannotWriteError, InputError, TemplateError
from deckgen.outputs.pptx.proof import proof
from deckgen.pipeline.folder import locked, office_lock, refuse_unwritable, write_whole
from deckgen.pipeline.making import render
from deckgen.pipeline.masters.located import Located
from deckgen.pipeline.masters.pictures import Pictures, pictures
from deckgen.pipeline.masters.trial import composed
from deckgen.pipeline.resources import template_roots
from deckgen.templating.template import PREVIEW, Template, chain_of, languages_of, load_template


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The preview in one language."""

    language: str
    path: Path
    slides: int
    refused: Mapping[str, str]  # archetypes that could not be laid out, with the reason
    pictures: Pictures


def preview(
    place: Located, *, languages: Sequence[str], output: Path | None, tell: Callable[[str], None]
) -> Iterator[Shown]:
    """Writes a deck for each language and yields it when it is done; `tell` is given each language before."""
    chain = chain_of(place.name, roots=place.roots)
    spoken = languages_of(chain)
    for language in languages:
        if language not in spoken:
            raise InputError(f"--language is '{language}'; the template has: {', '.join(spoken)}")
    folder = output or _usual(chain[0].folder)
    refuse_unwritable(folder)
    with locked(place.client) if place.client else nullcontext():
        for language in tuple(dict.fromkeys(languages)) or spoken:
            tell(language)
            template = load_template(place.name, roots=place.roots, language=language)
            yield _shown(template, language, folder)


def _shown(template: Template, language: str, folder: Path) -> Shown:
    path = folder / f"{language}.pptx"
    if lock := office_lock(path):
        raise CannotWriteError(
            f"{path}: is open in another program; close it there and run again, "
            f"or delete {lock.name} if no program has it open"
        )
    decks, mistakes = composed(template)
    if not decks:
        raise TemplateError(mistakes[0] if mistakes else f"{template.folders[0]}: no outline has any slide")
    made = proof(decks, master=template.master, layouts=template.layouts, styling=template.styling)
    write_whole(path, render(made.deck, template))
    return Shown(
        language=language,
        path=path,
        slides=len(made.deck.slides),
        refused=made.refused,
        pictures=pictures(path),
    )


def _usual(folder: Path) -> Path:
    """In the template's own folder; of a built-in one where the command is run."""
    if folder.parent in template_roots():
        return Path(f"{folder.name}-{PREVIEW}")
    return folder / PREVIEW
