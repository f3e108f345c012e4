"""Which sources were asked for what, and which of them answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deckgen.model.evidence import Evidence
from deckgen.model.origin import Origin
from deckgen.model.source import Gives

ANSWERED, PARTLY, GAP = "answered", "partly", "gap"
OTHER = "other"
TRAFFIC_METRICS = "traffic_"


def gives(evidence: Evidence, source: str) -> str:
    """What a source gives (a value of `Gives`, or `OTHER`): as its entry says, else by what it yielded."""
    told = dict(evidence.gives).get(source)
    if told:
        return told
    yielded = {
        Gives.MENTIONS: {m.source for m in evidence.mentions} | {r.source for r in evidence.readings},
        Gives.RESULTS: {r.source for r in evidence.results} | {p.source for p in evidence.result_pages},
        Gives.PRESENCE: {p.source for p in evidence.presences},
    }
    for what, sources in yielded.items():
        if source in sources:
            return what
    metrics = {o.metric for o in evidence.observations if o.source == source}
    if metrics:
        return Gives.TRAFFIC if any(m.startswith(TRAFFIC_METRICS) for m in metrics) else Gives.PRESENCE
    about = {lo.about for lo in evidence.lookups if lo.source == source}
    about |= {g.about for g in evidence.gaps if g.source == source}
    topics = {t.key for t in evidence.brief.topics}
    # A topic and a query may bear the same key, such as "industry-1".
    if (about - topics) & {q.key for q in evidence.brief.queries}:
        return Gives.RESULTS
    return Gives.MENTIONS if about & topics else OTHER


def asked_for(evidence: Evidence, what: Gives) -> tuple[str, ...]:
    """Keys of the sources that were asked for something, sorted."""
    return tuple(sorted({s for s in evidence.asked if gives(evidence, s) == what}))


def concerning(evidence: Evidence, subjects: Iterable[str]) -> Callable[[str], bool]:
    """Tells whether a question concerns one of `subjects`: it names it, or it reads a whole file or feed."""
    brief, wanted = evidence.brief, set(subjects)
    named = {t.key for t in brief.topics} | {c.key for c in brief.companies} | {q.key for q in brief.queries}
    return lambda about: about in wanted or about not in named


def state(evidence: Evidence, source: str, subjects: Iterable[str]) -> str:
    """Whether a source answered its questions on these subjects: "answered", "partly" or "gap"."""
    subjects = tuple(subjects)
    if not looked_up(evidence, (source,), subjects):
        return GAP
    concerns = concerning(evidence, subjects)
    return PARTLY if any(g.source == source and concerns(g.about) for g in evidence.gaps) else ANSWERED


def looked_up(evidence: Evidence, sources: Iterable[str], subjects: Iterable[str]) -> tuple[Origin, ...]:
    """The answers that a count of none rests on."""
    chosen, concerns = set(sources), concerning(evidence, subjects)
    return tuple(lo.origin for lo in evidence.lookups if lo.source in chosen and concerns(lo.about))
