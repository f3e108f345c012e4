"""Bars: largest first, at most seven, nothing lost in "other"."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.charts import bars
from deckgen.model.deck import ChartForm, Role
from tests.charts.drawing_of import a_drawn, a_point, a_series, texts


def test_bars_stand_largest_first_and_ties_keep_their_order() -> None:
    chart = bars.spec(a_drawn(a_series([2, 9, 2]), categories=["a", "b", "c"]))

    assert chart.form is ChartForm.BAR
    assert texts(chart.categories) == ["b", "a", "c"]
    assert [p.cite for p in chart.series[0].points] == ["p9", "p2", "p2"]
    assert chart.alt == "What is shown"


def test_the_smallest_bars_are_joined_with_their_sum_their_count_and_its_citation() -> None:
    chart = bars.spec(a_drawn(a_series([1, 2, 3, 4, 5, 6, 7, 8, 9])))

    assert texts(chart.categories) == ["c8", "c7", "c6", "c5", "c4", "c3", "other (3)"]
    assert chart.categories[-1].cites == ("count3",)
    assert chart.series[0].points[-1].value == 6
    assert chart.series[0].points[-1].cite == "p1+p2+p3"


def test_our_own_bar_is_never_hidden_among_the_others() -> None:
    series = a_series([1, *range(10, 20)])
    ours = a_point(1, role=Role.US)

    chart = bars.spec(a_drawn(a_series([], points=(ours, *series.points[1:]))))

    assert "c0" in texts(chart.categories)
    assert len(chart.categories) == 7


def test_what_was_not_measured_stands_last_and_is_not_part_of_the_others() -> None:
    chart = bars.spec(a_drawn(a_series([None, 5, 4, 3, 2, 1, 9, 8, 7])))

    assert texts(chart.categories) == ["c6", "c7", "c8", "c1", "c2", "other (3)", "c0"]
    assert [p.value for p in chart.series[0].points][-2:] == [6, None]


def test_a_slide_may_ask_for_fewer_bars_but_not_for_more() -> None:
    many = a_series(list(range(1, 12)))

    assert len(bars.spec(a_drawn(many, limit=3)).categories) == 3
    assert len(bars.spec(a_drawn(many, limit=30)).categories) == 7


def test_nothing_at_all_is_an_empty_chart() -> None:
    assert bars.spec(a_drawn()).series == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=10**9), max_size=40))
def test_the_sum_of_the_bars_is_the_sum_of_the_counts(values: list[int]) -> None:
    chart = bars.spec(a_drawn(a_series(values)))

    assert sum((p.value or Decimal(0) for p in chart.series[0].points), Decimal(0)) == sum(values)
    assert len(chart.categories) == min(7, len(values))
