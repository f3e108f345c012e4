"""Every example of every source, damaged: parsers raise nothing but their own source errors."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen import registry
from deckgen.errors import SourceError
from deckgen.model.brief import Brief
from deckgen.model.exchange import Page
from deckgen.model.source import Source
from tests.sources.harness import a_brief_for, a_source
from tests.sources.test_examples import CASES, EXAMPLES, _page

SOURCES = registry.names("deckgen.sources")
MAX_BODY = 60_000  # larger examples are damaged at their beginning only, to keep the tests quick
# What a service may send where something else was expected.
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1e308, "", " ", "x" * 5000, "\ud800", "\x00", "2026-13-45T99:99:99Z",
    "0000-00-00", "9999-12-31T23:59:59+14:00", "-1", "1e9999", "NaN", "http://[::1", "javascript:alert(1)",
    "https://" + "a" * 3000, "&#x110000;", "<script>", [], {}, [[]], {"": None}, [None],
    ["a"], {"a": {"a": []}},
)  # fmt: skip


def _cases(key: str) -> list[Path]:
    return [asked for asked in CASES if asked.parent.name == key]


def _read(key: str, asked: Path, body: bytes | None) -> None:
    written = json.loads(asked.read_text(encoding="utf-8"))
    case = asked.name.removesuffix(".request.json")
    whole = _page(key, asked.parent, case, written)
    page = whole if body is None else _with_body(whole, body)
    _parse(a_source(key), page, a_brief_for(key, **written.get("brief", {})))


def _with_body(page: Page, body: bytes) -> Page:
    told = {name: getattr(page, name) for name in Page.__dataclass_fields__ if name not in {"body", "sha256"}}
    return Page(**told, body=body)


def _parse(source: Source, page: Page, brief: Brief) -> None:
    with contextlib.suppress(SourceError):
        list(source.parse(page, brief))


def _body(asked: Path) -> bytes:
    case = asked.name.removesuffix(".request.json")
    found = [
        p for p in asked.parent.glob(f"{case}.*") if not p.name.endswith((".request.json", ".expected.json"))
    ]
    return found[0].read_bytes()[:MAX_BODY] if found else b""


@pytest.mark.parametrize("key", SOURCES)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_an_answer_with_damaged_bytes_is_read_or_refused(key: str, seed: int) -> None:
    chance = random.Random(seed)
    for asked in _cases(key):
        _read(key, asked, _damaged(_body(asked), chance))


@pytest.mark.parametrize("key", SOURCES)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_an_answer_with_odd_values_is_read_or_refused(key: str, seed: int) -> None:
    chance = random.Random(seed)
    for asked in _cases(key):
        try:
            answer = json.loads(_body(asked))
        except ValueError:
            continue
        for _ in range(chance.randint(1, 3)):
            answer = _changed(answer, chance)
        _read(key, asked, json.dumps(answer).encode())


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 50, b"[" * 100_000, b'{"a":' * 50_000, b"<a>" * 50_000], ids=len
)
@pytest.mark.parametrize("key", SOURCES)
def test_an_answer_that_is_nothing_or_a_tower_is_refused(key: str, body: bytes) -> None:
    for asked in _cases(key)[:2]:
        _read(key, asked, body)


def test_every_source_has_an_example_to_damage() -> None:
    without = [key for key in SOURCES if not any((EXAMPLES / key).glob("*.request.json"))]

    assert not without


def _damaged(body: bytes, chance: random.Random) -> bytes:
    """Cut, doubled, with bytes changed or taken out."""
    if not body:
        return bytes(chance.randrange(256) for _ in range(20))
    at, further = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    way = chance.randrange(4)
    if way == 0:
        return body[:at]
    if way == 1:
        return body[:at] + body[further:]
    if way == 2:
        return body[:further] + body[at:]
    changed = bytearray(body)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from _places(part, (*path, name))


def _changed(value: Any, chance: random.Random) -> Any:
    """The value with one place, anywhere in it, replaced by something odd, or gone."""
    path = chance.choice(list(_places(value)))
    if not path:
        return chance.choice(ODD)
    copy = json.loads(json.dumps(value))
    holder = copy
    for name in path[:-1]:
        holder = holder[name]
    if chance.random() < 0.3:
        del holder[path[-1]]
    else:
        holder[path[-1]] = chance.choice(ODD)
    return copy
