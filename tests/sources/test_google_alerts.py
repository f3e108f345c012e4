"""Google Alerts, from documentation: hits lead to their own pages, the feed's address stays private."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deckgen.errors import BriefError, SourceBlocked, SourceChanged
from deckgen.model.evidence import Mention, Reading
from deckgen.model.exchange import Page
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from tests.factories import a_brief, a_page, a_topic, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

ALERTS, FEEDS = a_source("google_alerts"), a_source("feeds")
ADDRESS = "https://www.google.com/alerts/feeds/01234567890123456789/9876543210987654321"
ONE = a_brief(topics=(a_topic(),))


def an_alert_page(body: str, address: str = ADDRESS) -> Page:
    (request,) = ALERTS.requests(a_brief_for("google_alerts", options={"private_feeds": [address]}))
    return a_page(body, request=request, source="google_alerts")


def an_entry(number: int = 1, on: str = "2026-03-04T09:00:00Z", real: str = "https://press.example/a") -> str:
    link = f"https://www.google.com/url?rct=j&amp;sa=t&amp;url={real}&amp;ct=ga&amp;cd=CAIy&amp;usg=AOv"
    return (
        f"<entry><id>tag:google.com,2013:googlealerts/feed:{number}</id>"
        '<title type="html">A ride with &lt;b&gt;Norrvind&lt;/b&gt; &amp;amp; friends</title>'
        f'<link href="{link}"></link><published>{on}</published><updated>{on}</updated>'
        '<content type="html">The new &lt;b&gt;Norrvind&lt;/b&gt; is out ...</content>'
        "<author><name></name></author></entry>"
    )


def a_feed(*entries: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:idx="urn:atom-extension:indexing">'
        "<id>tag:google.com,2005:reader/user/0/state/com.google/alerts/1</id>"
        "<title>Google Alert - Norrvind</title>"
        f"{''.join(entries)}</feed>"
    )


def test_a_hit_is_the_page_it_leads_to_and_its_words_are_plain() -> None:
    body = a_feed(an_entry(real="https://press.example/a%3Fx%3D1%26utm_source%3Dmail"))

    (mention,) = of_type(Mention, all_read(ALERTS, an_alert_page(body), ONE))

    assert mention.key == "https://press.example/a?x=1"
    assert (mention.site, mention.unit) == ("press.example", "item")
    assert mention.title == "A ride with Norrvind & friends"
    assert mention.excerpt == "The new Norrvind is out ..."
    assert mention.published_at == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_an_alert_is_a_floor_from_its_oldest_hit_on() -> None:
    body = a_feed(an_entry(1, "2026-06-02T09:00:00Z"), an_entry(2, "2026-03-04T09:00:00Z"))

    (reading,) = of_type(Reading, all_read(ALERTS, an_alert_page(body), ONE))

    assert (reading.kind, reading.value) == (Kind.AT_LEAST, None)
    assert (reading.start, reading.end) == (date(2026, 3, 4), date(2026, 11, 16))


def test_an_alert_says_nothing_of_topics_that_it_was_not_made_for() -> None:
    both = a_brief(topics=(a_topic(context=("bike",)), a_topic("velmora")))
    body = a_feed(an_entry(1), an_entry(2).replace("A ride", "Velmora and a bike ride"))

    found = all_read(ALERTS, an_alert_page(body), both)
    by_feeds = all_read(FEEDS, a_page(body, request=an_alert_page(body).request), both)

    assert [m.topic for m in of_type(Mention, found)] == ["us", "velmora"]
    assert [r.topic for r in of_type(Reading, found)] == ["us"]
    assert [r.topic for r in of_type(Reading, by_feeds)] == ["us"]


def test_a_hit_that_two_alerts_and_a_named_feed_bring_counts_once() -> None:
    found = [m for number in (1, 2) for m in of_type(
        Mention, all_read(ALERTS, an_alert_page(a_feed(an_entry(number))), ONE)
    )]  # fmt: skip
    (request,) = FEEDS.requests(a_brief_for("feeds", options={"feeds": [ADDRESS]}))
    page = a_page(a_feed(an_entry(1)), request=request, source="feeds")
    found += of_type(Mention, all_read(FEEDS, page, ONE))

    assert len(found) == 3
    assert len(clean(an_evidence(brief=ONE, mentions=tuple(found))).mentions) == 1


def test_a_redirect_of_google_in_another_country_is_unwrapped_and_one_to_no_page_is_not() -> None:
    body = a_feed(
        an_entry(1).replace("www.google.com/url", "www.google.de/url"),
        an_entry(2, real="javascript:alert(1)"),
    )

    first, second = of_type(Mention, all_read(ALERTS, an_alert_page(body), ONE))

    assert first.url == "https://press.example/a"
    assert second.url.startswith("https://www.google.com/url?")


def test_an_alert_without_hits_says_nothing_of_any_period() -> None:
    assert all_read(ALERTS, an_alert_page(a_feed()), ONE) == []


def test_the_address_is_private_and_in_nothing_that_is_read() -> None:
    page = an_alert_page(a_feed(an_entry()))

    found = all_read(ALERTS, page, ONE)

    assert page.request.is_private
    assert page.request.about == "google.com"
    assert {item.origin.url for item in of_type((Mention, Reading), found)} == {"https://www.google.com/"}  # type: ignore[arg-type]
    assert "0123456789" not in repr([item for item in found if not isinstance(item, Page)])


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ("<!DOCTYPE html><title>Sign in</title>", SourceBlocked, "a web page came instead of a feed"),
        (a_feed(an_entry())[:-20], SourceChanged, "it stops in the middle"),
        ("", SourceChanged, "the feed is empty"),
    ],
)
def test_what_is_no_feed_is_told_without_the_address(body: str, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says) as raised:
        all_read(ALERTS, an_alert_page(body), ONE)

    assert str(raised.value).startswith("https://www.google.com/: ")
    assert "0123456789" not in str(raised.value)


def test_saved_feeds_are_files_and_another_feed_is_the_users_mistake() -> None:
    (request,) = ALERTS.requests(
        a_brief_for("google_alerts", options={"private_feeds": ["alerts/norrvind.xml"]})
    )

    assert (request.url, request.about, request.is_private) == (
        "file:alerts/norrvind.xml",
        "",
        True,
    )
    with pytest.raises(
        BriefError, match=r"private_feeds\.1 is no feed of an alert; copy its address"
    ) as raised:
        list(
            ALERTS.requests(
                a_brief_for("google_alerts", options={"private_feeds": ["https://x.example/sesame"]})
            )
        )
    assert "sesame" not in str(raised.value)


def test_without_alerts_in_the_brief_nothing_is_asked() -> None:
    assert list(ALERTS.requests(a_brief())) == []
