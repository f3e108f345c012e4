"""Live progress per source, and the closing lines of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import typer

from deckgen.pipeline.build import Gathered
from deckgen.pipeline.questions import Progress

_SHOWN_GAPS = 8


def reporter(*, quiet: bool) -> Callable[[Progress], None]:
    """Prints a line when a source is done; nothing when quiet."""

    def report(progress: Progress) -> None:
        if quiet or not progress.is_done:
            return
        gaps = f", {progress.gaps} without answer" if progress.gaps else ""
        told = f"{progress.answered} answers{gaps}, {progress.items} items"
        is_idle = not (progress.asked or progress.gaps)
        typer.echo(f"  {progress.title:<24} {'nothing to ask' if is_idle else told}", err=True)

    return report


def tell_gaps(gathered: Gathered, *, is_offline: bool) -> None:
    """Says which questions stayed open and what to do about it."""
    evidence = gathered.evidence
    for warning in gathered.warnings:
        typer.echo(f"deckgen: {warning}", err=True)
    if not evidence.gaps:
        return
    typer.echo(
        f"Open: {len(evidence.gaps)} questions got no answer; the deck shows them as missing.", err=True
    )
    kinds = Counter((g.source, g.reason.value, g.detail) for g in evidence.gaps)
    for (source, reason, detail), count in kinds.most_common(_SHOWN_GAPS):
        typer.echo(f"  {source}: {reason} ({count}){': ' + detail if detail else ''}", err=True)
    if not is_offline and any(g.reason.is_worth_retrying for g in evidence.gaps):
        typer.echo("Run the same command again to ask only these once more.", err=True)
