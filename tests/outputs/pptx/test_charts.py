"""Tests of native charts: data, labels, axes and the workbook inside."""

from __future__ import annotations

from typing import Any

import pytest

from deckgen.errors import FitError
from deckgen.model.deck import ChartBlock, ChartForm, ChartSpec, Role
from deckgen.outputs.pptx import render
from tests.outputs.pptx import decks, reading
from tests.outputs.pptx.decks import MASTER, Book
from tests.outputs.pptx.reading import C


@pytest.fixture(scope="module")
def whole() -> bytes:
    return render(decks.every_archetype(), master=MASTER)


def one(b: Book, chart: ChartSpec) -> tuple[Any, Any]:
    slide = b.slide(
        "c",
        "chart-insight",
        "A chart about something that matters to us",
        ChartBlock(slot="chart1", chart=chart),
        source="Source: a test.",
    )
    made = reading.opened(render(b.deck(slide), master=MASTER)).slides[0]
    return next(reading.charts(made))


def test_every_workbook_equals_the_cache_of_its_chart(whole: bytes) -> None:
    count = 0
    for slide in reading.opened(whole).slides:
        for chart, sheet in reading.charts(slide):
            held = [[c.value for c in row] for row in sheet.iter_rows()]
            assert held == reading.cached(chart)
            count += 1
    assert count == 9


def test_axis_ids_are_positive_and_paired(whole: bytes) -> None:
    for slide in reading.opened(whole).slides:
        for chart, _ in reading.charts(slide):
            plot = chart.find(f".//{C}plotArea")
            own = {e.get("val") for e in plot.iter(f"{C}axId")}
            crossing = {e.get("val") for e in plot.iter(f"{C}crossAx")}
            assert own == crossing
            assert all(int(v) > 0 for v in own)


def test_charts_have_no_title_and_keep_gaps(whole: bytes) -> None:
    for slide in reading.opened(whole).slides:
        for chart, _ in reading.charts(slide):
            assert chart.find(f".//{C}autoTitleDeleted").get("val") == "1"
            assert chart.find(f".//{C}title") is None
            assert chart.find(f".//{C}dispBlanksAs").get("val") == "gap"
            assert chart.find(f"{C}lang").get("val") == "en-GB"


def test_a_label_that_looks_like_a_formula_or_a_link_stays_text_in_the_workbook() -> None:
    b = Book()
    chart = b.chart(ChartForm.BAR, ["=1+1", "http://blog.example"], b.series("+SUM(A1)", Role.OTHER, [3, 2]))

    _, sheet = one(b, chart)

    assert [sheet["A2"].value, sheet["A2"].data_type] == ["=1+1", "s"]
    assert sheet["A3"].hyperlink is None
    assert sheet["B1"].data_type == "s"


def test_what_was_not_measured_is_a_gap_and_not_a_zero() -> None:
    b = Book()
    chart = b.chart(ChartForm.LINE, ["Jan", "Feb", "Mar"], b.series("Norrvind", Role.US, [4, None, 6]))

    drawn, sheet = one(b, chart)

    assert [p.get("idx") for p in drawn.findall(f".//{C}val//{C}pt")] == ["0", "2"]
    assert sheet["B3"].value is None


def test_bars_start_at_zero_and_leave_room_for_their_labels() -> None:
    b = Book()
    chart = b.chart(ChartForm.BAR, ["Blogs", "News"], b.series("Mentions", Role.OTHER, [100, 40]))

    drawn, _ = one(b, chart)

    scaling = drawn.find(f".//{C}valAx/{C}scaling")
    assert scaling.find(f"{C}min").get("val") == "0"
    assert float(scaling.find(f"{C}max").get("val")) == pytest.approx(138)
    assert drawn.find(f".//{C}valAx/{C}delete").get("val") == "1"


def test_a_point_of_another_role_has_the_colour_of_that_role() -> None:
    b = Book()
    chart = b.chart(
        ChartForm.BAR, ["Velmora", "Norrvind"], b.series("Share", Role.COMPETITOR, [9, 2], [None, Role.US])
    )

    drawn, _ = one(b, chart)

    point = drawn.find(f".//{C}dPt")
    assert point.find(f"{C}idx").get("val") == "1"
    assert point.find(f".//{reading.A}schemeClr").get("val") == "accent1"


