"""Exported tables: header found, encodings and separators told apart, workbooks bounded."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged, SourceError
from deckgen.parsing import workbooks
from deckgen.parsing.tables import Table, as_table, column_key
from tests.factories import a_page

KNOWN = ("date", "title", "url")


def a_table(body: bytes | str) -> Table:
    return as_table(a_page(body, url="file:exports/a.csv"), KNOWN)


def a_workbook(*rows: list[object], cell: tuple[str, object] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if cell:
        book.active[cell[0]] = cell[1]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_header_is_found_below_other_lines_and_short_rows_are_filled() -> None:
    table = a_table("Report;;\nFrom;2026-03-01\n\nDate;Title;URL;\n2026-03-04;A\n;;;\n2026-03-05;B;u;more\n")

    assert table.columns == ("Date", "Title", "URL")
    assert table.rows == (("2026-03-04", "A", ""), ("2026-03-05", "B", "u"))
    assert (table.name, table.first_line) == ("a.csv", 5)


def test_quoted_separators_and_line_ends_stay_in_their_cell() -> None:
    table = a_table('Date,Title\r\n2026-03-04,"A, b\r\nand ""c"""\r\n')

    assert table.rows == (("2026-03-04", 'A, b\r\nand "c"'),)


def test_a_separator_inside_the_text_does_not_mislead() -> None:
    assert a_table("Date\tTitle\n2026-03-04\ta, b, c, d; e\n").columns == ("Date", "Title")


def test_cells_of_a_workbook_become_text() -> None:
    row: list[object] = [
        datetime(2026, 3, 4, 9, 0),
        date(2026, 3, 4),
        100000000000002.0,
        1.5,
        True,
        None,
        "x",
    ]

    table = as_table(a_page(a_workbook(["Date", "Title", "c", "d", "e", "f", "g"], row)), KNOWN)

    assert table.rows == (
        ("2026-03-04 09:00:00", "2026-03-04 00:00:00", "100000000000002", "1.5", "true", "", "x"),
    )


def test_one_cell_far_away_costs_no_time() -> None:
    body = a_workbook(["Date", "Title"], ["2026-03-04", "A"], cell=("XFD1048576", "far"))
    begun = time.monotonic()

    table = a_table(body)

    assert table.rows == (("2026-03-04", "A"),)
    assert time.monotonic() - begun < 5


def a_zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name.replace("__", "."), body)
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (a_zip(a__xml=b"<a/>"), "no readable workbook"),
        (a_zip(a__xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "document type"),
        (a_zip(a__xml="<!DOCTYPE a><a/>".encode("utf-16")), "document type"),
        (a_workbook(["Date"])[:-200], "no readable workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or password-protected"),
    ],
)
def test_what_is_no_workbook_is_told(body: bytes, says: str) -> None:
    with pytest.raises(SourceChanged, match=f"a.csv: .*{says}"):
        a_table(body)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 100_000)

    with pytest.raises(SourceChanged, match="unpacks to more than"):
        a_table(a_zip(a__xml=b" " * 200_000))


def test_more_rows_than_anybody_exports_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 10)

    with pytest.raises(SourceChanged, match="export a shorter period"):
        a_table("Date,Title\n" + "2026-03-04,A\n" * 20)


def test_a_line_of_millions_of_cells_costs_no_time() -> None:
    began = time.monotonic()

    with pytest.raises(SourceChanged, match="a line of more than 1,000,000 characters"):
        a_table("Date,Title\n" + "," * 20_000_000)

    assert time.monotonic() - began < 5


def test_a_field_without_end_is_told() -> None:
    with pytest.raises(SourceChanged, match="no readable CSV"):
        a_table('Date,Title\n2026-03-04,"' + "x" * 200_000)


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=80)
    | st.binary(max_size=60).map(lambda b: b"PK\x03\x04" + b)
    | st.text(alphabet='Date,;\t\n"|\x00é', max_size=60).map(str.encode)
)
def test_any_bytes_raise_nothing_but_source_errors(body: bytes) -> None:
    with contextlib.suppress(SourceError):
        a_table(body)


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=4000), st.integers(min_value=0, max_value=255))
def test_a_workbook_with_any_byte_changed_raises_nothing_but_source_errors(place: int, byte: int) -> None:
    body = bytearray(WORKBOOK)
    body[place % len(body)] = byte

    with contextlib.suppress(SourceError):
        a_table(bytes(body))


WORKBOOK = a_workbook(["Date", "Title"], ["2026-03-04", "A"])


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
def test_marks_of_writing_direction_do_not_hide_a_column(mark: str) -> None:
    table = a_table(f"{mark}Date,{mark}Title{mark}\n2026-03-04,A\n")

    assert table.rows == (("2026-03-04", "A"),)
    assert [column_key(column) for column in table.columns] == ["date", "title"]


def test_a_quotation_mark_that_is_not_closed_swallows_no_rows_in_silence() -> None:
    body = 'date,title,url\n2026-03-04,A,u\n2026-03-05,"B,u\n2026-03-06,C,u\n'

    with pytest.raises(SourceChanged, match="a quotation mark in row 3 is not closed"):
        a_table(body)


def test_a_quotation_mark_that_closes_in_a_later_row_is_told_too() -> None:
    body = 'date,title,url\n2026-03-05,"B,u\n2026-03-06,C,u\n2026-03-07,"D",u\n'

    with pytest.raises(SourceChanged, match="a quotation mark in row 2 is not closed"):
        a_table(body)


def test_quotation_marks_that_an_export_does_not_double_are_read_all_the_same() -> None:
    table = a_table('date\ttitle\turl\n2026-03-04\t"Ride" says Ada\tu\n2026-03-05\t"B\nb"\tu\n')

    assert table.rows == (("2026-03-04", "Ride says Ada", "u"), ("2026-03-05", "B\nb", "u"))
