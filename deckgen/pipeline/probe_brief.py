"""The brief of a question whose answer everybody knows: something that is always there on a service."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from deckgen.model.brief import US, Brief, Company, Query, SourceSettings, Topic, TopicKind, whole_weeks
from deckgen.model.evidence import Evidence, SearchResult
from deckgen.model.origin import Origin
from deckgen.model.source import Entry

# Written about everywhere, with an article, an item and a site of its own.
PHRASE, HASHTAG = "Wikipedia", "wikipedia"
COMPANY, DOMAIN, ITEM = "Wikimedia Foundation", "wikimediafoundation.org", "Q180"
BLOG, BLOG_TITLE = "https://blog.mozilla.org/", "The Mozilla Blog"


def probe_brief(entry: Entry, *, as_of: date, contact: str, settings: SourceSettings | None = None) -> Brief:
    """A brief that makes the source ask what its entry's probe says, else the general words.

    `settings`: the client's own server and options go before those of the probe.
    """
    probe, given = entry.probe, settings or SourceSettings()
    options = MappingProxyType({**dict(probe.options), **given.options})
    phrase = probe.phrase or PHRASE
    company = Company(
        key=US,
        name=probe.phrase or COMPANY,
        domains=(DOMAIN,),
        handles=MappingProxyType(dict(probe.handles)),
        wikidata=ITEM,
    )
    topic = Topic(
        key=US,
        kind=TopicKind.US,
        phrases=(phrase,),
        hashtags=(probe.hashtag or HASHTAG,),
    )
    return Brief(
        path="",
        digest="",
        as_of=as_of,
        us=company,
        competitors=(),
        competitor_rule="",
        competitors_chosen_on=as_of,
        country="US",
        market_language="en",
        topics=(topic,),
        queries=(Query(key="brand-1", text=probe.query or phrase, is_brand=True),),
        window=whole_weeks(as_of=as_of),
        contact=contact,
        sources=MappingProxyType(
            {entry.key: replace(given, bases=given.bases or _bases(probe.base), options=options)}
        ),
    )


def probe_evidence(brief: Brief) -> Evidence:
    """What others would have found, for sources that ask about it: one result of a search."""
    at = datetime.combine(brief.as_of, time(), tzinfo=UTC)
    result = SearchResult(
        source="probe",
        engine="probe",
        query=next((query.key for query in brief.queries), ""),
        rank=1,
        url=BLOG,
        title=BLOG_TITLE,
        origin=Origin(source="probe", url=BLOG, retrieved_at=at, sha256=""),
    )
    return Evidence(brief=brief, asked=(), results=(result,))


def _bases(base: str) -> tuple[str, ...]:
    return (base,) if base else ()
