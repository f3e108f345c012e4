"""Instagram's business discovery, from documentation: what is asked as whom, and what stays unknown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import InputError, SourceChanged, SourceError, SourceRefused
from deckgen.model.brief import Brief, SourceSettings
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, of_type

OWN = "17841400000000001"


def _brief(handle: str = "@Norrvind", *, account: str = OWN, **changes: Any) -> Brief:
    options = {"account": (account,)} if account else {}
    return a_brief(
        us=a_company(handles={"instagram": handle} if handle else {}),
        sources={"instagram": SourceSettings(enabled=True, options=options)},
        **changes,
    )


def _answer(body: Any, *, status: int = 200, **carry: str) -> Page:
    known = {"handle": "norrvind", "url": "https://www.instagram.com/norrvind", "proof": "user", "own": OWN}
    request = Request(
        url=f"https://graph.facebook.com/v25.0/{OWN}", about="us", step="account", carry={**known, **carry}
    )
    return a_page(json.dumps(body), source="instagram", request=request, status=status)


def _account(*days: str, after: str = "", **changes: Any) -> dict[str, Any]:
    media: dict[str, Any] = {"data": [{"timestamp": f"{d}T10:11:12+0000", "id": "1"} for d in days]}
    if after:
        media["paging"] = {"cursors": {"after": after}}
    found = {"username": "norrvind", "followers_count": 1200, "media_count": 310, "media": media, **changes}
    return {"business_discovery": {k: v for k, v in found.items() if v is not None}, "id": OWN}


def _read(page: Page) -> list[Any]:
    return all_read(a_source("instagram"), page, _brief())


def _fields(request: Request) -> str:
    return parse_qs(urlsplit(request.url).query)["fields"][0]


def _said(found: Iterable[object]) -> list[tuple[str, Decimal, Kind]]:
    return [(o.metric, o.value, o.kind) for o in of_type(Observation, found)]


def test_the_named_account_is_asked_for_as_the_users_own_account() -> None:
    [asked] = a_source("instagram").requests(_brief())

    assert asked.url.startswith(f"https://graph.facebook.com/v25.0/{OWN}?fields=")
    assert _fields(asked) == (
        "business_discovery.username(norrvind)"
        "{username,followers_count,media_count,media.limit(50){timestamp}}"
    )
    assert asked.credential == "instagram"
    assert "access_token" not in asked.url


def test_without_an_own_account_or_a_handle_nothing_is_asked() -> None:
    assert list(a_source("instagram").requests(_brief(account=""))) == []
    assert list(a_source("instagram").requests(_brief(""))) == []


@pytest.mark.parametrize("account", ["norrvind", "12", "1/../me"])
def test_an_own_account_that_is_no_number_is_told_at_once(account: str) -> None:
    with pytest.raises(InputError, match=r"sources\.instagram\.account"):
        list(a_source("instagram").requests(_brief(account=account)))


def test_a_declared_account_is_asked_for_with_its_proof() -> None:
    seen = a_presence(source="website", platform="instagram", proof=Proof.SITE_SAMEAS, handle="velmora")

    [asked] = a_source("instagram").follow_up(_brief(), an_evidence(presences=(seen,)))

    assert (asked.about, asked.carry["proof"]) == ("velmora", "site-sameas")


def test_followers_and_posts_of_ninety_days_are_read() -> None:
    found = _read(_answer(_account("2026-08-23", "2026-11-22", "2026-08-24")))

    assert _said(found) == [
        ("audience", Decimal(1200), Kind.EXACT),
        ("posts_total", Decimal(310), Kind.EXACT),
        ("posts_90d", Decimal(2), Kind.EXACT),
    ]
    assert {o.handle for o in of_type(Observation, found)} == {"norrvind"}
    assert [(p.state, p.proof, p.last_active) for p in of_type(Presence, found)] == [
        (PresenceState.PRESENT, Proof.USER, None),
        (PresenceState.PRESENT, Proof.USER, date(2026, 11, 22)),
    ]


def test_a_page_of_recent_posts_asks_for_the_one_before_and_adds_up() -> None:
    first = _read(_answer(_account("2026-11-20", "2026-11-18", after="QVFIU1=")))
    [further] = of_type(Request, first)
    assert _fields(further) == (
        "business_discovery.username(norrvind){username,media.limit(50).after(QVFIU1=){timestamp}}"
    )

    second = _read(_answer(_account("2026-09-01", followers_count=None), **further.carry))

    assert _said(second) == [("posts_90d", Decimal(3), Kind.EXACT)]
    assert [p.last_active for p in of_type(Presence, second)] == [date(2026, 11, 20)]


def test_at_the_last_page_that_is_read_the_count_is_at_least() -> None:
    page = _answer(_account("2026-11-01", after="b"), after="a", pages="3", posts="150")

    assert _said(_read(page)) == [("posts_90d", Decimal(151), Kind.AT_LEAST)]


@pytest.mark.parametrize("cursor", ["a)", "x{y}", "z" * 500])
def test_a_cursor_that_could_change_the_question_is_not_sent_back(cursor: str) -> None:
    found = _read(_answer(_account("2026-11-01", after=cursor)))

    assert of_type(Request, found) == []
    assert _said(found)[-1] == ("posts_90d", Decimal(1), Kind.AT_LEAST)


def test_an_account_without_posts_has_none_in_ninety_days() -> None:
    found = _read(_answer(_account(media=None, media_count=0)))

    assert _said(found)[1:] == [
        ("posts_total", Decimal(0), Kind.EXACT),
        ("posts_90d", Decimal(0), Kind.EXACT),
    ]


@pytest.mark.parametrize("count", [310, None])
def test_posts_that_are_not_listed_are_unknown_and_not_none(count: int | None) -> None:
    found = _read(_answer(_account(media=None, media_count=count)))

    assert "posts_90d" not in [metric for metric, _, _ in _said(found)]
    assert of_type(Presence, found)[0].state is PresenceState.PRESENT


def test_followers_that_are_not_told_are_unknown() -> None:
    assert "audience" not in [m for m, _, _ in _said(_read(_answer(_account(followers_count=None))))]


def test_an_unknown_name_is_never_called_absent() -> None:
    error = {"message": "Invalid user id", "code": 110, "error_subcode": 2207013}

    [presence] = _read(_answer({"error": error}, status=400))

    assert (presence.state, presence.reason, presence.proof) == (
        PresenceState.UNKNOWN,
        "not-professional-or-none",
        Proof.NONE,
    )


@pytest.mark.parametrize("code", [4, 10, 190, 200])
def test_any_other_error_is_a_refusal_with_its_code(code: int) -> None:
    with pytest.raises(SourceRefused, match=rf"code {code}: No"):
        _read(_answer({"error": {"message": "No", "code": code}}, status=400))


@pytest.mark.parametrize(
    "body", [_account(username="velmora"), {"id": OWN}, _account(media={"data": [{"id": "1"}]})]
)
def test_an_answer_in_another_shape_is_not_read(body: Any) -> None:
    with pytest.raises(SourceChanged):
        _read(_answer(body))


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["followers_count", "media_count", "media", "username"]),
        st.none() | st.integers() | st.just({"data": []}) | st.just({"data": [{}]}) | st.text(max_size=3),
    ),
    st.sampled_from([200, 400]),
)
def test_whatever_comes_only_source_errors_are_raised(found: dict[str, Any], status: int) -> None:
    try:
        _read(_answer({"business_discovery": {"username": "norrvind", **found}}, status=status))
    except SourceError:
        return


def test_a_page_of_posts_that_comes_again_is_not_counted_again() -> None:
    first = _read(_answer(_account("2026-11-20", "2026-11-20", after="QVFIU1=")))
    [further] = of_type(Request, first)

    again = _read(_answer(_account("2026-11-20", "2026-11-20", after="QVFIU1="), **further.carry))

    assert _said(again) == [("posts_90d", Decimal(2), Kind.AT_LEAST)]
    assert of_type(Request, again) == []
