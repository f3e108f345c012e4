"""Politeness: how many requests a host gets at once, and how far apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deckgen.fetch.clock import Clock
from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import GapReason


class Gate:
    """The door of one host for one source: a service may pace its parts apart, or shut one of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._condition = asyncio.Condition()
        self._inside = 0
        self._next_at = 0.0
        self._shut_until = 0.0
        self._interval_s = 0.0
        self._concurrent = 1_000

    def slow_down(self, *, interval_s: float, concurrent: int) -> None:
        """Takes over a limit where it is stricter than the ones known."""
        self._interval_s = max(self._interval_s, interval_s)
        self._concurrent = min(self._concurrent, max(1, concurrent))

    def hold(self, seconds: float) -> None:
        """Nobody enters for a while: the host asked for a pause."""
        self._next_at = max(self._next_at, self._clock.monotonic() + seconds)

    def shut(self, seconds: float) -> None:
        """The host wants no request for longer than a run lasts: nobody need wait for it."""
        self._shut_until = max(self._shut_until, self._clock.monotonic() + seconds)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits for a free place and for the pace, then holds the place; Trouble when the host is shut."""
        async with self._condition:
            await self._condition.wait_for(lambda: self._inside < self._concurrent)
            self._inside += 1
        try:
            while (now := self._clock.monotonic()) < self._next_at:
                self._refuse_if_shut(now)
                await self._clock.sleep(self._next_at - now)
            self._refuse_if_shut(now)
            # No await since the look at the clock: nobody else can take this moment.
            self._next_at = now + self._interval_s
            yield
        finally:
            async with self._condition:
                self._inside -= 1
                self._condition.notify_all()

    def _refuse_if_shut(self, now: float) -> None:
        if now < self._shut_until:
            left_s = self._shut_until - now
            raise Trouble(GapReason.THROTTLED, "the service asked for a long pause", wait_s=left_s)
