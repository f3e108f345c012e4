"""Reddit's feed: Atom under an rss name, one call a phrase, a floor where it is full."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.evidence import Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from tests.factories import a_brief, a_mention, a_page, a_topic, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

FEED = a_source("reddit_feed")


def a_feed_page(body: bytes | str) -> Page:
    url = "https://www.reddit.com/search.rss?q=%22Norrvind%22&sort=new&t=all"
    return a_page(body, request=Request(url=url, about="us", step="search"))


def an_entry(
    number: int = 1, on: str = "2026-03-04T09:00:00+00:00", title: str = "Norrvind", below: str = ""
) -> str:
    name = f"{number:x}abc"
    link = f"https://www.reddit.com/r/bikes/comments/{name}/norrvind/"
    content = f"&lt;p&gt;A ride.&lt;/p&gt; {below}"
    return (
        f'<entry><author><name>/u/ada</name></author><category term="bikes" label="r/bikes"/>'
        f'<content type="html">{content}</content><id>t3_{name}</id><link href="{link}"/>'
        f"<published>{on}</published><title>{title}</title></entry>"
    )


def a_feed(*entries: str) -> str:
    listed = "".join(entries)
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>s</title>{listed}</feed>'


def test_recording_search_rss_2021_is_atom_with_one_post_and_no_score(recorded: Path) -> None:
    body = (recorded / "mentions/reddit/search_rss_2021.xml").read_bytes()
    brief = a_brief_for("reddit_feed", window=["2021-01-04", "2021-11-15"])

    found = all_read(FEED, a_feed_page(body), brief)

    (post,), (reading,) = of_type(Mention, found), of_type(Reading, found)
    assert b"<feed" in body
    assert post.title == "Announcing FeedMail"
    assert post.key == "https://www.reddit.com/r/kevincox/comments/qksbf1/announcing_feedmail"
    assert post.published_at == datetime(2021, 11, 2, 0, 46, 8, tzinfo=UTC)
    assert (post.tags, post.author) == (("kevincox",), "kevincox_ca")
    assert (post.points, post.comments) == (None, None)
    assert post.excerpt == ""  # the rest is Reddit's own line below each entry
    assert (reading.kind, reading.start) == (Kind.EXACT, date(2021, 1, 4))


def test_recording_subreddit_new_rss_2023_is_one_full_page_and_a_floor(recorded: Path) -> None:
    body = (recorded / "mentions/reddit/subreddit_new_rss_2023.xml").read_bytes()
    brief = a_brief_for("reddit_feed", window=["2023-01-02", "2023-07-24"])

    found = all_read(FEED, a_feed_page(body), brief)

    posts, (reading,) = of_type(Mention, found), of_type(Reading, found)
    assert len(posts) == len({p.key for p in posts}) == 25
    assert posts[0].title == "Any reason to keep 1G connections to my servers?"
    assert posts[0].key.startswith("https://www.reddit.com/r/homelab/comments/157kyrd/")
    assert posts[0].published_at == datetime(2023, 7, 23, 17, 38, 30, tzinfo=UTC)
    assert min(p.published_at for p in posts) == datetime(2023, 7, 23, 10, 4, 53, tzinfo=UTC)
    assert b"https://ud.reddit.com/r/homelab/comments/" in body
    assert not [p for p in posts if "ud.reddit" in p.key + p.url]
    assert (reading.kind, reading.start, reading.end) == (Kind.AT_LEAST, date(2023, 7, 23), date(2023, 7, 24))


def test_one_question_for_each_phrase() -> None:
    asked = list(FEED.requests(a_brief(topics=(a_topic(phrases=("Norrvind", "Norr vind")),))))

    assert [parse_qs(urlsplit(r.url).query)["q"] for r in asked] == [['"Norrvind"'], ['"Norr vind"']]
    assert all(urlsplit(r.url).path == "/search.rss" and not r.credential for r in asked)


def test_a_feed_with_room_left_is_all_there_is_and_a_full_one_a_floor() -> None:
    entries = [an_entry(i, f"2026-03-{25 - i:02}T09:00:00+00:00") for i in range(25)]  # newest first

    few = of_type(Reading, all_read(FEED, a_feed_page(a_feed(*entries[:24])), a_brief()))
    full = of_type(Reading, all_read(FEED, a_feed_page(a_feed(*entries)), a_brief()))

    assert [(r.kind, r.start) for r in few] == [(Kind.EXACT, date(2025, 11, 17))]
    assert [(r.kind, r.start) for r in full] == [(Kind.AT_LEAST, date(2026, 3, 1))]


def test_a_full_feed_newer_than_the_window_says_nothing_of_it() -> None:
    entries = [an_entry(i, "2026-11-20T09:00:00+00:00") for i in range(25)]

    assert all_read(FEED, a_feed_page(a_feed(*entries)), a_brief()) == []


def test_an_empty_feed_is_none_found() -> None:
    (reading,) = all_read(FEED, a_feed_page(a_feed()), a_brief())

    assert isinstance(reading, Reading)
    assert reading.kind is Kind.EXACT


def test_the_window_is_half_open_in_utc() -> None:
    days = ["2025-11-17T00:59:59+01:00", "2025-11-17T00:00:00Z", "2026-11-16T00:00:00Z"]
    entries = [an_entry(i, on) for i, on in enumerate(days)]

    found = of_type(Mention, all_read(FEED, a_feed_page(a_feed(*entries)), a_brief()))

    assert [m.published_at for m in found] == [datetime(2025, 11, 17, tzinfo=UTC)]


def test_communities_and_authors_named_below_an_entry_do_not_make_it_speak_of_the_topic() -> None:
    below = "&amp;#32; submitted by &amp;#32; /u/Norrvind to r/norrvind [link] [comments]"
    brief = a_brief(topics=(a_topic(),))
    body = a_feed(an_entry(1, title="A ride", below=below), an_entry(2).replace("t3_2abc", "t5_2abc"))

    mentions = tuple(of_type(Mention, all_read(FEED, a_feed_page(body), brief)))

    assert [m.excerpt for m in mentions] == ["A ride."]
    assert clean(an_evidence(brief=brief, mentions=mentions)).mentions == ()


def test_the_same_post_from_the_feed_and_from_the_api_counts_once() -> None:
    brief = a_brief(topics=(a_topic(),))
    (post,) = of_type(Mention, all_read(FEED, a_feed_page(a_feed(an_entry())), brief))
    same = a_mention(
        source="reddit", key="https://www.reddit.com/r/bikes/comments/1abc/norrvind", title="Norrvind"
    )

    assert len(clean(an_evidence(brief=brief, mentions=(post, same))).mentions) == 1


def test_a_page_instead_of_the_feed_is_blocked_and_half_a_feed_is_no_answer() -> None:
    with pytest.raises(SourceBlocked, match="Reddit shows a page instead of its feed"):
        all_read(FEED, a_feed_page("<!doctype html><title>Too Many Requests</title>"), a_brief())
    with pytest.raises(SourceChanged, match="stops in the middle"):
        all_read(FEED, a_feed_page(a_feed(an_entry())[:-20]), a_brief())


def test_its_terms_are_told_before_each_run_and_it_is_off_unless_named() -> None:
    entry = FEED.entry

    assert (entry.is_on, entry.shows_terms, entry.per_second) == (False, True, 0.016)


def test_a_feed_without_any_post_in_it_is_a_change_and_no_zero() -> None:
    entry = an_entry().replace("t3_", "post-")

    with pytest.raises(SourceChanged, match="is a post"):
        all_read(FEED, a_feed_page(a_feed(entry)), a_brief())
