"""Which archive a run uses: one file a day, resumed when it was cut short, replayed when it is complete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deckgen.archive.members import MAGIC, unpacked
from deckgen.archive.records import Role, decoded

FOLDER = "evidence"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([1-9]\d{0,5}))?\.warc\.gz")
_TAIL = 65_536  # the mark of a complete run is far smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The file of a run and the day it speaks of, which is not today's when an older run is resumed."""

    path: Path
    as_of: date
    is_resumed: bool


def archives(folder: Path) -> tuple[Path, ...]:
    """The archives in a folder, oldest first."""
    found = [(_parts(path), path) for path in folder.glob("*.warc.gz")] if folder.is_dir() else []
    return tuple(path for parts, path in sorted(found, key=lambda f: (f[0] or (date.min, 0), f[1])) if parts)


def latest(folder: Path) -> Path | None:
    """The newest archive in a folder."""
    found = archives(folder)
    return found[-1] if found else None


def choose(folder: Path, *, today: date, refresh: bool = False) -> Choice:
    """An unfinished archive is resumed with its own day, one of today reused; else a new one begins."""
    last = latest(folder)
    if last and not refresh:
        as_of = day_of(last) or today
        if as_of == today or not is_complete(last):
            return Choice(path=last, as_of=as_of, is_resumed=True)
    taken = [parts[1] for path in archives(folder) if (parts := _parts(path)) and parts[0] == today]
    suffix = f"-{max(taken) + 1}" if taken else ""
    return Choice(path=folder / f"{today.isoformat()}{suffix}.warc.gz", as_of=today, is_resumed=False)


def day_of(path: Path) -> date | None:
    """The day in an archive's name; None when it has another name."""
    parts = _parts(path)
    return parts[0] if parts else None


def is_complete(path: Path) -> bool:
    """Whether the last record marks the end of a run; reads the last bytes only."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
    at = tail.rfind(MAGIC)
    while at != -1:
        content = unpacked(tail[at:])
        if content is not None:
            record = decoded(content)
            return record is not None and record.role is Role.COMPLETE
        at = tail.rfind(MAGIC, 0, at)
    return False


def _parts(path: Path) -> tuple[date, int] | None:
    found = _NAME.fullmatch(path.name)
    try:
        return (date.fromisoformat(found[1]), int(found[2] or 1)) if found else None
    except ValueError:
        return None
