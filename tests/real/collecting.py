"""Runs the whole way of collecting against a real server, and replays it from the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from deckgen.archive.archive import Archive
from deckgen.fetch.clock import Clock
from deckgen.fetch.fetcher import Fetcher
from deckgen.model.brief import Brief, Company, SourceSettings, whole_weeks
from deckgen.model.evidence import Evidence
from deckgen.model.exchange import Failure, Page, Request
from deckgen.model.source import Entry, Source
from deckgen.pipeline.collect import collect
from tests.factories import a_brief, a_company
from tests.real.wiki_pages import AS_OF
from tests.sources.harness import a_source

NOON = datetime.combine(AS_OF, time(12), tzinfo=UTC)
_FASTER = 1_000  # than the entry says: the server is ours


def a_brief_of(*companies: Company, **changes: Any) -> Brief:
    """The factories' brief on the day to which the servers are filled; us first."""
    us, *others = companies or (a_company(),)
    fields = {"us": us, "competitors": tuple(others), "as_of": AS_OF, "window": whole_weeks(as_of=AS_OF)}
    return a_brief(**{**fields, **changes})


def a_fast(key: str) -> Source:
    source = a_source(key)
    return type(source)(replace(source.entry, per_second=source.entry.per_second * _FASTER))


def collected(folder: Path, brief: Brief, key: str, *, bases: tuple[str, ...]) -> Evidence:
    """What the source finds where only `bases` may be asked; its replay from the archive must be the same."""
    sources: Mapping[str, SourceSettings] = {**brief.sources}
    settings = replace(sources.get(key, SourceSettings()), bases=bases)
    brief = replace(brief, sources={**sources, key: settings})
    fetcher = Fetcher(contact=brief.contact, folder=folder, bases={key: bases}, clock=Clock(NOON))
    path = folder / f"{key}.warc.gz"
    with Archive.open(path, as_of=AS_OF, brief_digest=brief.digest, now=NOON) as archive:
        evidence = collect(brief, archive=archive, fetcher=fetcher, sources=(a_fast(key),))
    with Archive.read(path) as archive:
        again = collect(brief, archive=archive, fetcher=None, sources=(a_source(key),))
    assert again == evidence
    return evidence


async def fetched(url: str, folder: Path) -> Page:
    """One page as the fetcher gets it."""
    entry: Entry = a_fast("website").entry
    async with Fetcher(
        contact="press@norrvind.example", folder=folder, bases={entry.key: (url,)}, clock=Clock(NOON)
    ) as fetcher:
        answer = await fetcher.fetch(entry, Request(url=url, accept_status=(200, 404)))
    assert not isinstance(answer, Failure), answer
    return answer
