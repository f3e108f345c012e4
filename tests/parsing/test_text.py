"""Plain words out of markup, and no character that breaks a deck."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.parsing.text import clean, excerpt, plain


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("left&#x2F;right<p>I don&#x27;t", "left/right I don't"),
        ("Dogs |&nbsp;PETA", "Dogs | PETA"),
        ("<p>one</p><p>two<br>three</p>", "one two three"),
        ('#<span>city</span>bike <a href="x">link</a>', "#citybike link"),
        ("a<script>alert(1 < 2)</script>b<style>p{}</style>c", "abc"),
        ("1 < 2 &amp; 3 > 2", "1 < 2 & 3 > 2"),
        ("plain words", "plain words"),
        ("<b>cut <i", "cut"),
        ("a <![foo bar]> b", "a b"),
        ("a<!-- > <b>no</b> -->b", "ab"),
        ("a <!-- cut off here", "a"),
        ("a<script>no <b> </SCRIPT >b", "ab"),
        ("<p title='5 > 4'>five</p>", "five"),
        ("<p don't>one</p> <i title=\"open>two</i> three", "one two three"),
        ("a&#" + "1" * 5000 + ";b", "a\ufffdb"),
    ],
)
def test_markup_becomes_words_on_one_line(markup: str, words: str) -> None:
    assert plain(markup) == words


def test_control_characters_surrogates_and_direction_tricks_are_gone() -> None:
    assert clean("a\x00b\u202ec\ud800d\ufffe\t e\u200b\ufeff") == "a bc d e"


def test_an_excerpt_ends_at_a_word() -> None:
    assert excerpt("seven words are enough for this test", 20) == "seven words are…"
    assert excerpt("short", 20) == "short"
    assert excerpt("x" * 30, 20) == "x" * 19 + "…"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120) | st.text(alphabet="<>!&;-[]ab/\"'= \n", max_size=60))
def test_any_text_becomes_clean_text_of_bounded_length(text: str) -> None:
    words = plain(text)

    assert clean(words) == words
    assert len(excerpt(text, 40)) <= 40
    words.encode()


@pytest.mark.parametrize(
    "unit",
    ["<a ", "<!--", "<!--a>", "</", '<a b="', "<a '>'", "<?", "<![CDATA[>", "<script>", "<a b=c d='", "<"],
)
def test_markup_that_is_never_closed_is_read_in_no_time(unit: str) -> None:
    began = time.monotonic()

    plain(unit * (400_000 // len(unit)))

    assert time.monotonic() - began < 5  # the standard library's parser takes minutes
