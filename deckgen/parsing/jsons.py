"""JSON from strangers, read with bounds and types; what does not fit is named by its path."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.exchange import Page

MAX_BYTES = 32_000_000
MAX_DIGITS = 40
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON object of an answer; its getters raise SourceChanged with the path of what is wrong.

    `x(key)` insists on a value of that type. `x_or(key, default)` also takes an absent key or null.
    """

    fields: dict[str, Any]
    path: str  # JSON path, "$" at the top
    url: str

    def has(self, key: str) -> bool:
        """Whether the key is there and not null."""
        return self.fields.get(key) is not None

    def keys(self) -> tuple[str, ...]:
        return tuple(_clean(k) for k in self.fields)

    def text(self, key: str) -> str:
        value = self.fields.get(key)
        return _clean(value) if isinstance(value, str) else self._wrong(key, "a text")

    def text_or(self, key: str, default: str = "") -> str:
        return self.text(key) if self.has(key) else default

    def whole(self, key: str) -> int:
        """A whole number; one spelled as text ("70") or with a zero fraction (3.0) counts as well."""
        value = self.fields.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS:
            return int(value)
        return self._wrong(key, "a whole number")

    def whole_or(self, key: str, default: int | None = None) -> int | None:
        return self.whole(key) if self.has(key) else default

    def number(self, key: str) -> Decimal:
        value = self.fields.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return Decimal(str(value))
        return self._wrong(key, "a number")

    def number_or(self, key: str, default: Decimal | None = None) -> Decimal | None:
        return self.number(key) if self.has(key) else default

    def flag(self, key: str) -> bool:
        value = self.fields.get(key)
        return value if isinstance(value, bool) else self._wrong(key, "true or false")

    def flag_or(self, key: str, default: bool = False) -> bool:
        return self.flag(key) if self.has(key) else default

    def child(self, key: str) -> Node:
        """The object at `key`."""
        value = self.fields.get(key)
        if isinstance(value, dict):
            return Node(value, f"{self.path}.{_clean(key)}", self.url)
        return self._wrong(key, "an object")

    def child_or(self, key: str, default: Node | None = None) -> Node | None:
        return self.child(key) if self.has(key) else default

    def children(self, key: str) -> tuple[Node, ...]:
        """The list of objects at `key`; absent or null is wrong, empty is not."""
        value = self.fields.get(key)
        if not isinstance(value, list):
            self._wrong(key, "a list")
        return _objects(value, f"{self.path}.{_clean(key)}", self.url)

    def children_or(self, key: str) -> tuple[Node, ...]:
        """As `children`, but absent or null is an empty list."""
        return self.children(key) if self.has(key) else ()

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at `key`."""
        value = self.fields.get(key)
        if not isinstance(value, list):
            self._wrong(key, "a list of texts")
        return tuple(_clean(v) if isinstance(v, str) else self._wrong(key, "a list of texts") for v in value)

    def texts_or(self, key: str) -> tuple[str, ...]:
        return self.texts(key) if self.has(key) else ()

    def _wrong(self, key: str, due: str) -> NoReturn:
        value = self.fields.get(key, _ABSENT)
        found = "nothing" if value is _ABSENT else _name(value)
        raise SourceChanged(f"{self.url}: at {self.path}.{_clean(key)} {due} was due, but there is {found}")


_ABSENT = object()


def as_object(page: Page) -> Node:
    """The answer as a JSON object."""
    value = decoded(page)
    if isinstance(value, dict):
        return Node(value, "$", page.request.url)
    raise SourceChanged(f"{page.request.url}: an object was due at the top, but there is {_name(value)}")


def as_list(page: Page) -> tuple[Node, ...]:
    """The answer as a JSON list of objects."""
    value = decoded(page)
    if isinstance(value, list):
        return _objects(value, "$", page.request.url)
    raise SourceChanged(f"{page.request.url}: a list was due at the top, but there is {_name(value)}")


def decoded(page: Page) -> Any:
    """The answer as plain Python values; SourceBlocked when it is a web page instead."""
    url = page.request.url
    if len(page.body) > MAX_BYTES:
        raise SourceChanged(f"{url}: the answer is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = page.body.decode(json.detect_encoding(page.body)).removeprefix("\ufeff").strip()
    except UnicodeDecodeError as error:
        raise SourceChanged(f"{url}: the answer is not text in UTF-8 (byte {error.start})") from error
    if text.startswith("<"):
        raise SourceBlocked(f"{url}: a web page came instead of data; the service may be turning us away")
    if not text:
        raise SourceChanged(f"{url}: the answer is empty where JSON was due")
    try:
        return json.loads(
            text,
            parse_int=_integer,
            parse_float=_fraction,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except RecursionError as error:
        raise SourceChanged(f"{url}: the JSON is nested too deeply to be read") from error
    except ValueError as error:
        raise SourceChanged(f"{url}: the answer is not readable JSON: {_clean(str(error))}") from error


def _objects(values: list[Any], path: str, url: str) -> tuple[Node, ...]:
    nodes = []
    for i, value in enumerate(values):
        if not isinstance(value, dict):
            raise SourceChanged(f"{url}: at {path}[{i}] an object was due, but there is {_name(value)}")
        nodes.append(Node(value, f"{path}[{i}]", url))
    return tuple(nodes)


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number too large to hold")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        seen: set[str] = set()
        twice = next(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
    return fields


def _clean(text: str) -> str:
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _name(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "an object"
