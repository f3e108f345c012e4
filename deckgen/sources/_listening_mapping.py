"""What the brief says of the columns and dates of its exports: for all files, or for one of them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from deckgen.errors import InputError
from deckgen.model.brief import Brief
from deckgen.sources._listening_tools import MEANINGS

SOURCE = "listening_export"
_ORDERS = {"dmy": True, "mdy": False}


def paths(brief: Brief) -> Iterator[str]:
    """The files as the brief names them, relative to it."""
    for written in _option(brief, "files"):
        yield written.strip().removeprefix("file:").replace("\\", "/")


def check_options(brief: Brief) -> None:
    """InputError on the first thing that cannot be meant, before any file is read."""
    for path in paths(brief):
        mapping_of(brief, path)
        day_first_of(brief, path)


def mapping_of(brief: Brief, path: str) -> dict[str, str]:
    """Meaning -> column for one file; what the brief says of this file alone goes before what it says of all.

    InputError when the brief says nothing that can be meant.
    """
    found: dict[bool, dict[str, str]] = {False: {}, True: {}}
    for written in _option(brief, "columns"):
        left, _, column = (part.strip() for part in written.partition("="))
        file, meaning = _file_and(left)
        if meaning not in MEANINGS:
            raise InputError(f"{_at(brief, 'columns')}: {written[:60]!r} {_no_meaning(meaning)}")
        if not column:
            raise InputError(
                f"{_at(brief, 'columns')}: {written[:60]!r} names no column; "
                f'write what the file calls it, e.g. "{meaning}=Published on"'
            )
        if not _is_about(brief, "columns", file, path):
            continue
        first = found[bool(file)].setdefault(meaning, column)
        if first != column:
            raise InputError(
                f"{_at(brief, 'columns')}: {meaning} is said twice, {first[:40]!r} and {column[:40]!r}; "
                f'keep one, or name the file in front: "march.csv: {meaning}={column[:40]}"'
            )
    return found[False] | found[True]


def day_first_of(brief: Brief, path: str) -> bool | None:
    """Whether 3/4/2026 is the third of April in this file; None when the brief does not say."""
    found: dict[bool, bool] = {}
    for written in _option(brief, "date_order"):
        file, order = _file_and(written.strip())
        if order not in _ORDERS:
            raise InputError(
                f"{_at(brief, 'date_order')} is {written[:40]!r}; "
                'write "dmy" or "mdy", for one file alone "march.csv: mdy"'
            )
        if _is_about(brief, "date_order", file, path):
            found[bool(file)] = _ORDERS[order]
    return found.get(True, found.get(False))


def _option(brief: Brief, name: str) -> tuple[str, ...]:
    return brief.settings(SOURCE).options.get(name, ())


def _at(brief: Brief, option: str) -> str:
    return f"{brief.path}: sources.{SOURCE}.{option}"


def _file_and(left: str) -> tuple[str, str]:
    """The file that stands in front, empty for none, and the word behind it."""
    file, _, word = left.rpartition(":")
    return file.strip().replace("\\", "/"), word.strip().casefold()


def _is_about(brief: Brief, option: str, file: str, path: str) -> bool:
    """Whether what the brief says of `file` is about `path`; InputError when it has no such file at all."""
    if not file:
        return True
    known = list(paths(brief))
    if not any(_is_same(file, other) for other in known):
        near = get_close_matches(file, [other.rpartition("/")[2] for other in known], n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise InputError(f"{_at(brief, option)}: {file[:60]!r} is not among files; {hint}name it as in files")
    return _is_same(file, path)


def _is_same(file: str, path: str) -> bool:
    return file.casefold() in (path.casefold(), path.rpartition("/")[2].casefold())


def _no_meaning(word: str) -> str:
    near = get_close_matches(word, MEANINGS, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"begins with no meaning; {hint}write meaning=column, the meanings are {', '.join(MEANINGS)}"
