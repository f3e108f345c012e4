"""The review file: whatever a spreadsheet makes of it reads back alike, and no cell of it computes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import InputError
from deckgen.pipeline.review_sheet import Line, Sheet, as_written, harmless, read_sheet, unsplit, written

COLUMNS = ("id", "title", "keep", "note")
ROW = ("r-0", "Äpple, orange; mango", "yes", "två\nrader")
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def a_sheet(*rows: tuple[str, ...], separator: str = ",", is_utf16: bool = False) -> Sheet:
    lines = tuple(Line(number=0, cells=row) for row in rows)
    return Sheet(columns=COLUMNS, lines=lines, separator=separator, is_utf16=is_utf16)


def rows_of(sheet: Sheet) -> list[tuple[str, ...]]:
    return [line.cells for line in sheet.lines]


def as_saved(rows: list[tuple[str, ...]], separator: str, end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=4), st.sampled_from(",;\t|"), st.booleans())
def test_what_is_written_reads_back(rows: list[tuple[str, ...]], separator: str, is_utf16: bool) -> None:
    sheet = a_sheet(*rows, separator=separator, is_utf16=is_utf16)

    again = read_sheet(written(sheet), name="x")

    assert again.columns == COLUMNS
    assert rows_of(again) == [row for row in rows if any(c.strip() for c in row)]
    assert (again.separator, again.is_utf16) == (separator, is_utf16)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_do_worse_than_an_error_for_the_user(body: bytes) -> None:
    told = ""
    try:
        written(read_sheet(body, name="x"))
    except InputError as error:
        told = str(error)

    assert "\n" not in told


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_any_usual_way_to_save_it_reads_alike(separator: str, encoding: str, end: str) -> None:
    body = as_saved([COLUMNS, ROW], separator, end).encode(encoding)

    sheet = read_sheet(body, name="anna.csv")

    assert sheet.columns == COLUMNS
    assert rows_of(sheet) == [ROW]


@pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
def test_a_cell_that_would_compute_is_only_shown(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"

    body = written(a_sheet(("r-0", text, "", "")))

    raw = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert raw[1][1] == f"'{text}"
    assert rows_of(read_sheet(body, name="x"))[0][1] == text


@pytest.mark.parametrize("text", ["", "'", "''", "'=1", "'quoted'", "=1", "'-", "plain"])
def test_the_mark_is_taken_off_again(text: str) -> None:
    assert as_written(harmless(text)) == text


@pytest.mark.parametrize("typed", ["=SUM(A1)", "'so they say", "-5", "ok"])
def test_what_a_person_typed_is_what_is_kept(typed: str) -> None:
    body = as_saved([COLUMNS, ("r-0", "t", "", typed)], ";").encode("utf-8-sig")
    once = read_sheet(body, name="x")

    again = read_sheet(written(once), name="x")

    assert rows_of(again)[0][3] == rows_of(once)[0][3] == typed


def test_a_row_is_known_by_the_line_it_begins_on() -> None:
    body = as_saved([COLUMNS, ROW, ("r-1", "", "", "")], ",", "\n").encode()

    assert [line.number for line in read_sheet(body, name="x").lines] == [2, 4]


def test_a_file_starts_with_the_mark_by_which_excel_knows_utf8() -> None:
    assert written(a_sheet(ROW)).startswith(b"\xef\xbb\xbfid,title")


def test_columns_are_found_whatever_their_case_and_order() -> None:
    sheet = read_sheet(b"Note; KEEP ;ID\r\nx;yes;r-1\r\n", name="x")

    assert [sheet.place(name) for name in ("id", "keep", "note", "label")] == [2, 1, 0, None]


def test_a_cell_larger_than_any_person_writes_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match="x: line 2 cannot be read"):
        read_sheet(b'id,note\r\nr-0,"' + b"a" * 200_000 + b'"\r\n', name="x")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("opened_with", [",", ";", "\t", "|"])
@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)", '"=1+1"', "'=1", "＝1"])
def test_no_part_of_a_title_computes_where_a_spreadsheet_parts_cells_otherwise(
    separator: str, opened_with: str, start: str
) -> None:
    title = unsplit(f"Nice{opened_with}{start}")

    text = written(a_sheet(("r-0", title, "", ""), separator=separator)).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=opened_with) for cell in row]
    assert not [
        cell for cell in cells if cell.lstrip("'\"")[:1] in {"=", "+", "-", "@", "＝"} and cell[:1] != "'"
    ]


def test_an_address_leads_to_the_same_place_when_no_part_of_it_computes() -> None:
    assert (
        unsplit("https://m.example/@59.3,-18.1;=x", is_address=True) == "https://m.example/@59.3%2C-18.1%3B=x"
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("id,keep,label\n" + "," * 1_000_001 + "\n", "line 2 is longer than 1,000,000 characters"),
        ("id,keep,label\n" + "," * 400 + "\n", "line 2: has too many cells"),
        ("id,keep,label\n" + '"\n",' * 400 + "\n", "line 2: has too many cells"),
        ("id,keep,label\n" + ("," * 200 + "\n") * 20_000, "has too many cells"),
    ],
    ids=["one line", "one row", "one row over many lines", "all rows"],
)
def test_a_file_of_more_cells_than_any_review_holds_is_refused(body: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_sheet(body.encode(), name="x")


def test_a_quotation_mark_that_is_not_closed_swallows_no_rows() -> None:
    body = 'id,keep,note\nr-1,yes,"great\nr-2,no,\nr-3,no,"well"\n'

    with pytest.raises(InputError, match="line 2 cannot be read"):
        read_sheet(body.encode(), name="x")
