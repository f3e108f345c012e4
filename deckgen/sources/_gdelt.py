"""How GDELT's article search is asked and how it answers: its query language, its texts, its days.

Seen in recordings: artlist of 2024 and timelinevolraw of 2020. Told by its documentation and by reports of
people who use it (see the entry): refusals are plain text with status 200, no match is `{}` or an empty
timeline, titles may hold escapes that JSON does not know, a quoted phrase needs five characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Topic, Window
from deckgen.model.exchange import Page
from deckgen.model.origin import Kind
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import required
from deckgen.parsing.text import clean

LEAST_QUOTED = 5  # characters; a shorter phrase in quotation marks is refused
SERIES = "Article Count"
WEEK = timedelta(days=7)
_ESCAPE = re.compile(rb"\\([\"\\/bfnrt]|u[0-9a-fA-F]{4})?")
_SYNTAX = re.compile(r"[\"\\\x00-\x1f]+")
_PAUSE = "limit requests"


def query(topic: Topic) -> str:
    """Any phrase, any context word where there are some, no excluded word; groups are never nested."""
    groups = (_any_of(topic.phrases), _any_of(topic.context))
    without = (f"-{term}" for term in map(_term, topic.exclude) if term)
    return " ".join(part for part in (*groups, *without) if part)


def pause_asked(page: Page) -> bool:
    """Whether the service asks for slower questions; any other plain text is its refusal, and raised."""
    said = clean(page.body[:600].decode("utf-8", "replace"))
    if not said[:1].isalpha():
        return False
    if _PAUSE in said.lower():
        return True
    raise SourceRefused(f"{page.request.url}: the service says: {said[:120]}")


def answer(page: Page) -> Node:
    """The JSON; only backslashes that escape nothing are taken out of it, everything else stays strict."""
    if b"\\" not in page.body:
        return as_object(page)
    return as_object(replace(page, body=_ESCAPE.sub(lambda m: m[0] if m[1] else b"", page.body)))


def listed(found: Node, key: str) -> tuple[Node, ...]:
    """The objects under `key`; an answer without anything in it means that nothing matched."""
    return found.children(key) if found.fields else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Articles that matched on a day (or a part of one), of all that were crawled. `norm` None: not said."""

    on: date
    value: int
    norm: int | None
    path: str


def points(found: Node) -> tuple[Point, ...]:
    """The series of a timeline, each moment once; none when nothing matched."""
    timeline = listed(found, "timeline")
    if not timeline:
        return ()
    series = [one for one in timeline if one.text_or("series") == SERIES]
    if len(series) != 1:
        raise SourceChanged(
            f"{found.url}: at $.timeline one series {SERIES!r} was due, there are {len(series)}"
        )
    read = {node.text("date"): _point(node) for node in series[0].children("data")}
    if not read:
        raise SourceChanged(f"{found.url}: at {series[0].path}.data there is not one day")
    return tuple(read.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The articles of a whole week [start, end)."""

    start: date
    end: date
    value: int
    kind: Kind
    path: str


def weeks(read: Iterable[Point], window: Window, *, before: date) -> Iterator[Week]:
    """Every week of the window that ended `before` a day; at least, where a day of it was not crawled."""
    by_day: dict[date, list[Point]] = {}
    for point in read:
        by_day.setdefault(point.on, []).append(point)
    due = max(Counter(point.on for points in by_day.values() for point in points).values(), default=0)
    for monday in window.mondays():
        if monday + WEEK > before:
            return
        days = [by_day.get(monday + timedelta(days=i), []) for i in range(7)]
        found = [point for day in days for point in day]
        is_whole = all(len(day) == due and all(p.norm != 0 for p in day) for day in days)
        yield Week(
            start=monday,
            end=monday + WEEK,
            value=sum(point.value for point in found),
            kind=Kind.EXACT if is_whole else Kind.AT_LEAST,
            path=found[0].path if found else "$.timeline",
        )


def _point(node: Node) -> Point:
    value, norm = node.whole("value"), node.whole_or("norm")
    if value < 0:
        raise SourceChanged(f"{node.url}: at {node.path}.value there is {value}, which is no count")
    on = required(node.text("date"), where=f"{node.url}: at {node.path}.date").date()
    return Point(on=on, value=value, norm=norm, path=node.path)


def _any_of(phrases: Iterable[str]) -> str:
    """Parentheses stand around alternatives only: around a single term they are refused."""
    terms = [term for term in map(_term, phrases) if term]
    return f"({' OR '.join(terms)})" if len(terms) > 1 else "".join(terms)


def _term(phrase: str) -> str:
    """In quotation marks, but for a short plain word: that is refused with them and taken without."""
    words = clean(_SYNTAX.sub(" ", phrase))
    is_plain = words.isascii() and words.isalnum()
    return words if is_plain and len(words) < LEAST_QUOTED else f'"{words}"' if words else ""
