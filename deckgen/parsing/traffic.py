"""Lists of the most visited sites (Tranco, CrUX), read as a stream: only the hosts asked for are kept."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import IO, cast

from deckgen.errors import SourceChanged
from deckgen.parsing.addresses import host_of, registrable

DOWNLOADS: Mapping[str, str] = MappingProxyType(
    {
        "tranco": "https://tranco-list.eu/top-1m.csv.zip",
        "crux": "https://raw.githubusercontent.com/zakird/crux-top-lists/main/data/global/current.csv.gz",
    }
)
MAX_UNPACKED = 200_000_000
MAX_LINE = 400
_READ_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


class ListKind(StrEnum):
    TRANCO = "tranco"  # one rank a registrable domain
    CRUX = "crux"  # the upper end of a bucket, one an origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """What a list says of the hosts asked for; a host that is not in `ranks` is not in the list."""

    kind: ListKind
    ranks: Mapping[str, int]
    lines: int


def levels(body: bytes, hosts: Collection[str]) -> Levels:
    """Rank (Tranco) or bucket (CrUX) of each host; SourceChanged when the file is neither list."""
    kind = kind_of(body)
    wanted = _by_name(hosts, kind)
    ranks: dict[str, int] = {}
    count = 0
    for line in _lines(body):
        left, _, right = line.rstrip("\r\n").partition(",")
        name, number = (right, left) if kind is ListKind.TRANCO else (left, right)
        if name == "origin" and not count:
            continue
        count += 1
        if not (name and number.isascii() and number.isdigit() and len(number) < 10):
            raise SourceChanged(f"line {count} of the list is {line[:60]!r}, not a site and its rank")
        if kind is ListKind.CRUX:
            name = name.rpartition("://")[2].removeprefix("www.")
        for host in wanted.get(name, ()):
            ranks[host] = min(int(number), ranks.get(host, int(number)))
    return Levels(kind=kind, ranks=MappingProxyType(ranks), lines=count)


def _by_name(hosts: Collection[str], kind: ListKind) -> dict[str, list[str]]:
    """The hosts by the name they have in the list."""
    names: dict[str, list[str]] = {}
    for host in hosts:
        name = registrable(host_of(host)) if kind is ListKind.TRANCO else host_of(host)
        names.setdefault(name, []).append(host)
    return names


def kind_of(body: bytes) -> ListKind:
    """Which list a file is, by its first line; SourceChanged when it is neither."""
    for line in _lines(body):
        left, _, right = line.rstrip("\r\n").partition(",")
        return _kind(left, right)
    raise SourceChanged("the list is empty; download it again")


def _kind(left: str, right: str) -> ListKind:
    if left == "origin" or left.startswith(("https://", "http://")):
        return ListKind.CRUX
    if left.isascii() and left.isdigit() and "." in right:
        return ListKind.TRANCO
    raise SourceChanged(
        "the file is neither a Tranco list (rank,domain) nor a CrUX list (origin,rank); "
        f"its first line is {left[:40]!r}"
    )


def _lines(body: bytes) -> Iterator[str]:
    """The lines of the list, unpacked while it is read; more than 200 MB is refused."""
    read = 0
    try:
        with _opened(body) as stream:
            while line := stream.readline(MAX_LINE):
                read += len(line)
                if read > MAX_UNPACKED:
                    raise SourceChanged(f"the list unpacks to more than {MAX_UNPACKED // 1_000_000} MB")
                if len(line) == MAX_LINE and not line.endswith(b"\n"):
                    raise SourceChanged(f"a line of the list is longer than {MAX_LINE} characters")
                yield line.decode("utf-8", "replace")
    except _READ_ERRORS as error:
        raise SourceChanged(f"the list cannot be unpacked ({str(error)[:80]}); download it again") from error


def _opened(body: bytes) -> IO[bytes]:
    if body.startswith(b"PK\x03\x04"):
        packed = zipfile.ZipFile(io.BytesIO(body))
        members = [m for m in packed.infolist() if m.filename.endswith(".csv") and not m.flag_bits & 1]
        if len(members) != 1:
            raise SourceChanged(f"the archive holds {len(members)} .csv files; a list has exactly one")
        return packed.open(members[0])
    if body.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=io.BytesIO(body)))
    return io.BytesIO(body)
