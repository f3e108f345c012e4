"""Printed numbers are read back as their language means them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from deckgen.parsing.printed import value_of


@pytest.mark.parametrize(
    ("printed", "language", "value"),
    [
        ("1,842", "en-GB", "1842"),
        ("46.5", "en-GB", "46.5"),
        ("1,234,567.8", "en-GB", "1234567.8"),
        ("1\u00a0842", "sv-SE", "1842"),
        ("46,5", "sv-SE", "46.5"),
        ("1.842", "da-DK", "1842"),
        ("1.842,5", "de-DE", "1842.5"),
        ("1\u202f234", "fr-FR", "1234"),
        ("2010", "fi-FI", "2010"),
        ("7.5", "not a language", "7.5"),
    ],
)
def test_a_number_is_read_as_its_language_prints_it(printed: str, language: str, value: str) -> None:
    assert value_of(printed, language) == Decimal(value)


@pytest.mark.parametrize("printed", ["", "10:30", "1.2.x", ","])
def test_what_is_no_number_has_no_value(printed: str) -> None:
    assert value_of(printed, "en-GB") is None
