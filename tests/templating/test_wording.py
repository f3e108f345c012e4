"""How the catalogues word things: plural forms, quotation marks, compounds, numbers, money, genitives."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from deckgen.pipeline.resources import template_roots
from deckgen.templating.catalogue import FOLDER, locale_of
from deckgen.templating.printing import NBSP, Formats
from deckgen.templating.template import load_template
from tests.templating.test_languages import CHAIN, COMPLETE, every_language

WORDING = tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
ALIKE = re.compile(r"Top \d+|\{low\}–\{high\}")
NAMES = ("words/source", "words/platform", "words/engine", "words/format")  # these may read as in English
QUOTES = {"sv": "”", "da": "»«", "de": "„“", "nb": "«»", "fi": "”"}
EVERY_QUOTE = '"“”„»«'


def catalogue(language: str) -> Catalog:
    with (CHAIN[0].folder / FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> Iterator[tuple[Message, str, str]]:
    """(message, one of its forms, that form without Jinja) of all that is translated."""
    for message in catalogue(language):
        forms = [message.string] if isinstance(message.string, str) else message.string
        if message.id:
            yield from ((message, form, JINJA.sub("\0", form)) for form in forms)


def rules(language: str) -> dict[re.Pattern[str], str]:
    return {re.compile(k, re.IGNORECASE): v for k, v in WORDING["forbidden"][language].items()}


@every_language
def test_a_message_that_counts_has_each_plural_form_of_its_language(language: str) -> None:
    read = catalogue(language)
    counting = [m for m in read if isinstance(m.id, tuple)]

    assert read.num_plurals == get_plural(language).num_plurals
    assert read.plural_expr == get_plural(language).plural_expr
    assert len(counting) > 5
    assert [m.id for m in counting if len(m.string) != read.num_plurals or not all(m.string)] == []


@every_language
def test_no_term_stands_that_a_native_would_wince_at(language: str) -> None:
    found = [
        (form, instead)
        for _, form, words in messages(language)
        for pattern, instead in rules(language).items()
        if pattern.search(words)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("sv", "Sociala media och sök resultat", "Sociala medier och sökresultat"),
        ("sv", "Vår andel av omtalet", "Vår andel av omnämnandena"),
        ("da", "Sociale media og søge resultater", "Sociale medier og søgeresultater"),
        ("da", "Sådan talte vi, hvert indlæg talt én gang", "Sådan talte vi, hvert indlæg talt op én gang"),
        ("nb", "Hvad sociale medier viser", "Hva sosiale medier viser"),
        ("de", "In 2010 waren es Such Ergebnisse", "Im Jahr 2010 waren es Suchergebnisse"),
        ("fi", "Haku tulos sosiaalisessa", "Hakutulos somessa"),
    ],
)
def test_the_rules_find_what_is_wrong_and_let_the_right_word_stand(
    language: str, wrong: str, right: str
) -> None:
    assert any(p.search(wrong) for p in rules(language))
    assert not any(p.search(right) for p in rules(language))


@every_language
def test_what_reads_as_in_english_is_a_name_or_a_loan_word(language: str) -> None:
    same = {m.id for m, form, _ in messages(language) if m.id == form and m.context not in NAMES}

    assert {text for text in same if not ALIKE.fullmatch(text)} == set(WORDING["same"][language])


@every_language
def test_quotation_marks_and_percent_signs_are_those_of_the_language(language: str) -> None:
    others = set(EVERY_QUOTE) - set(QUOTES[language])

    assert [form for _, form, words in messages(language) if others & set(words)] == []
    assert [form for _, form, words in messages(language) if re.search(r"(?<!\xa0)%(?!-)", words)] == []


@every_language
def test_nothing_is_glued_to_what_is_printed(language: str) -> None:
    """A case ending or a genitive s after a name or a number is wrong for most of them."""
    glued = re.compile(r"\}\}[:'’]?[a-zåäöæøß]")

    assert [form for _, form, _ in messages(language) if glued.search(form)] == []


PRINTED = {
    "sv": ("1 234,5", "4,5 %", "21 210 €", "21 210 kr", "22 nov. 2026", "Norrvinds", "Lars"),
    "da": ("1.234,5", "4,5 %", "21.210 €", "21.210 SEK", "22. nov. 2026", "Norrvinds", "Lars'"),
    "nb": ("1 234,5", "4,5 %", "21 210 €", "21 210 SEK", "22. nov. 2026", "Norrvinds", "Lars'"),
    "de": ("1.234,5", "4,5 %", "21.210 €", "21.210 SEK", "22.11.2026", "Norrvinds", "Lars’"),
    "fi": ("1 234,5", "4,5 %", "21 210 €", "21 210 SEK", "22.11.2026", "Norrvind -nimen", "Lars -nimen"),
}


@pytest.mark.parametrize("language", list(PRINTED))
def test_numbers_money_days_and_names_are_printed_as_the_language_has_them(language: str) -> None:
    words = load_template("boardroom", roots=template_roots(), language=language).words
    euros, crowns = (Formats(words, locale_of(language), currency) for currency in ("EUR", "SEK"))

    printed = (
        euros.decimal(Decimal("1234.5"), places=1),
        euros.percent(Decimal("0.045"), places=1),
        euros.money(Decimal(21210)),
        crowns.money(Decimal(21210)),
        euros.day(date(2026, 11, 22)),
        euros.genitive("Norrvind", ends_in="d"),
        euros.genitive("Lars", ends_in="s"),
    )

    assert tuple(t.replace(NBSP, " ") for t in printed) == PRINTED[language]
    assert not any(" " in t for t in printed[:5])


def test_every_complete_language_has_its_rules() -> None:
    assert set(COMPLETE) == set(WORDING["forbidden"]) == set(WORDING["same"]) == set(QUOTES) == set(PRINTED)
