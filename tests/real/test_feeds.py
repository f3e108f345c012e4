"""The feeds source on the feeds of a real WordPress: RSS, Atom and that of comments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deckgen.model.brief import SourceSettings
from deckgen.model.evidence import Evidence
from deckgen.model.exchange import GapReason
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from tests.real.blog_posts import days_before
from tests.real.collecting import a_brief_of, collected

pytestmark = pytest.mark.network


def _read(folder: Path, home: str, *paths: str) -> Evidence:
    feeds = SourceSettings(enabled=True, options={"feeds": tuple(f"{home}{path}" for path in paths)})
    return collected(folder, a_brief_of(sources={"feeds": feeds}), "feeds", bases=(home,))


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/feed/rdf/", "/?feed=rss2"])
def test_posts_that_name_a_company_are_mentions_in_every_make_of_feed(
    tmp_path: Path, blogs: Mapping[str, str], path: str
) -> None:
    evidence = _read(tmp_path, blogs["magazine"], path)

    ours = [m for m in evidence.mentions if m.topic == "us"]
    assert [m.title for m in ours] == ["Tried: a bike for hills", "Norrvind – a visit"]
    assert [m.url.removeprefix(blogs["magazine"]) for m in ours] == [
        "/2025/11/18/tried-a-bike-for-hills/",
        "/2025/11/03/norrvind-a-visit/",
    ]
    assert [m.published_at for m in ours] == [days_before(5), days_before(20)]
    assert {m.author for m in evidence.mentions} == {"editor"}
    assert "The Norrvind city bike climbs the hill, and a Velmora & Sons follows." in ours[0].excerpt
    assert [m.title for m in evidence.mentions if m.topic == "velmora"] == ["Tried: a bike for hills"]


def test_the_feed_tells_of_the_days_since_its_oldest_item_only(
    tmp_path: Path, blogs: Mapping[str, str]
) -> None:
    evidence = _read(tmp_path, blogs["magazine"], "/feed/")

    reading = next(r for r in evidence.readings if r.topic == "us")
    assert (reading.start, reading.kind, reading.value) == (days_before(55).date(), Kind.AT_LEAST, None)
    assert reading.end == a_brief_of().window.end


def test_one_post_read_in_two_feeds_has_one_key(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    evidence = _read(tmp_path, blogs["magazine"], "/feed/", "/feed/atom/", "/category/tests/feed/")

    assert len({m.key for m in evidence.mentions if m.topic == "us"}) == 2


def test_comments_count_once_each_with_their_own_address(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    evidence = _read(tmp_path, blogs["magazine"], "/comments/feed/")

    ours = [m for m in evidence.mentions if m.topic == "us"]
    assert [m.author for m in ours] == ["Reader 1", "Reader 3", "Reader 2", "Reader 1"]
    kept = [m for m in clean(evidence).mentions if m.topic == "us"]
    assert [m.author for m in kept] == ["Reader 3", "Reader 2", "Reader 1"]  # the week of as_of is not over
    assert all("#comment-" in m.url for m in ours)


def test_comments_of_one_post_come_with_the_number_of_them(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    evidence = _read(tmp_path, blogs["magazine"], "/feed/")

    assert [m.comments for m in evidence.mentions if m.topic == "us"] == [1, 3]


def test_a_draft_is_in_no_feed(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    evidence = _read(tmp_path, blogs["magazine"], "/feed/", "/feed/atom/")

    assert not any("draft" in m.title for m in evidence.mentions)
    assert max(m.published_at or datetime.min.replace(tzinfo=UTC) for m in evidence.mentions) == days_before(
        5
    )


def test_a_clock_west_of_greenwich_is_read_in_utc(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    feeds = SourceSettings(enabled=True, options={"feeds": (f"{blogs['plain']}/?feed=rss2",)})

    evidence = collected(tmp_path, a_brief_of(sources={"feeds": feeds}), "feeds", bases=(blogs["plain"],))

    assert next(r.start for r in evidence.readings) == days_before(10).date()


def test_a_web_page_in_place_of_a_feed_is_a_gap_and_no_zero(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    evidence = _read(tmp_path, blogs["magazine"], "/about-us/")

    assert [gap.reason for gap in evidence.gaps] == [GapReason.BLOCKED]
    assert (evidence.lookups, evidence.readings) == ((), ())


def test_an_address_that_wordpress_does_not_know_is_an_empty_feed_that_tells_of_no_day(
    tmp_path: Path, blogs: Mapping[str, str]
) -> None:
    evidence = _read(tmp_path, blogs["magazine"], "/nothing-here/feed/")

    assert [lookup.items for lookup in evidence.lookups] == [0]
    assert (evidence.mentions, evidence.readings) == ((), ())
