"""Counting, whatever is read: nothing counts twice, and a window is half-open and in UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.arguments._counting import counted
from deckgen.model.brief import US, Window
from deckgen.model.evidence import Evidence, Mention
from deckgen.pipeline.cleaning import clean
from deckgen.sources._at_uri import post_address
from tests.factories import a_brief, a_mention, an_evidence

WINDOW = Window(start=date(2026, 9, 7), end=date(2026, 11, 16))
INSIDE = datetime(2026, 10, 5, 12, tzinfo=UTC)
# Spellings of one address that services and people use for the same page.
_SPELLINGS = (
    "https://blog.example/{}",
    "http://blog.example/{}",
    "https://www.blog.example/{}",
    "https://BLOG.example/{}",
    "https://blog.example/{}?utm_source=feed&utm_medium=rss",
    "https://blog.example/{}#comments",
    "https://blog.example/{}/",
    "https://blog.example/{}?fbclid=abc",
)
_POSTS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.sampled_from(_SPELLINGS),
        st.sampled_from(["hackernews", "feeds", "gdelt", "google_news", "listening_export"]),
    ),
    max_size=40,
)


def evidence_of(mentions: tuple[Mention, ...]) -> Evidence:
    return an_evidence(brief=a_brief(window=WINDOW), mentions=mentions)


def count(mentions: tuple[Mention, ...]) -> int:
    return len(counted(clean(evidence_of(mentions)), (US,)).items)


@settings(max_examples=80, deadline=None)
@given(posts=_POSTS)
def test_an_address_counts_once_however_it_is_spelt_and_whoever_gives_it(
    posts: list[tuple[int, str, str]],
) -> None:
    mentions = tuple(
        a_mention(
            url=form.format(n), key=form.format(n), source=source, title="Norrvind", published_at=INSIDE
        )
        for n, form, source in posts
    )

    assert count(mentions) == len({n for n, _, _ in posts})


@settings(max_examples=60, deadline=None)
@given(size=st.integers(1, 30), pages=st.lists(st.tuples(st.integers(0, 29), st.integers(1, 12)), max_size=8))
def test_overlapping_pages_count_what_they_share_once(size: int, pages: list[tuple[int, int]]) -> None:
    posts = tuple(
        a_mention(url=f"https://v.example/{n}", title="Norrvind", published_at=INSIDE) for n in range(size)
    )
    read = tuple(post for start, length in pages for post in posts[start : start + length])

    assert count(read) == len({post.key for post in read})
    assert count(read + read) == count(read)


@settings(max_examples=60, deadline=None)
@given(
    minutes=st.integers(-60 * 24 * 3, 60 * 24 * 3),
    offset=st.integers(-14 * 60, 14 * 60),
    is_end=st.booleans(),
)
def test_a_moment_belongs_to_the_window_by_its_time_in_utc(minutes: int, offset: int, is_end: bool) -> None:
    edge = datetime.combine(WINDOW.end if is_end else WINDOW.start, time(), UTC)
    moment = edge + timedelta(minutes=minutes)
    written = moment.astimezone(timezone(timedelta(minutes=offset)))
    mention = a_mention(title="Norrvind", published_at=written.astimezone(UTC))

    is_counted = count((mention,)) == 1

    assert is_counted == (minutes < 0 if is_end else minutes >= 0)


def test_the_first_instant_is_inside_and_the_last_is_not() -> None:
    start, end = (datetime.combine(day, time(), UTC) for day in (WINDOW.start, WINDOW.end))
    mention = a_mention(title="Norrvind")

    assert count((replace(mention, published_at=start),)) == 1
    assert count((replace(mention, published_at=end - timedelta(microseconds=1)),)) == 1
    assert count((replace(mention, published_at=end),)) == 0
    assert count((replace(mention, published_at=start - timedelta(microseconds=1)),)) == 0


def test_a_bridged_post_is_the_post_it_was_bridged_from() -> None:
    address = post_address("at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3lu66quubp22m")
    there = a_mention(source="bluesky_posts", url=address, key=address, title="Norrvind", published_at=INSIDE)
    bridged = replace(there, source="mastodon_tags", url="https://bsky.brid.gy/r/x")

    assert address
    assert count((there, bridged)) == 1


def test_one_post_may_speak_of_two_topics_and_counts_once_for_each() -> None:
    post = a_mention(title="Norrvind or Velmora?", published_at=INSIDE)
    found = clean(evidence_of((post, replace(post, topic="velmora"))))

    assert len(counted(found, (US,)).items) == 1
    assert len(counted(found, ("velmora",)).items) == 1
    assert len(counted(found, (US, "velmora")).items) == 1
