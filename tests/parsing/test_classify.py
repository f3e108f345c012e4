"""Kinds of hosts and pages are told by general cues, with reasons; unsure is unknown."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.model.evidence import SiteKind
from deckgen.parsing.classify import classify, platform_of

K = SiteKind


@pytest.mark.parametrize(
    ("url", "kind", "reason"),
    [
        ("https://norrvind-rider.blogspot.com/2026/03/a.html", K.BLOG, "host:blogspot"),
        ("https://rider.blogspot.de/", K.BLOG, "host:blogspot"),
        ("https://medium.com/@rider/e-bike-winter-1a2b", K.BLOG, "host:medium.com"),
        ("https://blog.velmora.example/battery", K.BLOG, "label:blog"),
        ("https://velmora.example/de/blog/akku-im-winter", K.BLOG, "path:/blog/"),
        ("https://velmora-shop.example/blogs/news/winter", K.BLOG, "path:/blogs/"),
        ("https://pendlerblog.example/", K.BLOG, "name:blog"),
        ("https://newsblog.example/", K.BLOG, "name:blog"),
        ("https://velonews.example/", K.NEWS, "name:news"),
        ("https://northtown-herald.example/sport/1", K.NEWS, "name:herald"),
        ("https://www.reddit.com/r/ebikes/comments/1abc/winter/", K.FORUM, "host:reddit.com"),
        ("https://forum.pedelec.example/t/akku/12", K.FORUM, "label:forum"),
        ("https://pedelec.example/viewtopic.php?t=4", K.FORUM, "path:/viewtopic.php"),
        ("https://pedelec.example/threads/akku-im-winter.3976/", K.FORUM, "path:/threads/"),
        ("https://www.youtube.com/watch?v=abc", K.VIDEO, "host:youtube.com"),
        ("https://tour.example/mediathek/etappe-3", K.VIDEO, "path:/mediathek/"),
        ("https://de.wikipedia.org/wiki/Pedelec", K.WIKI, "host:wikipedia.org"),
        ("https://bikepedia.example/index.php?title=Hub", K.WIKI, "path:/index.php"),
        ("https://www.instagram.com/norrvind/", K.SOCIAL, "host:instagram.com"),
        ("https://www.amazon.co.uk/dp/B00", K.SHOP, "host:amazon"),
        ("https://velmora.example/collections/city/products/one", K.SHOP, "path:/collections/"),
        ("https://transport.gov.uk/e-bikes", K.REFERENCE, "ending:gov.uk"),
        ("https://cyclebank.example/", K.COMPANY, "name:bank"),
    ],
)
def test_an_address_with_a_cue_is_told_with_its_reason(url: str, kind: SiteKind, reason: str) -> None:
    found = classify(url)

    assert found.kind is kind
    assert reason in found.reasons


@pytest.mark.parametrize(
    "url",
    [
        "https://norrvind.example/",
        "https://example.org/2026/03/04/a-winter-on-a-city-e-bike/",
        "https://catalog.example/",
        "https://192.0.2.7/a",
        "not an address",
        "",
        "http://[::1",
    ],
)
def test_an_address_without_a_cue_is_unknown_and_gives_no_reason(url: str) -> None:
    found = classify(url)

    assert (found.kind, found.reasons) == (K.UNKNOWN, ())


def test_ours_and_a_competitors_are_told_by_domain_and_keep_the_kind_of_the_page() -> None:
    ours = classify("https://blog.norrvind.example/a", own_domains=["norrvind.example"])
    theirs = classify("https://velmora.example/blog/a", competitor_domains=["www.velmora.example"])
    stranger = classify("https://notnorrvind.example/", own_domains=["norrvind.example"])

    assert (ours.host_kind, ours.page_kind, ours.kind) == (K.OWN, K.UNKNOWN, K.OWN)
    assert (theirs.host_kind, theirs.page_kind, theirs.kind) == (K.COMPETITOR, K.BLOG, K.COMPETITOR)
    assert theirs.reasons == ("domain:velmora.example", "path:/blog/")
    assert stranger.kind is K.UNKNOWN


def test_a_title_counts_only_where_it_names_the_site() -> None:
    assert classify("https://a.example/x", title="Winter tips | The Velmora Blog").kind is K.BLOG
    assert classify("https://a.example/x", title="How to write for a blog").kind is K.UNKNOWN


def test_the_engines_hint_counts_only_where_the_address_says_nothing() -> None:
    assert classify("https://a.example/x", hint="qa").reasons == ("hint:qa",)
    assert classify("https://blog.a.example/x", hint="video").kind is K.BLOG
    assert classify("https://a.example/x", hint="article").kind is K.UNKNOWN


def test_platforms_are_found_whatever_the_country() -> None:
    assert platform_of("a.blogspot.co.at") == "blogspot"
    assert platform_of("notsubstack.com") == ""
    assert platform_of("blogspot.evil-host.example") == ""


def test_telling_by_address_imports_no_heavy_library() -> None:
    code = (
        "import sys, deckgen.parsing.classify as c; c.classify('https://blog.a.example/', page=b'<p>');"
        "print([m for m in ('bs4', 'lxml', 'httpx') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_hosts_of_public_lists_are_told_rarely_but_rightly(recorded: Path) -> None:
    table = recorded.parent / "labelled" / "pages-dev.csv"
    if not table.is_file():
        pytest.skip("labelled hosts are not beside this checkout")
    pairs: Counter[tuple[str, str]] = Counter()
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            label = "company" if row["label"] == "corporate" else row["label"]
            pairs[label, classify(row["url_or_host"]).kind.value] += 1

    called = {p: n for p, n in pairs.items() if p[1] != "unknown"}
    blogs = {p: n for p, n in called.items() if p[1] == "blog"}

    assert pairs["blog", "blog"] / sum(blogs.values()) >= 0.97
    assert sum(n for (true, told), n in called.items() if true == told) / sum(called.values()) >= 0.93
    assert sum(called.values()) / sum(pairs.values()) >= 0.33


@given(
    st.text(max_size=80) | st.text(max_size=40).map(lambda t: f"https://{t}.example/{t}?{t}"),
    st.text(max_size=80),
)
@settings(max_examples=100, deadline=1000)
def test_no_address_or_title_raises(url: str, title: str) -> None:
    assert isinstance(classify(url, title=title, hint=title, own_domains=[title]).kind, SiteKind)


@pytest.mark.parametrize("host", ["bishop.example.com", "bishop.com", "hiveworkshop.com", "compost.com"])
def test_a_word_that_ends_in_a_cue_by_chance_says_nothing(host: str) -> None:
    assert classify(host).kind is SiteKind.UNKNOWN


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("kellofoorumi.example.fi", SiteKind.FORUM),
        ("kellofoorumi.fi", SiteKind.FORUM),
        ("comunidade.loja.example", SiteKind.FORUM),
        ("theaterencyclopedie.nl", SiteKind.WIKI),
        ("byensko.dk", SiteKind.SHOP),
        ("schmuck-und-uhren.de", SiteKind.SHOP),
        ("landkreis-rundschau.de", SiteKind.NEWS),
        ("turunsanomat.fi", SiteKind.NEWS),
        ("nordmetals.com", SiteKind.COMPANY),
        ("rider.blogspirit.com", SiteKind.BLOG),
        ("polkupyorakauppa.fi", SiteKind.SHOP),
        ("tienda.example.es/bicis/1", SiteKind.SHOP),
        ("velo.example.fr/boutique/casques", SiteKind.SHOP),
        ("velo.example.fi/ostoskori", SiteKind.SHOP),
        ("noviny.example.cz", SiteKind.UNKNOWN),
        ("nase-noviny.cz", SiteKind.NEWS),
        ("example.fi/kotimaa/a-1", SiteKind.NEWS),
        ("example.fi/keskustelu/123", SiteKind.FORUM),
        ("bancodelsur.es", SiteKind.COMPANY),
        ("pixelfed.example.org", SiteKind.SOCIAL),
        ("mof.go.jp", SiteKind.REFERENCE),
        ("beehive.govt.nz", SiteKind.REFERENCE),
    ],
)
def test_cues_of_several_languages_tell_the_kind(host: str, kind: SiteKind) -> None:
    assert classify(host).kind is kind
