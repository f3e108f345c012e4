"""`deckgen review`: brings a person's review file up to date and says what all reviews amount to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from babel.core import Locale, UnknownLocaleError

from deckgen.archive.naming import FOLDER as ARCHIVES
from deckgen.archive.naming import latest
from deckgen.errors import CannotWriteError, InputError
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Precision
from deckgen.pipeline.build import brief_file, gather
from deckgen.pipeline.folder import locked, office_lock, sweep, write_whole
from deckgen.pipeline.plugins import entries
from deckgen.pipeline.review_kappa import Pair, pairs
from deckgen.pipeline.review_rows import COLUMNS, INDUSTRY, Asked, asked, groups
from deckgen.pipeline.review_sheet import Line, Sheet, written
from deckgen.pipeline.reviewed import reviewed
from deckgen.pipeline.reviews import FOLDER, Review, cell, read_reviews

DEFAULT_CODER = "reviewer"
_NAME = re.compile(r"[^\W_](?:[\w .-]{0,38}[\w-])?")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE
)  # names Windows keeps for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """What one person has done. `rows`: those that the evidence has now, of them `coded` say something."""

    name: str
    rows: int
    coded: int
    relabelled: int
    dropped: int
    gone: int  # rows on things that this evidence no longer holds; they stay in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a review run did and what the reviews amount to. `written` None = no file was asked for."""

    written: Path | None
    added: int
    rows: tuple[Asked, ...]
    coders: tuple[Coder, ...]
    precisions: tuple[Precision, ...]
    pairs: tuple[Pair, ...]
    found: Mapping[tuple[str, str], int]  # source and topic of a precision -> mentions that count
    topics: Mapping[str, str]  # key of a topic -> its name


def review(folder: Path, *, coder: str, environ: Mapping[str, str]) -> Summary:
    """Replays the last archive; appends to the coder's file what it lacks and never changes what is there.

    Without a coder: the one file there is, or a first one; of several none is written to.
    """
    brief_file(folder)
    name = coder_name(coder) if coder else ""
    if latest(folder / ARCHIVES) is None:
        raise InputError(
            f"{folder}: nothing was collected yet that could be reviewed; run: deckgen collect {folder}"
        )
    with locked(folder):
        sweep(folder)
        reviews = read_reviews(folder)
        evidence = gather(folder, environ=environ, is_offline=True, is_reviewed=False).evidence
        judged = {row for one in reviews for row in one.decisions}
        unkept = frozenset(entry.key for entry in entries() if entry.keep_days is not None)
        rows = asked(evidence, besides=judged, unkept=unkept)
        written, added = None, 0
        name = name or _only(reviews)
        if name:
            written, added = _brought_up(folder, name, reviews, rows, evidence.brief)
            reviews = read_reviews(folder)
    return Summary(
        written=written,
        added=added,
        rows=rows,
        coders=tuple(_coder(one, rows) for one in reviews),
        precisions=reviewed(evidence, reviews).precisions,
        pairs=pairs(reviews),
        found={which: len(items) for which, items in groups(evidence).items()},
        topics=_names(evidence),
    )


def coder_name(text: str) -> str:
    """A coder's name as a file's name on any system; InputError when it cannot be one."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise InputError(
            "--coder must be a short name of letters, digits, spaces, dots and hyphens, e.g. --coder Anna"
        )
    return name


def _only(reviews: Sequence[Review]) -> str:
    if not reviews:
        return DEFAULT_CODER
    return reviews[0].coder if len(reviews) == 1 else ""


def _brought_up(
    folder: Path, name: str, reviews: Sequence[Review], rows: Sequence[Asked], brief: Brief
) -> tuple[Path, int]:
    """The coder's file and how many rows it got; a file that lacks nothing is not touched at all."""
    mine = next((one for one in reviews if one.coder.casefold() == name.casefold()), None)
    if mine is None:
        path = folder / FOLDER / f"{name}.csv"
        sheet = Sheet(columns=COLUMNS, lines=(), separator=separator_of(brief))
    else:
        path, sheet = mine.path, mine.sheet
    there = {cell(sheet, line, "id") for line in sheet.lines}
    new = [row for row in rows if row.id not in there]
    if mine is not None and not new:
        return path, 0
    if lock := office_lock(path):
        raise CannotWriteError(
            f"{path}: is open in another program; close it there and run again, "
            f"or delete {lock.name} if no program has it open"
        )
    lines = tuple(Line(number=0, cells=_cells(sheet, row)) for row in new)
    write_whole(path, written(replace(sheet, lines=(*sheet.lines, *lines))))
    return path, len(new)


def _cells(sheet: Sheet, row: Asked) -> tuple[str, ...]:
    """The row in the order of the file's own columns, whichever people added or moved."""
    told = {sheet.place(name): text for name, text in row.cells.items()}
    return tuple(told.get(i, "") for i in range(len(sheet.columns)))


def separator_of(brief: Brief) -> str:
    """Where people write 1,5 their spreadsheets expect semicolons."""
    for name in (f"{brief.market_language}_{brief.country}", brief.market_language):
        try:
            decimal = Locale.parse(name).number_symbols["latn"]["decimal"]
        except (UnknownLocaleError, ValueError, KeyError, TypeError):
            continue
        return ";" if decimal == "," else ","
    return ","


def _coder(review: Review, rows: Sequence[Asked]) -> Coder:
    told = {row.id: row.told for row in rows}
    coded = {row: said for row, said in review.decisions.items() if row in told}
    return Coder(
        name=review.coder,
        rows=len(rows),
        coded=len(coded),
        relabelled=sum(d.label is not None and d.label.value != told[row] for row, d in coded.items()),
        dropped=sum(d.keep is False for d in coded.values()),
        gone=len(review.decisions) - len(coded),
    )


def _names(evidence: Evidence) -> dict[str, str]:
    return {**{c.key: c.name for c in evidence.brief.companies}, INDUSTRY: "the industry"}
