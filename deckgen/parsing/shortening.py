"""Shortens words from outside to a bound: at a word where there is one, never inside a number."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
_LOOSE_END = " ,;:-–(/\u200d\ufe0f"  # what an ellipsis does not follow well
_CUT_NUMBER = re.compile(r"[\d.,:\u00a0\u202f'’]+\Z")


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, the last of them an ellipsis where something was left out."""
    if len(text) <= limit:
        return text
    cut = text[: max(1, limit - 1)]
    at_word = cut if text[len(cut)].isspace() else cut.rpartition(" ")[0]
    if len(at_word) > limit // 2:
        cut = at_word
    elif text[len(cut)].isdigit():
        cut = _CUT_NUMBER.sub("", cut)  # half a number is another number
    while cut and unicodedata.combining(text[len(cut)]):
        cut = cut[:-1]
    return cut.rstrip(_LOOSE_END) + ELLIPSIS
