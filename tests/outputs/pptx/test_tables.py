"""Tests of table plans: words never break, rows never grow, everything fits its frame."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.drawing.fonts import line_height
from deckgen.errors import FitError
from deckgen.outputs.pptx.measuring import lines, longest_word
from deckgen.outputs.pptx.places import Type
from deckgen.outputs.pptx.table_xml import with_marks
from deckgen.outputs.pptx.tables import SIDE, planned
from tests.outputs.pptx.decks import Book

WIDTH, HEIGHT = 864.0, 338.4
WORD = st.text("abcdefghijklmnopq", min_size=1, max_size=12)
CELL = st.lists(WORD, min_size=1, max_size=12).map(" ".join)


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=25))
def test_every_part_fits_its_frame_and_no_word_is_wider_than_its_column(
    rows: list[tuple[str, str, str]],
) -> None:
    b = Book()
    table = b.table(("One", "Two", "Three"), rows, "llr")

    parts = planned(table, width_pt=WIDTH, height_pt=HEIGHT, family="Arial", where="t")

    assert sum(len(p.rows) for p in parts) == len(rows)
    for part in parts:
        assert part.height <= HEIGHT + 0.01
        assert sum(part.widths) == pytest.approx(WIDTH, abs=0.5)
        for row, height in zip(part.rows, part.heights, strict=True):
            for c, cell in enumerate(row.cells):
                kind = Type(size=part.size, bold=c == 0, family="Arial")
                room = part.widths[c] - 2 * SIDE / 12700
                assert longest_word(cell.text, kind) <= room
                count = sum(len(lines(p, kind, width_pt=room)) for p in cell.text)
                assert count * line_height("Arial", part.size) <= height


def test_a_table_takes_a_smaller_size_before_it_is_split() -> None:
    b = Book()
    few = b.table(("A", "B"), [("one", "two")] * 8, "ll")
    more = b.table(("A", "B"), [("one", "two")] * 12, "ll")
    many = b.table(("A", "B"), [("one", "two")] * 20, "ll")

    sizes = [
        {p.size for p in planned(t, width_pt=WIDTH, height_pt=HEIGHT, family="Arial", where="t")}
        for t in (few, more, many)
    ]

    assert sizes == [{14.0}, {12.0}, {14.0}]


def test_a_total_never_stands_alone_on_the_last_slide() -> None:
    b = Book()
    for count in range(14, 30):
        table = b.table(("A", "B"), [("one", "two")] * count, "ll", has_total=True)

        parts = planned(table, width_pt=WIDTH, height_pt=HEIGHT, family="Arial", where="t")

        assert all(len(p.rows) > 1 for p in parts)
        assert [p.is_last for p in parts] == [False] * (len(parts) - 1) + [True]


def test_a_row_higher_than_a_slide_is_an_error_that_names_it() -> None:
    b = Book()
    table = b.table(("A", "B"), [("one", "two"), ("three", "word " * 900)], "ll")

    with pytest.raises(FitError, match="slide 'x', table1: row 2 alone is higher than its slide"):
        planned(table, width_pt=WIDTH, height_pt=HEIGHT, family="Arial", where="slide 'x', table1")


def test_words_wider_than_the_table_are_an_error() -> None:
    b = Book()
    table = b.table(("A", "B"), [("x" * 90, "y" * 90)], "ll")

    with pytest.raises(FitError, match="its longest words are wider than"):
        planned(table, width_pt=300.0, height_pt=HEIGHT, family="Arial", where="t")


def test_rows_of_unequal_length_are_an_error() -> None:
    b = Book()
    table = b.table(("A", "B"), [("one",)], "ll")

    with pytest.raises(FitError, match="the same number of columns"):
        planned(table, width_pt=WIDTH, height_pt=HEIGHT, family="Arial", where="t")


def test_a_summary_keeps_the_first_sentences_and_moves_the_rest() -> None:
    b = Book()
    long = "We are talked about. " + "This goes on and on and on without an end in sight. " * 12
    rows = [(b.cell("{46 %}", is_figure=True), long if i == 1 else "Short text.") for i in range(5)]
    table = b.table((), rows, "ll", weights=(1.0, 3.0), style="summary")

    (plan,) = planned(table, width_pt=576.0, height_pt=HEIGHT, family="Arial", where="t")

    kept = plan.rows[1].cells[1].text[0].text
    assert kept.startswith("We are talked about.")
    assert len(kept) < len(long)
    assert "goes on" in "".join(p.text for p in plan.moved)
    assert len(set(plan.heights)) == 1


def test_a_mark_before_words_becomes_a_run_of_its_own_that_no_line_break_parts_from_them() -> None:
    b = Book()

    cell = with_marks(b.cell("● active every week"))

    assert [s.text for s in cell.text[0].spans] == ["●", "\u00a0active every week"]
    assert with_marks(b.cell("–12 points")).text == b.cell("–12 points").text
