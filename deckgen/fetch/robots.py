"""What a site's robots.txt (RFC 9309) says to deckgen, asked once a run for each site."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import Failure, GapReason, Page, Request
from deckgen.model.source import Entry

AGENT = "deckgen"
SOURCE = (
    "robots"  # whose answers robots.txt files are in the archive: any source may have been the first to ask
)
MAX_BYTES = 512 * 1024
MAX_DELAY_S = 20.0
_UNAVAILABLE = tuple(s for s in range(400, 500) if s not in {408, 425, 429})  # means: everything is allowed
# Nobody answered: that says nothing about robots.
_NOT_REACHED = frozenset({GapReason.UNREACHABLE, GapReason.TIMEOUT, GapReason.UNSAFE, GapReason.STOPPED})

Ask = Callable[[Entry, Request], Awaitable[Page | Failure]]


def robots_request(url: str) -> Request:
    """The question for the robots.txt that governs an address."""
    parts = urlsplit(url)
    return Request(
        url=f"{parts.scheme}://{parts.netloc}/robots.txt",
        about=parts.hostname or "",
        step="robots.txt",
        accept_status=(200, *_UNAVAILABLE),
        max_bytes=MAX_BYTES,
    )


@dataclass(frozen=True, slots=True)
class _Rules:
    """None: everything is allowed."""

    text: Protego | None

    def allow(self, url: str) -> bool:
        return self.text is None or bool(self.text.can_fetch(url, AGENT))

    @property
    def delay_s(self) -> float:
        delay = self.text.crawl_delay(AGENT) if self.text else None
        return min(float(delay or 0), MAX_DELAY_S)


class Robots:
    """The rules of all sites of one run. `ask` gets the answers, from the archive where they are there."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, _Rules | Failure] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def check(self, url: str, entry: Entry) -> float:
        """Seconds to leave between requests to this site; Trouble when the address may not be read."""
        request = robots_request(url)
        async with self._locks.setdefault(request.url, asyncio.Lock()):
            rules = self._known.get(request.url) or _rules(await self._ask(entry, request))
            if not (isinstance(rules, Failure) and rules.reason is GapReason.STOPPED):
                self._known[request.url] = rules
        if isinstance(rules, Failure):
            reason = rules.reason if rules.reason in _NOT_REACHED else GapReason.ROBOTS
            why = f"{request.url} could not be read ({rules.detail}), so nothing else was asked"
            raise Trouble(reason, why, status=rules.status)
        if not rules.allow(url):
            raise Trouble(GapReason.ROBOTS, f"{request.url} asks machines not to read this address")
        return rules.delay_s


def _rules(answer: Page | Failure) -> _Rules | Failure:
    if isinstance(answer, Failure):
        return _Rules(None) if answer.reason is GapReason.EMPTY else answer
    if answer.status != 200:
        return _Rules(None)
    return _Rules(Protego.parse(answer.body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")))
