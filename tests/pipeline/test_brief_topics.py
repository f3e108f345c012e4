"""What the brief says counts as talk: general words, words of one company, languages."""

from __future__ import annotations

from pathlib import Path

from tests.pipeline.good_brief import changed, loaded, problems


def test_the_general_words_hold_for_every_topic(tmp_path: Path) -> None:
    brief = loaded(changed("", ""), tmp_path)

    assert {t.context for t in brief.topics} == {("bike",)}
    assert {t.exclude for t in brief.topics} == {("wind power",)}
    assert {t.languages for t in brief.topics} == {()}


def test_a_company_may_have_context_words_of_its_own_and_more_exclusions(tmp_path: Path) -> None:
    text = changed(
        'domains = ["velmora.example"]',
        'domains = ["velmora.example"]\ncontext = ["frame", "dealer"]\nexclude = ["river"]',
    )

    brief = loaded(text, tmp_path)

    assert brief.topic("velmora").context == ("frame", "dealer")
    assert brief.topic("velmora").exclude == ("wind power", "river")
    assert brief.topic("us").context == ("bike",)


def test_languages_are_codes_or_names(tmp_path: Path) -> None:
    text = changed('context = ["bike"]', 'context = ["bike"]\nlanguages = ["sv", "English", "en-GB"]')

    assert loaded(text, tmp_path).topic("us").languages == ("sv", "en")


def test_what_is_no_language_is_told(tmp_path: Path) -> None:
    text = changed('context = ["bike"]', 'languages = ["sv", "Elvish"]')

    assert problems(text, tmp_path) == [
        'queries.languages.2 is "Elvish", no language; write its code, e.g. "sv" for Swedish'
    ]
