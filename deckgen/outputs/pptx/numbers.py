"""Numbers as an Excel format code shows them, for measuring labels and for the ledger."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_QUOTED = re.compile(r'"[^"]*"|\\.')


def formatted(value: Decimal, code: str) -> str:
    """A value under the simple codes that charts use: grouping, decimals, percent, literal text."""
    code = code.split(";")[0]
    bare = _QUOTED.sub("", code)
    is_percent = "%" in bare  # a quoted sign is only a sign
    shown = value * 100 if is_percent else value
    digits = "".join(c for c in bare if c in "#0,.")
    decimals = len(digits.partition(".")[2])
    rounded = shown.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    number = f"{rounded:,.{decimals}f}" if "," in digits.partition(".")[0] else f"{rounded:.{decimals}f}"
    if code in {"General", ""}:
        number = f"{value.normalize():f}"
    before, after = _literals(code, digits)
    return f"{before}{number}{after}"


def _literals(code: str, digits: str) -> tuple[str, str]:
    if not digits or code == "General":
        return "", ""
    before, _, after = code.partition(digits)
    return before.replace('"', "").replace("\\", ""), after.replace('"', "").replace("\\", "")
