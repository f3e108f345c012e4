"""Catalogues: joined along a chain of folders, bounded, and silent about nothing that is missing."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckgen.errors import TemplateError
from deckgen.templating import catalogue as module
from deckgen.templating.catalogue import Catalogue, chosen, locale_of, read_catalogue, tag, tag_of

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def folder(path: Path, body: str, language: str = "sv") -> Path:
    (path / "lang").mkdir(parents=True)
    (path / "lang" / f"{language}.po").write_text(HEAD + body, encoding="utf-8")
    return path


def message(text: str, translation: str, *, context: str = "", flag: str = "") -> str:
    lines = [f"#, {flag}"] if flag else []
    lines += [f'msgctxt "{context}"'] if context else []
    return "\n".join([*lines, f'msgid "{text}"', f'msgstr "{translation}"', "", ""])


def test_the_nearest_folder_wins_message_by_message(tmp_path: Path) -> None:
    far = folder(tmp_path / "far", message("Results", "Resultat") + message("Rank", "Plats"))
    near = folder(tmp_path / "near", message("Results", "Träffar"))

    found = read_catalogue("sv", [near, far])

    assert found.text("Results", written_in="en") == "Träffar"
    assert found.text("Rank", written_in="en") == "Plats"


def test_a_message_of_its_own_context_comes_before_the_general_one(tmp_path: Path) -> None:
    both = message("Answer", "Svar") + message("Answer", "Svara", context="words/phase")
    found = read_catalogue("sv", [folder(tmp_path, both)])

    assert found.text("Answer", written_in="en", context="words/phase") == "Svara"
    assert found.text("Answer", written_in="en", context="method") == "Svar"
    assert found.missing == {}


@pytest.mark.parametrize("body", [message("Rank", ""), message("Rank", "Plats", flag="fuzzy"), ""])
def test_what_is_empty_or_fuzzy_or_absent_falls_back_and_is_told(body: str, tmp_path: Path) -> None:
    found = read_catalogue("sv", [folder(tmp_path, body)])

    assert found.text("Rank", written_in="en", context="tests") == "Rank"
    assert list(found.missing) == [("tests", "Rank")]


def test_what_is_written_in_the_language_itself_is_not_missing(tmp_path: Path) -> None:
    found = read_catalogue("sv", [tmp_path])

    assert found.text("Placering", written_in="sv") == "Placering"
    assert found.missing == {}


def test_a_message_without_a_plural_does_not_stand_for_one_that_needs_it(tmp_path: Path) -> None:
    found = read_catalogue("sv", [folder(tmp_path, message("{n} point", "{n} enhet"))])

    assert found.forms("{n} point", "{n} points", written_in="en") == ("{n} point", "{n} points")
    assert list(found.missing) == [("", "{n} point")]


def test_jinja_gets_the_form_the_number_asks_for(tmp_path: Path) -> None:
    plural = 'msgid "week"\nmsgid_plural "weeks"\nmsgstr[0] "vecka"\nmsgstr[1] "veckor"\n'
    found = read_catalogue("sv", [folder(tmp_path, plural)])

    assert [found.ngettext("week", "weeks", n) for n in (0, 1, 2, Decimal("1.5"))] == [
        "veckor",
        "vecka",
        "veckor",
        "veckor",
    ]


@pytest.mark.parametrize(
    ("language", "forms", "expected"),
    [
        ("sv", ("vecka", "veckor"), ["veckor", "vecka", "veckor", "veckor"]),
        ("de", ("Woche", "Wochen"), ["Wochen", "Woche", "Wochen", "Wochen"]),
        ("pl", ("tydzień", "tygodnie", "tygodni"), ["tygodni", "tydzień", "tygodnie", "tygodni"]),
        ("ja", ("週",), ["週", "週", "週", "週"]),
    ],
)
def test_plural_forms_follow_the_rule_of_the_language(
    language: str, forms: tuple[str, ...], expected: list[str]
) -> None:
    assert [chosen(forms, n, locale_of(language)) for n in (0, 1, 3, 5)] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("sv", "sv-SE"),
        ("da", "da-DK"),
        ("nb", "nb-NO"),
        ("fi", "fi-FI"),
        ("de-AT", "de-AT"),
        ("pt_BR", "pt-BR"),
    ],
)
def test_a_language_is_named_with_its_country(code: str, expected: str) -> None:
    assert tag(locale_of(code)) == expected
    assert tag_of(code) == expected


def test_what_is_no_language_has_no_tag_and_is_refused_as_one() -> None:
    assert tag_of("klingon!") == tag_of("") == ""
    with pytest.raises(TemplateError, match="'xx-not' is no language code; use one such as sv"):
        locale_of("xx-not")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\xff\xfe", "byte 0 is not UTF-8; save the file as UTF-8"),
        (b'msgid "a"\nmsgid "b"\nmsgstr "c"\n', "missing msgstr"),
        (b"nonsense\n", "Unknown or misformatted keyword"),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=900000000; plural=0;\\n"\n', "more than 6 plural forms"),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_name(body: bytes, said: str, tmp_path: Path) -> None:
    path = folder(tmp_path, "") / "lang" / "sv.po"
    path.write_bytes(body)

    with pytest.raises(TemplateError) as caught:
        read_catalogue("sv", [tmp_path])

    assert str(caught.value).startswith(str(path))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_catalogue_may_not_be_huge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CATALOGUE_BYTES", 100)

    with pytest.raises(TemplateError, match="MB; split it"):
        read_catalogue("sv", [folder(tmp_path, message("a", "b" * 200))])


LINES = (
    *('msgid ""', 'msgid "a"', 'msgstr "b"', "msgstr[1]", "msgstr[x]", 'msgctxt "c"', 'msgid_plural "d"'),
    *("#~ msgid", "#, fuzzy", "#:", '"tail"', '"PO-Revision-Date: 9999-99-99\\n"', "", '"', "\\x"),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(LINES)).map("\n".join))
def test_any_lines_are_read_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lang" / "sv.po"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")

    with suppress(TemplateError):
        assert isinstance(read_catalogue("sv", [tmp_path]), Catalogue)
