"""`deckgen build`: the whole way from brief to deck."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from deckgen.cli.actions._agreement import agreement
from deckgen.cli.actions._progress import reporter, tell_gaps
from deckgen.pipeline.build import Built, build, check_length

DONE, DONE_WITH_GAPS, NO_CASE = 0, 3, 4


def run(
    *,
    folder: Path,
    is_offline: bool,
    refresh: bool,
    length: str,
    output: Path | None,
    is_full_forced: bool,
    is_agreed: bool,
    quiet: bool,
) -> int:
    """Builds the deck and says where it lies and what it rests on."""
    check_length(length)
    if is_offline and not quiet:
        typer.echo("Replaying the archive", err=True)
    built = build(
        folder,
        environ=os.environ,
        is_offline=is_offline,
        refresh=refresh,
        length=length,
        output=output,
        is_full_forced=is_full_forced,
        agree=agreement(is_agreed=is_agreed, quiet=quiet),
        report=reporter(quiet=quiet),
    )
    return finish(built, is_offline=is_offline, quiet=quiet)


def finish(built: Built, *, is_offline: bool, quiet: bool) -> int:
    """The closing lines and the exit code."""
    if not quiet:
        tell_gaps(built.gathered, is_offline=is_offline)
        for finding in built.findings.values():
            if finding.key != "coverage":
                typer.echo(f"  {finding.key:<10} {finding.verdict.value}")
    typer.echo(str(built.path))
    if not built.gathered.evidence.lookups:
        typer.echo(
            "No source answered, so nothing was measured: check that you are online, "
            "then run the same command again. The file says so too.",
            err=True,
        )
        return DONE_WITH_GAPS
    if built.is_memo:
        typer.echo(
            "No argument holds today: this is a memo, not a deck. --full builds the whole deck.", err=True
        )
        return NO_CASE
    return DONE_WITH_GAPS if built.gathered.evidence.gaps else DONE
