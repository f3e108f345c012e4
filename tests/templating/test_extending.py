"""Built-in templates that extend another: small, complete in every language, reworded and not rewritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.errors import TemplateError
from deckgen.pipeline.resources import template_roots
from deckgen.templating.flaws import flaws
from deckgen.templating.template import chain_of, languages_of, load_template
from scripts.make_catalogue import written
from tests.templating.conftest import OUTLINE, WORDS

MOST_LINES = {"consultant": 450, "one-page": 100}  # of settings, words and slides; no catalogues
NAMES = tuple(MOST_LINES)
LANGUAGES = languages_of(chain_of("boardroom", roots=template_roots()))
BASE = '+++\narchetype = "text"\ntitle = "Ours"\nkicker = "Here"\n[text]\nbody = "First"\n+++\nSay ours.\n'


@pytest.mark.parametrize("name", NAMES)
def test_extending_is_small(name: str) -> None:
    folder = chain_of(name, roots=template_roots())[0].folder
    files = [folder / "template.toml", *folder.glob("words.toml"), *folder.glob("slides/*.md")]

    lines = sum(len(f.read_text(encoding="utf-8").splitlines()) for f in files)

    assert 20 < lines <= MOST_LINES[name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_own_text_and_every_rewording_is_right(name: str, language: str) -> None:
    chain = chain_of(name, roots=template_roots())

    assert set(languages_of(chain)) == set(LANGUAGES)
    assert [f for f in flaws(chain, language) if f"templates/{name}/" in f.replace("\\", "/")] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_catalogues_hold_the_messages(name: str) -> None:
    near, *far = chain_of(name, roots=template_roots())

    for path, text in written(near, inherited=far).items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m scripts.make_catalogue"
        assert "#~" not in text, f"{path} holds rewordings of texts that are no longer there"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A template "small" and one that extends it, "near"."""
    for name in ("small", "near"):
        (tmp_path / name / "slides").mkdir(parents=True)
        (tmp_path / name / "lang").mkdir()
    (tmp_path / "small" / "template.toml").write_text(OUTLINE)
    (tmp_path / "small" / "words.toml").write_text(WORDS)
    (tmp_path / "small" / "master.pptx").write_bytes(b"")
    (tmp_path / "small" / "slides" / "one.md").write_text(BASE)
    (tmp_path / "near" / "template.toml").write_text('name = "near"\nextends = "small"\n')
    return tmp_path


def test_a_slide_lays_its_settings_over_the_one_it_extends(two: Path) -> None:
    (two / "near" / "slides" / "one.md").write_text(
        '+++\nextends = "one"\ntitle = "Yours"\n[text]\nmore = "Second"\n+++\n'
    )

    file = load_template("near", roots=(two,)).slide("one")

    assert (file.front["title"], file.front["kicker"]) == ("Yours", "Here")
    assert file.front["text"] == {"body": "First", "more": "Second"}
    assert file.notes == "Say ours."


def test_a_slide_may_extend_another_under_a_new_name(two: Path) -> None:
    (two / "near" / "slides" / "two.md").write_text('+++\nextends = "one"\n+++\nSay yours.\n')

    file = load_template("near", roots=(two,)).slide("two")

    assert (file.key, file.front["title"], file.notes) == ("two", "Ours", "Say yours.")


def test_a_slide_that_extends_none_there_is_says_so(two: Path) -> None:
    (two / "near" / "slides" / "one.md").write_text('+++\nextends = "five"\n+++\n')

    with pytest.raises(TemplateError, match=r"one\.md: extends 'five', but there is no slides/five\.md"):
        load_template("near", roots=(two,)).slide("one")


def test_a_template_rewords_what_it_inherits_in_its_own_language_too(two: Path) -> None:
    (two / "near" / "lang" / "en.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "Ours"\nmsgstr "Yours"\n')

    assert load_template("near", roots=(two,)).slide("one").front["title"] == "Yours"
    assert load_template("small", roots=(two,)).slide("one").front["title"] == "Ours"


def test_a_rewording_stays_in_the_catalogue_and_is_checked(two: Path) -> None:
    path = two / "near" / "lang" / "en.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "About {{ brief.us.name }}"\nmsgstr "About you"\n', encoding="utf-8"
    )
    near, *far = chain_of("near", roots=(two,))

    assert 'msgstr "About you"' in written(near, inherited=far)[path]
    assert [f for f in flaws((near, *far), "en") if "near" in f and "lacks brief.us.name" in f]
