"""How long answers may be kept: what is over is read as a gap and taken out of the file."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from deckgen.archive.members import Member, members
from deckgen.archive.records import Record, Role, decoded, encoded, record_id
from deckgen.model.exchange import GapReason

PART = ".deckgen-part"  # as all files are called while they are written: leftovers are swept up by this
_HEAD = 65_536  # the names of a record's source and question stand within so many bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """The bounds of those sources whose terms set one, in days, and the time by which they are held."""

    now: datetime
    days: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def is_over(self, source: str, at: datetime) -> bool:
        """Whether an answer that this source got at that time may no longer be kept."""
        bound = self.days.get(source)
        return bound is not None and self.now - at > timedelta(days=bound)

    def why(self, source: str) -> str:
        """One line for the gap that takes the answer's place."""
        return f"was answered; the terms of {source} let an answer be kept for {self.days[source]} days"

    def held(self, record: Record) -> Record:
        """The record itself, or the failure in its place: without body, with the time of the answer."""
        if record.role is not Role.ANSWER or not self.is_over(record.source, record.at):
            return record
        fields = {
            "reason": GapReason.EXPIRED.value,
            "detail": self.why(record.source),
            "status": 0,
            "try_after": None,
            "was": record.id,
        }
        return Record(
            # Not of today's date: read from a file that cannot be rewritten, it is the same failure.
            id=record_id("expired", record.id, record.at.isoformat()),
            role=Role.FAILURE,
            at=record.at,
            key=record.key,
            source=record.source,
            url=record.request_url,
            request_url=record.request_url,
            method=record.method,
            about=record.about,
            step=record.step,
            fields=fields,
        )


def expire(path: Path, keeping: Keeping) -> int:
    """Rewrites an archive without the answers that are over, and says how many they were; 0 = not touched.

    Every other record stays byte for byte and in its place. Damaged stretches are left out of the new file:
    nothing can be read from them, and they may hold what must go. OSError when the file cannot be rewritten;
    then, and after a crash, the old file is whole.
    """
    due = {part.offset: held for part in members(path) if (held := _due(part, keeping)) is not None}
    if not due:
        return 0
    if not path.stat().st_mode & stat.S_IWUSR:  # replacing it would succeed, against its owner's word
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    part_path = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        with path.open("rb") as old, part_path.open("xb") as new:
            for part in members(path):
                if isinstance(part, Member):
                    old.seek(part.offset)
                    new.write(due.get(part.offset) or old.read(part.length))
            new.flush()
            os.fsync(new.fileno())
        shutil.copymode(path, part_path)
        part_path.replace(path)
        sync_folder(path.parent)
    finally:
        with suppress(OSError):
            part_path.unlink(missing_ok=True)
    return len(due)


def sync_folder(folder: Path) -> None:
    """A new file's name reaches the disk with its folder; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _due(part: object, keeping: Keeping) -> bytes | None:
    """What takes the place of a member that is over; records of other sources are not even taken apart."""
    if not isinstance(part, Member):
        return None
    head = part.content[:_HEAD]
    if not any(b"Deckgen-Source: " + source.encode() in head for source in keeping.days):
        return None
    record = decoded(part.content)
    held = keeping.held(record) if record is not None else None
    return encoded(held) if held is not None and held is not record else None
