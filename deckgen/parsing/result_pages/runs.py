"""Saved pages put in order: which pages of a query are there, lacking, there twice, or still to come."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deckgen.parsing.result_pages.sheet import Engine, Sheet

WANTED = 200  # results: 20 pages of ten, the lower end of "20 to 30 pages"
_MOST_NUMBERS = 1_000  # a page that says it is number 90,000 leaves no list of 89,999 gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One saved page; only pages that say where they stand can be put in order."""

    file: str
    query: str  # key of the brief's query
    sheet: Sheet
    saved_on: date

    @property
    def number(self) -> int:
        return self.sheet.number or 1

    @property
    def last_rank(self) -> int:
        return (self.sheet.offset or 0) + len(self.sheet.hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubled:
    """One page in several files; or, with several numbers, the same results under each of them."""

    numbers: tuple[int, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one engine listed for one query, as far as it was saved. Page numbers count from 1."""

    query: str
    engine: str
    pages: tuple[Saved, ...]  # one a number, in order
    missing: tuple[int, ...]  # between the first page and the deepest one
    doubled: tuple[Doubled, ...]
    following: tuple[int, ...]  # after the deepest one, up to what is wanted or to the engine's end
    is_ended: bool  # the engine said that there is no more
    is_growing: bool  # one list instead of pages
    days: tuple[date, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(page.number for page in self.pages)

    @property
    def results(self) -> int:
        return sum(len(page.sheet.hits) for page in self.pages)

    @property
    def ranks(self) -> tuple[int, int]:
        """First and last rank that was read; (0, 0) when the engine found nothing."""
        held = [page for page in self.pages if page.sheet.hits]
        if not held:
            return 0, 0
        return min((p.sheet.offset or 0) + 1 for p in held), max(p.last_rank for p in held)

    @property
    def can_grow(self) -> bool:
        """Whether its list says that it can be made longer, and should be."""
        return self.is_growing and self.pages[0].sheet.has_more is True and self.results < WANTED

    @property
    def is_well(self) -> bool:
        return not (self.missing or self.doubled or self.following or self.can_grow)


def run_of(pages: Iterable[Saved], engine: Engine) -> Run:
    """The pages of one query and engine, in order; of a page in several files the fullest counts."""
    every = sorted(pages, key=lambda page: (page.number, -len(page.sheet.hits), page.file))
    chosen = {page.number: page for page in reversed(every)}
    ordered = tuple(chosen[number] for number in sorted(chosen))
    deepest = ordered[-1]
    is_growing = any(page.sheet.grows for page in ordered)
    is_ended = deepest.sheet.has_more is False or _is_at_limit(deepest.number, engine)
    return Run(
        query=deepest.query,
        engine=engine.KEY,
        pages=ordered,
        missing=tuple(n for n in range(1, min(deepest.number, _MOST_NUMBERS)) if n not in chosen),
        doubled=(*_same_page(every), *_same_results(ordered)),
        following=() if is_ended or is_growing else _following(ordered, engine),
        is_ended=is_ended,
        is_growing=is_growing,
        days=tuple(sorted({page.saved_on for page in every})),
    )


def _is_at_limit(number: int, engine: Engine) -> bool:
    return engine.PAGES is not None and number >= engine.PAGES


def _same_page(every: list[Saved]) -> Iterable[Doubled]:
    files: dict[int, list[str]] = {}
    for page in every:
        files.setdefault(page.number, []).append(page.file)
    for number, those in files.items():
        if len(those) > 1:
            yield Doubled(numbers=(number,), files=tuple(those))


def _same_results(ordered: tuple[Saved, ...]) -> Iterable[Doubled]:
    """A page saved before the next one had come holds the results of the one before."""
    alike: dict[tuple[str, ...], list[Saved]] = {}
    for page in ordered:
        if page.sheet.hits:
            alike.setdefault(tuple(hit.url for hit in page.sheet.hits), []).append(page)
    for those in alike.values():
        if len(those) > 1:
            yield Doubled(numbers=tuple(p.number for p in those), files=tuple(p.file for p in those))


def _following(ordered: tuple[Saved, ...], engine: Engine) -> tuple[int, ...]:
    """The pages after the deepest one that make the results wanted, as many as the engine has."""
    last = _pages_wanted(ordered, engine)
    if engine.PAGES is not None:
        last = min(last, engine.PAGES)
    return tuple(range(ordered[-1].number + 1, last + 1))


def _pages_wanted(ordered: tuple[Saved, ...], engine: Engine) -> int:
    fullest = max(len(page.sheet.hits) for page in ordered)
    usual = engine.nominal_offset(3) - engine.nominal_offset(2)
    if fullest > 1.5 * usual:  # the reader asked for longer pages
        return math.ceil(WANTED / (10 * math.ceil(fullest / 10)))
    return next(n for n in range(1, WANTED + 1) if engine.nominal_offset(n + 1) >= WANTED)
