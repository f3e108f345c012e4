"""The demo as a newcomer runs it, and from a number of its deck back to the answers it was read from."""

from __future__ import annotations

import hashlib
import re
import shlex
from pathlib import Path

import pytest

from deckgen.archive.archive import Archive
from tests.end_to_end.client import Ran
from tests.end_to_end.forked import deckgen


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("demo") / "a demo"
    return folder, deckgen("demo", folder, "--sample", "mixed")


def test_the_demo_ends_well_and_says_what_to_try(demo: tuple[Path, Ran]) -> None:
    folder, ran = demo

    assert ran.code in (0, 3, 4), ran.err
    assert (folder / "deck.pptx").is_file()
    assert "Run the same command again" not in ran.err
    assert f'deckgen demo "{folder}-strong" --sample strong' in ran.out


def test_the_trace_that_the_demo_names_shows_formula_evidence_and_records(demo: tuple[Path, Ran]) -> None:
    ran = demo[1]
    hint = next(line for line in ran.out.splitlines() if line.strip().startswith("deckgen trace"))
    _, command, deck, number = shlex.split(hint.split("     ")[0])

    told = deckgen(command, deck, number)

    assert told.code == 0, told.err
    assert re.search(r"^  formula +\S", told.out, re.M)
    assert re.search(r"^  stands +slide \d+, ", told.out, re.M)
    assert re.search(r"^  evidence +\w+: https?://\S+$", told.out, re.M)
    assert re.search(r"^ +retrieved 2026-11-22 08:00:00 UTC, archive record <urn:uuid:", told.out, re.M)


def test_every_record_it_names_is_in_the_archive_with_that_digest(demo: tuple[Path, Ran]) -> None:
    folder, _ = demo
    told = deckgen("trace", folder / "deck.pptx", "20")
    pairs = re.findall(r"archive record (<\S+>)(?:\n +at [^\n]*)?\n +sha256 (\w+)", told.out)

    assert pairs
    with Archive.read(next((folder / "evidence").glob("*.warc.gz"))) as archive:
        for record, digest in pairs:
            found = archive.record(record)
            assert found is not None
            assert hashlib.sha256(found.body).hexdigest() == digest


def test_a_short_trace_leaves_the_answers_out(demo: tuple[Path, Ran]) -> None:
    folder, _ = demo

    told = deckgen("trace", folder / "deck.pptx", "20", "--quiet")

    assert "formula" in told.out
    assert "evidence" not in told.out


def test_a_number_that_is_on_no_slide_is_told(demo: tuple[Path, Ran]) -> None:
    deck = demo[0] / "deck.pptx"

    told = deckgen("trace", deck, "987,654,321")

    assert (told.code, told.out, told.err) == (
        2,
        "",
        f'deckgen: {deck}: no slide shows "987,654,321"; '
        'give the number as it is printed, e.g. "1,248" or "46 %"\n',
    )


def test_what_is_no_deck_of_ours_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.pptx").write_bytes(b"PK\x03\x04 no presentation")

    missing = deckgen("trace", tmp_path / "none.pptx", "1")
    broken = deckgen("trace", tmp_path / "other.pptx", "1")

    assert (missing.code, broken.code) == (2, 2)
    assert missing.err == (
        f"deckgen: {tmp_path / 'none.pptx'}: there is no such file; "
        "give the path of a deck that deckgen made\n"
    )
    assert broken.err.startswith(f"deckgen: {tmp_path / 'other.pptx'}: ")


def test_a_second_demo_in_the_same_folder_gives_the_same_deck(demo: tuple[Path, Ran]) -> None:
    folder, _ = demo
    first = (folder / "deck.pptx").read_bytes()
    (folder / "evidence" / "2027-01-01.warc.gz").write_bytes(b"")  # of a run with network in between

    again = deckgen("demo", folder, "--sample", "mixed", "-q")

    assert again.out == f"{folder / 'deck.pptx'}\n"
    assert (folder / "deck.pptx").read_bytes() == first


def test_a_sample_that_is_not_there_and_a_folder_of_others_are_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    unknown = deckgen("demo", tmp_path / "new", "--sample", "stong")
    foreign = deckgen("demo", tmp_path)

    assert (unknown.code, unknown.err) == (
        2,
        "deckgen: There is no sample 'stong'; use one of: mixed, quiet, strong\n",
    )
    assert (foreign.code, foreign.err) == (
        73,
        f"deckgen: {tmp_path}: this folder holds other files; name a new one: deckgen demo FOLDER\n",
    )
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_recorded_answers_are_used_again_without_the_key_they_needed(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    deckgen("demo", folder, "-q")
    before = (folder / "deck.pptx").read_bytes()

    ran = deckgen("build", folder, "-q", SOURCE_DATE_EPOCH="1795348800")

    assert ran.code == 0, ran.err
    assert (folder / "deck.pptx").read_bytes() == before
