"""The ledger: every printed number with the way back to what it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from deckgen.model.origin import Kind, Origin


class Basis(StrEnum):
    """Why a number may stand on a slide."""

    MEASURED = "measured"  # computed by a named formula from recorded answers
    OBSERVED = "observed"  # as a source gave it
    QUOTED = "quoted"  # inside text from outside
    BRIEF = "brief"  # the user's own input
    AUTHOR = "author"  # typed by an author who calls it their own, or set by deckgen: a threshold
    UNTRACEABLE = "untraceable"  # typed into the template by hand: nobody says where it is from
    STRUCTURE = "structure"  # counts of the deck itself: part 1 of 2, rank, step, week number


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One number (or quotation with digits) as it may be printed."""

    id: str
    basis: Basis
    printed: str
    value: Decimal | None = None
    key: str = ""  # name of the measurement, or the slide file for the author's numbers
    formula: str = ""
    kind: Kind = Kind.EXACT
    inputs: tuple[tuple[str, Decimal], ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an entry stands in the finished file."""

    entry: str
    slide: int  # 1-based
    place: str  # e.g. "title", "table1 r2 c3", "chart1 Us 2026-03-02", "notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What travels inside the file."""

    version: str  # of deckgen
    brief_digest: str
    template_digest: str
    entries: tuple[LedgerEntry, ...]
    placements: tuple[Placement, ...]
