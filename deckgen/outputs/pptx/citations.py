"""Records where every number of the deck stands in the finished file, as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from deckgen.errors import TemplateError
from deckgen.model.deck import Label, Text
from deckgen.model.ledger import Basis, LedgerEntry, Placement
from deckgen.model.origin import joined
from deckgen.parsing.printed import value_of

NUMBER = re.compile("\\d(?:[\\d.,:\u00a0\u202f\u2009'’]*\\d)?")


class Citations:
    """Placements of one deck, and the entries of numbers that only the finished file has."""

    def __init__(self, entries: Mapping[str, LedgerEntry], *, language: str) -> None:
        self._language = language
        self._given = entries
        self._made: dict[str, LedgerEntry] = {}
        self._placements: dict[tuple[str, int, str], Placement] = {}
        self.slide = 1
        self.key = ""  # of the slide file
        self.own: frozenset[str] = frozenset()

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        return (*self._given.values(), *self._made.values())

    @property
    def placements(self) -> tuple[Placement, ...]:
        return tuple(self._placements.values())

    def at(self, slide: int, key: str, *, own: Iterable[str] = ()) -> None:
        """From here on, what is written stands on this slide. `own`: typed numbers of its author."""
        self.slide, self.key, self.own = slide, key, frozenset(own)

    def entry(self, cite: str) -> LedgerEntry | None:
        return self._given.get(cite) or self._made.get(cite)

    def cite(self, entry: str, place: str) -> None:
        """An entry stands at a place of the current slide."""
        if entry not in self._given and entry not in self._made:
            raise TemplateError(
                f"slide '{self.key}', {place}: cites '{entry}', which is not in the ledger; report this"
            )
        self._placements.setdefault(
            (entry, self.slide, place), Placement(entry=entry, slide=self.slide, place=place)
        )

    def text(self, text: Text, place: str) -> None:
        """Every number of a text: cited, or else typed by hand."""
        for paragraph in text:
            for span in paragraph.spans:
                if span.cite:
                    self.cite(span.cite, place)
                else:
                    self.typed(span.text, place)

    def label(self, label: Label, place: str) -> None:
        """A chart's label: cited as a whole."""
        for cite in label.cites:
            self.cite(cite, place)
        if not label.cites:
            self.typed(label.text, place)

    def typed(self, text: str, place: str) -> None:
        """Numbers in plain words were typed by hand."""
        for found in NUMBER.findall(text):
            self._typed(found, place)

    def structure(self, printed: str, place: str) -> None:
        """A number that the output itself prints: a part, an axis, a page."""
        for found in NUMBER.findall(printed):
            self._own(found, place, Basis.STRUCTURE, key="")

    def loose(self, text: str, place: str) -> None:
        """Plain text without citations (alt text): matched with what the slide cites, else typed by hand."""
        numbers = NUMBER.findall(text)
        if not numbers:
            return
        here = [p.entry for p in self._placements.values() if p.slide == self.slide]
        for found in numbers:
            match = self._match(found, here) or self._match(found, self._given)
            if match:
                self.cite(match, place)
            else:
                self._typed(found, place)

    def sum(self, parts: Iterable[str], value: Decimal, place: str) -> None:
        """A total that the output prints, from entries that the deck cites."""
        entries = [e for e in (self.entry(p) for p in parts) if e is not None]
        id_ = "sum:" + "+".join(e.id for e in entries)
        if id_ not in self._made:
            self._made[id_] = LedgerEntry(
                id=id_,
                basis=Basis.MEASURED,
                printed=f"{value.normalize():f}",
                value=value,
                key="total",
                formula="sum",
                inputs=tuple((e.key or e.id, e.value) for e in entries if e.value is not None),
                origins=joined(*(e.origins for e in entries)),
            )
        self.cite(id_, place)

    def _match(self, number: str, ids: Iterable[str]) -> str:
        for id_ in ids:
            entry = self.entry(id_)
            if entry is not None and number in NUMBER.findall(entry.printed):
                return id_
        return ""

    def _typed(self, printed: str, place: str) -> None:
        """A number of which nobody says where it is from, unless the slide calls it its author's own."""
        basis = Basis.AUTHOR if printed in self.own else Basis.UNTRACEABLE
        self._own(printed, place, basis, key=self.key)

    def _own(self, printed: str, place: str, basis: Basis, *, key: str) -> None:
        id_ = ":".join(p for p in (basis.value, key, printed) if p)
        if id_ not in self._made:
            self._made[id_] = LedgerEntry(
                id=id_, basis=basis, printed=printed, value=value_of(printed, self._language), key=key
            )
        self.cite(id_, place)
