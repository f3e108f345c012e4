"""Mentions week by week, and over which days sources can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deckgen.arguments._counting import counted, day_of, listings
from deckgen.model.brief import Window
from deckgen.model.evidence import Evidence, Mention, Reading
from deckgen.model.measure import Measurement, day
from deckgen.model.measure import counted as count
from deckgen.model.origin import Kind, Origin

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days [start, end) that one source listed for one topic."""

    source: str
    start: date
    end: date
    is_whole: bool  # nothing was cut off
    origin: Origin
    all_since: date | None = None  # from when on all of its lists reach; None = all reach back to its start

    @property
    def kind(self) -> Kind:
        return Kind.EXACT if self.is_whole else Kind.AT_LEAST

    @property
    def steady_from(self) -> date:
        """From when on more mentions cannot come of one more list that reaches so far."""
        return max(self.start, self.all_since or self.start)

    def covers(self, window: Window) -> bool:
        return self.steady_from <= window.start and self.end >= window.end


def spans(evidence: Evidence, topics: Iterable[str], items: Iterable[Mention]) -> tuple[Span, ...]:
    """What each source covered; one that does not say is taken to cover from its first item on."""
    read = listings(evidence, tuple(topics))
    told = {r.source for r in read}
    found = [
        Span(source=r.source, start=r.start, end=r.end, is_whole=r.kind is Kind.EXACT, origin=r.origin)
        for r in read
    ]
    silent: dict[str, Mention] = {}
    for mention in items:
        if mention.source not in told:
            silent.setdefault(mention.source, mention)
    end = evidence.brief.window.end
    found += [
        Span(source=s, start=day_of(m), end=end, is_whole=False, origin=m.origin) for s, m in silent.items()
    ]
    merged = _merged(sorted(found, key=lambda s: (s.source, s.start, s.end, s.origin.record, s.origin.url)))
    return tuple(replace(span, all_since=_all_since(span, read)) for span in merged)


def _all_since(span: Span, read: Iterable[Reading]) -> date | None:
    """The latest day at which a list of this span begins because it was cut off there.

    One feed of many reaches back a month, another a year: before that month fewer were listened to, not less
    was said. A slice that goes on where another one ends is no cut.
    """
    mine = [r for r in read if r.source == span.source and span.start <= r.start < span.end]
    ends = {r.end for r in mine}
    cut = [r.start for r in mine if r.kind is Kind.AT_LEAST and r.end == span.end and r.start not in ends]
    return max(cut, default=None)


def _merged(found: Iterable[Span]) -> tuple[Span, ...]:
    """Slices of one source that touch each other become one span."""
    out: list[Span] = []
    for span in found:
        last = out[-1] if out else None
        if last is not None and last.source == span.source and span.start <= last.end:
            is_whole = last.is_whole and span.is_whole
            out[-1] = replace(last, end=max(last.end, span.end), is_whole=is_whole)
        else:
            out.append(span)
    return tuple(out)


def weekly(
    prefix: str, window: Window, items: Iterable[Mention], covered: Iterable[Span]
) -> tuple[Measurement | None, ...]:
    """One count a week; None where no source reached. A week that is covered in part counts as at least."""
    by_week: dict[date, list[Mention]] = {monday: [] for monday in window.mondays()}
    for mention in items:
        on = day_of(mention)
        by_week[on - timedelta(days=on.weekday())].append(mention)
    known = tuple(covered)
    return tuple(_week(f"{prefix}.{m.isoformat()}", m, found, known) for m, found in by_week.items())


def _week(key: str, monday: date, found: list[Mention], covered: tuple[Span, ...]) -> Measurement | None:
    reached = [s for s in covered if s.start < monday + WEEK and s.end > monday]
    if not reached and not found:
        return None
    is_whole = all(s.is_whole and s.start <= monday and s.end >= monday + WEEK for s in reached)
    return count(
        key,
        (m.origin for m in found),
        nothing=(s.origin for s in reached),
        kind=Kind.EXACT if is_whole and reached else Kind.AT_LEAST,
    )


def mondays(prefix: str, window: Window, origins: tuple[Origin, ...]) -> tuple[Measurement, ...]:
    """The weeks' labels."""
    return tuple(date_of(f"{prefix}.{d.isoformat()}", d, origins) for d in window.mondays())


def date_of(key: str, value: date, origins: Iterable[Origin]) -> Measurement:
    """A date that follows from the brief's own."""
    return day(key, value, formula="calendar", origins=origins)


def comparable(evidence: Evidence, keys: Iterable[str]) -> dict[str, Window]:
    """Days over which each source covered every one of `keys`: identical for all, else not comparable."""
    found: dict[str, Window] = {}
    per_key = {k: [s for s in spans(evidence, (k,), ()) if s.start < evidence.brief.window.end] for k in keys}
    sources = set.intersection(*({s.source for s in known} for known in per_key.values()))
    for source in sorted(sources):
        starts = [min(s.start for s in known if s.source == source) for known in per_key.values()]
        ends = [max(s.end for s in known if s.source == source) for known in per_key.values()]
        start, end = max(*starts, evidence.brief.window.start), min(*ends, evidence.brief.window.end)
        if start < end:
            found[source] = Window(start=start, end=end)
    return found


def steady_from(evidence: Evidence, keys: Iterable[str]) -> dict[str, date]:
    """From when on each source listened to all of `keys` in the same way: earlier days cannot be compared."""
    found: dict[str, date] = {}
    for span in (span for key in keys for span in spans(evidence, (key,), ())):
        found[span.source] = max(span.steady_from, found.get(span.source, span.steady_from))
    return found


def compared(evidence: Evidence, key: str, days: dict[str, Window]) -> tuple[Mention, ...]:
    """The items of one company within the days that all companies share."""
    return tuple(
        m for m in counted(evidence, (key,)).items if m.source in days and days[m.source].holds(day_of(m))
    )


def by_source(items: Iterable[Mention]) -> Counter[str]:
    return Counter(m.source for m in items)
