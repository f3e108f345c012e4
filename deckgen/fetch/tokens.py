"""Exchanges a key for the token of this run, where a service wants one; neither is ever written down."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote_plus, urlsplit

from deckgen.fetch.exchange import REDIRECTS
from deckgen.fetch.trouble import Trouble, by_status
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.source import Credential, Entry, Exchange

MAX_ANSWER = 100_000
SHORTEST, LONGEST = 8, 8_000  # a shorter token could not be told from ordinary words when it is taken out
# Read here, not followed or thrown away: a sign-in that leads elsewhere gets nothing more of us, and what
# a service says of a key that it refuses is told.
_READ = (200, 400, 401, 403, *sorted(REDIRECTS))
Ask = Callable[[Request], Awaitable[Page]]


class Tokens:
    """One token a source, asked for when it is first needed; a refusal holds for the whole run."""

    def __init__(self) -> None:
        self._known: dict[str, str | Trouble] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(
        self, entry: Entry, credential: Credential, key: str, *, bases: tuple[str, ...], ask: Ask
    ) -> str:
        """The token; empty when the source needs none, Trouble when the service gives none."""
        if credential.token is None:
            return ""
        async with self._locks.setdefault(entry.key, asyncio.Lock()):
            known = self._known.get(entry.key)
            if known is None:
                try:
                    question = _request(credential, credential.token, key, bases, entry)
                    known = _read(await ask(question), credential, credential.token)
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


def _request(
    credential: Credential, exchange: Exchange, key: str, bases: tuple[str, ...], entry: Entry
) -> Request:
    user, _, password = key.partition(":")
    if ":" in credential.form and not (user and password):
        raise Trouble(GapReason.NO_KEY, f"{credential.env} is not of the form {credential.form}; set it anew")
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
        accept_status=_READ,
        max_bytes=MAX_ANSWER,
    )


def _at(url: str, bases: tuple[str, ...], usual: tuple[str, ...]) -> str:
    """Where the brief names another server, that one is asked for the token too."""
    if not bases or bases == usual:
        return url
    below = next((url.removeprefix(base) for base in usual if url.startswith(f"{base}/")), "")
    return bases[0].rstrip("/") + (below or urlsplit(url).path)


def _read(page: Page, credential: Credential, exchange: Exchange) -> str:
    try:
        answer = json.loads(page.body)
    except (ValueError, RecursionError):
        answer = None
    if page.status in REDIRECTS:
        raise _changed("the service sends elsewhere whoever asks for a token", page.status)
    if page.status != 200:
        raise _refused(page, answer, credential)
    token = answer.get(exchange.answer) if isinstance(answer, dict) else None
    if not isinstance(token, str) or not (token.isascii() and token.isprintable()):
        raise _changed(f"the service gave no token for the key{_words(answer)}", page.status)
    if not SHORTEST <= len(token) <= LONGEST:
        raise _changed("the service gave a token of no usual length", page.status)
    return token


def _refused(page: Page, answer: object, credential: Credential) -> Trouble:
    """A page of HTML is a door that is shut to programs; words in JSON speak of the key."""
    if not isinstance(answer, dict):
        return by_status(page.status, {}, now=page.retrieved_at)
    wanted = f" as {credential.form}" if credential.form else ""
    said = f"the service refused the key (status {page.status}{_words(answer)})"
    return Trouble(GapReason.LOGIN, f"{said}; set {credential.env} anew{wanted}", status=page.status)


def _changed(what: str, status: int) -> Trouble:
    return Trouble(GapReason.CHANGED, f"{what}; its way of signing in has changed", status=status)


def _words(answer: Any) -> str:
    """What the service says of its refusal, as the rest of a sentence."""
    told = [answer.get(name) for name in ("error", "message")] if isinstance(answer, dict) else []
    words = [" ".join(word.split())[:100] for word in told if isinstance(word, str)]
    return f": {', '.join(words)}" if words else ""
