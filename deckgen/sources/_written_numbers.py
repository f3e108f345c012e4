"""Counts as people and platforms write them: 12300, 12 300, 1,234, 1.2K, 500+; the ambiguous is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from deckgen.model.origin import Kind
from deckgen.parsing.text import undirected

MARKS = (".", ",")
LARGEST = Decimal(10**12)
_FORM = re.compile(r"(>|≥)? ?(\d[\d.,' ]{0,30}?) ?(k|m|b|tsd|mio|mrd)?\.? ?(\+)?", re.IGNORECASE | re.ASCII)
_FACTORS = {"k": 3, "tsd": 3, "m": 6, "mio": 6, "b": 9, "mrd": 9}
_SPACED = re.compile(r"\d{1,3}(?:(?: \d{3})+|(?:'\d{3})+)(?=[.,]|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A count. `step`: it is told in multiples of this, 100 for 1.2K."""

    value: Decimal
    step: Decimal
    kind: Kind


def written_number(text: str, mark: str = "") -> Written:
    """The count that a text says; `mark` is the decimal mark, empty = not known.

    ValueError says in a few words why it cannot be told, and what to write instead.
    """
    found = _FORM.fullmatch(_plain(text))
    if found is None:
        raise ValueError("is no count; write its digits, e.g. 12300")
    more, digits, unit, plus = found.groups()
    whole, fraction = _parts(digits, mark)
    power = _FACTORS[unit.lower()] if unit else 0
    value = Decimal(f"{whole}.{fraction or 0}").scaleb(power)
    if value != value.to_integral_value():
        raise ValueError("is no whole number; write its digits, e.g. 12300")
    if value > LARGEST:
        raise ValueError("is larger than any audience; write its digits, e.g. 12300")
    step = Decimal(10) ** max(0, power - len(fraction)) if unit else Decimal(1)
    kind = Kind.AT_LEAST if more or plus else Kind.ESTIMATE if step > 1 else Kind.EXACT
    return Written(value=Decimal(int(value)), step=step, kind=kind)


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark that the texts of one column betray; empty when none does, or they disagree."""
    written = (_FORM.fullmatch(_plain(text)) for text in texts)
    told = {_betrayed(found[2]) for found in written if found} - {""}
    return next(iter(told)) if len(told) == 1 else ""


def _plain(text: str) -> str:
    spaced = re.sub(r"[\s\u00a0\u2007\u2009\u202f]+", " ", undirected(text[:80]))
    return spaced.replace("\u2019", "'").strip()


def _parts(digits: str, mark: str) -> tuple[str, str]:
    """Digits before and behind the decimal mark; ValueError when they cannot be told apart."""
    joined = _without_spaces(digits)
    own = _betrayed(joined)
    if own and mark and own != mark:
        raise ValueError(f"is written with another decimal mark than '{mark}'; write its digits, e.g. 12300")
    mark = own or mark
    separators = [c for c in joined if c in MARKS]
    if separators and not mark:
        raise ValueError(
            'can be read in two ways; write its digits, e.g. 12300, or say decimal = "." or "," in the brief'
        )
    whole, _, fraction = joined.partition(mark) if mark else (joined, "", "")
    groups = re.split(r"[.,]", whole)
    if (
        not whole
        or any(len(g) != 3 for g in groups[1:])
        or not 1 <= len(groups[0]) <= (3 if groups[1:] else 15)
    ):
        raise ValueError("has its marks in odd places; write its digits, e.g. 12300")
    if not fraction.isdigit() and fraction:
        raise ValueError("has its marks in odd places; write its digits, e.g. 12300")
    return "".join(groups), fraction


def _without_spaces(digits: str) -> str:
    """12 300 and 12'300 can only be one thing."""
    trimmed = digits.strip()
    spaced = _SPACED.match(trimmed)
    if spaced:
        return re.sub(r"[ ']", "", spaced[0]) + trimmed[spaced.end() :]
    if " " in trimmed or "'" in trimmed:
        raise ValueError("has its marks in odd places; write its digits, e.g. 12300")
    return trimmed


def _betrayed(digits: str) -> str:
    """The decimal mark that this number can only have; empty when it has none, or either would do."""
    separators = [c for c in digits if c in MARKS]
    if len(set(separators)) == 2:
        return separators[-1]
    if len(separators) > 1:
        return "," if separators[0] == "." else "."
    if not separators:
        return ""
    found = re.search(r"(\d*)[.,](\d*)", digits)
    before, after = (found[1], found[2]) if found else ("", "")
    may_be_thousands = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
    return "" if may_be_thousands else separators[0]
