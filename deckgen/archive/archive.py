"""One run's archive: every answer and every failure, appended as it comes, found again by its question."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import BinaryIO, Self

from deckgen import __version__
from deckgen.archive.keeping import Keeping, sync_folder
from deckgen.archive.members import MAX_FILE, MAX_MEMBER, Damage, members, unpacked
from deckgen.archive.naming import day_of
from deckgen.archive.records import Record, Role, decoded, encoded, is_local, of_failure, of_page, record_id
from deckgen.errors import ArchiveError, CannotWriteError
from deckgen.model.exchange import Failure, GapReason, Page, Request

MAX_KEPT = 32_000_000  # bytes of an archive that is replayed: what was read once is not unpacked again
Skipped = tuple[tuple[str, GapReason], ...]
_FOR_EVER = Keeping(now=datetime.min.replace(tzinfo=UTC))
# Asked again on each run without any cost to others; an unchanged outcome is not written a second time.
# Failures that another question may read as an answer: it accepts the status that this one did not.
_OF_STATUS = frozenset(
    {GapReason.REFUSED, GapReason.BLOCKED, GapReason.LOGIN, GapReason.THROTTLED, GapReason.SERVER_ERROR}
)
_OWN_SIDE = frozenset({GapReason.FILE_MISSING, GapReason.NO_KEY, GapReason.NOT_CONFIGURED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    offset: int
    length: int
    status: int


class Archive:
    """An archive file. `Archive.read` replays one; `Archive.open` also continues or begins it.

    `warnings` says what was damaged; nothing whole is ever given up for it. An answer that `keeping` calls
    over is read as the gap that it becomes, also from a file that still holds it.
    """

    def __init__(self, path: Path, *, file: BinaryIO, is_writable: bool, keeping: Keeping) -> None:
        self.path = path
        self._keeping = keeping
        self.as_of: date = day_of(path) or date.min
        self.started_at: datetime = datetime.min
        self.brief_digest = ""
        self.skipped: Skipped = ()
        self.is_complete = False
        self.warnings: tuple[str, ...] = ()
        self._file = file
        self._is_writable = is_writable
        self._end = 0
        self._answers: dict[str, _Place] = {}
        self._failures: dict[str, _Place] = {}
        self._by_id: dict[str, _Place] = {}
        self._kept: dict[int, Record] = {}  # by offset, as long as there is room
        self._room = 0 if is_writable else MAX_KEPT

    @classmethod
    def read(cls, path: Path, *, keeping: Keeping = _FOR_EVER) -> Self:
        """An archive to replay; a broken tail is left as it is and ignored."""
        try:
            archive = cls(path, file=path.open("rb"), is_writable=False, keeping=keeping)
        except OSError as error:
            raise ArchiveError(
                f"{path}: cannot read this archive ({error.strerror}); name one that is there"
            ) from None
        archive._index()
        if not archive._by_id:
            archive.close()
            raise ArchiveError(f"{path}: holds no record that deckgen wrote; run once without --offline")
        return archive

    @classmethod
    def open(
        cls, path: Path, *, as_of: date, brief_digest: str, now: datetime, keeping: Keeping = _FOR_EVER
    ) -> Self:
        """The archive to continue, or a new one; half a record at its end (a killed run) is cut off first."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            is_new = not path.exists()
            file = path.open("x+b" if is_new else "r+b", buffering=0)
            archive = cls(path, file=file, is_writable=True, keeping=keeping)
            if is_new:
                sync_folder(path.parent)
        except OSError as error:
            raise CannotWriteError(
                f"{path}: cannot write the archive ({error.strerror}); choose a folder you may write to"
            ) from None
        archive._index()
        archive._cut()
        if not archive._by_id:
            archive.as_of = as_of
            archive._begin(brief_digest, now)
        if archive.as_of != as_of:
            archive.close()
            raise ArchiveError(
                f"{path}: was collected for {archive.as_of}, not for {as_of}; use --refresh to begin anew"
            )
        return archive

    def __len__(self) -> int:
        """How many questions it holds an answer to."""
        return len(self._answers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def find(self, request: Request, *, source: str) -> Page | Failure | None:
        """What this question got, as if it had just come; None when it was never asked."""
        answer = self._answers.get(request.key)
        if answer and answer.status in request.accept_status:
            return _page(self._load(answer), request, source)
        failure = self._failures.get(request.key)
        if failure:
            known = _failure(self._load(failure), request, source)
            if failure.status not in request.accept_status or known.reason not in _OF_STATUS:
                return known
        if answer:
            record = self._load(answer)
            return Failure(
                source=source,
                request=request,
                reason=GapReason.REFUSED,
                detail=f"status {record.status}",
                at=record.at,
                status=record.status,
                record=record.id,
            )
        return None

    def record(self, id_: str) -> Record | None:
        """The record an origin names, with its body."""
        place = self._by_id.get(id_)
        return self._load(place) if place else None

    def keep(self, outcome: Page | Failure) -> Page | Failure:
        """Writes an outcome down and hands it back as a replay will: the caller must go on with that one."""
        request, source = outcome.request, outcome.source
        if isinstance(outcome, Failure):
            known = self.find(request, source=source)
            if isinstance(known, Failure) and outcome.reason in _OWN_SIDE and known.reason is outcome.reason:
                return known
            return _failure(self._append(of_failure(outcome)), request, source)
        known = self.find(request, source=source) if is_local(request.url) else None
        if isinstance(known, Page) and known.sha256 == outcome.sha256:
            return known
        return _page(self._append(of_page(outcome)), request, source)

    def complete(self, skipped: Skipped, *, now: datetime) -> None:
        """Marks the run as having reached its end; nothing is written when the file already says so."""
        if self.is_complete and self.skipped == skipped:
            return
        self.skipped = skipped
        fields = {"skipped": [[key, reason.value] for key, reason in skipped]}
        mark = Record(id=record_id("complete", str(self._end)), role=Role.COMPLETE, at=now, fields=fields)
        self._append(mark)
        self.is_complete = True

    def _begin(self, brief_digest: str, now: datetime) -> None:
        fields = {
            "software": f"deckgen/{__version__}",
            "format": "WARC File Format 1.1",
            "as-of": self.as_of.isoformat(),
            "brief-digest": brief_digest,
        }
        first = record_id("info", self.as_of.isoformat(), brief_digest)
        self._take(self._append(Record(id=first, role=Role.INFO, at=now, fields=fields)))

    def _index(self) -> None:
        """One pass over the file; bodies are read again when they are asked for."""
        for part in members(self.path):
            if isinstance(part, Damage):
                self._warn(part)
                continue
            self._end = part.offset + part.length
            written = decoded(part.content)
            if written is None:
                continue
            record = self._keeping.held(written)
            self._place(record, part.offset, part.length)
            self._take(record)
            if len(part.content) <= self._room:
                self._room -= len(part.content)
                self._kept[part.offset] = record

    def _place(self, record: Record, offset: int, length: int) -> None:
        place = _Place(offset=offset, length=length, status=record.status)
        self._by_id[record.id] = place
        if record.role is Role.ANSWER:
            self._answers[record.key] = place
        elif record.role is Role.FAILURE:
            self._failures[record.key] = place
        self.is_complete = record.role is Role.COMPLETE

    def _take(self, record: Record) -> None:
        if record.role is Role.INFO:
            self.as_of = date.fromisoformat(str(record.fields.get("as-of", self.as_of.isoformat())))
            self.started_at = record.at
            self.brief_digest = str(record.fields.get("brief-digest", ""))
        elif record.role is Role.COMPLETE:
            self.skipped = _skipped(record.fields)

    def _warn(self, damage: Damage) -> None:
        where = f"from byte {damage.offset} " + ("to the end" if damage.end is None else f"to {damage.end}")
        self.warnings += (f"{self.path}: damaged {where}; what is whole is used, the rest is asked again",)

    def _cut(self) -> None:
        """Only behind the last whole record: damage between whole records stays, it harms nothing."""
        if self.path.stat().st_size > self._end:
            self._shorten()

    def _append(self, record: Record) -> Record:
        if not self._is_writable:
            raise ArchiveError(f"{self.path}: was opened for reading; nothing can be added to it")
        member = encoded(record)
        if len(record.body) > MAX_MEMBER or self._end + len(member) > MAX_FILE:
            raise ArchiveError(
                f"{self.path}: this archive is full; ask fewer questions or begin anew with --refresh"
            )
        try:
            self._file.seek(self._end)
            rest = memoryview(member)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            self._shorten()
            raise CannotWriteError(
                f"{self.path}: cannot write the archive ({error.strerror}); make room and run again"
            ) from None
        self._place(record, self._end, len(member))
        self._end += len(member)
        return record

    def _shorten(self) -> None:
        try:
            self._file.truncate(self._end)
            os.fsync(self._file.fileno())
        except OSError:
            # The next run cuts the half record off; there is nothing more to be done on a disk that refuses.
            return

    def _load(self, place: _Place) -> Record:
        if place.offset in self._kept:
            return self._kept[place.offset]
        self._file.seek(place.offset)
        content = unpacked(self._file.read(place.length))
        record = decoded(content) if content is not None else None
        if record is None:
            raise ArchiveError(f"{self.path}: was changed by another program while it was read; run again")
        return self._keeping.held(record)


def _page(record: Record, request: Request, source: str) -> Page:
    return Page(
        source=source,
        request=request,
        url=request.shown_url if is_local(request.url) else record.url,
        status=record.status,
        headers=MappingProxyType(dict(record.headers)),
        body=record.body,
        retrieved_at=record.at,
        record=record.id,
    )


def _failure(record: Record, request: Request, source: str) -> Failure:
    fields: Mapping[str, object] = record.fields
    try_after = fields.get("try_after")
    return Failure(
        source=source,
        request=request,
        reason=GapReason(str(fields.get("reason", GapReason.CHANGED.value))),
        detail=str(fields.get("detail", "")),
        at=record.at,
        status=record.status,
        try_after=datetime.fromisoformat(try_after) if isinstance(try_after, str) else None,
        record=record.id,
    )


def _skipped(fields: Mapping[str, object]) -> Skipped:
    pairs = fields.get("skipped")
    rows: Iterable[object] = pairs if isinstance(pairs, list) else ()
    return tuple(
        (str(row[0]), GapReason(row[1]))
        for row in rows
        if isinstance(row, list) and len(row) == 2 and row[1] in set(GapReason)
    )