def test_lines_are_named_at_their_ends_and_need_no_legend() -> None:
    b = Book()
    chart = b.chart(
        ChartForm.LINE,
        ["Jan", "Feb"],
        b.series("Norrvind", Role.US, [4, 6]),
        b.series("Industry", Role.OTHER, [14, 16]),
    )

    drawn, _ = one(b, chart)

    named = [d for d in drawn.iter(f"{C}dLbl") if d.find(f"{C}showSerName").get("val") == "1"]
    assert len(named) == 2
    assert drawn.find(f".//{C}legend") is None


def test_more_lines_than_can_be_named_get_a_legend() -> None:
    b = Book()
    lines = [b.series(f"Line {chr(65 + i)}", Role.OTHER, [i, i + 2]) for i in range(5)]

    drawn, _ = one(b, b.chart(ChartForm.LINE, ["Jan", "Feb"], *lines))

    assert drawn.find(f".//{C}legend") is not None


def test_slopes_cross_at_the_middle_of_the_category() -> None:
    b = Book()
    chart = b.chart(ChartForm.SLOPE, ["Before", "After"], b.series("Norrvind", Role.US, [4, 6]))

    drawn, _ = one(b, chart)

    assert drawn.find(f".//{C}crossBetween").get("val") == "midCat"


def test_totals_over_stacked_columns_are_the_sums_of_their_parts() -> None:
    b = Book()
    chart = b.chart(
        ChartForm.COLUMN_STACKED,
        ["Listen", "Answer"],
        b.series("Hours", Role.US, [10, 20]),
        b.series("Cash", Role.OTHER, [5, 0]),
    )

    drawn, sheet = one(b, chart)

    assert [sheet["D2"].value, sheet["D3"].value] == [15, 20]
    total = drawn.findall(f".//{C}ser")[-1]
    assert total.find(f"{C}spPr/{reading.A}noFill") is not None
    assert total.find(f"{C}dLbls/{C}dLblPos").get("val") == "inBase"


def test_line_end_labels_of_near_values_are_moved_apart() -> None:
    b = Book()
    chart = b.chart(
        ChartForm.SLOPE,
        ["Before", "After"],
        *(b.series(n, Role.COMPETITOR, [v, v]) for n, v in (("Velmora", 50), ("Kadenz", 51), ("Spoke", 100))),
    )

    drawn, _ = one(b, chart)

    shifts = [
        float(y.get("val")) for y in drawn.iter(f"{C}y") if y.getparent().find(f"{C}layoutTarget") is None
    ]
    assert len(shifts) == 2
    assert all(s != 0 for s in shifts)


def test_a_chart_without_points_is_an_error_and_not_an_empty_frame() -> None:
    b = Book()

    with pytest.raises(FitError, match="each series of a chart needs one point for each category"):
        one(b, b.chart(ChartForm.BAR, ["Blogs", "News"], b.series("Mentions", Role.OTHER, [1])))


def test_the_waffle_has_one_square_for_each_counted_result(whole: bytes) -> None:
    slide = reading.opened(whole).slides[4]

    group = next(s for s in slide.shapes if s.name == "Canvas")

    squares = [s for s in group.shapes if not s.has_text_frame or not s.text_frame.text]
    assert len(squares) == 100
    labels = [s.text_frame.text for s in group.shapes if s.has_text_frame and s.text_frame.text]
    assert labels[0] == "46  Blogs, forums"
    assert len(labels) == 4


def test_the_roadmap_draws_phases_bars_and_reviews(whole: bytes) -> None:
    slide = reading.opened(whole).slides[11]

    group = next(s for s in slide.shapes if s.name == "Canvas")

    names = [s.name for s in group.shapes]
    assert sum(n.startswith("Phase ") for n in names) == 3
    assert sum(n == "Review mark" for n in names) == 3
    assert sum(n.startswith("Task ") for n in names) == 5
    assert sum(n.startswith("Week ") for n in names) == 13
