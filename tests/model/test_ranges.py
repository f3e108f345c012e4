"""Ranges, against the values computed in the method."""

from __future__ import annotations

import pytest

from deckgen.model.measure import Measurement, measured
from deckgen.model.ranges import (
    first_clear_growth,
    growth_gap,
    mean_gap,
    mean_ratio,
    rate_ratio,
    rule_of_three,
    share_interval,
    wilson,
)
from tests.factories import an_origin


def a_count(value: int, key: str = "n") -> Measurement:
    return measured(key, value, formula="count", origins=(an_origin(),))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(6, 30, 9.5, 37.3), (42, 300, 10.5, 18.4), (12, 273, 2.5, 7.5), (0, 30, 0, 11.4), (0, 300, 0, 1.3)],
)
def test_wilson_gives_the_ranges_of_the_method(k: int, n: int, low: float, high: float) -> None:
    assert [round(100 * bound, 1) for bound in wilson(k, n)] == [low, high]


def test_wilson_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="n > 0"):
        wilson(0, 0)


@pytest.mark.parametrize(
    ("before", "after", "point", "low", "high"), [(9, 12, 1.33, 0.56, 3.16), (77, 130, 1.69, 1.27, 2.24)]
)
def test_rate_ratio_gives_the_ranges_of_the_method(
    before: int, after: int, point: float, low: float, high: float
) -> None:
    found = rate_ratio("r", a_count(before), a_count(after))

    assert found is not None
    assert [round(float(m.value), 2) for m in (found.point, found.low, found.high)] == [point, low, high]


def test_a_rate_ratio_with_an_empty_side_is_not_measured() -> None:
    assert rate_ratio("r", a_count(0), a_count(5)) is None


def test_growth_gap_is_their_ratio_over_ours_with_the_spread_of_four_counts() -> None:
    found = growth_gap("g", (a_count(100), a_count(100)), (a_count(50), a_count(100)))

    assert found is not None
    assert found.point.value == 2
    assert float(found.low.value) == pytest.approx(2 * 2.718281828 ** (-1.96 * 0.05**0.5), rel=1e-5)


def test_growth_gap_with_an_empty_count_is_not_measured() -> None:
    assert growth_gap("g", (a_count(0), a_count(1)), (a_count(1), a_count(1))) is None


def test_a_share_carries_its_range_and_its_counts() -> None:
    found = share_interval("s", a_count(42, "blogs"), of=a_count(300, "classified"))

    assert dict(found.point.inputs) == {"blogs": 42, "classified": 300}
    assert found.low.value < found.point.value < found.high.value
    assert round(float(found.half_width), 3) == 0.039


def test_the_rule_of_three_never_exceeds_one() -> None:
    assert float(rule_of_three("z", a_count(214)).value) == pytest.approx(3 / 214, abs=1e-6)
    assert rule_of_three("z", a_count(2)).value == 1


def test_months_that_swing_widely_show_no_change_however_large_their_counts() -> None:
    before = [a_count(n) for n in (1000, 9000, 2000, 8000)]
    after = [a_count(n) for n in (2000, 12000, 3000, 9000)]

    found = mean_ratio("v", before, after)

    assert found is not None
    assert float(found.point.value) == pytest.approx(1.3)
    assert found.low.value < 1 < found.high.value


def test_steady_months_show_a_change() -> None:
    found = mean_ratio("v", [a_count(n) for n in (1000, 1010, 990)], [a_count(n) for n in (1300, 1310, 1290)])

    assert found is not None
    assert found.low.value > 1


def test_two_months_a_side_are_too_few_for_a_range() -> None:
    assert mean_ratio("v", [a_count(10)] * 2, [a_count(20)] * 2) is None
    assert mean_gap("v", ([a_count(10)] * 3, [a_count(20)] * 3), ([a_count(1)] * 2, [a_count(1)] * 2)) is None


def test_equal_growth_of_months_has_a_gap_of_one() -> None:
    ours = ([a_count(n) for n in (10, 12, 11)], [a_count(n) for n in (20, 24, 22)])
    theirs = ([a_count(n) for n in (100, 120, 110)], [a_count(n) for n in (200, 240, 220)])

    found = mean_gap("v", ours, theirs)

    assert found is not None
    assert float(found.point.value) == pytest.approx(1)


def test_the_first_clear_growth_is_the_least_count_that_shows_a_rise() -> None:
    before = a_count(30)

    least = first_clear_growth("t", before)

    assert least is not None
    at, under = (rate_ratio("r", before, a_count(int(least.value) - missing)) for missing in (0, 1))
    assert at is not None
    assert under is not None
    assert under.low.value <= 1 < at.low.value


def test_nothing_has_no_first_clear_growth() -> None:
    assert first_clear_growth("t", a_count(0)) is None
