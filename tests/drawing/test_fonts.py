"""Text is measured with real widths, never narrower than it is drawn, and never fails for want of a font."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from deckgen.drawing import faces, fonts
from deckgen.drawing.fonts import line_height, longest_word_width, substitute_for, text_width, wrapped

SENTENCE = "Nobody answers when 1,240 people talk about AVATAR bikes, Tor & Volvo"


def width(text: str, *, bold: bool = False, size_pt: float = 14, family: str = "Arial") -> float:
    return text_width(text, family=family, bold=bold, size_pt=size_pt)


def lines(text: str, width_pt: float) -> tuple[str, ...]:
    return wrapped(text, family="Arial", bold=False, size_pt=14, width_pt=width_pt)


def test_width_is_that_of_the_face_or_up_to_two_per_cent_more_as_kerning_is_left_out() -> None:
    path, factor, _ = substitute_for("Arial")
    drawn = ImageFont.truetype(path, 1400).getlength(SENTENCE) / 100 * factor

    assert drawn <= width(SENTENCE) <= drawn * 1.02


def test_width_grows_in_proportion_to_size() -> None:
    assert width(SENTENCE, size_pt=28) == pytest.approx(2 * width(SENTENCE, size_pt=14))


def test_bold_is_wider_than_regular() -> None:
    assert width(SENTENCE, bold=True) > width(SENTENCE)


def test_an_unknown_family_is_measured_by_a_stand_in_with_a_reserve_and_says_so() -> None:
    assert not substitute_for("Brand Grotesk Nobody Has").is_exact
    # Linux draws it in DejaVu Sans, which is wider still: what fits here must fit there too
    assert 1.03 <= width(SENTENCE, family="Brand Grotesk Nobody Has") / width(SENTENCE) <= 1.25


def test_without_any_installed_font_the_face_that_matplotlib_carries_measures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed = width(SENTENCE)
    monkeypatch.setattr(faces, "_installed", lambda name, *, bold: "")
    for cached in (faces.face_for, fonts.text_width):
        cached.cache_clear()
    try:
        found = substitute_for("Arial")
        guessed = width(SENTENCE)
    finally:
        for cached in (faces.face_for, fonts.text_width):
            cached.cache_clear()

    assert Path(found.path).name == "DejaVuSans.ttf"
    assert not found.is_exact
    assert installed <= guessed <= installed * 1.15


def test_a_line_is_at_least_as_high_as_powerpoint_draws_arial() -> None:
    assert line_height("Arial", 20) >= 20 * 1.149
    assert line_height("Brand Grotesk Nobody Has", 20) >= 20 * 1.13


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    broken = tmp_path / "Broken-Regular.ttf"
    broken.write_bytes(b"no font at all")

    assert faces._names(str(broken)) == ()


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("win32", {"WINDIR": "C:/Windows", "LOCALAPPDATA": "C:/Me"}, "C:/Windows/Fonts"),
        ("darwin", {}, "/Library/Fonts"),
        ("linux", {}, "/usr/share/fonts"),
        ("linux", {"XDG_DATA_DIRS": "/opt/share:"}, "/opt/share/fonts"),
    ],
)
def test_fonts_are_looked_for_where_the_system_keeps_them(
    platform: str, environment: dict[str, str], expected: str
) -> None:
    assert Path(expected) in faces.folders(platform, environment, Path("/home/me"))


def test_lines_break_at_spaces_and_after_hyphens() -> None:
    assert lines("city e-bike", width("city e-") + 0.1) == ("city e-", "bike")


def test_a_non_breaking_space_holds_two_words_together() -> None:
    assert lines("about 37\u00a0%", width("about 37") + 1) == ("about", "37\u00a0%")


def test_a_line_break_in_the_text_is_kept_and_an_empty_line_counts() -> None:
    assert lines("one\n\ntwo\vthree", 500) == ("one", "", "two", "three")


def test_a_word_wider_than_the_place_is_broken_but_reported_by_its_width() -> None:
    word = "Donaudampfschifffahrtsgesellschaft"

    assert len(lines(word, width(word) / 2)) >= 2
    assert longest_word_width(f"die {word} da", family="Arial", bold=False, size_pt=14) == width(word)


def test_longest_word_of_nothing_is_nothing() -> None:
    assert longest_word_width("", family="Arial", bold=False, size_pt=14) == 0


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120), st.floats(min_value=20, max_value=600))
def test_no_letter_is_lost_and_no_line_of_two_letters_is_wider_than_the_place(
    text: str, place: float
) -> None:
    result = lines(text, place)

    def letters(s: str) -> str:
        return "".join(c for c in s if c not in " \t\n\r\v\u2028\u2029")

    assert letters("".join(result)) == letters(text)
    assert all(len(line) == 1 or width(line) <= place + 0.001 for line in result)
