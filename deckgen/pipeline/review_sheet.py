"""The review file as bytes: a table that any spreadsheet opens and saves, and that reads back alike."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from deckgen.errors import InputError
from deckgen.parsing.tables import decoded

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_LINE = 1_000_000  # characters
MAX_COLUMNS = 300
MAX_CELLS = 3_000_000
SEPARATORS = (",", ";", "\t", "|")
# What makes a spreadsheet compute a cell instead of showing it; also in the wide forms of East Asian input.
_LIVE = frozenset("=+-@\t\r＝＋－＠")
_QUOTE = "'"
_PARTED = re.compile(r"[,;\t|](?=[\"']*[=+\-@＝＋－＠])")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the file: the line it begins on, and its cells as people see them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Header and rows of a file, with how it was written, so that it can be written the same way again."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    separator: str = ","
    is_utf16: bool = False

    def place(self, column: str) -> int | None:
        """Where a column stands; case and spaces make no difference."""
        names = self._names()
        return names.index(column) if column in names else None

    def count(self, column: str) -> int:
        """How many columns have this name."""
        return self._names().count(column)

    def _names(self) -> list[str]:
        return [" ".join(name.split()).casefold() for name in self.columns]


def read_sheet(body: bytes, *, name: str) -> Sheet:
    """The table in a file; InputError when it is none. The header is the first line that is not empty."""
    if len(body) > MAX_BYTES:
        raise InputError(
            f"{name}: is larger than {MAX_BYTES // 1_000_000} MB; take out what deckgen did not write"
        )
    text = decoded(body).removeprefix("\ufeff").replace("\0", "")
    separator = _separator(text)
    lines = list(_lines(text, separator, name))
    head = next((i for i, line in enumerate(lines) if any(c.strip() for c in line.cells)), None)
    if head is None:
        return Sheet(columns=(), lines=(), separator=separator)
    return Sheet(
        columns=lines[head].cells,
        lines=tuple(line for line in lines[head + 1 :] if any(c.strip() for c in line.cells)),
        separator=separator,
        is_utf16=body.startswith(_UTF16),
    )


def written(sheet: Sheet) -> bytes:
    """The file's bytes: with a mark by which spreadsheets know the encoding, and no cell that computes."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sheet.separator, lineterminator="\r\n")
    for cells in (sheet.columns, *(line.cells for line in sheet.lines)):
        writer.writerow([harmless(cell) for cell in cells])
    text = out.getvalue()
    if sheet.is_utf16:
        return b"\xff\xfe" + text.encode("utf-16-le", "replace")
    return b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


def harmless(text: str) -> str:
    """A cell that no spreadsheet computes; `as_written` gives the text back."""
    return _QUOTE + text if text[:1] in _LIVE or text[:1] == _QUOTE else text


def unsplit(text: str, *, is_address: bool = False) -> str:
    """Text of which no part begins a cell that computes, wherever a spreadsheet takes cells to be parted.

    It takes the separator of its own country, whichever the file was written with.
    """
    return _PARTED.sub(lambda found: quote(found[0]) if is_address else f"{found[0]} ", text)


def as_written(cell: str) -> str:
    """The text of a cell, without the mark that kept it from being computed."""
    return cell[1:] if cell[:1] == _QUOTE and (cell[1:2] in _LIVE or cell[1:2] == _QUOTE) else cell


def _lines(text: str, separator: str, name: str) -> Iterator[Line]:
    """The rows. Strictly: a quotation mark that is not closed would take the rows below it into its cell."""
    reader = csv.reader(_short(text, name), delimiter=separator, strict=True)
    start, left = 1, MAX_CELLS
    try:
        for cells in reader:
            left -= len(cells)
            if start > MAX_ROWS:
                raise InputError(f"{name}: has more than {MAX_ROWS:,} lines; keep the rows deckgen wrote")
            if len(cells) > MAX_COLUMNS or left < 0:
                raise InputError(f"{name}: line {start}: has too many cells; keep the columns deckgen wrote")
            yield Line(number=start, cells=tuple(as_written(cell) for cell in cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{name}: line {start} cannot be read ({error}); undo the last change there or save the file anew"
        ) from None


def _short(text: str, name: str) -> Iterator[str]:
    """The lines; the reader of CSV has no bound on what one of them holds."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > MAX_LINE:
            raise InputError(
                f"{name}: line {number} is longer than {MAX_LINE:,} characters; keep the rows deckgen wrote"
            )
        yield line


def _separator(text: str) -> str:
    """What stands between the cells of the first line that is not empty."""
    first = next((line for line in text[:100_000].splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda s: (_parts(first, s), -SEPARATORS.index(s)))


def _parts(line: str, separator: str) -> int:
    try:
        cells: Sequence[str] = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return 0
    return sum(1 for cell in cells if cell.strip())
