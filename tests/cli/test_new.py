"""A brief made by questions or flags is one that a build can use; nothing of the user's is overwritten."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from deckgen.cli.actions import new
from deckgen.model.brief import Brief
from deckgen.pipeline.build import read_brief
from deckgen.pipeline.resources import template_languages, template_roots
from tests.cli.running import deckgen

TODAY = date(2026, 11, 22)
LANGUAGES = template_languages(template_roots())["boardroom"]
FLAGS = (
    *("--yes", "--name", "Norrvind", "--domain", "norrvind.example", "--domain", "norrvind-shop.example"),
    *("--competitor", "Velmora=velmora.example", "--competitor", "Bright & Spöke = bs.example, bs2.example"),
    *("--rule", "Makers of city e-bikes", "--industry", "city e-bike", "--industry", "quiet e-bike"),
    *("--country", "SE", "--language", "sv", "--contact", "press@norrvind.example"),
)
ANSWERS = {
    "name": "Norrvind",
    "domains": "norrvind.example, norrvind-shop.example",
    "first": "Velmora = velmora.example",
    "second": "Bright & Spöke = bs.example",
    "third": "",
    "rule": "Makers of city e-bikes",
    "brand": "",
    "industry": "city e-bike, quiet e-bike",
    "country": "",
    "language": "",
    "place": "Uppsala",
    "audience": "",
    "occasion": "",
    "presenter": "Kim Strand",
    "deck_language": "",
    "contact": "press@norrvind.example",
}


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are asked where somebody can answer them."""
    as_it_is = new.run
    monkeypatch.setattr(new, "run", lambda **given: as_it_is(**{**given, "is_interactive": True}))


def answered(**changes: str) -> str:
    return "".join(f"{line}\n" for line in {**ANSWERS, **changes}.values())


def read(folder: Path) -> Brief:
    return read_brief(folder, as_of=TODAY)


