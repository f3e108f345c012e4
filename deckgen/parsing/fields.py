"""Reads typed values out of a parsed TOML file and notes every mistake, so that all are reported at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

_LONGEST_TEXT = 300
_LONGEST_LIST = 500
_MOST_PROBLEMS = 50
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)


@dataclass(slots=True)
class Problems:
    """The mistakes found so far in one file, one line each."""

    file: str
    lines: list[str] = field(default_factory=list)

    def add(self, key: str, what: str, advice: str) -> None:
        if not self.is_full:
            self.lines.append(f"{self.file}: {key} {what}; {advice}")

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that more would not help anybody."""
        return len(self.lines) >= _MOST_PROBLEMS


class Fields:
    """One table of the file. Every getter notes what is wrong and returns the default instead."""

    def __init__(self, values: Mapping[str, Any], *, at: str, problems: Problems) -> None:
        self.at = at  # where the table stands in the file, e.g. "competitors.2"
        self._values = values
        self._asked: list[str] = []
        self.problems = problems

    def name(self, key: str) -> str:
        """The key as a message names it: "us.domains"."""
        return f"{self.at}.{key}" if self.at else key

    def problem(self, key: str, what: str, advice: str) -> None:
        self.problems.add(self.name(key), what, advice)

    def has(self, key: str) -> bool:
        return self._take(key) is not None

    def text(self, key: str, *, needed: str = "", longest: int = _LONGEST_TEXT) -> str:
        """One line of text. `needed`: what to write there; without it the text may be missing."""
        value = self._take(key)
        if value is None:
            if needed:
                self.problem(key, "is missing", needed)
            return ""
        text = self._line(key, value, longest)
        if text == "" and needed:
            self.problem(key, "is empty", needed)
        return text or ""

    def texts(self, key: str, *, needed: str = "", longest: int = _LONGEST_TEXT) -> tuple[str, ...]:
        """A list of lines of text; a single text counts as a list of one. Each once."""
        value = self._take(key)
        if value is None:
            if needed:
                self.problem(key, "is missing", needed)
            return ()
        listed = value if isinstance(value, list) else [value]
        if len(listed) > _LONGEST_LIST:
            self.problem(key, f"has {len(listed)} entries", f"keep at most {_LONGEST_LIST}")
            return ()
        lines = [self._line(f"{key}.{i}", entry, longest) for i, entry in enumerate(listed, start=1)]
        if needed and (not lines or any(line == "" for line in lines)):
            what = "is empty" if not any(lines) else "has an empty entry"
            self.problem(key, what, needed)
        return tuple(dict.fromkeys(line for line in lines if line))

    def word(self, key: str, choices: Collection[str], *, default: str = "", needed: str = "") -> str:
        """One of a closed set of words."""
        text = self.text(key, needed=needed)
        if not text:
            return default
        if text not in choices:
            self.problem(key, f'is "{shown(text)}"', _one_of(text, choices))
            return default
        return text

    def whole(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number, or None when it is not given."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.problem(key, "is not a whole number", f"write one from {least} to {most}, without quotes")
            return None
        if not least <= value <= most:
            self.problem(key, "is out of range", f"write a number from {least} to {most}")
            return None
        return value

    def number(self, key: str, *, most: Decimal, needed: str = "") -> Decimal | None:
        """A number from 0 on, or None when it is not given."""
        value = self._take(key)
        if value is None:
            if needed:
                self.problem(key, "is missing", needed)
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.problem(key, "is not a number", "write digits without quotes and separators, e.g. 1200.50")
            return None
        number = Decimal(value)
        if not number.is_finite() or not 0 <= number <= most:
            self.problem(key, "is out of range", f"write a number from 0 to {most:,}")
            return None
        return number

    def flag(self, key: str) -> bool | None:
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return value
        self.problem(key, "is neither true nor false", "write true or false, without quotes")
        return None

    def day(self, key: str, *, latest: date | None = None, needed: str = "") -> date | None:
        """A date as 2026-11-22, with or without quotes; not after `latest`."""
        value = self._take(key)
        if value is None:
            if needed:
                self.problem(key, "is missing", needed)
            return None
        found = _as_day(value)
        if found is None:
            self.problem(key, "is no date of the calendar", "write it as 2026-11-22")
        elif latest is not None and found > latest:
            self.problem(key, f"lies after {latest.isoformat()}", "write a day that has passed")
            found = None
        elif not _FIRST_DAY <= found <= _LAST_DAY:
            self.problem(key, f"is {found.isoformat()}", "check the year")
            found = None
        return found

    def table(self, key: str) -> Fields:
        """The table [key]; an empty one when it is missing."""
        value = self._take(key)
        if not isinstance(value, dict):
            if value is not None:
                self.problem(key, "is not a table", f"begin it with a line [{self.name(key)}]")
            value = {}
        return Fields(value, at=self.name(key), problems=self.problems)

    def tables(self, key: str) -> tuple[Fields, ...]:
        """The tables [[key]], named key.1, key.2 ..."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.problem(key, "is not a list of tables", f"begin each with a line [[{self.name(key)}]]")
            return ()
        if len(value) > _LONGEST_LIST:
            self.problem(key, f"has {len(value)} entries", f"keep at most {_LONGEST_LIST}")
            return ()
        return tuple(
            Fields(v, at=self.name(f"{key}.{i}"), problems=self.problems)
            for i, v in enumerate(value, start=1)
        )

    def known(self, names: Collection[str]) -> tuple[str, ...]:
        """The keys that are among `names`; the others are noted."""
        self._asked.extend(n for n in names if n not in self._asked)
        self.finish()
        return tuple(n for n in self._values if n in names)

    def finish(self) -> None:
        """Notes every key that nobody asked for, with the nearest one that exists."""
        for key in self._values:
            if key not in self._asked and not self.problems.is_full:
                self.problem(shown(key), "is not known here", _one_of(key, self._asked))

    def _take(self, key: str) -> Any:
        if key not in self._asked:
            self._asked.append(key)
        return self._values.get(key)

    def _line(self, key: str, value: Any, longest: int) -> str | None:
        """Text without line breaks; None when it is none, which has then been noted."""
        if not isinstance(value, str):
            self.problem(key, "is not text", 'put it in "quotes"')
            return None
        line = " ".join(value.split())
        if not all(c.isprintable() for c in line):
            self.problem(key, "has characters that cannot be printed", "type the text anew")
            return None
        if len(line) > longest:
            self.problem(key, f"is {len(line)} characters long", f"shorten it to {longest}")
            return None
        return line


def shown(text: str) -> str:
    """Text of unknown content as it may stand in a message of one line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:80]).split())
    return f"{line}…" if len(text) > 80 else line


def _one_of(text: str, choices: Collection[str]) -> str:
    near = get_close_matches(text[:80].lower(), choices, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"use one of: {', '.join(sorted(choices))}" if choices else "take it out"


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None
