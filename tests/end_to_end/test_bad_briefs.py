"""A brief with a mistake: one exact sentence, exit code 2, nothing asked and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.client import BRIEF, a_folder
from tests.end_to_end.forked import deckgen

TEMPLATE = Path(__file__).parents[2] / "templates" / "boardroom"
LANGUAGES = ", ".join(sorted({"en", *(p.stem for p in (TEMPLATE / "lang").glob("*.po"))}))
BAD = [
    (
        'brand = ["norrvind"]',
        'brnad = ["norrvind"]',
        (
            "queries.brand is missing; list what people type when they look for you",
            'queries.brnad is not known here; did you mean "brand"?',
        ),
    ),
    (
        'contact = "press@norrvind.example"',
        "",
        ("deck.contact is missing; write your mail address or web page; sites see it as who is asking",),
    ),
    (
        "chosen_on = 2026-10-05",
        "chosen_on = 2026-02-30",
        (
            'line 27, column 13: Invalid date or datetime; text stands in "quotes", '
            "lists in [brackets], dates as 2026-11-22",
        ),
    ),
    (
        "chosen_on = 2026-10-05",
        'chosen_on = "2026-02-30"',
        ("competitor_rule.chosen_on is no date of the calendar; write it as 2026-11-22",),
    ),
    (
        'domains = ["velmora.example"]',
        "domains = []",
        (
            "competitors.1.domains is empty; list at least one domain the company owns, "
            'e.g. domains = ["norrvind.example"]',
        ),
    ),
    (
        'name = "Velmora"\ndomains = ["velmora.example"]',
        'name = "norrvind cycles"\ndomains = ["norrvind.example"]',
        (
            'competitors.1.name has "norrvind cycles", which is also in us; '
            "each company stands once; remove or correct one",
            'competitors.1.domains has "norrvind.example", which is also in us; '
            "each company stands once; remove or correct one",
        ),
    ),
    (
        "[deck]",
        '[deck]\ntemplate = "bordroom"',
        ('deck.template is "bordroom"; did you mean "boardroom"?',),
    ),
    ("[deck]", '[deck]\nlanguage = "xx"', (f'deck.language is "xx"; use one of: {LANGUAGES}',)),
    (
        "[deck]",
        "[sources.hackernws]\nenabled = true\n[deck]",
        ('sources.hackernws is not known here; did you mean "hackernews"?',),
    ),
    (
        "[deck]",
        '[sources.saved_pages]\nfiles = "../*.html"\n[deck]',
        (
            'sources.saved_pages.files is "../*.html", outside the folder of the brief; '
            "move the file beside brief.toml",
        ),
    ),
]


@pytest.mark.parametrize(("old", "new", "sentences"), BAD, ids=[b[2][0][:50] for b in BAD])
def test_a_mistake_in_the_brief_is_told_before_anything_is_asked(
    old: str, new: str, sentences: tuple[str, ...], tmp_path: Path
) -> None:
    assert old in BRIEF
    folder = a_folder(tmp_path, BRIEF.replace(old, new, 1))

    ran = deckgen("build", folder, "--quiet")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [f"deckgen: {folder / 'brief.toml'}: {s}" for s in sentences]
    assert {path.name for path in folder.iterdir()} <= {"brief.toml", ".deckgen.lock"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--length", "short"), "--length is 'short'; use one of: full, meeting, five"),
        (("--offline",), "{folder}/evidence: there is no archive to replay; run once without --offline"),
    ],
)
def test_a_flag_that_cannot_be_followed_is_told(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, BRIEF)

    ran = deckgen("build", folder, "--quiet", *arguments)

    assert (ran.code, ran.out, ran.err) == (2, "", f"deckgen: {sentence.format(folder=folder)}\n")


def test_a_folder_without_a_brief_says_how_to_get_one(tmp_path: Path) -> None:
    ran = deckgen("build", tmp_path / "acme")

    assert (ran.code, ran.err.splitlines()[-1]) == (
        2,
        f"deckgen: {tmp_path / 'acme'}: there is no brief.toml in this folder; "
        f"write one with: deckgen new {tmp_path / 'acme'}",
    )


def test_a_clock_that_is_none_is_told(tmp_path: Path) -> None:
    ran = deckgen("build", a_folder(tmp_path, BRIEF), "-q", SOURCE_DATE_EPOCH="noon")

    assert (ran.code, ran.err) == (
        2,
        "deckgen: SOURCE_DATE_EPOCH is 'noon'; give seconds since 1970 as digits, or unset it\n",
    )
