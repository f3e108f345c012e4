"""Takes what people reviewed by hand into the evidence: what they dropped, relabelled and sampled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from deckgen.arguments._counting import industry_topics
from deckgen.arguments._visible_review import BY, REVIEWED
from deckgen.model.brief import TopicKind
from deckgen.model.evidence import Evidence, Judgement, Mention, Precision, SearchResult, SiteKind
from deckgen.model.origin import Origin
from deckgen.pipeline.review_kappa import agreements
from deckgen.pipeline.review_rows import drawn, groups, mention_id, result_id
from deckgen.pipeline.reviews import Decision, Review

SOURCE = "review"
DIFFER = f"{BY}differ"
_OWNERS = frozenset({SiteKind.OWN, SiteKind.COMPETITOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What all who coded a row say together. Where they differ nobody is right: it stays, of unknown kind."""

    is_dropped: bool
    is_disputed: bool  # about whether it belongs at all
    is_kept: bool
    label: SiteKind | None
    reason: str


def reviewed(evidence: Evidence, reviews: Sequence[Review]) -> Evidence:
    """The evidence after the reviews: `clean` comes first. What nobody coded stays as it was.

    - A row that everybody who coded it drops is taken out and counted in `removed` as "reviewed".
    - A label replaces the kind told. Coders who differ about a kind, or about whether to drop a result, leave
      it as unknown; a mention they differ about stays, and counts as not relevant in the sample.
    - `precisions`: of each source and topic, what the drawn sample was found to hold.
    """
    if not reviews:
        return evidence
    settled = _settled(reviews)
    origins = {review.coder: _origin(evidence, review) for review in reviews}
    industry = industry_topics(evidence)
    removed: Counter[tuple[str, str, str]] = Counter()
    results, mentions = [], []
    for result in evidence.results:
        said = settled.get(result_id(result))
        if said is not None and said.is_dropped:
            removed[result.source, result.query, REVIEWED] += 1
        else:
            results.append(result if said is None else _relabelled(result, said))
    for mention in evidence.mentions:
        said = settled.get(mention_id(mention, industry))
        if said is not None and said.is_dropped:
            removed[mention.source, mention.topic, REVIEWED] += 1
        else:
            mentions.append(mention if said is None else _judged(mention, said, evidence))
    return replace(
        evidence,
        results=tuple(results),
        mentions=tuple(mentions),
        removed=(*evidence.removed, *((*which, n) for which, n in sorted(removed.items()))),
        reviews=tuple(origins.values()),
        precisions=tuple(_precisions(evidence, settled, reviews, origins, industry)),
        agreements=agreements(reviews, origins),
    )


def _settled(reviews: Sequence[Review]) -> dict[str, Settled]:
    said: dict[str, list[tuple[str, Decision]]] = {}
    for review in reviews:
        for row, decision in review.decisions.items():
            said.setdefault(row, []).append((review.coder, decision))
    return {row: _together(each) for row, each in said.items()}


def _together(said: Sequence[tuple[str, Decision]]) -> Settled:
    keeps = {d.keep for _, d in said if d.keep is not None}
    # Whoever names a kind finds that the row belongs.
    if any(d.label is not None and d.keep is None for _, d in said):
        keeps.add(True)
    labels = {d.label for _, d in said if d.label is not None and d.keep is not False}
    is_disputed = len(keeps) > 1
    differ = is_disputed or len(labels) > 1
    coders = [coder for coder, d in said if d.label is not None]
    return Settled(
        is_dropped=keeps == {False},
        is_disputed=is_disputed,
        is_kept=any(d.keep for _, d in said) and not is_disputed,
        label=SiteKind.UNKNOWN if differ else next(iter(labels), None),
        reason=DIFFER if differ else f"{BY}{'+'.join(coders)}",
    )


def _relabelled(result: SearchResult, said: Settled) -> SearchResult:
    kind = said.label
    if kind is None:
        return result
    owned = result.host_kind in _OWNERS
    host = kind if kind in _OWNERS or owned or kind is SiteKind.UNKNOWN else result.host_kind
    page = result.page_kind if kind in _OWNERS else kind
    return replace(result, host_kind=host, page_kind=page, reasons=(*result.reasons, said.reason))


def _judged(mention: Mention, said: Settled, evidence: Evidence) -> Mention:
    if said.is_disputed:
        return replace(mention, judged=Judgement.DISPUTED)
    kind = said.label or mention.site_kind
    judged = Judgement.RELEVANT if said.is_kept else Judgement.NONE
    return replace(
        mention,
        judged=judged,
        site_kind=kind,
        is_own=mention.is_own or (said.label is not None and _is_own(mention, said.label, evidence)),
    )


def _is_own(mention: Mention, label: SiteKind, evidence: Evidence) -> bool:
    """Whether a label says that the company spoken of is the one that speaks."""
    topic = next((t for t in evidence.brief.topics if t.key == mention.topic), None)
    is_rival = topic is not None and topic.kind is TopicKind.COMPETITOR
    return label is (SiteKind.COMPETITOR if is_rival else SiteKind.OWN)


def _precisions(
    evidence: Evidence,
    settled: Mapping[str, Settled],
    reviews: Sequence[Review],
    origins: Mapping[str, Origin],
    industry: Collection[str],
) -> Iterable[Precision]:
    """Only the drawn mentions are a random sample: others that somebody coded say nothing about the rest."""
    for (source, topic), items in groups(evidence).items():
        sample = {mention_id(m, industry): m for m in drawn(evidence, source, topic, items)}
        coded = {
            row: said
            for row in sample
            if (said := settled.get(row)) and (said.is_kept or said.is_disputed or said.is_dropped)
        }
        if not coded:
            continue
        relevant = [
            row
            for row, said in coded.items()
            if said.is_kept and not _judged(sample[row], said, evidence).is_own
        ]
        yield Precision(
            source=source,
            topic=topic,
            sample=len(coded),
            relevant=len(relevant),
            origins=tuple(
                replace(origins[review.coder], locator=_lines(review, coded))
                for review in reviews
                if any(row in review.decisions for row in coded)
            ),
        )


def _lines(review: Review, rows: Iterable[str]) -> str:
    """Where in a file these rows stand."""
    numbers = sorted(review.decisions[row].line for row in rows if row in review.decisions)
    return f"{len(numbers)} rows between lines {numbers[0]} and {numbers[-1]}"


def _origin(evidence: Evidence, review: Review) -> Origin:
    return Origin(
        source=SOURCE,
        url=f"file:{review.name}",
        retrieved_at=datetime.combine(evidence.brief.as_of, time(), tzinfo=UTC),
        sha256=review.sha256,
    )
