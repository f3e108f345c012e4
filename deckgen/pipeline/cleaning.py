"""Sorts what was found: what does not belong is taken out and counted, our own is marked, kinds are set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Evidence, Mention, PageKind, SearchResult, SiteKind
from deckgen.parsing.addresses import canonical, host_of, page_key
from deckgen.parsing.classify import classify, host_kind
from deckgen.parsing.languages import language_code
from deckgen.parsing.relevance import matches
from deckgen.pipeline.own_voice import Accounts, accounts_of, is_by_speaker

DUPLICATE = "duplicate"
IRRELEVANT = "irrelevant"
LANGUAGE = "language"
OUTSIDE = "outside-window"


def clean(evidence: Evidence) -> Evidence:
    """Mentions inside the window that speak of their topic, each once; `removed` says how many were not.

    A mention without a date stays (it is counted apart), one of our own stays with `is_own`.
    """
    brief = evidence.brief
    accounts = accounts_of(evidence)
    kept: list[Mention] = []
    removed: Counter[tuple[str, str, str]] = Counter()
    seen: set[tuple[str, str]] = set()
    for mention in evidence.mentions:
        identity = _identity(mention)
        why = (
            OUTSIDE
            if mention.published_at is not None and not brief.window.holds(mention.published_at)
            else DUPLICATE
            if identity in seen
            else LANGUAGE
            if _is_foreign(mention, brief)
            else ""
            if _is_relevant(mention, brief)
            else IRRELEVANT
        )
        if why:
            removed[mention.source, mention.topic, why] += 1
            continue
        seen.add(identity)
        kept.append(_marked(mention, brief, accounts))
    read = {canonical(kind.url): kind for kind in reversed(evidence.page_kinds)}
    return replace(
        evidence,
        mentions=tuple(kept),
        results=tuple(
            _classified(result, brief, read.get(canonical(result.url))) for result in evidence.results
        ),
        removed=(*evidence.removed, *((*which, n) for which, n in sorted(removed.items()))),
    )


def _identity(mention: Mention) -> tuple[str, str]:
    """One post may speak of two topics, and a number is unique in its own service only."""
    is_global = "://" in mention.key
    return mention.topic, page_key(mention.key) if is_global else f"{mention.source} {mention.key}"


def _is_relevant(mention: Mention, brief: Brief) -> bool:
    """Judged by the words we were given; a mention without any was found by a service that saw them."""
    words = "\n".join((mention.title, mention.excerpt, *(f"#{tag}" for tag in mention.tags)))
    topic = next((t for t in brief.topics if t.key == mention.topic), None)
    return topic is None or not words.strip() or matches(topic, words)


def _is_foreign(mention: Mention, brief: Brief) -> bool:
    """Whether its source states another language than those that count; what states none stays."""
    topic = next((t for t in brief.topics if t.key == mention.topic), None)
    if topic is None or not topic.languages:
        return False
    stated = language_code(mention.language)
    return bool(stated) and stated not in topic.languages


def _marked(mention: Mention, brief: Brief, accounts: Accounts) -> Mention:
    is_own = mention.is_own or is_by_speaker(mention, brief, accounts)
    kind = _kind(mention, brief) if mention.site_kind is SiteKind.UNKNOWN else mention.site_kind
    if is_own == mention.is_own and kind is mention.site_kind:
        return mention
    return replace(mention, is_own=is_own, site_kind=kind)


def _kind(mention: Mention, brief: Brief) -> SiteKind:
    host = host_of(mention.url)
    if not host:
        return SiteKind.UNKNOWN
    return host_kind(host, own_domains=brief.us.domains, competitor_domains=_domains(brief.competitors))


def _classified(result: SearchResult, brief: Brief, read: PageKind | None) -> SearchResult:
    """By address and title; where the page itself was read and told its kind, that goes before."""
    found = classify(
        result.url,
        title=result.title,
        hint=result.hint,
        own_domains=brief.us.domains,
        competitor_domains=_domains(brief.competitors),
    )
    is_told = read is not None and read.kind is not SiteKind.UNKNOWN
    return replace(
        result,
        host_kind=found.host_kind,
        page_kind=read.kind if read is not None and is_told else found.page_kind,
        reasons=(*found.reasons, *(read.reasons if read is not None and is_told else ())),
    )


def _domains(companies: Iterable[Company]) -> tuple[str, ...]:
    return tuple(domain for company in companies for domain in company.domains)
