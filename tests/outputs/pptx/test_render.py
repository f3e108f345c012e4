"""Tests of whole decks: placeholders, names, order, languages, splits, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import validate_pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from deckgen.errors import FitError, TemplateError
from deckgen.model.deck import Deck, Paragraph, Span, TextBlock
from deckgen.outputs.pptx import render
from deckgen.outputs.pptx.geometry import ARCHETYPES
from tests.outputs.pptx import decks, reading
from tests.outputs.pptx.decks import MASTER, Book

FOOT = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}


@pytest.fixture(scope="module")
def whole() -> bytes:
    return render(decks.every_archetype(), master=MASTER)


def drawn(*slides: object, book: Book, **changes: object) -> bytes:
    deck: Deck = book.deck(*slides, **changes)  # type: ignore[arg-type]
    return render(deck, master=MASTER)


def test_the_sample_shows_every_archetype_but_none_twice_without_need() -> None:
    assert {s.archetype for s in decks.every_archetype().slides} == set(ARCHETYPES)


def test_a_deck_of_every_archetype_passes_the_office_validator(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(whole)

    result = validate_pptx(path)

    assert [e.description for e in result.errors] == []


def test_no_placeholder_is_left_empty(whole: bytes) -> None:
    for slide in reading.opened(whole).slides:
        for shape in slide.placeholders:
            if shape.has_text_frame:
                assert shape.text_frame.text.strip(), (slide.slide_id, shape.name)


def test_content_lies_in_the_placeholder_of_its_index(whole: bytes) -> None:
    by_key = dict(
        zip((s.key for s in decks.every_archetype().slides), reading.opened(whole).slides, strict=True)
    )

    filled = {key: {p.placeholder_format.idx for p in s.placeholders} for key, s in by_key.items()}

    assert filled["summary"] == {0, 20, 23, 24, 21, 11, 12}
    assert filled["trend"] == {0, 20, 25, 26, 27, 28, 21, 11, 12}
    assert filled["voice"] == {0, 20, 25, 26, 27, 29, 21, 11, 12}
    assert filled["options"] == {0, 20, 24, 25, 27, 30, 21, 11, 12}
    assert filled["decision"] == {0, 20, 31, 32, 33, 34, 21, 11, 12}
    assert filled["cover"] == {0, 1, 22}


def test_shapes_keep_the_names_of_the_layout(whole: bytes) -> None:
    slide = reading.opened(whole).slides[2]

    assert [s.name for s in slide.placeholders if s.placeholder_format.idx in (20, 26)] == [
        "Kicker",
        "Chart 1",
    ]


def test_title_comes_first_and_source_footer_and_number_last(whole: bytes) -> None:
    for slide in reading.opened(whole).slides:
        names = [s.name for s in slide.shapes]
        assert names[0] == "Title"
        if "Footer" in names:
            assert names[-3:] == ["Source", "Footer", "Slide number"]


def test_every_run_paragraph_end_and_note_has_a_language(whole: bytes) -> None:
    presentation = reading.opened(whole)
    for slide in presentation.slides:
        for element in (slide._element, slide.notes_slide._element):
            for tag in ("rPr", "endParaRPr"):
                assert all(r.get("lang") == "en-GB" for r in element.iter(f"{reading.A}{tag}"))
            assert all(r.find(f"{reading.A}rPr") is not None for r in element.iter(f"{reading.A}r"))


def test_colours_and_fonts_are_references_to_the_theme(whole: bytes) -> None:
    for member in reading.members(whole):
        if member.startswith(("ppt/slides/slide", "ppt/charts/chart")):
            content = reading.part(whole, member)
            assert b"srgbClr" not in content
            assert b"sysClr" not in content
            assert b"normAutofit" not in content
            assert b'typeface="Arial"' not in content


def test_every_graphic_has_alt_text_and_ornament_is_marked_as_such(whole: bytes) -> None:
    kinds = {MSO_SHAPE_TYPE.GROUP, MSO_SHAPE_TYPE.PICTURE}
    for slide in reading.opened(whole).slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type in kinds:
                named = next(shape._element.iter(f"{reading.P}cNvPr"))
                is_ornament = b"decorative" in reading.etree.tostring(named)
                assert named.get("descr") or is_ornament, shape.name


def test_footer_and_number_are_copies_with_their_list_style(whole: bytes) -> None:
    slide = reading.opened(whole).slides[1]

    feet = [s for s in slide.placeholders if s.placeholder_format.type in FOOT]

    assert len(feet) == 2
    assert all(s._element.find(f".//{reading.A}lvl1pPr") is not None for s in feet)


def test_sections_follow_the_slides_and_carry_the_names_of_the_deck(whole: bytes) -> None:
    content = reading.part(whole, "ppt/presentation.xml").decode()

    assert content.count("<p14:section ") == 8
    assert 'name="4 Competitors move faster"' in content


def test_document_properties_come_from_the_deck_and_not_from_the_clock(whole: bytes) -> None:
    properties = reading.opened(whole).core_properties

    assert properties.title == "Norrvind: join the conversation"
    assert properties.author == properties.last_modified_by == "Norrvind Communications"
    assert properties.language == "en-GB"
    assert properties.created.date() == properties.modified.date() == decks.every_archetype().as_of


def test_the_same_deck_gives_the_same_bytes() -> None:
    assert render(decks.every_archetype(), master=MASTER) == render(decks.every_archetype(), master=MASTER)


def test_no_part_is_written_twice_and_no_time_is_the_present(whole: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        assert {i.date_time for i in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_long_table_is_split_after_a_full_row_and_its_head_repeated() -> None:
    b = Book()

    presentation = reading.opened(drawn(decks.blogs(b, rows=25), book=b))

    tables = [next(s for s in slide.shapes if s.has_table).table for slide in presentation.slides]
    assert len(tables) >= 2
    assert sum(len(t.rows) - 1 for t in tables) == 25
    assert {t.cell(0, 1).text for t in tables} == {"Blog"}
    titles = [s.shapes.title.text_frame.text for s in presentation.slides]
    assert titles[0].endswith(f"(1\u00a0of\u00a0{len(tables)})") or titles[0].endswith(
        f"(1 of {len(tables)})"
    )
    assert len(set(titles)) == len(titles)


def test_tables_that_do_not_fit_beside_each_other_get_slides_of_their_own() -> None:
    b = Book()

    presentation = reading.opened(drawn(decks.two_tables(b, tasks=12), book=b))

    layouts = [s.slide_layout.name for s in presentation.slides]
    kickers = [
        next(p for p in s.placeholders if p.placeholder_format.idx == 20).text for s in presentation.slides
    ]
    assert layouts == ["Table", "Table"]
    assert kickers[0].endswith("Options")
    assert kickers[1].endswith("Who decides and who does")


def test_panel_text_that_does_not_fit_goes_to_the_notes_with_a_mark() -> None:
    b = Book()
    slide = decks.table_panel(b)
    long = tuple(
        Paragraph(spans=(Span(text=f"Reason {chr(65 + i)} is told at some length here. " * 3),), level=1)
        for i in range(9)
    )
    blocks = tuple(replace(x, text=long) if isinstance(x, TextBlock) else x for x in slide.blocks)

    made = reading.opened(drawn(replace(slide, blocks=blocks), book=b)).slides[0]

    panel = next(p for p in made.placeholders if p.placeholder_format.idx == 23).text
    notes = made.notes_slide.notes_text_frame.text
    assert "Reason A" in panel
    assert "Reason I" not in panel
    assert "From the slide:" in notes
    assert "Reason I" in notes


def test_a_title_of_three_lines_is_an_error_that_names_slide_and_field() -> None:
    b = Book()
    slide = decks.blogs(b)
    long = b.flat("A title that goes on and on " * 9)

    with pytest.raises(FitError, match="slide 'blogs', title: the text does not fit"):
        drawn(replace(slide, title=long), book=b)


def test_the_last_line_of_a_title_is_never_one_short_word() -> None:
    b = Book()
    slide = decks.blogs(b)
    title = b.flat("Eight blogs decide what people read about our batteries before they buy")

    made = reading.opened(drawn(replace(slide, title=title), book=b)).slides[0]

    assert "before\u00a0they\u00a0buy" in made.shapes.title.text_frame.text


def test_an_unknown_place_or_archetype_is_named() -> None:
    b = Book()
    slide = decks.blogs(b)

    with pytest.raises(TemplateError, match="archetype 'table' has no such place"):
        drawn(replace(slide, blocks=(TextBlock(slot="panel", text=b.flat("x")),)), book=b)
    with pytest.raises(TemplateError, match="there is no archetype 'collage'"):
        drawn(replace(slide, archetype="collage"), book=b)


def test_a_master_without_the_layout_is_an_error_that_lists_its_layouts() -> None:
    with pytest.raises(TemplateError, match="there is no layout 'Nowhere'; it has: Cover, "):
        render(decks.short(), master=MASTER, layouts={"cover": "Nowhere"})


def test_text_from_outside_can_be_neither_markup_nor_control_characters() -> None:
    b = Book()
    slide = decks.blogs(b)
    odd = b.flat("Blogs say <b>&amp; </a:t> \x00\x0b\ufffe things about us that nobody in the house has read")

    made = reading.opened(drawn(replace(slide, title=odd), book=b)).slides[0]

    assert "<b>&amp; </a:t>" in made.shapes.title.text_frame.text


def test_a_layout_without_our_places_gets_boxes_and_frames_at_our_geometry(tmp_path: Path) -> None:
    layouts = dict.fromkeys(ARCHETYPES, "Canvas")
    path = tmp_path / "deck.pptx"

    path.write_bytes(render(decks.every_archetype(), master=MASTER, layouts=layouts))

    assert [e.description for e in validate_pptx(path).errors] == []
    slide = reading.opened(path.read_bytes()).slides[2]
    by_name = {s.name: s for s in slide.shapes}
    assert {p.placeholder_format.idx for p in slide.placeholders} == {0, 20, 21, 11, 12}
    slot = ARCHETYPES["two-charts"][2]["chart2"]
    chart = by_name["Chart 2"]
    assert (chart.left, chart.top, chart.width, chart.height) == slot.frame
    assert by_name["Heading 1"].text_frame.text == "Mentions of Norrvind per month"
