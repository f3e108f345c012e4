"""Reads what reviewers wrote into FOLDER/review: every mistake at once, with file, line and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from deckgen.errors import InputError
from deckgen.model.evidence import SiteKind
from deckgen.parsing.fields import shown
from deckgen.pipeline.review_rows import COLUMNS
from deckgen.pipeline.review_sheet import MAX_BYTES, Line, Sheet, read_sheet

FOLDER = "review"
SUFFIXES = (".csv", ".txt", ".tsv")  # Excel calls its Unicode text .txt
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
_ID = re.compile(r"[rm]-[0-9a-f]{12}")
_KEEP = {"yes": True, "y": True, "no": False, "n": False, "": None}
_LABELS = tuple(kind.value for kind in SiteKind)
_MOST = 40  # mistakes told at once
_NEEDED = ("id", "keep", "label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one person said of one row. None = nothing."""

    line: int
    keep: bool | None
    label: SiteKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One person's file. `decisions`: by row id, those rows only that say something."""

    coder: str
    path: Path
    sheet: Sheet
    sha256: str
    decisions: Mapping[str, Decision]

    @property
    def name(self) -> str:
        return f"{FOLDER}/{self.path.name}"


def read_reviews(folder: Path) -> tuple[Review, ...]:
    """All review files of a client's folder, by coder. InputError with one line for each mistake.

    A file with mistakes is never used in part: what somebody meant to say would be lost unnoticed.
    """
    problems: list[str] = []
    found: dict[str, Review] = {}
    for path in _files(folder / FOLDER, problems):
        review = _read(path, problems)
        if review is None:
            continue
        other = found.setdefault(review.coder.casefold(), review)
        if other is not review:
            problems.append(
                f"{path}: {other.path.name} is {other.coder}'s file too; keep one of the two here"
            )
    if problems:
        more = (
            [f"and {len(problems) - _MOST} more mistakes in {folder / FOLDER}"]
            if len(problems) > _MOST
            else []
        )
        how = f"correct these, or move the files out of {folder / FOLDER} to go on without them"
        raise InputError("\n".join((*problems[:_MOST], *more, f"{how}; what was collected is untouched")))
    return tuple(found[coder] for coder in sorted(found))


def _files(folder: Path, problems: list[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith((".", "~$")) or not path.is_file():
            continue
        if path.suffix.lower() in SUFFIXES:
            yield path
        elif path.suffix.lower() in _WORKBOOKS:
            problems.append(
                f"{path}: is a workbook, not read here; save it as CSV under the same name and remove it"
            )


def _read(path: Path, problems: list[str]) -> Review | None:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
        sheet = read_sheet(body, name=str(path))
    except OSError as error:
        problems.append(f"{path}: cannot be read ({error.strerror}); check its rights, or close it elsewhere")
        return None
    except InputError as error:
        problems.append(str(error))
        return None
    if told := _foreign(path, sheet):
        problems.append(told)
        return None
    return Review(
        coder=path.stem,
        path=path,
        sheet=sheet,
        sha256=sha256(body).hexdigest(),
        decisions=_decisions(path, sheet, problems),
    )


def _foreign(path: Path, sheet: Sheet) -> str:
    """Why the file cannot be a review file; empty when it can."""
    missing = [name for name in _NEEDED if sheet.place(name) is None]
    twice = [name for name in _NEEDED if sheet.count(name) > 1]
    if twice:
        return (
            f'{path}: line 1 names the column "{twice[0]}" twice; rename or remove the one that is not yours'
        )
    if not missing:
        return ""
    known = [name for name in COLUMNS if sheet.place(name) is not None]
    fresh = f"or rename it and write a fresh one: deckgen review {path.parent.parent} --coder {path.stem}"
    if len(known) < len(_NEEDED):
        return (
            f"{path}: is no review file, its first line does not name the columns; move it elsewhere, {fresh}"
        )
    named = " and ".join(f'"{name}"' for name in missing)
    return f"{path}: line 1 has no column {named}; put it back as deckgen wrote it, {fresh}"


def _decisions(path: Path, sheet: Sheet, problems: list[str]) -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    for line in sheet.lines:
        row, keep, label = (cell(sheet, line, name) for name in _NEEDED)
        if not (keep or label):
            continue
        where = f"{path}: line {line.number}"
        if not _ID.fullmatch(row):
            what = f'has the id "{shown(row)}", which deckgen did not write' if row else "has lost its id"
            problems.append(
                f"{where} {what}; copy the id back from the row it came from, or empty keep and label"
            )
            continue
        if keep.casefold() not in _KEEP:
            problems.append(f'{where}: keep is "{shown(keep)}"; write yes or no, or leave it empty')
            continue
        if label and label.casefold() not in _LABELS:
            problems.append(f'{where}: label is "{shown(label)}"; {_nearest(label)}')
            continue
        decision = Decision(
            line=line.number,
            keep=_KEEP[keep.casefold()],
            label=SiteKind(label.casefold()) if label else None,
        )
        first = found.setdefault(row, decision)
        if (first.keep, first.label) != (decision.keep, decision.label):
            problems.append(
                f"{where} says something else of {row} than line {first.line}; keep one of the two"
            )
    return found


def cell(sheet: Sheet, line: Line, column: str) -> str:
    """What stands in a column of a row, without spaces around; empty when the row is too short."""
    place = sheet.place(column)
    return line.cells[place].strip() if place is not None and place < len(line.cells) else ""


def _nearest(label: str) -> str:
    near: Sequence[str] = get_close_matches(label[:40].casefold(), _LABELS, n=1)
    return f'did you mean "{near[0]}"?' if near else f"use one of: {', '.join(_LABELS)}"
