"""Words from outside are broken or shortened before a deck is refused; the template's own never are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deckgen.errors import FitError
from deckgen.model.deck import Align, Paragraph, Span, TableCell, TableRow, TableSpec, Text, plain
from deckgen.outputs.pptx.shorter import shortening_texts
from deckgen.outputs.pptx.tables import TablePlan, planned

NAME = "Elektrofahrradvertriebsgesellschaft"


def a_text(words: str, *, is_quoted: bool) -> Text:
    return (Paragraph(spans=(Span(text=words, is_quoted=is_quoted),)),)


def a_table(columns: int, words: str, *, is_quoted: bool = True) -> TableSpec:
    cell = TableCell(text=a_text(words, is_quoted=is_quoted))
    return TableSpec(
        head=(a_text("Name", is_quoted=False),) * columns,
        rows=(TableRow(cells=(cell,) * columns),),
        aligns=(Align.LEFT,) * columns,
        weights=(1.0,) * columns,
    )


def the_plan(table: TableSpec, *, height_pt: float = 300.0) -> TablePlan:
    (plan,) = planned(table, width_pt=500.0, height_pt=height_pt, family="Arial", where="t")
    return plan


@shortening_texts
def at_most(text: Text, *, letters: int) -> str:
    if len(plain(text)) > letters:
        raise FitError("too long")
    return plain(text)


def test_a_word_from_outside_that_is_wider_than_its_column_breaks() -> None:
    plan = the_plan(a_table(6, NAME))

    assert sum(plan.widths) <= 500.1
    assert plan.rows == a_table(6, NAME).rows
    assert plan.heights[0] > the_plan(a_table(6, "Name")).heights[0]


def test_a_word_of_the_template_never_breaks() -> None:
    with pytest.raises(FitError, match="its longest words are wider"):
        the_plan(a_table(6, NAME, is_quoted=False))


def test_a_cell_from_outside_that_is_higher_than_the_slide_is_shortened() -> None:
    words = plain(the_plan(a_table(6, "word " * 40), height_pt=120.0).rows[0].cells[0].text)

    assert words.startswith("word word")
    assert words.endswith("…")


def test_only_quotations_are_shortened_and_no_more_than_needed() -> None:
    own = Span(text="Join the conversation about ")
    text = (Paragraph(spans=(own, Span(text="a long name " * 10, is_quoted=True))),)

    shown = at_most(text, letters=100)

    assert shown.startswith("Join the conversation about a long name")
    assert shown.endswith("…")
    assert len(shown) > 80


def test_what_no_shortening_helps_is_still_refused() -> None:
    own = (Paragraph(spans=(Span(text="the template's own words " * 9),)),)
    mixed = (replace(own[0], spans=(*own[0].spans, Span(text="x" * 50, is_quoted=True))),)

    for text in (own, mixed):
        with pytest.raises(FitError):
            at_most(text, letters=100)
