"""How long to wait before asking again."""

from __future__ import annotations

import math
import random
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

TRIES = 4  # the first and three more
CAP_S = 60.0  # a server that asks for more gets a gap with "try after"
_YEAR_S = 366 * 86_400.0
_SECONDS = re.compile(r"\d{1,15}(?:\.\d{1,6})?")


def retry_after(value: str, *, now: datetime) -> float | None:
    """Seconds the server asks for; None when it says nothing usable (nonsense, a negative one, the past)."""
    text = value.strip()[:100]
    if _SECONDS.fullmatch(text):
        seconds = float(math.ceil(float(text)))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - now).total_seconds()
    return min(seconds, _YEAR_S) if seconds > 0 else None


def backoff(attempt: int, *, key: str, base_s: float) -> float:
    """1, 2, 4 ... times the base, spread by a quarter in a way that depends on the question only."""
    spread = random.Random(f"{key}|{attempt}").uniform(0.75, 1.25)  # noqa: S311 - no secret hangs on it
    return base_s * 2.0 ** (attempt - 1) * spread
