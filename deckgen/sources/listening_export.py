"""Mentions from files that paid listening tools export, and from tables made by hand.

The columns of each tool, and where and when they were seen, stand in _listening_tools.toml, checked
2026-11-22: Meltwater from a recording, Meltwater Explore+, Brandwatch, Brand24 and Talkwalker from headers in
public code, Mention from the documentation of its API alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.relevance import matches
from deckgen.parsing.tables import MAX_BYTES, Table, as_table
from deckgen.sources._listening_dates import habit_of, period_in, zone_in
from deckgen.sources._listening_mapping import check_options, day_first_of, mapping_of, paths
from deckgen.sources._listening_rows import UNIT, Row
from deckgen.sources._listening_tools import Places, known_columns, places

FILE = "file:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Export:
    """A whole file, read: the rows that count, and how many do not."""

    tool: str  # its name, empty for a table of no tool
    rows: tuple[Row, ...]
    hidden: int  # rows that are marked so are left out
    duplicates: int  # the same
    unread: int  # sheets with the same columns that were not read
    period: tuple[date, date] | None  # [start, end), where the file says so

    @property
    def is_whole(self) -> bool:
        """Whether each row could be counted, had it named a topic."""
        return not self.unread and all(row.published_at and row.words.strip() for row in self.rows)

    def told(self) -> str:
        """For people: what it was taken for and what of it is not counted."""
        counted = (
            (self.hidden, "marked as hidden left out"),
            (self.duplicates, "marked as duplicates left out"),
            (sum(row.published_at is None for row in self.rows), "without a date that can be read"),
            (sum(not row.words.strip() for row in self.rows), "without words, which count for nobody"),
            (self.unread, "more sheets with these columns not read: export each as a file of its own"),
        )
        n = len(self.rows)
        parts = (f"{m} {what}" for m, what in counted if m)
        return ", ".join((f"{self.tool or 'table of no known tool'}, {n} row{'' if n == 1 else 's'}", *parts))


class ListeningExport(Source):
    """Each row goes to every topic that its words name.

    A file says nothing of topics it was not made for: name those it covers, or only what is found counts.
    """

    def requests(self, brief: Brief) -> Iterable[Request]:
        check_options(brief)
        for path in paths(brief):
            yield Request(
                url=f"{FILE}{path}", about=path.rpartition("/")[2], step="export", max_bytes=MAX_BYTES
            )

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        export = _read(page, brief)
        covered = self.option(brief, "covers")
        # Row by row, as the words of a row are made comparable only once then.
        named: list[list[Row]] = [[] for _ in brief.topics]
        for row in export.rows:
            for topic, those in zip(brief.topics, named, strict=True):
                if matches(topic, row.words):
                    those.append(row)
        for topic, those in zip(brief.topics, named, strict=True):
            found = [row.mention(topic) for row in those]
            yield from found
            if found or topic.key in covered:
                yield from _reading(page, brief, topic, export, is_covered=topic.key in covered)

    def recognised(self, page: Page, brief: Brief) -> str:
        """For a check before the run: what a file is taken for."""
        return _read(page, brief).told()


def _read(page: Page, brief: Brief) -> _Export:
    path = page.request.url.removeprefix(FILE)
    mapping = mapping_of(brief, path)
    table = as_table(page, [*known_columns(), *mapping.values()])
    where = places(table, mapping)
    every = _rows(page, table, where, said=day_first_of(brief, path))
    kept = tuple(row for row in every if not (row.is_hidden or row.is_duplicate))
    if kept and not any(row.published_at for row in kept):
        raise SourceChanged(
            f"{table.name}: no date in its date column can be read, e.g. {kept[0].written[:40]!r}; "
            "export dates as YYYY-MM-DD"
        )
    return _Export(
        tool=where.tool.name,
        rows=kept,
        hidden=sum(row.is_hidden for row in every),
        duplicates=sum(row.is_duplicate and not row.is_hidden for row in every),
        unread=table.unread,
        period=period_in(table.above),
    )


def _rows(page: Page, table: Table, where: Places, *, said: bool | None) -> list[Row]:
    place = where.at["date"][0]
    above = (cell for line in table.above for cell in line)
    zone = zone_in([table.columns[place]]) or zone_in(above)
    habit = habit_of(table.name, [row[place] for row in table.rows], said=said, zone=zone)
    return [Row(page, where, cells, line, habit) for line, cells in zip(table.lines, table.rows, strict=True)]


def _reading(
    page: Page, brief: Brief, topic: Topic, export: _Export, *, is_covered: bool
) -> Iterable[Reading]:
    """Over the days of the file, as far as the window goes; a file without days says nothing of any."""
    days = [row.published_at.date() for row in export.rows if row.published_at]
    starts, ends = days[:], [day + timedelta(days=1) for day in days]
    if export.period:
        starts.append(export.period[0])
        ends.append(export.period[1])
    start = max(min(starts, default=brief.window.end), brief.window.start)
    end = min(max(ends, default=brief.window.start), brief.window.end)
    if start < end:
        yield Reading(
            source=page.source,
            topic=topic.key,
            unit=UNIT,
            start=start,
            end=end,
            kind=Kind.EXACT if is_covered and export.is_whole else Kind.AT_LEAST,
            origin=page.origin(f"rows: {export.told()}"),
        )
