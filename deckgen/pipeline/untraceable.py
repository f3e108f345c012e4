"""Numbers in a finished deck that somebody typed into its template by hand, told in one line each."""

from __future__ import annotations

from pathlib import Path

from deckgen.model.ledger import Basis, Ledger, LedgerEntry
from deckgen.templating.designed_names import MASTER
from deckgen.templating.template import Template, settings_file
from deckgen.templating.typed import told
from deckgen.templating.words import FILE as WORDS

_MOST = 10


def untraceable(ledger: Ledger, template: Template) -> tuple[str, ...]:
    """A warning for each, and past the first ten how many more there are."""
    first: dict[str, str] = {}
    for placement in ledger.placements:
        first.setdefault(placement.entry, f"{placement.place} of slide {placement.slide}")
    lines = [
        _line(entry, first[entry.id], template)
        for entry in ledger.entries
        if entry.basis is Basis.UNTRACEABLE and entry.id in first
    ]
    lines = list(dict.fromkeys(lines))
    more = len(lines) - _MOST
    if more <= 0:
        return tuple(lines)
    return (*lines[:_MOST], f"{more} more numbers of the deck are typed by hand and trace to nothing")


def _line(entry: LedgerEntry, place: str, template: Template) -> str:
    key, _, field = entry.key.rpartition("/") if "/" in entry.key else (entry.key, "", "")
    if key.startswith(MASTER):
        where = f"slide {key.removeprefix(MASTER)}, {place}"
        return told(template.master, where, entry.printed, is_drawn=True)
    return told(_file(key, template), field or place, entry.printed)


def _file(key: str, template: Template) -> Path:
    names = {"words": WORDS, "template": settings_file(template.chain[0]).name}
    name = names.get(key, f"slides/{key}.md")
    found = (folder / name for folder in template.folders if (folder / name).is_file())
    return next(found, template.folders[0] / name)
