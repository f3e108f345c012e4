"""Warnings of names that may mean something else: by their length, and by how people write them."""

from __future__ import annotations

import pytest

from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Precision
from deckgen.pipeline.ambiguity import ambiguous_names, written_small
from tests.factories import a_brief, a_company, a_mention, a_topic, an_evidence


def a_brief_of(name: str, *aliases: str, **topic: object) -> Brief:
    us = a_company(name=name, aliases=aliases)
    return a_brief(us=us, topics=(a_topic(phrases=(name, *aliases), **topic),))


@pytest.mark.parametrize("name", ["Apple", "Mango", "Shell", "Ikea", "3", "o2"])
def test_a_short_word_without_context_is_warned_of(name: str) -> None:
    [line] = ambiguous_names(a_brief_of(name))

    assert line.startswith(f'"{name}" is short and may mean something else too')
    assert "\n" not in line


@pytest.mark.parametrize("name", ["Norrvind", "Orange Bank", "H&M", "e-on", "Discovery", "苹果", "ソニー"])
def test_a_long_or_composed_name_is_not(name: str) -> None:
    assert ambiguous_names(a_brief_of(name)) == ()


@pytest.mark.parametrize("words", [{"context": ("phone",)}, {"exclude": ("pie",)}])
def test_whoever_gave_words_is_not_warned(words: dict[str, object]) -> None:
    assert ambiguous_names(a_brief_of("Apple", **words)) == ()


def test_a_short_alias_is_warned_of_too() -> None:
    assert [line[:6] for line in ambiguous_names(a_brief_of("Norrvind", "Norr", "NV"))] == [
        '"Norr"',
        '"NV" i',
    ]


def written(*texts: str, name: str = "Orange", **changes: object) -> Evidence:
    mentions = tuple(a_mention(key=str(i), title=text) for i, text in enumerate(texts))
    return an_evidence(brief=a_brief_of(name), mentions=mentions, **changes)


def test_a_name_that_people_write_as_a_word_is_warned_of() -> None:
    texts = ["The orange sofa from Lund"] * 4 + ["The Orange network in Lund"] * 8

    [line] = written_small(written(*texts))

    assert line.startswith('"Orange" is written small, like a common word, in 4 of 12 mentions;')


@pytest.mark.parametrize(
    "texts",
    [
        ["The orange sofa from Lund"] * 9,  # too few to say
        ["The orange sofa from Lund"] * 3 + ["The Orange network"] * 9,  # under a third
        ["all in small letters with orange"] * 40,  # whoever never uses capitals says nothing
        ["ORANGE sofas, Orange nets and orange"] * 40,
        ["Oranges in Lund"] * 40,
    ],
)
def test_a_name_that_people_write_as_a_name_is_not(texts: list[str]) -> None:
    assert written_small(written(*texts)) == ()


def test_a_name_whose_mentions_people_read_needs_no_warning() -> None:
    precision = Precision(source="feeds", topic="us", sample=50, relevant=40, origins=())

    assert written_small(written(*["The orange sofa from Lund"] * 40, precisions=(precision,))) == ()


def test_a_name_without_capitals_cannot_be_told() -> None:
    assert written_small(written(*["The orange sofa from Lund"] * 40, name="orange")) == ()
