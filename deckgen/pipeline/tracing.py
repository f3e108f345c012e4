"""From a number on a slide back to what it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deckgen.errors import InputError
from deckgen.model.ledger import Ledger, LedgerEntry, Placement
from deckgen.outputs.pptx import read_ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One printed number: its entry and every place it stands."""

    entry: LedgerEntry
    placements: tuple[Placement, ...]


def trace(deck: Path, number: str) -> tuple[Ledger, tuple[Trail, ...]]:
    """All entries printed as `number`; InputError when the deck has no such number."""
    if not deck.is_file():
        raise InputError(f"{deck}: there is no such file; give the path of a deck that deckgen made")
    ledger = read_ledger(deck)
    wanted = _plain(number)
    found = tuple(
        Trail(entry=e, placements=tuple(p for p in ledger.placements if p.entry == e.id))
        for e in ledger.entries
        if _matches(e, wanted)
    )
    found = tuple(t for t in found if t.placements)
    if not found:
        raise InputError(
            f'{deck}: no slide shows "{number}"; give the number as it is printed, e.g. "1,248" or "46 %"'
        )
    return ledger, found


def inputs_of(ledger: Ledger, entry: LedgerEntry) -> Iterator[tuple[str, str]]:
    """Names and values that the formula combined."""
    for name, value in entry.inputs:
        yield name, f"{value:f}"


def _matches(entry: LedgerEntry, wanted: str) -> bool:
    printed = _plain(entry.printed)
    return printed == wanted or printed.removesuffix("%") == wanted or printed.split(" ")[-1] == wanted


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace(" %", "%").strip()
