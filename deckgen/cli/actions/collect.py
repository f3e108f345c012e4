"""`deckgen collect`: the evidence alone."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from deckgen.cli.actions._agreement import agreement
from deckgen.cli.actions._progress import reporter, tell_gaps
from deckgen.pipeline.build import brief_file, gather
from deckgen.pipeline.folder import locked, sweep


def run(*, folder: Path, refresh: bool, is_agreed: bool, quiet: bool) -> int:
    """Collects and says where the evidence lies."""
    brief_file(folder)
    with locked(folder):
        sweep(folder)
        gathered = gather(
            folder,
            environ=os.environ,
            is_offline=False,
            refresh=refresh,
            agree=agreement(is_agreed=is_agreed, quiet=quiet),
            report=reporter(quiet=quiet),
        )
    if not quiet:
        tell_gaps(gathered, is_offline=False)
    typer.echo(str(gathered.archive))
    return 3 if gathered.evidence.gaps else 0
