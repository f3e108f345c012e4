"""One spelling for one page; hosts and registered domains."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.parsing import addresses
from deckgen.parsing.addresses import canonical, host_of, page_key, registrable


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://Blog.Example:443/A/?utm_source=x&id=3&REF=y&fbclid=1&gclid=2#top", "https://blog.example/A?id=3"),
        ("http://blog.example:80", "http://blog.example/"),
        ("http://blog.example.:8080/a//", "http://blog.example:8080/a"),
        (" https://blog.example/\n a ", "https://blog.example/a"),
        ("https://blog.example/?refresh=1&utm_medium", "https://blog.example/?refresh=1"),
        ("https://[2001:DB8::1]:443/x", "https://[2001:db8::1]/x"),
        ("tag:blog.example,2026:1", "tag:blog.example,2026:1"),
        ("https://[broken", "https://[broken"),
    ],
)  # fmt: skip
def test_what_does_not_change_the_page_is_left_out(url: str, same: str) -> None:
    assert canonical(url) == same


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Blog.Example/a", "blog.example"),
        ("blog.example/a", "blog.example"),
        ("//blog.example", "blog.example"),
        ("blog.example:8080/a", "blog.example"),
        ("mailto:ada@blog.example", ""),
        ("file:feeds/a.xml", ""),
        ("", ""),
        ("https://[broken", ""),
    ],
)
def test_the_host_is_told_without_www(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("shop.brand.co.uk", "brand.co.uk"),
        ("ada.github.io", "ada.github.io"),
        ("deep.ada.github.io", "ada.github.io"),
        ("blog.norrvind.example", "norrvind.example"),
        ("co.uk", "co.uk"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_registered_domain_comes_from_the_list_that_is_shipped(host: str, domain: str) -> None:
    assert registrable(host) == domain


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab.-/:?#@%[]é\n ", max_size=30).map(lambda t: f"https://a{t}"))
def test_a_plain_address_comes_out_as_if_it_were_taken_apart(address: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "_PLAIN", re.compile("(?!)"))
        in_full = canonical.__wrapped__(address)

    assert canonical.__wrapped__(address) == in_full


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60) | st.text(max_size=40).map(lambda t: f"https://{t}"))
def test_any_text_is_taken_and_its_canonical_form_stays(text: str) -> None:
    once = canonical(text)

    assert canonical(once) == once
    registrable(host_of(text))


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/a",
        "http://blog.example/a/",
        "https://www.blog.example/a?utm_source=x",
        "HTTP://WWW.blog.example:80/a#top",
    ],
)
def test_one_page_has_one_key_whatever_the_scheme_and_the_www(url: str) -> None:
    assert page_key(url) == "blog.example/a"


def test_text_that_is_no_address_is_its_own_key() -> None:
    assert page_key("row:12") == "row:12"
    assert page_key("at://did:plc:x/post/1") == "at://did:plc:x/post/1"
