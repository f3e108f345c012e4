"""Run as a program of its own, with bounds: reads a workbook from standard input, writes its cells as JSON.

It imports nothing of deckgen, so that it can be started by its path alone. Whatever openpyxl does with a
stranger's file - take minutes, or gigabytes - ends with this process.
"""

from __future__ import annotations

import importlib
import io
import json
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from openpyxl import load_workbook


class TooMuchError(Exception):
    """The workbook holds more than anybody exports for one deck."""


def read(body: bytes, limits: Mapping[str, int]) -> list[list[list[str]]]:
    """The rows of each sheet as text; dates in ISO form, whole numbers without a decimal point."""
    left = {"cells": limits["cells"], "text": limits["text"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are of no interest here
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        try:
            # Both bounds are said, as a sheet's own word for its size is often wrong: rows would be lost.
            size = {"max_row": limits["rows"] + 1, "max_col": limits["columns"]}
            return [
                list(_rows(sheet.iter_rows(**size, values_only=True), limits, left))
                for sheet in book.worksheets[: limits["sheets"]]
            ]
        finally:
            book.close()


def _rows(
    rows: Iterable[tuple[object, ...]], limits: Mapping[str, int], left: dict[str, int]
) -> Iterator[list[str]]:
    empty = 0
    for number, row in enumerate(rows):
        cells = [_written(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        # One cell far below the others would otherwise be reached through a million empty rows.
        empty = 0 if cells else empty + 1
        if empty > limits["empty"]:
            return
        left["cells"] -= len(cells)
        left["text"] -= sum(map(len, cells))  # one long text can be shared by many cells
        if number >= limits["rows"] or left["cells"] < 0 or left["text"] < 0:
            raise TooMuchError
        yield cells


def _written(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _bound_memory(most: int) -> None:
    """Where the system has such a bound; Windows has none that a process can set for itself."""
    try:
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        return


def main() -> None:
    """Limits as JSON in the first argument; the answer is {"sheets": ...} or {"refused": kind}."""
    limits = json.loads(sys.argv[1])
    _bound_memory(limits["memory"])
    try:
        answer: dict[str, object] = {"sheets": read(sys.stdin.buffer.read(), limits)}
    except TooMuchError:
        answer = {"refused": "too much"}
    except MemoryError:
        answer = {"refused": "memory"}
    except Exception as error:  # openpyxl lets through whatever its parts raise on strange input
        answer = {"refused": type(error).__name__}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
