"""Lemmy, from documentation: paging to the window's start, one post on two servers, what is not counted."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceBlocked, SourceChanged, SourceRefused
from deckgen.model.evidence import Gap, Mention, Reading
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from tests.factories import a_brief, a_page, a_topic, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

LEMMY = a_source("lemmy")
URL = "https://one.example/api/v3/search?q=Norrvind"


def an_answer(body: Any, step: str = "post", base: str = "https://one.example", **carry: str) -> Page:
    known = {"base": base, "phrase": "Norrvind", "page": "1", "oldest": ""}
    request = Request(url=URL, about="us", step=step, carry={**known, **carry})
    written = body if isinstance(body, bytes | str) else json.dumps(body)
    return a_page(written, source="lemmy", request=request, url=URL)


def an_entry(number: int = 1, published: str = "2026-03-04T09:00:00Z", **changes: Any) -> dict[str, Any]:
    post = {
        "name": "Norrvind",
        "body": "so quiet",
        "published": published,
        "ap_id": f"https://home.example/post/{number}",
        **changes,
    }
    return {
        "post": post,
        "creator": {"name": "ada", "actor_id": "https://home.example/u/ada"},
        "counts": {"score": 4, "comments": 2},
    }


def a_full_page(newest: date) -> dict[str, Any]:
    """Fifty posts, one a day."""
    days = (newest - timedelta(days=i) for i in range(50))
    return {"posts": [an_entry(i, f"{day}T09:00:00Z") for i, day in enumerate(days)]}


def test_posts_and_comments_are_asked_apart_at_each_server_newest_first() -> None:
    brief = a_brief_for("lemmy", bases=("https://one.example", "https://two.example"))

    asked = list(LEMMY.requests(brief))

    assert len(asked) == 2 * len(brief.topics) * 2
    queries = [parse_qs(urlsplit(r.url).query) for r in asked[:2]]
    assert [q["type_"] for q in queries] == [["Posts"], ["Comments"]]
    assert all(q["sort"] == ["New"] and q["limit"] == ["50"] for q in queries)
    assert all(q["q"] == ["Norrvind"] and q["listing_type"] == ["All"] for q in queries)
    assert {urlsplit(r.url).netloc for r in asked} == {"one.example", "two.example"}


def test_two_servers_are_asked_unless_the_brief_names_some() -> None:
    assert len({urlsplit(r.url).netloc for r in LEMMY.requests(a_brief())}) == 2


def test_one_post_known_to_two_servers_is_one_mention() -> None:
    pages = (an_answer({"posts": [an_entry(7)]}, base=f"https://{name}.example") for name in ("one", "two"))
    brief = a_brief()
    found = [m for page in pages for m in of_type(Mention, all_read(LEMMY, page, brief))]

    cleaned = clean(an_evidence(brief=brief, mentions=tuple(found)))

    assert [m.key for m in found] == ["https://home.example/post/7"] * 2
    assert len(cleaned.mentions) == 1
    assert cleaned.removed == (("lemmy", "us", "duplicate", 1),)


@pytest.mark.parametrize(
    "published", ["2026-03-04T09:00:00", "2026-03-04T09:00:00.123456", "2026-03-04T10:00:00+01:00"]
)
def test_a_time_without_a_zone_is_utc(published: str) -> None:
    (mention,) = of_type(Mention, all_read(LEMMY, an_answer({"posts": [an_entry(1, published)]}), a_brief()))

    assert mention.published_at == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def test_what_was_taken_away_is_not_counted_but_says_how_far_was_read() -> None:
    gone = [an_entry(1, deleted=True), an_entry(2, removed=True)]

    (reading,) = all_read(LEMMY, an_answer({"posts": gone}), a_brief())

    assert isinstance(reading, Reading)
    assert reading.kind is Kind.EXACT


def test_a_comment_borrows_the_title_of_its_post_and_has_its_own_address_and_answers() -> None:
    comment = {"content": "mine too", "published": "2026-03-04T09:00:00Z", "ap_id": "https://h.example/c/9"}
    entry = {**an_entry(), "comment": comment, "counts": {"score": -3, "child_count": 5}}

    (mention,) = of_type(Mention, all_read(LEMMY, an_answer({"comments": [entry]}, "comment"), a_brief()))

    assert (mention.unit, mention.key, mention.title) == ("comment", "https://h.example/c/9", "Norrvind")
    assert (mention.excerpt, mention.points, mention.comments) == ("mine too", -3, 5)
    assert mention.author == "ada@home.example"


def test_pages_are_read_back_to_the_start_of_the_window() -> None:
    brief = a_brief()
    newest = date(2026, 11, 15)
    asked = [an_answer(a_full_page(newest)).request]

    found: list[Any] = []
    for i, request in enumerate(asked):
        page = a_page(
            json.dumps(a_full_page(newest - timedelta(days=50 * i))), source="lemmy", request=request
        )
        found = all_read(LEMMY, page, brief)
        asked += of_type(Request, found)

    assert len(asked) == 8  # 8 x 50 days are more than 52 weeks
    (reading,) = of_type(Reading, found)
    assert (reading.kind, reading.start, reading.end) == (Kind.EXACT, brief.window.start, brief.window.end)


def test_a_page_that_is_not_full_is_the_last() -> None:
    (reading,) = of_type(Reading, all_read(LEMMY, an_answer({"posts": [an_entry()]}), a_brief()))

    assert (reading.kind, reading.start, reading.value) == (Kind.EXACT, a_brief().window.start, None)


def test_a_search_cut_off_after_its_pages_is_at_least_back_to_its_oldest_post() -> None:
    page = an_answer(a_full_page(date(2026, 11, 15)), page="8", oldest="2026-10-20")

    (reading,) = of_type(Reading, all_read(LEMMY, page, a_brief()))

    assert (reading.kind, reading.start) == (Kind.AT_LEAST, date(2026, 9, 27))


def test_what_only_holds_the_words_apart_is_taken_out_afterwards() -> None:
    brief = a_brief(topics=(a_topic(phrases=("city e-bike",), hashtags=()),))
    apart = an_entry(1, name="A city with an e-scooter and a bike")

    mentions = of_type(Mention, all_read(LEMMY, an_answer({"posts": [apart]}), brief))

    assert clean(an_evidence(brief=brief, mentions=tuple(mentions))).mentions == ()


def test_a_server_that_wants_fewer_questions_is_a_gap_that_may_pass() -> None:
    (gap,) = all_read(LEMMY, an_answer({"error": "rate_limit_error"}), a_brief())

    assert isinstance(gap, Gap)
    assert (gap.reason, gap.step) == (GapReason.THROTTLED, "post")


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ({"error": "instance_is_private"}, SourceRefused, "instance_is_private"),
        ("<html><title>Anubis</title></html>", SourceBlocked, "web page"),
        ({"comments": []}, SourceChanged, r"\$\.posts"),
        ({"posts": [{}]}, SourceChanged, r"\$\.posts\[0\]\.post"),
        ({"posts": [an_entry(1, "soon")]}, SourceChanged, "not a time"),
        ("", SourceChanged, "empty"),
    ],
)
def test_what_is_not_understood_is_named(body: Any, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        all_read(LEMMY, an_answer(body), a_brief())


def test_a_server_that_gives_fewer_than_were_asked_for_is_paged_on() -> None:
    """Ten are what it gives when it takes no notice of the number."""
    body = {"posts": a_full_page(date(2026, 11, 15))["posts"][:10]}

    found = all_read(LEMMY, an_answer(body), a_brief())

    assert len(of_type(Request, found)) == 1
    assert not of_type(Reading, found)
