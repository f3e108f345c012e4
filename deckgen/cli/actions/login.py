"""`deckgen sources login`: takes a key without showing it and keeps it in the system's keyring."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator

import typer

from deckgen.cli.actions._money import money
from deckgen.cli.actions._terminal import is_terminal
from deckgen.errors import CannotWriteError, InputError
from deckgen.model.source import Credential, Entry
from deckgen.pipeline.key_ring import advice, keep, why_unusable
from deckgen.pipeline.keys import LONGEST, Place, keys_of, problem_of, sharing
from deckgen.pipeline.plugins import entries, load_entry

_WIDTH = 80


def run(*, name: str, quiet: bool) -> int:
    """Asks for the key of one source and keeps it; says first what is wanted and where it comes from."""
    entry = load_entry(name)
    credential = needed(entry)
    if why := why_unusable():
        raise CannotWriteError(f"{why}; {advice(credential.env)}")
    if not quiet:
        for text in _told(entry, credential):
            for line in textwrap.wrap(
                text, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
            ):
                typer.echo(line, err=True)
    key = _typed(credential)
    if problem := problem_of(credential, key):
        raise InputError(f"the key of {entry.title} {problem}; nothing was kept")
    ring = keep(credential.env, key)
    typer.echo(
        f"{credential.env} is kept in the keyring ({ring}). Take it out with: deckgen sources logout {name}"
    )
    return 0


def needed(entry: Entry) -> Credential:
    """The key that a source takes; InputError when it takes none."""
    if entry.credential is None:
        raise InputError(f"{entry.key}: {entry.title} needs no key; there is nothing to log in to")
    return entry.credential


def nearer(credential: Credential) -> Place | None:
    """Where the same key is set and goes before the keyring."""
    alike = [entry for entry in entries() if entry.credential == credential]
    found = keys_of(alike, environ=os.environ, asks_keyring=False)
    return found.places.get(credential.env)


def _told(entry: Entry, credential: Credential) -> Iterator[str]:
    yield f"{entry.title}: {entry.summary}"
    yield f"Where the key comes from: {' '.join(entry.documentation)}"
    yield f"Cost: {entry.cost}"
    if entry.price:
        price = f"{money(entry.price.per_request)} {entry.price.currency}"
        yield f"Price: {price} a request, told before each run"
    yield f"Terms: {entry.terms}"
    others = [other.key for other in sharing(credential, entries()) if other.key != entry.key]
    if others:
        yield f"The same key serves: {', '.join(others)}"
    if credential.form:
        yield f"Type it in the form {credential.form}, with the colon between the parts."
    if place := nearer(credential):
        yield f"{credential.env} is set in {place.value} as well, which goes before the keyring."
    yield "What you type is not shown."


def _typed(credential: Credential) -> str:
    """From the keyboard without an echo, or one line from another program."""
    if is_terminal():
        typed: str = typer.prompt(
            credential.form or "Key", hide_input=True, err=True, default="", show_default=False
        )
        return typed.strip()
    return sys.stdin.readline(LONGEST + 2).strip()
