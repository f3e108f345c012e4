"""Files are whole or not there, and one folder belongs to one run at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from deckgen.errors import CannotWriteError, FolderInUseError
from deckgen.pipeline.folder import LOCK, locked, office_lock, refuse_unwritable, sweep, write_whole


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deck.pptx"
    write_whole(path, b"one")

    write_whole(path, b"two")

    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["deck.pptx"]


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (PermissionError(13, "Permission denied"), "close it if it is open in PowerPoint"),
        (OSError(28, "No space left on device"), "free some space"),
    ],
)
def test_when_writing_fails_the_old_file_stays(
    error: OSError, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(b"old")

    def refuse(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(CannotWriteError, match=advice):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["deck.pptx"]


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_a_new_file_has_the_rights_that_the_user_wants_for_new_files(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "deck.pptx", b"x")
    finally:
        os.umask(before)

    assert (tmp_path / "deck.pptx").stat().st_mode & 0o777 == 0o600


def test_a_folder_in_use_is_refused_and_free_again_afterwards(tmp_path: Path) -> None:
    with FileLock(tmp_path / LOCK), pytest.raises(FolderInUseError), locked(tmp_path):
        pass

    with locked(tmp_path):
        pass


def test_a_folder_that_is_a_file_cannot_be_locked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(CannotWriteError, match="cannot write here"), locked(tmp_path / "file"):
        pass


def test_only_half_written_files_are_swept(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    halves = [tmp_path / ".deck.pptx.1.deckgen-part", tmp_path / "evidence" / ".a.json.2.deckgen-part"]
    others = [tmp_path / "deck.pptx", tmp_path / ".deck.pptx.old", tmp_path / "evidence" / "a.json"]
    for path in halves + others:
        path.write_bytes(b"x")

    sweep(tmp_path)

    assert [path.exists() for path in halves + others] == [False, False, True, True, True]


@pytest.mark.parametrize("name", ["~$deck.pptx", ".~lock.deck.pptx#"])
def test_an_open_deck_is_known_by_its_lock_file(name: str, tmp_path: Path) -> None:
    before = office_lock(tmp_path / "deck.pptx")
    (tmp_path / name).write_bytes(b"")

    assert (before, office_lock(tmp_path / "deck.pptx")) == (None, tmp_path / name)


def test_a_folder_below_a_file_is_refused_and_one_that_can_be_made_is_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refuse_unwritable(tmp_path / "a" / "b")

    with pytest.raises(CannotWriteError, match="is a file; name another folder"):
        refuse_unwritable(tmp_path / "file" / "b")

    assert not (tmp_path / "a").exists()
