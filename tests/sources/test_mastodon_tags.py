"""Hashtag timelines: recorded answers of two servers, paging, closed servers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from deckgen.model.evidence import Gap, Mention, Reading
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from deckgen.parsing.jsons import as_list
from deckgen.sources.mastodon_tags import MAX_PAGES, tag_history
from tests.factories import a_brief, a_page, a_topic
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

MASTODON = a_source("mastodon_tags")
TRENDS = "trends_tags_social.tchncs.de_2025-07-17"
BRIDGED = "https://bsky.app/profile/did:plc:hmk4f5yf3ohtsvw32sbtwvk3/post/3lu66quubp22m"


def a_timeline(body: bytes | str, base: str = "https://mastodon.social", **changes: object) -> Page:
    carry = {"base": base, "tag": "rstats", "page": "1", **dict(changes.pop("carry", {}))}  # type: ignore[call-overload]
    request = Request(
        url=f"{base}/api/v1/timelines/tag/rstats?limit=40", about="us", step="timeline", carry=carry
    )
    return a_page(body, request=request, url=request.url, **changes)


def a_status(number: int, on: str, **changes: object) -> Mapping[str, object]:
    uri = f"https://social.example/users/ada/statuses/{number}"
    return {
        "id": str(number),
        "uri": uri,
        "url": uri,
        "created_at": f"{on}T10:00:00.000Z",
        "content": "<p>Riding a <a>#<span>rstats</span></a></p>",
        "account": {"acct": "ada"},
        **changes,
    }


def recorded_timeline(recorded: Path, host: str) -> Page:
    name = f"tag_timeline_rstats_{host}_2025-07-17"
    cassette = (recorded / f"mentions/mastodon/{name}.yml").read_text(encoding="utf-8")
    link = re.sub(r"\s+", " ", re.search(r"link: (<.+?rel=\"prev\")", cassette, re.DOTALL)[1])  # type: ignore[index]
    body = (recorded / f"mentions/mastodon/{name}.body.json").read_bytes()
    return a_timeline(body, f"https://{host}", headers={"link": link})


def test_recording_rstats_mastodon_social_five_posts_and_paging_by_the_link_header(recorded: Path) -> None:
    window = {"window": ["2024-07-15", "2025-07-21"]}

    found = all_read(
        MASTODON,
        recorded_timeline(recorded, "mastodon.social"),
        a_brief_for("mastodon_tags", **window),
    )

    mentions = of_type(Mention, found)
    assert len(mentions) == 5
    assert mentions[0].published_at == datetime(2025, 7, 17, 19, 7, 48, tzinfo=UTC)
    assert mentions[0].url == "https://rstats.me/@simonpcouch/114870142137562212"
    assert (mentions[0].site, mentions[0].author) == ("rstats.me", "simonpcouch@rstats.me")
    assert mentions[0].excerpt.startswith("After a month or so of not using Claude Code")
    (following,) = of_type(Request, found)
    assert following.url.endswith("/timelines/tag/rstats?limit=40&max_id=114869144089828147")
    assert not of_type(Reading, found)


def test_recordings_of_two_servers_hold_the_same_five_posts(recorded: Path) -> None:
    brief = a_brief()
    here = of_type(Mention, all_read(MASTODON, recorded_timeline(recorded, "mastodon.social"), brief))
    there = of_type(Mention, all_read(MASTODON, recorded_timeline(recorded, "fosstodon.org"), brief))

    assert len(here) == len(there) == 5
    assert {m.key for m in here} == {m.key for m in there}
    assert [m.published_at for m in here] == [m.published_at for m in there]  # 865 ms apart at the source


def test_recording_the_fifth_post_is_a_bluesky_post_bridged_in(recorded: Path) -> None:
    found = all_read(MASTODON, recorded_timeline(recorded, "fosstodon.org"), a_brief())

    assert of_type(Mention, found)[4].key == BRIDGED


def test_recording_trends_tags_tchncs_ten_histories_of_seven_days(recorded: Path) -> None:
    body = (recorded / f"mentions/mastodon/{TRENDS}.body.json").read_bytes()

    tags = {tag.text("name"): tag_history(tag) for tag in as_list(a_page(body))}

    assert len(tags) == 10
    assert next(iter(tags)) == "mascotabookorplay"
    assert sum(uses for _, uses in tags["mascotabookorplay"]) == 70
    assert sum(uses for _, uses in tags["meermittwoch"]) == 109
    week = [date(2025, 7, 17) - timedelta(days=n) for n in range(7)]  # newest first, no day left out
    assert all([day for day, _ in days] == week for days in tags.values())


def test_recording_trends_tags_tchncs_was_one_answer_within_the_limits_of_the_entry(recorded: Path) -> None:
    cassette = (recorded / f"mentions/mastodon/{TRENDS}.yml").read_text(encoding="utf-8")
    body = (recorded / f"mentions/mastodon/{TRENDS}.body.json").read_text(encoding="utf-8")

    assert cassette.count("uri: https://social.tchncs.de/api/v1/trends?limit=10\n") == 1
    assert cassette.count("- request:") == 1
    assert "status: 200" in cassette
    assert f"string: '{body.strip()}'" in cassette  # the body that is read is the answer that was given
    assert all(set(day) == {"day", "accounts", "uses"} for tag in json.loads(body) for day in tag["history"])
    assert all(
        isinstance(told, str)
        for tag in json.loads(body)
        for day in tag["history"]
        for told in day.values()  # numbers come as text
    )
    assert "x-ratelimit-limit: '300'" in cassette  # of five minutes
    assert MASTODON.entry.per_second * 300 <= 300
    answered = re.findall(r"date: \w+, (\d+ \w+ \d+)", cassette)
    assert answered == ["17 Jul 2025"]  # the day of the newest count: it is not over


def test_a_page_that_reaches_behind_the_window_ends_the_list_exactly() -> None:
    body = json.dumps([a_status(2, "2026-03-01"), a_status(1, "2025-11-10")])

    found = all_read(MASTODON, a_timeline(body), a_brief())

    (reading,) = of_type(Reading, found)
    assert (reading.start, reading.end, reading.kind) == (date(2025, 11, 17), date(2026, 11, 16), Kind.EXACT)
    assert not of_type(Request, found)


def test_the_last_page_allowed_makes_a_lower_bound_from_where_it_got() -> None:
    body = json.dumps([a_status(2, "2026-09-02")])
    page = a_timeline(body, carry={"page": str(MAX_PAGES), "oldest": "2026-09-05"})

    (reading,) = of_type(Reading, all_read(MASTODON, page, a_brief()))

    assert (reading.start, reading.kind) == (date(2026, 9, 2), Kind.AT_LEAST)


def test_an_empty_timeline_is_read_completely() -> None:
    (reading,) = all_read(MASTODON, a_timeline("[]"), a_brief())

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.start) == (Kind.EXACT, date(2025, 11, 17))


def test_a_link_header_without_a_next_page_ends_the_list() -> None:
    page = a_timeline(
        json.dumps([a_status(1, "2026-09-02")]), headers={"link": '<https://x.example/?min_id=1>; rel="prev"'}
    )

    assert not of_type(Request, all_read(MASTODON, page, a_brief()))


def test_boosts_are_not_mentions() -> None:
    body = json.dumps([a_status(1, "2026-09-02", reblog=a_status(2, "2026-09-01"))])

    assert not of_type(Mention, all_read(MASTODON, a_timeline(body), a_brief()))


def test_a_closed_server_is_a_gap_and_asked_for_its_weekly_uses_instead() -> None:
    gap, request = all_read(MASTODON, a_timeline('{"error": "x"}', status=422), a_brief())

    assert isinstance(gap, Gap)
    assert gap.reason is GapReason.LOGIN
    assert isinstance(request, Request)
    assert (request.url, request.step) == ("https://mastodon.social/api/v1/tags/rstats", "history")


def test_weekly_uses_count_only_full_days_inside_the_window() -> None:
    days = [("2026-11-22", 9), ("2026-11-16", 5), ("2026-11-15", "3"), ("2026-11-14", "2")]
    history = [
        {"day": str(int(datetime.fromisoformat(f"{d}T00:00+00:00").timestamp())), "uses": str(uses)}
        for d, uses in days
    ]
    request = Request(
        url="https://m.example/api/v1/tags/rstats",
        about="us",
        step="history",
        carry={"base": "https://m.example", "tag": "rstats"},
    )

    (reading,) = all_read(MASTODON, a_page(json.dumps({"history": history}), request=request), a_brief())

    assert isinstance(reading, Reading)
    assert (reading.value, reading.kind) == (5, Kind.AT_LEAST)
    assert (reading.start, reading.end) == (date(2026, 11, 14), date(2026, 11, 16))


def test_topics_without_hashtags_are_not_asked_and_named_servers_replace_the_usual() -> None:
    brief = a_brief_for(
        "mastodon_tags",
        options={"instances": ["social.example"]},
        topics=[{"key": "us", "hashtags": ["norrvind"]}, {"key": "velmora", "hashtags": []}],
    )

    urls = [r.url for r in MASTODON.requests(brief)]

    assert urls == ["https://social.example/api/v1/timelines/tag/norrvind?limit=40"]


def test_both_usual_servers_are_asked() -> None:
    hosts = {r.url.split("/")[2] for r in MASTODON.requests(a_brief(topics=(a_topic(),)))}

    assert hosts == {"mastodon.social", "mstdn.social"}


def test_one_post_with_a_false_date_does_not_end_the_list() -> None:
    days = ["2026-11-10", "2009-01-01", "2026-11-09", "2026-11-08"]
    body = json.dumps([a_status(9 - i, day) for i, day in enumerate(days)])

    found = all_read(MASTODON, a_timeline(body), a_brief())

    (following,) = of_type(Request, found)
    assert following.carry["oldest"] == "2026-11-09"


def test_pages_of_boosts_alone_say_nothing_of_the_window() -> None:
    body = json.dumps([a_status(1, "2026-09-02", reblog={"id": "7"})])

    found = all_read(MASTODON, a_timeline(body, carry={"page": str(MAX_PAGES)}), a_brief())

    assert found == []
