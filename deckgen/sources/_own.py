"""Whose posts are no outside voice when a source can tell the account better than the pipeline can."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.model.brief import Brief, Company, Topic, TopicKind


def speakers(brief: Brief, topic: Topic) -> Iterable[Company]:
    """The topic's company; in talk about the industry ourselves."""
    if topic.kind is TopicKind.INDUSTRY:
        return (brief.us,)
    return (company for company in brief.companies if company.key == topic.key)


def owns_name(company: Company, name: str) -> bool:
    """Whether a host name is the company's own domain or lies below it."""
    return any(name == domain or name.endswith(f".{domain}") for domain in company.domains)
