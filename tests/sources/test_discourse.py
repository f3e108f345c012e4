"""Discourse, from documentation: ten pages to a question, one post a topic, and silences that are no zero."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceBlocked, SourceChanged, SourceRefused
from deckgen.model.evidence import Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_page
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

DISCOURSE = a_source("discourse")
BASE = "https://forum.example"
URL = f"{BASE}/search.json?q=x&page=1"
CARRY = {
    "base": BASE,
    "phrase": "Norrvind",
    "before": "2026-11-16",
    "page": "1",
    "pages": "1",
    "oldest": "",
}


def an_answer(body: Any, **carry: str) -> Page:
    request = Request(url=URL, about="us", step="search", carry={**CARRY, **carry})
    written = body if isinstance(body, bytes | str) else json.dumps(body)
    return a_page(written, source="discourse", request=request, url=URL)


def a_page_of(newest: date, count: int = 2, *, more: bool | None = None) -> dict[str, Any]:
    """Posts of as many topics, one a day."""
    days = [newest - timedelta(days=i) for i in range(count)]
    return {
        "posts": [
            {
                "id": 900 - i,
                "topic_id": i,
                "post_number": 1 + i,
                "username": "ada",
                "created_at": f"{day}T09:00:00.000Z",
                "blurb": "the Norrvind &amp; I",
                "like_count": 3,
            }
            for i, day in enumerate(days)
        ],
        "topics": [{"id": i, "title": f"Topic {i}", "posts_count": 6} for i in range(count)],
        "grouped_search_result": {"more_full_page_results": more, "error": None},
    }


def words_of(request: Request) -> tuple[str, str]:
    query = parse_qs(urlsplit(request.url).query)
    return query["q"][0], query["page"][0]


def test_no_forum_is_asked_unless_the_brief_names_one() -> None:
    assert list(DISCOURSE.requests(a_brief())) == []


def test_the_window_is_asked_for_with_the_phrase_and_newest_first() -> None:
    (first, *_) = DISCOURSE.requests(a_brief_for("discourse", bases=(BASE,)))

    assert words_of(first) == ('"Norrvind" after:2025-11-16 before:2026-11-16 order:latest', "1")
    assert first.url.startswith(f"{BASE}/search.json?")


def test_a_phrase_too_short_for_a_forum_is_not_asked_about() -> None:
    brief = a_brief_for("discourse", bases=(BASE,), topics=[{"phrases": ["VW", "ABC"]}])

    assert [r.carry["phrase"] for r in DISCOURSE.requests(brief)] == ["ABC"]


def test_a_post_borrows_its_topics_title_and_only_the_first_has_its_replies() -> None:
    first, second = of_type(Mention, all_read(DISCOURSE, an_answer(a_page_of(date(2026, 11, 10))), a_brief()))

    assert (first.title, first.excerpt, first.author) == ("Topic 0", "the Norrvind & I", "ada")
    assert (first.key, first.points, first.comments) == (f"{BASE}/t/0/1", 3, 5)
    assert (second.key, second.comments) == (f"{BASE}/t/1/2", None)
    assert {m.unit for m in (first, second)} == {"post"}


def test_one_post_of_each_topic_is_handed_out_so_posts_are_at_least() -> None:
    (reading,) = of_type(Reading, all_read(DISCOURSE, an_answer(a_page_of(date(2026, 11, 10))), a_brief()))

    assert (reading.kind, reading.value) == (Kind.AT_LEAST, None)
    assert (reading.start, reading.end) == (a_brief().window.start, a_brief().window.end)


@pytest.mark.parametrize(
    "body",
    [
        {"grouped_search_result": None},
        {"grouped_search_result": {"error": None}, "users": []},
        {"posts": [], "topics": []},
    ],
)
def test_an_answer_without_posts_is_none(body: dict[str, Any]) -> None:
    (reading,) = all_read(DISCOURSE, an_answer(body), a_brief())

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.start) == (Kind.EXACT, a_brief().window.start)


def test_an_overloaded_forum_lists_nothing_and_that_is_no_zero() -> None:
    body = {"posts": [], "grouped_search_result": {"error": "Due to extreme load, search is disabled."}}

    with pytest.raises(SourceRefused, match="extreme load"):
        all_read(DISCOURSE, an_answer(body), a_brief())


def test_the_next_page_is_asked_where_the_forum_says_that_there_is_more() -> None:
    (following,) = of_type(
        Request, all_read(DISCOURSE, an_answer(a_page_of(date(2026, 11, 10), more=True)), a_brief())
    )

    assert words_of(following) == ('"Norrvind" after:2025-11-16 before:2026-11-16 order:latest', "2")
    assert following.carry["oldest"] == "2026-11-09"


def test_after_the_tenth_page_the_question_is_asked_anew_up_to_the_oldest_day() -> None:
    page = an_answer(a_page_of(date(2026, 6, 10), more=True), page="10", pages="10", oldest="2026-07-01")

    (following,) = of_type(Request, all_read(DISCOURSE, page, a_brief()))

    assert words_of(following) == ('"Norrvind" after:2025-11-16 before:2026-06-10 order:latest', "1")
    assert following.carry["pages"] == "11"


def test_a_day_with_more_posts_than_ten_pages_ends_it_and_is_at_least_back_to_that_day() -> None:
    page = an_answer(
        a_page_of(date(2026, 6, 9), 1, more=True),
        page="10",
        pages="20",
        before="2026-06-10",
        oldest="2026-06-09",
    )

    (reading,) = of_type(Reading, all_read(DISCOURSE, page, a_brief()))

    assert (reading.kind, reading.start) == (Kind.AT_LEAST, date(2026, 6, 9))


def test_a_search_never_takes_more_than_its_pages() -> None:
    page = an_answer(a_page_of(date(2026, 6, 9), more=True), page="10", pages="30", oldest="2026-07-01")

    found = all_read(DISCOURSE, page, a_brief())

    assert of_type(Request, found) == []
    (reading,) = of_type(Reading, found)
    assert reading.start == date(2026, 6, 8)


def test_zero_rests_on_a_later_page_only_where_none_was_listed_before() -> None:
    page = an_answer({"posts": [], "grouped_search_result": {}}, page="2", pages="2", oldest="2026-07-01")

    (reading,) = of_type(Reading, all_read(DISCOURSE, page, a_brief()))

    assert reading.kind is Kind.AT_LEAST


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ({"errors": ["You need to be logged in"], "error_type": "not_logged_in"}, SourceRefused, "logged in"),
        ({"failed": "FAILED", "message": "Slow down"}, SourceRefused, "Slow down"),
        ("<!DOCTYPE html><title>Login</title>", SourceBlocked, "web page"),
        ({"hits": []}, SourceChanged, r"\$\.posts"),
        ({"posts": [{"id": 1}]}, SourceChanged, r"\$\.posts\[0\]\.topic_id"),
        ({"posts": [{"topic_id": 1, "created_at": "x"}]}, SourceChanged, "not a time"),
    ],
)
def test_what_is_not_understood_is_named(body: Any, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        all_read(DISCOURSE, an_answer(body), a_brief())


@pytest.mark.parametrize("posts", [{}, {"posts": []}, {"found": [{"id": 7}]}])
def test_posts_that_the_forum_found_and_does_not_list_are_not_read_as_none(posts: dict[str, Any]) -> None:
    body = {**posts, "grouped_search_result": {"post_ids": [7], "error": None}}

    with pytest.raises(SourceChanged, match="the forum says that it found some"):
        all_read(DISCOURSE, an_answer(body), a_brief())
