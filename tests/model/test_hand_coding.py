"""Numbers that hand-coding gives: scaled counts, their sums and shares, and the agreement of two coders."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.model.measure import Measurement, kappa, measured
from deckgen.model.origin import Kind
from deckgen.model.ranges import added, certain, share_of_ranges, times_precision, wilson
from tests.factories import an_origin


def count(number: int, key: str = "n", kind: Kind = Kind.EXACT) -> Measurement:
    return measured(
        key, number, formula="count", origins=(an_origin(url=f"https://{key}.example/"),), kind=kind
    )


def scaled(known: int, rest: int, relevant: int, sample: int) -> tuple[int, int, int]:
    found = times_precision(
        "x",
        known=count(known, "known"),
        rest=count(rest, "rest"),
        relevant=count(relevant, "relevant"),
        sample=count(sample, "sample"),
    )
    return int(found.low.value), int(found.point.value), int(found.high.value)


def test_a_count_is_scaled_by_the_precision_of_its_sample() -> None:
    # 40 of 50 coded are relevant; of 250 found, 10 were dropped and 200 nobody read
    low, point, high = scaled(40, 200, 40, 50)

    assert point == 250 * 40 // 50
    assert (low, high) == (40 + int(200 * wilson(40, 50)[0]), 40 + int(200 * wilson(40, 50)[1]) + 1)


def test_what_was_read_in_full_has_no_range() -> None:
    assert scaled(9, 0, 9, 12) == (9, 9, 9)


def test_a_sample_without_anything_relevant_leaves_an_upper_end() -> None:
    low, point, high = scaled(0, 100, 0, 50)

    assert (low, point) == (0, 0)
    assert 0 < high <= 8


def test_a_scaled_count_is_an_estimate_with_the_origins_of_its_parts() -> None:
    found = times_precision(
        "x", known=count(4, "a"), rest=count(6, "b"), relevant=count(4, "c"), sample=count(10, "d")
    )

    assert found.point.kind is Kind.ESTIMATE
    assert [o.url for o in found.low.origins] == [f"https://{k}.example/" for k in "abcd"]


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 60), st.data(), st.integers(0, 500))
def test_the_ends_hold_the_point_and_what_is_known(sample: int, data: st.DataObject, rest: int) -> None:
    relevant = data.draw(st.integers(0, sample))

    low, point, high = scaled(relevant, rest, relevant, sample)

    assert relevant <= low <= point <= high <= relevant + rest


def test_ranges_are_added_end_by_end() -> None:
    one = times_precision("x", known=count(5), rest=count(20), relevant=count(5), sample=count(10))

    both = added("sum", (one, certain(count(7))))

    assert [int(m.value) for m in (both.low, both.point, both.high)] == [
        int(m.value) + 7 for m in (one.low, one.point, one.high)
    ]


def test_a_share_of_counts_with_ranges_is_wider_than_one_of_counts() -> None:
    ours = times_precision("a", known=count(8), rest=count(20), relevant=count(8), sample=count(10))
    theirs = times_precision("b", known=count(9), rest=count(70), relevant=count(9), sample=count(10))
    whole = int(ours.point.value + theirs.point.value)

    found = share_of_ranges("share", ours, (theirs,))

    low, high = wilson(int(ours.point.value), whole)
    assert found.low.value < Decimal(low) < found.point.value < Decimal(high) < found.high.value


def test_a_share_of_none_among_some_is_none() -> None:
    found = share_of_ranges("share", certain(count(0)), (certain(count(40)),))

    assert found.point.value == found.low.value == 0
    assert 0 < found.high.value < Decimal("0.1")


@pytest.mark.parametrize(
    ("agreed", "expected", "rows", "value"),
    [(70, 50, 100, "0.4"), (50, 25, 50, "1"), (25, 25, 50, "0"), (10, 25, 50, "-0.6")],
)
def test_kappa_is_agreement_beyond_chance(agreed: int, expected: int, rows: int, value: str) -> None:
    found = kappa("k", count(agreed), expected=count(expected), rows=count(rows))

    assert found is not None
    assert found.value == Decimal(value)


def test_kappa_of_two_who_use_one_word_only_is_no_number() -> None:
    assert kappa("k", count(50), expected=count(50), rows=count(50)) is None
