"""Days and times as listening tools and spreadsheets write them.

A clock time counts only where its zone is known: told in the cell, in a column, or above the header. Where it
is not, the day alone is known, as in `parsing.moments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache

from babel.dates import get_month_names

from deckgen.errors import SourceChanged
from deckgen.parsing.moments import EARLIEST, LATEST, day, instant
from deckgen.parsing.text import clean, undirected

_SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?!\d)")
_ISO_DAY = re.compile(r"\d{4}-\d\d-(\d\d)(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[.,]\d+)?\s*([ap])?\.?(?:m\b\.?)?", re.IGNORECASE
)
_ZONE = re.compile(r"(?:\b(?:UTC|GMT)\b\s?([+-]\d{1,2}(?::?\d\d)?(?!\d))?|(?<=\d)Z\b)", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_DAY_0 = date(1899, 12, 30)
_SHORT_YEAR = re.compile(r"(\d{1,2})[-\s]([^\W\d_]{3,})\.?[-\s](\d\d)(?!\d)")
_NAMED_MONTH = re.compile(r"(?<!\d)(\d{1,2})\.?[-\s]+([^\W\d_]{3,})\.?,?[-\s]+(\d{4})(?!\d)")
_LANGUAGES = ("en", "sv", "da", "nb", "de", "fi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How one file writes its dates."""

    day_first: bool | None
    zone: timezone | None  # of all its times, where it says so
    is_serial: bool = False  # days since 1900, as Excel counts them


def habit_of(name: str, cells: Sequence[str], *, said: bool | None, zone: timezone | None) -> Habit:
    """From what the brief says, else from what the cells betray; SourceChanged when they betray nothing."""
    filled = [text for cell in cells if (text := undirected(cell).strip())]
    is_serial = bool(filled) and all(_SERIAL.fullmatch(text) for text in filled)
    pairs = [(int(m[1]), int(m[2]), text) for text in filled if (m := _SLASHED.match(text))]
    _check_turned(name, filled, pairs)
    if said is not None or is_serial:
        return Habit(day_first=said, zone=zone, is_serial=is_serial)
    if not pairs:
        return Habit(day_first=None, zone=zone)
    first, second = max(a for a, _, _ in pairs), max(b for _, b, _ in pairs)
    if (first > 12) == (second > 12):
        raise SourceChanged(
            f"{name}: dates like {pairs[0][2][:20]!r} can be read in two ways; "
            'say date_order = "dmy" or "mdy" in the brief'
        )
    return Habit(day_first=first > 12, zone=zone)


def _check_turned(name: str, filled: Sequence[str], pairs: Sequence[tuple[int, int, str]]) -> None:
    """A spreadsheet with another order of day and month takes 3/4 for a date and leaves 13/4 as text.

    Then every date that it knows has a day up to 12, and every one that it left has a number above.
    """
    days = [int(found[1]) for text in filled if (found := _ISO_DAY.match(text))]
    if days and pairs and max(days) <= 12 and all(max(a, b) > 12 for a, b, _ in pairs):
        raise SourceChanged(
            f"{name}: a spreadsheet seems to have turned day and month round in some dates, as others like "
            f"{pairs[0][2][:20]!r} are left as text; export it again and do not save it in a spreadsheet"
        )


def zone_in(texts: Iterable[str]) -> timezone | None:
    """The one fixed zone that texts name (UTC, GMT+2); names of places change with the season: None."""
    told = {
        zone for text in texts for found in _ZONE.finditer(text[:200]) if (zone := _offset(found[1] or "+0"))
    }
    return told.pop() if len(told) == 1 else None


def zone_of(cell: str) -> timezone | None:
    """The zone that a cell of a column of zones names."""
    text = cell.strip()
    if _OFFSET.fullmatch(text):
        return _offset(text)
    return zone_in([text])


def period_in(lines: Iterable[Sequence[str]]) -> tuple[date, date] | None:
    """The days [start, end) that the lines above a header name with From and To; None when they do not."""
    told: dict[str, str] = {}
    for line in lines:
        if len(line) > 1:
            told.setdefault(line[0].strip().rstrip(":").casefold(), line[1])
    habit = Habit(day_first=None, zone=None)
    start, end = (moment_of(told.get(word, ""), "", habit) for word in ("from", "to"))
    if start is None or end is None:
        return None
    is_midnight = _clock(told["to"][6:]) == time()  # a bare day is meant to its end
    last = end.date() if is_midnight and end > start else end.date() + timedelta(days=1)
    return (start.date(), last) if start.date() < last else None


def moment_of(written: str, clock: str, habit: Habit, *, zone: timezone | None = None) -> datetime | None:
    """The moment in UTC; the start of the day where clock or zone is not known; None when it is no date."""
    text = clean(undirected(written[:80]))
    if habit.is_serial:
        return _of_serial(text, habit.zone)
    exact = instant(text)
    if exact is not None:
        return exact
    text = _in_english(text)
    on = day(text, day_first=habit.day_first)
    if on is None:
        return None
    at = zone or habit.zone
    told = _clock(clock) if clock.strip() else _clock(text[6:])
    if at is None or told is None:
        return datetime.combine(on, time(), UTC)
    return datetime.combine(on, told, at).astimezone(UTC)


def _of_serial(text: str, zone: timezone | None) -> datetime | None:
    if not _SERIAL.fullmatch(text):
        return None
    moment = datetime.combine(_SERIAL_DAY_0, time()) + timedelta(days=float(text))
    if not EARLIEST <= moment.year <= LATEST:
        return None
    if zone is None:
        return datetime.combine(moment.date(), time(), UTC)
    return moment.replace(microsecond=0, tzinfo=zone).astimezone(UTC)


def _clock(text: str) -> time | None:
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second)


def _offset(text: str) -> timezone | None:
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) > 14:
        return None
    shift = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-shift if found[1] == "-" else shift)


def _in_english(text: str) -> str:
    """A date with a month's name as `moments` reads it: English name, year in four digits."""
    if found := _NAMED_MONTH.search(text):
        month = _months().get(found[2].casefold()[:20])
        return f"{found[1]} {month} {found[3]}{text[found.end() :]}" if month else text
    if found := _SHORT_YEAR.match(text):
        month = _months().get(found[2].casefold()[:20])
        return f"{found[1]} {month} 20{found[3]}{text[found.end() :]}" if month else text
    return text


@cache
def _months() -> dict[str, str]:
    """Names of months, long and short, as people write them -> short English name."""
    english = get_month_names("abbreviated", locale="en")
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(name.casefold().rstrip("."), str(english[number]))
    return found
