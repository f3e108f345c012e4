"""A phrase is asked for as a phrase wherever a service understands that: loose words mean another thing."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote_plus

import pytest

from deckgen.model.brief import SourceSettings
from deckgen.model.source import Gives
from deckgen.pipeline.plugins import load_sources
from tests.factories import a_brief, a_topic

PHRASE = "North Wind"
# These search all words or part words whatever one writes; what is no phrase is taken out afterwards.
UNQUOTED = {"lemmy", "podcasts"}
SOURCES = {s.key: s for s in load_sources() if s.entry.gives in {Gives.MENTIONS, Gives.SIGNALS}}


def asked(key: str) -> list[str]:
    """What a source asks for a topic of two words, as a person would type it."""
    source = SOURCES[key]
    settings = SourceSettings(enabled=True, bases=source.entry.bases or ("https://service.example",))
    brief = replace(a_brief(topics=(a_topic(phrases=(PHRASE,)),)), sources={key: settings})
    return [unquote_plus(f"{r.url} {r.body.decode('utf-8', 'replace')}") for r in source.requests(brief)]


@pytest.mark.parametrize("key", sorted(SOURCES))
def test_a_phrase_is_quoted(key: str) -> None:
    with_phrase = [text for text in asked(key) if PHRASE in text]

    unquoted = [text for text in with_phrase if f'"{PHRASE}"' not in text and f'\\"{PHRASE}\\"' not in text]
    assert bool(unquoted) is (key in UNQUOTED and bool(with_phrase))


def test_most_sources_that_search_ask_for_the_phrase() -> None:
    searching = {key for key in SOURCES if any(PHRASE in text for text in asked(key))}

    assert {"hackernews", "gdelt", "reddit", "stackexchange", "youtube_videos"} <= searching
