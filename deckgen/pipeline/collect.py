"""Collects: asks every source and makes one evidence of the answers, the same whatever came first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Protocol, TypeVar, runtime_checkable

from deckgen.archive.archive import Archive
from deckgen.errors import SourceError
from deckgen.model.brief import Brief, ManualEvidence
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import (
    Evidence,
    Gap,
    Mention,
    Observation,
    PageKind,
    Presence,
    Reading,
    ResultPage,
    SearchResult,
)
from deckgen.model.exchange import GapReason, Page
from deckgen.model.source import Entry, Gives, Source
from deckgen.parsing.addresses import host_of
from deckgen.pipeline.answers import Answers, Network
from deckgen.pipeline.questions import Asking, Outcome, Progress, in_step

T = TypeVar("T")
Report = Callable[[Progress], None]
MANUAL = "manual"


@runtime_checkable
class LooksUp(Protocol):
    """A source that can say something of hosts which are known only when all others have answered."""

    def look_up(self, page: Page, brief: Brief, hosts: Collection[str]) -> Iterable[Observation]: ...


def collect(
    brief: Brief,
    *,
    archive: Archive,
    fetcher: Network | None,
    sources: Sequence[Source],
    report: Report = lambda _: None,
) -> Evidence:
    """`collect_async` for callers without an event loop."""
    found: list[Evidence] = []

    async def run() -> None:
        found.append(
            await collect_async(brief, archive=archive, fetcher=fetcher, sources=sources, report=report)
        )

    # asyncio prints what it ran, with its result, into an error that nobody sees; all evidence takes 0.1 s.
    asyncio.run(run())
    return found[0]


async def collect_async(
    brief: Brief,
    *,
    archive: Archive,
    fetcher: Network | None,
    sources: Sequence[Source],
    report: Report = lambda _: None,
) -> Evidence:
    """Evidence of all enabled sources; `fetcher` None = offline, from the archive alone.

    One source's failure is a gap and never the end of a run; stopped at any moment, the archive stays usable.
    """
    answers = Answers(archive, fetcher)
    at = datetime.combine(archive.as_of, time(), tzinfo=UTC)
    enabled = [source for source in sources if is_enabled(source.entry, brief)]
    keyed = [source for source in enabled if not _lacks_key(source, brief, archive, fetcher)]
    async with AsyncExitStack() as stack:
        if fetcher is not None:
            await stack.enter_async_context(fetcher)
        askings = [Asking(source, brief, answers=answers, at=at, report=report) for source in keyed]
        await in_step(asking.first() for asking in askings)
        late = [asking for asking in askings if asking.follows_up]
        if late:
            so_far = _joined(brief, {a.source.key: a.outcomes for a in askings}, ())
            await in_step(asking.further(so_far) for asking in late)
    asked = {a.source.key: a.outcomes for a in askings if a.outcomes}
    skipped = tuple(
        (s.key, GapReason.NOT_CONFIGURED if s in keyed else GapReason.NO_KEY)
        for s in enabled
        if s.key not in asked and not (s in keyed and _has_nobody(s, brief))
    )
    if fetcher is not None:
        archive.complete(skipped, now=fetcher.clock.stamp())
    gives = tuple((source.key, source.entry.gives.value) for source in sources)
    evidence = replace(_joined(brief, asked, skipped), gives=gives)
    for source in keyed:
        if source.key in asked and isinstance(source, LooksUp):
            evidence = _looked_up(evidence, source, source, archive)
    return evidence


def is_enabled(entry: Entry, brief: Brief) -> bool:
    """As the brief says; a source that it sets up without saying so is on."""
    wanted = brief.settings(entry.key).enabled
    return entry.is_on or entry.key in brief.sources if wanted is None else wanted


def _has_nobody(source: Source, brief: Brief) -> bool:
    """A source of channels that the brief does not set up: nobody has an account there, so none is missed."""
    return source.entry.gives is Gives.PRESENCE and source.key not in brief.sources


def _lacks_key(source: Source, brief: Brief, archive: Archive, fetcher: Network | None) -> bool:
    """A replay needs no key; it leaves out what the recorded run left out for want of one."""
    if not source.entry.is_key_required:
        return False
    if fetcher is None:
        return (source.key, GapReason.NO_KEY) in archive.skipped
    if fetcher.has_key(source.entry):
        return False
    first = next(iter(source.requests(brief)), None)
    return first is None or not isinstance(archive.find(first, source=source.key), Page)


def _joined(
    brief: Brief, asked: dict[str, tuple[Outcome, ...]], skipped: tuple[tuple[str, GapReason], ...]
) -> Evidence:
    outcomes = [outcome for outcomes in asked.values() for outcome in outcomes]
    items = [item for outcome in outcomes for item in outcome.items]
    return Evidence(
        brief=brief,
        asked=tuple(asked),
        skipped=skipped,
        mentions=_of(Mention, items),
        readings=_of(Reading, items),
        results=_of(SearchResult, items),
        result_pages=_of(ResultPage, items),
        presences=_of(Presence, items),
        observations=(*_of(Observation, items), *(_typed(brief, given) for given in brief.manual)),
        page_kinds=_of(PageKind, items),
        lookups=tuple(outcome.lookup for outcome in outcomes if outcome.lookup),
        gaps=tuple(gap for outcome in outcomes for gap in outcome.gaps),
    )


def _of(kind: type[T], items: Iterable[object]) -> tuple[T, ...]:
    return tuple(item for item in items if isinstance(item, kind))


def _typed(brief: Brief, given: ManualEvidence) -> Observation:
    """A number that a person read off a page: the page and the line of the brief are its origin."""
    locator = f"line {given.line}, {given.read_by}" if given.line else given.read_by
    origin = replace(
        brief_origin(brief, locator),
        url=given.url,
        retrieved_at=datetime.combine(given.read_on, time(), tzinfo=UTC),
    )
    return Observation(
        source=MANUAL,
        about=given.about,
        platform=given.platform,
        metric=given.metric,
        value=given.value,
        as_of=given.read_on,
        origin=origin,
    )


def _looked_up(evidence: Evidence, source: Source, reader: LooksUp, archive: Archive) -> Evidence:
    """Adds what the source says of the hosts found by search; if it cannot be read, its lookup is a gap."""
    hosts = tuple(dict.fromkeys(host for result in evidence.results if (host := host_of(result.url))))
    for request in source.requests(evidence.brief):
        page = archive.find(request, source=source.key)
        if not isinstance(page, Page):
            continue
        try:
            seen = tuple(reader.look_up(page, evidence.brief, hosts))
        except SourceError as error:
            evidence = _withdrawn(evidence, page, str(error))
        else:
            evidence = replace(evidence, observations=(*evidence.observations, *seen))
    return evidence


def _withdrawn(evidence: Evidence, page: Page, why: str) -> Evidence:
    def is_it(record: str, key: str) -> bool:
        return record == page.record and key == page.source

    gap = Gap(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        url=page.request.url,
        reason=GapReason.CHANGED,
        detail=why,
        at=page.retrieved_at,
    )
    lookups = tuple(done for done in evidence.lookups if not is_it(done.origin.record, done.source))
    is_known = len(lookups) == len(evidence.lookups)
    return evidence if is_known else replace(evidence, lookups=lookups, gaps=(*evidence.gaps, gap))
