"""Reddit's search: recorded listings, paging to the end, and when a count may be called exact."""

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
from deckgen.sources._reddit import account, post_address
from deckgen.sources.reddit import MAX_PAGES, SURELY_ALL
from tests.factories import a_brief, a_page, a_topic, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

REDDIT = a_source("reddit")
URL = "https://oauth.reddit.com/search?q=%22Norrvind%22&sort=new&limit=100"
IN_2016 = {"window": ["2012-01-02", "2016-07-18"], "topics": [{"phrases": ["praw", "oauth"]}]}


def a_listing_page(body: Any, **carry: str) -> Page:
    request = Request(url=URL, about="us", step="search", carry={"page": "1", "listed": "0", **carry})
    return a_page(body if isinstance(body, bytes | str) else json.dumps(body), request=request)


def a_listing(*posts: dict[str, Any], after: str | None = None) -> dict[str, Any]:
    return {
        "kind": "Listing",
        "data": {"children": [{"kind": "t3", "data": p} for p in posts], "after": after},
    }


def a_post(on: str = "2026-03-04T09:00", name: str = "1abc", **changes: Any) -> dict[str, Any]:
    at = datetime.fromisoformat(on).replace(tzinfo=UTC).timestamp()
    path = f"/r/bikes/comments/{name}/norrvind/"
    return {"title": "Norrvind", "created_utc": at, "permalink": path, "subreddit": "bikes", **changes}


def recorded_posts(recorded: Path) -> list[Any]:
    body = (recorded / "mentions/reddit/oauth_search_2016.json").read_bytes()
    return all_read(REDDIT, a_listing_page(body), a_brief_for("reddit", **IN_2016))


def test_recording_oauth_search_2016_is_complete_with_six_posts_not_in_date_order(recorded: Path) -> None:
    found = recorded_posts(recorded)

    posts, (reading,) = of_type(Mention, found), of_type(Reading, found)
    assert len(posts) == 6
    assert posts[0].title == "[PRAW][OAuth2Util] Problem using get_banned() : raise Forbidden(_raw=response)"
    assert posts[0].key == (
        "https://www.reddit.com/r/redditdev/comments/3gpbiu/prawoauth2util_problem_using_get_banned_raise"
    )
    assert posts[0].published_at == datetime(2015, 8, 12, 9, 8, 34, tzinfo=UTC)
    assert posts[0].tags == ("redditdev",)
    assert sum(p.comments for p in posts) == 44
    assert sum(any("\u3040" < c < "\u9fff" for c in p.title) for p in posts) == 1
    days = [p.published_at for p in posts]
    assert days != sorted(days, reverse=True)
    assert (reading.value, reading.kind, reading.start) == (None, Kind.EXACT, date(2012, 1, 2))
    assert not of_type(Request, found)


def test_recording_oauth_search_2016_no_key_carries_the_search_it_was_found_by(recorded: Path) -> None:
    body = (recorded / "mentions/reddit/oauth_search_2016.json").read_text(encoding="utf-8")
    posts = of_type(Mention, recorded_posts(recorded))

    assert body.count("?ref=search_posts") >= 6
    assert not [p for p in posts if "?" in p.key or "ref=" in p.url]


def test_recording_oauth_listing_empty_2016_is_none_found_and_no_error(recorded: Path) -> None:
    body = (recorded / "mentions/reddit/oauth_listing_empty_2016.json").read_bytes()

    (reading,) = all_read(REDDIT, a_listing_page(body), a_brief())

    assert isinstance(reading, Reading)
    assert (reading.value, reading.kind) == (None, Kind.EXACT)
    assert (reading.start, reading.end) == (date(2025, 11, 17), date(2026, 11, 16))


def test_each_phrase_is_asked_newest_first_with_the_key_only_named() -> None:
    brief = a_brief(topics=(a_topic(phrases=("Norrvind", 'Norr "vind"')),))

    asked = list(REDDIT.requests(brief))

    queries = [parse_qs(urlsplit(r.url).query) for r in asked]
    assert [q["q"] for q in queries] == [['"Norrvind"'], ['"Norr  vind"']]
    assert all(q["sort"] == ["new"] and q["limit"] == ["100"] and q["type"] == ["link"] for q in queries)
    assert {r.credential for r in asked} == {"reddit"}
    assert all(r.url.startswith("https://oauth.reddit.com/search?") for r in asked)


