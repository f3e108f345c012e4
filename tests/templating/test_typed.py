"""A number typed by hand is untraceable, unless the template calls it its author's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.errors import TemplateError
from deckgen.model.deck import Deck, plain
from deckgen.model.finding import Word
from deckgen.model.ledger import Basis, Ledger, Placement
from deckgen.pipeline.resources import template_roots
from deckgen.pipeline.untraceable import untraceable as warnings
from deckgen.templating.compose import compose
from deckgen.templating.designed_names import settings
from deckgen.templating.own import read_own
from deckgen.templating.template import Template, load_template
from deckgen.templating.typed import typed, untraceable
from tests.factories import a_brief
from tests.templating.conftest import OUTLINE, WORDS, a_finding
from tests.templating.designing import a_box, a_drawn_slide, a_table, compose_drawn

SLIDE = """+++
archetype = "text"
finding = "talk"
title = "In 24 hours{TITLE}"
{FRONT}
[text]
body = "{BODY}"
+++
{NOTES}
"""


def a_template(
    folder: Path, *, words: str = WORDS, outline: str = OUTLINE, language: str = "", **parts: str
) -> Template:
    small = folder / "small"
    (small / "slides").mkdir(parents=True, exist_ok=True)
    (small / "template.toml").write_text(outline)
    (small / "words.toml").write_text(words)
    (small / "master.pptx").write_bytes(b"")
    text = SLIDE
    for name in ("TITLE", "FRONT", "BODY", "NOTES"):
        text = text.replace(f"{{{name}}}", parts.get(name, ""))
    (small / "slides" / "one.md").write_text(text, encoding="utf-8")
    return load_template("small", roots=(folder,), language=language)


def composed(template: Template, **facts: object) -> Deck:
    return compose(template, a_brief(), {"talk": a_finding(**facts)}, {}, outline="full")


def bases(deck: Deck) -> dict[str, tuple[Basis, str]]:
    return {e.printed: (e.basis, e.key) for e in deck.ledger.values()}


def test_a_number_typed_by_hand_is_untraceable_with_its_field(tmp_path: Path) -> None:
    deck = composed(a_template(tmp_path, BODY="7 things", NOTES="Say 3."))

    assert bases(deck) == {
        "24": (Basis.UNTRACEABLE, "one/title"),
        "7": (Basis.UNTRACEABLE, "one/body"),
        "3": (Basis.UNTRACEABLE, "one/notes"),
    }


def test_own_numbers_of_a_file_are_the_author_s(tmp_path: Path) -> None:
    deck = composed(a_template(tmp_path, FRONT='own_numbers = ["24", 7]', BODY="7 of 8"))

    assert bases(deck) == {
        "24": (Basis.AUTHOR, "one/title"),
        "7": (Basis.AUTHOR, "one/body"),
        "8": (Basis.UNTRACEABLE, "one/body"),
    }


def test_the_filter_own_marks_the_numbers_of_a_text_and_leaves_its_markdown(tmp_path: Path) -> None:
    deck = composed(
        a_template(tmp_path, BODY="{{ '**90 days** or 2 weeks'|own }}", FRONT='own_numbers = ["24"]')
    )

    (body,) = deck.slides[0].blocks
    assert bases(deck)["90"] == bases(deck)["2"] == (Basis.AUTHOR, "one/body")
    assert [s.text for s in body.text[0].spans if s.bold] == ["90", " days"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ 24 }}", ["24"]),
        ("{{ '24' }}", ["24"]),
        ("{% set n = 24 %}{{ n }}", ["24"]),
        ("{% for n in [24, 90] %}{{ n }} {% endfor %}", ["24", "90"]),
        ("{{ 24 if talk.total > 3 else 90 }}", ["24"]),
        ("{% for n in competitors %}{{ loop.index }}{% endfor %}", []),
        ("{{ competitors|length }} and {{ competitors[:1]|length }}", []),
        ("{{ talk.tables.rows[0].name }}", []),
    ],
)
def test_a_number_inside_a_tag_is_typed_too_and_one_that_is_counted_is_not(
    tmp_path: Path, body: str, expected: list[str]
) -> None:
    template = a_template(tmp_path, BODY=body)

    deck = composed(template)

    found = [e.printed for e in deck.ledger.values() if e.basis is Basis.UNTRACEABLE and e.key == "one/body"]
    assert found == expected
    assert set(expected) <= set(typed(body))


def test_numbers_of_the_word_list_are_told_under_its_name(tmp_path: Path) -> None:
    words = WORDS.replace('hackernews = "Hacker News"', 'hackernews = "Top 10 of {n1}, 95 %"')
    word = Word(group="source", key="hackernews")

    deck = composed(
        a_template(tmp_path, words=f'own_numbers = ["95"]\n{words}', BODY="{{ talk.site }}"), site=word
    )

    assert bases(deck)["10"] == (Basis.UNTRACEABLE, "words/source")
    assert bases(deck)["95"] == (Basis.AUTHOR, "words/source")


def test_numbers_of_the_settings_are_told_under_their_name(tmp_path: Path) -> None:
    outline = OUTLINE.replace('footer = "', 'own_numbers = ["2027"]\nfooter = "Plan 2027, part 4, ')
    outline = outline.replace('talk = "Talk"', 'talk = "Talk 5"')

    found = bases(composed(a_template(tmp_path, outline=outline)))

    assert found["2027"] == (Basis.AUTHOR, "template/footer")
    assert found["4"] == (Basis.UNTRACEABLE, "template/footer")
    assert found["5"] == (Basis.UNTRACEABLE, "template/sections")


def test_a_title_from_the_brief_is_the_brief_s(tmp_path: Path) -> None:
    template = a_template(tmp_path, FRONT='own_numbers = ["24"]')

    deck = compose(
        template, a_brief(title="Plan {{ 1 }} for 2031"), {"talk": a_finding()}, {}, outline="full"
    )

    assert deck.title == "Plan {{ 1 }} for 2031"
    assert not [e for e in deck.ledger.values() if e.basis is Basis.UNTRACEABLE]


def test_a_translation_is_covered_by_the_mark_of_its_original(tmp_path: Path) -> None:
    lang = tmp_path / "small" / "lang"
    lang.mkdir(parents=True)
    (lang / "sv.po").write_text(
        'msgid ""\nmsgstr "Language: sv\\nContent-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "1,500 or 2.5 %"\nmsgstr "1\u00a0500 eller 2,5 %"\n',
        encoding="utf-8",
    )

    template = a_template(
        tmp_path, FRONT='own_numbers = ["24", "1,500", "2.5"]', BODY="1,500 or 2.5 %", language="sv"
    )

    deck = composed(template)
    assert plain(deck.slides[0].blocks[0].text) == "1\u00a0500 eller 2,5 %"  # type: ignore[union-attr]
    assert bases(deck)["1\u00a0500"] == bases(deck)["2,5"] == (Basis.AUTHOR, "one/body")


def test_a_number_that_a_translator_writes_in_digits_is_called_own_by_the_catalogue(tmp_path: Path) -> None:
    lang = tmp_path / "small" / "lang"
    lang.mkdir(parents=True)
    (lang / "sv.po").write_text(
        '# Own numbers: 90\nmsgid ""\nmsgstr "Language: sv\\n"\n\nmsgid "ninety days"\nmsgstr "90 dagar"\n'
    )

    swedish = composed(a_template(tmp_path, BODY="ninety days", language="sv"))
    english = composed(a_template(tmp_path, BODY="ninety days", NOTES="Say 90."))

    assert bases(swedish)["90"] == (Basis.AUTHOR, "one/body")
    assert bases(english)["90"] == (Basis.UNTRACEABLE, "one/notes")


@pytest.mark.parametrize("given", ["24", [True], ["many"], [None], {"a": 1}, [""] * 3])
def test_a_list_of_own_numbers_that_is_none_is_a_mistake(given: object) -> None:
    with pytest.raises(TemplateError, match=r"one\.md: own_numbers "):
        read_own(given, where="one.md", language="en")


def test_every_typed_number_of_a_template_is_told_whether_a_deck_shows_it_or_not(tmp_path: Path) -> None:
    words = WORDS.replace('hackernews = "Hacker News"', 'hackernews = "Top 10 of {n}"')
    outline = OUTLINE.replace('footer = "', 'footer = "Plan 2027 ')
    template = a_template(
        tmp_path,
        words=words,
        outline=outline,
        FRONT='own_numbers = ["3"]\n[on.weak.text]\nbody = "{% if false %}41 %{% else %}3{% endif %}"',
        BODY="{{ talk.tables.rows[0].name }} {{ '12 days'|own }} {{ _('6 weeks') }}",
        NOTES="::: table1\n| A | 9 |\n|---|---|\n| {{ 5 }} | b |\n:::\nSay 8.",
    )
    drawn = a_drawn_slide(
        a_box("Since 1999, {{ talk.total }}, {% if talk.total > 3 %}x{% endif %}"),
        a_table(("Year", "2001"), ("{{ talk.total }}", "x"), name="T"),
        notes=("own: 2001", "Ask 2 people"),
    )

    found = [(n.file.name, n.field, n.number) for n in untraceable(template, (drawn,))]

    assert found == [
        ("template.toml", "footer", "2027"),
        ("words.toml", "source.hackernews", "10"),
        ("one.md", "title", "24"),
        ("one.md", "body", "6"),
        ("one.md", "table1", "9"),
        ("one.md", "table1", "5"),
        ("one.md", "weak/body", "41"),
        ("one.md", "notes", "8"),
        ("master.pptx", "slide 1, Box 1", "1999"),
        ("master.pptx", "slide 1, notes", "2"),
    ]


def test_numbers_of_a_drawn_slide_are_untraceable_unless_its_notes_call_them_own(tmp_path: Path) -> None:
    slide = a_drawn_slide(a_box("Since 1999, not 2001"), notes=("own: 2001; 1,5", "Say 7."))

    deck = compose_drawn(tmp_path, slide)

    assert settings(slide).values["own"] == "2001; 1,5"
    assert bases(deck) == {
        "1999": (Basis.UNTRACEABLE, "master:1/slide"),
        "2001": (Basis.AUTHOR, "master:1/slide"),
        "7": (Basis.UNTRACEABLE, "master:1/notes"),
    }
    assert deck.slides[0].own == ("2001", "1,5")  # type: ignore[attr-defined]


def test_a_build_warns_of_each_and_past_ten_says_how_many_more(tmp_path: Path) -> None:
    template = a_template(tmp_path, BODY=" ".join(str(n) for n in range(50, 65)))
    deck = composed(template)
    entries = tuple(deck.ledger.values())
    shown = tuple(Placement(entry=e.id, slide=1, place="body") for e in entries if e.printed != "64")

    told = warnings(
        Ledger(version="1", brief_digest="", template_digest="", entries=entries, placements=shown), template
    )

    path = tmp_path / "small" / "slides" / "one.md"
    assert len(told) == 11
    assert (
        f"{path}, body: the number 50 is typed by hand and traces to nothing; print it from the evidence "
        'or the brief, or call it your own: own_numbers = ["50"]' in told
    )
    assert told[-1] == "5 more numbers of the deck are typed by hand and trace to nothing"


def test_the_boardroom_template_types_no_number_that_it_does_not_call_its_own() -> None:
    template = load_template("boardroom", roots=template_roots())

    assert untraceable(template) == ()
