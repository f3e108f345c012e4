"""Whether services still answer in the shape that is read: by the last answers or by small questions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from deckgen.archive.archive import Archive
from deckgen.errors import InputError
from deckgen.fetch.files import SCHEME
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Gap, Item
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.source import Entry, Probe, Source
from deckgen.pipeline.answers import Answers, Network
from deckgen.pipeline.collect import collect
from deckgen.pipeline.probe_brief import probe_brief, probe_evidence
from deckgen.pipeline.questions import Asking, Outcome, in_step

MOST = 2  # questions to one source
_ITEM = Item


class State(StrEnum):
    """How a source was found."""

    READS = "reads"  # its answer has the shape that is read
    NOTHING = "nothing"  # it answered, with nothing where something always is
    CHANGED = "changed"
    BLOCKED = "blocked"
    REFUSED = "refused"
    SILENT = "no answer"
    NO_KEY = "no key"
    NOT_ASKED = "not asked"

    @property
    def is_well(self) -> bool:
        """Whether nothing speaks against it; that it was not asked does not."""
        return self in {State.READS, State.NO_KEY, State.NOT_ASKED}


_BY_REASON: Mapping[GapReason, State] = {
    GapReason.CHANGED: State.CHANGED,
    GapReason.BLOCKED: State.BLOCKED,
    GapReason.THROTTLED: State.BLOCKED,
    GapReason.ROBOTS: State.BLOCKED,
    GapReason.LOGIN: State.REFUSED,
    GapReason.REFUSED: State.REFUSED,
    GapReason.UNSAFE: State.REFUSED,
    GapReason.NO_KEY: State.NO_KEY,
    GapReason.NOT_CONFIGURED: State.NOT_ASKED,
    GapReason.NOT_ARCHIVED: State.NOT_ASKED,
    GapReason.EXPIRED: State.NOT_ASKED,
    GapReason.FILE_MISSING: State.NOT_ASKED,
}
_WORST_FIRST = tuple(State)[2:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What was found of one source; `on` = the day of its answer, None = there is none."""

    entry: Entry
    state: State
    answers: int = 0
    items: int = 0
    on: date | None = None
    detail: str = ""


def recorded(brief: Brief, archive: Archive, sources: Sequence[Source]) -> tuple[Probed, ...]:
    """Reads an archived run's answers anew, with this version's parsers."""
    evidence = collect(brief, archive=archive, fetcher=None, sources=sources)
    return tuple(_recorded(source.entry, evidence) for source in sources)


def _recorded(entry: Entry, evidence: Evidence) -> Probed:
    lookups = [lookup for lookup in evidence.lookups if lookup.source == entry.key]
    gaps = [gap for gap in evidence.gaps if gap.source == entry.key]
    found = Probed(
        entry=entry,
        state=State.NOT_ASKED,
        answers=len(lookups),
        items=sum(lookup.items for lookup in lookups),
        on=max((lookup.origin.retrieved_at.date() for lookup in lookups), default=None),
    )
    reason = dict(evidence.skipped).get(entry.key)
    if reason is None:
        return _judged(found, gaps)
    keyless = entry.credential if reason is GapReason.NO_KEY else None
    detail = f"{keyless.env} was not set" if keyless else ""
    return replace(found, state=_BY_REASON[reason], detail=detail)


def asked(
    sources: Sequence[Source], *, brief: Brief | None, contact: str, fetcher: Network
) -> tuple[Probed, ...]:
    """Asks each source one or two small questions: the brief's own where it has any, else general ones.

    Nothing of it is kept.
    """
    found: list[Probed] = []

    async def run() -> None:
        now = fetcher.clock.stamp()
        with (
            TemporaryDirectory(prefix="deckgen-") as folder,
            Archive.open(Path(folder, "probe"), as_of=now.date(), brief_digest="", now=now) as archive,
        ):
            answers = Answers(archive, fetcher)
            async with fetcher:
                found.extend(await in_step(_asked(s, brief, contact, answers, now) for s in sources))

    asyncio.run(run())
    return tuple(found)


async def _asked(
    source: Source, brief: Brief | None, contact: str, answers: Answers, now: datetime
) -> Probed:
    settings = brief.settings(source.key) if brief else None
    general = probe_brief(source.entry, as_of=now.date(), contact=contact, settings=settings)
    own = brief if brief and _has_question(source, brief) else None
    small = _Briefly(source)
    at = datetime.combine(now.date(), time(), tzinfo=UTC)
    asking = Asking(small, own or general, answers=answers, at=at, report=lambda _: None)
    await asking.first()
    found = _seen(source.entry, asking.outcomes)
    is_always_there = own is None and source.entry.probe != Probe()
    if found.state is State.READS and is_always_there and not found.items:
        return replace(found, state=State.NOTHING)
    return found


def _seen(entry: Entry, outcomes: Iterable[Outcome]) -> Probed:
    outcomes = tuple(outcomes)
    lookups = [outcome.lookup for outcome in outcomes if outcome.lookup]
    gaps = [gap for outcome in outcomes for gap in outcome.gaps if gap.reason is not GapReason.STOPPED]
    found = Probed(
        entry=entry,
        state=State.NOT_ASKED,
        answers=len(lookups),
        items=sum(len(outcome.items) for outcome in outcomes),
        on=max((lookup.origin.retrieved_at.date() for lookup in lookups), default=None),
    )
    return _judged(found, gaps)


def _judged(found: Probed, gaps: Sequence[Gap]) -> Probed:
    """One change is a change, whatever else was read; of all else one answer says that the shape holds."""
    states = [(_BY_REASON.get(gap.reason, State.SILENT), gap) for gap in gaps]
    worst = min(states, key=lambda s: _WORST_FIRST.index(s[0]), default=None)
    if worst and (worst[0] is State.CHANGED or not found.answers):
        state, gap = worst
        return replace(
            found,
            state=state,
            on=found.on or _day(state, gap),
            detail=gap.detail.removeprefix(f"{gap.url}: "),
        )
    return replace(found, state=State.READS if found.answers else State.NOT_ASKED)


def _day(state: State, gap: Gap) -> date | None:
    return None if state in {State.NOT_ASKED, State.NO_KEY} else gap.at.date()


def _has_question(source: Source, brief: Brief) -> bool:
    try:
        return next(_first(source, brief), None) is not None
    except InputError:
        raise
    except Exception:
        return True  # a mistake of the source is told when it is asked


def _first(source: Source, brief: Brief) -> Iterator[Request]:
    """What the source would ask a service first; files of the user are no service."""
    for questions in (source.requests(brief), source.follow_up(brief, probe_evidence(brief))):
        yield from (request for request in questions if not request.url.startswith(SCHEME))


class _Briefly(Source):
    """Another source's first question, and one that follows where the first gave nothing by itself."""

    def __init__(self, whole: Source) -> None:
        super().__init__(replace(whole.entry, max_requests=MOST))
        self._whole = whole

    def requests(self, brief: Brief) -> Iterable[Request]:
        first = next(_first(self._whole, brief), None)
        return () if first is None else (first,)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        read = tuple(self._whole.parse(page, brief))
        yield from (part for part in read if not isinstance(part, Request))
        if not any(isinstance(part, _ITEM) for part in read):
            yield from [part for part in read if isinstance(part, Request)][:1]
