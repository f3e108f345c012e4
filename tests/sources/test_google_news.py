"""Google News' feed: recorded items, months cut in halves where a feed is full, editions, consent pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import BriefError, SourceBlocked, SourceChanged
from deckgen.model.evidence import Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.pipeline.cleaning import clean
from deckgen.sources.google_news import FULL
from tests.factories import a_brief, a_company, a_page, a_topic, an_evidence
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

NEWS = a_source("google_news")
ONE = a_brief(topics=(a_topic(),))


def a_feed_page(body: bytes | str, start: str = "2026-03-01", end: str = "2026-04-01") -> Page:
    carry = {"phrase": "Norrvind", "start": start, "end": end}
    url = "https://news.google.com/rss/search?q=%22Norrvind%22"
    return a_page(body, request=Request(url=url, about="us", step="search", carry=carry))


def an_item(number: int = 1, on: str = "Wed, 04 Mar 2026 09:00:00 GMT", **changes: str) -> str:
    told = {
        "title": "Norrvind rides - Cycle Post",
        "site": "https://www.cyclepost.example",
        "oc": "?oc=5",
        **changes,
    }
    link = f"https://news.google.com/rss/articles/CBMi{number}{told['oc']}"
    return (
        f"<item><title>{told['title']}</title><link>{link}</link>"
        f'<guid isPermaLink="false">CBMi{number}</guid><pubDate>{on}</pubDate>'
        f"<description>&lt;a href=&quot;{link}&quot;&gt;x&lt;/a&gt;</description>"
        f'<source url="{told["site"]}">Cycle Post</source></item>'
    )


def a_feed(*items: str) -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>n</title>{"".join(items)}</channel></rss>'
    )


def recorded_feed(recorded: Path, name: str, phrase: str, **changes: Any) -> tuple[str, Any, list[Any]]:
    body = (recorded / f"mentions/google_news/{name}").read_text(encoding="utf-8")
    brief = a_brief_for("google_news", topics=[{"phrases": [phrase]}], **changes)
    return body, brief, all_read(NEWS, a_feed_page(body, "2026-09-01", "2026-10-01"), brief)


def test_recording_tcs_2026_09_06_titles_without_publishers_and_no_order_by_date(recorded: Path) -> None:
    body, _, found = recorded_feed(recorded, "search_tcs_2026-09-06_2items.xml", "TCS")

    first, second = of_type(Mention, found)
    assert first.title == "TCS’ HyperVault to establish large-scale AI data center campus in Telangana"
    assert first.published_at == datetime(2026, 9, 5, 13, 29, 39, tzinfo=UTC)
    assert (first.site, second.site) == ("tcs.com", "upstox.com")
    assert second.published_at == datetime(2026, 9, 6, 9, 33, 57, tzinfo=UTC)
    assert first.published_at < second.published_at
    assert "solely for the purpose of rendering Google News results within a personal feed reader" in body
    assert "solely for the purpose of rendering Google News results" in NEWS.entry.terms
    assert "within a personal feed reader for personal, non-commercial use" in NEWS.entry.terms
    assert NEWS.entry.shows_terms


def test_recording_tcs_2026_09_06_the_companys_own_release_is_no_outside_voice(recorded: Path) -> None:
    us = a_company(name="Tata Consultancy Services", domains=("tcs.com",))
    _, brief, found = recorded_feed(recorded, "search_tcs_2026-09-06_2items.xml", "TCS", us=us)

    mentions = clean(an_evidence(brief=brief, mentions=tuple(of_type(Mention, found)))).mentions

    assert [(m.site, m.is_own) for m in mentions] == [("tcs.com", True), ("upstox.com", False)]
    assert mentions[0].site_kind is SiteKind.OWN


def test_recording_bitcoin_2026_09_22_one_key_whether_or_not_the_link_says_where_it_was_shown(
    recorded: Path,
) -> None:
    _, _, found = recorded_feed(recorded, "search_bitcoin_2026-09-22_2items.xml", "bitcoin")

    first, second = of_type(Mention, found)
    assert first.title == "Live updates: Bitcoin trades near $86,000 as U.S. stocks post small gains"
    assert (first.site, first.published_at) == ("coindesk.com", datetime(2026, 9, 22, 14, 35, tzinfo=UTC))
    assert first.url.endswith("?oc=5")
    assert "?" not in second.url
    assert not [m for m in (first, second) if "?" in m.key]
    assert second.title.endswith("whether the 'crypto winter' is over")


def test_each_phrase_is_asked_month_by_month_with_a_day_more_on_both_sides() -> None:
    asked = list(NEWS.requests(ONE))

    periods = [(r.carry["start"], r.carry["end"]) for r in asked]
    assert (periods[0], periods[-1]) == (("2025-11-17", "2025-12-01"), ("2026-11-01", "2026-11-16"))
    assert [end for _, end in periods[:-1]] == [start for start, _ in periods[1:]]
    query = parse_qs(urlsplit(asked[1].url).query)
    assert query["q"] == ['"Norrvind" after:2025-11-30 before:2026-01-02']


@pytest.mark.parametrize(
    ("country", "language", "hl", "ceid"),
    [
        ("SE", "sv", "sv", "SE:sv"),
        ("GB", "en", "en-GB", "GB:en"),
        ("BR", "pt", "pt-BR", "BR:pt-419"),
        ("PT", "pt", "pt-PT", "PT:pt-150"),
        ("ES", "es", "es", "ES:es"),
        ("MX", "es", "es-419", "MX:es-419"),
        ("TW", "zh", "zh-TW", "TW:zh-Hant"),
        ("CN", "zh", "zh-CN", "CN:zh-Hans"),
        ("NO", "nb", "no", "NO:no"),
    ],
)
def test_the_edition_is_that_of_the_market(country: str, language: str, hl: str, ceid: str) -> None:
    request = next(iter(NEWS.requests(a_brief(country=country, market_language=language))))

    query = parse_qs(urlsplit(request.url).query)
    assert (query["hl"], query["gl"], query["ceid"]) == ([hl], [country], [ceid])
    assert f"ceid={ceid}" in request.url


def test_the_brief_may_name_an_edition_and_a_wrong_one_is_told() -> None:
    request = next(iter(NEWS.requests(a_brief_for("google_news", options={"edition": ["GB:en"]}))))

    assert "hl=en-GB&gl=GB&ceid=GB:en" in request.url
    with pytest.raises(
        BriefError, match=r'edition is "english"; write a country and a language, such as "GB:en"'
    ):
        list(NEWS.requests(a_brief_for("google_news", options={"edition": ["english"]})))


def test_what_lies_outside_the_month_is_left_to_its_own_month() -> None:
    days = ["Sat, 28 Feb 2026 23:59:59 GMT", "Sun, 01 Mar 2026 00:00:00 GMT", "Wed, 01 Apr 2026 00:00:00 GMT"]

    found = all_read(NEWS, a_feed_page(a_feed(*(an_item(i, on) for i, on in enumerate(days)))), ONE)

    assert [m.published_at for m in of_type(Mention, found)] == [datetime(2026, 3, 1, tzinfo=UTC)]
    (reading,) = of_type(Reading, found)
    assert (reading.start, reading.end, reading.kind) == (date(2026, 3, 1), date(2026, 4, 1), Kind.EXACT)


def test_a_full_month_is_asked_again_in_two_halves_that_touch() -> None:
    found = all_read(NEWS, a_feed_page(a_feed(*(an_item(i) for i in range(FULL)))), ONE)

    assert [type(item) for item in found] == [Request, Request]
    assert [(r.carry["start"], r.carry["end"]) for r in of_type(Request, found)] == [
        ("2026-03-01", "2026-03-16"),
        ("2026-03-16", "2026-04-01"),
    ]


def test_halving_ends_at_a_day_which_is_then_a_floor() -> None:
    def full(start: str) -> str:
        on = f"{date.fromisoformat(start):%a, %d %b %Y} 09:00:00 GMT"
        return a_feed(*(an_item(i, on) for i in range(FULL)))

    waiting, days = [a_feed_page(full("2026-03-01"))], []
    while waiting:
        page = waiting.pop()
        found = all_read(NEWS, page, ONE)
        further = of_type(Request, found)
        waiting += [a_page(full(request.carry["start"]), request=request) for request in further]
        days += [] if further else [(r.start, r.end, r.kind) for r in of_type(Reading, found)]

    march = [date(2026, 3, 1) + timedelta(days=i) for i in range(31)]
    assert sorted(days) == [(d, d + timedelta(days=1), Kind.AT_LEAST) for d in march]


def test_a_feed_that_takes_no_notice_of_the_days_says_nothing_and_is_not_halved() -> None:
    page = a_feed_page(a_feed(*(an_item(i) for i in range(FULL))), "2025-12-01", "2026-01-01")

    with pytest.raises(SourceChanged, match="2025-12-01 to 2026-01-01 was asked for"):
        all_read(NEWS, page, ONE)


def test_a_feed_with_articles_of_other_months_is_a_floor() -> None:
    page = a_feed_page(a_feed(an_item(1), an_item(2, "Wed, 04 Jun 2025 09:00:00 GMT")))

    (reading,) = of_type(Reading, all_read(NEWS, page, ONE))

    assert reading.kind is Kind.AT_LEAST


def test_an_empty_feed_is_none_found() -> None:
    (reading,) = all_read(NEWS, a_feed_page(a_feed()), ONE)

    assert isinstance(reading, Reading)
    assert (reading.unit, reading.kind) == ("article", Kind.EXACT)


def test_the_headline_decides_and_the_publishers_name_is_no_part_of_it() -> None:
    items = (
        an_item(1),
        an_item(2, title="Bikes at the fair - Norrvind Cycle Post"),
        an_item(3, title="Bikes - a Norrvind special - Cycle Post"),
    )
    items = tuple(item.replace(">Cycle Post</source>", ">Norrvind Cycle Post</source>") if i == 1 else item
                  for i, item in enumerate(items))  # fmt: skip
    mentions = tuple(of_type(Mention, all_read(NEWS, a_feed_page(a_feed(*items)), ONE)))

    kept = clean(an_evidence(brief=ONE, mentions=mentions)).mentions

    assert [m.title for m in mentions][1:] == ["Bikes at the fair", "Bikes - a Norrvind special"]
    assert [m.title for m in kept] == ["Norrvind rides", "Bikes - a Norrvind special"]


def test_an_article_found_twice_counts_once_and_an_unknown_publisher_is_news() -> None:
    items = (an_item(1), an_item(1, oc=""), an_item(2, site="https://cyclepost.blogspot.com"))
    mentions = tuple(of_type(Mention, all_read(NEWS, a_feed_page(a_feed(*items)), ONE)))

    kept = clean(an_evidence(brief=ONE, mentions=mentions)).mentions

    assert [(m.site, m.site_kind) for m in kept] == [
        ("cyclepost.example", SiteKind.NEWS),
        ("cyclepost.blogspot.com", SiteKind.BLOG),
    ]


def test_a_consent_page_is_blocked_and_half_a_feed_is_no_answer() -> None:
    consent = "<!doctype html><html lang='sv'><title>Innan du fortsätter</title></html>"

    with pytest.raises(
        SourceBlocked, match=r"Google shows a page \(consent or a check\) instead of the feed"
    ):
        all_read(NEWS, a_feed_page(consent), ONE)
    with pytest.raises(SourceChanged, match="stops in the middle"):
        all_read(NEWS, a_feed_page(a_feed(an_item())[:-20]), ONE)
