"""Italic words and links in the finished file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openxml_audit import validate_pptx

from deckgen.model.deck import Paragraph, Slide, Span, TableBlock, TableCell, TextBlock
from deckgen.outputs.pptx import render
from tests.outputs.pptx import reading
from tests.outputs.pptx.decks import MASTER, Book

ADDRESS = "https://a.example/?q=1&r=2#top"
WORDS = (
    Paragraph(
        spans=(
            Span(text="See "),
            Span(text="the report", link=ADDRESS, bold=True),
            Span(text=" and"),
            Span(text=" read it", italic=True),
        )
    ),
)


def written(path: Path) -> Path:
    b = Book()
    table = b.table(("Blog", "Rank"), (("x", "y"),), "lr")
    linked = replace(table.rows[0], cells=(TableCell(text=WORDS), table.rows[0].cells[1]))
    slide = Slide(
        key="links",
        archetype="table-panel",
        section="talk",
        title=b.flat("A statement"),
        blocks=(
            TextBlock(slot="panel", text=WORDS),
            TableBlock(slot="table1", table=replace(table, rows=(linked,))),
        ),
        notes=WORDS,
    )
    path.write_bytes(render(b.deck(slide), master=MASTER))
    return path


def test_a_link_is_opened_by_a_click_on_slide_table_and_notes(tmp_path: Path) -> None:
    path = written(tmp_path / "deck.pptx")

    slide = reading.opened(path.read_bytes()).slides[0]
    table = next(s.table for s in slide.shapes if s.has_table)
    frames = [
        next(s for s in slide.placeholders if s.name == "Panel").text_frame,
        table.cell(1, 0).text_frame,
        slide.notes_slide.notes_text_frame,
    ]
    for frame in frames:
        runs = frame.paragraphs[0].runs
        assert [r.text for r in runs] == ["See ", "the report", " and", " read it"]
        assert [r.hyperlink.address for r in runs] == [None, ADDRESS, None, None]
        assert [bool(r.font.italic) for r in runs] == [False, False, False, True]
    assert [e.description for e in validate_pptx(path).errors] == []


def test_an_address_used_twice_on_a_slide_is_one_relation(tmp_path: Path) -> None:
    slide = reading.opened(written(tmp_path / "deck.pptx").read_bytes()).slides[0]

    assert [r.target_ref for r in slide.part.rels.values() if r.is_external] == [ADDRESS]
