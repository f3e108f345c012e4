"""Mentions week by week, and over which days sources can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deckgen.arguments._counting import counted, day_of, listings
from deckgen.model.brief import Window
from deckgen.model.evidence import Evidence, Mention
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

    @property
    def kind(self) -> Kind:
        return Kind.EXACT if self.is_whole else Kind.AT_LEAST

    def covers(self, window: Window) -> bool:
        return self.start <= window.start and self.end >= window.end


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
    return _merged(sorted(found, key=lambda s: (s.source, s.start, s.end, s.origin.record, s.origin.url)))


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


def compared(evidence: Evidence, key: str, days: dict[str, Window]) -> tuple[Mention, ...]:
    """The items of one company within the days that all companies share."""
    return tuple(
        m for m in counted(evidence, (key,)).items if m.source in days and days[m.source].holds(day_of(m))
    )


def by_source(items: Iterable[Mention]) -> Counter[str]:
    return Counter(m.source for m in items)
