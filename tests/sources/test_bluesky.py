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

from deckgen.arguments._channels import channel
from deckgen.errors import SourceError, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_company, a_lookup, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, of_type

DID = "did:plc:pseudonym000000000000004"


def _brief(handle: str = "user1.example", **changes: Any) -> Brief:
    return a_brief(us=a_company(handles={"bluesky": handle}), **changes)


def _answer(body: bytes | str, *, step: str = "profile", status: int = 200, **carry: str) -> Page:
    url = f"https://public.api.bsky.app/xrpc/{step}"
    request = Request(url=url, about="us", step=step, carry={"proof": "user", **carry})
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


def test_a_page_of_posts_that_comes_again_is_not_counted_again() -> None:
    post = {"author": {"did": DID}, "record": {}, "indexedAt": "2026-11-20T10:00:00Z"}
    body = json.dumps({"feed": [{"post": {**post, "uri": f"at://{n}"}} for n in range(3)], "cursor": "c"})
    first = all_read(a_source("bluesky"), _answer(body, step="feed", did=DID), _brief())
    [further] = of_type(Request, first)

    again = all_read(a_source("bluesky"), a_page(body, source="bluesky", request=further), _brief())

    assert [(o.value, o.kind) for o in of_type(Observation, again)] == [(Decimal(3), Kind.AT_LEAST)]
    assert of_type(Request, again) == []


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
    ("proof", "state"), [("user", PresenceState.ABSENT), ("site-link", PresenceState.UNKNOWN)]
)
def test_profile_not_found_is_absent_only_for_a_handle_the_user_named(
    proof: str, state: PresenceState
) -> None:
    body = '{"error":"InvalidRequest","message":"Profile not found"}'

    found = all_read(a_source("bluesky"), _answer(body, status=400, proof=proof), _brief())

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [(state, "not-found")]


def test_another_400_is_the_services_refusal() -> None:
    with pytest.raises(SourceRefused, match="rate"):
        all_read(a_source("bluesky"), _answer('{"error":"RateLimit"}', status=400), _brief())


def test_a_profile_under_the_companys_domain_proves_itself() -> None:
    body = json.dumps({"did": DID, "handle": "velmora.example"})
    request = Request(url="https://b.example/x", about="velmora", step="profile", carry={"proof": "none"})

    found = all_read(a_source("bluesky"), a_page(body, source="bluesky", request=request), _brief())

    assert of_type(Presence, found)[0].proof is Proof.DOMAIN_HANDLE


def test_a_domain_that_answers_under_an_unverified_handle_proves_nothing() -> None:
    body = json.dumps({"did": DID, "handle": "handle.invalid", "followersCount": 5})

    found = all_read(a_source("bluesky"), _answer(body, proof="none"), _brief())

    assert [p.state for p in of_type(Presence, found)] == [PresenceState.UNKNOWN]
    assert of_type(Observation, found) == []


def test_the_posts_of_an_account_with_a_broken_handle_are_counted_under_its_number() -> None:
    body = json.dumps({"did": DID, "handle": "handle.invalid", "followersCount": 5})

    found = all_read(a_source("bluesky"), _answer(body, proof="wikidata"), _brief())

    assert {o.handle for o in of_type(Observation, found)} == {DID}
    assert of_type(Request, found)[0].carry["handle"] == DID


def _declared(handle: str, **changes: Any) -> Presence:
    return a_presence(**{"source": "website", "platform": "bluesky", "handle": handle,
                         "proof": Proof.SITE_LINK, **changes})  # fmt: skip


def test_a_declared_account_is_asked_for_with_its_proof_and_one_already_asked_for_is_not() -> None:
    seen = (
        _declared("velmora.bsky.social"),
        _declared("brightspoke.example", company="brightspoke"),
        _declared("other.bsky.social", company="us"),
    )

    asked = list(a_source("bluesky").follow_up(_brief(), an_evidence(presences=seen)))

    assert [(r.about, r.step, r.carry) for r in asked] == [
        ("velmora", "profile", {"actor": "velmora.bsky.social", "proof": "site-link"})
    ]


