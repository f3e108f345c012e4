"""Files that are cut, locked or in use: nothing is lost, and each ends with its own exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from tests.end_to_end.client import a_folder, brief_of
from tests.end_to_end.forked import deckgen
from tests.end_to_end.web import Web, fictional_web

NO_NETWORK = brief_of("http://127.0.0.1:9", only=("listening_export",))
ONLY = ("brave_search", "feeds")


def built(web: Web, folder: Path) -> Path:
    """A folder with a finished run; its archive."""
    ran = deckgen("build", a_folder(folder, brief_of(web.base, only=ONLY)))
    assert ran.code in (0, 4), ran.err
    return folder / "evidence" / "2026-11-22.warc.gz"


@pytest.mark.network
def test_an_archive_cut_in_the_middle_of_a_record_is_replayed_with_a_warning_and_resumed(
    tmp_path: Path,
) -> None:
    with fictional_web() as web:
        archive = built(web, tmp_path)
        whole, deck = archive.read_bytes(), (tmp_path / "deck.pptx").read_bytes()
        archive.write_bytes(whole[: len(whole) * 2 // 3])
        asked = web.asked()
        web.forget()

        offline = deckgen("build", tmp_path, "--offline")
        resumed = deckgen("build", tmp_path)

    warnings = [line for line in offline.err.splitlines() if line.startswith("deckgen: ")]
    assert len(warnings) == 1
    assert warnings[0].startswith(f"deckgen: {archive}: damaged from byte ")
    assert warnings[0].endswith("to the end; what is whole is used, the rest is asked again")
    assert offline.code in (3, 4)
    assert any("not-archived" in line for line in offline.err.splitlines())
    assert resumed.code in (0, 4)
    assert 0 < len(web.asked()) < len(asked)
    assert (tmp_path / "deck.pptx").read_bytes() == deck


def test_an_archive_that_is_none_is_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, NO_NETWORK)
    (folder / "evidence").mkdir()
    archive = folder / "evidence" / "2026-11-22.warc.gz"
    archive.write_bytes(b"PK\x03\x04 no archive at all")

    ran = deckgen("build", folder, "--offline", "-q")

    assert (ran.code, ran.err) == (
        2,
        f"deckgen: {archive}: holds no record that deckgen wrote; run once without --offline\n",
    )


@pytest.mark.parametrize("lock", ["~$deck.pptx", ".~lock.deck.pptx#"])
def test_a_deck_that_is_open_elsewhere_is_not_overwritten(lock: str, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, NO_NETWORK)
    (folder / "deck.pptx").write_bytes(b"yesterday's")
    (folder / lock).write_bytes(b"Kim")

    ran = deckgen("build", folder, "-q")

    assert (ran.code, ran.err) == (
        73,
        f"deckgen: {folder / 'deck.pptx'}: is open in another program; close it there and run again, "
        f"or delete {lock} if no program has it open\n",
    )
    assert (folder / "deck.pptx").read_bytes() == b"yesterday's"


def test_a_folder_in_place_of_the_deck_is_told_and_what_was_collected_is_kept(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, NO_NETWORK)
    (folder / "deck.pptx").mkdir()

    ran = deckgen("build", folder, "-q")

    assert (ran.code, ran.err) == (
        73,
        f"deckgen: {folder / 'deck.pptx'}: cannot write it (Is a directory); "
        "name another path: a file and a folder have the same name here\n",
    )
    assert (folder / "evidence" / "2026-11-22.json").is_file()
    assert not list(folder.glob(".*deckgen-part"))


def test_an_output_under_a_file_is_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, NO_NETWORK)
    path = folder / "brief.toml" / "deck.pptx"

    ran = deckgen("build", folder, "-q", "--output", path)

    assert ran.code == 73
    assert ran.err.startswith(f"deckgen: {path}: cannot write it (")


def test_evidence_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, NO_NETWORK)
    (folder / "evidence").write_bytes(b"a file where a folder is due")

    ran = deckgen("build", folder, "-q")

    assert ran.code == 73
    assert ran.err.startswith(f"deckgen: {folder / 'evidence'}")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", ["build", "collect"])
def test_a_folder_in_use_is_left_alone(command: str, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, NO_NETWORK)
    with FileLock(folder / ".deckgen.lock"):
        ran = deckgen(command, folder, "-q")

    assert (ran.code, ran.err) == (
        75,
        f"deckgen: {folder}: another deckgen is working in this folder; "
        "wait until it is done and run again\n",
    )
    assert not (folder / "evidence").exists()


def test_half_a_deck_of_a_killed_run_is_swept_and_other_hidden_files_are_not(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, NO_NETWORK)
    (folder / ".deck.pptx.0a1b2c3d.deckgen-part").write_bytes(b"half")
    (folder / ".deck.pptx.mine").write_bytes(b"mine")

    deckgen("build", folder, "-q")

    assert not list(folder.glob(".*.deckgen-part"))
    assert (folder / ".deck.pptx.mine").is_file()


def test_a_brief_that_is_changed_after_the_run_can_still_be_replayed(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, NO_NETWORK)
    deckgen("build", folder, "-q")
    (folder / "brief.toml").write_text(NO_NETWORK.replace('name = "Norrvind Cycles"', 'name = "Norrvind AB"'))

    ran = deckgen("build", folder, "--offline", "-q")

    assert ran.code == 3, ran.err
