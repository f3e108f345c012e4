"""`deckgen trace`: from a number on a slide back to the answers it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from deckgen.model.ledger import Basis, Ledger
from deckgen.model.origin import Origin
from deckgen.pipeline.tracing import Trail, inputs_of, trace

_SHOWN = 12
_BASIS = {
    Basis.MEASURED: "computed from recorded answers",
    Basis.OBSERVED: "as the source gave it",
    Basis.QUOTED: "part of a text from outside",
    Basis.BRIEF: "from the brief",
    Basis.AUTHOR: "its author's own, from no source",
    Basis.UNTRACEABLE: "untraceable: typed into the template by hand, without a source",
    Basis.STRUCTURE: "a count of the deck itself",
}


def run(*, deck: Path, number: str, quiet: bool) -> int:
    """Prints one trail per different number that reads like this."""
    ledger, trails = trace(deck, number)
    told: set[tuple[Origin, ...]] = set()
    for i, trail in enumerate(trails):
        if i:
            typer.echo("")
        is_known = bool(trail.entry.origins) and trail.entry.origins in told
        for line in _lines(ledger, trail, is_short=quiet or is_known):
            typer.echo(line)
        if is_known and not quiet:
            typer.echo("  evidence  the same answers as above")
        told.add(trail.entry.origins)
    return 0


def _lines(ledger: Ledger, trail: Trail, *, is_short: bool) -> Iterator[str]:
    entry = trail.entry
    yield f"{entry.printed}   {entry.key}"
    yield f"  is        {_BASIS[entry.basis]}"
    places = [f"slide {p.slide}, {p.place}" for p in trail.placements]
    yield f"  stands    {'; '.join(places[:4])}{f' and {len(places) - 4} more' if len(places) > 4 else ''}"
    if entry.formula:
        yield f"  formula   {entry.formula} ({entry.kind.value})"
    inputs = list(inputs_of(ledger, entry))
    for name, value in inputs[:_SHOWN]:
        yield f"  from      {name} = {value}"
    if len(inputs) > _SHOWN:
        yield f"            and {len(inputs) - _SHOWN} more"
    if is_short:
        return
    for origin in entry.origins[:_SHOWN]:
        yield from _origin(origin)
    if len(entry.origins) > _SHOWN:
        yield f"  and {len(entry.origins) - _SHOWN} more answers (all are in the ledger inside the file)"


def _origin(origin: Origin) -> Iterator[str]:
    yield f"  evidence  {origin.source}: {origin.url}"
    if origin.record:
        at = f"{origin.retrieved_at:%Y-%m-%d %H:%M:%S} UTC"
        yield f"            retrieved {at}, archive record {origin.record}"
    if origin.locator:
        yield f"            at {origin.locator}"
    yield f"            sha256 {origin.sha256}"
