"""Takes the user's keys out of everything that is kept: some services repeat what they were sent."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

MARK = "[key]"
_ESCAPE = re.compile("%[0-9A-F]{2}")
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "&<>'"}
_RANDOM = 8  # letters with a digit among them; without one twice as many
_SHORTEST = 6  # shorter keys would also be found inside ordinary words


class Redactor:
    """Knows the keys in the spellings in which a service may send them back."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._spellings: list[str] = []
        self.learn(keys)

    def learn(self, keys: Iterable[str]) -> None:
        """Knows these as well from now on."""
        spellings = {s for key in keys if len(key) >= _SHORTEST for s in _spellings(key)}
        self._spellings = sorted(spellings.union(self._spellings), key=len, reverse=True)

    def text(self, text: str) -> str:
        for spelling in self._spellings:
            text = text.replace(spelling, MARK)
        return text

    def body(self, body: bytes) -> bytes:
        for spelling in self._spellings:
            body = body.replace(spelling.encode(), MARK.encode())
        return body

    def holds_key(self, text: str) -> bool:
        return any(spelling in text for spelling in self._spellings)


def address_secrets(address: str) -> tuple[str, ...]:
    """What must not be told of an address that is itself a key: the whole, and its parts that look random."""
    parts = urlsplit(address)
    values = (value for _, value in parse_qsl(parts.query))
    words = [word for word in (*parts.path.split("/"), *values) if _looks_random(word)]
    return (address, address.partition("://")[2], *words)


def _looks_random(word: str) -> bool:
    return len(word) >= _RANDOM and (any(map(str.isdigit, word)) or len(word) >= 2 * _RANDOM)


def _spellings(key: str) -> tuple[str, ...]:
    """As it is, and as addresses, JSON of several libraries, pages and sign-ins write it."""
    inside = json.dumps(key)[1:-1]
    addresses = (quote(key), quote(key, safe=""), quote_plus(key))
    return (
        key,
        *addresses,
        *(_ESCAPE.sub(lambda found: found[0].lower(), address) for address in addresses),
        *(quote(address, safe="") for address in addresses),
        inside,
        inside.replace("/", "\\/"),
        inside.translate(_ESCAPED),
        html.escape(key),
        html.escape(key, quote=False),
        base64.b64encode(key.encode()).decode(),
    )