def test_the_next_page_follows_the_name_of_the_last_post_and_remembers_how_far_it_got() -> None:
    found = all_read(REDDIT, a_listing_page(a_listing(a_post(), after="t3_1abc")), a_brief())

    (following,) = of_type(Request, found)
    assert following.url == f"{URL}&after=t3_1abc"
    assert dict(following.carry) == {"page": "2", "listed": "1", "oldest": "2026-03-04"}
    assert following.credential == "reddit"
    assert not of_type(Reading, found)
    (third,) = of_type(
        Request, all_read(REDDIT, a_page(json.dumps(a_listing(a_post("2026-02-01T00:00"), after="t3_2")),
                                         request=following), a_brief())
    )  # fmt: skip
    assert third.url == f"{URL}&after=t3_2"
    assert third.carry["listed"] == "2"


def test_a_page_that_ends_before_the_window_ends_the_list_exactly() -> None:
    posts = [a_post("2026-03-04T09:00", "a"), a_post("2025-11-16T23:59", "b")]

    found = all_read(REDDIT, a_listing_page(a_listing(*posts, after="t3_b")), a_brief())

    assert [m.key[-10:] for m in of_type(Mention, found)] == ["a/norrvind"]
    (reading,) = of_type(Reading, found)
    assert (reading.start, reading.kind) == (date(2025, 11, 17), Kind.EXACT)
    assert not of_type(Request, found)


def test_one_old_post_among_newer_ones_does_not_end_the_list() -> None:
    posts = [a_post("2019-01-01T00:00", "a"), a_post("2026-03-04T09:00", "b")]

    found = all_read(REDDIT, a_listing_page(a_listing(*posts, after="t3_b")), a_brief())

    assert len(of_type(Request, found)) == 1


def test_a_list_in_another_order_than_asked_for_does_not_end_at_its_last_post() -> None:
    """By relevance old posts stand last by chance; newer ones may follow on the next page."""
    posts = [a_post("2026-01-04T09:00", "a"), *(a_post("2026-03-04T09:00", f"{i}b") for i in range(10))]
    posts += [a_post("2026-03-03T09:00", "c"), a_post("2019-01-01T00:00", "d")]

    found = all_read(REDDIT, a_listing_page(a_listing(*posts, after="t3_d")), a_brief())

    (following,) = of_type(Request, found)
    assert following.carry["oldest"] == "2026-03-04"


def test_the_window_is_half_open_in_utc() -> None:
    moments = ["2025-11-16T23:59", "2025-11-17T00:00", "2026-11-15T23:59", "2026-11-16T00:00"]
    posts = [a_post(on, f"{i}x") for i, on in enumerate(moments)]

    found = of_type(Mention, all_read(REDDIT, a_listing_page(a_listing(*posts)), a_brief()))

    assert [m.published_at.isoformat()[:16] for m in found] == moments[1:3]


@pytest.mark.parametrize(
    ("carry", "after", "kind", "start"),
    [
        ({"listed": str(SURELY_ALL - 1)}, None, Kind.EXACT, date(2025, 11, 17)),
        ({"listed": str(SURELY_ALL)}, None, Kind.AT_LEAST, date(2026, 3, 4)),
        ({"listed": "999", "oldest": "2026-04-01"}, None, Kind.AT_LEAST, date(2026, 3, 4)),
        ({"page": str(MAX_PAGES)}, "t3_1abc", Kind.AT_LEAST, date(2026, 3, 4)),
    ],
)
def test_a_list_as_long_as_reddit_cuts_them_is_a_floor(
    carry: dict[str, str], after: str | None, kind: Kind, start: date
) -> None:
    found = all_read(REDDIT, a_listing_page(a_listing(a_post(), after=after), **carry), a_brief())

    (reading,) = of_type(Reading, found)
    assert (reading.kind, reading.start, reading.value) == (kind, start, None)
    assert not of_type(Request, found)


