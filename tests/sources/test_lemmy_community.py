"""Lemmy communities, from documentation: numbers of the home server, and what a server's no means."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceError, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import GapReason, Page, Request
from tests.factories import a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, of_type

BASE = "https://lemmy.example"


def _brief(handle: str = "norrvind@lemmy.example") -> Brief:
    return a_brief(us=a_company(handles={"lemmy": handle}))


def _answer(body: Any, *, step: str = "community", status: int = 200, proof: str = "user") -> Page:
    carry = {
        "handle": "norrvind@lemmy.example",
        "url": f"{BASE}/c/norrvind",
        "proof": proof,
        "base": BASE,
        "name": "norrvind",
    }
    request = Request(url=f"{BASE}/api/v3/community?name=norrvind", about="us", step=step, carry=carry)
    whole = body if isinstance(body, bytes) else json.dumps(body)
    return a_page(whole, source="lemmy_community", request=request, status=status)


def _read(page: Page) -> list[Any]:
    return all_read(a_source("lemmy_community"), page, _brief())


def _community(**fields: Any) -> dict[str, Any]:
    community = {"name": "norrvind", "published": "2023-06-21T17:04:11.302955Z", **fields}
    return {"community_view": {"community": community, "counts": {"subscribers": 1318, "posts": 207}}}


def _post(published: str, *, community: str = "norrvind", **fields: Any) -> dict[str, Any]:
    return {"post": {"published": published, **fields}, "community": {"name": community}}


@pytest.mark.parametrize(
    "handle",
    ["Norrvind@lemmy.example", "!norrvind@lemmy.example", f"{BASE}/c/norrvind",
     "https://elsewhere.example/c/norrvind@lemmy.example"],
)  # fmt: skip
def test_only_the_home_server_is_asked(handle: str) -> None:
    asked = list(a_source("lemmy_community").requests(_brief(handle)))

    assert [r.url for r in asked] == [f"{BASE}/api/v3/community?name=norrvind"]


def test_nothing_is_asked_when_nothing_is_given_or_declared() -> None:
    assert list(a_source("lemmy_community").requests(a_brief())) == []
    assert list(a_source("lemmy_community").follow_up(a_brief(), an_evidence())) == []


def test_a_community_that_a_website_links_to_is_asked_about_with_its_proof() -> None:
    seen = a_presence(source="website", platform="lemmy", proof=Proof.SITE_LINK, handle="velmora@lemmy.world")

    [asked] = a_source("lemmy_community").follow_up(a_brief(), an_evidence(presences=(seen,)))

    assert (asked.about, asked.url, asked.carry["proof"]) == (
        "velmora",
        "https://lemmy.world/api/v3/community?name=velmora",
        "site-link",
    )


def test_a_community_is_read_with_its_numbers_and_its_age() -> None:
    found = _read(_answer(_community()))

    assert [(p.state, p.proof) for p in of_type(Presence, found)] == [(PresenceState.PRESENT, Proof.USER)]
    assert {o.metric: int(o.value) for o in of_type(Observation, found)} == {
        "audience": 1318,
        "posts_total": 207,
        "created": date(2023, 6, 21).toordinal(),
    }
    assert {o.handle for o in of_type(Observation, found)} == {"norrvind@lemmy.example"}
    assert [r.step for r in of_type(Request, found)] == ["posts"]


@pytest.mark.parametrize("gone", ["deleted", "removed"])
def test_a_community_that_was_taken_away_is_not_known(gone: str) -> None:
    found = _read(_answer(_community(**{gone: True})))

    assert [(p.state, p.reason) for p in found] == [(PresenceState.UNKNOWN, "removed")]


@pytest.mark.parametrize(
    ("error", "proof", "state"),
    [
        ("couldnt_find_community", "user", PresenceState.ABSENT),
        ("couldnt_find_community", "site-link", PresenceState.UNKNOWN),
        ("not_found", "user", PresenceState.UNKNOWN),
    ],
)
def test_only_the_servers_own_no_to_a_given_name_is_absence(
    error: str, proof: str, state: PresenceState
) -> None:
    [presence] = _read(_answer({"error": error}, status=404, proof=proof))

    assert (presence.state, presence.reason) == (state, "not-found")


def test_a_server_that_asks_for_fewer_questions_leaves_a_gap() -> None:
    found = _read(_answer({"error": "rate_limit_error"}, status=400))

    assert [g.reason for g in of_type(Gap, found)] == [GapReason.THROTTLED]


@pytest.mark.parametrize(
    ("body", "status"), [({"error": "instance_is_private"}, 400), ({"message": "no route"}, 404)]
)
def test_another_refusal_says_nothing_of_the_community(body: dict[str, str], status: int) -> None:
    with pytest.raises(SourceRefused):
        _read(_answer(body, status=status))


def test_the_newest_post_counts_and_neither_pinned_nor_strangers_nor_removed_ones() -> None:
    posts = [
        _post("2024-01-05T10:00:00Z", featured_community=True),
        _post("2026-11-21T10:00:00Z", community="elsewhere"),
        _post("2026-11-20T10:00:00Z", removed=True),
        _post("2026-11-23T00:00:00Z"),
        _post("2026-11-15T18:22:10.120000"),
    ]

    found = _read(_answer({"posts": posts}, step="posts"))

    assert [p.last_active for p in found] == [date(2026, 11, 15)]


def test_without_posts_nothing_is_said_of_activity() -> None:
    assert _read(_answer({"posts": []}, step="posts")) == []


@settings(max_examples=60)
@given(
    st.binary(max_size=200)
    | st.sampled_from([b"{}", b'{"community_view":{}}', b'{"posts":[{}]}', b'{"error":1}'])
)
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step, status in (("community", 200), ("community", 404), ("posts", 200)):
        try:
            _read(_answer(body, step=step, status=status))
        except SourceError:
            continue
