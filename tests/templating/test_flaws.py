"""What is told of a translation: each way in which it may not stand for its message."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.templating.flaws import flaws, is_complete
from deckgen.templating.template import chain_of
from scripts.make_catalogue import written
from tests.templating.conftest import OUTLINE, WORDS

SLIDE = """+++
archetype = "text"
title = "{title}"
+++
"""


def told(tmp_path: Path, title: str, translation: str) -> list[str]:
    """The flaws of a title's translation; everything else is copied."""
    folder = tmp_path / "small"
    (folder / "slides").mkdir(parents=True)
    (folder / "template.toml").write_text(OUTLINE)
    (folder / "words.toml").write_text(WORDS)
    (folder / "slides" / "one.md").write_text(SLIDE.format(title=title))
    chain = chain_of("small", roots=(tmp_path,))
    text = next(text for path, text in written(chain[0], ["sv"]).items() if path.stem == "sv")
    out = []
    for line in text.splitlines():
        if line.startswith("msgid "):
            given = line.removeprefix("msgid ")
        if line == 'msgstr ""' and given != '""':
            out.append(f'msgstr "{translation}"' if given == f'"{title}"' else f"msgstr {given}")
        else:
            out.append(line)
    (folder / "lang").mkdir()
    (folder / "lang" / "sv.po").write_text("\n".join(out), encoding="utf-8")
    return [line.split(": ", 2)[-1] for line in flaws(chain, "sv")]


@pytest.mark.parametrize(
    ("title", "translation"),
    [
        ("{{ talk.total }} mentions in {{ talk.few }} weeks", "{{ talk.few }} veckor: {{ talk.total|bare }}"),
        ("{{ talk.few }} weeks", "{{ talk.few }} {{ talk.few|plural('vecka', 'veckor') }}"),
        ("About {{ brief.us.name }}", "Samtalet om {{ brief.us.name|genitive }} cyklar"),
        (
            "{% if 'x' in talk.flags %}Yes{% else %}No{% endif %}",
            "{% if 'x' in talk.flags %}Ja{% else %}Nej{% endif %}",
        ),
        ("**Bold** words", "Ord i **fetstil**"),
        ("*Thin* [words](https://a.example/)", "[Ord](https://a.example/) i *kursiv*"),
        ("{{ '24 hours'|own }} or 2.5 days", "{{ '24 timmar'|own }} eller 2,5 dagar"),
    ],
)
def test_a_translation_may_order_and_print_as_its_language_does(
    title: str, translation: str, tmp_path: Path
) -> None:
    assert told(tmp_path, title, translation) == []


@pytest.mark.parametrize(
    ("title", "translation", "said"),
    [
        ("Plain words", "", "has no translation"),
        ("{{ talk.total }} mentions", "Många omnämnanden", "lacks talk.total"),
        ("{{ talk.total }} mentions", "{{ talk.few }} omnämnanden", "lacks talk.total"),
        (
            "{{ talk.total }} mentions",
            "{{ talk.total }} ({{ talk.few }})",
            "more than the original: talk.few",
        ),
        ("{{ talk.total }} mentions", "{{ talk.total", "is no Jinja"),
        (
            "{{ talk.total }} mentions",
            "{{ talk.total|bold }} omnämnanden",
            "is no Jinja: No filter named 'bold'",
        ),
        ("{{ talk.rows|join_names }} say", "{{ talk.rows }} säger", "lacks |join_names"),
        (
            "{% if talk.few %}A{% endif %}b",
            "{% if not talk.few %}A{% endif %}b",
            "more than the original: not",
        ),
        ("{% if 'x' in talk.flags %}A{% endif %}b", "{% if 'y' in talk.flags %}A{% endif %}b", "lacks 'x'"),
        ("**Bold** words", "Feta ord", "has the marks [] and needs ['**', '**']"),
        ("● strong", "starkt", "has the marks [] and needs ['●']"),
        ("Plain words", " Ord", "white space"),
        ("Plain words", "Ord\ue000", "character that is used inside deckgen"),
    ],
)
def test_what_a_translation_changes_beyond_words_is_told(
    title: str, translation: str, said: str, tmp_path: Path
) -> None:
    found = told(tmp_path, title, translation)

    assert len(found) == 1
    assert said in found[0]


def test_gaps_of_words_must_stay(tmp_path: Path) -> None:
    assert told(tmp_path, "T", "T") == []
    path = tmp_path / "small" / "lang" / "sv.po"
    path.write_text(path.read_text().replace('msgstr "about {n}"', 'msgstr "omkring {k}"'))

    found = list(flaws(chain_of("small", roots=(tmp_path,)), "sv"))

    assert [line.split('" ', 1)[1] for line in found] == ["has the gaps ['k'] and needs ['n']"]


def test_a_catalogue_says_whether_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "sv.po"

    path.write_text('# Swedish\n# State: complete\nmsgid ""\nmsgstr ""\n')
    assert is_complete(path)
    path.write_text('# State: in work\nmsgid ""\nmsgstr ""\n\n# State: complete\nmsgid "a"\nmsgstr "b"\n')
    assert not is_complete(path)


def test_a_number_of_the_translation_alone_is_told_until_the_catalogue_owns_it(
    tmp_path: Path,
) -> None:
    (found,) = told(tmp_path, "In ninety days, 7 times", "På 90 dagar, 7 gånger")
    assert "has the number 90, which the original has not" in found
    path = tmp_path / "small" / "lang" / "sv.po"
    path.write_text(f"# Own numbers: 90\n{path.read_text(encoding='utf-8')}", encoding="utf-8")

    assert list(flaws(chain_of("small", roots=(tmp_path,)), "sv")) == []
