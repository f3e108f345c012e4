"""Which archive a run takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deckgen.archive.archive import Archive
from deckgen.archive.naming import archives, choose, latest
from tests.factories import NOON, a_page

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def begun(folder: Path, as_of: date, *, is_complete: bool, name: str = "") -> Path:
    path = folder / (name or f"{as_of}.warc.gz")
    with Archive.open(path, as_of=as_of, brief_digest="", now=NOON) as archive:
        archive.keep(a_page(b"x" * 100_000))
        if is_complete:
            archive.complete((), now=NOON)
    return path


def test_without_any_archive_one_of_today_is_begun(tmp_path: Path) -> None:
    choice = choose(tmp_path / "evidence", today=MONDAY)

    assert (choice.path.name, choice.as_of, choice.is_resumed) == ("2026-11-23.warc.gz", MONDAY, False)


def test_an_unfinished_archive_is_resumed_with_its_own_day(tmp_path: Path) -> None:
    path = begun(tmp_path, MONDAY, is_complete=False)

    choice = choose(tmp_path, today=TUESDAY)

    assert (choice.path, choice.as_of, choice.is_resumed) == (path, MONDAY, True)


def test_a_complete_archive_is_reused_on_its_day_only(tmp_path: Path) -> None:
    path = begun(tmp_path, MONDAY, is_complete=True)

    assert choose(tmp_path, today=MONDAY).path == path
    assert choose(tmp_path, today=TUESDAY).path.name == "2026-11-24.warc.gz"


def test_refresh_begins_the_next_file_of_the_day(tmp_path: Path) -> None:
    begun(tmp_path, MONDAY, is_complete=True)

    first = choose(tmp_path, today=MONDAY, refresh=True)
    begun(tmp_path, MONDAY, is_complete=True, name=first.path.name)
    second = choose(tmp_path, today=MONDAY, refresh=True)

    assert (first.path.name, second.path.name) == ("2026-11-23-2.warc.gz", "2026-11-23-3.warc.gz")
    assert choose(tmp_path, today=MONDAY).path == first.path


def test_a_tail_cut_short_is_not_complete(tmp_path: Path) -> None:
    path = begun(tmp_path, MONDAY, is_complete=True)
    path.write_bytes(path.read_bytes()[:-1])

    assert choose(tmp_path, today=TUESDAY).is_resumed


def test_the_latest_is_by_day_and_number_not_by_spelling(tmp_path: Path) -> None:
    for name in (
        "2026-11-23.warc.gz",
        "2026-11-23-10.warc.gz",
        "2026-11-23-9.warc.gz",
        "notes.warc.gz",
        "2026-13-40.warc.gz",
    ):
        (tmp_path / name).touch()

    assert [p.name for p in archives(tmp_path)] == [
        "2026-11-23.warc.gz",
        "2026-11-23-9.warc.gz",
        "2026-11-23-10.warc.gz",
    ]
    assert latest(tmp_path) == tmp_path / "2026-11-23-10.warc.gz"
    assert latest(tmp_path / "nowhere") is None
