"""The audit of websites against real WordPress sites, with the traps that their feeds and addresses are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from deckgen.model.evidence import Evidence, PresenceState, Proof
from deckgen.model.exchange import GapReason
from deckgen.model.origin import Kind
from tests.factories import a_company
from tests.real.blog_posts import PROFILES, RECENT
from tests.real.collecting import a_brief_of, collected

pytestmark = pytest.mark.network
PRESENT, UNKNOWN = PresenceState.PRESENT, PresenceState.UNKNOWN


def _audited(folder: Path, home: str, **handles: str) -> Evidence:
    company = a_company(handles={"website": f"{home}/", **handles})
    return collected(folder, a_brief_of(company), "website", bases=(home,))


def _counts(evidence: Evidence) -> list[tuple[str, int, Kind]]:
    return [(o.platform, int(o.value), o.kind) for o in evidence.observations if o.metric == "posts_90d"]


def _asked(evidence: Evidence, home: str) -> list[str]:
    return [lookup.origin.url.removeprefix(home).partition("&")[0] for lookup in evidence.lookups]


def test_a_blog_is_found_by_its_feed_and_counted_by_its_api(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    home = blogs["magazine"]

    evidence = _audited(tmp_path, home)

    (blog,) = (p for p in evidence.presences if p.platform == "blog")
    assert (blog.state, blog.reason, blog.url) == (PRESENT, "ok", f"{home}/feed/")
    assert blog.last_active == date(2025, 11, 21)
    assert _counts(evidence) == [("blog", 10, Kind.AT_LEAST), ("blog", len(RECENT), Kind.EXACT)]
    assert evidence.gaps == ()


def test_the_feed_of_comments_is_never_asked(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    home = blogs["magazine"]

    asked = _asked(_audited(tmp_path, home), home)

    assert asked == [
        "/",
        "/feed/",
        "/wp-json/wp/v2/posts?_fields=date_gmt",
        "/robots.txt",
        "/wp-sitemap.xml",
        "/wp-sitemap-posts-post-1.xml",
    ]


def test_a_sitemap_without_days_says_nothing_of_changes(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    evidence = _audited(tmp_path, blogs["magazine"])

    websites = [(p.state, p.reason, p.last_active) for p in evidence.presences if p.platform == "website"]
    assert websites == [(PRESENT, "ok", None)]


def test_profiles_in_the_footer_are_declared_and_a_share_button_is_none(
    tmp_path: Path, blogs: Mapping[str, str]
) -> None:
    evidence = _audited(tmp_path, blogs["magazine"])

    declared = {p.platform: (p.handle, p.proof) for p in evidence.presences if p.reason == "declared-link"}
    assert len(PROFILES) == 3
    assert declared == {
        "linkedin": ("norrvind", Proof.SITE_LINK),
        "instagram": ("norrvind", Proof.SITE_LINK),
    }


def test_a_blog_on_a_page_of_its_own_is_linked_and_its_short_feed_is_exact(
    tmp_path: Path, blogs: Mapping[str, str]
) -> None:
    home = blogs["workshop"]

    evidence = _audited(tmp_path, home)

    (blog,) = (p for p in evidence.presences if p.platform == "blog")
    assert (blog.url, blog.last_active) == (f"{home}/journal", date(2025, 11, 12))
    assert _counts(evidence) == [("blog", 3, Kind.EXACT)]


def test_a_blog_that_the_brief_names_is_read_by_its_own_feed(
    tmp_path: Path, blogs: Mapping[str, str]
) -> None:
    home = blogs["workshop"]

    evidence = _audited(tmp_path, home, blog=f"{home}/journal/")

    named = [p for p in evidence.presences if p.platform == "blog" and p.proof is Proof.USER]
    assert [(p.state, p.url) for p in named] == [(PRESENT, f"{home}/journal/")]


def test_plain_addresses_and_another_clock_leave_the_count_exact(
    tmp_path: Path, blogs: Mapping[str, str]
) -> None:
    evidence = _audited(tmp_path, blogs["plain"])

    # 13 posts, and one at the first moment of the first day; none of the second before it.
    assert _counts(evidence) == [("blog", 10, Kind.AT_LEAST), ("blog", 14, Kind.EXACT)]
    assert evidence.gaps == ()


def test_the_post_of_a_fresh_wordpress_is_no_blog(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    evidence = _audited(tmp_path, blogs["fresh"])

    assert [(p.state, p.reason) for p in evidence.presences if p.platform == "blog"] == [
        (UNKNOWN, "empty-feed")
    ]
    assert _counts(evidence) == []


def test_a_feed_that_robots_may_not_read_is_a_gap_and_nothing_is_said_of_the_blog(
    tmp_path: Path, blogs: Mapping[str, str]
) -> None:
    evidence = _audited(tmp_path, blogs["shut"])

    assert [(gap.step, gap.reason) for gap in evidence.gaps] == [("feed", GapReason.ROBOTS)]
    assert [p.platform for p in evidence.presences] == ["website"]
    assert evidence.observations == ()


def test_a_page_that_is_not_there_is_a_gap(tmp_path: Path, blogs: Mapping[str, str]) -> None:
    evidence = _audited(tmp_path, f"{blogs['magazine']}/nothing-here")

    assert [(gap.step, gap.reason) for gap in evidence.gaps] == [("home", GapReason.REFUSED)]
    assert evidence.presences == ()
