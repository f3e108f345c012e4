"""Which texts speak of a topic, and what of a long text is kept."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.parsing.relevance import matches, passage
from tests.factories import a_topic

INDUSTRY = a_topic("industry-1")  # "city e-bike"


@pytest.mark.parametrize(
    "text",
    [
        "A City E-Bike!",
        "city e bike",
        "city ebike",
        "city\u00a0e\u2011bike",
        "#CityEbike rocks",
        "(city-e-bike)",
    ],
)
def test_case_hyphens_and_spaces_make_no_difference(text: str) -> None:
    assert matches(INDUSTRY, text)


@pytest.mark.parametrize("text", ["", "city e-bikes", "velocity e-bike", "citye-bike", "city e", "cityebike"])
def test_only_whole_words_count(text: str) -> None:
    assert not matches(INDUSTRY, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Norrvind", "NORRVIND's new frame"),
        ("Straße", "in der STRASSE"),
        ("Café Ölund", "cafe\u0301 O\u0308LUND"),
        ("ノルヴィンド", "新しいノルヴィンドの自転車"),
        ("l'Atelier", "chez l\u2019atelier"),
        ("C++", "I like C++, really"),
    ],
)
def test_phrases_of_any_script_are_found(phrase: str, text: str) -> None:
    assert matches(a_topic(phrases=(phrase,), hashtags=()), text)


def test_a_context_word_must_stand_somewhere_and_an_exclude_word_nowhere() -> None:
    topic = a_topic(phrases=("target",), context=("shop", "store"), exclude=("audience",))

    assert matches(topic, "The Target store")
    assert not matches(topic, "On target")
    assert not matches(topic, "The target audience of a store")


def test_a_dash_between_spaces_is_one_gap_and_costs_no_time() -> None:
    topic = a_topic(phrases=("Norrvind - Bikes",), hashtags=())
    began = time.monotonic()

    assert not matches(topic, "bikes norrvind" + "-" * 180_000 + "x")
    assert matches(topic, "Norrvind Bikes")
    assert matches(topic, "norrvind -- bikes")
    assert not matches(topic, "NorrvindBikes")
    assert time.monotonic() - began < 5


def test_a_topic_without_phrases_matches_nothing() -> None:
    assert not matches(a_topic(phrases=("", " "), hashtags=()), "anything")


def test_a_passage_keeps_what_decides() -> None:
    topic = a_topic(context=("bike",), exclude=("recall",))
    filler = "other words " * 200
    text = f"{filler} about Norrvind here {filler} a bike {filler}"

    kept = passage(topic, text)

    assert len(kept) <= 500
    assert matches(topic, kept)
    assert not matches(topic, passage(topic, f"{text} recall {filler}"))


def test_a_short_text_is_its_own_passage() -> None:
    assert passage(a_topic(), " A  Norrvind ") == "A Norrvind"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=200))
def test_any_phrase_and_text_are_taken(phrase: str, text: str) -> None:
    topic = a_topic(phrases=(phrase,), context=(phrase[:3],), hashtags=())

    matches(topic, text)

    assert len(passage(topic, text, 50)) <= 50
