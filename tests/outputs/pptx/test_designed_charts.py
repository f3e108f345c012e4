"""Drawn charts with new data: their kind, colours and labels stay, cache and workbook agree."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import validate_pptx
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE as KIND
from pptx.util import Inches

from deckgen.errors import TemplateError
from deckgen.model.deck import ChartSpec
from deckgen.model.designed import FilledShape
from tests.outputs.pptx import drawn, reading
from tests.outputs.pptx.decks import Book
from tests.outputs.pptx.drawn import GREEN, PURPLE, a_master, a_spec, as_drawn, chart, fill

NAME = "chart: x"
C, A = reading.C, reading.A


def filled(folder: Path, draw: drawn.Draw, spec: ChartSpec, book: Book) -> tuple[Any, Any, Any]:
    """(chart as XML, worksheet, chart as python-pptx reads it)"""
    path = a_master(folder, draw)
    made = fill(path, as_drawn(path, **{NAME: (FilledShape(at=1, chart=spec),)}), book=book)
    assert [e.description for e in validate_pptx(str(path.with_name("out.pptx"))).errors] == []
    xml, sheet = next(reading.charts(made.slides[0]))
    return xml, sheet, made.shape(NAME).chart


def colours(xml: Any) -> list[str | None]:
    found = [s.find(f"{C}spPr/{A}solidFill/{A}srgbClr") for s in xml.iter(f"{C}ser")]
    return [f.get("val") if f is not None else None for f in found]


KINDS = [
    KIND.COLUMN_CLUSTERED, KIND.COLUMN_STACKED, KIND.BAR_CLUSTERED, KIND.BAR_STACKED_100, KIND.LINE_MARKERS,
    KIND.AREA_STACKED, KIND.RADAR_FILLED, KIND.DOUGHNUT,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=[k.name for k in KINDS])
def test_every_kind_of_chart_stays_what_it_is_and_keeps_its_colours(tmp_path: Path, kind: KIND) -> None:
    book = Book()
    spec = a_spec(book, ["x", "y"], ("S", [4, None]), ("T", [5, 6]), ("U", [7, Decimal("8.5")]))

    xml, sheet, shape = filled(tmp_path, lambda s: chart(s, "a", "b", name=NAME, kind=kind), spec, book)

    assert shape.chart_type is kind
    assert colours(xml) == [str(PURPLE), str(GREEN), str(GREEN)]
    assert reading.cached(xml) == [[None, "S", "T", "U"], ["x", 4.0, 5.0, 7.0], ["y", None, 6.0, 8.5]]
    assert [[c.value for c in r] for r in sheet.iter_rows()] == [
        [None, "S", "T", "U"], ["x", 4, 5, 7], ["y", None, 6, 8.5]
    ]  # fmt: skip
    numbers = [[s.find(f"{C}{t}").get("val") for t in ("idx", "order")] for s in xml.iter(f"{C}ser")]
    assert numbers == [["0", "0"], ["1", "1"], ["2", "2"]]
    assert xml.find(f".//{C}dispBlanksAs").get("val") == "gap"


def test_formulas_point_to_the_new_workbook_and_words_are_no_formulas(tmp_path: Path) -> None:
    book = Book()
    spec = a_spec(book, ["=1+1", "http://evil.example"], ("=cmd()", [4, 5]), number_format="0.0")

    xml, sheet, _ = filled(tmp_path, lambda s: chart(s, "a", name=NAME), spec, book)

    assert [f.text for f in xml.iter(f"{C}f")] == ["Data!$B$1", "Data!$A$2:$A$3", "Data!$B$2:$B$3"]
    assert [(c.value, c.data_type, c.hyperlink) for c in sheet["A"][1:]] == [
        ("=1+1", "s", None), ("http://evil.example", "s", None)
    ] or [c.data_type for c in sheet["A"][1:]] == ["s", "s"]  # fmt: skip
    assert sheet["B2"].number_format == "0.0"
    assert xml.find(f".//{C}numCache/{C}formatCode").text == "0.0"


def test_fewer_series_than_the_design_has_leave_no_rest(tmp_path: Path) -> None:
    book = Book()

    xml, _, _ = filled(
        tmp_path, lambda s: chart(s, "a", "b", "c", name=NAME), a_spec(book, ["x"], ("S", [1])), book
    )

    assert colours(xml) == [str(PURPLE)]


def test_slices_keep_their_colours_as_far_as_there_are_slices(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        made = chart(slide, "a", name=NAME, kind=KIND.PIE)
        for i in range(3):
            fill_of = made.plots[0].series[0].points[i].format.fill
            fill_of.solid()
            fill_of.fore_color.rgb = GREEN

    book = Book()

    xml, _, shape = filled(tmp_path, draw, a_spec(book, ["x", "y"], ("S", [1, 2])), book)

    assert shape.chart_type is KIND.PIE
    assert [p.find(f"{C}idx").get("val") for p in xml.iter(f"{C}dPt")] == ["0", "1"]


def test_colours_and_labels_of_single_bars_go_as_they_belonged_to_the_old_data(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        series = chart(slide, "a", name=NAME).plots[0].series[0]
        series.points[1].format.fill.solid()
        series.points[1].format.fill.fore_color.rgb = GREEN
        series.points[2].data_label.text_frame.text = "typed"
        series.data_labels.show_value = True

    book = Book()

    xml, _, shape = filled(tmp_path, draw, a_spec(book, ["x", "y"], ("S", [1, 2])), book)

    assert list(xml.iter(f"{C}dPt")) == []
    assert list(xml.iter(f"{C}dLbl")) == []
    assert shape.plots[0].series[0].data_labels.show_value


@pytest.mark.parametrize(("highest", "kept"), [(50, True), (5, False)])
def test_an_axis_with_fixed_ends_is_freed_only_where_it_would_hide_values(
    tmp_path: Path, highest: int, kept: bool
) -> None:
    def draw(slide: Any) -> None:
        axis = chart(slide, "a", name=NAME).value_axis
        axis.maximum_scale, axis.minimum_scale, axis.major_unit = highest, 0, 5

    book = Book()

    _, _, shape = filled(tmp_path, draw, a_spec(book, ["x"], ("S", [40])), book)

    assert (shape.value_axis.maximum_scale == highest) is kept
    assert (shape.value_axis.major_unit == 5) is kept


def test_an_axis_of_dates_takes_names(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        made = chart(slide, "a", name=NAME, kind=KIND.LINE)
        axis = next(made._chartSpace.iter(f"{C}catAx"))
        axis.tag = f"{C}dateAx"
        for tag in ("lblAlgn", "noMultiLvlLbl"):
            for found in axis.findall(f"{C}{tag}"):
                axis.remove(found)
        unit = axis.makeelement(f"{C}baseTimeUnit", {"val": "days"})
        axis.append(unit)

    book = Book()

    xml, _, _ = filled(tmp_path, draw, a_spec(book, ["2 Mar", "9 Mar"], ("S", [1, 2])), book)

    assert list(xml.iter(f"{C}dateAx")) == []
    assert [c.text for c in xml.find(f".//{C}cat").iter(f"{C}v")] == ["2 Mar", "9 Mar"]


def test_every_number_of_a_drawn_chart_is_cited(tmp_path: Path) -> None:
    path = a_master(tmp_path, lambda s: chart(s, "a", name=NAME))
    book = Book()
    spec = a_spec(book, ["Week {31}"], ("In {2026}", [1248]))

    made = fill(path, as_drawn(path, **{NAME: (FilledShape(at=1, chart=spec),)}), book=book)

    places = {
        (e.printed, p.place) for p in made.ledger.placements for e in made.ledger.entries if e.id == p.entry
    }
    assert {
        ("31", f"{NAME} category 1"),
        ("2026", f"{NAME} series 1"),
        ("1,248", f"{NAME} In 2026 Week 31"),
    } <= places


def test_numbers_are_shown_in_the_format_of_the_exhibit_unless_the_design_has_one(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        made = chart(slide, "a", name=NAME)
        made.plots[0].has_data_labels = True
        made.plots[0].data_labels.number_format = "0.0000"

    book = Book()
    spec = a_spec(book, ["x"], ("S", [Decimal("0.4")]), number_format="0%")

    _, _, shape = filled(tmp_path, draw, spec, book)

    assert shape.value_axis.tick_labels.number_format == "0%"
    assert shape.plots[0].data_labels.number_format == "0.0000"


def scatter(slide: Any) -> None:
    points = XyChartData()
    points.add_series("a").add_data_point(1, 2)
    slide.shapes.add_chart(KIND.XY_SCATTER, *map(Inches, (1, 2, 4, 3)), points).name = NAME


def empty(slide: Any) -> None:
    nothing = CategoryChartData()
    nothing.categories = ["A"]
    slide.shapes.add_chart(KIND.COLUMN_CLUSTERED, *map(Inches, (1, 2, 4, 3)), nothing).name = NAME


REFUSED = [
    (scatter, "a chart of kind 'scatter' is not filled; draw bars, columns, lines, areas"),
    (empty, "the chart has no series; draw it with at least one"),
    (lambda s: chart(s, "a", name=NAME, kind=KIND.PIE), "a pie shows one series, the exhibit has 2"),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "message"), REFUSED, ids=["scatter", "empty", "pie"])
def test_what_cannot_be_filled_is_told_with_slide_and_shape(
    tmp_path: Path, draw: drawn.Draw, message: str
) -> None:
    path = a_master(tmp_path, draw)
    book = Book()
    spec = a_spec(book, ["x"], ("S", [1]), ("T", [2]))

    with pytest.raises(TemplateError) as caught:
        fill(path, as_drawn(path, **{NAME: (FilledShape(at=1, chart=spec),)}), book=book)

    assert str(caught.value).startswith(f'drawn.pptx, slide 1, shape "{NAME}": {message}')
