"""From a number on a slide back to what it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deckgen.errors import InputError
from deckgen.model.ledger import Ledger, LedgerEntry, Placement
from deckgen.outputs.pptx import read_ledger

_SEPARATOR = re.compile(r"(?<=\d)[,\u202f](?=\d{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One printed number: its entry and every place it stands."""

    entry: LedgerEntry
    placements: tuple[Placement, ...]


def trace(deck: Path, number: str) -> tuple[Ledger, tuple[Trail, ...]]:
    """All entries printed as `number`; InputError when the deck has no such number."""
    if deck.is_dir():
        deck = deck / "deck.pptx"
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
    return wanted in (printed, printed.removesuffix("%"), printed.split(" ")[-1])


def _plain(text: str) -> str:
    """As it is compared: a number may be typed without its separators."""
    text = text.replace("\u00a0", " ").replace(" %", "%").strip()
    return _SEPARATOR.sub("", text)
