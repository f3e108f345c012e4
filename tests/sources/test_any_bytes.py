"""Whatever a service sends, the sources of mentions raise nothing but source errors."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceError
from deckgen.model.exchange import Request
from tests.factories import a_brief, a_page
from tests.sources.harness import a_source

CARRIES: dict[str, tuple[str, dict[str, str]]] = {
    "hackernews": (
        "story",
        {"phrase": "x", "start": "2026-03-01", "end": "2026-04-01", "page": "0", "listed": "0"},
    ),
    "mastodon_tags": ("timeline", {"base": "https://m.example", "tag": "x", "page": "1"}),
    "wordpress_com": ("tag", {"tag": "x", "before": "2026-11-16T00:00:00+00:00", "page": "1"}),
    "feeds": ("feed", {}),
    "listening_export": ("export", {}),
}
_KEYS = st.sampled_from(
    ["hits", "nbHits", "objectID", "created_at", "created_at_i", "posts", "URL", "date", "title", "author",
     "id", "uri", "account", "acct", "content", "version", "items", "history", "day", "uses"]
)  # fmt: skip
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
_VALUES = st.recursive(
    _LEAVES | st.just("2026-03-04T09:00:00Z") | st.just("https://jsonfeed.org/version/1"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=12,
)


@pytest.mark.parametrize("key", CARRIES)
@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=60) | _VALUES.map(lambda v: json.dumps(v).encode()))
def test_any_answer_raises_nothing_but_source_errors(key: str, body: bytes) -> None:
    _read(key, body)


@pytest.mark.parametrize(
    ("key", "items"),
    [("hackernews", "hits"), ("wordpress_com", "posts"), ("mastodon_tags", "")],
)
@settings(max_examples=60, deadline=None)
@given(item=st.dictionaries(_KEYS, _VALUES, max_size=8))
def test_any_item_in_a_right_envelope_raises_nothing_but_source_errors(
    key: str, items: str, item: dict[str, Any]
) -> None:
    _read(key, json.dumps({"nbHits": 1, items: [item]} if items else [item]).encode())


def _read(key: str, body: bytes) -> None:
    step, carry = CARRIES[key]
    request = Request(url="https://service.example/a", about="us", step=step, carry=carry)
    with contextlib.suppress(SourceError):
        list(a_source(key).parse(a_page(body, request=request, source=key), a_brief()))
