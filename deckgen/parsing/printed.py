"""Numbers as a language prints them, read back."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.core import Locale, UnknownLocaleError

_GROUPS = re.compile("[.,\u00a0\u202f\u2009'’]")


@cache
def decimal_sign(language: str) -> str:
    """What stands before the decimals in a language (BCP 47); a point where that is not known."""
    try:
        return str(Locale.parse(language, sep="-").number_symbols["latn"]["decimal"])
    except (UnknownLocaleError, ValueError, LookupError):
        return "."


def value_of(printed: str, language: str) -> Decimal | None:
    """The value of a printed number; None when it is none."""
    whole, sign, decimals = printed.rpartition(decimal_sign(language))
    plain = f"{_GROUPS.sub('', whole)}.{decimals}" if sign else _GROUPS.sub("", printed)
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
