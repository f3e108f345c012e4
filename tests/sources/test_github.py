"""GitHub: the recorded organisation, what a person's account is, and what 404 denies."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from tests.factories import a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, of_type

NOT_FOUND = {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}


def _brief(handle: str = "Norrvind", **changes: Any) -> Brief:
    return a_brief(us=a_company(handles={"github": handle}), **changes)


def _answer(body: Any, *, step: str = "organisation", status: int = 200, proof: str = "user") -> Page:
    request = Request(
        url="https://api.github.com/orgs/norrvind",
        about="us",
        step=step,
        carry={"handle": "norrvind", "url": "https://github.com/norrvind", "proof": proof},
    )
    return a_page(
        body if isinstance(body, bytes) else json.dumps(body), source="github", request=request, status=status
    )


def _read(page: Page, **changes: Any) -> list[Any]:
    return all_read(a_source("github"), page, _brief(**changes))


@pytest.mark.parametrize("handle", ["Norrvind", "@norrvind", "https://github.com/orgs/Norrvind"])
def test_the_given_account_is_asked_for_as_an_organisation(handle: str) -> None:
    asked = list(a_source("github").requests(_brief(handle)))

    assert [(r.url, r.credential) for r in asked] == [("https://api.github.com/orgs/norrvind", "github")]


def test_nothing_is_asked_when_nothing_is_given_or_declared() -> None:
    assert list(a_source("github").requests(a_brief())) == []
    assert list(a_source("github").follow_up(a_brief(), an_evidence())) == []


def test_a_declared_account_is_asked_for_with_its_proof() -> None:
    seen = a_presence(source="wikidata", platform="github", proof=Proof.WIKIDATA, handle="velmora")

    [asked] = a_source("github").follow_up(_brief(), an_evidence(presences=(seen,)))

    assert (asked.about, asked.url, asked.carry["proof"]) == (
        "velmora",
        "https://api.github.com/orgs/velmora",
        "wikidata",
    )


def test_the_recorded_organisation_is_read_and_its_update_is_taken_for_no_push(recorded: Path) -> None:
    body = (recorded / "presence/github/org-codeforamerica-2014.json").read_bytes()
    told = json.loads(body)
    assert (told["type"], told["updated_at"]) == ("Organization", "2014-03-07T22:42:52Z")

    found = _read(_answer(body))

    [presence] = of_type(Presence, found)
    assert (presence.state, presence.reason, presence.last_active) == (PresenceState.PRESENT, "ok", None)
    assert {o.metric: int(o.value) for o in of_type(Observation, found)} == {
        "audience": 1,
        "posts_total": 353,
        "created": date(2010, 7, 19).toordinal(),
    }
    assert {o.handle for o in of_type(Observation, found)} == {"norrvind"}
    assert [r.url for r in of_type(Request, found)] == [
        "https://api.github.com/orgs/norrvind/repos?sort=pushed&direction=desc&per_page=1"
    ]


def test_an_account_of_a_person_is_presence_and_said_to_be_one() -> None:
    body = {"type": "User", "public_repos": 2, "followers": 57, "created_at": "2015-02-03T04:05:06Z"}

    found = _read(_answer(body, step="person"))

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [
        (PresenceState.PRESENT, "personal-account")
    ]
    assert of_type(Request, found)[0].url.startswith("https://api.github.com/users/norrvind/repos?")


def test_what_is_no_organisation_is_looked_for_among_persons() -> None:
    [further] = _read(_answer(NOT_FOUND, status=404))

    assert isinstance(further, Request)
    assert (further.url, further.step) == ("https://api.github.com/users/norrvind", "person")


@pytest.mark.parametrize(
    ("proof", "state"), [("user", PresenceState.ABSENT), ("site-link", PresenceState.UNKNOWN)]
)
def test_only_a_name_that_the_user_gave_can_be_denied(proof: str, state: PresenceState) -> None:
    [presence] = _read(_answer(NOT_FOUND, step="person", status=404, proof=proof))

    assert (presence.state, presence.reason, presence.proof) == (state, "not-found", Proof.NONE)


@pytest.mark.parametrize("step", ["organisation", "person"])
def test_a_404_of_something_else_denies_nothing(step: str) -> None:
    with pytest.raises(SourceRefused):
        _read(_answer({"message": "Moved"}, step=step, status=404))


def test_an_account_of_an_unknown_type_is_not_understood() -> None:
    with pytest.raises(SourceChanged):
        _read(_answer({"type": "Bot", "public_repos": 0}))


def test_the_newest_push_is_the_last_activity() -> None:
    [presence] = _read(_answer([{"name": "rides", "pushed_at": "2026-11-19T23:59:59Z"}], step="pushed"))

    assert presence.last_active == date(2026, 11, 19)


@pytest.mark.parametrize("repositories", [[], [{"pushed_at": None}], [{"pushed_at": "2026-11-23T00:00:00Z"}]])
def test_without_a_push_before_the_day_of_the_brief_nothing_is_said(repositories: list[Any]) -> None:
    assert _read(_answer(repositories, step="pushed")) == []


def test_an_account_without_repositories_is_not_asked_for_pushes() -> None:
    found = _read(_answer({"type": "Organization", "public_repos": 0}))

    assert of_type(Request, found) == []
    assert [(o.metric, int(o.value)) for o in of_type(Observation, found)] == [("posts_total", 0)]
