"""Mastodon: account and statuses as recorded, mirrors told from presence, closed servers left unknown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceError, SourceRefused
from deckgen.model.brief import Brief, SourceSettings
from deckgen.model.evidence import Gap, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, of_type

CARRY = {
    "handle": "person1@fosstodon.org",
    "url": "https://fosstodon.org/@person1",
    "id": "109",
    "proof": "user",
}


def _brief(handle: str = "@person1@fosstodon.org", **changes: Any) -> Brief:
    return a_brief(us=a_company(handles={"mastodon": handle}, domains=("site.example",)), **changes)


def _answer(body: bytes | str, *, step: str = "account", status: int = 200, **carry: str) -> Page:
    request = Request(
        url="https://fosstodon.org/api/v1/accounts/lookup?acct=person1",
        about="us",
        step=step,
        carry={**CARRY, "base": "https://fosstodon.org", **carry},
    )
    return a_page(body, source="mastodon", request=request, status=status)


@pytest.mark.parametrize("handle", ["@Person1@fosstodon.org", "https://fosstodon.org/@person1"])
def test_only_the_home_server_of_the_named_account_is_asked(handle: str) -> None:
    asked = list(a_source("mastodon").requests(_brief(handle)))

    assert [r.url for r in asked] == ["https://fosstodon.org/api/v1/accounts/lookup?acct=person1"]


def test_the_brief_may_name_another_base() -> None:
    brief = _brief(sources={"mastodon": SourceSettings(bases=("http://127.0.0.1:9",))})

    asked = list(a_source("mastodon").requests(brief))

    assert [r.url for r in asked] == ["http://127.0.0.1:9/api/v1/accounts/lookup?acct=person1"]


def test_the_recorded_account_is_present_and_proved_by_its_verified_link(recorded: Path) -> None:
    body = (recorded / "presence/mastodon/account.pseudonymised.json").read_bytes()

    found = all_read(a_source("mastodon"), _answer(body), _brief(as_of=date(2025, 7, 17)))

    presence = of_type(Presence, found)[0]
    assert (presence.state, presence.proof) == (PresenceState.PRESENT, Proof.REL_ME)
    assert presence.last_active == date(2025, 7, 17)
    assert {o.metric: int(o.value) for o in of_type(Observation, found)} == {
        "audience": 1036,
        "posts_total": 280,
        "created": date(2022, 11, 7).toordinal(),
    }
    assert of_type(Request, found)[0].url == (
        "https://fosstodon.org/api/v1/accounts/109302437732499759/statuses"
        "?limit=40&exclude_reblogs=true&exclude_replies=true"
    )


def test_of_the_recorded_posts_replies_do_not_count_even_when_their_parent_is_gone(recorded: Path) -> None:
    body = (recorded / "presence/mastodon/account-statuses.reduced.json").read_bytes()
    statuses = json.loads(body)
    assert sum(s["created_at"] >= "2025-04-18" for s in statuses) == 3

    found = all_read(a_source("mastodon"), _answer(body, step="posts"), _brief(as_of=date(2025, 7, 17)))

    assert [(o.metric, o.value, o.kind) for o in of_type(Observation, found)] == [
        ("posts_90d", Decimal(1), Kind.EXACT)
    ]


def test_posts_that_do_not_reach_back_far_enough_ask_for_the_page_before() -> None:
    body = json.dumps([{"id": "77", "created_at": "2026-11-20T10:00:00Z"}])

    found = all_read(a_source("mastodon"), _answer(body, step="posts"), _brief())

    assert of_type(Request, found)[0].url.endswith(
        "/accounts/109/statuses?limit=40&exclude_reblogs=true&exclude_replies=true&max_id=77"
    )


def test_a_page_of_posts_that_comes_again_is_not_counted_again() -> None:
    """A server that takes no notice of `max_id` sends its newest for ever."""
    body = json.dumps([{"id": str(n), "created_at": "2026-11-20T10:00:00Z"} for n in (79, 78, 77)])
    first = all_read(a_source("mastodon"), _answer(body, step="posts"), _brief())
    [further] = of_type(Request, first)

    again = all_read(a_source("mastodon"), a_page(body, source="mastodon", request=further), _brief())

    assert [(o.value, o.kind) for o in of_type(Observation, again)] == [(Decimal(3), Kind.AT_LEAST)]
    assert of_type(Request, again) == []


def test_at_the_last_allowed_page_the_count_is_a_lower_bound() -> None:
    body = json.dumps([{"id": "77", "created_at": "2026-11-20T10:00:00Z"}])

    found = all_read(a_source("mastodon"), _answer(body, step="posts", pages="5", posts="200"), _brief())

    assert [(o.value, o.kind) for o in of_type(Observation, found)] == [(Decimal(201), Kind.AT_LEAST)]


def test_the_recorded_mirrors_are_no_presence(recorded: Path) -> None:
    hits = json.loads(
        (recorded / "presence/mastodon/accounts-search-with-mirrors.pseudonymised.json").read_bytes()
    )

    states = [
        of_type(Presence, all_read(a_source("mastodon"), _answer(json.dumps(hit)), _brief()))[0]
        for hit in hits
    ]

    assert [(p.state, p.reason) for p in states] == [
        (PresenceState.PRESENT, "ok"),
        (PresenceState.UNKNOWN, "mirror"),
        (PresenceState.UNKNOWN, "mirror"),
    ]


@pytest.mark.parametrize(
    ("proof", "state"), [("user", PresenceState.ABSENT), ("site-sameas", PresenceState.UNKNOWN)]
)
def test_record_not_found_is_absent_only_for_the_account_that_the_user_named(
    proof: str, state: PresenceState
) -> None:
    body = '{"error":"Record not found"}'

    found = all_read(a_source("mastodon"), _answer(body, status=404, proof=proof), _brief())

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [(state, "not-found")]


def test_a_declared_account_is_asked_at_its_home_with_its_proof_unless_the_brief_names_one() -> None:
    seen = a_presence(
        source="website",
        platform="mastodon",
        proof=Proof.SITE_SAMEAS,
        handle="velmora@social.velmora.example",
    )
    ours = replace(seen, company="us", handle="other@social.example")

    [asked] = a_source("mastodon").follow_up(_brief(), an_evidence(presences=(seen, ours)))

    assert (asked.about, asked.url, asked.carry["proof"]) == (
        "velmora",
        "https://social.velmora.example/api/v1/accounts/lookup?acct=velmora",
        "site-sameas",
    )


def test_a_declared_account_is_there_by_the_proof_of_its_declaration() -> None:
    body = json.dumps({"id": "1", "acct": "person1", "followers_count": 12})

    found = all_read(a_source("mastodon"), _answer(body, proof="wikidata"), _brief())

    assert [p.proof for p in of_type(Presence, found)] == [Proof.WIKIDATA]
    assert [o.handle for o in of_type(Observation, found)] == ["person1@fosstodon.org"]


def test_a_404_of_something_else_is_not_absence() -> None:
    with pytest.raises(SourceRefused):
        all_read(a_source("mastodon"), _answer('{"error":"No such route"}', status=404), _brief())


@pytest.mark.parametrize("status", [401, 403])
def test_a_server_that_wants_a_login_leaves_a_gap(status: int) -> None:
    found = all_read(a_source("mastodon"), _answer("{}", status=status), _brief())

    assert [g.reason for g in of_type(Gap, found)] == [GapReason.LOGIN]
    assert of_type(Presence, found) == []


def test_an_account_that_moved_is_not_taken_for_presence_here() -> None:
    body = json.dumps({"id": "1", "acct": "person1", "moved": {"id": "2"}})

    found = all_read(a_source("mastodon"), _answer(body), _brief())

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [(PresenceState.UNKNOWN, "moved")]


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.sampled_from([b"{}", b'[{"id":"1"}]', b"[]", b'{"fields":[{}]}']))
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step, status in (("account", 200), ("account", 404), ("posts", 200)):
        try:
            all_read(a_source("mastodon"), _answer(body, step=step, status=status), _brief())
        except SourceError:
            continue


def _posts_asked(last_status_at: str) -> Request:
    account = {"id": "109", "acct": "person1", "url": "https://fosstodon.org/@person1"}
    body = json.dumps({**account, "last_status_at": last_status_at})
    (asked,) = of_type(Request, all_read(a_source("mastodon"), _answer(body), _brief()))
    return asked  # type: ignore[no-any-return]


def _read_at(asked: Request, posts: list[dict[str, Any]]) -> list[Any]:
    return all_read(
        a_source("mastodon"), a_page(json.dumps(posts), source="mastodon", request=asked), _brief()
    )


def test_no_own_posts_beside_a_recent_last_one_are_none_when_the_list_holds_replies() -> None:
    (every,) = of_type(Request, _read_at(_posts_asked("2026-11-20"), []))
    reply = {"id": "77", "created_at": "2026-11-20T10:00:00Z", "in_reply_to_id": "5"}
    old = {"id": "76", "created_at": "2026-01-02T10:00:00Z"}

    found = _read_at(every, [reply, old])

    assert every.url.endswith("/accounts/109/statuses?limit=40")
    assert [(o.value, o.kind) for o in of_type(Observation, found)] == [(Decimal(0), Kind.EXACT)]


def test_a_list_that_stays_empty_beside_a_recent_last_post_is_not_read_as_none() -> None:
    (every,) = of_type(Request, _read_at(_posts_asked("2026-11-20"), []))

    (gap,) = _read_at(every, [])

    assert isinstance(gap, Gap)
    assert gap.reason is GapReason.LOGIN
    assert "though the last is of 2026-11-20" in gap.detail


@pytest.mark.parametrize("last", ["", "2026-01-02"])
def test_an_empty_list_without_a_recent_post_is_none(last: str) -> None:
    found = _read_at(_posts_asked(last), [])

    assert [(o.value, o.kind) for o in of_type(Observation, found)] == [(Decimal(0), Kind.EXACT)]
