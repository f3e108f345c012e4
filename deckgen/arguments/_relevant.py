"""How many mentions are relevant, where people coded a random sample of them by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deckgen.model.evidence import Evidence, Judgement, Mention, Precision
from deckgen.model.measure import Interval, Measurement, answers, counted, measured
from deckgen.model.origin import Kind, Origin
from deckgen.model.ranges import added, certain, times_precision

MIN_SAMPLE = 10  # coded mentions, before their precision may scale a count


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevant:
    """The relevant mentions of a topic, and in how many sources a sample of them was coded or not."""

    number: Interval
    reviewed: int
    unreviewed: int


def precision_of(evidence: Evidence, source: str, topic: str) -> Precision | None:
    """What hand-coding found in a source's sample on a topic (a company's key)."""
    return next((p for p in evidence.precisions if (p.source, p.topic) == (source, topic)), None)


def relevant(
    evidence: Evidence, key: str, source: str, topic: str, items: Iterable[Mention], *, kind: Kind
) -> Interval | None:
    """The relevant ones among one source's mentions that count; None where too few were coded by hand.

    Mentions that people dropped are gone already. Those they kept count as one each, those they differ about
    as none, and the rest, which nobody read, by the part of the sample that was relevant.
    """
    found, listed = precision_of(evidence, source, topic), tuple(items)
    if found is None:
        return None
    rest = [m for m in listed if m.judged is Judgement.NONE]
    if found.sample < MIN_SAMPLE and rest:
        return None
    known = [m for m in listed if m.judged is Judgement.RELEVANT]
    base = answers(m.origin for m in listed)
    return times_precision(
        key,
        known=_of(f"{key}.known", len(known), (*base, *found.origins), kind),
        rest=_of(f"{key}.rest", len(rest), base, kind),
        relevant=_of(f"{key}.sample_relevant", found.relevant, found.origins),
        sample=_of(f"{key}.sample", found.sample, found.origins),
    )


def relevant_total(
    evidence: Evidence,
    key: str,
    topic: str,
    items: Iterable[Mention],
    *,
    sources: Iterable[str],
    kind: Kind,
    nothing: Iterable[Origin] = (),
) -> Relevant | None:
    """All relevant mentions of a topic in these sources; None when none of them was reviewed.

    A source that nobody reviewed counts in full.
    """
    listed, nothing = tuple(items), tuple(nothing)
    parts: list[Interval] = []
    reviewed = 0
    for source in sorted(set(sources)):
        mine = [m for m in listed if m.source == source]
        found = relevant(evidence, f"{key}.{source}", source, topic, mine, kind=kind)
        if found is not None:
            parts.append(found)
            reviewed += 1
        elif mine:
            parts.append(
                certain(counted(f"{key}.{source}", (m.origin for m in mine), nothing=nothing, kind=kind))
            )
    if not reviewed:
        return None
    return Relevant(number=added(key, parts), reviewed=reviewed, unreviewed=len(parts) - reviewed)


def _of(key: str, number: int, origins: Iterable[Origin], kind: Kind = Kind.EXACT) -> Measurement:
    return measured(key, number, formula="count", origins=origins, kind=kind)
