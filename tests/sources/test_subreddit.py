"""Subreddits: the recorded communities, several at once, how they grew, and each way Reddit says no."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.arguments._audience import GREW, tracks
from deckgen.errors import SourceChanged, SourceError, SourceRefused
from deckgen.model.brief import Brief, whole_weeks
from deckgen.model.changes import change, days_between, relative_change
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.measure import observed
from deckgen.sources._subreddits import communities
from tests.factories import a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, an_entry, as_json, of_type

RECORDED = "presence/reddit"
API = "https://oauth.reddit.com"
IN_2020 = datetime(2020, 7, 5, 12, tzinfo=UTC)
IN_2021 = datetime(2021, 1, 25, 12, tzinfo=UTC)


def _brief(handle: str = "r/redditdev", **changes: Any) -> Brief:
    return a_brief(us=a_company(handles={"reddit": handle}), **changes)


def _answer(body: Any, *, step: str = "one", status: int = 200, **changes: Any) -> Page:
    handle = changes.pop("handle", "redditdev")
    carry = {
        "handle": handle,
        "url": f"https://www.reddit.com/r/{handle}",
        "proof": changes.pop("proof", "user"),
    }
    request = Request(url=f"{API}/r/{handle}/about?raw_json=1", about="us", step=step, carry=carry)
    whole = body if isinstance(body, bytes) else json.dumps(body)
    return a_page(whole, source="subreddit", request=request, status=status, **changes)


def _read(page: Page, **changes: Any) -> list[Any]:
    return all_read(a_source("subreddit"), page, _brief(**changes))


def _community(name: str = "redditdev", **fields: Any) -> dict[str, Any]:
    return {"kind": "t5", "data": {"display_name": name, "subreddit_type": "public", **fields}}


def test_it_takes_the_key_of_the_search_for_posts() -> None:
    assert an_entry("subreddit").credential == an_entry("reddit").credential


@pytest.mark.parametrize("handle", ["redditdev", "r/RedditDev", "https://old.reddit.com/r/redditdev/"])
def test_one_community_is_asked_about_by_itself(handle: str) -> None:
    asked = list(a_source("subreddit").requests(_brief(handle)))

    assert [(r.url, r.about, r.credential) for r in asked] == [
        (f"{API}/r/redditdev/about?raw_json=1", "us", "reddit")
    ]


@pytest.mark.parametrize("handle", ["u/norrvind", "https://www.reddit.com/user/norrvind"])
def test_an_account_of_a_person_is_no_community(handle: str) -> None:
    assert list(a_source("subreddit").requests(_brief(handle))) == []


def test_several_communities_are_one_question_that_each_company_has_a_part_in() -> None:
    rival = a_company("velmora", handles={"reddit": "velmora"})
    brief = _brief("r/norrvind", competitors=(rival, a_company("brightspoke")))

    asked = list(a_source("subreddit").requests(brief))

    assert {r.url for r in asked} == {f"{API}/api/info?sr_name=norrvind,velmora"}
    assert len({r.key for r in asked}) == 1
    assert [(r.about, r.step, r.carry["handle"]) for r in asked] == [
        ("us", "several", "norrvind"),
        ("velmora", "several", "velmora"),
    ]


def test_a_declared_community_is_asked_about_with_its_proof() -> None:
    seen = a_presence(
        source="wikidata",
        platform="reddit",
        proof=Proof.WIKIDATA,
        handle="velmora",
        url="https://www.reddit.com/r/velmora",
    )
    person = replace(seen, company="brightspoke", url="https://www.reddit.com/user/brightspoke")

    [asked] = a_source("subreddit").follow_up(_brief(), an_evidence(presences=(seen, person)))

    assert (asked.about, asked.carry["proof"]) == ("velmora", "wikidata")


def test_the_recorded_community_is_read_with_its_members_and_its_age(recorded: Path) -> None:
    body = (recorded / RECORDED / "about-redditdev.json").read_bytes()
    assert json.loads(body)["kind"] == "t5"

    found = _read(_answer(body, retrieved_at=IN_2020))

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [(PresenceState.PRESENT, "ok")]
    assert {o.metric: int(o.value) for o in of_type(Observation, found)} == {
        "audience": 38934,
        "created": date(2008, 6, 18).toordinal(),
    }
    assert {(o.handle, o.note, o.as_of) for o in of_type(Observation, found)} == {
        ("redditdev", "", date(2020, 7, 5))
    }
    assert [r.url for r in of_type(Request, found)] == [f"{API}/r/redditdev/new?limit=1&raw_json=1"]


def test_how_many_are_online_is_not_needed_as_reddit_tells_it_no_more(recorded: Path) -> None:
    body = (recorded / RECORDED / "about-redditdev.json").read_bytes()
    told = json.loads(body)
    assert told["data"].pop("active_user_count") == 83

    assert as_json(_read(_answer(told))) == as_json(_read(_answer(body)))


def test_the_recorded_channel_for_announcements_is_said_to_be_restricted(recorded: Path) -> None:
    body = (recorded / RECORDED / "about-redditsecurity.json").read_bytes()

    found = _read(_answer(body, handle="redditsecurity"))

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [(PresenceState.PRESENT, "restricted")]
    [audience] = [o for o in of_type(Observation, found) if o.metric == "audience"]
    assert (audience.value, audience.note) == (Decimal(26173), "restricted")


def test_the_recorded_community_of_one_is_never_told_without_that_number(recorded: Path) -> None:
    body = (recorded / RECORDED / "about-redditisajob.json").read_bytes()

    found = _read(_answer(body, handle="redditisajob"))

    assert [p.state for p in of_type(Presence, found)] == [PresenceState.PRESENT]
    assert [o.value for o in of_type(Observation, found) if o.metric == "audience"] == [Decimal(1)]


def test_the_four_recorded_communities_are_read_in_their_order(recorded: Path) -> None:
    body = (recorded / RECORDED / "api-info-sr_name-4.json").read_bytes()

    found = communities(_answer(body, step="several"))

    assert [(c.name, c.subscribers, c.kind) for c in found] == [
        ("redditdev", 49008, "public"),
        ("reddit.com", 875201, "archived"),
        ("t:1337", 202, "public"),
        ("nl", 643, "restricted"),
    ]


def test_each_company_takes_its_own_of_the_recorded_four(recorded: Path) -> None:
    body = (recorded / RECORDED / "api-info-sr_name-4.json").read_bytes()

    found = _read(_answer(body, step="several", handle="nl"))

    assert [(o.value, o.note) for o in of_type(Observation, found) if o.metric == "audience"] == [
        (Decimal(643), "restricted")
    ]


def test_between_the_two_recordings_the_community_grew_by_a_quarter(recorded: Path) -> None:
    then = _answer((recorded / RECORDED / "about-redditdev.json").read_bytes(), retrieved_at=IN_2020)
    now = _answer(
        (recorded / RECORDED / "api-info-sr_name-4.json").read_bytes(), step="several", retrieved_at=IN_2021
    )
    as_of = IN_2021.date()
    brief = _brief(as_of=as_of, window=whole_weeks(as_of=as_of))
    evidence = an_evidence(
        brief=brief,
        observations=tuple(of_type(Observation, _read(now))),
        earlier=tuple(of_type(Observation, _read(then))),
    )

    [track] = tracks(evidence)

    before, after = observed("before", track.first), observed("after", track.last)
    grown = relative_change("growth", change("change", before=before, after=after), of=before)
    days = days_between("days", track.first.as_of, track.last.as_of, rest_on=(before, after))
    assert (track.says, before.value, after.value, days.value) == (GREW, 38934, 49008, 204)
    assert round(grown.value * 100, 1) == Decimal("25.9")


def test_one_that_is_not_in_the_answer_is_asked_about_alone(recorded: Path) -> None:
    body = (recorded / RECORDED / "api-info-sr_name-4.json").read_bytes()

    [further] = _read(_answer(body, step="several", handle="norrvind"))

    assert (further.url, further.step) == (f"{API}/r/norrvind/about?raw_json=1", "one")


@pytest.mark.parametrize(
    ("proof", "state"), [("user", PresenceState.ABSENT), ("site-link", PresenceState.UNKNOWN)]
)
def test_the_recorded_404_denies_only_a_name_that_the_user_gave(
    recorded: Path, proof: str, state: PresenceState
) -> None:
    body = (recorded / RECORDED / "error-404.json").read_bytes()

    [presence] = _read(_answer(body, status=404, proof=proof))

    assert (presence.state, presence.reason, presence.proof) == (state, "not-found", Proof.NONE)


@pytest.mark.parametrize(
    ("status", "told", "reason"),
    [(403, "private", "private"), (403, "quarantined", "quarantined"), (403, None, "private"),
     (404, "banned", "banned")],
)  # fmt: skip
def test_a_closed_community_exists_and_is_not_known(status: int, told: str | None, reason: str) -> None:
    body = {"error": status, "message": "Forbidden", **({"reason": told} if told else {})}

    [presence] = _read(_answer(body, status=status))

    assert (presence.state, presence.reason) == (PresenceState.UNKNOWN, reason)


def test_who_is_sent_to_the_search_was_not_told_that_there_is_none() -> None:
    page = _answer(
        {"kind": "Listing", "data": {"children": [_community("redditdevs", subscribers=9)]}},
        url=f"{API}/subreddits/search?q=redditdev",
    )

    assert [(p.state, p.reason) for p in _read(page)] == [(PresenceState.UNKNOWN, "not-found")]


def test_an_error_in_other_words_is_no_answer() -> None:
    with pytest.raises(SourceRefused):
        _read(_answer({"detail": "gone"}, status=404))


def test_another_community_than_the_one_asked_about_is_not_taken() -> None:
    with pytest.raises(SourceRefused):
        _read(_answer(_community("somethingelse", subscribers=9)))


def test_what_is_neither_a_community_nor_a_list_is_not_understood() -> None:
    with pytest.raises(SourceChanged):
        _read(_answer({"kind": "t2", "data": {"display_name": "redditdev"}}))


def test_members_that_are_not_told_are_unknown_and_not_none() -> None:
    found = _read(_answer(_community(subscribers=None)))

    assert of_type(Observation, found) == []


@pytest.mark.parametrize(("field", "note"), [("quarantine", "quarantined"), ("over18", "over18")])
def test_what_a_reader_must_be_warned_of_stands_with_the_number(field: str, note: str) -> None:
    found = _read(_answer(_community(subscribers=9, **{field: True})))

    assert [(o.value, o.note) for o in of_type(Observation, found)] == [(Decimal(9), note)]


@pytest.mark.parametrize(
    ("written", "last"),
    [(datetime(2026, 11, 22, 23, 59, tzinfo=UTC), date(2026, 11, 22)),
     (datetime(2026, 11, 23, tzinfo=UTC), None)],
)  # fmt: skip
def test_the_newest_post_tells_when_it_was_last_active(written: datetime, last: date | None) -> None:
    post = {"kind": "t3", "data": {"created_utc": written.timestamp()}}

    found = _read(_answer({"kind": "Listing", "data": {"children": [post]}}, step="newest"))

    assert [p.last_active for p in found] == ([last] if last else [])


@settings(max_examples=60)
@given(
    st.binary(max_size=200)
    | st.sampled_from([b"{}", b'{"kind":"t5"}', b'{"kind":"Listing","data":{"children":[{"kind":"t3"}]}}'])
)
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step, status in (("one", 200), ("one", 403), ("one", 404), ("several", 200), ("newest", 200)):
        try:
            _read(_answer(body, step=step, status=status))
        except SourceError:
            continue
