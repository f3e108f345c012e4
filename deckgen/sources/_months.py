"""Calendar months of a period, for services that are asked month by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta


def months(start: date, end: date) -> Iterator[tuple[date, date]]:
    """Half-open months, one after the other; the first and the last are cut to the period."""
    while start < end:
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield start, min(following, end)
        start = following
