"""Discord servers, from documentation: members as an estimate, and what an invitation that is gone denies."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged, SourceError, SourceRefused
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, an_entry, of_type

URL = "https://discord.com/api/v10/invites/nOrrV1nd?with_counts=true"


def _answer(body: Any, *, status: int = 200, proof: str = "user") -> Page:
    carry = {"handle": "nOrrV1nd", "url": "https://discord.gg/nOrrV1nd", "proof": proof}
    request = Request(url=URL, about="us", step="invite", carry=carry)
    whole = body if isinstance(body, bytes) else json.dumps(body)
    return a_page(whole, source="discord", request=request, status=status)


def _read(page: Page) -> list[Any]:
    return all_read(a_source("discord"), page, a_brief())


def _invite(**fields: Any) -> dict[str, Any]:
    return {"code": "nOrrV1nd", "guild": {"id": "9042", "name": "Norrvind Riders"}, **fields}


def test_it_is_off_unless_the_brief_switches_it_on() -> None:
    assert not an_entry("discord").is_on


@pytest.mark.parametrize(
    "handle", ["nOrrV1nd", "https://discord.gg/nOrrV1nd", "https://discord.com/invite/nOrrV1nd"]
)
def test_the_given_invitation_is_asked_about_in_its_own_case(handle: str) -> None:
    brief = a_brief(us=a_company(handles={"discord": handle}))

    assert [r.url for r in a_source("discord").requests(brief)] == [URL]


def test_the_invitation_of_a_website_is_asked_about_with_its_proof() -> None:
    seen = a_presence(source="website", platform="discord", proof=Proof.SITE_LINK, handle="vElm")

    [asked] = a_source("discord").follow_up(a_brief(), an_evidence(presences=(seen,)))

    assert (asked.about, asked.carry["proof"]) == ("velmora", "site-link")


def test_members_are_an_estimate_of_the_server_whatever_the_invitation_is_called() -> None:
    found = _read(_answer(_invite(approximate_member_count=2874)))

    assert [(p.state, p.proof, p.handle) for p in of_type(Presence, found)] == [
        (PresenceState.PRESENT, Proof.USER, "Norrvind Riders")
    ]
    assert [(o.metric, o.value, o.kind, o.handle) for o in of_type(Observation, found)] == [
        ("audience", Decimal(2874), Kind.ESTIMATE, "9042")
    ]


def test_members_that_are_not_told_are_unknown_and_not_none() -> None:
    assert of_type(Observation, _read(_answer(_invite()))) == []


@pytest.mark.parametrize(
    ("proof", "state"), [("user", PresenceState.ABSENT), ("site-link", PresenceState.UNKNOWN)]
)
def test_an_invitation_that_is_gone_denies_only_where_the_user_named_it(
    proof: str, state: PresenceState
) -> None:
    [presence] = _read(_answer({"message": "Unknown Invite", "code": 10006}, status=404, proof=proof))

    assert (presence.state, presence.reason) == (state, "not-found")


def test_a_404_of_something_else_denies_nothing() -> None:
    with pytest.raises(SourceRefused):
        _read(_answer({"message": "404: Not Found", "code": 0}, status=404))


def test_an_invitation_to_a_group_of_friends_leads_to_no_server() -> None:
    found = _read(_answer({"type": 1, "code": "nOrrV1nd", "approximate_member_count": 4}))

    assert [(p.state, p.reason) for p in found] == [(PresenceState.UNKNOWN, "not-a-server")]


@pytest.mark.parametrize("body", [{}, _invite(guild={"id": "9042", "name": " "})])
def test_what_is_no_invitation_is_not_understood(body: dict[str, Any]) -> None:
    with pytest.raises(SourceChanged):
        _read(_answer(body))


@settings(max_examples=60)
@given(st.binary(max_size=200) | st.sampled_from([b"{}", b'{"guild":{}}', b'{"code":10006}']))
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for status in (200, 404):
        try:
            _read(_answer(body, status=status))
        except SourceError:
            continue
