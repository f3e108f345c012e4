"""How amounts of money are written."""

from __future__ import annotations

from decimal import Decimal


def money(amount: Decimal) -> str:
    """With two decimals, or as many as it needs."""
    exponent = amount.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{amount:.{places}f}"