def test_flags_suffice_for_a_brief(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "a client"

    ran = deckgen("new", folder, *FLAGS, "--place", "Uppsala", "--audience", "The board")

    brief = read(folder)
    assert (ran.code, ran.out) == (0, f"{folder / 'brief.toml'}\n")
    assert "Fill in" not in ran.err
    assert f'  deckgen build "{folder}"' in ran.err
    assert brief.us.domains == ("norrvind.example", "norrvind-shop.example")
    assert [(c.name, c.domains) for c in brief.competitors] == [
        ("Velmora", ("velmora.example",)),
        ("Bright & Spöke", ("bs.example", "bs2.example")),
    ]
    assert [q.text for q in brief.queries] == ["Norrvind", "city e-bike", "quiet e-bike"]
    assert (brief.place, brief.audience, brief.competitors_chosen_on) == ("Uppsala", "The board", TODAY)


def test_what_no_flag_says_is_an_empty_place_and_is_named(tmp_path: Path) -> None:
    ran = deckgen("new", tmp_path, "--yes", "--name", "Norrvind")

    lines = ran.err.splitlines()
    assert ran.code == 0
    assert f"Fill in, in {tmp_path / 'brief.toml'}:" in lines
    assert [line.split()[0] for line in lines[2 : lines.index("Then:") - 1]] == [
        "us.domains",
        "competitors.1.name",
        "competitors.1.domains",
        "competitors.2.name",
        "competitors.2.domains",
        "competitor_rule.rule",
        "market.country",
        "market.language",
        "queries.industry",
        "deck.contact",
    ]


@pytest.mark.parametrize(
    ("flag", "value", "sentence"),
    [
        (
            "--country",
            "Sweden",
            'market.country is "Sweden"; write its code of two letters, e.g. "SE" for Sweden',
        ),
        (
            "--domain",
            "norrvind",
            'us.domains.1 is "norrvind", which is no domain; write it like norrvind.example',
        ),
        (
            "--competitor",
            "Velmora",
            "competitors.1.domains is empty; list at least one domain the company owns, "
            'e.g. domains = ["norrvind.example"]',
        ),
        ("--template", "bordroom", 'deck.template is "bordroom"; did you mean "boardroom"?'),
        ("--deck-language", "xx", f'deck.language is "xx"; use one of: {", ".join(sorted(LANGUAGES))}'),
        (
            "--contact",
            "Kim",
            "deck.contact is neither a mail address nor a web page; write it like press@norrvind.example",
        ),
    ],
)
def test_a_flag_that_no_brief_could_hold_is_refused(
    flag: str, value: str, sentence: str, tmp_path: Path
) -> None:
    ran = deckgen("new", tmp_path / "acme", "--yes", flag, value)

    assert (ran.code, ran.out, ran.err) == (2, "", f"deckgen: {sentence}\n")
    assert not (tmp_path / "acme").exists()


def test_a_competitor_that_is_us_is_refused(tmp_path: Path) -> None:
    ran = deckgen("new", tmp_path, *FLAGS, "--competitor", "Norrvind=other.example")

    assert ran.code == 2
    assert 'competitors.3.name has "Norrvind", which is also in us' in ran.err


@pytest.mark.usefixtures("at_a_terminal")
def test_questions_make_a_brief_with_what_was_offered(tmp_path: Path) -> None:
    ran = deckgen("new", tmp_path, answers=answered(), LANG="sv_SE.UTF-8")

    brief = read(tmp_path)
    assert ran.code == 0, ran.err
    assert ran.out.count(": ") >= 12
    assert (brief.country, brief.market_language, brief.language) == ("SE", "sv", "sv")
    assert [q.text for q in brief.queries] == ["Norrvind", "city e-bike", "quiet e-bike"]
    assert [c.name for c in brief.competitors] == ["Velmora", "Bright & Spöke"]
    assert (brief.place, brief.presenter) == ("Uppsala", "Kim Strand")


@pytest.mark.usefixtures("at_a_terminal")
def test_nonsense_is_answered_with_a_sentence_and_the_same_question(tmp_path: Path) -> None:
    given = answered(
        name="\nNorrvind",
        domains="norrvind\nnorrvind.example",
        second="Norrvind = bs.example\nBright & Spöke\nBright & Spöke = bs.example",
        country="Sverige\nse",
        contact="Kim\nkim@norrvind.example",
    )

    ran = deckgen("new", tmp_path, answers=given)

    brief = read(tmp_path)
    assert ran.code == 0, ran.err
    assert 'us.domains.1 is "norrvind", which is no domain' in ran.out
    assert 'competitors.2.name has "Norrvind", which is also in us' in ran.out
    assert "competitors.2.domains is empty" in ran.out
    assert 'market.country is "Sverige"' in ran.out
    assert brief.country == "SE"
    assert [c.name for c in brief.competitors] == ["Velmora", "Bright & Spöke"]
    assert brief.contact == "kim@norrvind.example"


@pytest.mark.usefixtures("at_a_terminal")
def test_what_a_flag_said_is_not_asked(tmp_path: Path) -> None:
    asked = [flag for flag in FLAGS if flag != "--yes"]

    ran = deckgen("new", tmp_path, *asked, answers="\n" * 6)

    assert ran.code == 0, ran.err
    assert "Name of the company" not in ran.out
    assert "Competitor" not in ran.out
    assert "Where do you search from?" in ran.out
    assert read(tmp_path).us.name == "Norrvind"


@pytest.mark.usefixtures("at_a_terminal")
def test_leaving_in_the_middle_writes_nothing(tmp_path: Path) -> None:
    ran = deckgen("new", tmp_path / "acme", answers="Norrvind\nnorrvind.example\n")

    assert ran.code == 130
    assert ran.err.splitlines()[-1] == "deckgen: stopped; nothing was written"
    assert not (tmp_path / "acme").exists()


def test_without_a_terminal_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    assert deckgen("new", tmp_path, "--name", "Norrvind").code == 0


def test_a_brief_that_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "brief.toml").write_text("mine")

    refused = deckgen("new", tmp_path, *FLAGS)
    kept = (tmp_path / "brief.toml").read_text()
    forced = deckgen("new", tmp_path, *FLAGS, "--force", "--quiet")

    assert (refused.code, refused.err) == (
        73,
        f"deckgen: {tmp_path / 'brief.toml'}: is there already; edit it, or replace it with --force\n",
    )
    assert kept == "mine"
    assert (forced.code, forced.out, forced.err) == (0, f"{tmp_path / 'brief.toml'}\n", "")
    assert read(tmp_path).us.name == "Norrvind"


def test_a_folder_that_cannot_be_one_is_told_before_any_question(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    ran = deckgen("new", tmp_path / "file" / "acme")

    assert (ran.code, ran.err) == (
        73,
        f"deckgen: {tmp_path / 'file' / 'acme'}: cannot be a folder, {tmp_path / 'file'} is a file; "
        "name another folder\n",
    )
