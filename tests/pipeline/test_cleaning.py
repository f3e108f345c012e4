"""Cleaning: what belongs stays, what does not is counted, our own is marked, kinds are set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from deckgen.model.evidence import Evidence, Mention, SiteKind
from deckgen.pipeline.cleaning import clean
from tests.factories import a_brief, a_company, a_mention, a_result, a_topic, an_evidence

US = a_company(
    domains=("norrvind.example",),
    handles={
        "bluesky": "@norrvind.example",
        "mastodon": "norrvind@bikes.example",
        "medium": "https://medium.com/@norrvind",
    },
)


def said(**changes: Any) -> Mention:
    return a_mention(**{"title": "A ride with Norrvind", **changes})


def cleaned(*mentions: Mention, **changes: Any) -> Evidence:
    return clean(an_evidence(brief=a_brief(us=US, **changes), mentions=mentions))


def test_one_post_read_twice_counts_once() -> None:
    found = cleaned(
        said(url="https://a.example/p", key="https://a.example/p?utm_source=x"),
        said(url="https://a.example/p", key="https://a.example/p#comments", source="feeds"),
        said(url="https://a.example/q", key="https://a.example/q"),
    )

    assert [m.url for m in found.mentions] == ["https://a.example/p", "https://a.example/q"]
    assert found.removed == (("feeds", "us", "duplicate", 1),)


def test_one_number_at_two_services_is_two_posts_and_one_post_may_speak_of_two_topics() -> None:
    found = cleaned(
        said(key="17", source="hackernews"),
        said(key="17", source="listening_export"),
        said(key="17", source="hackernews", topic="velmora", title="Velmora and Norrvind"),
    )

    assert len(found.mentions) == 3
    assert found.removed == ()


def test_mentions_outside_the_window_are_counted_and_those_without_date_stay() -> None:
    brief = a_brief()
    start = datetime.combine(brief.window.start, datetime.min.time(), tzinfo=UTC)
    end = datetime.combine(brief.window.end, datetime.min.time(), tzinfo=UTC)
    found = cleaned(
        said(key="a", published_at=start),
        said(key="b", published_at=end),
        said(key="c", published_at=None),
    )

    assert [m.key for m in found.mentions] == ["a", "c"]
    assert found.removed == (("wordpress_com", "us", "outside-window", 1),)


def test_what_does_not_name_the_topic_in_its_context_is_irrelevant() -> None:
    topic = a_topic(phrases=("Norrvind",), context=("bike",), exclude=("storm",))
    found = clean(
        an_evidence(
            brief=a_brief(topics=(topic,)),
            mentions=(
                said(key="a", title="norrvind makes a bike"),
                said(key="b", title="Norrvinden blows"),
                said(key="c", title="Norrvind tonight"),
                said(key="d", title="Norrvind storm stops every bike"),
                said(key="e", title="", excerpt=""),
            ),
        )
    )

    assert [m.key for m in found.mentions] == ["a", "e"]
    assert found.removed == (("wordpress_com", "us", "irrelevant", 3),)


@pytest.mark.parametrize(
    ("changes", "is_own"),
    [
        ({"url": "https://www.norrvind.example/news"}, True),
        ({"url": "https://blog.norrvind.example/post"}, True),
        ({"url": "https://notnorrvind.example/post"}, False),
        ({"site": "norrvind.example"}, True),
        ({"url": "https://medium.com/@norrvind/a-post"}, True),
        ({"url": "https://medium.com/@norrvindfan/a-post"}, False),
        ({"source": "bluesky", "author": "norrvind.example"}, True),
        ({"source": "bluesky_posts", "author": "norrvind.example"}, True),
        ({"source": "blueskyless", "author": "norrvind.example"}, False),
        ({"source": "hackernews", "author": "norrvind.example"}, False),
        ({"url": "https://mastodon.example/@x/1", "author": "@Norrvind@bikes.example"}, True),
        ({"topic": "industry-1", "title": "My city e-bike", "url": "https://norrvind.example/a"}, True),
        ({"topic": "velmora", "title": "Velmora", "url": "https://norrvind.example/a"}, False),
        ({"topic": "velmora", "title": "Velmora", "url": "https://velmora.example/a"}, True),
    ],
)  # fmt: skip
def test_posts_by_the_company_itself_are_marked(changes: dict[str, Any], is_own: bool) -> None:
    [mention] = cleaned(said(**changes)).mentions

    assert mention.is_own is is_own


@pytest.mark.parametrize(
    ("stated", "stays"),
    [
        ("en", True),
        ("en-GB", True),
        ("English", True),
        ("swe", True),
        ("da", False),
        ("French", False),
        ("", True),
        ("und", True),
        ("Elvish", True),
    ],
)
def test_talk_in_a_language_that_does_not_count_is_taken_out_and_counted(stated: str, stays: bool) -> None:
    topic = a_topic(languages=("en", "sv"))

    found = cleaned(said(language=stated, title="Norrvind"), topics=(topic,))

    assert bool(found.mentions) is stays
    assert found.removed == (() if stays else (("wordpress_com", "us", "language", 1),))


def test_without_languages_talk_in_any_counts() -> None:
    assert len(cleaned(said(language="da")).mentions) == 1


def test_results_and_mentions_get_the_kind_of_their_site() -> None:
    results = (
        a_result(1, url="https://www.norrvind.example/shop"),
        a_result(2, url="https://velmora.example/"),
        a_result(3, url="https://ride.wordpress.com/2026/03/a-ride/"),
    )
    mention = said(url="https://ride.wordpress.com/2026/03/a-ride/")
    export = said(key="k", site_kind=SiteKind.NEWS)
    found = clean(an_evidence(brief=a_brief(us=US), results=results, mentions=(mention, export)))

    assert [r.host_kind for r in found.results] == [SiteKind.OWN, SiteKind.COMPETITOR, SiteKind.BLOG]
    assert all(r.reasons for r in found.results)
    assert [m.site_kind for m in found.mentions] == [SiteKind.BLOG, SiteKind.NEWS]


def test_cleaning_what_is_clean_changes_nothing() -> None:
    once = cleaned(said(key="a"), said(key="a"), said(key="b", title="other"))

    assert clean(once) == once
