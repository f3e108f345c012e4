"""Targets behind the engines' redirects, and the number of a page from its neighbours."""

from __future__ import annotations

import pytest

from deckgen.parsing.result_pages.links import between, target, whole_parameter

GOOGLE = "https://www.google.com/"


@pytest.mark.parametrize(
    ("href", "page"),
    [
        ("/url?q=https://a.example/x%3Fy%3D1&sa=U", "https://a.example/x?y=1"),
        ("https://www.google.se/url?url=https://a.example/", "https://a.example/"),
        ("https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmV4YW1wbGUvYg&ntb=1", "https://a.example/b"),
        ("//duckduckgo.com/l/?uddg=https%3A%2F%2Fa.example%2F&rut=1", "https://a.example/"),
        ("https://support.google.com/x", "https://support.google.com/x"),
        ("https://developers.google.com/search", "https://developers.google.com/search"),
        ("/search?q=more", ""),
        ("/aclk?sa=l", ""),
        ("https://duckduckgo.com/y.js?ad_domain=a.example", ""),
        ("//duckduckgo.com/l/?uddg=https%3A%2F%2Fduckduckgo.com%2Fy.js%3Fad_domain%3Da", ""),
        ("https://www.bing.com/ck/a?u=a1!!!", ""),
        ("https://www.bing.com/ck/a?u=a1L3ZpZGVvcw", ""),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_a_link_is_followed_to_the_outside_page(href: str, page: str) -> None:
    assert target(href, GOOGLE) == page


def test_wrappers_in_wrappers_end() -> None:
    url = "https://a.example/"
    for _ in range(5):
        url = "https://www.google.com/url?q=" + url.replace("%", "%25").replace("&", "%26")

    assert target(url, GOOGLE) in ("", "https://a.example/")


@pytest.mark.parametrize(
    ("known", "following", "first", "organic", "number"),
    [
        ((10, 20, 30), 10, 0, 9, 0),
        ((100,), 100, 0, 99, 0),
        ((40,), 40, 0, 37, 0),  # a list that grew while the reader scrolled
        ((20,), 20, 0, 10, None),  # could be page 2 whose way back carries no number
        ((0, 20), 20, 0, 10, 10),
        ((1, 11, 31), 31, 1, 10, 21),
        ((0, 10), None, 0, 4, 20),
        ((), None, 0, 4, None),
    ],
)
def test_the_number_of_a_page_lies_between_its_neighbours(
    known: tuple[int, ...], following: int | None, first: int, organic: int, number: int | None
) -> None:
    assert between(known, following, first=first, step=10, organic=organic) == number


def test_only_short_plain_numbers_are_taken_from_addresses() -> None:
    assert whole_parameter("https://a.example/?start=20", "start") == 20
    assert whole_parameter("https://a.example/?start=-1", "start") is None
    assert whole_parameter("https://a.example/?start=9999999999", "start") is None
    assert whole_parameter("http://[", "start") is None
