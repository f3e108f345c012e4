"""Times as strangers write them, as UTC; where no zone is said only the day is known."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from deckgen.errors import SourceChanged
from deckgen.parsing.text import undirected

EARLIEST, LATEST = 1990, 2100  # years outside are misread numbers, not dates
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T\s]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_DAY_MONTH_NAME = re.compile(r"(?<!\d)(\d{1,2})[\s.-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})(?!\d)")
_MONTH_NAME_DAY = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_UNIX = re.compile(r"(\d{9,10}|\d{12,13})(\.\d+)?")


def instant(text: str | int | float) -> datetime | None:
    """The moment in UTC; None when the text is no time, or says no zone.

    Reads ISO 8601 in its usual forms, RFC 822 and 2822, and seconds or milliseconds since 1970.
    """
    written = _written(text)
    if _UNIX.fullmatch(written):
        return from_unix(written)
    if found := _ISO.fullmatch(written):
        return _from_iso(found)
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None if moment.tzinfo is None else _in_utc(moment)


def day(text: str | int | float, *, day_first: bool | None = None) -> date | None:
    """The day (in UTC where a zone is said); None when the text holds no date that can be told for sure.

    `3/4/2026` can be told only with `day_first`; `13/4/2026` and `13.4.2026` always.
    """
    moment = instant(text)
    if moment is not None:
        return moment.date()
    written = _written(text)
    if found := _ISO.fullmatch(written):
        return _date(found[1], found[2], found[3])
    if found := _NUMERIC.match(written):
        return _numeric(found, day_first)
    if found := _DAY_MONTH_NAME.search(written):
        return _date(found[3], _MONTHS.get(found[2][:3].lower(), 0), found[1])
    if found := _MONTH_NAME_DAY.search(written):
        return _date(found[3], _MONTHS.get(found[1][:3].lower(), 0), found[2])
    return None


def moment(text: str | int | float, *, day_first: bool | None = None) -> datetime | None:
    """The moment in UTC; where only the day is known, the start of that day; None when it is no date."""
    exact = instant(text)
    if exact is not None:
        return exact
    on = day(text, day_first=day_first)
    return None if on is None else datetime.combine(on, time(), UTC)


def required(text: str | int | float, *, where: str) -> datetime:
    """As `moment`, but no date is SourceChanged; `where` names the place, e.g. address and JSON path."""
    found = moment(text)
    if found is None:
        raise SourceChanged(f"{where}: {str(text)[:40]!r} is not a time that deckgen can read")
    return found


def from_unix(seconds: str | int | float) -> datetime | None:
    """Seconds since 1970 (from 1e11 on: milliseconds) as UTC; None when out of range."""
    try:
        value = float(seconds)
        if abs(value) >= 1e11:
            value /= 1000
        return _in_utc(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value))
    except (ValueError, OverflowError):
        return None


def _written(text: str | int | float) -> str:
    return undirected(str(text)[:400]).strip()[:80]


def _from_iso(found: re.Match[str]) -> datetime | None:
    zone = found[7]
    on = _date(found[1], found[2], found[3])
    if on is None or zone is None:
        return None
    offset = timedelta()
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        offset = -offset if zone[0] == "-" else offset
    clock = timedelta(hours=int(found[4]), minutes=int(found[5]), seconds=int(found[6] or 0))
    if clock > timedelta(days=1, seconds=1) or abs(offset) > timedelta(hours=24):
        return None
    return _in_utc(datetime.combine(on, time(), UTC) + clock - offset)


def _numeric(found: re.Match[str], day_first: bool | None) -> date | None:
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > 12 or first == second:
        day_first = True
    elif second > 12:
        day_first = False
    if day_first is None:
        return None
    return _date(found[4], second, first) if day_first else _date(found[4], first, second)


def _date(year: str | int, month: str | int, on: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(on))
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def _in_utc(moment: datetime) -> datetime | None:
    try:
        found = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found.replace(microsecond=0) if EARLIEST <= found.year <= LATEST else None
