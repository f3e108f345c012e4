"""Discourse forums, from documentation: old and new names of numbers, and what is kept from strangers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged, SourceError
from deckgen.model.evidence import Gap, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import GapReason, Page, Request
from tests.factories import a_brief, a_company, a_page
from tests.sources.harness import a_source, all_read, of_type

FORUM = "https://community.norrvind.example"
CARRY = {"handle": "community.norrvind.example", "url": FORUM, "proof": "user"}


def _answer(body: Any, *, step: str = "about", status: int = 200, **changes: Any) -> Page:
    request = Request(url=f"{FORUM}/{step}.json", about="us", step=step, carry=CARRY)
    whole = body if isinstance(body, bytes) else json.dumps(body)
    return a_page(whole, source="discourse_forum", request=request, status=status, **changes)


def _read(page: Page) -> list[Any]:
    return all_read(a_source("discourse_forum"), page, a_brief())


def _about(**stats: Any) -> dict[str, Any]:
    return {"about": {"title": "Norrvind riders", "stats": stats}}


@pytest.mark.parametrize("handle", [FORUM, f"{FORUM}/", "Community.Norrvind.example"])
def test_the_forum_that_the_brief_names_is_asked_about_itself(handle: str) -> None:
    brief = a_brief(us=a_company(handles={"discourse": handle}))

    asked = list(a_source("discourse_forum").requests(brief))

    assert [(r.url, r.about) for r in asked] == [(f"{FORUM}/about.json", "us")]


def test_a_forum_in_a_folder_of_a_site_is_asked_there() -> None:
    brief = a_brief(us=a_company(handles={"discourse": "https://norrvind.example/forum"}))

    assert [r.url for r in a_source("discourse_forum").requests(brief)] == [
        "https://norrvind.example/forum/about.json"
    ]


def test_nothing_is_asked_where_no_forum_is_named() -> None:
    assert list(a_source("discourse_forum").requests(a_brief())) == []


@pytest.mark.parametrize("name", ["users_count", "user_count"])
def test_members_are_read_under_the_old_and_the_new_name(name: str) -> None:
    found = _read(_answer(_about(**{name: 4820, "posts_30_days": 1187, "active_users_30_days": 702})))

    assert {o.metric: int(o.value) for o in of_type(Observation, found)} == {
        "audience": 4820,
        "posts_30d": 1187,
        "active_30d": 702,
    }
    assert {o.handle for o in of_type(Observation, found)} == {"community.norrvind.example"}


def test_members_posts_are_never_counted_as_the_companys_own() -> None:
    found = _read(_answer(_about(users_count=9, posts_30_days=1187)))

    assert "posts_90d" not in {o.metric for o in of_type(Observation, found)}


def test_a_forum_that_keeps_its_numbers_to_itself_is_there_with_none() -> None:
    found = _read(_answer({"about": {"title": "Norrvind riders"}}))

    assert [(p.state, p.proof) for p in of_type(Presence, found)] == [(PresenceState.PRESENT, Proof.USER)]
    assert of_type(Observation, found) == []


@pytest.mark.parametrize("status", [401, 403])
def test_a_forum_for_members_only_leaves_a_gap(status: int) -> None:
    found = _read(_answer({"error_type": "not_logged_in"}, status=status))

    assert [g.reason for g in of_type(Gap, found)] == [GapReason.LOGIN]
    assert of_type(Presence, found) == []


def test_who_is_sent_to_the_login_page_was_told_nothing() -> None:
    found = _read(_answer(b"<!DOCTYPE html><html></html>", url=f"{FORUM}/login"))

    assert [g.reason for g in found] == [GapReason.LOGIN]


def test_an_answer_without_a_forum_in_it_is_not_understood() -> None:
    with pytest.raises(SourceChanged):
        _read(_answer({"about": {"title": " "}}))


def test_the_newest_post_of_any_topic_tells_when_somebody_last_wrote() -> None:
    topics = [
        {"last_posted_at": "2019-03-01T10:00:00.000Z", "pinned": True},
        {"last_posted_at": "2026-11-21T23:59:59.120Z"},
        {"last_posted_at": "2026-11-23T00:00:00.000Z"},
        {"last_posted_at": None},
    ]

    found = _read(_answer({"topic_list": {"topics": topics}}, step="latest"))

    assert [p.last_active for p in found] == [date(2026, 11, 21)]


@settings(max_examples=60)
@given(st.binary(max_size=200) | st.sampled_from([b"{}", b'{"about":{}}', b'{"topic_list":{"topics":[{}]}}']))
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step in ("about", "latest"):
        try:
            _read(_answer(body, step=step))
        except SourceError:
            continue
