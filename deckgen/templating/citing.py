"""Citations: a printed number is wrapped in marks that survive Jinja, so that its origin stays known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from deckgen.model.deck import Span
from deckgen.model.ledger import Basis, LedgerEntry
from deckgen.model.measure import Measurement
from deckgen.model.origin import Kind, Origin
from deckgen.parsing.printed import value_of
from deckgen.templating.own import DIGITS, Place

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"  # private use: taken out of all text from outside
_MARKED = re.compile(f"{OPEN}([^{MIDDLE}{CLOSE}@]*)@?([^{MIDDLE}{CLOSE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
_UNWANTED = re.compile("[\ue000-\ue00f\ufffe\uffff\ud800-\udfff\x00-\x08\x0b-\x1f\x7f-\x9f]")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")  # would turn the words around it
MOST = 200  # characters of one quotation; the ledger keeps all of it
OWN = "own"  # instead of the id of an entry: a number that is its author's own
_PLAIN = Span(text="")
_AS_IS = {
    "as-read": Basis.OBSERVED,
    "brief": Basis.BRIEF,
    "author": Basis.AUTHOR,
    "threshold": Basis.AUTHOR,
}
_STRUCTURE = frozenset({"structure", "position", "week-number"})


class Citations:
    """Collects the ledger entries of one deck while its slides are printed."""

    def __init__(self, language: str = "en-GB") -> None:
        self._language = language  # BCP 47: how typed numbers are meant
        self._entries: dict[str, LedgerEntry] = {}
        self._ids: dict[tuple[object, ...], str] = {}

    @property
    def entries(self) -> dict[str, LedgerEntry]:
        return dict(self._entries)

    def number(self, m: Measurement, printed: str) -> str:
        """Registers a measurement as printed; returns its id."""
        basis = _AS_IS.get(m.formula, Basis.STRUCTURE if m.formula in _STRUCTURE else Basis.MEASURED)
        return self._keep(
            (basis, m.key, m.value, printed),
            lambda id_: LedgerEntry(
                id=id_,
                basis=basis,
                printed=printed,
                value=m.value,
                key=m.key,
                formula=m.formula,
                kind=m.kind,
                inputs=m.inputs,
                origins=m.origins,
            ),
        )

    def quotation(self, text: str, origins: tuple[Origin, ...]) -> str:
        """Registers text from outside when it has digits; an empty id when there is nothing to cite."""
        if not DIGITS.search(text):
            return ""
        return self._keep(
            (Basis.QUOTED, text, origins),
            lambda id_: LedgerEntry(id=id_, basis=Basis.QUOTED, printed=text, key="quote", origins=origins),
        )

    def is_quotation(self, id_: str) -> bool:
        """Whether marked text of this id is words from outside and no number."""
        return not id_ or (id_ in self._entries and self._entries[id_].basis is Basis.QUOTED)

    def whole(self, id_: str, shown: str) -> str:
        """Words from outside as they were read, of which a part is shown; else what is shown."""
        return self._entries[id_].printed if id_ in self._entries and self.is_quotation(id_) else shown

    def typed(self, digits: str, place: Place, *, is_own: bool = False) -> str:
        """Registers a number typed by hand: its author's own where that is said, else untraceable."""
        language = place.language or self._language
        is_own = is_own or place.own.holds(digits, language=language)
        basis = Basis.AUTHOR if is_own else Basis.UNTRACEABLE
        return self._keep(
            (basis, digits, place.where),
            lambda id_: LedgerEntry(
                id=id_,
                basis=basis,
                printed=digits,
                value=value_of(digits, language),
                key=place.where,
                kind=Kind.EXACT,
            ),
        )

    def worded(self, text: str, place: Place) -> str:
        """Words of a template with the numbers typed into them marked."""
        out = []
        for piece in pieces(text):
            if piece.is_marked:
                out.append(marked(piece.text, piece.cite, language=piece.language))
            else:
                out.append(DIGITS.sub(lambda n: marked(n.group(), self.typed(n.group(), place)), piece.text))
        return "".join(out)

    def _keep(self, identity: tuple[object, ...], make: Callable[[str], LedgerEntry]) -> str:
        if identity not in self._ids:
            id_ = f"n{len(self._ids) + 1}"
            self._ids[identity] = id_
            self._entries[id_] = make(id_)
        return self._ids[identity]

    def marked_span(self, piece: Piece, place: Place, *, like: Span = _PLAIN) -> Span:
        """A number or a quotation that was printed, as a run that looks like another."""
        cite = self.typed(piece.text, place, is_own=True) if piece.cite == OWN else piece.cite
        return replace(
            like, text=piece.text, cite=cite, is_quoted=self.is_quotation(cite), language=piece.language
        )

    def spans(self, marked: str, place: Place, *, like: Span = _PLAIN) -> tuple[Span, ...]:
        """Marked text as runs; digits that no mark covers were typed by hand."""
        out: list[Span] = []
        for piece in pieces(marked):
            if piece.is_marked:
                out.append(self.marked_span(piece, place, like=like))
                continue
            at, text = 0, piece.text
            for found in DIGITS.finditer(text):
                if found.start() > at:
                    out.append(replace(like, text=text[at : found.start()]))
                out.append(replace(like, text=found.group(), cite=self.typed(found.group(), place)))
                at = found.end()
            if at < len(text):
                out.append(replace(like, text=text[at:]))
        return tuple(s for s in out if s.text)


class Piece(NamedTuple):
    """A part of printed text; `is_marked` when it is a number or words from outside."""

    text: str
    cite: str = ""
    language: str = ""  # BCP 47, of words from outside where it is known
    is_marked: bool = False


def marked(text: str, cite: str, *, language: str = "") -> str:
    """Text with its citation, opaque to markup."""
    return f"{OPEN}{cite}{'@' if language else ''}{language}{MIDDLE}{text}{CLOSE}"


def pieces(text: str) -> Iterator[Piece]:
    """The parts from left to right."""
    at = 0
    for found in _MARKED.finditer(text):
        if found.start() > at:
            yield Piece(text[at : found.start()])
        yield Piece(found.group(3), found.group(1), found.group(2), True)
        at = found.end()
    if at < len(text):
        yield Piece(text[at:])


def cleaned(text: str) -> str:
    """Text from outside without our marks and without what XML cannot hold; white space becomes one space."""
    return " ".join(_REORDERING.sub("", _UNWANTED.sub(" ", text)).split())
