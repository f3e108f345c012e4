"""What the sources of mentions brought in for us and for our industry, ready to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from deckgen.arguments._asked import GAP, asked_for, looked_up, state
from deckgen.arguments._counting import Counted, counted, day_of, identity, industry_topics, kind_of
from deckgen.arguments._relevant import Relevant, relevant_total
from deckgen.arguments._timeline import Span, by_source, mondays, spans, weekly
from deckgen.model.brief import US, Window
from deckgen.model.evidence import Evidence, Mention
from deckgen.model.measure import Measurement
from deckgen.model.measure import counted as count
from deckgen.model.origin import Origin
from deckgen.model.source import Gives

MIN_TREND_WEEKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Mentions of us and of the industry, with what each source covered."""

    evidence: Evidence
    asked: tuple[str, ...]
    ran: tuple[str, ...]
    us: Counted
    industry: Counted  # without what already counts for us
    covered: tuple[Span, ...]  # for us
    industry_covered: tuple[Span, ...]
    nothing: tuple[Origin, ...]  # the answers a zero rests on

    def total(self, key: str, *, without: str = "") -> Measurement | None:
        """Distinct mentions of us; None when no source answered."""
        if not self.ran:
            return None
        found = counted(self.evidence, (US,), without=without).items if without else self.us.items
        return count(
            key, (m.origin for m in found), nothing=self.nothing, kind=kind_of(self.evidence, (US,), found)
        )

    def relevant(self, key: str, *, without: str = "") -> Relevant | None:
        """The mentions of us that are relevant by hand-coded samples; None when nobody reviewed them."""
        items = counted(self.evidence, (US,), without=without).items if without else self.us.items
        return relevant_total(
            self.evidence,
            key,
            US,
            items,
            sources=(s for s in self.ran if s != without),
            kind=kind_of(self.evidence, (US,), items),
            nothing=self.nothing,
        )

    def industry_total(self, key: str) -> Measurement | None:
        topics = industry_topics(self.evidence)
        answers = looked_up(self.evidence, self.asked, topics)
        if not topics or not (answers or self.industry.items):
            return None
        kind = kind_of(self.evidence, topics, self.industry.items)
        return count(key, (m.origin for m in self.industry.items), nothing=answers, kind=kind)

    def weeks(self, prefix: str) -> tuple[Measurement | None, ...]:
        return weekly(prefix, self.evidence.brief.window, self.us.items, self.covered)

    def industry_weeks(self, prefix: str) -> tuple[Measurement | None, ...]:
        return weekly(prefix, self.evidence.brief.window, self.industry.items, self.industry_covered)

    def mondays(self, prefix: str) -> tuple[Measurement, ...]:
        return mondays(prefix, self.evidence.brief.window, tuple(s.origin for s in self.covered))

    @property
    def biggest(self) -> str:
        """The source with most mentions of us; empty when there are none."""
        found = by_source(self.us.items)
        return min(found, key=lambda s: (-found[s], s)) if found else ""

    def halves(self) -> tuple[tuple[Mention, ...], tuple[Mention, ...], frozenset[str]] | None:
        """Mentions in two equal halves, of sources that covered both in full, and which sources those are.

        The halves go back as far as the source with most mentions does; None when that is too short.
        """
        chosen = trend_window(self.evidence.brief.window, self.covered, self.biggest)
        if chosen is None:
            return None
        before, after = chosen.halves()
        both = Window(start=before.start, end=after.end)
        whole = frozenset(s.source for s in self.covered if s.covers(both))
        items = [m for m in self.us.items if m.source in whole]
        return (
            tuple(m for m in items if before.holds(day_of(m))),
            tuple(m for m in items if after.holds(day_of(m))),
            whole,
        )


def trend_window(window: Window, covered: tuple[Span, ...], source: str) -> Window | None:
    """The whole weeks up to the window's end that `source` covered in full; None when too few."""
    reached = [s for s in covered if s.source == source and s.end >= window.end]
    if not reached:
        return None
    start = max(min(s.steady_from for s in reached), window.start)
    start += timedelta(days=-start.weekday() % 7)
    found = Window(start=start, end=window.end)
    return found if found.weeks >= MIN_TREND_WEEKS else None


def heard(evidence: Evidence) -> Heard:
    """Reads the mentions of us and of the industry out of the evidence."""
    topics = industry_topics(evidence)
    us = counted(evidence, (US,))
    industry = counted(evidence, topics, besides=(identity(m) for m in us.read))
    asked = asked_for(evidence, Gives.MENTIONS)
    named = {m.source for m in us.read}
    ran = tuple(s for s in asked if s in named or state(evidence, s, (US,)) != GAP)
    return Heard(
        evidence=evidence,
        asked=asked,
        ran=ran,
        us=us,
        industry=industry,
        covered=spans(evidence, (US,), us.items),
        industry_covered=spans(evidence, topics, industry.items),
        nothing=looked_up(evidence, ran, (US,)),
    )
