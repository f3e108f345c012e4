"""Workbooks as spreadsheets write them, and such as were made to cost time, memory or rows."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import time
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged
from deckgen.parsing import _workbook_child, workbooks
from deckgen.parsing.tables import Table, as_table
from tests.factories import a_page

KNOWN = ("date", "title", "url", "text")
LIMITS = {"rows": 50, "cells": 500, "columns": 20, "sheets": 3, "empty": 10, "text": 5_000}
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sharedStrings+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_REL}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    f'relationships"><Relationship Id="r1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def packed(sheet: str, *, shared: str = "", **parts: str) -> bytes:
    """A workbook of one sheet, its XML as given."""
    written = {
        **_PARTS,
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}>{sheet}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{shared}</sst>",
        **parts,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in written.items():
            package.writestr(name, body)
    return file.getvalue()


def text_row(number: int, *cells: str) -> str:
    inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inner}</row>'


HEAD = text_row(1, "Date", "Title") + text_row(2, "2026-03-04", "A")


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_table(body: bytes) -> Table:
    return as_table(a_page(body, url="file:exports/a.xlsx"), KNOWN)


def refused(body: bytes) -> str:
    with pytest.raises(SourceChanged) as raised:
        a_table(body)
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith("a.xlsx: ")
    return str(raised.value)


def test_a_summary_first_merged_titles_above_and_formatted_rows_below_do_not_mislead() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Pivot"
    for row in (["Title", "Count"], ["A", 3], ["B", 4]):
        book.active.append(row)
    sheet = book.create_sheet("Mentions")
    sheet["A1"] = "Norrvind, first quarter"
    sheet.merge_cells("A1:D1")
    for row in ([], ["Date", "Title", "Url", "Text"], [datetime(2026, 3, 4, 9, 0), "A", "u", "t"]):
        sheet.append(row)
    for number in range(10, 400):
        sheet.cell(number, 6).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")

    table = a_table(saved(book))

    assert table.columns == ("Date", "Title", "Url", "Text")
    assert table.rows == (("2026-03-04 09:00:00", "A", "u", "t"),)
    assert (table.lines, table.above[0], table.unread) == ((4,), ("Norrvind, first quarter",), 0)


def test_sheets_with_the_same_header_that_are_not_read_are_counted() -> None:
    book = openpyxl.Workbook()
    for name, rows in (("Jan", 1), ("Feb", 2), ("Empty", 0)):
        sheet = book.create_sheet(name)
        sheet.append(["Date", "Title"])
        for n in range(rows):
            sheet.append([f"2026-03-0{n + 1}", name])

    table = a_table(saved(book))

    assert (len(table.rows), table.unread) == (2, 1)


def test_a_formula_gives_the_value_that_was_saved_with_it() -> None:
    cells = '<c><v>20260304</v></c><c t="str"><f>A1&amp;"!"</f><v>A!</v></c>'

    table = a_table(packed(f'<sheetData>{text_row(1, "Date", "Title")}<row r="2">{cells}</row></sheetData>'))

    assert table.rows == (("20260304", "A!"),)


def test_rows_that_a_sheet_does_not_own_up_to_are_read() -> None:
    table = a_table(packed(f'<dimension ref="A1"/><sheetData>{HEAD}</sheetData>'))

    assert table.rows == (("2026-03-04", "A"),)


def test_a_million_merged_cells_end_with_the_time_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "TIME_S", 1.5)
    merged = '<mergeCell ref="A1:B2"/>' * 1_000_000
    begun = time.monotonic()

    said = refused(packed(f"<sheetData>{HEAD}</sheetData><mergeCells>{merged}</mergeCells>"))

    assert "seconds to read; save it as CSV" in said
    assert time.monotonic() - begun < 10


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound a process so")
def test_a_table_of_strings_larger_than_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_MEMORY", 250_000_000)
    shared = "".join(f"<si><t>{n}{'x' * 300}</t></si>" for n in range(250_000))

    said = refused(packed(f"<sheetData>{HEAD}</sheetData>", shared=shared))

    assert "memory" in said or "MemoryError" in said


def test_one_long_text_in_many_cells_is_too_much() -> None:
    cells = '<c t="s"><v>0</v></c>' * 100
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(3, 10))

    said = refused(packed(f"<sheetData>{HEAD}{rows}</sheetData>", shared=f"<si><t>{'A' * 100_000}</t></si>"))

    assert "40000000 characters; export a shorter period" in said


def test_rows_far_apart_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 500)
    rows = "".join(text_row(n, "x") for n in range(100, 2_000, 90))

    assert "more than 500 rows" in refused(packed(f"<sheetData>{HEAD}{rows}</sheetData>"))


def test_a_document_type_is_refused_before_any_part_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(subprocess, "run", never)
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'

    assert "document type" in refused(packed("<sheetData/>", **{"xl/styles.xml": bomb}))


def test_nothing_that_lies_where_we_stand_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "openpyxl.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)

    assert a_table(packed(f"<sheetData>{HEAD}</sheetData>")).rows == (("2026-03-04", "A"),)


@settings(max_examples=30, deadline=None)
@given(
    st.text(alphabet='<>/="cvrts123 ', max_size=60)
    | st.lists(st.sampled_from(["<row>", "</row>", "<c>", "</c>", "<v>9</v>", '<c t="s">', '<row r="99">']))
)
def test_any_words_in_a_sheet_end_in_rows_or_in_one_error(inner: str | list[str]) -> None:
    """In this process: the program itself catches whatever the library raises, and writes its kind."""
    body = packed(f"<sheetData>{HEAD}{''.join(inner)}</sheetData>")

    read: list[list[list[str]]] = []
    with contextlib.suppress(Exception):
        read = _workbook_child.read(body, LIMITS)

    assert sum(len(row) for rows in read for row in rows) <= LIMITS["cells"]
    assert all(isinstance(cell, str) for rows in read for row in rows for cell in row)
