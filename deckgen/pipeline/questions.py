"""Asks one source: its questions wave by wave, then what follows; each ends as one lookup or one gap."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from deckgen.errors import DeckgenError, InputError, SourceBlocked, SourceError, SourceRefused
from deckgen.fetch.files import SCHEME
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Gap, Item, Lookup
from deckgen.model.exchange import Failure, GapReason, Page, Request
from deckgen.model.source import Source
from deckgen.parsing.text import clean
from deckgen.pipeline.answers import Answers

T = TypeVar("T")
Path = tuple[int, ...]
_ITEM = Item  # a union: isinstance takes it as it is
_log = logging.getLogger("deckgen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one source is."""

    source: str
    title: str
    asked: int
    answered: int
    gaps: int
    items: int
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one question ended. `path`: its place among the questions, then that of each follow-up."""

    path: Path
    items: tuple[Item, ...] = ()
    lookup: Lookup | None = None
    gaps: tuple[Gap, ...] = ()
    further: tuple[Request, ...] = ()


class Asking:
    """One source being asked: its first questions, then those that follow from what all sources found.

    `at` is written into gaps that no request was made for.
    """

    def __init__(
        self,
        source: Source,
        brief: Brief,
        *,
        answers: Answers,
        at: datetime,
        report: Callable[[Progress], None],
    ) -> None:
        self.source = source
        self._brief = brief
        self._answers = answers
        self._at = at
        self._report = report
        self._found: list[Outcome] = []
        self._seen: set[object] = set()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """In the order of the questions, never of arrival; empty when the source had nothing to ask."""
        return tuple(sorted(self._found, key=lambda outcome: outcome.path))

    @property
    def follows_up(self) -> bool:
        """Whether the source may ask about what others found."""
        return type(self.source).follow_up is not Source.follow_up

    async def first(self) -> None:
        """Asks what the source asks of itself."""
        await self._ask(lambda: self.source.requests(self._brief), round_=0, is_last=not self.follows_up)

    async def further(self, found: Evidence) -> None:
        """Asks what only the others' findings allow."""

        def questions() -> Iterable[Request]:
            # What was found came from strangers, even where the source means to ask a website.
            return (r for r in self.source.follow_up(self._brief, found) if not r.url.startswith(SCHEME))

        await self._ask(questions, round_=1, is_last=True)

    async def _ask(self, questions: Callable[[], Iterable[Request]], *, round_: int, is_last: bool) -> None:
        first = self._questions(questions, (round_,))
        wave: list[tuple[Path, Request]] = [((round_, place), r) for place, r in enumerate(first)]
        while wave:
            wave = await self._wave(wave)
        if is_last:
            self._tell(is_done=True)

    async def _wave(self, wave: list[tuple[Path, Request]]) -> list[tuple[Path, Request]]:
        due = []
        for path, request in wave:
            # The same question about the same subject is a circle; another subject only shares the answer.
            identity = (request.key, request.about, request.step, frozenset(request.carry.items()))
            if identity in self._seen:
                continue
            if len(self._seen) >= self.source.entry.max_requests:
                self._found.append(_stopped(self.source, path, request, self._at))
                continue
            self._seen.add(identity)
            due.append((path, request))
        done = await in_step(self._one(path, request) for path, request in due)
        return [((*o.path, place), further) for o in done for place, further in enumerate(o.further)]

    async def _one(self, path: Path, request: Request) -> Outcome:
        outcome = await _outcome(self.source, self._brief, self._answers, path, request)
        self._found.append(outcome)
        self._tell(is_done=False)
        return outcome

    def _questions(self, questions: Callable[[], Iterable[Request]], path: Path) -> tuple[Request, ...]:
        try:
            return tuple(questions())
        except InputError:
            raise
        except Exception as error:
            nothing = Request(url="", step="requests")
            gap = _bug(self.source, nothing, error, self._at)
            self._found.append(Outcome(path=path, gaps=(gap,)))
            return ()

    def _tell(self, *, is_done: bool) -> None:
        self._report(_progress(self.source, self._found, asked=len(self._seen), is_done=is_done))


