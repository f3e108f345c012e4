"""Counts as they are written: read when they can only be one thing, refused when they can be two."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.model.origin import Kind
from deckgen.sources._written_numbers import decimal_mark, written_number


@pytest.mark.parametrize(
    ("text", "mark", "value", "step", "kind"),
    [
        ("12300", "", 12300, 1, Kind.EXACT),
        ("0", "", 0, 1, Kind.EXACT),
        ("12 300", "", 12300, 1, Kind.EXACT),
        ("12\u202f300", "", 12300, 1, Kind.EXACT),
        ("1'234'567", "", 1234567, 1, Kind.EXACT),
        ("12\u2019300", "", 12300, 1, Kind.EXACT),
        ("1.234.567", "", 1234567, 1, Kind.EXACT),
        ("1,234,567.00", "", 1234567, 1, Kind.EXACT),
        ("1,234", ".", 1234, 1, Kind.EXACT),
        ("1.234", ",", 1234, 1, Kind.EXACT),
        ("1.2K", "", 1200, 100, Kind.ESTIMATE),
        ("1,2 k", "", 1200, 100, Kind.ESTIMATE),
        ("10.5M", "", 10_500_000, 100_000, Kind.ESTIMATE),
        ("2 Mio.", "", 2_000_000, 1_000_000, Kind.ESTIMATE),
        ("1.234K", ".", 1234, 1, Kind.EXACT),
        ("500+", "", 500, 1, Kind.AT_LEAST),
        (">1K", "", 1000, 1000, Kind.AT_LEAST),
    ],
)
def test_what_can_only_be_one_thing_is_read(text: str, mark: str, value: int, step: int, kind: Kind) -> None:
    found = written_number(text, mark)

    assert (found.value, found.step, found.kind) == (Decimal(value), Decimal(step), kind)


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.345", "1.234K"])
def test_what_can_be_two_things_is_refused_until_the_mark_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="two ways"):
        written_number(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", ""),
        ("many", ""),
        ("-5", ""),
        ("1.5", ""),
        ("0,123", ""),
        ("1234,567", ""),
        ("1,234", ","),
        ("1.2K", ","),
        ("1..2", ""),
        ("1.2.3", ""),
        ("12 3", ""),
        ("1,23,456.5", ""),
        ("9" * 16, ""),
        ("9999B", ""),
        ("\u0661\u0662", ""),
        ("12 followers", ""),
    ],
)
def test_what_is_no_count_is_refused_with_what_to_write(text: str, mark: str) -> None:
    with pytest.raises(ValueError, match="write its digits"):
        written_number(text, mark)


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1.2K", "1,234", "12"], "."),
        (["1.234", "12,5 k"], ","),
        (["1,234", "2,345"], ""),
        (["1.2K", "1,2K"], ""),
        (["1.234.567"], ","),
        (["1.234", "2,5 Tsd."], ","),
        (["1,234 approx.", "see 1.2"], ""),
        ([], ""),
    ],
)
def test_a_column_betrays_its_mark_when_it_has_only_one(column: list[str], mark: str) -> None:
    assert decimal_mark(column) == mark


@settings(max_examples=100)
@given(st.integers(min_value=0, max_value=10**12))
def test_every_count_is_read_back_from_each_way_of_grouping_it(count: int) -> None:
    for grouped, mark in ((f"{count}", ""), (f"{count:,}", "."), (f"{count:_}".replace("_", " "), "")):
        assert written_number(grouped, mark).value == count
    assert written_number(f"{count:,}".replace(",", "."), ",").value == count


@settings(max_examples=100)
@given(st.text(alphabet="0123456789.,' kKmM+>\u202f-x", max_size=20), st.sampled_from(["", ".", ","]))
def test_any_text_is_a_whole_count_or_refused(text: str, mark: str) -> None:
    try:
        found = written_number(text, mark)
    except ValueError:
        return
    assert found.value == int(found.value) >= 0
    assert found.step >= 1
