"""Sitemaps: which pages changed on which day, and whether those days can be believed."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import date
from xml.parsers import expat

from deckgen.errors import SourceChanged
from deckgen.model.exchange import Page
from deckgen.parsing.moments import day

MAX_BYTES, MAX_ENTRIES, MAX_DEPTH = 20_000_000, 60_000, 20
BELIEVED_DAYS = 3  # different days; fewer are days on which the whole site was put up again
_LINE = re.compile(r"^[^\S\n]*+sitemap[^\S\n]*+:[^\S\n]*+(https?://\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    url: str
    changed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A list of pages, or (`is_index`) a list of such lists."""

    is_index: bool
    entries: tuple[Entry, ...]

    def newest(self, until: date) -> date | None:
        """The last day on which a page changed; None when the days are too uniform to mean that."""
        days = {e.changed_on for e in self.entries if e.changed_on is not None and e.changed_on <= until}
        return max(days) if len(days) >= BELIEVED_DAYS else None


def named_in(robots: str) -> tuple[str, ...]:
    """Addresses of the sitemaps that a robots.txt names."""
    return tuple(dict.fromkeys(m[1][:2000] for m in _LINE.finditer(robots[:600_000])))


def as_sitemap(page: Page) -> Sitemap:
    """The answer as a sitemap; SourceChanged when it is none."""
    where = page.request.url
    reader = _Reader(where)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.opened
    parser.EndElementHandler = reader.closed
    parser.CharacterDataHandler = reader.said
    parser.EntityDeclHandler = reader.declared
    try:
        parser.Parse(_unpacked(page.body, where), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceChanged(f"{where}: the sitemap is no readable XML: {str(error)[:80]}") from error
    if reader.root not in {"urlset", "sitemapindex"}:
        raise SourceChanged(f"{where}: a sitemap was due, but its root is <{reader.root[:40]}>")
    return Sitemap(is_index=reader.root == "sitemapindex", entries=tuple(reader.entries))


def _unpacked(body: bytes, where: str) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        whole = unpacker.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise SourceChanged(f"{where}: the packed sitemap cannot be unpacked: {error}") from error
    if not unpacker.eof:
        raise SourceChanged(
            f"{where}: the packed sitemap is cut off or larger than {MAX_BYTES // 1_000_000} MB"
        )
    return whole


class _Reader:
    """Collects <loc> and <lastmod> of each entry while the parser runs."""

    def __init__(self, where: str) -> None:
        self.root = ""
        self.entries: list[Entry] = []
        self._where = where
        self._path: list[str] = []
        self._words: dict[str, str] = {}

    def opened(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.root = self.root or local
        self._path.append(local)
        if len(self._path) > MAX_DEPTH:
            raise SourceChanged(f"{self._where}: the sitemap is nested too deeply to be one")
        if len(self._path) == 2:
            self._words = {}

    def said(self, text: str) -> None:
        if len(self._path) == 3 and self._path[2] in {"loc", "lastmod"}:
            name = self._path[2]
            self._words[name] = (self._words.get(name, "") + text)[:2000]

    def closed(self, _: str) -> None:
        if len(self._path) == 2 and len(self.entries) < MAX_ENTRIES and self._words.get("loc", "").strip():
            changed = day(self._words.get("lastmod", ""))
            self.entries.append(Entry(url=self._words["loc"].strip(), changed_on=changed))
        self._path.pop()

    def declared(self, *_: object) -> None:
        raise SourceChanged(f"{self._where}: the sitemap declares entities of its own, which are not read")
