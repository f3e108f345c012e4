"""Mentions of us and of each competitor over the same days of the same sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deckgen.arguments._counting import kind_of
from deckgen.arguments._relevant import relevant_total
from deckgen.arguments._timeline import comparable, compared
from deckgen.model.brief import US, Window
from deckgen.model.evidence import Evidence, Mention
from deckgen.model.measure import Interval, Measurement, counted, total
from deckgen.model.ranges import certain, share_interval, share_of_ranges


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

    def relevant(self, prefix: str) -> dict[str, Interval]:
        """Relevant mentions of each company, where every company of the set was reviewed; else empty."""
        if not self.days or not self.evidence.precisions:
            return {}
        found = {
            key: relevant_total(
                self.evidence,
                f"{prefix}.{key}",
                key,
                items,
                sources=self.days,
                kind=kind_of(self.evidence, (key,), items),
            )
            for key, items in self.mentions.items()
        }
        whole = {key: told.number for key, told in found.items() if told is not None and not told.unreviewed}
        counts = self.counts(prefix)
        # Of whom nothing was found there is nothing to review.
        none = {key: certain(counts[key]) for key, items in self.mentions.items() if not items}
        known = {**none, **whole}
        return (
            {key: known[key] for key in self.mentions} if whole and len(known) == len(self.mentions) else {}
        )


def rivalry(evidence: Evidence) -> Rivalry:
    """Reads what is comparable out of the evidence."""
    keys = tuple(c.key for c in evidence.brief.companies)
    days = comparable(evidence, keys)
    return Rivalry(evidence=evidence, days=days, mentions={k: compared(evidence, k, days) for k in keys})


def share_of_voice(
    key: str,
    counts: Mapping[str, Measurement],
    company: str = US,
    *,
    relevant: Mapping[str, Interval] = MappingProxyType({}),
) -> Interval | None:
    """One company's part of all mentions of the chosen set; None when nobody was mentioned.

    `relevant`: the same counts with their ranges, where hand-coding scaled them; they then take their place.
    """
    if not counts:
        return None
    if relevant:
        rest = [number for other, number in relevant.items() if other != company]
        is_none = not any(number.point.value for number in relevant.values())
        return None if is_none else share_of_ranges(key, relevant[company], rest, formula="share-of-voice")
    everyone = total(f"{key}.set", counts.values())
    return (
        share_interval(key, counts[company], of=everyone, formula="share-of-voice")
        if everyone.value
        else None
    )
