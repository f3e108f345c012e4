"""Rows of an XLSX workbook from strangers: bounded in size, expansion, columns and rows."""

from __future__ import annotations

import importlib
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from deckgen.errors import SourceChanged

MAX_ROWS = 100_000
MAX_CELLS = 5_000_000
MAX_COLUMNS = 300
MAX_SHEETS = 20
MAX_PARTS = 2_000
MAX_UNPACKED = 100_000_000
MAX_EMPTY = 1_000  # rows in a row: one cell far below would otherwise be reached through a million empty ones
_CHUNK = 1 << 16


def sheets(body: bytes, name: str) -> list[list[Sequence[str]]]:
    """The rows of each sheet as text; dates in ISO form, whole numbers without a decimal point."""
    _check_package(body, name)
    found: list[list[Sequence[str]]] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are of no interest here
            book = _openpyxl().load_workbook(
                io.BytesIO(body), read_only=True, data_only=True, keep_links=False
            )
            try:
                for sheet in book.worksheets[:MAX_SHEETS]:
                    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
                    found.append(list(bounded(_rows(rows), name)))
            finally:
                book.close()
    except SourceChanged:
        raise
    except Exception as error:  # openpyxl lets through whatever its parts raise on strange input
        raise SourceChanged(
            f"{name}: no readable workbook ({type(error).__name__}); save it as CSV"
        ) from error
    return found


def _openpyxl() -> Any:
    """The library, loaded for the first workbook: importing it costs 0.2 s, and most exports are CSV."""
    return importlib.import_module("openpyxl")


def bounded(rows: Iterable[Sequence[str]], name: str) -> Iterator[Sequence[str]]:
    """The rows, until they are more than anybody exports for one deck."""
    cells = 0
    for i, row in enumerate(rows):
        cells += len(row)
        if i >= MAX_ROWS or cells > MAX_CELLS:
            raise SourceChanged(
                f"{name}: more than {MAX_ROWS} rows or {MAX_CELLS} cells; export a shorter period"
            )
        yield row


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[Sequence[str]]:
    empty = 0
    for row in rows:
        cells = [_written(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > MAX_EMPTY:
            return
        yield cells


def _written(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
        case _:
            return str(cell)


def _check_package(body: bytes, name: str) -> None:
    """Counts what unpacking yields, part by part, and refuses document types, which no workbook needs."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(p.compress_size for p in parts) > len(body):
                raise SourceChanged(f"{name}: not packed as a workbook is; save it again as .xlsx or CSV")
            for part in parts:
                tail = b""
                with package.open(part) as stream:
                    while chunk := stream.read(_CHUNK):
                        unpacked += len(chunk)
                        if unpacked > MAX_UNPACKED:
                            raise SourceChanged(
                                f"{name}: unpacks to more than {MAX_UNPACKED // 1_000_000} MB"
                            )
                        read = (tail + chunk).replace(b"\0", b"")  # so that UTF-16 hides nothing
                        if b"<!DOCTYPE" in read and part.filename.endswith((".xml", ".rels")):
                            raise SourceChanged(f"{name}: holds a document type, which no workbook needs")
                        tail = chunk[-16:]
    except SourceChanged:
        raise
    except Exception as error:  # zipfile raises many kinds on strange input, struct.error among them
        raise SourceChanged(f"{name}: no readable workbook ({type(error).__name__}); use CSV") from error
