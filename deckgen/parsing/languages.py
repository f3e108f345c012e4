"""Languages as services state them ("en-US", "eng", "English") as one code; what is none is unknown."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from babel.core import Locale, get_global

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)
_NONE = frozenset({"und", "zxx", "mul", "mis", "qme"})  # undetermined, no language, several, and what X says
_SAME = {"nb": "no", "nn": "no"}  # services say Norwegian for both written forms


@lru_cache(maxsize=1024)
def language_code(stated: str) -> str:
    """The code (ISO 639-1 where there is one) of a language, by tag or English name; empty when not known."""
    text = " ".join(stated.split())[:60]
    if tag := _TAG.fullmatch(text):
        code = tag[1].lower()
        if code in _NONE:
            return ""
        alias = str(get_global("language_aliases").get(code, code)).partition("_")[0]
        if alias in _names().values():
            return _SAME.get(alias, alias)
    code = _names().get(text.casefold(), "")
    return _SAME.get(code, code)


@cache
def _names() -> dict[str, str]:
    """English name -> code, of languages without a region."""
    return {name.casefold(): code for code, name in Locale("en").languages.items() if code.isalpha()}
