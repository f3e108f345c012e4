"""Tags of Tumblr, from documentation: paged back to the window's start, exact only when it is reached."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from deckgen.model.brief import Window
from deckgen.model.evidence import Gap, Item, Mention, Reading
from deckgen.model.exchange import Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_page, a_topic
from tests.sources.harness import a_source, all_read, of_type

TUMBLR = a_source("tumblr")
WINDOW = Window(start=date(2026, 10, 5), end=date(2026, 11, 16))


def unix(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


def a_post(number: int, timestamp: int) -> dict[str, Any]:
    url = f"https://rider.tumblr.com/post/{number}"
    return {"post_url": url, "timestamp": timestamp, "tags": [], "blog_name": "rider", "summary": "Ride"}


def read(*posts: dict[str, Any], number: int = 1, before: int = 0) -> list[Item | Request | Gap]:
    carry = {"tag": "norrvind", "page": str(number), "before": str(before or unix(2026, 11, 16))}
    request = Request(url="https://api.tumblr.com/v2/tagged?x", about="us", step="tag", carry=carry)
    body = json.dumps({"meta": {"status": 200, "msg": "OK"}, "response": list(posts)}).encode()
    return all_read(TUMBLR, a_page(body, request=request), a_brief(window=WINDOW))


def test_the_next_page_is_before_the_oldest_post() -> None:
    found = read(a_post(2, unix(2026, 11, 2)), a_post(1, unix(2026, 11, 3)))

    (further,) = of_type(Request, found)
    assert further.carry["before"] == str(unix(2026, 11, 2))
    assert not of_type(Reading, found)


def test_all_is_read_when_a_page_goes_beyond_the_window_or_is_empty() -> None:
    for posts in ([], [a_post(2, unix(2026, 10, 6)), a_post(1, unix(2026, 10, 4))]):
        (reading,) = of_type(Reading, read(*posts))

        assert (reading.start, reading.end, reading.kind) == (WINDOW.start, WINDOW.end, Kind.EXACT)


def test_at_the_last_page_that_is_asked_there_are_at_least_so_many() -> None:
    (reading,) = of_type(Reading, read(a_post(1, unix(2026, 11, 1, 8)), number=15))

    assert (reading.start, reading.kind) == (date(2026, 11, 1), Kind.AT_LEAST)


def test_a_page_that_comes_again_ends_the_reading() -> None:
    found = read(a_post(1, unix(2026, 11, 2)), before=unix(2026, 11, 2))

    assert not of_type(Request, found)
    assert of_type(Reading, found)[0].kind is Kind.AT_LEAST


def test_a_post_keeps_its_tag_time_and_notes() -> None:
    (mention,) = of_type(Mention, read(a_post(1, unix(2026, 11, 2, 9)) | {"note_count": 7}))

    assert mention.tags == ("norrvind",)
    assert mention.published_at == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert (mention.points, mention.comments) == (7, None)


def test_phrases_and_hashtags_are_asked_once_each_and_without_hashtags_nothing_is() -> None:
    topic = a_topic(phrases=("City E-Bike", "Norrvind"), hashtags=("norrvind",))
    quiet = a_topic("velmora", hashtags=())

    asked = list(TUMBLR.requests(a_brief(topics=(topic, quiet))))

    assert [r.carry["tag"] for r in asked] == ["city e-bike", "norrvind"]
    assert all(r.credential == "tumblr" for r in asked)


def test_one_post_with_a_false_date_does_not_end_the_list() -> None:
    days = [(2026, 11, 9), (2009, 1, 1), *((2026, 11, 8 - i) for i in range(4))]

    found = read(*(a_post(i, unix(*day)) for i, day in enumerate(days)))

    (further,) = of_type(Request, found)
    assert further.carry["before"] == str(unix(2026, 11, 7))


def test_a_post_that_names_other_tags_was_not_found_under_the_one_asked_for() -> None:
    """Else whatever came would count, by our own words, when the service takes no notice of the tag."""
    told = {"tags": ["ducks", "ponds"]}
    (other,) = of_type(Mention, read({**a_post(1, unix(2026, 11, 2)), **told}))
    (ours,) = of_type(Mention, read({**a_post(1, unix(2026, 11, 2)), "tags": ["Norr-Vind"]}))

    assert other.tags == ("ducks", "ponds")
    assert ours.tags == ("norrvind", "Norr-Vind")
