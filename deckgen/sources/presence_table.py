"""Numbers that a person read off profiles, from a table beside the brief: LinkedIn, Facebook, X, TikTok ...

Shape: the columns are deckgen's own and stand in the entry, checked 2026-11-22; no service gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from deckgen.errors import InputError
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Origin
from deckgen.model.source import Source
from deckgen.parsing.tables import MAX_BYTES, as_table
from deckgen.sources._presence_rows import COLUMNS, Refusal, Row, rows
from deckgen.sources._written_numbers import MARKS

MAX_REFUSED = 40  # told line by line, the rest as one number
_ORDERS = {"dmy": True, "mdy": False}


class PresenceTable(Source):
    """Each line is an observation of its own day; several days of one account are a series."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        self._mark(brief)
        self._day_first(brief)
        for written in self.option(brief, "files"):
            path = written.strip().removeprefix("file:").replace("\\", "/")
            yield Request(
                url=f"file:{path}", about=path.rpartition("/")[2], step="table", max_bytes=MAX_BYTES
            )

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        table = as_table(page, [name for names in COLUMNS.values() for name in names])
        read = list(_once(rows(table, brief, mark=self._mark(brief), day_first=self._day_first(brief))))
        refused = [line for line in read if isinstance(line, Refusal)]
        yield from (_gap(page, f"{table.name}, line {r.line}: {r.why}") for r in refused[:MAX_REFUSED])
        if len(refused) > MAX_REFUSED:
            more = len(refused) - MAX_REFUSED
            yield _gap(page, f"{table.name}: {more} more lines are not read; correct those above first")
        believed = [line for line in read if isinstance(line, Row)]
        yield from _presences(page, believed)
        yield from (_observation(page, row) for row in believed if row.metric not in {"", "last_post"})

    def _mark(self, brief: Brief) -> str:
        said = self.option(brief, "decimal")
        if said and said[0] not in MARKS:
            raise InputError(
                f'{brief.path}: sources.presence_table.decimal is \'{said[0][:20]}\'; write "." or ","'
            )
        return said[0] if said else ""

    def _day_first(self, brief: Brief) -> bool | None:
        said = self.option(brief, "date_order")
        if said and said[0] not in _ORDERS:
            raise InputError(
                f'{brief.path}: sources.presence_table.date_order is \'{said[0][:20]}\'; write "dmy" or "mdy"'
            )
        return _ORDERS[said[0]] if said else None


def _once(read: Iterable[Row | Refusal]) -> Iterator[Row | Refusal]:
    """The same said twice counts once; two numbers for one account on one day cannot both be right."""
    seen: dict[tuple[object, ...], Row] = {}
    for row in read:
        if isinstance(row, Refusal):
            yield row
            continue
        first = seen.setdefault((row.account, row.metric, row.on), row)
        if first is row:
            yield row
        elif first.value != row.value:
            yield Refusal(
                line=row.line,
                why=f"says another value than line {first.line} for the same day; keep one of them",
            )


def _presences(page: Page, believed: list[Row]) -> Iterator[Presence]:
    """What the newest line of an account, or of the whole platform, says of its being there."""
    newest: dict[tuple[str, str], Row] = {}
    for row in believed:
        known = newest.get((row.company, row.platform))
        if known is None or row.on > known.on:
            newest[row.company, row.platform] = row
    accounts: dict[tuple[str, str, str], list[Row]] = {}
    for row in believed:
        accounts.setdefault(row.account, []).append(row)
    for own in accounts.values():
        last = max(own, key=lambda row: row.on)
        if not newest[last.company, last.platform].metric:
            continue
        if last.metric:
            active = max((_active(row) for row in own), default=None, key=lambda on: on or date.min)
            yield _presence(page, last, PresenceState.PRESENT, "ok", active)
    for row in newest.values():
        if not row.metric:
            yield _presence(page, row, PresenceState.ABSENT, "user-confirmed-none", None)


def _active(row: Row) -> date | None:
    return date.fromordinal(int(row.value)) if row.metric == "last_post" else None


def _presence(page: Page, row: Row, state: PresenceState, reason: str, active: date | None) -> Presence:
    return Presence(
        source=page.source,
        company=row.company,
        platform=row.platform,
        state=state,
        proof=Proof.USER,
        reason=reason,
        handle=row.handle,
        url=row.url,
        last_active=active,
        origin=_origin(page, row),
    )


def _observation(page: Page, row: Row) -> Observation:
    return Observation(
        source=page.source,
        about=row.company,
        platform=row.platform,
        metric=row.metric,
        value=row.value,
        kind=row.kind,
        as_of=row.on,
        note=_read_by(row),
        handle=row.handle,
        rounded_to=row.step,
        origin=_origin(page, row),
    )


def _origin(page: Page, row: Row) -> Origin:
    """The page that was read, on the day it was read; the record is that of the table."""
    by = _read_by(row)
    return replace(
        page.origin(f"line {row.line}{', ' if by else ''}{by}"),
        url=row.source_url,
        retrieved_at=datetime.combine(row.on, time(), tzinfo=UTC),
    )


def _read_by(row: Row) -> str:
    return f"read by {row.entered_by}" if row.entered_by else ""


def _gap(page: Page, detail: str) -> Gap:
    """A line that is not read stands beside the answer; the other lines are good."""
    return Gap(
        source=page.source,
        about=page.request.about,
        step="line",
        url=page.request.url,
        reason=GapReason.CHANGED,
        detail=detail,
        at=page.retrieved_at,
    )
