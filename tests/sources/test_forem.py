"""Forem, from documentation: tags, an order by popularity that is read to its end, reactions as points."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.evidence import Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from tests.factories import a_brief, a_page, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

FOREM = a_source("forem")
URL = "https://dev.example/api/articles?tag=norrvind"
CARRY = {"base": "https://dev.example", "tag": "norrvind", "days": "371", "page": "1"}


def an_answer(body: Any, *, retrieved_at: datetime | None = None, **carry: str) -> Page:
    request = Request(url=URL, about="us", step="tag", carry={**CARRY, **carry})
    written = body if isinstance(body, bytes | str) else json.dumps(body)
    changes = {"retrieved_at": retrieved_at} if retrieved_at else {}
    return a_page(written, source="forem", request=request, url=URL, **changes)


def an_article(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Battery &amp; display",
        "description": "A small script.",
        "url": "https://dev.example/ada/battery-4aca",
        "published_at": "2026-03-09T14:45:32Z",
        "positive_reactions_count": 17,
        "comments_count": 3,
        "user": {"name": "Ada L", "username": "ada"},
        **changes,
    }


def test_each_tag_of_a_topic_is_asked_once_as_forem_spells_it() -> None:
    brief = a_brief_for("forem", topics=[{"hashtags": ["citye-bike", "citye_bike", "norrvind", "-"]}])

    asked = [parse_qs(urlsplit(r.url).query) for r in FOREM.requests(brief)]

    assert [q["tag"] for q in asked] == [["cityebike"], ["norrvind"]]
    assert {(q["per_page"][0], q["page"][0]) for q in asked} == {("100", "1")}


def test_a_topic_without_tags_is_not_asked_about() -> None:
    assert list(FOREM.requests(a_brief_for("forem", topics=[{"hashtags": []}]))) == []


def test_articles_of_the_window_are_asked_for_by_their_age() -> None:
    first = next(iter(FOREM.requests(a_brief())))

    # from 2025-11-17 to 2026-11-22, both days among them
    assert parse_qs(urlsplit(first.url).query)["top"] == ["371"]
    assert urlsplit(first.url).netloc == "dev.to"


def test_an_article_counts_by_its_tag_with_its_reactions_and_comments() -> None:
    brief = a_brief()

    (mention,) = of_type(Mention, all_read(FOREM, an_answer([an_article()]), brief))

    assert (mention.title, mention.author, mention.unit) == ("Battery & display", "ada", "article")
    assert (mention.points, mention.comments, mention.site_kind) == (17, 3, SiteKind.BLOG)
    assert mention.published_at == datetime(2026, 3, 9, 14, 45, 32, tzinfo=UTC)
    assert clean(an_evidence(brief=brief, mentions=(mention,))).mentions == (mention,)


def test_pages_are_asked_for_until_one_is_empty_though_one_has_few() -> None:
    found = all_read(FOREM, an_answer([an_article()]), a_brief())

    (following,) = of_type(Request, found)
    assert of_type(Reading, found) == []
    assert parse_qs(urlsplit(following.url).query)["page"] == ["2"]
    assert following.headers == (("Accept", "application/vnd.forem.api-v1+json"),)


def test_an_empty_page_ends_it_and_the_count_is_exact() -> None:
    (reading,) = all_read(FOREM, an_answer([], page="3"), a_brief())

    assert isinstance(reading, Reading)
    assert (reading.kind, reading.value) == (Kind.EXACT, None)
    assert (reading.start, reading.end) == (a_brief().window.start, a_brief().window.end)


def test_a_tag_cut_off_after_its_pages_is_at_least_in_the_whole_window_as_it_is_not_in_order_of_date() -> (
    None
):
    (reading,) = of_type(Reading, all_read(FOREM, an_answer([an_article()], page="20"), a_brief()))

    assert (reading.kind, reading.start) == (Kind.AT_LEAST, a_brief().window.start)


def test_asked_a_month_later_the_same_age_reaches_back_a_month_less() -> None:
    late = an_answer([], retrieved_at=datetime(2026, 12, 22, 12, 0, tzinfo=UTC))

    (reading,) = of_type(Reading, all_read(FOREM, late, a_brief()))

    assert reading.start == date(2025, 12, 17)


def test_articles_outside_the_window_are_not_counted() -> None:
    brief = a_brief()
    body = [
        an_article(published_at="2026-11-16T00:00:00Z"),
        an_article(published_at="2025-11-17T00:00:00Z", url="https://dev.example/b"),
    ]

    mentions = of_type(Mention, all_read(FOREM, an_answer(body), brief))

    assert [m.url for m in clean(an_evidence(brief=brief, mentions=tuple(mentions))).mentions] == [
        "https://dev.example/b"
    ]


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ("<!DOCTYPE html><title>Just a moment...</title>", SourceBlocked, "web page"),
        ({"error": "not found", "status": 404}, SourceChanged, "a list was due"),
        ([{"title": "x"}], SourceChanged, r"\$\[0\]\.url"),
        ([an_article(published_at="soon")], SourceChanged, "not a time"),
        ([an_article(published_at=None)], SourceChanged, "published_timestamp"),
    ],
)
def test_what_is_not_understood_is_named(body: Any, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        all_read(FOREM, an_answer(body), a_brief())


def test_an_article_that_names_other_tags_was_not_found_under_the_one_asked_for() -> None:
    brief = a_brief()
    listed = [an_article(tag_list=["ducks"]), an_article(tag_list=["norrvind"]), an_article()]

    mentions = of_type(Mention, all_read(FOREM, an_answer(listed), brief))

    assert [m.tags for m in mentions] == [(), ("norrvind",), ("norrvind",)]
