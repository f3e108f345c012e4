"""What the plan's inputs may be, and what stands for what was not said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deckgen.model.brief import PlanInputs
from deckgen.parsing.fields import Fields, Problems
from deckgen.pipeline.brief_plan import read_plan
from tests.factories import AS_OF


def read(values: dict[str, object], country: str = "SE") -> tuple[PlanInputs, list[str]]:
    problems = Problems("brief.toml")
    inputs = read_plan(Fields(values, at="plan", problems=problems), as_of=AS_OF, country=country)
    return inputs, list(problems.lines)


@pytest.mark.parametrize(("country", "currency"), [("SE", "SEK"), ("GB", "GBP"), ("FI", "EUR"), ("", "EUR")])
def test_without_a_currency_the_markets_own_is_used(country: str, currency: str) -> None:
    assert read({}, country)[0].currency == currency


def test_a_plan_cannot_start_before_its_evidence() -> None:
    _, problems = read({"start": AS_OF - timedelta(days=1)})

    assert problems == [
        "brief.toml: plan.start lies before 2026-11-22, the day of the evidence; write a day to come"
    ]
