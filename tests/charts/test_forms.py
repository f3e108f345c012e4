"""What each chart form keeps, orders and labels."""

from __future__ import annotations

from deckgen.charts import columns, intervals, parts, roadmap, slope, strip, trend, waffle
from deckgen.model.deck import ChartForm, Label, Role
from tests.charts.drawing_of import a_drawn, a_point, a_series, texts


def test_a_trend_labels_first_last_and_peak() -> None:
    chart = trend.spec(a_drawn(a_series([3, 1, 1, 9, 1, 2])))

    assert chart.form is ChartForm.LINE
    assert chart.labelled_points == (0, 3, 5)


def test_a_trend_keeps_gaps_and_labels_the_first_measured_point() -> None:
    chart = trend.spec(a_drawn(a_series([None, 3, None, 9, 2])))

    assert [p.value for p in chart.series[0].points] == [None, 3, None, 9, 2]
    assert chart.labelled_points == (1, 3, 4)


def test_a_peak_beside_the_end_is_labelled_instead_of_the_end() -> None:
    weeks = [1] * 50 + [9, 2]

    assert trend.spec(a_drawn(a_series(weeks))).labelled_points == (0, 50)


def test_a_note_is_put_at_its_week_but_not_at_a_gap_or_outside() -> None:
    notes = ((1, Label(text="Recall")), (0, Label(text="at a gap")), (7, Label(text="outside")))

    chart = trend.spec(a_drawn(a_series([None, 4]), notes=notes))

    assert [(i, label.text) for i, label in chart.annotations] == [(1, "Recall")]


def test_a_trend_of_many_lines_labels_only_their_ends() -> None:
    lines = [a_series([1, 5, i], name=f"s{i}", role=Role.COMPETITOR) for i in range(4)]

    assert trend.spec(a_drawn(*lines)).labelled_points == (2,)


def test_a_trend_of_nothing_measured_labels_nothing() -> None:
    assert trend.spec(a_drawn(a_series([None, None]))).labelled_points == ()


def test_more_than_six_series_become_five_and_other_but_never_ours() -> None:
    small_us = a_series([0, 1], name="Us", role=Role.US)
    many = [a_series([i, i], name=f"s{i}", role=Role.COMPETITOR) for i in range(5, 13)]

    chart = parts.spec(a_drawn(small_us, *many))

    assert texts([s.name for s in chart.series]) == ["Us", "s9", "s10", "s11", "s12", "other (4)"]
    assert [p.value for p in chart.series[-1].points] == [26, 26]


def test_rows_of_parts_keep_their_order_and_the_last_are_joined() -> None:
    chart = parts.spec(a_drawn(a_series([5, 9, 1, 1, 1, 1, 1, 2, 3])))

    assert chart.form is ChartForm.STACKED
    assert texts(chart.categories) == ["c0", "c1", "c2", "c3", "c4", "c5", "other (3)"]
    assert chart.series[0].points[-1].value == 6


def test_small_types_of_a_waffle_join_but_the_unknown_and_we_ourselves_do_not() -> None:
    points = (
        a_point(60, role=Role.CONVERSATION),
        a_point(33, role=Role.OTHER),
        a_point(2, role=Role.EXTRA),
        a_point(2, role=Role.COMPETITOR),
        a_point(0, role=Role.US),
        a_point(3, role=Role.UNKNOWN),
    )

    chart = waffle.spec(a_drawn(a_series([], points=points)))

    assert chart.form is ChartForm.WAFFLE
    assert texts(chart.categories) == ["c0", "c1", "c4", "c5", "other (2)"]
    assert [int(p.value or 0) for p in chart.series[0].points] == [60, 33, 0, 3, 4]
    assert chart.series[0].points[-1].role is Role.OTHER_LIGHT


def test_a_single_small_type_keeps_its_name() -> None:
    chart = waffle.spec(a_drawn(a_series([98, 2, 0], role=Role.OTHER)))

    assert texts(chart.categories) == ["c0", "c1"]


def test_a_strip_sorts_by_rank_and_explains_only_the_colours_it_shows() -> None:
    points = (a_point(3), a_point(1, role=Role.CONVERSATION), a_point(None))
    legend = ((Role.CONVERSATION, Label(text="Blogs")), (Role.OTHER, Label(text="Sites")))

    chart = strip.spec(
        a_drawn(a_series([], name="city e-bike", role=Role.OTHER, points=points), legend=legend)
    )

    assert chart.form is ChartForm.STRIP
    assert [p.text for p in chart.series[0].points] == ["1", "3"]
    assert texts([label for _, label in chart.legend]) == ["Blogs", "Sites"]
    assert strip.spec(a_drawn(a_series([1], role=Role.OTHER), legend=legend)).legend == (legend[1],)


def test_ranges_join_their_share_and_a_share_without_one_stays_without() -> None:
    chart = intervals.spec(
        a_drawn(
            a_series(["0.20", "0.5", None]), a_series(["0.10", None, "0.1"]), a_series(["0.37", None, "0.3"])
        )
    )

    first, second, third = chart.series[0].points
    assert len(chart.series) == 1
    assert (str(first.low), str(first.high)) == ("0.10", "0.37")
    assert (second.low, second.high) == (None, None)
    assert (third.value, third.low) == (None, None)


def test_shares_alone_are_drawn_without_ranges() -> None:
    chart = intervals.spec(a_drawn(a_series(["0.20", "0.5"])))

    assert [p.low for p in chart.series[0].points] == [None, None]


def test_a_slope_has_at_most_six_lines_and_ours_is_one() -> None:
    many = [a_series([i, i + 1], name=f"s{i}", role=Role.COMPETITOR) for i in range(8)]

    chart = slope.spec(a_drawn(*many, a_series([0, 0], name="Us")))

    assert len(chart.series) == 6
    assert "Us" in texts([s.name for s in chart.series])
    assert chart.labelled_points == (0, 1)


def test_columns_keep_the_order_of_the_steps() -> None:
    chart = columns.spec(a_drawn(a_series([3, 9, 1]), a_series([1, None, 2], name="Cash", role=Role.OTHER)))

    assert chart.form is ChartForm.COLUMN_STACKED
    assert texts(chart.categories) == ["c0", "c1", "c2"]
    assert chart.series[1].points[1].value is None


def test_a_roadmap_puts_phases_before_tasks_and_keeps_reviews_in_the_weeks() -> None:
    task = a_series([1, None], name="Reply", role=Role.US)
    phase = a_series([1, 2], name="Listen", role=Role.CONVERSATION)
    notes = ((1, Label(text="Review")), (9, Label(text="later")))

    chart = roadmap.spec(a_drawn(task, phase, notes=notes))

    assert texts([s.name for s in chart.series]) == ["Listen", "Reply"]
    assert [i for i, _ in chart.annotations] == [1]