async def in_step(tasks: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Results in the order of the tasks; the first error ends all of them and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(task) for task in tasks]
    except BaseExceptionGroup as problems:
        raise _leaf(problems) from None
    return [task.result() for task in running]


def _leaf(problems: BaseExceptionGroup[Any]) -> BaseException:
    first: BaseException = next(
        (p for p in problems.exceptions if isinstance(p, DeckgenError)), problems.exceptions[0]
    )
    return _leaf(first) if isinstance(first, BaseExceptionGroup) else first


async def _outcome(source: Source, brief: Brief, answers: Answers, path: Path, request: Request) -> Outcome:
    answer = await answers.get(source.entry, request)
    if isinstance(answer, Failure):
        return Outcome(path=path, gaps=(_of_failure(answer),))
    try:
        read = tuple(source.parse(answer, brief))
        items = tuple(part for part in read if isinstance(part, _ITEM))
        gaps = tuple(part for part in read if isinstance(part, Gap))
        further = tuple(part for part in read if isinstance(part, Request))
        if len(items) + len(gaps) + len(further) != len(read):
            raise TypeError("parse yields something that is no item, gap or request")
    except SourceError as error:
        return Outcome(
            path=path, gaps=(_gap(source, request, _reason(error), str(error), answer.retrieved_at),)
        )
    except Exception as error:
        return Outcome(path=path, gaps=(_bug(source, request, error, answer.retrieved_at),))
    # A gap about the question itself is its ending; one about a part of the answer stands beside the lookup.
    is_ended = any((gap.about, gap.step) == (request.about, request.step) for gap in gaps)
    lookup = None if is_ended else _lookup(answer, len(items))
    return Outcome(path=path, items=items, lookup=lookup, gaps=gaps, further=_allowed(further, request))


def _allowed(further: tuple[Request, ...], request: Request) -> tuple[Request, ...]:
    """What came from the web cannot make us read the user's files."""
    if request.url.startswith(SCHEME):
        return further
    return tuple(one for one in further if not one.url.startswith(SCHEME))


def _lookup(page: Page, items: int) -> Lookup:
    return Lookup(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        items=items,
        origin=page.origin(),
    )


def _reason(error: SourceError) -> GapReason:
    if isinstance(error, SourceBlocked):
        return GapReason.BLOCKED
    return GapReason.REFUSED if isinstance(error, SourceRefused) else GapReason.CHANGED


def _bug(source: Source, request: Request, error: Exception, at: datetime) -> Gap:
    _log.error("source %s, step %r: %s", source.key, request.step, clean(str(error)), exc_info=error)
    return _gap(source, request, GapReason.CHANGED, f"{type(error).__name__}: {error}", at)


def _stopped(source: Source, path: Path, request: Request, at: datetime) -> Outcome:
    detail = f"the source's {source.entry.max_requests} requests are used up"
    return Outcome(path=path, gaps=(_gap(source, request, GapReason.STOPPED, detail, at),))


def _gap(source: Source, request: Request, reason: GapReason, detail: str, at: datetime) -> Gap:
    return Gap(
        source=source.key,
        about=request.about,
        step=request.step,
        url=request.shown_url,
        reason=reason,
        detail=clean(detail)[:300],
        at=at,
    )


def _of_failure(failure: Failure) -> Gap:
    return Gap(
        source=failure.source,
        about=failure.request.about,
        step=failure.request.step,
        url=failure.request.shown_url,
        reason=failure.reason,
        detail=failure.detail,
        at=failure.at,
        try_after=failure.try_after,
    )


def _progress(source: Source, found: list[Outcome], *, asked: int, is_done: bool) -> Progress:
    return Progress(
        source=source.key,
        title=source.entry.title,
        asked=asked,
        answered=sum(1 for outcome in found if outcome.lookup),
        gaps=sum(len(outcome.gaps) for outcome in found),
        items=sum(len(outcome.items) for outcome in found),
        is_done=is_done,
    )
