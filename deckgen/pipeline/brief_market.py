"""Checks what the brief says of the market: country, language, and who is asking."""

from __future__ import annotations

import re

from babel.core import Locale, UnknownLocaleError
from babel.numbers import get_territory_currencies

from deckgen.parsing.fields import Fields, shown

_ENGLISH = Locale("en")
_MAIL = re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"']{1,200}\.[^\s@<>\"']{2,60}")
_PAGE = re.compile(r"https?://[^\s@<>\"'\\]+\.[^\s@<>\"'\\]+")


def country(market: Fields) -> str:
    """ISO 3166-1 code in capitals."""
    text = market.text("country", needed='write the country as two letters, e.g. "SE"')
    code = text.upper()
    if text and not (len(code) == 2 and code.isalpha() and code in _ENGLISH.territories):
        market.problem(
            "country", f'is "{shown(text)}"', 'write its code of two letters, e.g. "SE" for Sweden'
        )
    return code


def language(market: Fields) -> str:
    """ISO 639-1 code in small letters."""
    text = market.text("language", needed='write the language people speak there, e.g. "sv"')
    code = text.lower()
    if text and not (len(code) == 2 and code.isalpha() and code in _ENGLISH.languages):
        market.problem(
            "language", f'is "{shown(text)}"', 'write its code of two letters, e.g. "sv" for Swedish'
        )
    return code


def currency_exists(code: str) -> bool:
    return code in _ENGLISH.currencies


def currency_of(country: str) -> str:
    """The currency of a country today; EUR where it is not known."""
    try:
        return next(iter(get_territory_currencies(country)), "EUR") if country else "EUR"
    except (KeyError, ValueError, UnknownLocaleError):
        return "EUR"


def is_contact(text: str) -> bool:
    """Whether a mail address or a web page: it goes into a header, so nothing else may stand in it."""
    return text.isascii() and bool(_MAIL.fullmatch(text) or _PAGE.fullmatch(text))
