"""Drawn slides in a finished file: formats kept, parts cloned, every number cited, mistakes named."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openxml_audit import validate_pptx
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

from deckgen.errors import DeckgenError, FitError, TemplateError
from deckgen.model.deck import ChartForm, Role, Span
from deckgen.model.designed import DesignedSlide, Direction, FilledRow, FilledShape, FilledSlide, ShapeKind
from deckgen.outputs.pptx import designed, designed_parts
from deckgen.outputs.pptx.designed_copies import offsets
from tests.outputs.pptx import drawn, reading
from tests.outputs.pptx.decks import Book
from tests.outputs.pptx.drawn import (
    a_master,
    as_drawn,
    box,
    chart,
    fill,
    filled_slide,
    picture,
    some_words,
    table,
    untouched,
)

A = reading.A


def groups(slide: Any) -> None:
    group = slide.shapes.add_group_shape()
    group.name = "for: rivals"
    left = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(0.7), Inches(2), Inches(2), Inches(1))
    left.text_frame.text = "name"
    right = group.shapes.add_shape(MSO_SHAPE.OVAL, Inches(1), Inches(3.2), Inches(0.5), Inches(0.5))
    line = group.shapes.add_connector(1, Inches(1), Inches(3), Inches(1), Inches(3.2))
    line.begin_connect(left, 2)
    line.end_connect(right, 0)


def two_charts_and_a_picture(slide: Any) -> None:
    chart(slide, "S", name="chart: x", at=(0.7, 2, 5, 3))
    chart(slide, "T", name="static", at=(6.5, 2, 5, 3))
    picture(slide, name="logo", at=(12, 2, 0.5, 0.5))


def audit(path: Path) -> list[str]:
    return [e.description for e in validate_pptx(str(path)).errors]


def test_what_is_drawn_is_read_as_plain_values(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        box(slide, "{{ ta", "lk }}", name="Words")
        table(slide, ["A", "B"], ["1", "2"], name="table: x")
        drawn_chart = chart(slide, "S {{ x }}", name="chart: y")
        drawn_chart.has_title = True
        drawn_chart.chart_title.text_frame.text = "Title {{ z }}"
        slide.notes_slide.notes_text_frame.text = "name: Ours\nSay it"

    (slide,) = designed(a_master(tmp_path, draw))

    title, words, drawn_table, drawn_chart = slide.shapes
    assert title.is_title
    assert [r.text for r in words.texts[0][0].runs] == ["{{ ta", "lk }}"]
    assert (drawn_table.kind, drawn_table.has_head, len(drawn_table.rows)) == (ShapeKind.TABLE, True, 2)
    assert (drawn_chart.kind, drawn_chart.texts[0][0].text) == (ShapeKind.CHART, "Title {{ z }}")
    assert "S {{ x }}" in drawn_chart.locked
    assert [p.text for p in slide.notes] == ["name: Ours", "Say it"]


def test_words_keep_the_format_of_their_run_and_get_the_language_of_the_deck(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        made = box(slide, "bold", "italic", name="Words")
        properties = made.text_frame.paragraphs[0].runs[0]._r.get_or_add_rPr()
        properties.set("lang", "fr-FR")
        properties.set("err", "1")

    path = a_master(tmp_path, draw)
    words = some_words(("first", 0, 0), ("second", 0, 1))
    foreign = replace(words[1].runs[0], span=Span(text="tredje", language="sv-SE"))
    slide = as_drawn(path, Words=(FilledShape(at=1, texts=((*words, replace(words[1], runs=(foreign,))),)),))

    made = fill(path, slide).shape("Words").text_frame.paragraphs

    assert [(r.text, r.font.bold, r.font.italic) for p in made for r in p.runs] == [
        ("first", True, False), ("second", False, True), ("tredje", False, True)
    ]  # fmt: skip
    found = [r._r.rPr for p in made for r in p.runs]
    assert [(f.get("lang"), f.get("err")) for f in found] == [
        ("en-GB", None),
        ("en-GB", None),
        ("sv-SE", None),
    ]


def test_every_slide_made_of_a_drawn_one_has_charts_and_workbooks_of_its_own(tmp_path: Path) -> None:
    path = a_master(tmp_path, two_charts_and_a_picture)
    book = Book()
    spec = drawn.a_spec(book, ["x", "y"], ("S", [4, 5]))
    slide = as_drawn(path, **{"chart: x": (FilledShape(at=1, chart=spec),)})

    made = fill(path, slide, slide, book=book)

    names = reading.members(made.blob)
    assert len([n for n in names if re.fullmatch(r"ppt/charts/[^/]+\.xml", n)]) == 4
    assert len([n for n in names if n.startswith("ppt/embeddings/")]) == 4
    assert len([n for n in names if n.startswith("ppt/media/designed")]) == 1
    assert audit(path.with_name("out.pptx")) == []
    for part in made.slides:
        for xml, sheet in reading.charts(part):
            rows = [[c.value for c in r] for r in sheet.iter_rows()]
            assert [r[1:] for r in reading.cached(xml)] == [r[1:] for r in rows]


def test_what_all_copies_take_together_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(designed_parts, "MAX_CLONED", 50_000)
    path = a_master(tmp_path, two_charts_and_a_picture)
    slide = as_drawn(path)
    fill(path, slide)

    with pytest.raises(TemplateError, match="slide 1: with it the copies of drawn slides take over 0 MB"):
        fill(path, *[slide] * 20)


def test_copies_of_a_group_stand_side_by_side_with_numbers_of_their_own(tmp_path: Path) -> None:
    path = a_master(tmp_path, groups)
    group = designed(path)[0].shapes[1]
    slide = as_drawn(path, **{"for: rivals": (untouched(group),) * 3})

    made = fill(path, slide)

    copies = [s for s in made.slides[0].shapes if s.name == "for: rivals"]
    step = copies[0].width + copies[0].width // 10
    assert [c.left - copies[0].left for c in copies] == [0, step, 2 * step]
    numbers = [e.get("id") for e in made.slides[0]._element.iter(f"{reading.P}cNvPr")]
    assert len(set(numbers)) == len(numbers)
    for copy in copies:
        inside = {str(s.shape_id) for s in copy.shapes}
        ends = {e.get("id") for e in copy._element.iter(f"{A}stCxn", f"{A}endCxn")}
        assert ends
        assert ends <= inside
    assert audit(path.with_name("out.pptx")) == []


def test_copies_of_a_shape_with_a_chart_have_charts_of_their_own(tmp_path: Path) -> None:
    path = a_master(tmp_path, lambda s: chart(s, "S", name="for: x; chart: y", at=(0.7, 2, 3, 2)))
    book = Book()
    specs = [drawn.a_spec(book, ["x"], (f"S {n}", [n])) for n in "12"]
    slide = as_drawn(path, **{"for: x; chart: y": tuple(FilledShape(at=1, chart=s) for s in specs)})

    made = fill(path, slide, book=book)

    assert [reading.cached(xml)[0][1] for xml, _ in reading.charts(made.slides[0])] == ["S 1", "S 2"]


def test_too_many_copies_are_refused_with_the_number_that_fits(tmp_path: Path) -> None:
    path = a_master(tmp_path, groups)
    group = designed(path)[0].shapes[1]

    with pytest.raises(FitError) as caught:
        fill(path, as_drawn(path, **{"for: rivals": (untouched(group, direction=Direction.DOWN),) * 4}))

    assert str(caught.value) == (
        'drawn.pptx, slide 1, shape "for: rivals": 4 copies are needed and 2 fit below each other; '
        "make the shape smaller, make room around it, or take fewer: [:2]"
    )


@settings(max_examples=60, deadline=None)
@given(
    x=st.integers(0, 9000), y=st.integers(0, 5000), w=st.integers(1, 4000), h=st.integers(1, 4000),
    copies=st.integers(1, 9), other=st.tuples(*[st.integers(0, 9000)] * 2, *[st.integers(1, 4000)] * 2),
)  # fmt: skip
def test_copies_never_leave_the_slide_nor_touch_each_other_or_what_stood_apart(
    x: int, y: int, w: int, h: int, copies: int, other: tuple[int, int, int, int]
) -> None:
    try:
        steps = offsets((x, y, w, h), copies, Direction.AUTO, size=(13333, 7500), others=[other], where="w")
    except FitError:
        return
    boxes = [(x + dx, y + dy) for dx, dy in steps]
    assert all(a + w <= max(13333, x + w) and b + h <= max(7500, y + h) for a, b in boxes)
    assert all(
        abs(a - c) > w or abs(b - d) > h or w < 10 or h < 10
        for a, b in boxes
        for c, d in boxes
        if (a, b) != (c, d)
    )
    apart = other[0] >= x + w or other[1] >= y + h
    ox, oy, ow, oh = other
    if apart:
        assert not any(a < ox + ow and ox < a + w and b < oy + oh and oy < b + h for a, b in boxes)


def rows_of(path: Path, pattern: list[int]) -> tuple[FilledShape, ...]:
    shape = designed(path)[0].shapes[1]
    every = untouched(shape).rows or ()
    return (FilledShape(at=1, rows=tuple(FilledRow(row=i, cells=every[i].cells) for i in pattern)),)


def test_rows_of_a_table_repeat_in_their_format_and_the_frame_grows(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        frame = table(slide, ["A", "B"], ["one", "two"], ["x", "y"], name="table: t")
        frame.table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.color.rgb = drawn.GREEN

    path = a_master(tmp_path, draw)

    frame = fill(path, as_drawn(path, **{"table: t": rows_of(path, [0, 1, 1, 1])})).shape("table: t")

    cells = [[c.text for c in r.cells] for r in frame.table.rows]
    assert cells == [["A", "B"], *[["one", "two"]] * 3]
    colours = [r.cells[0].text_frame.paragraphs[0].runs[0].font.color for r in list(frame.table.rows)[1:]]
    assert [c.rgb for c in colours] == [drawn.GREEN] * 3
    assert frame.height == sum(r.height for r in frame.table.rows)


def test_too_many_rows_are_refused_with_the_number_that_fits(tmp_path: Path) -> None:
    path = a_master(tmp_path, lambda s: table(s, ["A"], ["one"], name="table: t", at=(0.7, 4, 5, 1)))

    with pytest.raises(FitError, match=r"12 rows are needed and 6 fit above .* take fewer: \[:6\]"):
        fill(path, as_drawn(path, **{"table: t": rows_of(path, [0, *[1] * 12])}))


def test_a_row_becomes_as_high_as_its_words_need(tmp_path: Path) -> None:
    path = a_master(tmp_path, lambda s: table(s, ["A"], ["one"], name="table: t", at=(0.7, 4, 1.5, 0.8)))
    words = some_words(("many words that need more than one line", 0, 0))
    rows = (FilledRow(row=0, cells=(some_words(("A", 0, 0)),)), FilledRow(row=1, cells=(words,)))

    frame = fill(path, as_drawn(path, **{"table: t": (FilledShape(at=1, rows=rows),)})).shape("table: t")

    head, body = frame.table.rows
    assert body.height > 3 * head.height
    assert frame.height == head.height + body.height


def test_words_that_make_a_table_higher_than_its_room_are_refused(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        table(slide, ["A"], ["one"], name="table: t", at=(0.7, 4, 1.5, 0.8))
        box(slide, "below", name="Words", at=(0.7, 5.5, 1, 1))

    path = a_master(tmp_path, draw)
    rows = tuple(FilledRow(row=i, cells=(some_words(("many words " * 9, 0, 0)),)) for i in (0, 1))

    with pytest.raises(FitError, match=r"its words need .* inches, 1\.5 are free above the next shape"):
        fill(path, as_drawn(path, **{"table: t": (FilledShape(at=1, rows=rows),)}))


def test_copies_keep_clear_of_a_table_that_grew(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        box(slide, "copy", name="for: x", at=(0.7, 5, 3, 1))
        table(slide, ["A"], ["one"], name="table: t", at=(4, 2, 5, 0.8))

    path = a_master(tmp_path, draw)
    every = untouched(designed(path)[0].shapes[2]).rows or ()
    grown = FilledShape(at=2, rows=(every[0], *[every[1]] * 9))
    copies = (FilledShape(at=1, texts=(some_words(("copy", 0, 0)),), direction=Direction.ACROSS),) * 2

    assert fill(path, as_drawn(path, **{"for: x": copies})).slides
    with pytest.raises(FitError, match="2 copies are needed and 1 fit side by side"):
        fill(path, as_drawn(path, **{"for: x": copies, "table: t": (grown,)}))


def test_a_row_that_is_merged_with_another_cannot_repeat(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        frame = table(slide, ["A", "B"], ["one", "two"], ["x", "y"], name="table: t")
        frame.table.cell(1, 0).merge(frame.table.cell(2, 0))

    path = a_master(tmp_path, draw)

    with pytest.raises(TemplateError, match="row 2 has cells merged with another row"):
        fill(path, as_drawn(path, **{"table: t": rows_of(path, [0, 1, 1])}))


def test_a_picture_of_an_exhibit_takes_the_place_of_a_picture_or_a_box(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        picture(slide, name="picture: a", at=(1, 2, 4, 3))
        box(slide, "here", name="picture: b", at=(7, 2, 4, 3))

    path = a_master(tmp_path, draw)
    book = Book()
    spec = book.chart(ChartForm.STRIP, [], book.series("query", Role.OTHER, [1, 2, 5]))
    slide = as_drawn(
        path, **{f"picture: {n}": (FilledShape(at=i, picture=spec),) for i, n in ((1, "a"), (2, "b"))}
    )

    made = fill(path, slide, book=book)

    for name in "ab":
        shape = made.shape(f"picture: {name}")
        assert shape.image.content_type == "image/png"
        assert (shape.width, shape.image.size[0] / shape.image.dpi[0]) == (
            Inches(4),
            pytest.approx(4, abs=0.05),
        )
    assert audit(path.with_name("out.pptx")) == []


def test_what_is_not_wanted_goes_with_its_parts_and_empty_placeholders_go_too(tmp_path: Path) -> None:
    path = a_master(tmp_path, two_charts_and_a_picture)
    slide = as_drawn(path, **{"static": (), "logo": (), "Title 1": (FilledShape(at=0, texts=((),)),)})

    made = fill(path, slide)

    assert [s.name for s in made.slides[0].shapes] == ["chart: x"]
    names = reading.members(made.blob)
    assert len([n for n in names if n.startswith("ppt/charts/designed")]) == 1
    assert not [n for n in names if n.startswith("ppt/media/designed")]


def test_numbers_that_a_drawn_slide_brings_itself_are_its_author_s(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        box(slide, "In 20", "26 we saw 41 %", name="Words")
        two_charts_and_a_picture(slide)

    path = a_master(tmp_path, draw)

    made = fill(path, as_drawn(path))

    placed = {p.entry for p in made.ledger.placements if p.slide == 1}
    printed = {e.printed for e in made.ledger.entries if e.id in placed}
    values = {e.value for e in made.ledger.entries if e.id in placed}
    found = list(reading.printed_numbers(made.slides[0]))
    assert {"2026", "41"} <= {n for _, n in found}
    assert [n for n in found if n[1] not in printed and reading.number(n[1]) not in values] == []


def test_slide_numbers_are_those_of_the_deck(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        made = box(slide, "page ", name="Words")
        paragraph = made.text_frame.paragraphs[0]._p
        field = paragraph.makeelement(
            f"{A}fld", {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
        )
        field.append(field.makeelement(f"{A}t", {}))
        field[0].text = "\u2039#\u203a"
        paragraph.append(field)

    path = a_master(tmp_path, draw)

    made = fill(path, as_drawn(path), as_drawn(path))

    assert [reading.plain(made.shape("Words", n)._element) for n in (0, 1)] == ["page 1", "page 2"]


def rewritten(path: Path, member: str, old: bytes, new: bytes) -> Path:
    parts = {}
    with zipfile.ZipFile(path) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    assert old in parts[member]
    parts[member] = parts[member].replace(old, new)
    path.write_bytes(zipped(parts))
    return path


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, blob in parts.items():
            package.writestr(name, blob)
    return out.getvalue()


def test_what_moves_by_itself_and_links_to_other_slides_stay_behind(tmp_path: Path) -> None:
    def draw(slide: Any) -> None:
        made = box(slide, "web", "next", name="Words")
        made.text_frame.paragraphs[0].runs[0].hyperlink.address = "https://agency.example/"
        made.click_action.target_slide = slide

    path = a_master(tmp_path, draw)
    timing = b'<p:transition advTm="3000"/><p:timing><p:tnLst/></p:timing></p:sld>'
    rewritten(path, "ppt/slides/slide1.xml", b"</p:sld>", timing)

    made = fill(path, as_drawn(path))

    written = reading.part(made.blob, "ppt/slides/slide1.xml")
    assert b"timing" not in written
    assert b"transition" not in written
    assert b"hlinksldjump" not in written
    assert made.shape("Words").text_frame.paragraphs[0].runs[0].hyperlink.address == "https://agency.example/"
    assert audit(path.with_name("out.pptx")) == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "\\\\\\\\host\\share",
        "javascript:x",
        "ms-word:ofe|u|x",
        "https://bank.example@evil.example/",
        "https:x",
    ],
)
def test_links_to_files_are_refused(tmp_path: Path, address: str) -> None:
    def draw(slide: Any) -> None:
        box(slide, "web", name="Words").text_frame.paragraphs[0].runs[0].hyperlink.address = address

    path = a_master(tmp_path, draw)

    with pytest.raises(
        TemplateError, match=r"slide 1: '.*' lies outside the file; break the link in PowerPoint"
    ):
        fill(path, as_drawn(path))


def test_a_slide_that_is_not_drawn_at_all_is_a_mistake(tmp_path: Path) -> None:
    path = a_master(tmp_path, groups)

    with pytest.raises(TemplateError, match="the file has no such slide"):
        fill(path, replace(as_drawn(path), drawn_as=9))


def test_a_master_in_which_nothing_is_drawn_has_no_slides() -> None:
    assert designed(drawn.MASTER) == ()


def everything(slide: Any) -> None:
    groups(slide)
    chart(slide, "S", name="chart: x", at=(6, 2, 5, 2))
    table(slide, ["A", "B"], ["1", "2"], name="table: t", at=(6, 5, 5, 0.8))


def everything_filled(slide: DesignedSlide, book: Book) -> FilledSlide:
    shapes: list[FilledShape] = []
    for shape in slide.shapes:
        same = untouched(shape)
        if shape.kind is ShapeKind.CHART:
            same = replace(same, chart=drawn.a_spec(book, ["x"], ("S", [4]), ("T", [None])))
        if same.rows:
            same = replace(same, rows=(*same.rows, same.rows[-1]))
        shapes += [same, same] if shape.kind is ShapeKind.GROUP else [same]
    return filled_slide(slide, shapes)


@pytest.fixture(scope="module")
def master_of_everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_master(tmp_path_factory.mktemp("everything"), everything)


@settings(max_examples=30, deadline=None)
@given(
    member=st.sampled_from(
        [
            "ppt/slides/slide1.xml",
            "ppt/slides/_rels/slide1.xml.rels",
            "ppt/charts/{chart}",
            "ppt/charts/_rels/{chart}.rels",
        ]
    ),
    at=st.floats(0, 0.999),
    pattern=st.sampled_from([r'"[^"]*"', r' [\w:]+="[^"]*"', r"<[^<>/]*/>", r"<[^<>]*>"]),
    instead=st.sampled_from([b'""', b'"abc"', b'"-5"', b'"1.5"', b'"' + b"9" * 25 + b'"', b"", b"&"]),
)
def test_a_damaged_drawn_slide_is_filled_or_refused_in_one_line(
    member: str, at: float, pattern: str, instead: bytes, master_of_everything: Path
) -> None:
    with zipfile.ZipFile(master_of_everything) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    name = next(n.rpartition("/")[2] for n in parts if re.fullmatch(r"ppt/charts/[^/]+\.xml", n))
    member = member.format(chart=name)
    found = list(re.finditer(pattern.encode(), parts[member]))
    assume(found)
    hit = found[int(at * len(found))]
    parts[member] = parts[member][: hit.start()] + instead + parts[member][hit.end() :]
    path = master_of_everything.with_name("damaged.pptx")
    path.write_bytes(zipped(parts))
    book, told = Book(), ""

    try:
        fill(path, *(everything_filled(s, book) for s in designed(path)), book=book)
    except DeckgenError as error:
        told = str(error)

    assert "\n" not in told
