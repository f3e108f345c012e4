"""Tables that people export: CSV in any usual encoding and separator, or the fitting sheet of an XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from deckgen.errors import SourceChanged
from deckgen.model.exchange import Page
from deckgen.parsing.text import clean, undirected
from deckgen.parsing.workbooks import MAX_COLUMNS, bounded, sheets

MAX_BYTES = 30_000_000
MAX_LINE = 1_000_000  # characters
HEADER_WITHIN = 40  # lines: exports put titles, periods and filters above the header
_SEPARATORS = (",", ";", "\t", "|")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Header and rows as text; each row is as long as the header. `lines` says where each row stands."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_line: int
    lines: tuple[int, ...] = ()
    above: tuple[tuple[str, ...], ...] = ()  # lines over the header: titles, periods, filters
    unread: int = 0  # further sheets with the very same header


def as_table(page: Page, known: Collection[str]) -> Table:
    """The table in a file; its header is the line near the top with most of the `known` column names."""
    name = file_name(page)
    wanted = frozenset(column_key(column) for column in known)
    if len(page.body) > MAX_BYTES:
        raise SourceChanged(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; export a shorter period")
    if page.body.startswith(_OLD_OFFICE):
        raise SourceChanged(
            f"{name}: an old or password-protected workbook; save it as .xlsx or CSV without password"
        )
    if page.body.startswith(b"PK\x03\x04"):
        candidates = [_table(name, rows, wanted) for rows in sheets(page.body, name)]
    else:
        text = decoded(page.body)
        if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml")):
            raise SourceChanged(f"{name}: a web page or XML, not a table; export CSV or XLSX")
        candidates = [_table(name, _lines(text, _separator(text, wanted), name), wanted)]
    best = max(candidates, key=lambda table: _fit(table, wanted), default=None)
    if best is None or not best.columns:
        raise SourceChanged(f"{name}: holds no table; export it again with its header line")
    alike = sum(
        other is not best and other.columns == best.columns and bool(other.rows) for other in candidates
    )
    return replace(best, unread=alike)


def column_key(name: str) -> str:
    """A column's name for comparison: case, spaces, hyphens and underscores make no difference."""
    return (
        clean(undirected(name)).casefold().replace("_", " ").replace("-", " ").replace("  ", " ").strip(' "')
    )


def file_name(page: Page) -> str:
    """What the user calls the file: its last part."""
    return PurePosixPath(page.request.url.removeprefix("file:")).name or page.request.url


def _fit(table: Table, wanted: frozenset[str]) -> tuple[int, int, int]:
    known = sum(column_key(column) in wanted for column in table.columns)
    return known, len(table.columns), len(table.rows)


def _table(name: str, lines: Iterable[Sequence[str]], wanted: frozenset[str]) -> Table:
    every = list(lines)
    best, header = (-1, -1), 0
    for i, line in enumerate(every[:HEADER_WITHIN]):
        named = [cell for cell in line if cell.strip()]
        fit = (sum(column_key(cell) in wanted for cell in named), len(named))
        if fit[0] > best[0] or (best[0] == 0 == fit[0] and fit[1] > best[1]):
            best, header = fit, i
    columns = tuple(clean(cell) for cell in every[header]) if every else ()
    while columns and not columns[-1]:
        columns = columns[:-1]
    width = len(columns)
    rows = (tuple(line[:width]) + ("",) * (width - len(line)) for line in every[header + 1 :])
    kept = [(line, row) for line, row in enumerate(rows, header + 2) if any(cell.strip() for cell in row)]
    return Table(
        name=name,
        columns=columns,
        rows=tuple(row for _, row in kept),
        first_line=header + 2,
        lines=tuple(line for line, _ in kept),
        above=tuple(tuple(clean(cell) for cell in line) for line in every[:header]),
    )


def _separator(text: str, wanted: frozenset[str]) -> str:
    """The one that makes most known columns of the lines near the top, else most columns."""
    top = "".join(text[:200_000].splitlines(keepends=True)[:HEADER_WITHIN])
    fits = {}
    for separator in _SEPARATORS:
        try:
            lines = list(csv.reader(io.StringIO(top, newline=""), delimiter=separator))
        except csv.Error:
            continue
        fits[separator] = _fit(_table("", lines, wanted), wanted)
    return max(fits, key=lambda separator: fits[separator], default=_SEPARATORS[0])


def _lines(text: str, separator: str, name: str) -> list[Sequence[str]]:
    """The rows; where quotation marks are not paired as CSV wants it, none may have swallowed others."""
    try:
        return list(_rows(text, separator, name, is_strict=True))
    except csv.Error:
        pass
    try:
        rows = list(_rows(text, separator, name, is_strict=False))
    except csv.Error as error:
        raise SourceChanged(f"{name}: no readable CSV ({error}); export it again") from error
    most = max((len(row) for row in rows[:HEADER_WITHIN]), default=0) - 1
    for i, row in enumerate(rows, 1):
        swallowed = (line for cell in row if "\n" in cell or "\r" in cell for line in cell.splitlines())
        if 0 < most <= max((line.count(separator) for line in swallowed), default=0):
            raise SourceChanged(
                f"{name}: a quotation mark in row {i} is not closed, so that the rows below it stand in one "
                "cell; correct it there, or export the file again"
            )
    return rows


def _rows(text: str, separator: str, name: str, *, is_strict: bool) -> Iterator[Sequence[str]]:
    lines = csv.reader(_short(text, name), delimiter=separator, strict=is_strict)
    yield from bounded((line[:MAX_COLUMNS] for line in lines), name)


def _short(text: str, name: str) -> Iterator[str]:
    """The lines; one of millions of cells would keep the reader of CSV busy, which has no bound on them."""
    for line in io.StringIO(text, newline=""):
        if len(line) > MAX_LINE:
            raise SourceChanged(f"{name}: has a line of more than {MAX_LINE:,} characters; export it again")
        yield line


def decoded(body: bytes) -> str:
    """Text in UTF-8, UTF-16 with or without a mark at its start, else Windows-1252 as Excel writes it."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    start = body[:2000]
    if start.count(b"\0") * 3 > len(start) > 1:
        return body.decode(
            "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be", "replace"
        )
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")
