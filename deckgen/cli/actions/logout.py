"""`deckgen sources logout`: takes a key out of the system's keyring."""

from __future__ import annotations

import typer

from deckgen.cli.actions.login import nearer, needed
from deckgen.pipeline.key_ring import forget
from deckgen.pipeline.keys import sharing
from deckgen.pipeline.plugins import entries, load_entry


def run(*, name: str, quiet: bool) -> int:
    """Takes the key out, and says what is left without one and where it is still set."""
    credential = needed(load_entry(name))
    forget(credential.env)
    typer.echo(f"{credential.env} is taken out of the keyring")
    if quiet:
        return 0
    typer.echo(f"It served: {', '.join(e.key for e in sharing(credential, entries()))}", err=True)
    if place := nearer(credential):
        typer.echo(f"It is still set in {place.value}; take it out there too.", err=True)
    return 0
