"""Web pages are read with bounds, in the encoding they are in, as a reader would see them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged
from deckgen.parsing.html import MAX_DEPTH, MAX_TAGS, attribute, decoded, soup, text_of, visible_text
from tests.factories import a_page


def test_visible_text_leaves_out_scripts_styles_comments_and_hidden_parts() -> None:
    page = a_page(
        "<html><head><title>T</title></head><body><p>Seen <b>well</b></p><script>captcha()</script>"
        "<style>p{}</style><!-- note --><div hidden>no</div><div style='display: none'>nor this</div></body>"
    )

    assert visible_text(soup(page)) == "Seen well"


def test_visible_text_stops_at_its_limit() -> None:
    page = a_page("<p>" + "word " * 5000 + "</p><p>more</p>")

    assert len(visible_text(soup(page), 100)) <= 100


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("<p>Grüße</p>".encode(), {}),
        ("<p>Grüße</p>".encode("cp1252"), {}),
        ("<meta charset='iso-8859-1'><p>Grüße</p>".encode("iso-8859-1"), {}),
        ("<p>Grüße</p>".encode("iso-8859-1"), {"content-type": "text/html; charset=ISO-8859-1"}),
        ("\ufeff<p>Grüße</p>".encode("utf-16-le"), {}),
        ("<meta charset='no-such-code'><p>Grüße</p>".encode(), {}),
    ],
)
def test_a_page_is_decoded_by_what_it_says_of_itself(body: bytes, headers: dict[str, str]) -> None:
    assert "Grüße" in decoded(a_page(body, headers=headers))


def test_a_page_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(SourceChanged, match="levels deep"):
        soup(a_page("<div>" * (MAX_DEPTH + 50)))


def test_a_page_with_too_many_tags_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(SourceChanged, match="tags"):
        soup(a_page(b"<b>" * (MAX_TAGS + 1)))


def test_attributes_and_texts_of_nothing_are_empty() -> None:
    assert attribute(None, "href") == text_of(None) == ""
    tag = soup(a_page("<a class='b c' href='/x'>A  <i>link</i></a>")).a

    assert (attribute(tag, "class"), attribute(tag, "href"), text_of(tag)) == ("b c", "/x", "A link")


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: f"<p {t}><!{t}>".encode()))
@settings(max_examples=60, deadline=2000)
def test_no_bytes_raise_anything_but_source_changed(body: bytes) -> None:
    with suppress(SourceChanged):
        visible_text(soup(a_page(body)))
