"""The workbook inside a chart: values as typed, no formulas or links, the same bytes for the same chart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import xlsxwriter  # type: ignore[import-untyped]

Column = tuple[str, Sequence[Decimal | None]]
_CREATED = datetime(1980, 1, 1)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def workbook(categories: Sequence[str], columns: Sequence[Column], *, number_format: str, name: str) -> bytes:
    """Categories in column A, one series per further column, names in row 1."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"created": _CREATED, "title": "", "author": ""})
    sheet = book.add_worksheet(name)
    numbers = book.add_format({"num_format": number_format})
    for row, category in enumerate(categories, 1):
        sheet.write_string(row, 0, category)
    for column, (title, values) in enumerate(columns, 1):
        sheet.write_string(0, column, title)
        for row, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, float(value), numbers)
    book.close()
    return out.getvalue()


def column_letters(index: int) -> str:
    """A, B, ... Z, AA of a column counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
