"""Bluesky's search: a recorded answer, paging, false dates, and one post that comes by two ways."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.arguments._counting import counted
from deckgen.errors import SourceBlocked, SourceChanged, SourceRefused
from deckgen.model.evidence import Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from deckgen.sources._at_uri import post_address
from deckgen.sources.bluesky_posts import MAX_PAGES
from tests.factories import a_brief, a_page, a_topic, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

BLUESKY, MASTODON = a_source("bluesky_posts"), a_source("mastodon_tags")
URL = "https://bsky.social/xrpc/app.bsky.feed.searchPosts?q=%22Norrvind%22&limit=100"
DID = "did:plc:adaadaadaadaadaadaadaada"


def an_answer(body: Any, status: int = 200, **carry: str) -> Page:
    request = Request(url=URL, about="us", step="search", carry={"page": "1", "cursor": "", **carry})
    written = body if isinstance(body, bytes | str) else json.dumps(body)
    return a_page(written, request=request, status=status)


def a_post(name: str = "3kaaa", on: str = "2026-03-04T09:00:00.000Z", **changes: Any) -> dict[str, Any]:
    record = {"text": "A ride on my Norrvind", "createdAt": on, **changes.pop("record", {})}
    return {
        "uri": f"at://{DID}/app.bsky.feed.post/{name}",
        "author": {"did": DID, "handle": "ada.example"},
        "record": record,
        "indexedAt": on,
        **changes,
    }


def recorded_answer(recorded: Path) -> tuple[bytes, list[Any]]:
    body = (recorded / "mentions/bluesky/searchPosts_redistricting_2025-05-19.body.json").read_bytes()
    topics = [{"phrases": ["redistricting"]}]
    brief = a_brief_for("bluesky_posts", topics=topics, window=["2024-05-20", "2025-05-26"])
    return body, all_read(BLUESKY, an_answer(body), brief)


def test_recording_redistricting_2025_25_posts_and_a_cursor_that_is_a_text(recorded: Path) -> None:
    body, found = recorded_answer(recorded)

    posts, (following,) = of_type(Mention, found), of_type(Request, found)
    assert len(posts) == len({p.key for p in posts}) == 25
    assert following.url == f"{URL}&cursor=25"
    assert not of_type(Reading, found)
    assert b"hitsTotal" not in body
    assert posts[0].published_at == datetime(2025, 5, 19, 17, 10, 9, tzinfo=UTC)
    assert posts[0].author == "socpaperbot.bsky.social"
    assert posts[0].excerpt.startswith("Ends Versus Means: Public Opinion on Congressional Redistricting")
    assert posts[0].key == "https://bsky.app/profile/did:plc:kkergqgbhb56ptpwj2wenkje/post/3lpk2u6qo222m"
    assert {p.published_at.date() for p in posts} == {date(2025, 5, 19)}


def test_recording_redistricting_2025_dates_in_three_spellings_authors_and_languages(recorded: Path) -> None:
    body, found = recorded_answer(recorded)
    posts = of_type(Mention, found)

    written = [post["record"]["createdAt"] for post in json.loads(body)["posts"]]
    spellings = {(len(w.partition(".")[2].rstrip("Z").partition("+")[0]), w[-1] == "Z") for w in written}
    assert len(spellings) == 3
    assert all(p.published_at for p in posts)
    assert Counter(p.author for p in posts).most_common(1)[0][1] == 4
    # its description speaks of one post without a language; the answer holds four
    without = [
        post["uri"].rpartition("/")[2] for post in json.loads(body)["posts"] if "langs" not in post["record"]
    ]
    assert [p.key.rpartition("/")[2] for p in posts if not p.language] == without
    assert len(without) == 4


def test_recording_redistricting_2025_was_answered_with_the_limits_of_the_entry(recorded: Path) -> None:
    told = (recorded / "mentions/bluesky/searchPosts_redistricting_2025-05-19.yml").read_text(
        encoding="utf-8"
    )

    assert "RateLimit-Limit: '3000'" in told
    assert "RateLimit-Policy: 3000;w=300" in told
    assert BLUESKY.entry.per_second * 300 <= 3000
    assert "uri: https://bsky.social/xrpc/app.bsky.feed.searchPosts?" in told
    assert BLUESKY.entry.bases == ("https://bsky.social/xrpc",)


def test_the_window_is_asked_in_whole_moments_and_the_key_only_named() -> None:
    (request,) = BLUESKY.requests(a_brief(topics=(a_topic(phrases=('Norr "vind"',)),)))

    query = parse_qs(urlsplit(request.url).query)
    assert (query["since"], query["until"]) == (["2025-11-17T00:00:00.000Z"], ["2026-11-16T00:00:00.000Z"])
    assert (query["q"], query["sort"], query["limit"]) == (['"Norr  vind"'], ["latest"], ["100"])
    assert request.credential == "bluesky_posts"


def test_pages_follow_the_cursor_to_its_end_and_the_count_is_a_floor() -> None:
    first = all_read(BLUESKY, an_answer({"posts": [a_post()], "cursor": "a b&1"}), a_brief())
    (following,) = of_type(Request, first)
    last = a_page(json.dumps({"posts": [a_post("3kbbb", "2026-02-01T00:00:00Z")]}), request=following)

    found = all_read(BLUESKY, last, a_brief())

    assert following.url == f"{URL}&cursor=a+b%261"
    assert dict(following.carry) == {"page": "2", "cursor": "a b&1", "oldest": "2026-03-04"}
    (reading,) = of_type(Reading, found)
    assert (reading.kind, reading.start, reading.value) == (Kind.AT_LEAST, date(2025, 11, 17), None)
    assert reading.end == date(2026, 11, 16)


@pytest.mark.parametrize("carry", [{"cursor": "100"}, {"page": "3", "cursor": "100"}])
def test_a_cursor_that_stands_still_ends_the_list(carry: dict[str, str]) -> None:
    found = all_read(BLUESKY, an_answer({"posts": [a_post()], "cursor": "100"}, **carry), a_brief())

    assert not of_type(Request, found)
    assert len(of_type(Reading, found)) == 1


def test_the_last_page_allowed_makes_a_floor_from_where_it_got() -> None:
    page = an_answer({"posts": [a_post()], "cursor": "2000"}, page=str(MAX_PAGES), oldest="2026-03-09")

    found = all_read(BLUESKY, page, a_brief())

    (reading,) = of_type(Reading, found)
    assert (reading.kind, reading.start) == (Kind.AT_LEAST, date(2026, 3, 4))
    assert not of_type(Request, found)


def test_no_posts_are_a_reading_and_not_an_error() -> None:
    assert [type(item) for item in all_read(BLUESKY, an_answer({"posts": []}), a_brief())] == [Reading]


@pytest.mark.parametrize(
    ("created", "indexed", "published"),
    [
        ("2031-01-01T00:00:00Z", "2026-03-04T09:00:00Z", "2026-03-04T09:00"),
        ("2026-03-04T09:00:00Z", "2026-05-04T09:00:00Z", "2026-03-04T09:00"),
        ("0001-10-14T00:00:00Z", "2026-03-04T09:00:00Z", "2026-03-04T09:00"),
        ("2026-03-04T11:00:00.123456+02:00", "", "2026-03-04T09:00"),
    ],
)
def test_of_two_times_the_earlier_that_can_be_true_counts(created: str, indexed: str, published: str) -> None:
    post = a_post(on=created, indexedAt=indexed)

    (mention,) = of_type(Mention, all_read(BLUESKY, an_answer({"posts": [post]}), a_brief()))

    assert mention.published_at.isoformat()[:16] == published


def test_the_window_is_half_open_in_utc() -> None:
    moments = [
        "2025-11-16T23:59:59Z",
        "2025-11-17T01:00:00+02:00",
        "2025-11-17T00:00:00Z",
        "2026-11-16T00:00:00Z",
    ]
    posts = [a_post(f"3k{i}", on) for i, on in enumerate(moments)]

    found = of_type(Mention, all_read(BLUESKY, an_answer({"posts": posts}), a_brief()))

    assert [m.key[-3:] for m in found] == ["3k2"]


def test_likes_and_replies_are_signals_and_hidden_tags_are_kept() -> None:
    post = a_post(
        likeCount=5, replyCount=2, repostCount=9, record={"tags": ["norrvind"], "langs": ["sv", "en"]}
    )

    (mention,) = of_type(Mention, all_read(BLUESKY, an_answer({"posts": [post]}), a_brief()))

    assert (mention.points, mention.comments, mention.tags, mention.language) == (5, 2, ("norrvind",), "sv")


def test_a_handle_under_the_companys_own_domain_is_the_company() -> None:
    handles = ["norrvind.example", "News.Norrvind.example", "notnorrvind.example", "velmora.example"]
    posts = [a_post(f"3k{i}", author={"handle": handle}) for i, handle in enumerate(handles)]

    found = of_type(Mention, all_read(BLUESKY, an_answer({"posts": posts}), a_brief()))

    assert [m.is_own for m in found] == [True, True, False, False]


def test_one_post_read_at_bluesky_and_over_the_bridge_counts_once() -> None:
    brief = a_brief(topics=(a_topic(),))
    (direct,) = of_type(Mention, all_read(BLUESKY, an_answer({"posts": [a_post("3kaaa")]}), brief))
    status = {
        "id": "1",
        "uri": f"https://bsky.brid.gy/convert/ap/at://{DID}/app.bsky.feed.post/3kaaa",
        "url": f"https://fed.brid.gy/r/https://bsky.app/profile/{DID}/post/3kaaa",
        "created_at": "2026-03-04T09:00:01.000Z",
        "content": "<p>A ride on my Norrvind</p>",
        "account": {"acct": "ada.example@bsky.brid.gy"},
    }
    carry = {"base": "https://m.example", "tag": "norrvind", "page": "1"}
    timeline = Request(url="https://m.example/api", about="us", step="timeline", carry=carry)
    page = a_page(json.dumps([status]), source="mastodon_tags", request=timeline)
    (bridged,) = of_type(Mention, all_read(MASTODON, page, brief))

    evidence = clean(an_evidence(brief=brief, mentions=(direct, bridged)))

    assert direct.key == bridged.key == f"https://bsky.app/profile/{DID}/post/3kaaa"
    assert len(evidence.mentions) == 1
    assert evidence.removed == (("mastodon_tags", "us", "duplicate", 1),)
    both = an_evidence(brief=brief, mentions=(direct, bridged))
    assert (len(counted(both, ("us",)).items), len(counted(both, ("us",)).copies)) == (1, 1)


@pytest.mark.parametrize(
    ("at_uri", "address"),
    [
        ("at://did:web:ada.example/app.bsky.feed.post/3k", "https://bsky.app/profile/did:web:ada.example/post/3k"),
        ("at://did:plc:x/app.bsky.feed.generator/3k", ""),
        ("at://ada.example/app.bsky.feed.post/3k", ""),
        ("https://bsky.app/profile/did:plc:x/post/3k", ""),
        ("at://did:plc:x/app.bsky.feed.post/3k/../y", ""),
    ],
)  # fmt: skip
def test_only_a_posts_permanent_name_makes_its_address(at_uri: str, address: str) -> None:
    assert post_address(at_uri) == address


FORBIDDEN = "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>"


@pytest.mark.parametrize(
    ("body", "status", "kind", "says"),
    [
        (FORBIDDEN, 200, SourceBlocked, "web page"),
        (
            '{"error": "ExpiredToken", "message": "Token has expired"}',
            400,
            SourceRefused,
            "ExpiredToken Token",
        ),
        ("{}", 400, SourceRefused, "status 400"),
        ('{"cursor": "1"}', 200, SourceChanged, r"\$\.posts"),
        (json.dumps({"posts": [a_post(uri="at://x/y/z")]}), 200, SourceChanged, r"posts\[0\]\.uri"),
        (json.dumps({"posts": [], "cursor": "x" * 300}), 200, SourceChanged, "cursor"),
    ],
)
def test_what_is_not_understood_is_named(body: str, status: int, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        all_read(BLUESKY, an_answer(body, status), a_brief())


def test_posts_of_another_time_say_nothing_of_the_window() -> None:
    with pytest.raises(SourceChanged, match="was asked for"):
        all_read(BLUESKY, an_answer({"posts": [a_post(on="2019-03-04T09:00:00.000Z")]}), a_brief())


def test_an_empty_first_page_that_names_a_next_one_is_no_none() -> None:
    with pytest.raises(SourceChanged, match="there are more"):
        all_read(BLUESKY, an_answer({"posts": [], "cursor": "25"}), a_brief())
