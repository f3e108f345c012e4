"""Exchanges a key for the token of this run, where a service wants one; neither is ever written down."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from urllib.parse import quote_plus, urlsplit

from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.source import Credential, Entry, Exchange

MAX_ANSWER = 100_000
LONGEST = 8_000
Ask = Callable[[Request], Awaitable[Page]]


class Tokens:
    """One token a source, asked for when it is first needed; a refusal holds for the whole run."""

    def __init__(self) -> None:
        self._known: dict[str, str | Trouble] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(
        self, entry: Entry, exchange: Exchange, key: str, *, bases: tuple[str, ...], ask: Ask
    ) -> str:
        """The token; Trouble when the service gives none."""
        async with self._locks.setdefault(entry.key, asyncio.Lock()):
            known = self._known.get(entry.key)
            if known is None:
                try:
                    known = _read(await ask(_request(exchange, key, bases, entry)), exchange)
                except Trouble as trouble:
                    known = trouble
                self._known[entry.key] = known
        if isinstance(known, Trouble):
            raise known
        return known


def filled(form: str, key: str, *, token: str = "") -> str:
    """A header's form with the key in it."""
    basic = base64.b64encode(key.encode()).decode()
    return form.replace("{key}", key).replace("{basic}", basic).replace("{token}", token)


def parts(credential: Credential, key: str) -> tuple[str, ...]:
    """What of a key must be kept secret by itself."""
    secret = key.partition(":")[2]
    return (key, secret) if credential.form and secret else (key,)


def _request(exchange: Exchange, key: str, bases: tuple[str, ...], entry: Entry) -> Request:
    user, _, password = key.partition(":")
    spelt = json.dumps if "json" in exchange.content_type else quote_plus
    body = exchange.body.replace("{user}", spelt(user)).replace("{password}", spelt(password))
    name, _, form = exchange.header.partition(":")
    headers = [("Content-Type", exchange.content_type), ("Accept", "application/json")]
    if name:
        headers.append((name.strip(), filled(form.strip(), key)))
    return Request(
        url=_at(exchange.url, bases, entry.bases),
        step="token",
        method="POST",
        body=body.encode(),
        headers=tuple(headers),
        max_bytes=MAX_ANSWER,
    )


def _at(url: str, bases: tuple[str, ...], usual: tuple[str, ...]) -> str:
    """Where the brief names another server, that one is asked for the token too."""
    if not bases or bases == usual:
        return url
    other, path = urlsplit(bases[0]), urlsplit(url)
    return f"{other.scheme}://{other.netloc}{path.path}"


def _read(page: Page, exchange: Exchange) -> str:
    try:
        answer = json.loads(page.body)
    except (ValueError, RecursionError):
        answer = None
    token = answer.get(exchange.answer) if isinstance(answer, dict) else None
    if (
        not isinstance(token, str)
        or not 0 < len(token) <= LONGEST
        or not token.isascii()
        or not token.isprintable()
    ):
        raise Trouble(
            GapReason.CHANGED, "the service gave no token for the key; its way of signing in has changed"
        )
    return token
