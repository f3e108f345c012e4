"""YouTube's search: a recorded page, paging within a day's allowance, and a ceiling that is no count."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceBlocked, SourceChanged, SourceRefused
from deckgen.model.evidence import Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from deckgen.pipeline.evidence_file import evidence_text
from deckgen.sources.youtube_videos import MAX_PAGES, SURELY_ALL
from tests.factories import a_brief, a_company, a_page, a_topic, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

YOUTUBE = a_source("youtube_videos")
URL = "https://www.googleapis.com/youtube/v3/search?part=snippet&q=%22Norrvind%22"
ONE = a_brief(topics=(a_topic(),))


def an_answer(body: Any, status: int = 200, **carry: str) -> Page:
    known = {"page": "1", "listed": "0", "token": "", **carry}
    request = Request(url=URL, about="us", step="search", carry=known, accept_status=(200, 400, 403))
    written = body if isinstance(body, bytes | str) else json.dumps(body)
    return a_page(written, request=request, status=status)


def a_list(*videos: dict[str, Any], token: str = "") -> dict[str, Any]:
    following = {"nextPageToken": token} if token else {}
    total = {"pageInfo": {"totalResults": 1_000_000, "resultsPerPage": 50}}
    return {"kind": "youtube#searchListResponse", "items": list(videos), **following, **total}


def a_video(name: str = "aaaaaaaaaaa", on: str = "2026-03-04T09:00:00Z", **changes: Any) -> dict[str, Any]:
    snippet = {"publishedAt": on, "title": "Norrvind", "channelTitle": "Ada", "channelId": "UCada", **changes}
    return {"id": {"kind": "youtube#video", "videoId": name}, "snippet": snippet}


def test_recording_surfing_p1_2019_25_videos_and_a_next_page_but_no_count(recorded: Path) -> None:
    body = (recorded / "mentions/youtube/search_list_surfing_p1_2019.json").read_bytes()
    brief = a_brief_for(
        "youtube_videos", topics=[{"phrases": ["surfing"]}], window=["2012-01-02", "2019-12-30"]
    )

    found = all_read(YOUTUBE, an_answer(body), brief)

    listed = json.loads(body)["items"]
    videos, (following,) = of_type(Mention, found), of_type(Request, found)
    assert len(listed) == len(videos) == 25
    assert [v.key.removeprefix("https://www.youtube.com/watch?v=") for v in videos] == [
        v["id"]["videoId"] for v in listed
    ]
    assert following.carry["listed"] == "25"
    assert parse_qs(urlsplit(following.url).query)["pageToken"] == ["CBkQAA"]
    assert videos[0].key.endswith("gQ_1zX-F_No")
    assert videos[0].title == "SURFING HAWAII’S BEST WAVE WITH MY GIRLFRIEND (PIPELINE)"
    assert videos[0].published_at == datetime(2019, 12, 5, 19, 0, 10, tzinfo=UTC)
    assert b"&amp;" in body
    assert not [v for v in videos if "&amp;" in v.title]
    assert json.loads(body)["pageInfo"]["totalResults"] == 1_000_000
    assert not of_type(Reading, found)
    assert "1000000" not in evidence_text(an_evidence(brief=brief, mentions=tuple(videos)))


def test_the_services_total_is_never_looked_at() -> None:
    body = {**a_list(a_video()), "pageInfo": {"totalResults": "many"}}

    (reading,) = of_type(Reading, all_read(YOUTUBE, an_answer(body), ONE))

    assert (reading.kind, reading.value) == (Kind.EXACT, None)


def test_each_phrase_is_asked_over_the_window_in_its_market_with_the_key_only_named() -> None:
    (request,) = YOUTUBE.requests(a_brief(topics=(a_topic(phrases=('Norr "vind"',)),)))

    query = parse_qs(urlsplit(request.url).query)
    assert (query["q"], query["order"], query["type"]) == (['"Norr  vind"'], ["date"], ["video"])
    assert query["publishedAfter"] == ["2025-11-17T00:00:00Z"]
    assert query["publishedBefore"] == ["2026-11-16T00:00:00Z"]
    assert (query["regionCode"], query["maxResults"]) == (["SE"], ["50"])
    assert (request.credential, "key" in query) == ("youtube", False)


def test_the_pages_of_a_day_are_shared_among_the_phrases() -> None:
    few = a_brief(topics=(a_topic(),))
    many = a_brief(topics=(a_topic(phrases=tuple(f"phrase {i}" for i in range(40))),))

    assert YOUTUBE.most_requests(few) == MAX_PAGES
    assert YOUTUBE.most_requests(many) == 80
    assert of_type(Request, all_read(YOUTUBE, an_answer(a_list(a_video(), token="T2"), page="1"), many))
    assert not of_type(Request, all_read(YOUTUBE, an_answer(a_list(a_video(), token="T3"), page="2"), many))


def test_pages_are_read_to_the_end_and_an_overlap_counts_once() -> None:
    first = all_read(YOUTUBE, an_answer(a_list(a_video("a"), a_video("b"), token="T2")), ONE)
    (following,) = of_type(Request, first)
    page = a_page(json.dumps(a_list(a_video("b"), a_video("c"))), request=following)
    last = all_read(YOUTUBE, page, ONE)

    (reading,) = of_type(Reading, last)
    assert (reading.kind, reading.start, reading.end) == (Kind.EXACT, date(2025, 11, 17), date(2026, 11, 16))
    assert following.url.endswith("&pageToken=T2")
    mentions = tuple(of_type(Mention, [*first, *last]))
    assert len(mentions) == 4
    assert len(clean(an_evidence(brief=ONE, mentions=mentions)).mentions) == 3


@pytest.mark.parametrize(
    ("carry", "token"),
    [
        ({"page": str(MAX_PAGES)}, "T11"),  # the allowance is used up
        ({"page": "4", "token": "T4"}, "T4"),  # pages that go in a circle
        ({"listed": str(SURELY_ALL)}, ""),  # as long as the service cuts lists
    ],
)
def test_a_list_that_was_cut_is_a_floor_from_where_it_got(carry: dict[str, str], token: str) -> None:
    found = all_read(YOUTUBE, an_answer(a_list(a_video(), token=token), oldest="2026-05-01", **carry), ONE)

    (reading,) = of_type(Reading, found)
    assert (reading.kind, reading.start) == (Kind.AT_LEAST, date(2026, 3, 4))
    assert not of_type(Request, found)


def test_no_videos_are_a_reading_and_not_an_error() -> None:
    (reading,) = all_read(YOUTUBE, an_answer(a_list()), ONE)

    assert isinstance(reading, Reading)
    assert (reading.unit, reading.kind) == ("video", Kind.EXACT)


def test_the_window_is_half_open_in_utc_although_the_service_includes_its_end() -> None:
    moments = ["2025-11-16T23:59:59Z", "2025-11-17T00:00:00Z", "2026-11-16T00:00:00Z"]
    videos = [a_video(f"v{i}", on) for i, on in enumerate(moments)]

    found = of_type(Mention, all_read(YOUTUBE, an_answer(a_list(*videos)), ONE))

    assert [m.key[-2:] for m in found] == ["v1"]


def test_channels_and_lists_among_the_results_are_no_videos() -> None:
    channel = {"id": {"kind": "youtube#channel", "channelId": "UCx"}, "snippet": {}}

    with pytest.raises(SourceChanged, match="no video among them"):
        all_read(YOUTUBE, an_answer(a_list(channel)), ONE)


@pytest.mark.parametrize(
    ("handle", "changes", "is_own"),
    [
        ("https://www.youtube.com/channel/UCnorrvind", {"channelId": "UCnorrvind"}, True),
        ("@norrvind", {"channelTitle": "Norrvind"}, True),
        ("@norrvind", {"channelTitle": "Norrvind fans"}, False),
        ("https://www.youtube.com/channel/UCnorrvind", {"channelId": "UCother"}, False),
        ("", {"channelId": ""}, False),
    ],
)
def test_a_video_of_the_companys_own_channel_is_no_outside_voice(
    handle: str, changes: dict[str, str], is_own: bool
) -> None:
    brief = a_brief(us=a_company(handles={"youtube": handle} if handle else {}), topics=(a_topic(),))
    mentions = tuple(of_type(Mention, all_read(YOUTUBE, an_answer(a_list(a_video(**changes))), brief)))

    assert [m.is_own for m in clean(an_evidence(brief=brief, mentions=mentions)).mentions] == [is_own]


QUOTA = {
    "error": {
        "code": 403,
        "message": 'The request cannot be completed because you have exceeded your <a href="/x">quota</a>.',
        "errors": [{"message": "quota", "domain": "youtube.quota", "reason": "quotaExceeded"}],
    }
}
NO_KEY = {"error": {"code": 400, "message": "API key not valid.", "errors": [{"reason": "badRequest"}]}}


@pytest.mark.parametrize(
    ("body", "status", "kind", "says"),
    [
        (QUOTA, 403, SourceRefused, "YouTube says: quotaExceeded: The request .* exceeded your quota"),
        (NO_KEY, 400, SourceRefused, "YouTube says: badRequest: API key not valid"),
        ("<!doctype html><title>Sorry</title>", 403, SourceBlocked, "web page"),
        ({}, 403, SourceChanged, "status 403 and no list"),
        ({"kind": "youtube#videoListResponse", "items": []}, 200, SourceChanged, "no list of search results"),
        ({"kind": "youtube#searchListResponse"}, 200, SourceChanged, r"\$\.items"),
        (a_list(a_video(on="today")), 200, SourceChanged, r"items\[0\]\.snippet\.publishedAt"),
        (a_list(a_video(), token="x" * 300), 200, SourceChanged, "nextPageToken"),
    ],
)
def test_what_is_refused_or_not_understood_is_named(
    body: Any, status: int, kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind, match=says):
        all_read(YOUTUBE, an_answer(body, status), ONE)


def test_answers_are_kept_for_thirty_days_and_a_run_stays_below_a_days_searches() -> None:
    assert YOUTUBE.entry.keep_days == 30
    assert YOUTUBE.entry.max_requests < 100


def test_videos_of_another_time_say_nothing_of_the_window_and_some_make_it_a_floor() -> None:
    old, new = a_video("bbbbbbbbbbb", "2019-03-04T09:00:00Z"), a_video()

    (reading,) = of_type(Reading, all_read(YOUTUBE, an_answer(a_list(new, old)), ONE))
    (following,) = of_type(Request, all_read(YOUTUBE, an_answer(a_list(new, old, token="CD")), ONE))
    last = a_page(json.dumps(a_list(new)), request=following)
    (later,) = of_type(Reading, all_read(YOUTUBE, last, ONE))

    assert reading.kind is later.kind is Kind.AT_LEAST
    with pytest.raises(SourceChanged, match="was asked for"):
        all_read(YOUTUBE, an_answer(a_list(old)), ONE)
