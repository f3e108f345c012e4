"""YouTube channels: what the recorded answers tell, what they leave unknown, and how far uploads are read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged, SourceError, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.sources._youtube_channel import channels, rounding, uploads
from tests.factories import a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, of_type

GOOGLE, DEVELOPERS = "UCK8sQmJBp8GCxrOtXWBpyEA", "UC_x5XG1OV2P6uZZ5FSM9Ttw"
OURS = "UCnorrvind00000000000000"
UPLOADS = {"list": "UUnorrvind00000000000000", "handle": OURS, "name": "norrvind"}


def _brief(handle: str = "@Norrvind", **changes: Any) -> Brief:
    return a_brief(us=a_company(handles={"youtube": handle}), **changes)


def _answer(
    body: bytes | str | dict[str, Any], *, step: str = "channel", status: int = 200, **carry: str
) -> Page:
    request = Request(
        url="https://www.googleapis.com/youtube/v3/x",
        about="us",
        step=step,
        carry={"proof": "user", "url": "https://www.youtube.com/@norrvind", **carry},
    )
    written = json.dumps(body) if isinstance(body, dict) else body
    return a_page(written, source="youtube_channel", request=request, status=status)


def _channel(**changes: Any) -> dict[str, Any]:
    item = {
        "id": OURS,
        "snippet": {"title": "Norrvind", "customUrl": "@norrvind", "publishedAt": "2019-05-01T10:00:00Z"},
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": UPLOADS["list"]}},
        "statistics": {"subscriberCount": "12300", "hiddenSubscriberCount": False, "videoCount": "41"},
        **changes,
    }
    return {"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 1}, "items": [item]}


def _videos(days: Iterable[str], *, following: str = "") -> dict[str, Any]:
    items = [{"contentDetails": {"videoId": f"v{d}", "videoPublishedAt": f"{d}T09:00:00Z"}} for d in days]
    page = {"kind": "youtube#playlistItemListResponse", "pageInfo": {"totalResults": 120}, "items": items}
    return {**page, "nextPageToken": following} if following else page


def _read(page: Page, brief: Brief | None = None) -> list[Any]:
    return all_read(a_source("youtube_channel"), page, brief or _brief())


def _said(found: list[Any]) -> dict[str, int]:
    return {o.metric: int(o.value) for o in of_type(Observation, found)}


@pytest.mark.parametrize(
    ("handle", "asked"),
    [
        ("@Norrvind", "forHandle=%40norrvind"),
        ("norrvind", "forHandle=%40norrvind"),
        ("https://www.youtube.com/@Norrvind/videos", "forHandle=%40norrvind"),
        (f"https://youtube.com/channel/{GOOGLE}", f"id={GOOGLE}"),
        (GOOGLE, f"id={GOOGLE}"),
        ("https://www.youtube.com/user/norrvindtv", "forUsername=norrvindtv"),
    ],
)
def test_a_given_channel_is_asked_for_by_what_it_is_called(handle: str, asked: str) -> None:
    requests = list(a_source("youtube_channel").requests(_brief(handle)))

    assert [r.url for r in requests] == [
        "https://www.googleapis.com/youtube/v3/channels?part=snippet%2Cstatistics%2CcontentDetails&" + asked
    ]
    assert [r.credential for r in requests] == ["youtube"]


@pytest.mark.parametrize("handle", ["https://www.youtube.com/c/Norrvind", "https://www.youtube.com/norrvind"])
def test_an_address_of_the_old_form_is_no_handle_and_none_is_guessed(handle: str) -> None:
    assert list(a_source("youtube_channel").requests(_brief(handle))) == []


def test_a_declared_channel_is_asked_for_where_the_brief_names_none() -> None:
    declared = a_presence(
        source="website",
        platform="youtube",
        proof=Proof.SITE_LINK,
        handle="velmora",
        url="https://www.youtube.com/@velmora",
    )
    brief = _brief()

    requests = list(a_source("youtube_channel").follow_up(brief, an_evidence(presences=(declared,))))

    assert [(r.about, r.carry["proof"]) for r in requests] == [("velmora", "site-link")]
    assert requests[0].url.endswith("forHandle=%40velmora")


def test_nothing_is_asked_when_nothing_is_given_or_declared() -> None:
    assert list(a_source("youtube_channel").requests(a_brief())) == []
    assert list(a_source("youtube_channel").follow_up(a_brief(), an_evidence())) == []


def test_the_two_recorded_channels_are_read_with_their_rounded_subscribers(recorded: Path) -> None:
    page = _answer((recorded / "presence/youtube/channels-list-google-2.json").read_bytes())

    google, developers = channels(page)

    assert (google.id, google.handle, google.subscribers, google.videos) == (
        GOOGLE,
        "google",
        10_700_000,
        2678,
    )
    assert (developers.id, developers.subscribers, developers.videos) == (DEVELOPERS, 2_260_000, 5652)
    assert (google.uploads, developers.uploads) == ("UUK8sQmJBp8GCxrOtXWBpyEA", "UU_x5XG1OV2P6uZZ5FSM9Ttw")
    assert (google.created, developers.created) == (date(2005, 9, 18), date(2007, 8, 23))


@pytest.mark.parametrize(
    ("which", "audience", "step"), [(GOOGLE, 10_700_000, 100_000), (DEVELOPERS, 2_260_000, 10_000)]
)
def test_of_the_recorded_answer_the_channel_asked_for_is_taken(
    recorded: Path, which: str, audience: int, step: int
) -> None:
    body = (recorded / "presence/youtube/channels-list-google-2.json").read_bytes()

    found = _read(_answer(body, id=which))

    [said] = [o for o in of_type(Observation, found) if o.metric == "audience"]
    assert (said.value, said.rounded_to, said.handle, said.kind) == (audience, step, which, Kind.EXACT)
    assert said.origin.locator.endswith("statistics.subscriberCount")
    assert of_type(Request, found)[0].url == (
        "https://www.googleapis.com/youtube/v3/playlistItems?part=contentDetails"
        f"&playlistId=UU{which[2:]}&maxResults=50"
    )


def test_two_channels_of_which_neither_was_asked_for_are_no_answer(recorded: Path) -> None:
    body = (recorded / "presence/youtube/channels-list-google-2.json").read_bytes()

    with pytest.raises(SourceChanged):
        _read(_answer(body, forHandle="@norrvind"))


def test_the_recorded_channel_without_statistics_is_present_with_an_unknown_audience(recorded: Path) -> None:
    body = (recorded / "presence/youtube/channels-list-snippet-only.json").read_bytes()

    found = _read(_answer(body, forHandle="@googledevelopers"))

    [presence] = of_type(Presence, found)
    assert (presence.state, presence.handle, presence.proof) == (
        PresenceState.PRESENT,
        "googledevelopers",
        Proof.USER,
    )
    assert _said(found) == {"created": date(2007, 8, 23).toordinal()}
    assert of_type(Request, found) == []


def test_the_recorded_pages_add_up_to_what_they_say_there_is(recorded: Path) -> None:
    pages = [recorded / f"presence/youtube/playlistItems-page{n}.json" for n in (1, 2)]
    listed = [json.loads(p.read_bytes()) for p in pages]
    joined = [item["snippet"]["publishedAt"] for page in listed for item in page["items"]]
    told = [_with_days(page) for page in listed]

    first, second = (uploads(_answer(page, step="uploads")) for page in told)

    assert (first.listed, first.following, first.total) == (10, "CAoQAA", 13)
    assert (second.listed, second.following, second.total) == (3, "", 13)
    assert joined == sorted(joined)  # the order of a list is its own, here the oldest first


def _with_days(page: dict[str, Any]) -> dict[str, Any]:
    """The recorded page as part=contentDetails gives it."""
    return {**page, "items": [{**i, "contentDetails": {"videoId": "v"}} for i in page["items"]]}


@pytest.mark.parametrize("name", ["playlistItems-page1.json", "playlistItems-page2.json"])
def test_of_the_recorded_days_of_joining_a_list_no_cadence_is_made(recorded: Path, name: str) -> None:
    body = (recorded / "presence/youtube" / name).read_bytes()

    with pytest.raises(SourceChanged, match="added to the list"):
        _read(_answer(body, step="uploads", **UPLOADS), _brief(as_of=date(2019, 11, 24)))


@pytest.mark.parametrize("step", ["channel", "uploads"])
def test_the_recorded_refusal_leaves_the_channel_unknown(recorded: Path, step: str) -> None:
    body = (recorded / "presence/youtube/error-403.json").read_bytes()

    with pytest.raises(SourceRefused, match=r"SERVICE_UNAVAILABLE: The caller does not have permission"):
        _read(_answer(body, step=step, status=403, list="UUx"))


def test_hidden_subscribers_are_unknown_and_not_nobody() -> None:
    statistics = {"subscriberCount": "0", "hiddenSubscriberCount": True, "videoCount": "41"}

    assert _said(_read(_answer(_channel(statistics=statistics), id=OURS))) == {
        "posts_total": 41,
        "created": date(2019, 5, 1).toordinal(),
    }


@pytest.mark.parametrize(
    ("count", "step"),
    [(0, 1), (940, 1), (1230, 10), (12_300, 100), (999_000, 1000), (10_700_000, 100_000)],
)
def test_a_number_is_told_in_steps_of_its_third_digit(count: int, step: int) -> None:
    assert rounding(count) == Decimal(step)


@pytest.mark.parametrize(
    ("proof", "state"),
    [("user", PresenceState.ABSENT), ("wikidata", PresenceState.UNKNOWN)],
)
@pytest.mark.parametrize("items", [{}, {"items": []}])
def test_only_a_handle_that_the_user_named_can_be_denied(
    proof: str, state: PresenceState, items: dict[str, Any]
) -> None:
    body = {"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 0}, **items}

    [presence] = _read(_answer(body, proof=proof, handle="norrvind"))

    assert (presence.state, presence.reason, presence.proof) == (state, "not-found", Proof.NONE)


@pytest.mark.parametrize("told", [{}, {"pageInfo": {}}, {"pageInfo": {"totalResults": 1}, "entries": []}])
def test_a_list_of_channels_that_is_not_there_denies_nothing_unless_none_is_told(
    told: dict[str, Any],
) -> None:
    with pytest.raises(SourceChanged):
        _read(_answer({"kind": "youtube#channelListResponse", **told}, proof="user", handle="norrvind"))


@pytest.mark.parametrize("status", [200, 404])
def test_an_answer_that_is_no_list_of_channels_denies_nothing(status: int) -> None:
    with pytest.raises(SourceChanged):
        _read(_answer("{}", status=status))


def test_videos_of_ninety_days_are_counted_over_pages_whatever_their_order() -> None:
    first = _read(
        _answer(
            _videos(["2026-03-01", "2026-11-20", "2026-08-23"], following="P2"), step="uploads", **UPLOADS
        )
    )

    [further] = of_type(Request, first)
    assert further.url.endswith("&maxResults=50&pageToken=P2")
    assert of_type(Observation, first) == []

    last = _answer(_videos(["2026-08-24", "2026-11-21"]), step="uploads", **further.carry)
    found = _read(last)

    [count] = of_type(Observation, found)
    assert (count.metric, count.value, count.kind, count.handle) == ("posts_90d", 3, Kind.EXACT, OURS)
    assert of_type(Presence, found)[0].last_active == date(2026, 11, 21)


def test_a_page_without_any_recent_video_ends_the_reading() -> None:
    found = _read(
        _answer(_videos(["2026-08-23", "2026-01-01"], following="P2"), step="uploads", **UPLOADS, posts="4")
    )

    assert [(o.value, o.kind) for o in of_type(Observation, found)] == [(Decimal(4), Kind.EXACT)]
    assert of_type(Request, found) == []


def test_at_the_last_page_that_is_read_the_count_is_at_least() -> None:
    carry = {**UPLOADS, "pages": "5", "posts": "250"}

    found = _read(_answer(_videos(["2026-11-01"], following="P7"), step="uploads", **carry))

    assert [(o.value, o.kind) for o in of_type(Observation, found)] == [(Decimal(251), Kind.AT_LEAST)]


def test_a_video_announced_for_later_does_not_count_yet() -> None:
    found = _read(_answer(_videos(["2026-12-24", "2026-11-22"]), step="uploads", **UPLOADS))

    assert _said(found) == {"posts_90d": 1}
    assert of_type(Presence, found)[0].last_active == date(2026, 11, 22)


def test_a_private_video_has_no_day_and_is_left_out() -> None:
    body = _videos(["2026-11-20"])
    body["items"].append({"contentDetails": {"videoId": "private"}})

    assert _said(_read(_answer(body, step="uploads", **UPLOADS))) == {"posts_90d": 1}


@pytest.mark.parametrize("videos", ["0", ""])
def test_a_list_that_is_not_found_is_that_of_a_channel_without_videos(videos: str) -> None:
    body = {"error": {"code": 404, "errors": [{"reason": "playlistNotFound"}]}}

    found = _read(_answer(body, status=404, step="uploads", **UPLOADS, videos=videos))

    assert [(o.metric, o.value, o.kind) for o in found] == [("posts_90d", Decimal(0), Kind.EXACT)]


def test_a_channel_with_videos_whose_list_is_not_found_is_a_contradiction() -> None:
    body = {"error": {"code": 404, "errors": [{"reason": "playlistNotFound"}]}}

    with pytest.raises(SourceRefused):
        _read(_answer(body, status=404, step="uploads", **UPLOADS, videos="41"))


def test_its_answers_may_be_kept_for_thirty_days() -> None:
    assert a_source("youtube_channel").entry.keep_days == 30


_VALUES = st.none() | st.integers() | st.text(max_size=5) | st.lists(st.just({}), max_size=2) | st.just({})


@settings(max_examples=80)
@given(
    item=st.dictionaries(
        st.sampled_from(["id", "snippet", "statistics", "contentDetails", "videoPublishedAt"]), _VALUES
    ),
    top=st.dictionaries(st.sampled_from(["items", "error", "pageInfo", "nextPageToken"]), _VALUES),
    status=st.sampled_from([200, 403, 404]),
)
def test_whatever_comes_only_source_errors_are_raised(
    item: dict[str, Any], top: dict[str, Any], status: int
) -> None:
    for step, kind in (("channel", "channel"), ("uploads", "playlistItem")):
        body = {"kind": f"youtube#{kind}ListResponse", "items": [item], **top}
        try:
            _read(_answer(body, step=step, status=status, list="UUx"))
        except SourceError:
            continue


def test_a_page_of_videos_that_comes_again_is_not_counted_again() -> None:
    days = ["2026-11-20", "2026-11-19"]
    first = _read(_answer(_videos(days, following="P2"), step="uploads", **UPLOADS))
    [further] = of_type(Request, first)

    again = _read(_answer(_videos(days, following="P2"), step="uploads", **further.carry))

    assert [(o.value, o.kind) for o in of_type(Observation, again)] == [(Decimal(2), Kind.AT_LEAST)]
    assert of_type(Request, again) == []