def test_a_page_without_posts_ends_the_list_even_if_it_names_a_next_one() -> None:
    page = a_listing_page(a_listing(after="t3_1abc"), page="3", oldest="2026-03-04")

    (reading,) = all_read(REDDIT, page, a_brief())

    assert isinstance(reading, Reading)
    assert (reading.start, reading.kind) == (date(2026, 3, 4), Kind.AT_LEAST)


@pytest.mark.parametrize(
    "body",
    [
        a_listing(after="t3_1abc"),
        {"kind": "Listing", "data": {"children": [{"kind": "t9", "data": {}}], "after": None}},
    ],
)
def test_a_first_page_without_posts_that_is_not_the_whole_is_never_none(body: Any) -> None:
    with pytest.raises(SourceChanged, match="else than posts"):
        all_read(REDDIT, a_listing_page(body), a_brief())


def test_communities_among_the_results_are_not_posts() -> None:
    body = a_listing(a_post())
    body["data"]["children"].append({"kind": "t5", "data": {"display_name": "norrvind"}})

    assert len(of_type(Mention, all_read(REDDIT, a_listing_page(body), a_brief()))) == 1


def test_points_and_comments_are_taken_as_signals_and_a_deleted_author_is_none() -> None:
    post = a_post(score=12, num_comments=3, author="[deleted]", selftext="I ride a Norrvind &amp; more")

    (mention,) = of_type(Mention, all_read(REDDIT, a_listing_page(a_listing(post)), a_brief()))

    assert (mention.points, mention.comments, mention.author) == (12, 3, "")
    assert (mention.unit, mention.site) == ("post", "reddit.com")
    assert mention.excerpt == "I ride a Norrvind &amp; more"  # raw_json=1: text as it was typed


def test_a_post_found_by_two_phrases_or_on_two_pages_counts_once() -> None:
    brief = a_brief()
    pages = (a_listing_page(a_listing(a_post(permalink=f"/r/bikes/comments/1abc/norrvind/{tail}")))
             for tail in ("", "?ref=search_posts"))  # fmt: skip
    mentions = tuple(m for page in pages for m in of_type(Mention, all_read(REDDIT, page, brief)))

    assert len(clean(an_evidence(brief=brief, mentions=mentions)).mentions) == 1


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/r/a/comments/1/b/?ref=x", "https://www.reddit.com/r/a/comments/1/b"),
        ("https://old.reddit.com/r/a/comments/1/b/", "https://www.reddit.com/r/a/comments/1/b"),
        ("https://ud.reddit.com/r/a/comments/1/b", "https://www.reddit.com/r/a/comments/1/b"),
        ("http://reddit.com/r/a/comments/1/b#c", "https://www.reddit.com/r/a/comments/1/b"),
        ("https://notreddit.com/r/a/comments/1/b", ""),
        ("https://www.reddit.com/r/a/", ""),
        ("//evil.example/comments/1", ""),
        ("http://[::1/comments/", ""),
    ],
)
def test_one_post_has_one_address(written: str, address: str) -> None:
    assert post_address(written) == address


def test_an_account_is_named_without_its_prefix() -> None:
    assert [account(n) for n in ("/u/ada", "u/ada", "ada", "[deleted]")] == ["ada", "ada", "ada", ""]


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ("<html>whoa there, pardner!</html>", SourceBlocked, "web page"),
        ('{"message": "Forbidden", "error": 403}', SourceRefused, "Reddit says: 403 Forbidden"),
        ('{"data": {}}', SourceChanged, r"\$\.data\.children"),
        (
            json.dumps(a_listing(a_post(created_utc="soon"))),
            SourceChanged,
            r"children\[0\]\.data\.created_utc",
        ),
        (json.dumps(a_listing(a_post(created_utc=1e300))), SourceChanged, "no time that can be read"),
        (
            json.dumps(a_listing(a_post(permalink="https://evil.example/"))),
            SourceChanged,
            "no address of a post",
        ),
        (json.dumps(a_listing(a_post(), after="t3_1&q=other")), SourceChanged, "no name of a post"),
    ],
)
def test_what_is_not_understood_is_named(body: str, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        all_read(REDDIT, a_listing_page(body), a_brief())
