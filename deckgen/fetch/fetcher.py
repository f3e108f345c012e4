"""The only place with a network: asks politely, within bounds, and says why when there is no answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.parse import quote, urljoin

from deckgen import __version__
from deckgen.fetch.address import Endpoint, Target, endpoints, target
from deckgen.fetch.clock import Clock
from deckgen.fetch.exchange import Answer, Hop, exchange
from deckgen.fetch.files import SCHEME, read_file
from deckgen.fetch.gate import Gate
from deckgen.fetch.network import GuardedTransport
from deckgen.fetch.redaction import Redactor, address_secrets
from deckgen.fetch.retry import CAP_S, TRIES, backoff
from deckgen.fetch.robots import SOURCE, Robots
from deckgen.fetch.tokens import Tokens, filled, parts
from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import Failure, GapReason, Page, Request
from deckgen.model.source import Entry

MAX_REDIRECTS = 5
_AT_ONCE = 16  # requests under way, over all hosts
_SHARED_HEADERS = frozenset({"accept", "accept-language"})  # what a stranger's server may see too
_TAIL_S = 0.05  # so that we come after the moment a server named, not just before
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long a request may take; waiting for one's turn is not counted."""

    try_s: float = 30.0
    request_s: float = 60.0  # all tries of one request together
    backoff_s: float = 1.0
    wait_s: float = CAP_S


