"""A good brief is read whole and resolved for the day it is read."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from deckgen.model.brief import Length, Sender, TopicKind
from tests.pipeline.good_brief import GOOD, changed, loaded


def test_a_good_brief_is_read_whole(tmp_path: Path) -> None:
    brief = loaded(GOOD, tmp_path)

    assert (brief.path, brief.digest) == ("brief.toml", hashlib.sha256(GOOD.encode()).hexdigest())
    assert brief.us.domains == ("norrvind.example", "norrvind-shop.example")
    assert brief.us.handles["mastodon"] == "@norrvind@social.example"
    assert [c.key for c in brief.companies] == ["us", "velmora", "bright-spoke"]
    assert brief.exclusions[0].why == "sells to shops only"
    assert (brief.country, brief.market_language, brief.place) == ("SE", "sv", "Stockholm")
    assert (brief.window.weeks, brief.window.end) == (26, date(2026, 11, 16))
    assert (brief.sender, brief.sender_name) == (Sender.PR, "Kestrel Public Relations")
    assert (brief.plan.people, brief.plan.hours_a_week, brief.plan.budget) == (2, Decimal("6.5"), None)
    assert (brief.template, brief.language, brief.length) == ("boardroom", "sv", Length.MEETING)


def test_company_and_industry_topics_carry_phrases_context_and_tags(tmp_path: Path) -> None:
    brief = loaded(GOOD, tmp_path)

    assert [(t.key, t.kind) for t in brief.topics] == [
        ("us", TopicKind.US),
        ("velmora", TopicKind.COMPETITOR),
        ("bright-spoke", TopicKind.COMPETITOR),
        ("industry-1", TopicKind.INDUSTRY),
        ("industry-2", TopicKind.INDUSTRY),
    ]
    assert brief.topic("us").phrases == ("Norrvind", "Norrvind Cykel")
    assert brief.topic("us").hashtags == ("norrvind", "norrvindcykel")
    assert brief.topic("bright-spoke").hashtags == ("brightspöke",)
    assert brief.topic("industry-2").hashtags == ("quietebike",)
    assert {t.context for t in brief.topics} == {("bike",)}
    assert {t.exclude for t in brief.topics} == {("wind power",)}
    assert [(q.key, q.text, q.is_brand) for q in brief.queries] == [
        ("brand-1", "norrvind", True),
        ("industry-1", "city e-bike", False),
        ("industry-2", "quiet e-bike", False),
    ]


def test_listed_hashtags_replace_those_of_the_industry_and_not_ours(tmp_path: Path) -> None:
    text = changed('context = ["bike"]', 'hashtags = ["#QuietEbike", "cargobike", "norrvind"]')

    brief = loaded(text, tmp_path)

    assert brief.topic("us").hashtags == ("norrvind", "norrvindcykel")
    assert brief.topic("industry-1").hashtags == ("cargobike",)
    assert brief.topic("industry-2").hashtags == ("quietebike",)


def test_a_number_read_by_a_person_keeps_who_when_where_and_its_line(tmp_path: Path) -> None:
    found = loaded(GOOD, tmp_path).manual[0]

    assert (found.about, found.platform, found.metric, found.value) == (
        "velmora",
        "linkedin",
        "audience",
        Decimal(1240),
    )
    assert (found.read_by, found.read_on) == ("Kim Strand", date(2026, 11, 20))
    assert GOOD.splitlines()[found.line - 1] == "[[evidence]]"


def test_settings_of_sources_are_read_without_their_last_slash(tmp_path: Path) -> None:
    brief = loaded(GOOD, tmp_path)

    assert brief.settings("searxng").bases == ("https://search.norrvind.example",)
    assert brief.settings("searxng").enabled is None
    assert brief.settings("mastodon_tags").enabled is False
    assert brief.settings("mastodon_tags").options["instances"] == ("social.example", "bike.example")


def test_only_the_needed_keys_make_a_brief_with_the_usual_settings(tmp_path: Path) -> None:
    brief = loaded(
        """
        us = {name = "Norrvind", domains = "norrvind.example"}
        competitors = [
            {name = "Velmora", domains = ["velmora.example"]},
            {name = "Us", domains = ["us.example"]}
        ]
        competitor_rule = {rule = "same shops", chosen_on = "2026-10-01"}
        market = {country = "se", language = "SV"}
        queries = {brand = "norrvind", industry = "city e-bike"}
        deck = {contact = "https://norrvind.example/contact"}
        """,
        tmp_path,
    )

    assert [c.key for c in brief.competitors] == ["velmora", "company-us"]
    assert (brief.country, brief.market_language) == ("SE", "sv")
    assert (brief.window.weeks, brief.language, brief.length) == (52, "en", Length.FULL)
    assert (brief.sender, brief.sender_name) == (Sender.IN_HOUSE, "Norrvind")


def test_a_template_without_english_speaks_its_own_language(tmp_path: Path) -> None:
    text = changed('template = "boardroom"\nlanguage = "sv"', 'template = "nordic"')

    assert loaded(text, tmp_path).language == "sv"


def test_notes_are_in_the_language_of_the_slides_unless_the_brief_says_otherwise(tmp_path: Path) -> None:
    both = changed('language = "sv"\nlength', 'language = "sv"\nnotes_language = "en"\nlength')

    assert loaded(GOOD, tmp_path).notes_language == "sv"
    assert loaded(both, tmp_path).notes_language == "en"


def test_a_fixed_end_of_the_window_is_kept(tmp_path: Path) -> None:
    brief = loaded(changed("weeks = 26", 'weeks = 4\nuntil = "2026-06-30"'), tmp_path)

    assert (brief.window.start, brief.window.end) == (date(2026, 6, 1), date(2026, 6, 29))


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()])
def test_a_mark_at_the_beginning_and_windows_line_ends_do_not_matter(body: bytes, tmp_path: Path) -> None:
    assert loaded(body, tmp_path).us.name == "Norrvind"


def test_two_companies_of_one_spelling_get_different_keys(tmp_path: Path) -> None:
    text = changed('name = "Velmora"', 'name = "Bright Spoke"').replace('about = "Velmora"', 'about = "us"')

    assert [c.key for c in loaded(text, tmp_path).competitors] == ["bright-spoke", "bright-spoke-2"]
