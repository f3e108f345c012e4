"""Whose mention it is: the company's own domains, subdomains and accounts, and never their namesakes'."""

from __future__ import annotations

from typing import Any

import pytest

from deckgen.model.evidence import PresenceState, Proof
from deckgen.pipeline.cleaning import clean
from tests.factories import a_brief, a_company, a_mention, a_presence, an_evidence

US = a_company(
    domains=("norrvind.example",),
    handles={
        "mastodon": "@norrvind@bikes.example",
        "x": "@norrvind",
        "youtube": "https://www.youtube.com/@norrvindcycles",
        "tumblr": "norrvind",
        "reddit": "https://www.reddit.com/user/norrvind_team",
    },
)


def is_own(*presences: Any, **changes: Any) -> bool:
    mention = a_mention(**{"title": "A ride with Norrvind", **changes})
    evidence = an_evidence(brief=a_brief(us=US), mentions=(mention,), presences=presences)
    return clean(evidence).mentions[0].is_own


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://norrvind.example/a"},
        {"url": "https://blog.shop.norrvind.example:8443/a"},
        {"site": "News.Norrvind.example", "url": "https://reader.example/1"},
        {"site": "The Norrvind Times", "url": "https://norrvind.example/times"},
        {"url": "https://bikes.example/@norrvind/11", "author": "norrvind", "source": "mastodon_tags"},
        {"url": "https://other.example/@norrvind@bikes.example/11", "author": "@Norrvind@Bikes.example"},
        {"url": "https://bikes.example/@norrvind/12"},
        {"url": "https://twitter.com/norrvind/status/1", "author": "@Norrvind"},
        {"url": "https://x.com/norrvind/status/1"},
        {"url": "https://www.youtube.com/watch?v=1", "author": "https://www.youtube.com/@NorrvindCycles"},
        {"url": "https://norrvind.tumblr.com/post/1"},
        {"url": "https://www.reddit.com/user/norrvind_team/comments/1"},
        {"url": "https://old.reddit.com/r/bikes/comments/1", "author": "norrvind_team"},
    ],
)
def test_our_own_voice(changes: dict[str, Any]) -> None:
    assert is_own(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://notnorrvind.example/a"},
        {"url": "https://norrvind.example.org/a"},
        {"site": "blog.example", "url": "https://norrvind.example/linked-by-a-stranger"},
        {"url": "https://social.example/@norrvind/11", "author": "norrvind", "source": "mastodon_tags"},
        {"url": "https://social.example/@norrvind/11", "author": "norrvind@social.example"},
        {"url": "https://linux.example/x", "author": "norrvind"},  # "x" in a host's name is no platform
        {"url": "https://x.com/norrvindfan/status/1", "author": "norrvindfan"},
        {"url": "https://fans.tumblr.com/norrvind", "author": "fans"},
        {"source": "hackernews", "author": "norrvind", "url": "https://news.example/item?id=1"},
        {"url": "https://www.reddit.com/r/norrvind_team", "author": "someone"},
    ],
)
def test_a_namesake_is_an_outside_voice(changes: dict[str, Any]) -> None:
    assert not is_own(**changes)


@pytest.mark.parametrize(
    ("proof", "source", "state", "expected"),
    [
        (Proof.SITE_SAMEAS, "website", PresenceState.PRESENT, True),
        (Proof.WIKIDATA, "wikidata", PresenceState.PRESENT, True),
        (Proof.NONE, "website", PresenceState.PRESENT, False),
        (Proof.API, "bluesky", PresenceState.PRESENT, False),
        (Proof.WIKIDATA, "wikidata", PresenceState.UNKNOWN, False),
    ],
)
def test_accounts_that_the_company_declares_are_its_own(
    proof: Proof, source: str, state: PresenceState, expected: bool
) -> None:
    found = a_presence(
        source=source, company="us", platform="bluesky", handle="ride.example", proof=proof, state=state
    )

    told = is_own(
        found, source="bluesky_posts", author="ride.example", url="https://bsky.app/profile/did:x/post/1"
    )

    assert told is expected


def test_a_competitors_account_is_no_voice_of_ours() -> None:
    found = a_presence(
        source="website", company="velmora", platform="bluesky", handle="velmora.example", proof=Proof.REL_ME
    )

    assert not is_own(found, source="bluesky_posts", author="velmora.example", url="https://bsky.app/x")


@pytest.mark.parametrize(
    ("handles", "url"),
    [
        ({"reddit": "https://www.reddit.com/r/norrvind"}, "https://www.reddit.com/r/norrvind/comments/1/a/"),
        ({"reddit": "r/norrvind"}, "https://www.reddit.com/r/norrvind/comments/1/a/"),
        ({"lemmy": "norrvind@lemmy.example"}, "https://lemmy.example/post/12"),
        ({"discourse": "https://riders.example"}, "https://riders.example/t/tyres/7"),
    ],
)
def test_who_writes_in_a_community_that_we_keep_is_an_outside_voice(
    handles: dict[str, str], url: str
) -> None:
    us = a_company(domains=("norrvind.example",), handles=handles)
    mention = a_mention(title="A ride with Norrvind", url=url, author="rider7", source="reddit")

    cleaned = clean(an_evidence(brief=a_brief(us=us), mentions=(mention,)))

    assert not cleaned.mentions[0].is_own
