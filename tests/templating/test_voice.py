"""A deck for a client calls the client "you": "we" is the agency, where it proposes or says what it did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest

from deckgen.pipeline.resources import template_roots
from deckgen.templating import messages
from deckgen.templating.template import Template, chain_of, languages_of, load_template

LANGUAGES = languages_of(chain_of("consultant", roots=template_roots()))
# Words for "we", and those that only stand for somebody spoken of or owned: us, our.
WE = {
    "en": "we",
    "sv": "vi",
    "da": "vi",
    "nb": "vi",
    "de": "wir",
    "fi": "me|meillä|meille|olemme|emme|voimme",
}
OURS = {
    "en": "us|our|ours|ourselves",
    "sv": "oss|vår|vårt|våra",
    "da": "os|vores|vor|vort|vore",
    "nb": "oss|vår|vårt|våre",
    "de": "uns|unser[a-z]*",
    "fi": "meidän|meidät|meitä|meistä|meiltä",
}
# Slides on which the agency speaks for itself.
PROPOSAL = {
    "proposal", "proposal-open", "commitments", "commitments-open", "fee", "fee-open", "fee-result", "terms",
    "decide", "plan", "who-drives", "measure-yourselves",
}  # fmt: skip
# What the agency says of its own work elsewhere: how it counted and compared, what it could not see.
OWN_WORK = {
    "talk-trend/missing/panel", "talk-cards/missing/panel", "talk-cards/contradicts/panel",
    "talk-trend/title/weak", "visible-mix/missing/panel", "visible-ranking/missing/panel",
    "voice-share/missing/panel", "rivals-presence/missing/panel", "against/panel", "control/source",
    "visible-depths/title", "voice-audit/source", "method/panel", "queries/kicker", "queries/title",
    "competitors/kicker", "gaps/kicker", "memo/title", "memo/panel", "voice-positions/table1/legend",
    "plan-blogs/kicker", "rivals-growth/missing/panel", "visible-ranking/table1/alt",
}  # fmt: skip
# Notes in which a platform let the agency in or not, and what the agency learnt.
OWN_NOTES = {"voice-audit/notes", "rivals-presence/say/missing", "memo/notes"}
OWN_TESTS = "our tests|våra krav|vores test|våre tester|unserer Prüfungen|testeistämme"
WORDS_OF_THE_AGENCY = {"reason", "caveat"}
NOT_SHOWN = {"objection", "reply", "criterion"}  # groups of slides that the template leaves out
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUESTION = re.compile(r"[^.:?!]*\?")  # the client is quoted


def said(template: Template) -> Iterator[tuple[str, str, bool]]:
    """(slide/place, text without Jinja, whether it is a note) of every slide in the outlines."""
    found: list[tuple[str, str, bool]] = []
    for key in dict.fromkeys(k for outline in template.outlines.values() for k in outline):

        def record(text: str, place: str, *, key: str = key, is_note: bool = False) -> str:
            found.append((f"{key}/{place}", _JINJA.sub(" ", text), is_note))
            return text

        messages.of_slide(template.slide(key), slide=record, notes=partial(record, is_note=True))
    yield from found


def holds(words: str, text: str) -> bool:
    return re.search(rf"\b(?:{words})\b", text, re.IGNORECASE) is not None


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> tuple[str, Template]:
    return request.param, load_template("consultant", roots=template_roots(), language=request.param)


def test_no_slide_speaks_of_the_client_as_we(spoken: tuple[str, Template]) -> None:
    language, template = spoken

    wrong = [
        (place, text)
        for place, text, is_note in said(template)
        if not is_note
        and place.partition("/")[0] not in PROPOSAL
        and place not in OWN_WORK
        and holds(f"{WE[language]}|{OURS[language]}", text)
    ]

    assert wrong == []


def test_what_the_agency_says_of_its_own_work_never_calls_the_client_us(spoken: tuple[str, Template]) -> None:
    language, template = spoken
    own = {"talk-trend/title/weak", "memo/title", "talk-cards/contradicts/panel", "voice-share/missing/panel"}
    about_us = {
        "en": "about us",
        "sv": "om oss",
        "da": "om os",
        "nb": "om oss",
        "de": "über uns",
        "fi": "meistä",
    }

    assert [p for p, text, _ in said(template) if p in own and holds(about_us[language], text)] == []


def test_no_note_calls_the_client_us_but_in_the_clients_own_questions(spoken: tuple[str, Template]) -> None:
    language, template = spoken

    wrong = [
        (place, text)
        for place, text, is_note in said(template)
        if is_note
        and place.partition("/")[0] not in PROPOSAL
        and place not in OWN_NOTES
        and holds(OURS[language], re.sub(OWN_TESTS, "", _QUESTION.sub("", text)))
    ]

    assert wrong == []


def test_no_word_that_slides_print_calls_the_client_us(spoken: tuple[str, Template]) -> None:
    language, template = spoken
    groups = {
        g: words
        for g, words in template.words.groups.items()
        if g.removesuffix(".mid") not in WORDS_OF_THE_AGENCY | NOT_SHOWN
    }

    wrong = [
        (group, key, form)
        for group, words in groups.items()
        for key, forms in words.items()
        for form in forms
        if holds(f"{WE[language]}|{OURS[language]}", form)
    ]

    assert wrong == []


def test_an_agency_may_speak_for_itself_and_the_rule_can_fail() -> None:
    plain = load_template("boardroom", roots=template_roots(), language="en")

    assert any(holds(OURS["en"], text) for place, text, _ in said(plain) if place.startswith("summary/"))
