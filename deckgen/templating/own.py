"""Numbers that a template calls its author's own: typed by hand, and meant so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from deckgen.errors import TemplateError
from deckgen.parsing.printed import value_of

DIGITS = re.compile(r"\d(?:[\d.,\u00a0\u202f]*\d)?")
OWN_NUMBERS = "own_numbers"
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The numbers as they were written, and what they amount to: a translation writes 2.5 as 2,5."""

    printed: frozenset[str] = frozenset()
    values: frozenset[Decimal] = frozenset()

    def holds(self, digits: str, *, language: str) -> bool:
        """Whether a number typed in a language (BCP 47) is one of them."""
        return digits in self.printed or (bool(self.values) and value_of(digits, language) in self.values)

    def __or__(self, other: Own) -> Own:
        return Own(printed=self.printed | other.printed, values=self.values | other.values)


NONE = Own()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text stands, "plan/title", with what its file calls its author's own."""

    where: str
    file: str = ""  # for messages
    own: Own = NONE
    language: str = ""  # BCP 47; empty = that of the slides

    def __str__(self) -> str:
        return f"{self.file}, {self.where.partition('/')[2]}" if self.file else self.where


def read_own(given: object, *, where: str, language: str) -> Own:
    """What `own_numbers = ["24", "90"]` means in a file of this language; another form is a TemplateError."""
    if not isinstance(given, list) or len(given) > _MOST:
        raise TemplateError(
            f'{where}: {OWN_NUMBERS} is a list of numbers in quotes, such as {OWN_NUMBERS} = ["24", "2.5"]'
        )
    printed = []
    for item in given:
        found = [] if isinstance(item, bool) else DIGITS.findall(str(item))
        if not found:
            raise TemplateError(f"{where}: {OWN_NUMBERS} holds '{item}', which is no number; take it out")
        printed += found
    return of_printed(printed, language=language)


def of_printed(printed: list[str], *, language: str) -> Own:
    """These numbers, as they are typed in a language."""
    values = (value_of(digits, language) for digits in printed)
    return Own(printed=frozenset(printed), values=frozenset(v for v in values if v is not None))