class Fetcher:
    """Answers requests. Use as `async with`; `bases` are the addresses that the brief names, by source."""

    def __init__(
        self,
        *,
        contact: str,
        folder: Path,
        bases: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        credentials: Mapping[str, str] = _NOTHING,
        proxies: Mapping[str, str] = _NOTHING,
        clock: Clock | None = None,
        bounds: Bounds = Bounds(),
    ) -> None:
        self._folder = folder
        self._bases = bases
        self._credentials = credentials
        self._redactor = Redactor(credentials.values())
        self._tokens = Tokens()
        self.clock = clock or Clock()
        self._bounds = bounds
        self._gates: dict[tuple[str, Endpoint], Gate] = {}
        self._ends_at: dict[str, float] = {}
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        known = "".join(c for c in contact if c.isascii() and c.isprintable())
        self._own_headers = {
            "User-Agent": f"deckgen/{__version__} (+{known})",
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
        }
        self._proxies = proxies
        self._transport: GuardedTransport | None = None

    async def __aenter__(self) -> Self:
        named = endpoints(base for bases in self._bases.values() for base in bases)
        self._transport = GuardedTransport(named, self._proxies)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

    def has_key(self, entry: Entry) -> bool:
        """Whether the user has set this source's key."""
        return bool(self._credentials.get(entry.key))

    async def fetch(self, entry: Entry, request: Request, *, robots: Robots | None = None) -> Page | Failure:
        """The answer to a request, or why there is none; never raises for what a server or network does."""
        return await self._fetch(entry, request, robots or self.robots())

    def robots(self) -> Robots:
        """Rules of sites, for callers without an archive; with one at hand each site is asked only once."""
        return Robots(self.fetch_robots)

    async def fetch_robots(self, entry: Entry, request: Request) -> Page | Failure:
        """A robots.txt: read up to its bound, the rest of a longer one is left."""
        answer = await self._fetch(entry, request, None)
        return replace(answer, source=SOURCE)

    async def _fetch(self, entry: Entry, request: Request, robots: Robots | None) -> Page | Failure:
        now = self.clock.monotonic()
        left_s = self._ends_at.setdefault(entry.key, now + entry.deadline_s) - now
        try:
            if request.url.startswith(SCHEME):
                return self._local(entry, request)
            async with asyncio.timeout(max(0.0, left_s)):
                return await self._follow(entry, request, robots)
        except TimeoutError:
            stopped = f"the source's time of {entry.deadline_s:.0f} seconds is used up"
            return self._failure(entry, request, Trouble(GapReason.STOPPED, stopped))
        except Trouble as trouble:
            return self._failure(entry, request, trouble)

    def _local(self, entry: Entry, request: Request) -> Page:
        body = read_file(self._folder, request.url, max_bytes=request.max_bytes)
        return self._page(entry, request, request.url, Answer(status=200, headers={}, body=body))

    async def _follow(self, entry: Entry, request: Request, robots: Robots | None) -> Page:
        """Redirects by hand: each hop is checked as the first one was, keys stay with the first origin."""
        here = target(request.url)
        hop = self._signed(entry, request, here, token=await self._token(entry, request))
        budget = _Budget(
            left_s=max(self._bounds.request_s, entry.answer_s), try_s=max(self._bounds.try_s, entry.answer_s)
        )
        chain: list[str] = []
        while True:
            pause_s = 0.0
            if request.robots and robots is not None:
                pause_s = await robots.check(str(here.url), entry)
            gate = self._gate(here, entry, pause_s)
            answer = await self._tries(hop, request, gate, budget, may_cut=robots is None)
            if not answer.location:
                shown = _with_chain(
                    _without_address(answer, request, (*chain, str(here.url))), request, chain
                )
                return self._page(entry, request, str(here.url), shown)
            if len(chain) == MAX_REDIRECTS:
                raise Trouble(GapReason.REFUSED, f"more than {MAX_REDIRECTS} redirects", status=answer.status)
            chain.append(str(here.url))
            there = self._next(hop, answer)
            hop = self._moved(hop, request, there, status=answer.status, is_other=there.origin != here.origin)
            here = there

    def _next(self, hop: Hop, answer: Answer) -> Target:
        try:
            joined = urljoin(str(hop.url), answer.location.strip().replace(" ", "%20"))
        except ValueError as error:
            raise Trouble(GapReason.UNSAFE, f"redirected to no address ({error})") from None
        there = target(joined)
        if there.origin != target(str(hop.url)).origin and self._redactor.holds_key(joined):
            raise Trouble(GapReason.UNSAFE, "redirected elsewhere with our key in the address")
        return there

    async def _tries(
        self, hop: Hop, request: Request, gate: Gate, budget: _Budget, *, may_cut: bool
    ) -> Answer:
        if self._transport is None:
            raise RuntimeError("a Fetcher is used inside 'async with'")
        attempt = 1
        while True:
            try:
                async with gate.turn(), self._at_once:
                    began = asyncio.get_running_loop().time()
                    try:
                        return await exchange(
                            self._transport,
                            hop,
                            request,
                            seconds=max(1.0, min(budget.try_s, budget.left_s)),
                            clock=self.clock,
                            may_cut=may_cut,
                        )
                    finally:
                        budget.left_s -= asyncio.get_running_loop().time() - began
            except Trouble as trouble:
                wait_s = trouble.wait_s or 0.0
                if wait_s > self._bounds.wait_s:
                    gate.shut(wait_s)
                if (
                    not trouble.may_pass
                    or attempt == TRIES
                    or wait_s > self._bounds.wait_s
                    or budget.left_s <= 0
                ):
                    raise
                own_s = backoff(attempt, key=request.key, base_s=self._bounds.backoff_s)
                wait_s = max(wait_s + _TAIL_S if wait_s else 0.0, own_s)
                if trouble.reason is GapReason.THROTTLED:
                    gate.hold(wait_s)
                else:
                    await self.clock.sleep(wait_s)
            attempt += 1

    def _gate(self, here: Target, entry: Entry, pause_s: float) -> Gate:
        gate = self._gates.setdefault((entry.key, here.endpoint), Gate(self.clock))
        gate.slow_down(interval_s=max(1 / entry.per_second, pause_s), concurrent=entry.concurrent)
        return gate

    async def _token(self, entry: Entry, request: Request) -> str:
        """The token of this run, for a source whose key is exchanged for one."""
        credential, key = entry.credential, self._credentials.get(entry.key, "")
        if not (request.credential and credential and key):
            return ""
        self._redactor.learn(parts(credential, key))  # first: the sign-in may repeat what it was sent

        async def ask(question: Request) -> Page:
            return await self._follow(entry, question, None)

        token = await self._tokens.get(entry, credential, key, bases=self._bases.get(entry.key, ()), ask=ask)
        if token:
            self._redactor.learn((token,))
        return token

    def _signed(self, entry: Entry, request: Request, here: Target, *, token: str = "") -> Hop:
        """The request with its key, which goes to the source's own addresses only."""
        headers = self._with_own(request.headers)
        url = here.url
        key = self._credentials.get(entry.key, "")
        if request.credential and entry.credential:
            if key:
                bases = self._bases.get(entry.key) or entry.bases
                if bases and here.endpoint not in endpoints(bases):
                    raise Trouble(GapReason.UNSAFE, f"the key is not for {here.host}")
                name, _, form = entry.credential.header.partition(":")
                if name:
                    headers[name.strip()] = filled(form.strip() or "{key}", key, token=token)
                if parameter := entry.credential.parameter:
                    query = url.query.decode("ascii")
                    added = f"{quote(parameter)}={quote(key, safe='')}"
                    url = url.copy_with(query=f"{query}&{added}".lstrip("&").encode())
            elif entry.is_key_required:
                raise Trouble(GapReason.NO_KEY, f"{entry.credential.env} is not set")
        return Hop(url=url, method=request.method, headers=headers, body=request.body)

    def _moved(self, hop: Hop, request: Request, there: Target, *, status: int, is_other: bool) -> Hop:
        """The next hop: another origin gets no key, no body and nothing else that was meant for the first."""
        becomes_get = status == 303 or (status in {301, 302} and hop.method == "POST")
        method, body = ("GET", b"") if becomes_get and hop.method != "HEAD" else (hop.method, hop.body)
        if is_other and body:
            sent = f"redirected elsewhere with what was sent ({there.host})"
            raise Trouble(GapReason.REFUSED, sent, status=status)
        headers = hop.headers
        if is_other:
            headers = self._with_own((n, v) for n, v in request.headers if n.lower() in _SHARED_HEADERS)
        return Hop(url=there.url, method=method, headers=headers, body=body)

    def _with_own(self, headers: Iterable[tuple[str, str]]) -> dict[str, str]:
        return self._own_headers | {name.title(): value for name, value in headers}

    def _page(self, entry: Entry, request: Request, url: str, answer: Answer) -> Page:
        return Page(
            source=entry.key,
            request=request,
            url=self._redactor.text(request.shown(url)),
            status=answer.status,
            headers={name: self._redactor.text(value) for name, value in answer.headers.items()},
            body=self._redactor.body(answer.body),
            retrieved_at=self.clock.stamp(),
            record="",
        )

    def _failure(self, entry: Entry, request: Request, trouble: Trouble) -> Failure:
        at = self.clock.stamp()
        return Failure(
            source=entry.key,
            request=request,
            reason=trouble.reason,
            detail=_line(self._redactor.text(trouble.detail)),
            at=at,
            status=trouble.status,
            try_after=at + timedelta(seconds=round(trouble.wait_s)) if trouble.wait_s else None,
        )


@dataclass(slots=True)
class _Budget:
    """Seconds that the tries of one request may still take, and that one of them may."""

    left_s: float
    try_s: float


def _line(text: str) -> str:
    """One line that a terminal and a log show as it is, whatever a server put into it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]


def _with_chain(answer: Answer, request: Request, chain: list[str]) -> Answer:
    """The way through redirects is kept with the answer."""
    if not chain:
        return answer
    way = " ".join(map(request.shown, chain))
    return replace(answer, headers={**answer.headers, "x-deckgen-redirects": way})


def _without_address(answer: Answer, request: Request, addresses: Iterable[str]) -> Answer:
    """The answer to a private address without it: most feeds name themselves."""
    if not request.is_private:
        return answer
    redactor = Redactor(part for address in addresses for part in address_secrets(address))
    headers = {name: redactor.text(value) for name, value in answer.headers.items()}
    return replace(answer, headers=headers, body=redactor.body(answer.body))
