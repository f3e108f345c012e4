"""Lines for the terminal: tables that fit 80 columns, sentences wrapped, nothing that changes a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

WIDTH = 80


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> Iterator[str]:
    """A sentence on as many lines as it takes; `rest` stands before the lines after the first."""
    indent = " " * wide(first) if rest is None else rest
    lines: list[str] = []
    line = ""
    room = WIDTH - wide(first)
    for word in printable(text).split():
        if line and wide(line) + 1 + wide(word) > room:
            lines.append(line)
            line, room = word, WIDTH - wide(indent)
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    yield f"{first}{lines[0]}".rstrip()
    yield from (f"{indent}{line}" for line in lines[1:])


def columns(rows: Iterable[Sequence[str]], *, widest: Sequence[int], indent: str = "  ") -> Iterator[str]:
    """Rows under each other; a cell longer than its column is shortened, the last one is wrapped."""
    rows = [[printable(cell) for cell in row] for row in rows]
    if not rows:
        return
    count = len(widest)
    widths = [min(most, max(wide(row[i]) for row in rows)) for i, most in enumerate(widest)]
    for row in rows:
        start = indent + "".join(f"{padded(row[i], widths[i])}  " for i in range(count))
        yield from wrapped(row[count], first=start) if len(row) > count else (start.rstrip(),)


def printable(text: str) -> str:
    """Names in files may hold what would change a terminal."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in text)


def wide(text: str) -> int:
    """Columns of a terminal: East Asian characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, width: int) -> str:
    """A cell of a width: shortened, or with blanks."""
    if wide(text) > width:
        cut = text
        while cut and wide(cut) > width - 2:
            cut = cut[:-1]
        text = f"{cut.rstrip()}.."
    return text + " " * (width - wide(text))


def count(number: int, thing: str, things: str = "") -> str:
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def listed(names: Iterable[str], *, most: int = 6) -> str:
    """Names with commas, "and" before the last, and how many more there are."""
    found = list(dict.fromkeys(names))
    if len(found) > most + 1:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return " and ".join((", ".join(found[:-1]), found[-1])) if len(found) > 1 else "".join(found)


__all__ = ["WIDTH", "columns", "count", "listed", "padded", "printable", "wide", "wrapped"]
