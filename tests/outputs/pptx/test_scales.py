"""Tests of axis scales and of printed numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.outputs.pptx.numbers import formatted
from deckgen.outputs.pptx.scales import scale

VALUES = st.lists(st.decimals(min_value=-1000, max_value=10**7, places=2), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(values=VALUES)
def test_a_scale_holds_every_value_and_zero_in_few_round_steps(values: list[Decimal]) -> None:
    made = scale(values, whole=False)

    assert made.low <= min(*values, Decimal(0))
    assert made.high >= max(*values, Decimal(0))
    assert 1 <= len(made.ticks) - 1 <= 7
    assert made.ticks[-1] == made.high


def test_counts_have_whole_steps() -> None:
    assert scale([Decimal(3)], whole=True).ticks == (0, 1, 2, 3, 4)
    assert scale([Decimal(874)], whole=True).ticks == (0, 250, 500, 750, 1000)
    assert scale([Decimal(0)], whole=True).ticks == (0, 1, 2, 3, 4)


SWEDISH = '[>=1000000]#"\u00a0"##0"\u00a0"##0;[>=1000]#"\u00a0"##0;0'


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("4816", "#,##0", "4,816"),
        ("0.413", "0%", "41%"),
        ("0.413", '0.0" %"', "0.4 %"),
        ("2.9", "#,##0.0", "2.9"),
        ("1234567", "0", "1234567"),
        ("12", "General", "12"),
        ("714", SWEDISH, "714"),
        ("1085", SWEDISH, "1\u00a0085"),
        ("1234567", SWEDISH, "1\u00a0234\u00a0567"),
        ("-5", SWEDISH, "-5"),
    ],
)
def test_numbers_are_shown_as_their_format_code_says(value: str, code: str, shown: str) -> None:
    assert formatted(Decimal(value), code) == shown
