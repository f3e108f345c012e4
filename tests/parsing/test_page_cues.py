"""A page's own markup tells its kind: strong signs alone, weak ones only together."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.model.evidence import SiteKind
from deckgen.parsing.classify import classify
from deckgen.parsing.page_cues import cues

K = SiteKind
FEED = '<link rel="alternate" type="application/rss+xml" title="A rider">'
WORDPRESS = '<meta name="generator" content="WordPress 6.8">'
POST = '<body class="post-template-default single single-post postid-7">'


def _kind(page: str, url: str = "https://rider.example/winter") -> SiteKind:
    return classify(url, page=page.encode()).kind


def _linked(*types: str) -> str:
    return "".join(f'<script type="application/ld+json">{{"@type": "{t}"}}</script>' for t in types)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (WORDPRESS + FEED + POST, K.BLOG),
        (_linked("BlogPosting", "Person"), K.BLOG),
        (_linked("BlogPosting", "LiveBlogPosting"), K.NEWS),
        (_linked("NewsArticle"), K.NEWS),
        (_linked("DiscussionForumPosting"), K.FORUM),
        ('<meta name="generator" content="Discourse 3.4">', K.FORUM),
        ('<body class="mediawiki ltr">', K.WIKI),
        ('<meta property="og:type" content="product">', K.SHOP),
        (_linked("Product") + '<a href="/warenkorb">', K.SHOP),
        (_linked("Corporation"), K.COMPANY),
        ('<meta content="video.other" property="og:type">', K.VIDEO),
        (FEED.replace("A rider", "The rider's blog"), K.BLOG),
        ('<script type="application/ld+json">{"@type": ["Thing", "BlogPosting"]', K.UNKNOWN),
    ],
)
def test_strong_signs_tell_the_kind(page: str, kind: SiteKind) -> None:
    assert _kind(page) is kind


@pytest.mark.parametrize(
    "page",
    [
        WORDPRESS,
        FEED,
        WORDPRESS + POST,
        '<meta property="og:type" content="article">' + FEED,
        WORDPRESS + FEED + POST + _linked("Organization"),
        _linked("Product"),
        "",
    ],
)
def test_signs_that_many_kinds_share_are_not_enough_alone(page: str) -> None:
    assert _kind(page) is K.UNKNOWN


def test_a_dated_path_counts_only_with_a_feed_and_without_an_organisation() -> None:
    url = "https://rider.example/2026/03/04/winter-on-two-wheels/"

    assert _kind(FEED, url) is K.BLOG
    assert _kind("", url) is K.UNKNOWN
    assert _kind(FEED + _linked("Organization"), url) is K.UNKNOWN


def test_a_platform_is_not_overruled_by_the_page() -> None:
    assert _kind(_linked("NewsArticle"), "https://rider.substack.com/p/winter") is K.BLOG


def test_a_shops_blog_is_a_blog_page_on_its_host() -> None:
    found = classify("https://shop.velmora.example/blog/winter", page=_linked("Article").encode())

    assert (found.host_kind, found.page_kind, found.kind) == (K.SHOP, K.BLOG, K.BLOG)


def test_saved_pages_of_eight_kinds_are_told_rightly(recorded: Path) -> None:
    folder = recorded / "pages"
    pairs: Counter[tuple[str, str]] = Counter()
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            label = "company" if row["label"] == "corporate" else row["label"]
            kind = classify(row["url"], page=(folder / row["file"]).read_bytes()).kind
            pairs[label, kind.value] += 1
    told = sum(n for (_, k), n in pairs.items() if k == "blog")
    blogs = sum(n for (t, _), n in pairs.items() if t == "blog")

    assert pairs["blog", "blog"] / told >= 0.95
    assert pairs["blog", "blog"] / blogs >= 0.90
    assert sum(n for (t, k), n in pairs.items() if k not in (t, "unknown")) <= 1


@pytest.mark.parametrize(
    "unit",
    [
        b"<meta ",
        b"<script type=application/ld+json ",
        b"<script application/ld+json>",
        b'class="a ',
        b'"@type": [',
        b"<title ",
        b"href='/a",
        b"<link type=" + b" " * 50,
    ],
)
def test_hostile_repetition_is_read_in_bounded_time(unit: bytes) -> None:
    started = time.perf_counter()

    cues(unit * (1_000_000 // len(unit)))

    assert time.perf_counter() - started < 8


@given(
    st.binary(max_size=300) | st.text(max_size=100).map(lambda t: f"<meta {t}><body class='{t}'>".encode())
)
@settings(max_examples=100, deadline=1000)
def test_no_page_raises(page: bytes) -> None:
    assert isinstance(classify("https://rider.example/", page=page).kind, SiteKind)


def test_a_static_page_of_wordpress_is_no_post_though_its_theme_marks_it_like_one() -> None:
    page = (
        b'<html><head><meta name="generator" content="WordPress 6.1"><link rel="alternate" '
        b'type="application/rss+xml" title="Velmora" href="/feed/"></head>'
        b'<body class="page-template-default page page-id-12"><article class="post-12 page hentry">Dealers'
        b"</article></body></html>"
    )

    post = page.replace(b"page-template-default page page-id-12", b"post-template-default single single-post")

    assert classify("https://velmora.example/dealers/", page=page).page_kind is SiteKind.UNKNOWN
    assert classify("https://velmora.example/dealers/", page=post).page_kind is SiteKind.BLOG
