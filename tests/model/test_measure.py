"""Numbers and the answers they rest on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.model.measure import (
    Measurement,
    Unit,
    counted,
    difference,
    measured,
    per_hundred,
    product,
    quotient,
    share,
    total,
)
from deckgen.model.origin import Kind
from tests.factories import an_origin


def a_number(value: int, key: str = "n", *, kind: Kind = Kind.EXACT) -> Measurement:
    origin = an_origin(url=f"https://{key}.example/")
    return measured(key, value, formula="count", origins=(origin,), kind=kind)


def test_a_count_of_many_items_rests_on_each_answer_once() -> None:
    items = [an_origin(record=f"<urn:{i % 12}>", locator=f"item {i}") for i in range(1000)]

    count = counted("talk.total", items)

    assert count.value == 1000
    assert len(count.origins) == 12
    assert {o.locator for o in count.origins} == {""}


def test_a_count_of_none_rests_on_the_answers_that_held_nothing() -> None:
    count = counted("talk.total", (), nothing=(an_origin(url="https://a.example/"),))

    assert count.value == 0
    assert [o.url for o in count.origins] == ["https://a.example/"]


def test_the_origins_of_a_count_do_not_depend_on_the_order_of_its_items() -> None:
    items = [an_origin(url=f"https://{i}.example/", record=f"<urn:{i}>") for i in range(5)]

    assert counted("n", items) == counted("n", items[::-1])


def test_a_share_keeps_the_origins_of_part_and_whole() -> None:
    result = share("s", a_number(3, "a"), of=a_number(12, "b"))

    assert result.value == Decimal("0.25")
    assert result.inputs == (("a", Decimal(3)), ("b", Decimal(12)))
    assert [o.url for o in result.origins] == ["https://a.example/", "https://b.example/"]


def test_a_sum_with_one_lower_bound_is_a_lower_bound() -> None:
    result = total("t", (a_number(3), a_number(4, kind=Kind.AT_LEAST)))

    assert (result.value, result.kind) == (Decimal(7), Kind.AT_LEAST)


@pytest.mark.parametrize(
    ("result", "value", "unit"),
    [
        (difference("d", a_number(9), less=a_number(4)), "5", Unit.COUNT),
        (quotient("q", a_number(12), by=a_number(52)), "0.230769", Unit.RATIO),
        (product("p", a_number(156), a_number(70), unit=Unit.MONEY), "10920", Unit.MONEY),
        (product("p", a_number(10), a_number(100), unit=Unit.MONEY), "1000", Unit.MONEY),
    ],
)
def test_combined_numbers_are_exact_decimals(result: Measurement, value: str, unit: Unit) -> None:
    assert str(result.value) == value
    assert result.unit is unit


def test_parts_per_hundred_give_the_rest_to_the_largest_remainders() -> None:
    parts = [a_number(n, f"p{n}") for n in (1, 1, 1)]

    assert [m.value for m in per_hundred("h", parts)] == [34, 33, 33]


def test_nothing_has_no_parts_per_hundred() -> None:
    assert per_hundred("h", [a_number(0), a_number(0)]) == ()


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8).filter(any))
def test_parts_per_hundred_always_add_up(counts: list[int]) -> None:
    scaled = [int(m.value) for m in per_hundred("h", [a_number(n) for n in counts])]

    assert sum(scaled) == 100
    assert all(abs(s - n * 100 / sum(counts)) < 1 for s, n in zip(scaled, counts, strict=True))


@given(st.floats(0, 1e6))
def test_no_float_noise_is_kept(value: float) -> None:
    text = str(measured("n", value, formula="count", origins=()).value)

    assert len(text.partition(".")[2]) <= 6
