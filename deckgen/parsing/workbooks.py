"""Rows of an XLSX workbook from strangers: bounded in size, expansion, columns, rows, time and memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from deckgen.errors import SourceChanged

MAX_ROWS = 100_000
MAX_CELLS = 5_000_000
MAX_COLUMNS = 300
MAX_SHEETS = 20
MAX_PARTS = 2_000
MAX_UNPACKED = 100_000_000
MAX_TEXT = 40_000_000  # characters of all cells
MAX_EMPTY = 1_000  # rows in a row
MAX_MEMORY = 2_000_000_000
TIME_S = 60.0
_CHUNK = 1 << 16
_CHILD = Path(__file__).with_name("_workbook_child.py")
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows


def sheets(body: bytes, name: str) -> list[list[Sequence[str]]]:
    """The rows of each sheet as text; dates in ISO form, whole numbers without a decimal point.

    Read in a process of its own: no bound on what openpyxl is given bounds its time and memory.
    """
    _check_package(body, name)
    limits = {
        "rows": MAX_ROWS,
        "cells": MAX_CELLS,
        "columns": MAX_COLUMNS,
        "sheets": MAX_SHEETS,
        "empty": MAX_EMPTY,
        "text": MAX_TEXT,
        "memory": MAX_MEMORY,
    }
    try:
        ran = subprocess.run(  # noqa: S603 - our own file, no shell, nothing of the stranger's in it
            [sys.executable, "-P", str(_CHILD), json.dumps(limits)],
            input=body,
            capture_output=True,
            timeout=TIME_S,
            creationflags=_NO_WINDOW,
            check=False,
        )
        answer = json.loads(ran.stdout) if ran.stdout else {"refused": f"reader ended with {ran.returncode}"}
    except subprocess.TimeoutExpired:
        raise SourceChanged(f"{name}: takes more than {TIME_S:.0f} seconds to read; save it as CSV") from None
    except (OSError, ValueError) as error:
        raise SourceChanged(
            f"{name}: no readable workbook ({type(error).__name__}); save it as CSV"
        ) from error
    return _answered(answer, name)


def _answered(answer: Any, name: str) -> list[list[Sequence[str]]]:
    refused = answer.get("refused")
    if refused == "too much":
        raise SourceChanged(
            f"{name}: more than {MAX_ROWS} rows, {MAX_CELLS} cells or {MAX_TEXT} characters; "
            "export a shorter period"
        )
    if refused == "memory":
        raise SourceChanged(f"{name}: takes more memory to read than any export; save it as CSV")
    if refused:
        raise SourceChanged(f"{name}: no readable workbook ({refused}); save it as CSV")
    found: list[list[Sequence[str]]] = answer["sheets"]
    return found


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
