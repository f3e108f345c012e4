"""Which addresses are profiles, of whom, and how they are written once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.parsing.profiles import HOMELESS, Profile, profile_named, profile_of

PROFILES = [
    ("https://www.facebook.com/UniversityOfSydney/", "facebook", "universityofsydney"),
    ("https://de-de.facebook.com/norrvind?ref=ts", "facebook", "norrvind"),
    ("https://www.facebook.com/profile.php?id=100012345", "facebook", "100012345"),
    ("https://www.linkedin.com/school/university-of-sydney", "linkedin", "university-of-sydney"),
    ("https://se.linkedin.com/company/norrvind/about/", "linkedin", "norrvind"),
    ("https://twitter.com/Norrvind?lang=sv", "x", "norrvind"),
    ("https://x.com/norrvind", "x", "norrvind"),
    ("https://www.youtube.com/channel/UCK8sQmJBp8GCxrOtXWBpyEA", "youtube", "UCK8sQmJBp8GCxrOtXWBpyEA"),
    ("https://youtube.com/@Norrvind/videos", "youtube", "norrvind"),
    ("https://www.youtube.com/Norrvind", "youtube", "norrvind"),
    ("https://t.me/@norrvind", "telegram", "norrvind"),
    ("https://bsky.app/profile/norrvind.example", "bluesky", "norrvind.example"),
    ("https://www.tiktok.com/@norrvind?lang=en", "tiktok", "norrvind"),
    ("https://www.pinterest.de/norrvind/", "pinterest", "norrvind"),
    ("https://github.com/norrvind", "github", "norrvind"),
    ("https://old.reddit.com/r/Norrvind/", "reddit", "norrvind"),
    ("https://www.reddit.com/u/norrvind", "reddit", "norrvind"),
    ("https://lemmy.world/c/Norrvind", "lemmy", "norrvind@lemmy.world"),
    ("https://feddit.org/c/norrvind@lemmy.example", "lemmy", "norrvind@lemmy.example"),
    ("https://mastodon.social/@Norrvind", "mastodon", "norrvind@mastodon.social"),
    ("https://sv.wikipedia.org/wiki/Norrvind_(company)", "wikipedia", "Norrvind_(company)"),
]
NO_PROFILES = [
    "https://www.facebook.com/sharer/sharer.php?u=https://norrvind.example",
    "https://www.facebook.com/norrvind/posts/123456",
    "https://www.facebook.com/groups/ebikes",
    "https://developers.facebook.com/docs",
    "https://www.linkedin.com/in/jane-doe",
    "https://www.linkedin.com/shareArticle?mini=true&url=x",
    "https://twitter.com/intent/tweet?text=x",
    "https://x.com/norrvind/status/1234567890",
    "https://x.com/hashtag/ebike",
    "https://t.co/abc123",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/embed/dQw4w9WgXcQ",
    "https://www.instagram.com/p/Cabc123/",
    "https://www.pinterest.com/pin/create/button/?url=x",
    "https://t.me/share/url?url=x",
    "https://www.tiktok.com/@norrvind/video/123",
    "https://bsky.app/intent/compose?text=x",
    "https://bsky.app/profile/norrvind.example/post/3k",
    "https://github.com/norrvind/firmware",
    "https://wa.me/46700000000",
    "https://norrvind.example/post?share=mastodon",
    "https://norrvind.example/@team",
    "https://norrvind.example/c/shop",
    "https://www.reddit.com/r/norrvind/comments/1p0abc/first_snow/",
    "https://flipboard.com/@norrvind",
    "javascript:void(0)",
    "https://[::1",
    "",
]


@pytest.mark.parametrize(("url", "platform", "handle"), PROFILES)
def test_a_profile_is_told_by_its_address(url: str, platform: str, handle: str) -> None:
    found = profile_of(url)

    assert found is not None
    assert (found.platform, found.handle) == (platform, handle)


@pytest.mark.parametrize("url", NO_PROFILES)
def test_posts_share_buttons_and_strangers_pages_are_no_profiles(url: str) -> None:
    assert profile_of(url) is None


def test_two_spellings_of_one_profile_are_equal() -> None:
    assert profile_of("http://twitter.com/Norrvind/") == profile_of("https://x.com/norrvind?lang=en")


def test_an_account_on_an_unknown_server_counts_only_with_rel_me() -> None:
    url = "https://rides.example/@Norrvind"

    assert profile_of(url) is None
    assert profile_of(url, is_rel_me=True) == Profile(
        platform="mastodon", handle="norrvind@rides.example", url="https://rides.example/@norrvind"
    )


def test_an_account_seen_through_another_server_is_that_of_its_home() -> None:
    found = profile_of("https://mastodon.social/@norrvind@rides.example")

    assert found is not None
    assert found.handle == "norrvind@rides.example"


@pytest.mark.parametrize(
    ("platform", "text", "url"),
    [
        ("x", "@Norrvind", "https://x.com/norrvind"),
        ("youtube", "@Norrvind", "https://www.youtube.com/@norrvind"),
        (
            "youtube",
            "UCK8sQmJBp8GCxrOtXWBpyEA",
            "https://www.youtube.com/channel/UCK8sQmJBp8GCxrOtXWBpyEA",
        ),
        ("facebook", "pages/Norrvind/123456789", "https://www.facebook.com/123456789"),
        ("mastodon", "@norrvind@rides.example", "https://rides.example/@norrvind"),
        ("reddit", "norrvind", "https://www.reddit.com/r/norrvind"),
        ("reddit", "/r/Norrvind", "https://www.reddit.com/r/norrvind"),
        ("reddit", "u/norrvind", "https://www.reddit.com/user/norrvind"),
        ("lemmy", "!Norrvind@rides.example", "https://rides.example/c/norrvind"),
        ("lemmy", "https://rides.example/c/norrvind", "https://rides.example/c/norrvind"),
        ("discourse", "https://Community.norrvind.example/", "https://community.norrvind.example"),
        ("discourse", "norrvind.example/forum", "https://norrvind.example/forum"),
        (
            "linkedin",
            "https://de.linkedin.com/company/norrvind/",
            "https://www.linkedin.com/company/norrvind",
        ),
    ],
)
def test_a_handle_names_a_profile(platform: str, text: str, url: str) -> None:
    found = profile_named(platform, text)

    assert found is not None
    assert found.url == url


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("x", "https://www.facebook.com/norrvind"),
        ("mastodon", "norrvind"),
        ("lemmy", "norrvind"),
        ("lemmy", "https://rides.example/u/norrvind"),
        ("discourse", "norrvind"),
        ("discourse", "https://norrvind.example/../x"),
        ("discourse", "https://www.facebook.com/norrvind"),
        ("discourse", "ftp://norrvind.example"),
        ("discourse", "https://user@norrvind.example"),
        ("orkut", "a"),
    ],
)
def test_a_handle_that_fits_no_such_platform_names_nothing(platform: str, text: str) -> None:
    assert profile_named(platform, text) is None


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_either_a_profile_or_none(text: str) -> None:
    for url in (text, f"https://www.facebook.com/{text}", f"https://{text}/@name"):
        found = profile_of(url, is_rel_me=True)

        assert found is None or profile_of(found.url, is_rel_me=True) == found


@settings(max_examples=100)
@given(
    st.sampled_from(HOMELESS), st.text(max_size=60), st.sampled_from(["", "@norrvind.example", "https://"])
)
def test_any_text_names_a_server_of_a_platform_or_nothing(platform: str, text: str, more: str) -> None:
    found = profile_named(platform, f"{more}{text}" if more.endswith("/") else f"{text}{more}")

    assert found is None or profile_named(platform, found.url) == found
