"""Mentions from files that paid listening tools export, and from tables made by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.moments import moment
from deckgen.parsing.relevance import matches, passage
from deckgen.parsing.tables import MAX_BYTES, Table, as_table, column_key
from deckgen.parsing.text import clean, plain

UNIT = "item"
# The names tools give their columns, best first. Advertising value and reach are left out: no evidence.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "published", "published at", "publication date", "publish date", "created at", "added"),
    "title": ("headline", "title", "title snippet", "subject"),
    "text": (
        "full text",
        "hit sentence",
        "opening text",
        "content",
        "content snippet",
        "snippet",
        "text",
        "mention",
        "message",
        "description",
        "summary",
    ),
    "url": ("url", "link", "links", "permalink", "mention url"),
    "source": ("source name", "source", "domain", "source domain", "domain url", "host", "site", "website"),
    "type": (
        "source type",
        "page type",
        "pagetype",
        "content type",
        "source category",
        "media type",
        "category",
        "type",
    ),
    "sentiment": ("sentiment", "tone"),
    "author": ("author", "author name", "author handle", "influencer", "full name", "fullname", "username"),
    "language": ("language", "lang"),
}
_KINDS = (
    (("blog", "tumblr"), SiteKind.BLOG),
    (("forum", "review", "reddit", "discussion"), SiteKind.FORUM),
    (("video", "youtube", "podcast", "tiktok", "vimeo"), SiteKind.VIDEO),
    (("twitter", "x", "facebook", "instagram", "social", "linkedin", "bluesky", "mastodon"), SiteKind.SOCIAL),
    (("news", "newspaper", "press", "print", "broadcast", "radio", "tv"), SiteKind.NEWS),
)
_TONES = {"positive": "positive", "neutral": "neutral", "negative": "negative"}
_SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{4}")


class ListeningExport(Source):
    """Each row goes to every topic that its words name.

    A file says nothing of topics it was not made for: name those it covers, or only what is found counts.
    """

    def requests(self, brief: Brief) -> Iterable[Request]:
        for written in self.option(brief, "files"):
            path = written.strip().removeprefix("file:").replace("\\", "/")
            yield Request(
                url=f"file:{path}", about=path.rpartition("/")[2], step="export", max_bytes=MAX_BYTES
            )

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        mapping = dict(_pair(written) for written in self.option(brief, "columns"))
        known = [name for names in ALIASES.values() for name in names] + list(mapping.values())
        table = as_table(page, known)
        places = _places(table, mapping)
        day_first = _day_order(table, places["date"][0], self.option(brief, "date_order"))
        rows = [_Row(page, places, row, table.first_line + i, day_first) for i, row in enumerate(table.rows)]
        _check_dates(rows, table)
        covered = self.option(brief, "covers")
        # Row by row, as the words of a row are made comparable only once then.
        named: list[list[_Row]] = [[] for _ in brief.topics]
        for row in rows:
            for topic, those in zip(brief.topics, named, strict=True):
                if matches(topic, row.words):
                    those.append(row)
        for topic, those in zip(brief.topics, named, strict=True):
            found = [row.mention(topic) for row in those]
            yield from found
            if found or topic.key in covered:
                yield from _reading(page, brief, topic, rows, is_covered=topic.key in covered)


class _Row:
    """One line of the file, by the meaning of its columns."""

    def __init__(
        self,
        page: Page,
        places: Mapping[str, tuple[int, ...]],
        cells: tuple[str, ...],
        line: int,
        day_first: bool | None,
    ) -> None:
        self._page, self._line = page, line
        self._cells = {name: [cells[i] for i in where if cells[i].strip()] for name, where in places.items()}
        self.written = self._first("date")
        self.published_at = moment(self.written, day_first=day_first) if self.written else None
        self.title = plain(self._first("title"))
        self.text = " ".join(dict.fromkeys(plain(part) for part in self._cells.get("text", ())))
        self.words = f"{self.title} {self.text}"

    def _first(self, name: str) -> str:
        return clean(next(iter(self._cells.get(name, ())), ""))

    def mention(self, topic: Topic) -> Mention:
        url = self._first("url")
        said = "\n".join((self.written, self.title, self.text, self._first("author")))
        outlet = self._first("source")
        return Mention(
            source=self._page.source,
            topic=topic.key,
            key=canonical(url) if url else f"row:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}",
            unit=UNIT,
            url=url,
            title=self.title,
            excerpt=passage(topic, self.text),
            author=self._first("author"),
            site=outlet or host_of(url),
            site_kind=_kind(self._first("type")) or _kind(outlet) or SiteKind.UNKNOWN,
            published_at=self.published_at,
            language=self._first("language"),
            sentiment=_TONES.get(self._first("sentiment").casefold(), ""),
            origin=self._page.origin(f"line {self._line}"),
        )


@lru_cache(maxsize=4096)  # few types and outlets stand in many rows
def _kind(written: str) -> SiteKind | None:
    """The kind that a word of the type or the outlet tells; plurals count."""
    words_of = re.findall(r"\w+", written.casefold())
    said = {*words_of, *(word.removesuffix("s") for word in words_of)}
    return next((kind for words, kind in _KINDS if said.intersection(words)), None)


def _pair(written: str) -> tuple[str, str]:
    meaning, _, column = (part.strip() for part in written.partition("="))
    if meaning not in ALIASES or not column:
        raise SourceChanged(
            f"columns: {written[:60]!r} is no meaning=column; the meanings are {', '.join(ALIASES)}"
        )
    return meaning, column


def _places(table: Table, mapping: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """Where the columns of each meaning stand, best alias first; the user's own naming goes before all."""
    at: dict[str, int] = {}
    for i, column in enumerate(table.columns):
        at.setdefault(column_key(column), i)
    found = {}
    for meaning, aliases in ALIASES.items():
        names = (mapping[meaning],) if meaning in mapping else aliases
        found[meaning] = tuple(at[key] for name in names if (key := column_key(name)) in at)
    if found["date"] and (found["title"] or found["text"]):
        return found
    columns = ", ".join(repr(column[:40]) for column in table.columns[:40] if column)
    raise SourceChanged(
        f"{table.name}: needed are a column with dates and one with a title or text, found are {columns}; "
        'say which they are in the brief, e.g. columns = ["date=Published on", "text=Post"]'
    )


