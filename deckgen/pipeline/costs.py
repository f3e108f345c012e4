"""What a run may cost at most and on which terms, worked out before anything is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

from deckgen.archive.archive import Archive
from deckgen.errors import ArchiveError
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap
from deckgen.model.exchange import GapReason
from deckgen.model.source import Entry, Price, Source
from deckgen.pipeline.answers import Answers
from deckgen.pipeline.keys import Keys
from deckgen.pipeline.questions import Asking

_OF_KEYS = frozenset({GapReason.LOGIN, GapReason.REFUSED, GapReason.BLOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A source that costs something, or whose terms must be told, and the most that it may ask now."""

    entry: Entry
    most_requests: int

    @property
    def price(self) -> Price | None:
        return self.entry.price

    @property
    def most_cost(self) -> Decimal | None:
        """In the price's currency; None = it costs nothing."""
        return self.most_requests * self.price.per_request if self.price else None


Agree = Callable[[tuple[Due, ...]], None]


def dues(sources: Sequence[Source], brief: Brief, *, path: Path, keys: Keys) -> tuple[Due, ...]:
    """The sources to be told of; none of which everything is in the archive at `path` already."""
    telling = [s for s in sources if s.entry.price or s.entry.shows_terms]
    able = [s for s in telling if keys.has(s.entry) or not s.entry.is_key_required]
    asking = [s for s in able if has_questions(s, brief)]
    if asking and path.is_file():
        try:
            with Archive.read(path) as archive:
                asking = [s for s in asking if not _is_settled(s, brief, archive)]
        except ArchiveError:
            pass  # nothing in it yet: a run that was stopped at its very beginning
    most = ((s, min(s.most_requests(brief), s.entry.max_requests)) for s in asking)
    return tuple(Due(entry=source.entry, most_requests=number) for source, number in most)


def has_questions(source: Source, brief: Brief) -> bool:
    """Whether the brief gives it anything to ask; what cannot be told beforehand counts as yes."""
    if type(source).follow_up is not Source.follow_up:
        return True
    try:
        return next(iter(source.requests(brief)), None) is not None
    except Exception:
        return True  # a mistake of the source is told when it is asked, as a gap


def _is_settled(source: Source, brief: Brief, archive: Archive) -> bool:
    """Whether a run would ask this source nothing: the archived run ended, and its replay has no open end."""
    if not archive.is_complete or source.key in dict(archive.skipped):
        return False
    at = datetime.combine(archive.as_of, time(), tzinfo=UTC)
    asking = Asking(source, brief, answers=Answers(archive, None), at=at, report=lambda _: None)
    asyncio.run(asking.first())
    return not any(_is_open(source, gap) for outcome in asking.outcomes for gap in outcome.gaps)


def _is_open(source: Source, gap: Gap) -> bool:
    """Whether a run would ask again; what was refused to a key is asked with the next one."""
    is_of_key = source.entry.credential is not None and gap.reason in _OF_KEYS
    return gap.reason.is_worth_retrying or is_of_key
