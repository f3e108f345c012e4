"""A deck in another language than its template: words, numbers, names, notes and quotations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deckgen.charts import trend
from deckgen.errors import TemplateError
from deckgen.model.deck import Deck, Span, plain
from deckgen.model.finding import Quote
from deckgen.model.measure import measured
from deckgen.templating.compose import compose
from deckgen.templating.template import Template, load_template
from tests.factories import a_brief, an_origin
from tests.templating.conftest import OUTLINE, WORDS, a_finding

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
SLIDE = """+++
archetype = "text"
title = "{title}"
+++
{notes}
"""
SWEDISH = {
    "Short": "Kort",
    "Read {{ talk.total }} of it.": "Läs {{ talk.total }} av det.",
    ("words/print", "{name}'s"): "{name}s",
    ("words/print", "{name}'"): "{name}",
    ("words/print", "about {n}"): "omkring {n}",
    ("words/format", "medium"): "short",
}
MORE_WORDS = WORDS.replace(
    "[print]",
    '[format]\nday = "medium"\n\n[print]\ngenitive = "{name}\'s"\ngenitive_sibilant = "{name}\'"',
    1,
)


def catalogue(folder: Path, language: str, messages: dict[str | tuple[str, str], str]) -> None:
    (folder / "lang").mkdir(exist_ok=True)
    lines = [HEAD]
    for key, translation in messages.items():
        context, text = key if isinstance(key, tuple) else ("", key)
        lines += [f'msgctxt "{context}"'] if context else []
        lines += [f'msgid "{text}"', f'msgstr "{translation}"', ""]
    (folder / "lang" / f"{language}.po").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "slides").mkdir(parents=True)
    (folder / "template.toml").write_text(OUTLINE)
    (folder / "words.toml").write_text(MORE_WORDS)
    (folder / "master.pptx").write_bytes(b"")
    catalogue(folder, "sv", SWEDISH)
    return folder


def loaded(folder: Path, **languages: str) -> Template:
    return load_template(folder.name, roots=(folder.parent,), **languages)


def composed(folder: Path, title: str, *, notes: str = "", name: str = "Norrvind", **languages: str) -> Deck:
    (folder / "slides" / "one.md").write_text(SLIDE.format(title=title, notes=notes), encoding="utf-8")
    brief = a_brief()
    brief = replace(brief, us=replace(brief.us, name=name))
    few = measured("talk.few", 3, formula="count", origins=(an_origin(),))
    quote = Quote(text="Bra cykel, 7 av 10", origins=(an_origin(),), language="sv")
    return compose(
        loaded(folder, **languages),
        brief,
        {"talk": a_finding(said=quote, few=few)},
        {"trend": trend.spec},
        outline="full",
    )


def title(deck: Deck) -> str:
    return plain(deck.slides[0].title).replace("\u00a0", " ")


def test_a_translated_deck_says_its_language_and_prints_as_it_prints(small: Path) -> None:
    deck = composed(small, "Short", notes="Read {{ talk.total }} of it.", language="sv")

    assert title(deck) == "Kort"
    assert plain(deck.slides[0].notes) == "Läs 1\u00a0248 av det."
    assert (deck.language, deck.notes_language) == ("sv-SE", "")


@pytest.mark.parametrize(
    ("language", "notes", "said"), [("sv", "en", "Read 1,248"), ("en", "sv", "Läs 1\u00a0248")]
)
def test_notes_may_be_in_another_language(language: str, notes: str, said: str, small: Path) -> None:
    given = "Read {{ talk.total }} of it."
    deck = composed(small, "Short", notes=given, language=language, notes_language=notes)

    assert title(deck) == {"sv": "Kort", "en": "Short"}[language]
    assert plain(deck.slides[0].notes).startswith(said)
    assert deck.notes_language == {"en": "en-GB", "sv": "sv-SE"}[notes]
    printed = [s for p in deck.slides[0].notes for s in p.spans if s.cite]
    assert [deck.ledger[s.cite].printed for s in printed] == [s.text for s in printed]


def test_a_date_is_printed_in_the_width_the_catalogue_asks_for(small: Path) -> None:
    assert title(composed(small, "{{ talk.read_on }}", language="sv")) == "2026-11-22"
    assert title(composed(small, "{{ talk.read_on }}", language="en")) == "22 Nov 2026"


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("en", "Norrvind", "Norrvind's"),
        ("en", "Norrvind Cycles", "Norrvind Cycles'"),
        ("sv", "Norrvind", "Norrvinds"),
        ("sv", "Norrvind Cycles", "Norrvind Cycles"),
        ("sv", "Bix", "Bix"),
    ],
)
def test_the_genitive_of_a_name_goes_by_its_last_letter(
    language: str, name: str, expected: str, small: Path
) -> None:
    deck = composed(small, "{{ brief.us.name|genitive }}", name=name, language=language)

    assert title(deck) == expected


def test_a_plural_is_chosen_by_the_number_beside_it(small: Path) -> None:
    words = (
        "{{ talk.few }} {{ talk.few|plural('week', 'weeks') }}, {{ talk.nothing|plural('week', 'weeks') }}"
    )

    assert title(composed(small, words)) == "3 weeks, weeks"


def test_a_block_of_jinja_s_own_extension_is_translated_with_its_plural(small: Path) -> None:
    plural = (
        'msgid "%(n)s week"\nmsgid_plural "%(n)s weeks"\nmsgstr[0] "%(n)s vecka"\nmsgstr[1] "%(n)s veckor"\n'
    )
    (small / "lang" / "sv.po").write_text(HEAD + plural, encoding="utf-8")
    block = "{% trans n=talk.few %}{{ n }} week{% pluralize %}{{ n }} weeks{% endtrans %}"

    assert title(composed(small, block, language="sv")) == "3 veckor"
    assert title(composed(small, block, language="en")) == "3 weeks"


def test_a_quotation_keeps_its_own_language(small: Path) -> None:
    def quoted(**languages: str) -> list[Span]:
        deck = composed(small, "Said: {{ talk.said }}", **languages)
        return [s for p in deck.slides[0].title for s in p.spans if s.is_quoted]

    assert [s.language for s in quoted(language="en")] == ["sv-SE"]
    assert [s.language for s in quoted(language="sv")] == [""]


def test_what_has_no_translation_stays_and_is_told(small: Path) -> None:
    (small / "slides" / "one.md").write_text(SLIDE.format(title="Never translated", notes=""))
    template = loaded(small, language="sv")

    assert template.slide("one").front["title"] == "Never translated"
    assert "Never translated" in template.untranslated["sv"]


def test_an_unknown_language_is_refused_with_those_there_are(small: Path) -> None:
    for wanted in ({"language": "fi"}, {"language": "en", "notes_language": "fi"}):
        with pytest.raises(TemplateError, match="has no language 'fi'; it has: en, sv"):
            loaded(small, **wanted)


def test_a_language_is_one_file_and_nothing_else(small: Path) -> None:
    catalogue(small, "nl", {"Short": "Kort en klaar"})

    deck = composed(small, "Short", language="nl")

    assert (title(deck), deck.language) == ("Kort en klaar", "nl-NL")


def test_a_client_s_folder_overrides_single_messages_and_may_be_written_in_its_own_language(
    small: Path,
) -> None:
    client = small.parent / "client"
    (client / "slides").mkdir(parents=True)
    (client / "template.toml").write_text(
        'name = "client"\nextends = "small"\nlanguage = "sv"\nfooter = "Ett eget sidfotsord"\n'
    )
    catalogue(client, "sv", {"Short": "Kortare"})
    (small / "slides" / "one.md").write_text(
        SLIDE.format(title="Short", notes="Read {{ talk.total }} of it.")
    )

    template = loaded(client, language="sv")

    file = template.slide("one")
    assert (file.front["title"], file.notes) == ("Kortare", "Läs {{ talk.total }} av det.")
    assert template.footer == "Ett eget sidfotsord"
    assert "Ett eget sidfotsord" not in template.untranslated.get("sv", ())
    assert "Ett eget sidfotsord" in loaded(client, language="en").untranslated["en"]
