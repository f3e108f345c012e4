"""Bringing catalogues up to date: what is new is added, what was translated is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.templating.template import Link, chain_of
from scripts.make_catalogue import written
from tests.templating.conftest import OUTLINE, WORDS

SLIDE = """+++
archetype = "text"
title = "{title}"
[text]
panel = '''
# What is missing

- {point}
'''
+++
Say it.

{{% if talk.few %}}Then this.

{{% endif %}}And that.
"""


@pytest.fixture
def small(tmp_path: Path) -> Link:
    folder = tmp_path / "small"
    (folder / "slides").mkdir(parents=True)
    (folder / "lang").mkdir()
    (folder / "template.toml").write_text(OUTLINE)
    (folder / "words.toml").write_text(WORDS)
    slide(folder, "People talk about us in many places")
    return chain_of("small", roots=(tmp_path,))[0]


def slide(folder: Path, title: str, point: str = "A list") -> None:
    (folder / "slides" / "one.md").write_text(SLIDE.format(title=title, point=point))


def catalogue(link: Link) -> str:
    return written(link, ["sv"])[link.folder / "lang" / "sv.po"]


def translate(link: Link, text: str, translation: str) -> None:
    made = catalogue(link).replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"')
    assert translation in made
    (link.folder / "lang" / "sv.po").write_text(made, encoding="utf-8")


def test_every_line_that_is_read_is_a_message_without_the_mark_of_its_level(small: Link) -> None:
    pot = written(small)[small.folder / "lang" / "messages.pot"]

    for text in ("About {{ brief.us.name }}", "Talk", "What is missing", "A list", "Say it.", "not measured"):
        assert f'msgid "{text}"' in pot
    assert '"{% if talk.few %}Then this.\\n"\n"\\n"\n"{% endif %}And that."' in pot
    assert '#: words/words/print\nmsgctxt "words/print"' not in pot
    assert 'msgctxt "words/print"\nmsgid "about {n}"' in pot


def test_a_second_run_changes_nothing(small: Link) -> None:
    translate(small, "A list", "En lista")

    assert catalogue(small) == (small.folder / "lang" / "sv.po").read_text(encoding="utf-8")


def test_a_changed_text_keeps_its_translation_as_fuzzy(small: Link) -> None:
    translate(small, "People talk about us in many places", "Det talas om oss på många håll")
    slide(small.folder, "People talk about us in many other places")

    assert (
        "#, fuzzy\n"
        'msgid "People talk about us in many other places"\n'
        'msgstr "Det talas om oss på många håll"' in catalogue(small)
    )


def test_a_text_that_is_gone_keeps_its_translation_at_the_end(small: Link) -> None:
    translate(small, "A list", "En lista")
    slide(small.folder, "People talk about us in many places", point="Wholly different words stand here now")

    assert '#~ msgid "A list"\n#~ msgstr "En lista"' in catalogue(small)


def test_an_own_translation_for_one_slide_and_the_comments_at_the_top_are_kept(small: Link) -> None:
    head = "# Swedish.\n# State: complete\n# Glossary: list = lista"
    path = small.folder / "lang" / "sv.po"
    body = catalogue(small).partition("msgid")[2]
    own = 'msgctxt "one"\nmsgid "A list"\nmsgstr "En egen lista"\n'
    path.write_text(f"{head}\nmsgid{body}\n{own}", encoding="utf-8")

    made = catalogue(small)

    assert made.startswith(head)
    assert '#: one/panel\nmsgctxt "one"\nmsgid "A list"\nmsgstr "En egen lista"' in made
    assert "POT-Creation-Date" not in made
