"""`deckgen sources`: what deckgen can read, whether it is on, what it lacks, its terms and cost."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import typer

from deckgen.cli.actions._sources_table import State, block, state_of, table, terms
from deckgen.model.source import Entry
from deckgen.pipeline.keys import Keys, keys_of
from deckgen.pipeline.plugins import entries, load_entry

_CLOSING = """\
deckgen sources --about NAME    all about one: terms, cost, key, options, limits
deckgen sources login NAME      keep a key; or put a line NAME=key into .env
deckgen sources check --live    ask each one a small question: is it as it was?
In brief.toml each has lines of its own under [sources.NAME]: enabled = true or
false, base = an address of your own, and its options."""


def run(*, about: str, quiet: bool) -> int:
    """Prints the table, or all about one source; the names alone when quiet."""
    known = entries()
    if about:
        load_entry(about)  # names the sources there are when it is none
    elif quiet:
        for entry in known:
            typer.echo(entry.key)
        return 0
    keys = keys_of(known, environ=os.environ)
    show(known, about=about, keys=keys, state=lambda e: state_of(e, is_on=e.is_on, keys=keys))
    return 0


def show(known: Sequence[Entry], *, about: str, keys: Keys, state: State) -> None:
    """The table, or the block of the source `about`."""
    for line in _lines(known, about, keys, state):
        typer.echo(line)
    for warning in keys.warnings:
        typer.echo(f"deckgen: {warning}", err=True)


def _lines(known: Sequence[Entry], about: str, keys: Keys, state: State) -> Iterator[str]:
    if about:
        for entry in known:
            if entry.key == about:
                yield from block(entry, state=state(entry), keys=keys, entries=known)
        return
    yield from table(known, state)
    yield from terms(known)
    yield from _CLOSING.splitlines()
