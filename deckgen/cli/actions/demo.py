"""`deckgen demo`: a sample client's deck, replayed from its archive by the very same code."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import typer

from deckgen.archive.naming import FOLDER as EVIDENCE
from deckgen.cli.actions._commands import pasted
from deckgen.cli.actions._progress import reporter
from deckgen.cli.actions.build import finish
from deckgen.errors import CannotWriteError, InputError
from deckgen.pipeline.build import BRIEF, Built, build, check_length
from deckgen.pipeline.folder import refuse_unwritable
from deckgen.pipeline.resources import samples, template_languages, template_roots

MARK = ".deckgen-demo"
_DECK = "[deck]\n"
_SHOWS = {"mixed": "evidence that is weak or speaks against us", "strong": "evidence that carries the case"}


def run(*, folder: Path, sample: str, length: str, template: str, quiet: bool) -> int:
    """Copies a sample into a folder of its own and builds its deck there."""
    known = sorted(p.name for p in samples().iterdir() if (p / "brief.toml").is_file())
    if sample not in known:
        raise InputError(f"There is no sample '{sample}'; use one of: {', '.join(known)}")
    check_length(length)
    looks = sorted(template_languages(template_roots()))
    if template and template not in looks:
        raise InputError(f"There is no template '{template}'; use one of: {', '.join(looks)}")
    _copy(samples() / sample, folder)
    if template:
        _use(template, folder)
    built = build(folder, environ=os.environ, is_offline=True, length=length, report=reporter(quiet=True))
    code = finish(built, is_offline=True, quiet=quiet)
    if not quiet:
        other = "mixed" if sample != "mixed" else "strong"
        typer.echo(
            f"\nThe deck of an invented company lies in {built.path}\n"
            f"Its brief is {folder / 'brief.toml'}, its evidence {folder / 'evidence'}.\n\nTry next:\n"
            f'  deckgen trace {pasted(built.path)} "{_a_number(built)}"     where a number comes from\n'
            f"  deckgen demo {pasted(_beside(folder, other))} --sample {other}     {_SHOWS[other]}\n"
            "  deckgen new acme     a brief for your own company"
        )
    return code


def _copy(source: Path, folder: Path) -> None:
    """Fills the demo folder; never one that holds something else."""
    refuse_unwritable(folder)
    is_ours = (folder / MARK).exists()
    if folder.exists() and any(folder.iterdir()) and not is_ours:
        raise CannotWriteError(
            f"{folder}: this folder holds other files; name a new one: deckgen demo FOLDER"
        )
    try:
        if is_ours and (folder / EVIDENCE).exists():
            # A newer archive would be replayed instead of the sample's.
            shutil.rmtree(folder / EVIDENCE)
        shutil.copytree(source, folder, dirs_exist_ok=True)
        (folder / MARK).write_text("made by deckgen demo\n", encoding="utf-8")
    except OSError as error:
        raise CannotWriteError(f"{folder}: cannot write it ({error.strerror}); name another folder") from None


def _use(template: str, folder: Path) -> None:
    """Names the template in the brief; a sample may hold a brief written for one."""
    own, brief = folder / f"brief.{template}.toml", folder / BRIEF
    text = (own if own.is_file() else brief).read_text(encoding="utf-8")
    if not own.is_file():
        text = text.replace(_DECK, f'{_DECK}template = "{template}"\n', 1)
    brief.write_text(text, encoding="utf-8")


def _beside(folder: Path, sample: str) -> Path:
    return folder.with_name(f"{folder.name or 'deckgen-demo'}-{sample}")


def _a_number(built: Built) -> str:
    """The first number of the first argument, as the deck prints it."""
    entries = built.deck.ledger.values() if built.deck else ()
    return next((e.printed for e in entries if e.key == "talk.total"), "0")
