"""Mentions of us and of each competitor over the same days of the same sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deckgen.arguments._counting import kind_of
from deckgen.arguments._timeline import comparable, compared
from deckgen.model.brief import US, Window
from deckgen.model.evidence import Evidence, Mention
from deckgen.model.measure import Interval, Measurement, counted, total
from deckgen.model.ranges import share_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """What can be compared: per source the days that every company's listing covers."""

    evidence: Evidence
    days: Mapping[str, Window]
    mentions: Mapping[str, tuple[Mention, ...]]  # by company key, us first

    def counts(self, prefix: str) -> dict[str, Measurement]:
        """Mentions of each company; empty when nothing can be compared."""
        if not self.days:
            return {}
        origins = [
            r.origin for r in self.evidence.readings if r.source in self.days and r.topic in self.mentions
        ]
        return {
            key: counted(
                f"{prefix}.{key}",
                (m.origin for m in items),
                nothing=origins,
                kind=kind_of(self.evidence, (key,), items),
            )
            for key, items in self.mentions.items()
        }


def rivalry(evidence: Evidence) -> Rivalry:
    """Reads what is comparable out of the evidence."""
    keys = tuple(c.key for c in evidence.brief.companies)
    days = comparable(evidence, keys)
    return Rivalry(evidence=evidence, days=days, mentions={k: compared(evidence, k, days) for k in keys})


def share_of_voice(key: str, counts: Mapping[str, Measurement], company: str = US) -> Interval | None:
    """One company's part of all mentions of the chosen set; None when nobody was mentioned."""
    if not counts:
        return None
    everyone = total(f"{key}.set", counts.values())
    return (
        share_interval(key, counts[company], of=everyone, formula="share-of-voice")
        if everyone.value
        else None
    )
