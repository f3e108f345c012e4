"""Feeds of every make: what is read, what is refused before a parser can be kept busy."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceChanged, SourceError
from deckgen.parsing.feeds import as_feed
from tests.factories import a_page

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title>{}</channel></rss>'


def test_recording_youtube_channel_tells_its_views(recorded: Path) -> None:
    body = (recorded / "mentions/feeds/youtube_channel_atom.xml").read_bytes()

    (item,) = as_feed(a_page(body)).items

    assert item.views == 304_321


def test_recording_reddit_search_is_atom_under_the_name_of_rss(recorded: Path) -> None:
    (item,) = as_feed(a_page((recorded / "mentions/reddit/search_rss_2021.xml").read_bytes())).items

    assert (item.title, item.guid) == ("Announcing FeedMail", "t3_qksbf1")
    assert item.published_at == datetime(2021, 11, 2, 0, 46, 8, tzinfo=UTC)


def test_recording_reddit_listing_has_one_page_of_25(recorded: Path) -> None:
    items = as_feed(a_page((recorded / "mentions/reddit/subreddit_new_rss_2023.xml").read_bytes())).items

    assert len(items) == 25
    assert min(i.published_at for i in items if i.published_at) == datetime(
        2023, 7, 23, 10, 4, 53, tzinfo=UTC
    )


def test_recording_google_news_names_the_outlet(recorded: Path) -> None:
    body = (recorded / "mentions/google_news/search_tcs_2026-09-06_2items.xml").read_bytes()

    first = as_feed(a_page(body)).items[0]

    assert (first.outlet, first.outlet_url) == ("Tata Consultancy Services", "https://www.tcs.com")


@pytest.mark.parametrize(
    "body",
    [
        '<rss version="0.91"><channel><title>Old</title><item><title>Norrvind</title>'
        "<link>https://a.example/1</link></item></channel></rss>",
        RSS.format("<item><title> <![CDATA[Norrvind]]>\n</title><link>/1</link></item>"),
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div>Norrvind</div></title>'
        '<link href="/1"/></entry></feed>',
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [{"id": 7, "url": "/1", "title": "Norrvind"}],
            }
        ),
    ],
    ids=["rss 0.91", "rss 2.0", "atom", "json feed"],
)
def test_every_make_of_feed_gives_the_same_item(body: str) -> None:
    (item,) = as_feed(a_page(body, url="https://a.example/feed")).items

    assert (item.title, item.url) == ("Norrvind", "https://a.example/1")
    assert item.published_at is None


def test_a_json_feed_tells_date_author_and_words() -> None:
    entry = {
        "id": "1",
        "url": "https://a.example/1",
        "content_html": "<p>On a Norrvind</p>",
        "date_published": "2026-03-04T09:00:00+01:00",
        "authors": [{"name": "Ada"}],
    }
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [entry]})

    (item,) = as_feed(a_page(body)).items

    assert (item.text, item.author) == ("On a Norrvind", "Ada")
    assert item.published_at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


def test_small_faults_are_read_all_the_same() -> None:
    (item,) = as_feed(a_page(RSS.format("<item><title>Norrvind &nbsp; R&D</title></item>"))).items

    assert item.title.startswith("Norrvind")


def test_comments_before_a_feed_are_passed_over_in_no_time() -> None:
    comments = "<!-- -->" * 500

    feed = as_feed(a_page(comments + RSS.removeprefix('<?xml version="1.0"?>').format("")))

    assert feed.title == "Press"
    with pytest.raises(SourceBlocked):
        as_feed(a_page("<!-- a --> <!-- b -->\n<html><body>Sign in</body></html>"))


def test_utf_16_is_read() -> None:
    body = RSS.replace("<?xml version", "<?xml encoding='utf-16' version").replace(
        "<?xml encoding='utf-16' version=\"1.0\"?>", '<?xml version="1.0" encoding="utf-16"?>'
    )

    (item,) = as_feed(a_page(body.format("<item><title>Fjällräv</title></item>").encode("utf-16"))).items

    assert item.title == "Fjällräv"


def test_a_body_that_is_a_path_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(RSS.format("<item><title>Secret</title></item>"))

    with pytest.raises(SourceChanged):
        as_feed(a_page(str(secret)))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (RSS.format("<item " + " ".join(f'a{i}="1"' for i in range(301)) + "/>"), "too many attributes"),
        (RSS.format("<item " + " ".join(f'a{i}="1"' for i in range(301)) + "/>&nope;"), "attributes|broken"),
        (RSS.format("<a>" * 300 + "</a>" * 300), "nested too deep"),
        (RSS.format("<a/>" * 100_001), "more than 100000 tags"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + RSS.format("&b;"), "entities of its own"),
        (RSS.format("")[:-10], "stops in the middle"),
        (RSS.format("<item><title>&nope;</title></item>")[:-30], "stops in the middle"),
    ],
)
def test_hostile_and_halved_feeds_are_refused(body: str, says: str) -> None:
    with pytest.raises(SourceChanged, match=says):
        as_feed(a_page(body))


_PARTS = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<pubDate>", "&amp", "<![CDATA[", "]]>", "<!--", "<", "<?x"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=80) | st.lists(_PARTS).map(lambda p: RSS.format("".join(p)).encode("utf-8", "replace"))
)
def test_any_bytes_raise_nothing_but_source_errors(body: bytes) -> None:
    with contextlib.suppress(SourceError):
        as_feed(a_page(body))
