"""Warns when a company's name may mean something else too: by its length, and by how people write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.model.brief import Brief, Company, Topic
from deckgen.model.evidence import Evidence
from deckgen.parsing.relevance import is_unspaced

SHORT = 5  # letters: most common words are no longer, and few made-up names are so short
LEAST_TEXTS = 10
SMALL = 3  # a third of the texts


def ambiguous_names(brief: Brief) -> tuple[str, ...]:
    """One line for each name of a single short word that the brief gives neither context nor exclusions.

    Length is a rough sign and the only one before anything is collected: no list of words would hold all
    languages. Longer common words are found by how people write them (`written_small`).
    """
    return tuple(
        f'"{phrase}" is short and may mean something else too; if it does, give its company '
        "context = [...] words, of which one must stand beside it, or exclude = [...] words"
        for company, topic in _bare(brief)
        for phrase in topic.phrases
        if _is_short(phrase)
    )


def written_small(evidence: Evidence) -> tuple[str, ...]:
    """One line for each name that many texts which do use capitals write in small letters, as a word."""
    reviewed = {p.topic for p in evidence.precisions}
    return tuple(
        line
        for company, topic in _bare(evidence.brief)
        if company.name[:1].isupper() and company.key not in reviewed and (line := _told(evidence, company))
    )


def _told(evidence: Evidence, company: Company) -> str:
    name = re.compile(rf"(?<![^\W_]){re.escape(company.name)}(?![^\W_])", re.IGNORECASE)
    small = whole = 0
    for mention in evidence.mentions:
        if mention.topic != company.key:
            continue
        text = f"{mention.title}\n{mention.excerpt}"
        written = name.findall(text)
        if written and any(c.isupper() for c in name.sub("", text)):
            whole += 1
            small += not any(spelling[:1].isupper() for spelling in written)
    if whole < LEAST_TEXTS or small * SMALL < whole:
        return ""
    return (
        f'"{company.name}" is written small, like a common word, in {small} of {whole} mentions; give its '
        "company context = [...] words in brief.toml, or have a sample read: deckgen review"
    )


def _bare(brief: Brief) -> Iterator[tuple[Company, Topic]]:
    """Companies of which any text that holds the name counts."""
    topics = {t.key: t for t in brief.topics}
    for company in brief.companies:
        topic = topics.get(company.key)
        if topic is not None and not topic.context and not topic.exclude:
            yield company, topic


def _is_short(phrase: str) -> bool:
    return len(phrase) <= SHORT and phrase.isalnum() and not is_unspaced(phrase)
