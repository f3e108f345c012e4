"""`deckgen new`: a first brief.toml, from answers or from flags."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from deckgen.cli.actions._commands import pasted
from deckgen.cli.actions._interview import Draft, Question, interview, named, questions, under
from deckgen.errors import CannotWriteError, InputError
from deckgen.fetch.clock import clock_of
from deckgen.pipeline.folder import refuse_unwritable, write_whole
from deckgen.pipeline.resources import template_languages, template_roots

DONE, LEFT = 0, 130
BRIEF = "brief.toml"
_OTHER_KEYS = {"template": "deck.template"}  # given by a flag only, never asked


def run(
    *,
    folder: Path,
    one: Mapping[str, str],
    many: Mapping[str, Sequence[str]],
    competitors: Sequence[str],
    force: bool,
    is_interactive: bool,
    quiet: bool,
) -> int:
    """Writes the brief whole or not at all; what a flag got wrong is told before anything is asked."""
    path = folder / BRIEF
    refuse_unwritable(folder)
    if path.exists() and not force:
        raise CannotWriteError(f"{path}: is there already; edit it, or replace it with --force")
    draft = Draft(
        today=clock_of(os.environ).stamp().date(),
        templates=template_languages(template_roots(folder)),
        one={name: value.strip() for name, value in one.items() if value.strip()},
        many={name: [v.strip() for v in values if v.strip()] for name, values in many.items() if values},
        competitors=[named(text) for text in competitors],
    )
    asked = questions(os.environ)
    _refuse_wrong_flags(draft, asked)
    if is_interactive:
        try:
            interview(draft, asked)
        except typer.Abort:
            typer.echo("\ndeckgen: stopped; nothing was written", err=True)
            return LEFT
    write_whole(path, draft.text().encode("utf-8"))
    typer.echo(str(path))
    if not quiet:
        _tell_next(folder, draft)
    return DONE


def _refuse_wrong_flags(draft: Draft, asked: Sequence[Question]) -> None:
    """A flag that was given must be usable; one that was not is an empty place in the brief."""
    problems = draft.problems()
    given = [q.key for q in asked if q.is_answered(draft)]
    given += [key for name, key in _OTHER_KEYS.items() if draft.one.get(name)]
    given += [f"competitors.{number}" for number in range(1, len(draft.competitors) + 1)]
    wrong = [line for key in given for line in under(problems, key)]
    if wrong:
        raise InputError("\n".join(wrong))


def _tell_next(folder: Path, draft: Draft) -> None:
    place = pasted(folder)
    still = [line for _, line in draft.problems()]
    if still:
        typer.echo(f"\nFill in, in {folder / BRIEF}:", err=True)
        for line in still:
            typer.echo(f"  {line}", err=True)
    typer.echo(
        "\nThen:\n"
        f"  add what else you have to {folder / BRIEF}: accounts, people and hours, saved result pages\n"
        "  deckgen sources     what will be asked, and which keys it takes\n"
        f"  deckgen build {place}     collect the evidence and write the deck",
        err=True,
    )
