"""Readings of one account over time: audiences and site ranks, of earlier runs and of dated series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from deckgen.arguments._channels import AUDIENCE
from deckgen.model.brief import US, Brief
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.origin import Kind
from deckgen.parsing.addresses import canonical

MIN_DAYS = 14  # between two readings
MIN_BASE = 50  # people before: under this counts are shown and no rate
SLACK = timedelta(days=7)  # readings of two companies this far apart are of the same time
RANK = "traffic_rank"
METRICS = (AUDIENCE, RANK)
# What two readings say ...
GREW, SHRANK, ROSE, FELL, SAME = "grew", "shrank", "rose", "fell", "same"
MEASURED = frozenset({GREW, SHRANK, ROSE, FELL, SAME})
# ... or why nothing is said.
ONCE, TOO_SOON, TOO_SMALL, OLD = "once", "too-soon", "too-small", "old"
ACCOUNT, METHOD, MOVED = "account", "method", "page-move"
REFUSED = frozenset({TOO_SOON, TOO_SMALL, OLD, ACCOUNT, METHOD, MOVED})
_UNDATED = frozenset({"year", "month"})  # notes of sources: the day of the reading is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One company's readings by one source of one account, each of the same kind, oldest first.

    `broken`: why older readings of that source are not among them; empty when there are none.
    `since`: a last reading older than this says nothing of today.
    """

    company: str
    platform: str
    metric: str
    source: str
    points: tuple[Observation, ...]
    broken: str
    since: date

    @property
    def first(self) -> Observation:
        return self.points[0]

    @property
    def last(self) -> Observation:
        return self.points[-1]

    @property
    def says(self) -> str:
        """What first and last reading say, or why they say nothing."""
        if len(self.points) == 1 and not self.broken:
            return ONCE
        if self.last.as_of < self.since:
            return OLD
        if (self.last.as_of - self.first.as_of).days < MIN_DAYS:
            return self.broken or TOO_SOON
        changed = self.last.value - self.first.value
        step = max(self.first.rounded_to, self.last.rounded_to)
        if abs(changed) < step and (changed or step > 1):
            return TOO_SMALL
        if not changed:
            return SAME
        if self.metric == RANK:
            return ROSE if changed < 0 else FELL
        return GREW if changed > 0 else SHRANK

    @property
    def is_measured(self) -> bool:
        return self.says in MEASURED

    def between(self, start: date, end: date) -> Track | None:
        """The same within some days, give or take; None when too little is left to be compared."""
        inside = tuple(p for p in self.points if start - SLACK <= p.as_of <= end + SLACK)
        part = replace(self, points=inside) if inside else None
        return part if part is not None and part.is_measured else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The tracks of one metric on one platform, as one source read them, by company key.

    `compared`: those that were read over the same days, cut to them.
    """

    metric: str
    platform: str
    source: str
    tracks: Mapping[str, Track]
    compared: Mapping[str, Track]

    @property
    def order(self) -> tuple[bool, int, str, str]:
        has_us = US in self.compared and len(self.compared) > 1
        return (not has_us, -len(self.compared), self.platform, self.source)


def tracks(evidence: Evidence) -> tuple[Track, ...]:
    """Every company's track by metric, platform and source; today's readings go before earlier ones."""
    told: dict[tuple[str, str, str, str], list[Observation]] = {}
    for key, seen in _keyed(evidence.brief, evidence.observations):
        told.setdefault(key, []).append(seen)
    oldest = {key: min(o.as_of for o in seen) for key, seen in told.items()}
    for key, seen in _keyed(evidence.brief, evidence.earlier):
        # Where today's answer tells of that time itself, it is the one to believe.
        is_reading = seen.as_of == seen.origin.retrieved_at.date()
        if is_reading or seen.as_of < oldest.get(key, evidence.brief.as_of):
            told.setdefault(key, []).append(seen)
    order = {c.key: i for i, c in enumerate(evidence.brief.companies)}
    keys = sorted(told, key=lambda k: (METRICS.index(k[0]), k[1], k[2], order[k[3]]))
    return tuple(_track(key, told[key], evidence.brief.window.start) for key in keys)


def groups(found: Iterable[Track]) -> tuple[Group, ...]:
    """Tracks that may be compared with each other; those that compare most companies, and us, come first."""
    together: dict[tuple[str, str, str], list[Track]] = {}
    for track in found:
        together.setdefault((track.metric, track.platform, track.source), []).append(track)
    made = [
        Group(
            metric=metric,
            platform=platform,
            source=source,
            tracks={t.company: t for t in mine},
            compared=aligned(t for t in mine if t.is_measured),
        )
        for (metric, platform, source), mine in together.items()
    ]
    return tuple(sorted(made, key=lambda g: (METRICS.index(g.metric), *g.order)))


def aligned(found: Iterable[Track]) -> Mapping[str, Track]:
    """Those tracks, cut to the days that they share; we first, then each that leaves the others enough."""
    kept: dict[str, Track] = {}
    for track in sorted(found, key=lambda t: t.company != US):
        trial = {**kept, track.company: track}
        if all(cut is not None for cut in _cut(trial).values()):
            kept = trial
    return {company: cut for company, cut in _cut(kept).items() if cut is not None}


def _cut(found: Mapping[str, Track]) -> dict[str, Track | None]:
    if not found:
        return {}
    start = max(t.first.as_of for t in found.values())
    end = min(t.last.as_of for t in found.values())
    return {company: t.between(start, end) for company, t in found.items()}


def _keyed(
    brief: Brief, observations: Iterable[Observation]
) -> Iterator[tuple[tuple[str, str, str, str], Observation]]:
    """Readings by metric, platform, source and company, each with a day that is known and past."""
    keys = {c.key for c in brief.companies}
    for o in observations:
        is_dated = o.note not in _UNDATED and o.as_of <= brief.as_of
        if o.metric in METRICS and o.platform and o.about in keys and is_dated and o.value >= 0:
            yield (o.metric, o.platform, o.source, o.about), o


def _track(key: tuple[str, str, str, str], seen: Sequence[Observation], since: date) -> Track:
    """The newest account's newest unbroken stretch; of two accounts on that day the larger one."""
    metric, platform, source, company = key
    newest = max(seen, key=lambda o: (o.as_of, o.value, _account(o)))
    mine = _by_day(o for o in seen if _account(o) == _account(newest))
    points, broken = _stretch(mine)
    if not broken and any(o.as_of < points[0].as_of for o in seen):
        broken = ACCOUNT
    return Track(
        company=company,
        platform=platform,
        metric=metric,
        source=source,
        points=points,
        broken=broken,
        since=since,
    )


def _stretch(readings: Sequence[Observation]) -> tuple[tuple[Observation, ...], str]:
    """The readings back to the first break, and which break it was."""
    kept: list[Observation] = []
    for seen in reversed(readings):
        if kept and kept[-1].note == MOVED != seen.note:
            return tuple(reversed(kept)), MOVED
        if kept and _method(seen) != _method(kept[-1]):
            return tuple(reversed(kept)), METHOD
        kept.append(seen)
    return tuple(reversed(kept)), ""


def _method(seen: Observation) -> tuple[Kind, bool]:
    """A count in full and one that is rounded are counted in two ways; how coarsely may change with size."""
    return seen.kind, seen.rounded_to > Decimal(1)


def _by_day(readings: Iterable[Observation]) -> list[Observation]:
    """One reading a day, oldest first: the one that was read last, which is today's where there is one."""
    days: dict[date, Observation] = {}
    for o in sorted(readings, key=lambda o: (o.as_of, o.origin.retrieved_at, o.value, o.origin.url)):
        days[o.as_of] = o
    return list(days.values())


def _account(seen: Observation) -> str:
    """Which account it was read from; where the source does not say, the page it was read on."""
    return seen.handle.strip().lstrip("@").casefold() or canonical(seen.origin.url)
