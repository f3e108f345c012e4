"""Looks through the files that a brief names, as a build would read them: no network, nothing written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from deckgen.errors import SourceBlocked, SourceError
from deckgen.fetch.clock import Clock
from deckgen.fetch.files import SCHEME, read_file
from deckgen.fetch.trouble import Trouble
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import Mention, SearchResult
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Gives, Source
from deckgen.parsing.result_pages.asked import asked, not_asked
from deckgen.parsing.result_pages.reading import BY_KEY, NO_PLACE, read
from deckgen.parsing.result_pages.runs import Run, Saved, run_of
from deckgen.pipeline.build import read_brief
from deckgen.pipeline.collect import is_enabled
from deckgen.pipeline.plugins import load_source, load_sources

SAVED_PAGES = "saved_pages"


@runtime_checkable
class Recognises(Protocol):
    """A source that reads files of several makers, and tells whose one is."""

    def recognised(self, page: Page, brief: Brief) -> str: ...


class Kind(StrEnum):
    """What is wrong with a saved page, by what its owner does about it."""

    BLOCKED = "blocked"  # save it again
    NOT_ASKED = "not-asked"  # change the brief or the list of files
    NO_PLACE = "no-place"  # rename it
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadPage:
    """A saved page that a build could not count; `why` is the second half of a sentence."""

    file: str
    kind: Kind
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFile:
    """A file of another source: an export, a feed, a list. `why` is empty when it can be read."""

    source: str  # its title
    file: str  # empty where its name is a secret
    why: str = ""
    found: int | None = None  # mentions or results for this brief; None = it is no list of those
    taken_for: str = ""  # whose file the source takes it for, and what of it will not count


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What lies in a client's folder, and what a build could make of it."""

    brief: Brief
    is_on: bool  # saved pages are read at all
    pages: int  # files that are named as saved pages
    left_out: int  # of them, beyond the number that a build reads
    runs: tuple[Run, ...]  # in the order of the brief's queries
    bad: tuple[BadPage, ...]
    others: tuple[OtherFile, ...]

    @property
    def unsaved(self) -> tuple[Query, ...]:
        """Queries without any page that can be counted, where saved pages are used."""
        there = {run.query for run in self.runs}
        return tuple(q for q in self.brief.queries if q.key not in there) if self.pages else ()

    @property
    def is_well(self) -> bool:
        return not (
            self.bad
            or self.left_out
            or self.unsaved
            or any(not run.is_well for run in self.runs)
            or any(other.why for other in self.others)
        )


def check(folder: Path, *, clock: Clock, tell: Callable[[int], None] = lambda _: None) -> Checked:
    """Reads the brief and every file that it names; BriefError lists all mistakes of the brief at once.

    `tell` is given the number of saved pages before they are read, which takes a tenth of a second each.
    """
    brief = read_brief(folder, as_of=clock.stamp().date())
    source = load_source(SAVED_PAGES)
    is_on = is_enabled(source.entry, brief)
    asking = tuple(source.requests(brief)) if is_on else ()
    reading = asking[: source.entry.max_requests]
    tell(len(reading))
    looked = [_saved_page(folder, brief, request, at=clock.stamp()) for request in reading]
    good = [page for page in looked if isinstance(page, Saved)]
    return Checked(
        brief=brief,
        is_on=is_on,
        pages=len(asking),
        left_out=len(asking) - len(reading),
        runs=tuple(_runs(good, brief)),
        bad=tuple(page for page in looked if isinstance(page, BadPage)),
        others=tuple(_others(folder, brief, at=clock.stamp())),
    )


def _saved_page(folder: Path, brief: Brief, request: Request, *, at: datetime) -> Saved | BadPage:
    file = request.url.removeprefix(SCHEME)
    try:
        sheet = read(_page(folder, request, SAVED_PAGES, at=at))
        saved_on = _day_of(folder / file)
    except SourceBlocked as error:
        return BadPage(file=file, kind=Kind.BLOCKED, why=_why(error, request))
    except (SourceError, Trouble, OSError) as error:
        return BadPage(file=file, kind=Kind.UNREADABLE, why=_why(error, request))
    except Exception as error:
        return BadPage(file=file, kind=Kind.UNREADABLE, why=_bug(error))
    query = asked(sheet, brief.queries)
    if query is None:
        return BadPage(file=file, kind=Kind.NOT_ASKED, why=not_asked(sheet, brief.queries))
    if sheet.offset is None:
        return BadPage(file=file, kind=Kind.NO_PLACE, why=NO_PLACE)
    return Saved(file=file, query=query.key, sheet=sheet, saved_on=saved_on)


def _runs(pages: Iterable[Saved], brief: Brief) -> Iterator[Run]:
    found: dict[tuple[str, str], list[Saved]] = {}
    for page in pages:
        found.setdefault((page.query, page.sheet.engine), []).append(page)
    for query in brief.queries:
        for key, engine in BY_KEY.items():
            if those := found.get((query.key, key)):
                yield run_of(those, engine)


def _others(folder: Path, brief: Brief, *, at: datetime) -> Iterator[OtherFile]:
    """The files of all other sources that the brief sets up, each read as a build reads it."""
    wanted = load_sources(
        wanted=lambda entry: (
            entry.key != SAVED_PAGES and entry.key in brief.sources and is_enabled(entry, brief)
        )
    )
    for source in wanted:
        for request in source.requests(brief):
            if request.url.startswith(SCHEME):
                yield _other(folder, brief, source, request, at=at)


def _other(folder: Path, brief: Brief, source: Source, request: Request, *, at: datetime) -> OtherFile:
    title, file = source.entry.title, request.shown_url.removeprefix(SCHEME)
    try:
        page = _page(folder, request, source.key, at=at)
        items = tuple(source.parse(page, brief))
        taken_for = source.recognised(page, brief) if isinstance(source, Recognises) else ""
    except (SourceError, Trouble) as error:
        return OtherFile(source=title, file=file, why=_why(error, request))
    except Exception as error:
        return OtherFile(source=title, file=file, why=_bug(error))
    counted = source.entry.gives in (Gives.MENTIONS, Gives.RESULTS)
    found = sum(isinstance(item, Mention | SearchResult) for item in items)
    return OtherFile(source=title, file=file, found=found if counted else None, taken_for=taken_for)


def _page(folder: Path, request: Request, source: str, *, at: datetime) -> Page:
    body = read_file(folder, request.url, max_bytes=request.max_bytes)
    return Page(
        source=source,
        request=request,
        url=request.url,
        status=200,
        headers={},
        body=body,
        retrieved_at=at,
        record="",
    )


def _day_of(path: Path) -> date:
    """The day on which the browser wrote the file, where its user is."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).date()
    except (ValueError, OverflowError):
        return date.min


def _bug(error: Exception) -> str:
    """One file that we fail on does not keep its user from hearing of the others."""
    told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"deckgen fails on it ({told}); this is a bug: please report it"


def _why(error: Exception, request: Request) -> str:
    """What the error says after the name of the file."""
    name = request.url.removeprefix(SCHEME)
    said = str(error)
    for start in (request.url, request.shown_url, name, name.rpartition("/")[2]):
        if start and said.startswith(start):
            said = said.removeprefix(start)
            break
    return said.lstrip(": ")