def test_only_a_company_of_which_nothing_is_known_is_searched_for_by_name() -> None:
    by_domain = a_presence(source="bluesky", platform="bluesky", company="velmora")
    answered = tuple(a_lookup(source="bluesky", about=key) for key in ("us", "velmora", "brightspoke"))
    found = an_evidence(presences=(by_domain,), lookups=answered)

    asked = list(a_source("bluesky").follow_up(_brief(), found))

    assert [(r.about, r.url) for r in asked] == [
        (
            "brightspoke",
            "https://public.api.bsky.app/xrpc/app.bsky.actor.searchActorsTypeahead?q=Brightspoke&limit=10",
        )
    ]


def test_a_service_that_did_not_answer_is_not_pressed_further() -> None:
    assert list(a_source("bluesky").follow_up(a_brief(), an_evidence())) == []


def test_a_declared_account_is_there_by_the_proof_of_its_declaration() -> None:
    body = json.dumps({"did": DID, "handle": "norrvind.bsky.social", "followersCount": 5})

    found = all_read(a_source("bluesky"), _answer(body, proof="wikidata"), _brief())

    assert [(p.state, p.proof) for p in of_type(Presence, found)] == [(PresenceState.PRESENT, Proof.WIKIDATA)]


SEARCHED = "presence/bluesky/searchActorsTypeahead-political-science.json"


def test_the_recorded_search_names_ten_accounts_and_no_followers(recorded: Path) -> None:
    actors = json.loads((recorded / SEARCHED).read_bytes())["actors"]

    assert len(actors) == 10
    assert not any("followersCount" in actor for actor in actors)
    assert "cambup-polsci.cambridge.org" in {actor["handle"] for actor in actors}


def test_of_the_recorded_search_only_the_account_of_that_name_is_a_candidate_without_a_number(
    recorded: Path,
) -> None:
    us = a_company(name="American Political Science Review", domains=("apsr.example",))

    found = all_read(
        a_source("bluesky"), _answer((recorded / SEARCHED).read_bytes(), step="search"), a_brief(us=us)
    )

    assert [(p.state, p.proof, p.reason, p.handle, p.url) for p in found] == [
        (
            PresenceState.UNKNOWN,
            Proof.NONE,
            "candidate",
            "",
            "https://bsky.app/profile/apsrjournal.bsky.social",
        )
    ]


def test_of_the_recorded_search_the_account_under_the_companys_domain_is_asked_for(recorded: Path) -> None:
    us = a_company(name="Cambridge University Press", domains=("cambridge.org",))

    found = all_read(
        a_source("bluesky"), _answer((recorded / SEARCHED).read_bytes(), step="search"), a_brief(us=us)
    )

    assert [(r.step, r.carry) for r in found] == [
        ("profile", {"actor": "cambup-polsci.cambridge.org", "proof": "none"})
    ]


def test_a_candidate_makes_a_company_neither_present_nor_absent_and_names_no_account() -> None:
    actor = {"did": DID, "handle": "norrvind.bsky.social", "displayName": "Norrvind"}
    found = all_read(a_source("bluesky"), _answer(json.dumps({"actors": [actor]}), step="search"), _brief())
    brief = a_brief()

    seen = channel(an_evidence(brief=brief, presences=tuple(found)), brief.us, "bluesky")

    assert (seen.state, seen.handle, seen.audience) == ("unknown", "", None)


@settings(max_examples=60)
@given(
    st.binary(max_size=300)
    | st.sampled_from([b"{}", b'{"feed":[{}]}', b'{"feed":[{"post":{}}]}', b'{"actors":[{}]}', b"[]"])
)
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step, status in (("profile", 200), ("profile", 400), ("feed", 200), ("search", 200)):
        try:
            all_read(a_source("bluesky"), _answer(body, step=step, status=status, did=DID), _brief())
        except SourceError:
            continue
