"""`deckgen sources --for FOLDER`: the same table, as this client's brief sets it."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from deckgen.cli.actions._sources_table import state_of
from deckgen.cli.actions.sources import show
from deckgen.fetch.clock import clock_of
from deckgen.model.brief import Brief
from deckgen.model.source import Entry
from deckgen.pipeline.build import read_brief
from deckgen.pipeline.collect import is_enabled
from deckgen.pipeline.costs import has_questions
from deckgen.pipeline.keys import keys_of
from deckgen.pipeline.plugins import entries, load_entry, load_source


def run(*, folder: Path, about: str, quiet: bool) -> int:
    """Prints the table for one client; the names of the sources that are on when quiet."""
    known = entries()
    if about:
        load_entry(about)
    brief = read_brief(folder, as_of=clock_of(os.environ).stamp().date())
    if quiet and not about:
        for entry in known:
            if is_enabled(entry, brief):
                typer.echo(entry.key)
        return 0
    asked = [entry for entry in known if is_enabled(entry, brief) or entry.key == about]
    keys = keys_of(asked, environ=os.environ, folder=folder)

    def state(entry: Entry) -> str:
        return state_of(
            entry,
            is_on=is_enabled(entry, brief),
            keys=keys,
            is_set_up=_is_set_up(entry, brief),
        )

    show(known, about=about, keys=keys, state=state)
    return 0


def _is_set_up(entry: Entry, brief: Brief) -> bool:
    return is_enabled(entry, brief) and has_questions(load_source(entry.key), brief)
