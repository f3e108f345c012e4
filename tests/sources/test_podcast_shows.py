"""Podcast shows, from documentation: lookups in Apple's directory and the feeds that they lead to."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceChanged, SourceError, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.sources._itunes import show_id, shows
from tests.factories import AS_OF, a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, of_type

NUMBER = "1700000001"
PAGE = f"https://podcasts.apple.com/se/podcast/the-long-ride/id{NUMBER}"
FEED = "https://feeds.norrvind.example/the-long-ride.xml"


def _brief(handle: str = NUMBER, **changes: Any) -> Brief:
    return a_brief(us=a_company(handles={"podcast": handle}), **changes)


def _show(**changes: Any) -> dict[str, Any]:
    return {
        "wrapperType": "track",
        "kind": "podcast",
        "collectionId": int(NUMBER),
        "artistName": "Norrvind",
        "collectionName": "The long ride",
        "collectionViewUrl": PAGE,
        "feedUrl": FEED,
        "releaseDate": "2026-11-17T05:00:00Z",
        "trackCount": 38,
        **changes,
    }


def _answer(body: Any, *, step: str = "show", country: str = "SE", proof: str = "user") -> Page:
    carry = {"handle": NUMBER, "url": NUMBER, "proof": proof, "country": country}
    written = body if isinstance(body, str | bytes) else "\n\n\n" + json.dumps(body)
    headers = {"content-type": "text/javascript; charset=utf-8"}
    request = Request(url="https://itunes.apple.com/lookup?id=1", about="us", step=step, carry=carry)
    return a_page(written, source="podcast_shows", request=request, headers=headers)


def _results(*found: dict[str, Any]) -> dict[str, Any]:
    return {"resultCount": len(found), "results": list(found)}


def _read(page: Page) -> list[Any]:
    return all_read(a_source("podcast_shows"), page, _brief())


def _episodes(*days: date, link: str = "") -> str:
    items = "".join(
        f"<item><title>Ride {i}</title><guid>ride-{i}</guid><link>{link or f'https://x.example/{i}'}</link>"
        f"<pubDate>{day:%a, %d %b %Y} 05:00:00 GMT</pubDate></item>"
        for i, day in enumerate(days)
    )
    return f'<rss version="2.0"><channel><title>The long ride</title>{items}</channel></rss>'


@pytest.mark.parametrize("handle", [NUMBER, f"id{NUMBER}", PAGE, f"{PAGE}?uo=4", f" {PAGE} "])
def test_a_show_of_the_directory_is_looked_up_in_the_markets_shop(handle: str) -> None:
    [asked] = a_source("podcast_shows").requests(_brief(handle))

    assert asked.url == f"https://itunes.apple.com/lookup?id={NUMBER}&country=SE"
    assert not asked.robots


def test_a_feed_that_the_brief_names_is_read_as_it_is() -> None:
    [asked] = a_source("podcast_shows").requests(_brief(FEED))

    assert (asked.url, asked.step, asked.robots) == (FEED, "feed", False)


@pytest.mark.parametrize("handle", ["The long ride", "", "http://[", "42"])
def test_a_mere_name_could_be_anybodys_and_is_not_searched_for(handle: str) -> None:
    assert list(a_source("podcast_shows").requests(_brief(handle))) == []


def test_a_declared_feed_is_read_as_robots_txt_allows() -> None:
    seen = a_presence(source="website", platform="podcast", proof=Proof.SITE_LINK, handle="ride", url=FEED)

    [asked] = a_source("podcast_shows").follow_up(a_brief(), an_evidence(presences=(seen,)))

    assert (asked.url, asked.about, asked.robots) == (FEED, "velmora", True)


def test_a_show_is_present_and_its_feed_is_asked_for() -> None:
    found = _read(_answer(_results(_show())))

    [presence] = of_type(Presence, found)
    assert (presence.state, presence.proof, presence.handle, presence.url, presence.last_active) == (
        PresenceState.PRESENT,
        Proof.USER,
        NUMBER,
        PAGE,
        date(2026, 11, 17),
    )
    assert [(o.metric, o.value, o.kind) for o in of_type(Observation, found)] == [
        ("posts_total", Decimal(38), Kind.AT_LEAST)
    ]
    assert [(r.url, r.robots) for r in of_type(Request, found)] == [(FEED, True)]


def test_the_recorded_show_reads_as_its_fields_say(recorded: Path) -> None:
    body = json.loads((recorded / "mentions/itunes/podcast_track_2020.json").read_bytes())

    [show] = shows(_answer(_results(body)))

    assert (show.id, show.title, show.author) == (
        "1258545975",
        "Citations Needed",
        "Nima Shirazi and Adam Johnson",
    )
    assert (show.feed, show.episodes) == ("https://citationsneeded.libsyn.com/rss", 139)
    assert show.released_at is not None
    assert show.released_at.isoformat() == "2020-08-11T14:34:00+00:00"


def test_artists_and_apps_of_that_number_are_no_shows() -> None:
    found = shows(_answer(_results(_show(), _show(), _show(kind="software"), {"wrapperType": "artist"})))

    assert [show.id for show in found] == [NUMBER]


def test_a_show_that_is_not_in_the_markets_shop_is_looked_for_in_the_largest() -> None:
    [further] = _read(_answer(_results()))

    assert further.url == f"https://itunes.apple.com/lookup?id={NUMBER}&country=US"


@pytest.mark.parametrize(
    ("proof", "state"), [("user", PresenceState.ABSENT), ("site-link", PresenceState.UNKNOWN)]
)
def test_a_number_that_no_shop_knows_is_absent_only_when_the_user_gave_it(
    proof: str, state: PresenceState
) -> None:
    [presence] = _read(_answer(_results(), country="US", proof=proof))

    assert (presence.state, presence.reason) == (state, "not-found")


def test_another_show_than_the_one_asked_for_is_not_taken() -> None:
    found = _read(_answer(_results(_show(collectionId=5)), country="US"))

    assert [p.state for p in of_type(Presence, found)] == [PresenceState.ABSENT]


def test_a_show_that_only_apple_serves_has_no_feed_to_read() -> None:
    found = _read(_answer(_results(_show(feedUrl=None, trackCount=None))))

    assert [type(item) for item in found] == [Presence]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"errorMessage": "Invalid value(s) for key(s): [country]"}, SourceRefused),
        ({"resultCount": 1, "results": []}, SourceChanged),
        ({"results": []}, SourceChanged),
        ("<html>", SourceBlocked),
        ("\n\n", SourceChanged),
    ],
)
def test_what_is_no_list_of_results_denies_nothing(body: Any, error: type[SourceError]) -> None:
    with pytest.raises(error):
        _read(_answer(body, country="US"))


def test_episodes_of_ninety_days_are_counted_even_when_all_link_to_one_page() -> None:
    days = [AS_OF, AS_OF - timedelta(days=90), AS_OF - timedelta(days=91), AS_OF + timedelta(days=1)]

    found = _read(_answer(_episodes(*days, link="https://norrvind.example/podcast"), step="feed"))

    assert [(o.metric, o.value, o.kind, o.handle) for o in of_type(Observation, found)] == [
        ("posts_90d", Decimal(2), Kind.EXACT, NUMBER)
    ]
    assert [p.last_active for p in of_type(Presence, found)] == [AS_OF]


def test_a_feed_that_does_not_reach_back_gives_a_lower_bound() -> None:
    found = _read(_answer(_episodes(AS_OF - timedelta(days=3), AS_OF), step="feed"))

    assert [(o.value, o.kind) for o in of_type(Observation, found)] == [(Decimal(2), Kind.AT_LEAST)]


def test_a_feed_without_episodes_leaves_the_show_unknown() -> None:
    [presence] = _read(_answer(_episodes(), step="feed"))

    assert (presence.state, presence.reason) == (PresenceState.UNKNOWN, "empty-feed")


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert show_id(text) == "" or show_id(text).isdigit()


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["kind", "collectionId", "collectionName", "releaseDate", "genres", "feedUrl"]),
        st.none() | st.integers() | st.sampled_from(["podcast", "http://[", "x"]) | st.just(["a"]),
    )
)
def test_whatever_comes_only_source_errors_are_raised(result: dict[str, Any]) -> None:
    try:
        _read(_answer(_results({"kind": "podcast", "collectionId": int(NUMBER), **result})))
    except SourceError:
        return
