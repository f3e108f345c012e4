"""Bluesky: profile and author feed as recorded, and every way it says no."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceError, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_company, a_page
from tests.sources.harness import a_source, all_read, of_type

DID = "did:plc:pseudonym000000000000004"


def _brief(handle: str = "user1.example", **changes: Any) -> Brief:
    return a_brief(us=a_company(handles={"bluesky": handle}), **changes)


def _answer(body: bytes | str, *, step: str = "profile", status: int = 200, **carry: str) -> Page:
    request = Request(
        url=f"https://public.api.bsky.app/xrpc/{step}", about="us", step=step, carry={"how": "given", **carry}
    )
    return a_page(body, source="bluesky", request=request, status=status)


def test_the_handle_in_the_brief_is_asked_else_the_own_domain() -> None:
    asked = list(a_source("bluesky").requests(_brief("@Norrvind.bsky.social")))

    assert [r.url for r in asked] == [
        "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=norrvind.bsky.social",
        "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=velmora.example",
        "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=brightspoke.example",
    ]


def test_the_recorded_profile_gives_presence_followers_and_the_next_question(recorded: Path) -> None:
    body = (recorded / "presence/bluesky/getProfile.pseudonymised.json").read_bytes()

    found = all_read(a_source("bluesky"), _answer(body), _brief())

    presence = of_type(Presence, found)[0]
    assert (presence.state, presence.proof, presence.handle) == (
        PresenceState.PRESENT,
        Proof.USER,
        "user1.example",
    )
    assert {o.metric: int(o.value) for o in of_type(Observation, found)} == {
        "audience": 3608,
        "posts_total": 506,
        "created": date(2023, 8, 21).toordinal(),
    }
    assert "filter=posts_no_replies" in of_type(Request, found)[0].url


def test_one_page_of_the_recorded_feed_is_not_ninety_days_so_the_next_is_asked(recorded: Path) -> None:
    body = (recorded / "presence/bluesky/getAuthorFeed.reduced-pseudonymised.json").read_bytes()
    brief = _brief(as_of=date(2025, 7, 4))

    found = all_read(a_source("bluesky"), _answer(body, step="feed", did=DID), brief)

    assert len(found) == 1
    following = of_type(Request, found)[0]
    assert following.url.endswith("cursor=2025-07-01T11%3A59%3A48.89Z")
    assert following.carry["posts"] == "7"


def test_at_the_last_allowed_page_the_recorded_feed_is_at_least_seven_posts(recorded: Path) -> None:
    body = (recorded / "presence/bluesky/getAuthorFeed.reduced-pseudonymised.json").read_bytes()
    brief = _brief(as_of=date(2025, 7, 4))

    found = all_read(a_source("bluesky"), _answer(body, step="feed", did=DID, pages="4"), brief)

    posts = of_type(Observation, found)[0]
    assert (posts.metric, posts.value, posts.kind) == ("posts_90d", Decimal(7), Kind.AT_LEAST)
    assert of_type(Presence, found)[0].last_active == date(2025, 7, 4)


def test_when_the_feed_ends_the_count_is_exact() -> None:
    body = json.dumps({"feed": []})

    found = all_read(a_source("bluesky"), _answer(body, step="feed", did=DID, posts="3", pages="1"), _brief())

    assert [(o.value, o.kind) for o in of_type(Observation, found)] == [(Decimal(3), Kind.EXACT)]


def test_a_post_that_claims_a_later_date_than_the_server_saw_counts_by_the_server() -> None:
    post = {
        "author": {"did": DID},
        "record": {"createdAt": "2026-11-20T00:00:00Z"},
        "indexedAt": "2026-05-01T00:00:00Z",
    }

    found = all_read(
        a_source("bluesky"), _answer(json.dumps({"feed": [{"post": post}]}), step="feed", did=DID), _brief()
    )

    assert of_type(Observation, found)[0].value == 0
    assert of_type(Presence, found)[0].last_active == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("how", "state"), [("given", PresenceState.ABSENT), ("domain", PresenceState.UNKNOWN)]
)
def test_profile_not_found_is_absent_only_for_a_handle_the_user_named(how: str, state: PresenceState) -> None:
    body = '{"error":"InvalidRequest","message":"Profile not found"}'

    found = all_read(a_source("bluesky"), _answer(body, status=400, how=how), _brief())

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [(state, "not-found")]


def test_another_400_is_the_services_refusal() -> None:
    with pytest.raises(SourceRefused, match="rate"):
        all_read(a_source("bluesky"), _answer('{"error":"RateLimit"}', status=400), _brief())


def test_a_profile_under_the_companys_domain_proves_itself() -> None:
    body = json.dumps({"did": DID, "handle": "velmora.example"})
    request = Request(url="https://b.example/x", about="velmora", step="profile", carry={"how": "domain"})

    found = all_read(a_source("bluesky"), a_page(body, source="bluesky", request=request), _brief())

    assert of_type(Presence, found)[0].proof is Proof.DOMAIN_HANDLE


def test_a_domain_that_answers_under_an_unverified_handle_proves_nothing() -> None:
    body = json.dumps({"did": DID, "handle": "handle.invalid", "followersCount": 5})

    found = all_read(a_source("bluesky"), _answer(body, how="domain"), _brief())

    assert [p.state for p in of_type(Presence, found)] == [PresenceState.UNKNOWN]
    assert of_type(Observation, found) == []


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.sampled_from([b"{}", b'{"feed":[{}]}', b'{"feed":[{"post":{}}]}', b"[]"]))
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step, status in (("profile", 200), ("profile", 400), ("feed", 200)):
        try:
            all_read(a_source("bluesky"), _answer(body, step=step, status=status, did=DID), _brief())
        except SourceError:
            continue
