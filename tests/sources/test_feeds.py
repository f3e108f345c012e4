"""Feeds: each recorded one as it must be read, and what happens to empty, cut-off and private ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.evidence import Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from tests.factories import a_brief, a_page, a_topic, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

FEEDS = a_source("feeds")


def a_feed(body: bytes | str, url: str = "https://press.example/feed", *, is_private: bool = False) -> Page:
    request = Request(url=url, about="press.example", step="feed", is_private=is_private)
    return a_page(body, request=request)


def the_mention(recorded: Path, name: str, phrase: str) -> Any:
    body = (recorded / "mentions/feeds" / name).read_bytes()
    (mention,) = of_type(
        Mention, all_read(FEEDS, a_feed(body), a_brief(topics=(a_topic(phrases=(phrase,)),)))
    )
    return mention


def an_rss(*items: str) -> str:
    listed = "".join(items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title>{listed}</channel></rss>'


def an_item(title: str = "Norrvind rides", on: str = "Wed, 04 Mar 2026 09:00:00 GMT", guid: str = "1") -> str:
    when = f"<pubDate>{on}</pubDate>" if on else ""
    return f"<item><title>{title}</title><link>https://press.example/{guid}</link><guid>{guid}</guid>{when}</item>"


def test_recording_wirecutter_2022_trackers_are_off_the_key(recorded: Path) -> None:
    mention = the_mention(recorded, "wordpress_wirecutter_2022.xml", "board game")

    assert mention.title == "How to Teach Someone a Board Game (and Even Have Fun Doing It)"
    assert mention.published_at == datetime(2022, 9, 20, 11, 0, 17, tzinfo=UTC)
    assert mention.key == "https://www.nytimes.com/wirecutter/blog/how-to-teach-someone-a-board-game"


def test_recording_ghost_element_2021_title_in_cdata(recorded: Path) -> None:
    mention = the_mention(recorded, "ghost_element_2021.xml", "simpler plans")

    assert mention.title == "Simpler plans for Element, on-premise and cloud!"
    assert mention.published_at == datetime(2021, 10, 11, 16, 2, 29, tzinfo=UTC)


def test_recording_feedburner_rps_2021_the_real_address_is_the_guid(recorded: Path) -> None:
    mention = the_mention(recorded, "feedburner_rps_2021.xml", "the sunday papers")

    assert mention.title == "The Sunday Papers"
    assert mention.published_at == datetime(2021, 8, 22, 10, 0, 0, tzinfo=UTC)
    assert mention.url == "https://www.rockpapershotgun.com/the-sunday-papers-607"
    assert mention.site == "rockpapershotgun.com"


def test_recording_nbcny_2023_a_date_without_zone_is_that_day(recorded: Path) -> None:
    mention = the_mention(recorded, "nbcny_2023.xml", "stabbing suspect")

    assert mention.published_at == datetime(2023, 12, 16, tzinfo=UTC)


def test_recording_rdf_golem_2023_is_rss_1_in_latin_1(recorded: Path) -> None:
    mention = the_mention(recorded, "rdf_golem_iso8859_2023.xml", "glasfaserförderung")

    assert mention.title == "Digitalministerium: Neue Glasfaserförderung mit Schnellkasse"
    assert mention.published_at == datetime(2023, 1, 25, 18, 3, 2, tzinfo=UTC)


def test_recording_youtube_channel_takes_published_not_updated(recorded: Path) -> None:
    mention = the_mention(recorded, "youtube_channel_atom.xml", "quantum entanglement")

    assert mention.title == "Navigating with Quantum Entanglement"
    assert mention.published_at == datetime(2020, 12, 22, 19, 15, 1, tzinfo=UTC)


def test_recording_broken_reuters_2020_is_unreadable_and_never_a_zero(recorded: Path) -> None:
    body = (recorded / "mentions/feeds/broken_reuters_2020.xml").read_bytes()

    with pytest.raises(SourceChanged, match="unreadable, it stops in the middle"):
        all_read(FEEDS, a_feed(body), a_brief())


def test_items_go_to_each_topic_they_name_and_a_floor_is_read_from_the_oldest_on() -> None:
    body = an_rss(
        an_item(),
        an_item("Other", guid="3"),
        an_item("Norrvind or Velmora?", "Mon, 02 Mar 2026 09:00:00 GMT", "2"),
    )
    brief = a_brief(topics=(a_topic(), a_topic("velmora")))

    found = all_read(FEEDS, a_feed(body), brief)

    assert [(m.topic, m.key) for m in of_type(Mention, found)] == [
        ("us", "https://press.example/1"),
        ("us", "https://press.example/2"),
        ("velmora", "https://press.example/2"),
    ]
    assert [(r.topic, r.start, r.end, r.kind) for r in of_type(Reading, found)] == [
        ("us", date(2026, 3, 2), date(2026, 11, 16), Kind.AT_LEAST),
        ("velmora", date(2026, 3, 2), date(2026, 11, 16), Kind.AT_LEAST),
    ]


@pytest.mark.parametrize("is_oldest_first", [False, True])
def test_a_feed_reaches_as_far_as_its_oldest_item_whichever_end_it_begins_at(is_oldest_first: bool) -> None:
    items = [an_item(on=f"{day:02d} Oct 2026 09:00:00 GMT", guid=str(day)) for day in (20, 12, 5)]

    found = all_read(
        FEEDS, a_feed(an_rss(*(items[::-1] if is_oldest_first else items))), a_brief(topics=(a_topic(),))
    )

    assert [r.start for r in of_type(Reading, found)] == [date(2026, 10, 5)]


def test_an_old_item_that_stays_on_top_does_not_stretch_how_far_a_feed_reaches() -> None:
    days = ("03 Jan 2026", "20 Oct 2026", "12 Oct 2026", "05 Oct 2026", "01 Oct 2026")
    items = [an_item(on=f"{day} 09:00:00 GMT", guid=day) for day in days]

    found = all_read(FEEDS, a_feed(an_rss(*items)), a_brief(topics=(a_topic(),)))

    (reading,) = of_type(Reading, found)
    assert date(2026, 10, 1) <= reading.start <= date(2026, 10, 12)
    assert len(of_type(Mention, found)) == 5  # it still counts as what it is


def test_an_item_without_a_date_is_kept_without_one() -> None:
    found = all_read(FEEDS, a_feed(an_rss(an_item(on=""))), a_brief())

    assert [m.published_at for m in of_type(Mention, found)] == [None]
    assert not of_type(Reading, found)


def test_comments_of_one_page_are_each_their_own_and_a_trackers_fragment_is_off_the_key() -> None:
    body = an_rss(an_item(guid="a#comment-1"), an_item(guid="a#comment-2"), an_item(guid="a#xtor=RSS-1"))

    mentions = of_type(Mention, all_read(FEEDS, a_feed(body), a_brief(topics=(a_topic(),))))

    assert [m.key for m in mentions] == [
        "press.example/a#comment-1",
        "press.example/a#comment-2",
        "https://press.example/a",
    ]
    assert len(clean(an_evidence(mentions=tuple(mentions))).mentions) == 3


def test_an_empty_feed_is_an_answer_that_says_nothing_of_any_period() -> None:
    assert all_read(FEEDS, a_feed(an_rss()), a_brief()) == []


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (b"", SourceChanged, "https://press.example/feed: the feed is empty, not even an empty list"),
        (an_rss(an_item())[:-20], SourceChanged, "it stops in the middle; try again later"),
        (
            "<!doctype html><html><body>Sign in</body></html>",
            SourceBlocked,
            "give the address of its RSS or Atom feed",
        ),
        ("just words", SourceChanged, "unreadable"),
        ('{"items": []}', SourceChanged, "no JSON Feed"),
        ("<svg xmlns='http://www.w3.org/2000/svg'></svg>", SourceChanged, "neither RSS nor Atom"),
    ],
)
def test_bad_feeds_are_told_in_one_sentence(body: bytes | str, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says) as raised:
        all_read(FEEDS, a_feed(body), a_brief())

    assert "\n" not in str(raised.value)


def test_an_alert_is_unwrapped_and_its_private_address_is_not_kept() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:google.com,2013:googlealerts/feed:1</id>'
        '<title type="html">&lt;b&gt;Norrvind&lt;/b&gt; rides</title>'
        "<published>2026-03-04T09:00:00Z</published>"
        '<link href="https://www.google.com/url?rct=j&amp;url=https://press.example/a%3Fx%3D1&amp;ct=ga"/>'
        "</entry></feed>"
    )
    address = "https://www.google.com/alerts/feeds/0123456789/9876543210"
    brief = a_brief_for("feeds", options={"feeds": [address]})
    (request,) = FEEDS.requests(brief)
    page = a_page(body, request=request)

    found = all_read(FEEDS, page, replace(brief, topics=(a_topic(),)))

    assert [(m.url, m.title) for m in of_type(Mention, found)] == [
        ("https://press.example/a?x=1", "Norrvind rides")
    ]
    assert {item.origin.url for item in found if not isinstance(item, Request)} == {"https://www.google.com/"}  # type: ignore[union-attr]


def test_the_error_of_a_private_feed_tells_no_more_than_its_host() -> None:
    page = a_feed(b"", "https://forum.example/feed?user=ada&token=sesame", is_private=True)

    with pytest.raises(SourceChanged, match=r"^https://forum.example/: ") as raised:
        all_read(FEEDS, page, a_brief())

    assert "sesame" not in str(raised.value)


def test_addresses_and_files_are_asked_as_the_brief_names_them() -> None:
    options = {"feeds": ["https://press.example/feed", "feeds\\trade.xml"], "private_feeds": ["file:a.xml"]}

    asked = [(r.url, r.about, r.is_private) for r in FEEDS.requests(a_brief_for("feeds", options=options))]

    assert asked == [
        ("https://press.example/feed", "press.example", False),
        ("file:feeds/trade.xml", "trade.xml", False),
        ("file:a.xml", "", True),
    ]


def test_without_feeds_in_the_brief_nothing_is_asked() -> None:
    assert list(FEEDS.requests(a_brief())) == []


def test_a_link_without_a_host_is_not_completed_with_a_private_address() -> None:
    item = "<item><title>Norrvind</title><link>?topic=1</link></item>"
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>{item}</channel></rss>'
    page = a_feed(body, "https://forum.example/feed/sesame", is_private=True)

    (mention,) = of_type(Mention, all_read(FEEDS, page, a_brief()))

    assert mention.url == "https://forum.example/?topic=1"
