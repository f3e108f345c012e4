"""What a reviewer is asked: every search result once, and a random sample of each source's mentions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from deckgen.arguments._counting import counted, identity, industry_topics
from deckgen.arguments._results import kind_of, listings
from deckgen.model.brief import US
from deckgen.model.evidence import Evidence, Mention, SearchResult
from deckgen.parsing.addresses import canonical
from deckgen.pipeline.review_sheet import unsplit

SAMPLE = 50  # mentions of each source and topic
INDUSTRY = "industry"  # all industry phrases together
RESULT, MENTION = "result", "mention"
TOLD = ("id", "what", "source", "about", "title", "text", "url", "date", "told", "reasons")
COLUMNS = (*TOLD, "keep", "label", "note")
_SHOWN_TEXT = 500
_LONGEST_URL = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One row as deckgen writes it; the last three columns are the reviewer's."""

    id: str
    what: str
    source: str
    about: str
    title: str
    text: str
    url: str
    date: str
    told: str
    reasons: str
    sources: tuple[str, ...]  # keys

    @property
    def cells(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TOLD}


def asked(
    evidence: Evidence, *, besides: Collection[str] = (), unkept: Collection[str] = ()
) -> tuple[Asked, ...]:
    """All rows for this evidence, before any review: results as searched, then the samples of mentions.

    `besides`: ids of mentions that somebody judged before; they stay when more evidence came in.
    `unkept`: sources whose terms bound how long their words are kept; of those only the address is written.
    """
    rows = (*_results(evidence), *_mentions(evidence, besides))
    return tuple(_bare(row) if set(row.sources) <= set(unkept) else row for row in rows)


def _bare(row: Asked) -> Asked:
    return replace(row, title="", text="", date="", reasons="")


def result_id(result: SearchResult) -> str:
    """One page is one row, however often it was found."""
    return f"r-{_digest(canonical(result.url))}"


def mention_id(mention: Mention, industry: Collection[str]) -> str:
    """One post in one source, for a company or for the industry as a whole."""
    return f"m-{_digest(mention.source, group_of(mention.topic, industry), identity(mention))}"


def group_of(topic: str, industry: Collection[str]) -> str:
    return INDUSTRY if topic in industry else topic


def groups(evidence: Evidence) -> dict[tuple[str, str], tuple[Mention, ...]]:
    """The mentions that count, by source and topic: ours, each competitor's, the industry's."""
    us = counted(evidence, (US,))
    industry = counted(evidence, industry_topics(evidence), besides=(identity(m) for m in us.read))
    found = {c.key: counted(evidence, (c.key,)).items for c in evidence.brief.competitors}
    by_topic = {US: us.items, **found, INDUSTRY: industry.items}
    return {
        (source, topic): tuple(m for m in items if m.source == source)
        for topic, items in by_topic.items()
        for source in sorted({m.source for m in items})
    }


def drawn(evidence: Evidence, source: str, topic: str, items: Iterable[Mention]) -> tuple[Mention, ...]:
    """The sample: always the same for the same mentions, and no other reason to be in it than its number.

    The numbers depend on the company, source and topic only, so that new mentions displace few old ones.
    """
    seed = (evidence.brief.us.name, source, topic)
    return tuple(sorted(items, key=lambda m: _digest(*seed, identity(m)))[:SAMPLE])


def _results(evidence: Evidence) -> Iterable[Asked]:
    texts = {q.key: q.text for q in evidence.brief.queries}
    found: dict[str, list[SearchResult]] = {}
    for listing in listings(evidence):
        for result in listing.results:
            found.setdefault(result_id(result), []).append(result)
    for row, results in found.items():
        first = results[0]
        dates = [r.published_on for r in results if r.published_on is not None]
        yield Asked(
            id=row,
            what=RESULT,
            source=_joined(f"{r.source} ({r.engine})" for r in results),
            about=_joined(texts[r.query] for r in results),
            title=_line(first.title),
            text=_line(first.snippet),
            url=_address(first.url),
            date=max(dates).isoformat() if dates else "",
            told=kind_of(first).value,
            reasons=_joined(first.reasons),
            sources=tuple(dict.fromkeys(r.source for r in results)),
        )


def _mentions(evidence: Evidence, besides: Collection[str]) -> Iterable[Asked]:
    names = {t.key: t.phrases[0] for t in evidence.brief.topics if t.phrases}
    industry = industry_topics(evidence)
    for (source, topic), items in groups(evidence).items():
        sample = drawn(evidence, source, topic, items)
        chosen = {mention_id(m, industry) for m in sample}
        again = [m for m in items if (i := mention_id(m, industry)) in besides and i not in chosen]
        for mention in (*sample, *again):
            yield Asked(
                id=mention_id(mention, industry),
                what=MENTION,
                source=source,
                about=names.get(mention.topic, mention.topic),
                title=_line(mention.title),
                text=_line(mention.excerpt),
                url=_address(mention.url),
                date=mention.published_at.date().isoformat() if mention.published_at else "",
                told=mention.site_kind.value,
                reasons=_joined((mention.site, mention.author)),
                sources=(source,),
            )


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(_line(part) for part in parts if part))


def _line(text: str) -> str:
    """Text of strangers as one line that any program shows."""
    shown = "".join(c if c.isprintable() else " " for c in text[: _SHOWN_TEXT * 4])
    return unsplit(" ".join(shown.split())[:_SHOWN_TEXT])


def _address(url: str) -> str:
    return unsplit(url[:_LONGEST_URL], is_address=True)


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
