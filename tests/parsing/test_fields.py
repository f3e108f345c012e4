"""Values of a table are read by type; what is wrong is noted, and the default taken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from deckgen.parsing.fields import Fields, Problems, shown


def a_table(**values: Any) -> Fields:
    return Fields(values, at="plan", problems=Problems("brief.toml"))


def test_text_is_one_line_without_space_around_it() -> None:
    assert a_table(owner="  Kim\n Strand ").text("owner") == "Kim Strand"


def test_a_single_text_is_a_list_of_one_and_repeats_count_once() -> None:
    table = a_table(one="a", many=["a", "b", "a"])

    assert (table.texts("one"), table.texts("many")) == (("a",), ("a", "b"))


def test_true_is_no_number() -> None:
    table = a_table(people=True, cost=True)

    assert table.whole("people", least=0, most=9) is None
    assert table.number("cost", most=Decimal(9)) is None
    assert len(table.problems.lines) == 2


def test_a_day_may_be_written_as_date_as_moment_or_as_text() -> None:
    table = a_table(a=date(2026, 1, 2), b=datetime(2026, 1, 2, 8, tzinfo=UTC), c="2026-01-02")

    assert {table.day(k) for k in "abc"} == {date(2026, 1, 2)}
    assert table.problems.lines == []


def test_what_nobody_asked_for_is_noted_once_all_is_read() -> None:
    table = a_table(peple=2)
    table.whole("people", least=1, most=9)

    table.finish()

    assert table.problems.lines == ['brief.toml: plan.peple is not known here; did you mean "people"?']


def test_an_inner_table_names_its_place() -> None:
    inner = a_table(tasks=[{}, {"name": 3}]).tables("tasks")[1]

    assert inner.text("name") == ""
    assert inner.problems.lines == ['brief.toml: plan.tasks.2.name is not text; put it in "quotes"']


def test_a_long_list_is_refused_before_it_is_read() -> None:
    table = a_table(phrases=["x"] * 501)

    assert table.texts("phrases") == ()
    assert table.problems.lines == ["brief.toml: plan.phrases has 501 entries; keep at most 500"]


def test_unknown_text_in_a_message_stays_one_short_line() -> None:
    assert shown("a\nb\x1b[31m" + "c" * 100) == "a b [31m" + "c" * 72 + "…"
