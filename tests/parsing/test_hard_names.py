"""Names that are also words: which texts speak of the company and which only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.model.brief import Topic
from deckgen.parsing.relevance import matches
from tests.factories import a_topic

words = st.text("abcøéñßzБяעم7", min_size=1, max_size=8)  # letters whose folding keeps them letters


def named(phrase: str, *, context: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> Topic:
    return a_topic(phrases=(phrase,), hashtags=(), context=context, exclude=exclude)


APPLE = named("Apple", context=("phone", "laptop", "store"), exclude=("apple pie", "cider"))
ORANGE = named("Orange", context=("mobile", "network", "roaming"), exclude=("orange county", "juice"))
MANGO = named("Mango", context=("dress", "store", "fashion"), exclude=("mango smoothie", "chutney"))
PLAIN = named("Apple")
CAFE = named("Café Öst")
HAN = named("苹果", context=("手机",))
KANA = named("ノル")


@pytest.mark.parametrize(
    ("topic", "text", "is_it"),
    [
        # another meaning
        (APPLE, "My grandmother's apple pie", False),
        (APPLE, "Apple pie at the Apple Store", False),  # an exclude word wins: rather too few than too many
        (APPLE, "The new Apple phone", True),
        (APPLE, "An apple a day", False),
        (APPLE, "apple laptops", False),  # context words are whole words too: list the forms you mean
        (APPLE, "My APPLE laptop", True),
        (ORANGE, "Fires in Orange County keep the mobile network busy", False),
        (ORANGE, "Orange mobile is down again", True),
        (ORANGE, "An orange mobile hangs above the cot", True),  # what words cannot tell the sample measures
        (ORANGE, "orange light on the router", False),
        (MANGO, "A mango smoothie before the store opens", False),
        (MANGO, "The Mango store has linen now", True),
        (MANGO, "mango season", False),
        # names inside words
        (PLAIN, "Pineapples and apples", False),
        (PLAIN, "Applebee's", False),
        (PLAIN, "Snapple", False),
        (PLAIN, "applepie", False),
        (PLAIN, "apple2", False),
        # possessive, plural, punctuation, emphasis
        (PLAIN, "Apple's and Apple\u2019s", True),
        (PLAIN, "Apples", False),
        (PLAIN, "(Apple)", True),
        (PLAIN, "“Apple”, they said", True),
        (PLAIN, "_Apple_ and *apple*", True),
        (PLAIN, "apple_pie", True),  # as "apple pie" and "apple-pie": words joined, each whole
        (PLAIN, "post-Apple era", True),
        (PLAIN, "@apple", True),
        (PLAIN, "#apple", True),
        (PLAIN, "#applewatch", False),
        (PLAIN, "https://apple.example/x", True),
        # accents and their spelling
        (CAFE, "Cafe\u0301 O\u0308st", True),
        (CAFE, "CAFÉ-ÖST", True),
        (CAFE, "Cafe Ost", False),  # without its accents it is another spelling: give it as an alias
        (named("Straße"), "STRASSE", True),
        (named("İstanbul Moda"), "istanbul moda", False),
        # scripts without spaces
        (HAN, "新的苹果手机很好", True),
        (HAN, "我吃苹果", False),
        (KANA, "ノルウェー", True),  # no word ends here: give context in such scripts
        (named("Нордика"), "у Нордики", False),  # an inflected form is another spelling: an alias
        (named("Нордика"), "НОРДИКА!", True),
        (named("노르빈"), "노르빈 자전거", True),
        # hyphens and spaces in the name
        (named("Coca-Cola"), "coca cola, cocacola and Coca\u2011Cola", True),
        (named("Coca-Cola"), "cocaine colada", False),
        (named("North Wind"), "northwind", False),
        (named("North Wind"), "North\u00a0Wind", True),
        (named("North Wind"), "north, wind", False),
        (named("H&M"), "at H&M's", True),
        (named("H&M"), "H & M", False),
        (named("3"), "3G", False),
        (named("3"), "3.5 percent", True),  # as short as that needs context
        (named("Yahoo!"), "yahoo! mail", True),
        (named(".NET"), "the .net runtime", True),
    ],
)  # fmt: skip
def test_hard_cases(topic: Topic, text: str, is_it: bool) -> None:
    assert matches(topic, text) is is_it


@settings(max_examples=60, deadline=None)
@given(words, words)
def test_a_name_inside_a_word_is_not_the_name(name: str, more: str) -> None:
    topic = named(name)

    assert matches(topic, name)
    assert matches(topic, f"({name})")
    assert not matches(topic, f"q{name}")
    assert not matches(topic, f"{name}9")
    assert matches(topic, f"{more}, {name}. {more}")


@settings(max_examples=60, deadline=None)
@given(words, st.lists(words, max_size=4))
def test_context_and_exclusions_only_ever_take_away(name: str, others: list[str]) -> None:
    text = " ".join((name, *others))
    plain, context = named(name), named(name, context=("besides",))

    assert matches(plain, text)
    assert matches(context, f"{text} besides")
    assert not matches(named(name, exclude=("besides",)), f"{text} besides")
    assert matches(context, text) <= matches(plain, text)


@settings(max_examples=60, deadline=None)
@given(words, st.sampled_from([" ", "-", "\u2011", "_", "\u00a0"]))
def test_a_hyphen_may_be_written_in_any_way(word: str, gap: str) -> None:
    assert matches(named(f"{word}-{word}"), f"a {word}{gap}{word} b")
