"""Shortened text keeps its bound, its words and its numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.parsing.shortening import shortened


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("A short title", 40, "A short title"),
        ("A ride, in the rain, at night", 21, "A ride, in the rain…"),
        ("A ride, in the rain, at night", 8, "A ride…"),
        ("x" * 30, 10, "xxxxxxxxx…"),
        ("https://a.example/20261122", 24, "https://a.example…"),
        ("9" * 30, 10, "…"),
    ],
)
def test_text_is_cut_at_a_word_and_never_inside_a_number(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=80), limit=st.integers(2, 60))
def test_any_text_keeps_its_bound_and_its_numbers(text: str, limit: int) -> None:
    short = shortened(text, limit)

    assert len(short) <= limit
    assert short == text or short.endswith("…")
    assert set(re.findall(r"[0-9]+", short)) <= set(re.findall(r"[0-9]+", text))
