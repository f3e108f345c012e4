"""Tagged posts of WordPress.com: the recorded answer, paging back in time, refusals."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deckgen.errors import SourceRefused
from deckgen.model.evidence import Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.parsing.relevance import matches
from deckgen.sources.wordpress_com import MAX_PAGES, tag_slug
from tests.factories import a_brief, a_page, a_topic
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

WORDPRESS = a_source("wordpress_com")


def an_answer(body: bytes | str, before: str = "2026-11-16T00:00:00+00:00", number: int = 1) -> Page:
    request = Request(
        url="https://public-api.wordpress.com/rest/v1.1/read/tags/dogs/posts",
        about="us",
        step="tag",
        carry={"tag": "dogs", "before": before, "page": str(number)},
    )
    return a_page(body, request=request, url=request.url)


def posts(*dates: str) -> str:
    return json.dumps(
        {"posts": [{"URL": f"https://b{i}.example/p/", "date": d} for i, d in enumerate(dates)]}
    )


def test_recording_dogs_2020_ten_posts_of_nine_sites_compared_in_utc(recorded: Path) -> None:
    body = (recorded / "mentions/wordpress_com/read_tags_posts_dogs_2020-09-30.json").read_bytes()
    topic = a_topic(phrases=("dogs",), hashtags=("dogs",))
    brief = a_brief(topics=(topic,))

    found = all_read(WORDPRESS, an_answer(body, "2020-10-05T00:00:00+00:00"), brief)

    mentions = of_type(Mention, found)
    assert len(mentions) == len({m.key for m in mentions}) == 10
    assert len({m.site for m in mentions}) == 9
    assert mentions[0].title == "With 150+ Dog Deaths, Time to Get Dogs Out of the Iditarod | PETA"
    assert mentions[0].published_at == datetime(2020, 9, 30, 18, 24, 19, tzinfo=UTC)
    assert mentions[1].published_at == datetime(2020, 9, 30, 18, 22, 22, tzinfo=UTC)  # written 14:22:22-04:00
    assert all(matches(topic, f"{m.title} {m.excerpt} #{' #'.join(m.tags)}") for m in mentions)
    assert not of_type(Reading, [r for r in found if getattr(r, "value", None)])  # post_count is no total


def test_recording_dogs_2020_the_next_page_is_before_the_oldest_not_the_last(recorded: Path) -> None:
    body = (recorded / "mentions/wordpress_com/read_tags_posts_dogs_2020-09-30.json").read_bytes()
    brief = a_brief_for("wordpress_com", window=["2019-10-07", "2020-10-05"])

    (following,) = of_type(Request, all_read(WORDPRESS, an_answer(body, "2020-10-05T00:00:00+00:00"), brief))

    assert following.carry["before"] == "2020-09-30T17:03:20+00:00"
    assert "before=2020-09-30T17%3A03%3A20%2B00%3A00" in following.url


def test_an_empty_page_ends_the_list_exactly() -> None:
    (reading,) = all_read(WORDPRESS, an_answer(posts(), number=3), a_brief())

    assert isinstance(reading, Reading)
    assert (reading.start, reading.end, reading.kind) == (date(2025, 11, 17), date(2026, 11, 16), Kind.EXACT)


def test_the_oldest_post_sent_once_more_ends_the_list_exactly() -> None:
    page = an_answer(posts("2026-02-01T12:00:00+02:00"), "2026-02-01T10:00:00+00:00", 2)

    (reading,) = of_type(Reading, all_read(WORDPRESS, page, a_brief()))

    assert reading.kind is Kind.EXACT


def test_the_cap_makes_a_lower_bound_from_the_oldest_post_on() -> None:
    page = an_answer(posts("2026-08-04T10:00:00+00:00"), number=MAX_PAGES)

    (reading,) = of_type(Reading, all_read(WORDPRESS, page, a_brief()))

    assert (reading.start, reading.kind) == (date(2026, 8, 4), Kind.AT_LEAST)


def test_an_error_of_the_service_is_told_in_its_words() -> None:
    body = '{"error": "invalid_tag", "message": "The tag does not exist"}'

    with pytest.raises(SourceRefused, match="invalid_tag The tag does not exist"):
        all_read(WORDPRESS, an_answer(body), a_brief())


def test_phrases_are_asked_as_tags_beside_the_hashtags_of_topics_that_have_them() -> None:
    with_tags = a_topic("industry-1")
    without = a_topic("velmora", hashtags=())

    asked = [r.carry["tag"] for r in WORDPRESS.requests(a_brief(topics=(with_tags, without)))]

    assert asked == ["city-e-bike", "cityebike"]


@pytest.mark.parametrize(
    ("phrase", "slug"),
    [("City E-Bike", "city-e-bike"), ("  R & D!", "r-d"), ("Fahrräder", "fahrräder")],
)
def test_a_phrase_becomes_the_slug_of_a_tag(phrase: str, slug: str) -> None:
    assert tag_slug(phrase) == slug


def test_a_service_that_takes_no_notice_of_where_to_go_on_is_never_read_to_the_end() -> None:
    newest = ("2026-11-10T12:00:00+00:00", "2026-11-10T11:00:00+00:00")
    (following,) = of_type(Request, all_read(WORDPRESS, an_answer(posts(*newest)), a_brief()))

    again = all_read(WORDPRESS, a_page(posts(*newest), request=following), a_brief())

    (reading,) = of_type(Reading, again)
    assert (reading.start, reading.kind) == (date(2026, 11, 10), Kind.AT_LEAST)
    assert not of_type(Request, again)


def test_one_post_with_a_false_date_does_not_end_the_list() -> None:
    days = ["2026-11-10", "2009-01-01", *(f"2026-11-0{9 - i}" for i in range(5))]

    found = all_read(WORDPRESS, an_answer(posts(*(f"{day}T12:00:00+00:00" for day in days))), a_brief())

    (following,) = of_type(Request, found)
    assert following.carry["before"] == "2026-11-08T12:00:00+00:00"
