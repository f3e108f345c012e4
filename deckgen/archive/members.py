"""Takes a file of gzip members apart safely: what is whole, what is damaged, where the good part ends."""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from deckgen.errors import ArchiveError

MAGIC = b"\x1f\x8b\x08"
MAX_MEMBER = 256_000_000  # bytes of one record, unpacked
MAX_FILE = 4_000_000_000
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One whole record: where it lies in the file and what it unpacks to."""

    offset: int
    length: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Bytes that are no whole record. `end` None = up to the end of the file: a kill leaves half a record."""

    offset: int
    end: int | None


def members(
    path: Path, *, max_member: int = MAX_MEMBER, max_file: int = MAX_FILE
) -> Iterator[Member | Damage]:
    """Every whole record in the order of the file; damaged stretches are passed over and told."""
    size = path.stat().st_size
    if size > max_file:
        raise ArchiveError(
            f"{path}: this archive is larger than {max_file:,} bytes; name another one or refresh it"
        )
    if not size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        offset = 0
        while offset < size:
            found = _member(view, offset, max_member)
            if isinstance(found, Member):
                yield found
                offset += found.length
                continue
            if found is _Bad.HUGE:
                raise ArchiveError(
                    f"{path}: the record at byte {offset} is over {max_member:,} bytes; name another archive"
                )
            following = _following(view, offset, is_cut=found is _Bad.CUT, max_member=max_member)
            yield Damage(offset=offset, end=following)
            if following is None:
                return
            offset = following


def unpacked(content: bytes, *, max_member: int = MAX_MEMBER) -> bytes | None:
    """What one stretch of bytes unpacks to when it is exactly one whole member."""
    decoder = zlib.decompressobj(31)
    try:
        out = decoder.decompress(content, max_member)
    except zlib.error:
        return None
    return out if decoder.eof and not decoder.unused_data else None


class _Bad(Enum):
    CUT = 1  # the file ends in the middle of it
    WRONG = 2
    HUGE = 3


def _member(view: mmap.mmap, offset: int, max_member: int) -> Member | _Bad:
    decoder = zlib.decompressobj(31)
    parts: list[bytes] = []
    room = max_member
    at = offset
    while not decoder.eof:
        chunk = view[at : at + _CHUNK]
        if not chunk:
            return _Bad.CUT
        at += len(chunk)
        try:
            while chunk and not decoder.eof:
                part = decoder.decompress(chunk, room + 1)
                room -= len(part)
                if room < 0:
                    return _Bad.HUGE
                parts.append(part)
                chunk = decoder.unconsumed_tail
        except zlib.error:
            return _Bad.WRONG
    content = b"".join(parts)
    if not content.startswith(b"WARC/"):
        return _Bad.WRONG
    return Member(offset=offset, length=at - len(decoder.unused_data) - offset, content=content)


def _following(view: mmap.mmap, offset: int, *, is_cut: bool, max_member: int) -> int | None:
    """Where the next whole record begins after a damaged one.

    After a cut the remains may hold the bytes of somebody's gzip file; only a run of records that ends
    exactly with the file shows that the damage lies in the middle and not at the end.
    """
    candidate = view.find(MAGIC, offset + 1)
    while candidate != -1:
        found = _member(view, candidate, max_member)
        if isinstance(found, Member) and (not is_cut or _reaches_end(view, found, max_member)):
            return candidate
        candidate = view.find(MAGIC, candidate + 1)
    return None


def _reaches_end(view: mmap.mmap, member: Member, max_member: int) -> bool:
    at = member.offset + member.length
    while at < len(view):
        found = _member(view, at, max_member)
        if not isinstance(found, Member):
            return False
        at += found.length
    return True
