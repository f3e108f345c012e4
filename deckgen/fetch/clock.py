"""Time as the network sees it; tests hand in their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from deckgen.errors import InputError


class Clock:
    """Time that passes, and the time written into records.

    `fixed` (SOURCE_DATE_EPOCH) sets the written one only, so that two runs can give the same bytes.
    """

    def __init__(self, fixed: datetime | None = None) -> None:
        self._fixed = fixed

    def stamp(self) -> datetime:
        """What stands in records: UTC, whole seconds."""
        return self._fixed or self.now().replace(microsecond=0)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def clock_of(environ: Mapping[str, str]) -> Clock:
    """The clock the environment asks for."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return Clock()
    try:
        return Clock(datetime.fromtimestamp(int(epoch), UTC))
    except (ValueError, OverflowError, OSError):
        raise InputError(
            f"SOURCE_DATE_EPOCH is '{epoch}'; give seconds since 1970 as digits, or unset it"
        ) from None
