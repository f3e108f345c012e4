"""Company sites: from the home page to feed, probes and sitemap, politely and without claiming too much."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceChanged, SourceError
from deckgen.model.brief import Brief, SourceSettings
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_company, a_page
from tests.sources.harness import a_source, all_read, of_type

HOME = "https://norrvind.example/"
WORDS = "<p>" + "Bikes for the city, made to last. " * 20 + "</p>"


def _brief(**changes: Any) -> Brief:
    us = a_company(**changes.pop("us", {}))
    return a_brief(us=us, competitors=(), **changes)


def _read(
    body: str | bytes,
    step: str = "home",
    *,
    url: str = HOME,
    brief: Brief | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
    landed: str = "",
    **carry: str,
) -> list[Any]:
    request = Request(url=url, about="us", step=step, carry=carry)
    page = a_page(
        body, source="website", request=request, status=status, headers=headers or {}, url=landed or url
    )
    return all_read(a_source("website"), page, brief or _brief())


def _steps(found: list[Any]) -> list[tuple[str, str]]:
    return [(r.step, r.url) for r in of_type(Request, found)]


def _rss(*days: str, title: str = "A ride") -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{HOME}{i}</link><pubDate>{day}</pubDate></item>"
        for i, day in enumerate(days)
    )
    return f'<rss version="2.0"><channel><title>Blog</title>{items}</channel></rss>'


NOVEMBER, OCTOBER, MARCH = (
    f"{day}, 01 {month} 2026 08:00:00 GMT" for day, month in (("Sun", "Nov"), ("Thu", "Oct"), ("Sun", "Mar"))
)


def test_each_companys_first_domain_is_asked_where_robots_allow_it() -> None:
    asked = list(a_source("website").requests(a_brief()))

    assert [r.url for r in asked] == [HOME, "https://velmora.example/", "https://brightspoke.example/"]
    assert all(r.robots for r in asked)


def test_the_brief_may_name_site_blog_and_base() -> None:
    us = {"handles": {"website": "http://127.0.0.1:8081/", "blog": "https://rides.example/"}}
    other = _brief(sources={"website": SourceSettings(bases=("http://127.0.0.1:9/{domain}",))})

    assert [r.url for r in a_source("website").requests(_brief(us=us))] == [
        "http://127.0.0.1:8081/",
        "https://rides.example/",
    ]
    assert [r.url for r in a_source("website").requests(other)] == ["http://127.0.0.1:9/norrvind.example/"]


def test_the_recorded_home_page_gives_declared_profiles_and_asks_for_its_feed(recorded: Path) -> None:
    body = (recorded / "presence/website/home-thekenyatimes.com.html").read_bytes()
    brief = _brief(us={"domains": ("thekenyatimes.com",)})

    found = _read(body, url="https://thekenyatimes.com/", brief=brief)

    presences = of_type(Presence, found)
    assert {p.state for p in presences} == {PresenceState.PRESENT}
    assert presences[0].platform == "website"
    assert {(p.platform, p.proof) for p in presences} >= {
        ("bluesky", Proof.SITE_SAMEAS),
        ("telegram", Proof.SITE_LINK),
    }
    assert _steps(found) == [
        ("feed", "https://thekenyatimes.com/feed/"),
        ("robots", "https://thekenyatimes.com/robots.txt"),
    ]
    assert [r.robots for r in of_type(Request, found)] == [True, False]


def test_a_domain_that_leads_to_a_strangers_page_is_not_read() -> None:
    body = '<footer><a href="https://x.com/domainseller">X</a></footer>' + WORDS

    found = _read(body, landed="https://parking.example.net/")

    assert [(p.platform, p.state, p.reason) for p in found] == [
        ("website", PresenceState.UNKNOWN, "redirected")
    ]


def test_a_page_made_by_a_script_leaves_the_blog_unknown() -> None:
    found = of_type(Presence, _read('<div id="app"></div>'))

    assert [(p.platform, p.state, p.reason) for p in found] == [
        ("website", PresenceState.PRESENT, "ok"),
        ("blog", PresenceState.UNKNOWN, "script-page"),
    ]


def test_the_recorded_feed_covers_nine_days_so_its_count_is_a_lower_bound(recorded: Path) -> None:
    body = (recorded / "presence/website/jsonfeed-npr-technology.json").read_bytes()

    found = _read(body, "feed", url=f"{HOME}feed", brief=_brief(as_of=date(2021, 11, 1)))

    posts = of_type(Observation, found)[0]
    assert (posts.platform, posts.metric, posts.value, posts.kind) == (
        "blog",
        "posts_90d",
        Decimal(25),
        Kind.AT_LEAST,
    )
    assert of_type(Presence, found)[0].last_active == date(2021, 10, 29)


def test_a_feed_that_reaches_back_far_enough_is_counted_exactly() -> None:
    found = _read(_rss(NOVEMBER, OCTOBER, MARCH), "feed", api=f"{HOME}wp-json/")

    assert [(o.value, o.kind) for o in of_type(Observation, found)] == [(Decimal(2), Kind.EXACT)]
    assert _steps(found) == []


def test_a_short_feed_of_wordpress_is_completed_by_its_count() -> None:
    found = _read(_rss(NOVEMBER), "feed", api=f"{HOME}wp-json/")

    assert _steps(found) == [
        (
            "posts",
            f"{HOME}wp-json/wp/v2/posts?_fields=date_gmt&per_page=1"
            "&after=2026-08-23T23%3A59%3A59Z&before=2026-11-23T00%3A00%3A00Z",
        )
    ]


def test_a_wordpress_with_plain_addresses_has_its_api_behind_a_question() -> None:
    found = _read(_rss(NOVEMBER), "feed", api=f"{HOME}index.php?rest_route=/")

    assert [url.partition("&per_page")[0] for _, url in _steps(found)] == [
        f"{HOME}index.php?rest_route=/wp/v2/posts&_fields=date_gmt"
    ]


def test_wordpress_says_its_count_in_a_header() -> None:
    found = _read("[]", "posts", headers={"x-wp-total": "37"})

    assert [(o.metric, o.value, o.kind) for o in found] == [("posts_90d", Decimal(37), Kind.EXACT)]
    with pytest.raises(SourceChanged, match="X-WP-Total"):
        _read("[]", "posts")


def test_the_post_of_a_fresh_wordpress_is_no_blog() -> None:
    found = _read(_rss(NOVEMBER, title="Hello world!"), "feed")

    assert [(p.platform, p.state, p.reason) for p in found] == [("blog", PresenceState.UNKNOWN, "empty-feed")]


def test_an_empty_feed_leads_to_the_linked_blog_once() -> None:
    found = _read(_rss(), "feed", url=f"{HOME}feed", blog=f"{HOME}blog")
    again = _read(_rss(), "feed", url=f"{HOME}feed", blog=f"{HOME}blog", page="1")

    assert _steps(found) == [("blog", f"{HOME}blog")]
    assert [(p.state, p.reason) for p in again] == [(PresenceState.UNKNOWN, "empty-feed")]


def test_posts_from_the_future_do_not_count() -> None:
    found = _read(_rss("Fri, 01 Jan 2027 08:00:00 GMT", NOVEMBER, MARCH), "feed")

    assert of_type(Presence, found)[0].last_active == date(2026, 11, 1)
    assert of_type(Observation, found)[0].value == 1


def test_a_web_page_where_a_feed_was_declared_is_a_gap() -> None:
    with pytest.raises(SourceBlocked):
        _read("<html><body>Please prove that you are human</body></html>", "feed")


def test_a_blog_page_without_feed_is_present_with_its_newest_date() -> None:
    body = f'<time datetime="2026-11-02">2 Nov</time>{WORDS}'

    found = _read(body, "blog", url=f"{HOME}blog", proof="site-link")

    assert [(p.platform, p.state, p.reason, p.last_active) for p in found] == [
        ("blog", PresenceState.PRESENT, "page", date(2026, 11, 2))
    ]


def test_without_feed_or_blog_two_addresses_are_tried_and_two_plain_noes_are_absence() -> None:
    first = of_type(Request, _read(WORDS + '<a href="/a">A</a>' * 5))[0]

    second = of_type(Request, _read("", "probe", url=first.url, status=404, **first.carry))
    last = _read("", "probe", url=second[0].url, status=404, **second[0].carry)

    assert (first.step, first.url, second[0].url) == ("probe", f"{HOME}feed/", f"{HOME}rss.xml")
    assert [(p.platform, p.state, p.reason) for p in last] == [("blog", PresenceState.ABSENT, "not-found")]


@pytest.mark.parametrize(("body", "doubt"), [("<html>Welcome</html>", "no-feed"), ("", "news-section")])
def test_a_site_that_answers_everything_or_has_news_leaves_the_blog_unknown(body: str, doubt: str) -> None:
    known = "" if body else doubt

    found = _read(body, "probe", url=f"{HOME}rss.xml", status=200 if body else 404, number="1", doubt=known)

    assert [(p.state, p.reason) for p in found] == [(PresenceState.UNKNOWN, doubt)]


def test_a_feed_found_by_a_guess_is_read_at_once() -> None:
    found = _read(_rss(NOVEMBER, MARCH), "probe", url=f"{HOME}feed/", number="0", doubt="")

    assert [p.state for p in of_type(Presence, found)] == [PresenceState.PRESENT]
    assert [o.value for o in of_type(Observation, found)] == [Decimal(1)]


def test_robots_lead_to_one_sitemap_of_the_same_site() -> None:
    body = f"Sitemap: https://other.example/s.xml\nSitemap: {HOME}sitemap.xml\nsitemap: {HOME}b.xml"

    assert _steps(_read(body, "robots")) == [("sitemap", f"{HOME}sitemap.xml")]
    assert _read(body, "robots", status=404) == []


def test_one_level_of_sitemaps_is_followed_and_gives_the_last_change() -> None:
    index = f"<sitemapindex><sitemap><loc>{HOME}posts.xml</loc></sitemap></sitemapindex>"
    days = "".join(f"<url><loc>{HOME}{d}</loc><lastmod>2026-10-0{d}</lastmod></url>" for d in range(1, 5))

    child = of_type(Request, _read(index, "sitemap"))
    found = _read(f"<urlset>{days}</urlset>", "child")

    assert [(r.step, r.url) for r in child] == [("child", f"{HOME}posts.xml")]
    assert _read(index, "child") == []
    assert [(p.platform, p.reason, p.last_active) for p in found] == [
        ("website", "pages-changed", date(2026, 10, 4))
    ]


def test_the_recorded_uniform_sitemap_says_nothing(recorded: Path) -> None:
    body = (recorded / "presence/website/sitemap-sitemaps.org-uniform-lastmod.xml").read_bytes()

    assert _read(body, "sitemap") == []


def test_no_way_through_a_site_takes_more_than_eight_requests() -> None:
    """Longest way: an empty declared feed, the blog page, its own short feed, WordPress; and sitemaps."""
    alternate = '<link rel="alternate" type="application/rss+xml" href="{}">'
    answers = {
        HOME: alternate.format("/feed/") + '<a href="/blog">Blog</a>' + WORDS,
        f"{HOME}feed/": _rss(),
        f"{HOME}blog": alternate.format("/blog/feed/")
        + f'<link rel="https://api.w.org/" href="/wp-json/">{WORDS}',
        f"{HOME}blog/feed/": _rss(NOVEMBER),
        f"{HOME}robots.txt": f"Sitemap: {HOME}s.xml",
        f"{HOME}s.xml": f"<sitemapindex><sitemap><loc>{HOME}c.xml</loc></sitemap></sitemapindex>",
        f"{HOME}c.xml": "<urlset/>",
    }
    source, brief = a_source("website"), _brief()
    waiting, asked = list(source.requests(brief)), []
    while waiting:
        request = waiting.pop(0)
        asked.append(request.url)
        body = answers.get(request.url, "[]")
        page = a_page(body, source="website", request=request, headers={"x-wp-total": "9"})
        waiting += of_type(Request, all_read(source, page, brief))

    assert len(asked) == len(set(asked)) == 8


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step in ("home", "blog", "feed", "probe", "posts", "robots", "sitemap"):
        try:
            _read(body, step, number="0", doubt="", blog="", api="")
        except SourceError:
            continue
