"""Gets the answer to a question: from the archive where it was ever answered, else from the network, once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time
from typing import Any, Protocol

from deckgen.archive.archive import Archive
from deckgen.fetch.clock import Clock
from deckgen.fetch.files import SCHEME
from deckgen.fetch.robots import SOURCE as ROBOTS
from deckgen.fetch.robots import Robots
from deckgen.model.exchange import Failure, GapReason, Page, Request
from deckgen.model.source import Entry

# Refused to this key: it may be another one now, or have a new day's allowance.
_OF_KEYS = frozenset({400, 401, 402, 403, 429})


class Network(Protocol):
    """What collecting needs of `fetch.Fetcher`; a replay has none and loads nothing that knows a network."""

    clock: Clock

    async def __aenter__(self) -> Any: ...
    async def __aexit__(self, *error: Any) -> None: ...
    def has_key(self, entry: Entry) -> bool: ...
    async def fetch(
        self, entry: Entry, request: Request, *, robots: Robots | None = None
    ) -> Page | Failure: ...
    async def fetch_robots(self, entry: Entry, request: Request) -> Page | Failure: ...


class Answers:
    """One run's answers. Without a fetcher (offline) what is not in the archive is a gap."""

    def __init__(self, archive: Archive, fetcher: Network | None) -> None:
        self._archive = archive
        self._fetcher = fetcher
        self._robots = Robots(self._robots_of)
        self._locks: dict[str, asyncio.Lock] = {}
        self._asked: set[str] = set()  # this run: a failure among them is not tried a second time

    async def get(self, entry: Entry, request: Request) -> Page | Failure:
        """As kept in the archive, so that a live run and its replay go on with equal values."""
        return await self._get(entry, request, source=entry.key, is_robots=False)

    async def _robots_of(self, entry: Entry, request: Request) -> Page | Failure:
        return await self._get(entry, request, source=ROBOTS, is_robots=True)

    async def _get(self, entry: Entry, request: Request, *, source: str, is_robots: bool) -> Page | Failure:
        # Two that ask the same at the same time: the second waits and finds the first one's answer.
        async with self._locks.setdefault(request.key, asyncio.Lock()):
            known = self._archive.find(request, source=source)
            if known is not None and self._is_settled(known, request):
                return known
            if self._fetcher is None:
                return self._never_asked(request, source)
            if is_robots:
                outcome = await self._fetcher.fetch_robots(entry, request)
            else:
                outcome = await self._fetcher.fetch(entry, request, robots=self._robots)
            self._asked.add(request.key)
            if isinstance(known, Page) and isinstance(outcome, Failure):
                return known
            return self._archive.keep(outcome)

    def _is_settled(self, known: Page | Failure, request: Request) -> bool:
        if self._fetcher is None or request.key in self._asked:
            return True
        if request.credential and known.status in _OF_KEYS:
            return False
        if isinstance(known, Page):
            # A file costs nobody anything to read again, and its owner may have replaced it since.
            return not request.url.startswith(SCHEME)
        is_robots_down = known.reason is GapReason.ROBOTS and known.status >= 500
        return not (known.reason.is_worth_retrying or is_robots_down)

    def _never_asked(self, request: Request, source: str) -> Failure:
        at = datetime.combine(self._archive.as_of, time(), tzinfo=UTC)
        return Failure(source=source, request=request, reason=GapReason.NOT_ARCHIVED, at=at)
