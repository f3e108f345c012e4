"""Change between two readings: its sign, its kind, its part and its speed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deckgen.model.changes import change, days_between, per_thirty_days, relative_change
from deckgen.model.measure import Measurement, Unit, measured
from deckgen.model.origin import Kind
from tests.factories import an_origin


def people(key: str, value: int, kind: Kind = Kind.EXACT) -> Measurement:
    origin = an_origin(url=f"https://{key}.example/")
    return measured(key, value, formula="as-read", origins=(origin,), unit=Unit.PEOPLE, kind=kind)


def test_a_change_keeps_its_sign_its_unit_and_both_origins() -> None:
    changed = change("c", before=people("then", 100), after=people("now", 90))

    assert (changed.value, changed.unit) == (-10, Unit.PEOPLE)
    assert [o.url for o in changed.origins] == ["https://now.example/", "https://then.example/"]


@pytest.mark.parametrize("kind", [Kind.AT_LEAST, Kind.ESTIMATE])
def test_a_change_of_inexact_numbers_is_an_estimate(kind: Kind) -> None:
    assert change("c", before=people("a", 1, kind), after=people("b", 2)).kind is Kind.ESTIMATE


def test_a_relative_change_names_what_it_is_a_part_of() -> None:
    before = people("then", 200)
    part = relative_change("p", change("c", before=before, after=people("now", 210)), of=before)

    assert (part.value, part.unit, part.formula) == (Decimal("0.05"), Unit.SHARE, "relative-change")
    assert part.inputs == (("c", Decimal(10)), ("then", Decimal(200)))


@pytest.mark.parametrize(("changed", "days", "speed"), [(70, 35, 60), (-1, 90, 0), (1, 20, 2), (-1, 20, -2)])
def test_a_speed_is_told_for_thirty_days_in_whole_numbers(changed: int, days: int, speed: int) -> None:
    before, after = people("then", 100), people("now", 100 + changed)
    between = days_between(
        "d", date(2026, 1, 1), date.fromordinal(date(2026, 1, 1).toordinal() + days), rest_on=(before, after)
    )

    told = per_thirty_days("s", change("c", before=before, after=after), days=between)

    assert between.value == days
    assert f"{told.value}" == f"{speed}"
