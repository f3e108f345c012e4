"""Podcasts in Apple's directory: a recorded show is found and undated; episodes are dated and at least."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import SourceChanged
from deckgen.model.evidence import Gap, Item, Mention, Reading
from deckgen.model.exchange import Request
from deckgen.model.origin import Kind
from deckgen.sources._itunes import shows
from tests.factories import a_brief, a_page
from tests.sources.harness import a_source, all_read, of_type

PODCASTS = a_source("podcasts")


def read(step: str, *results: Any, count: int | None = None) -> list[Item | Request | Gap]:
    return all_read(PODCASTS, a_page(an_answer(*results, count=count), request=asked(step)), a_brief())


def asked(step: str) -> Request:
    return Request(url="https://itunes.apple.com/search?term=x", about="us", step=step)


def an_answer(*results: Any, count: int | None = None) -> bytes:
    told = len(results) if count is None else count
    return b"\n\n\n" + json.dumps({"resultCount": told, "results": results}).encode()


def test_the_recorded_show_is_read_and_its_date_is_that_of_its_last_episode(recorded: Path) -> None:
    track = json.loads((recorded / "mentions/itunes/podcast_track_2020.json").read_bytes())

    (show,) = shows(a_page(an_answer(track), request=asked("show")))
    (mention,) = of_type(Mention, read("show", track))

    assert show.title == "Citations Needed"
    assert show.feed == "https://citationsneeded.libsyn.com/rss"
    assert show.released_at == datetime(2020, 8, 11, 14, 34, tzinfo=UTC)
    assert show.episodes == 139
    assert (mention.unit, mention.title, mention.published_at) == ("show", "Citations Needed", None)


def test_episodes_are_at_least_so_many_and_shows_among_them_are_left_out() -> None:
    episode = {
        "kind": "podcast-episode",
        "trackId": 7,
        "trackName": "On Norrvind",
        "collectionName": "Wheels",
        "releaseDate": "2026-10-12T04:00:00Z",
    }

    found = read("episode", episode, {"kind": "podcast", "collectionId": 1, "collectionName": "Wheels"})

    (mention,) = of_type(Mention, found)
    assert (mention.key, mention.site) == ("episode:7", "Wheels")
    assert of_type(Reading, found)[0].kind is Kind.AT_LEAST


def test_an_empty_answer_is_none_and_a_count_without_results_a_change() -> None:
    assert of_type(Mention, read("show")) == []
    with pytest.raises(SourceChanged):
        read("show", count=3)


def test_each_phrase_is_asked_for_episodes_and_shows_in_the_markets_shop() -> None:
    requests = list(PODCASTS.requests(a_brief()))

    assert [r.step for r in requests[:2]] == ["episode", "show"]
    assert all("country=SE" in r.url and "limit=200" in r.url for r in requests)


def test_results_of_which_none_is_an_episode_are_a_change_and_no_zero() -> None:
    with pytest.raises(SourceChanged, match="lists no episode"):
        read("episode", {"kind": "podcastEpisode", "trackId": 1})
    with pytest.raises(SourceChanged, match="lists no episode"):
        read("episode", count=3)