def _day_order(table: Table, place: int, said: tuple[str, ...]) -> bool | None:
    """Whether 3/4/2026 is the third of April: as the brief says, else as the column itself betrays."""
    if said:
        return said[0].strip().lower() == "dmy"
    pairs = [(int(m[1]), int(m[2])) for row in table.rows if (m := _SLASHED.match(row[place]))]
    if not pairs:
        return None
    first, second = max(a for a, _ in pairs), max(b for _, b in pairs)
    if (first > 12) == (second > 12):
        raise SourceChanged(
            f"{table.name}: dates like {table.rows[0][place][:20]!r} can be read in two ways; "
            'say date_order = "dmy" or "mdy" in the brief'
        )
    return first > 12


def _check_dates(rows: list[_Row], table: Table) -> None:
    if rows and not any(row.published_at for row in rows):
        raise SourceChanged(
            f"{table.name}: no date in its date column can be read, e.g. {rows[0].written[:40]!r}; "
            "export dates as YYYY-MM-DD"
        )


def _reading(
    page: Page, brief: Brief, topic: Topic, rows: list[_Row], *, is_covered: bool
) -> Iterable[Reading]:
    """From the first to the last day of the file, as far as the window goes."""
    days = [row.published_at.date() for row in rows if row.published_at]
    start = max(min(days, default=brief.window.start), brief.window.start)
    end = min(max(days, default=brief.window.end) + timedelta(days=1), brief.window.end)
    is_dated = len(days) == len(rows)
    if start < end:
        yield Reading(
            source=page.source,
            topic=topic.key,
            unit=UNIT,
            start=start,
            end=end,
            kind=Kind.EXACT if is_covered and is_dated else Kind.AT_LEAST,
            origin=page.origin("rows"),
        )
