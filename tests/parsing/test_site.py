"""What home pages declare, on recorded pages and on the traps among them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceBlocked, SourceError
from deckgen.model.evidence import Proof
from deckgen.parsing.site import Site, audit
from tests.factories import a_page


def _audit(body: str | bytes, url: str = "https://norrvind.example/") -> Site:
    return audit(a_page(body, url=url))


def _recorded(folder: Path, name: str, url: str) -> Site:
    return _audit((folder / "presence/website" / name).read_bytes(), url)


def _named(site: Site) -> dict[str, str]:
    return {d.profile.platform: d.profile.handle for d in site.profiles}


def test_the_recorded_university_declares_a_school_page_and_its_x_handle_only_in_meta(recorded: Path) -> None:
    site = _recorded(recorded, "home-sydney.edu.au.html", "https://www.sydney.edu.au/")

    assert site.feeds == ()
    assert _named(site) == {
        "wikipedia": "University_of_Sydney",
        "facebook": "universityofsydney",
        "bluesky": "sydney.edu.au",
        "linkedin": "university-of-sydney",
        "instagram": "sydney_uni",
        "x": "sydney_uni",
    }
    by_platform = {d.profile.platform: d for d in site.profiles}
    assert by_platform["linkedin"].profile.url == "https://www.linkedin.com/school/university-of-sydney"
    assert (by_platform["facebook"].proof, by_platform["x"].proof) == (Proof.SITE_SAMEAS, Proof.SITE_LINK)


def test_the_recorded_newspaper_has_one_feed_of_posts_and_each_profile_once(recorded: Path) -> None:
    site = _recorded(recorded, "home-thekenyatimes.com.html", "https://thekenyatimes.com/")

    assert site.feeds == ("https://thekenyatimes.com/feed/",)
    assert len(site.profiles) == 9
    assert _named(site) == {
        "facebook": "thekenyatimes",
        "x": "thekenyatimes",
        "instagram": "thekenyatimes",
        "tiktok": "thekenyatimes",
        "youtube": "thekenyatimes",
        "linkedin": "thekenyatimes",
        "bluesky": "thekenyatimes.com",
        "whatsapp": "0029VaB3k54HltYFiQ1f2i2C",
        "telegram": "thekytimes",
    }
    assert site.wordpress_api == "https://thekenyatimes.com/wp-json/"


def test_share_buttons_of_the_recorded_post_are_no_presence(recorded: Path) -> None:
    site = _recorded(recorded, "blogpost-wordpress.com.html", "https://wordpress.com/blog/2022/05/19/x/")

    assert site.feeds == ("https://wordpress.com/blog/feed/",)
    assert set(_named(site)) == {
        "x",
        "facebook",
        "instagram",
        "linkedin",
        "youtube",
        "pinterest",
        "wikipedia",
    }
    assert {d.proof for d in site.profiles} == {Proof.SITE_SAMEAS}


def test_the_profiles_of_a_person_or_of_another_brand_are_not_the_companys() -> None:
    site = _audit(
        """<script type="application/ld+json">
        [{"@type":"Person","sameAs":["https://x.com/founder"]},
         {"@type":"Organization","url":"https://agency.example/","sameAs":"https://x.com/agency"},
         {"@type":"Organization","url":"https://www.norrvind.example","department":
            {"@type":"Organization","sameAs":["https://x.com/service"]}, "sameAs":["https://x.com/norrvind"]}]
        </script>"""
    )

    assert [d.profile.handle for d in site.profiles] == ["norrvind"]


def test_a_broken_script_does_not_hide_the_good_one() -> None:
    site = _audit(
        '<script type="application/ld+json">{"@type":</script><script type="application/ld+json">'
        '{"@graph":[{"@type":"Organization","sameAs":["https://x.com/norrvind"]}]}</script>'
    )

    assert [d.profile.handle for d in site.profiles] == ["norrvind"]


def test_links_count_in_header_and_footer_but_not_in_articles() -> None:
    site = _audit(
        '<article><header><a href="https://x.com/author">A</a></header></article>'
        '<p><a href="https://www.instagram.com/somebody">B</a></p>'
        '<div class="site-footer"><a href="https://www.instagram.com/norrvind/">C</a></div>'
    )

    assert [(d.profile.handle, d.proof) for d in site.profiles] == [("norrvind", Proof.SITE_LINK)]


def test_rel_me_names_an_account_on_any_server() -> None:
    site = _audit('<link rel="me" href="https://rides.example/@norrvind">')

    assert [(d.profile.platform, d.profile.handle, d.proof) for d in site.profiles] == [
        ("mastodon", "norrvind@rides.example", Proof.REL_ME)
    ]


def test_feeds_are_made_whole_by_the_base_and_oembed_is_none() -> None:
    site = _audit(
        '<base href="https://norrvind.example/en/"><link rel="alternate" type="application/rss+xml" href="f">'
        '<link rel="ALTERNATE" type="application/atom+xml" title="Kommentare" href="/k.xml">'
        '<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">'
    )

    assert site.feeds == ("https://norrvind.example/en/f",)


def test_the_blog_is_the_shortest_address_that_is_called_one() -> None:
    site = _audit(
        '<a href="https://www.norrvind.example/about">About</a><a href="/stories/first-ride">First ride</a>'
        '<a href="https://blog.norrvind.example/">More</a><a href="https://other.example/blog">Blog</a>'
        '<a href="/pressroom">For journalists</a>'
    )

    assert site.blog == "https://blog.norrvind.example/"
    assert site.has_news


def test_the_newest_time_on_a_page_is_read() -> None:
    site = _audit(
        '<time datetime="2026-10-02">2 Oct</time><time datetime="2026-11-03T08:00:00Z">3 Nov</time>'
    )

    assert site.newest == date(2026, 11, 3)


def test_a_page_that_only_loads_a_script_is_a_shell() -> None:
    assert _audit('<div id="root"></div><script src="/app.js"></script>').is_shell
    assert not _audit("<p>" + "Bikes for the city. " * 20 + "</p>").is_shell


@settings(max_examples=60)
@given(
    st.binary(max_size=400)
    | st.text(max_size=80).map(
        lambda t: f'<script type="application/ld+json">{t}</script>'.encode(errors="replace")
    )
    | st.text(max_size=40).map(lambda t: f'<base href="{t}"><a href="{t}">x</a>'.encode(errors="replace"))
)
def test_any_bytes_are_audited_or_refused(body: bytes) -> None:
    try:
        _audit(body)
    except SourceError:
        return


def test_json_without_end_or_bottom_is_no_trouble() -> None:
    deep = "[" * 100_000

    assert _audit(f'<script type="application/ld+json">{deep}</script>').profiles == ()


def test_a_bot_check_with_status_200_is_no_presence() -> None:
    body = "<html><title>Just a moment...</title><body>Checking your browser before you go on</body></html>"

    with pytest.raises(SourceBlocked, match="showed a bot check instead of its page"):
        audit(a_page(body, url="https://norrvind.example/"))
