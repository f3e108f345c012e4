"""Live progress per source, and the closing lines of a run."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import shorten

import typer

from deckgen.model.exchange import GapReason
from deckgen.pipeline.build import Gathered
from deckgen.pipeline.questions import Progress

_SHOWN_GAPS = 12
_SHOWN_DETAIL = 240


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
    keyless = [source for source, reason in evidence.skipped if reason is GapReason.NO_KEY]
    if keyless:
        typer.echo(f"Left out for want of a key: {', '.join(keyless)} (see: deckgen sources)", err=True)
    if not evidence.gaps:
        return
    typer.echo(
        f"Open: {len(evidence.gaps)} questions got no answer; the deck shows them as missing.", err=True
    )
    kinds: dict[tuple[str, str], list[str]] = {}
    for gap in evidence.gaps:
        kinds.setdefault((gap.source, gap.reason.value), []).append(gap.detail)
    ordered = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    said: set[str] = set()
    for (source, reason), details in ordered[:_SHOWN_GAPS]:
        first = shorten(details[0], _SHOWN_DETAIL, placeholder=" ...")
        why = "" if not first else ": the same" if first in said else f": {first}"
        said.add(first)
        typer.echo(f"  {source}: {reason} ({len(details)}){why}", err=True)
    if len(ordered) > _SHOWN_GAPS:
        left = len(ordered) - _SHOWN_GAPS
        typer.echo(f"  and {left} more kinds; the evidence file beside the archive lists all", err=True)
    if not is_offline and any(gap.reason.is_worth_retrying for gap in evidence.gaps):
        typer.echo("Run the same command again to ask only these once more.", err=True)
