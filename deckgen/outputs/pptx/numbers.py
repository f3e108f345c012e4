"""Numbers as an Excel format code shows them, for measuring labels and for the ledger."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_CONDITION = re.compile(r"\[>=(\d+)\]")
_GROUPED = re.compile(r'#("[^"]+")##0(?:\1##0)*')  # digits with a sign of their own between them
_QUOTED = re.compile(r'"[^"]*"|\\.')


def formatted(value: Decimal, code: str) -> str:
    """A value under the simple codes that charts use: sections by size, grouping, decimals, percent, text."""
    code = _section(value, code)
    group = ","
    if own := _GROUPED.search(code):
        group = own[1].strip('"')
        code = f"{code[: own.start()]}#,##0{code[own.end() :]}"
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
    return f"{before}{number.replace(',', group)}{after}"


def _section(value: Decimal, code: str) -> str:
    """The part of a code that stands for a value: the first whose condition it meets, or that has none."""
    for part in code.split(";"):
        asked = _CONDITION.match(part)
        if asked is None:
            return part
        if value >= int(asked[1]):
            return part[asked.end() :]
    return ""


def _literals(code: str, digits: str) -> tuple[str, str]:
    if not digits or code == "General":
        return "", ""
    before, _, after = code.partition(digits)
    return before.replace('"', "").replace("\\", ""), after.replace('"', "").replace("\\", "")
