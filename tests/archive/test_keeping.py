"""What may be kept no longer is read as a gap and taken out of the file; all else stays byte for byte."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from deckgen.archive import keeping as module
from deckgen.archive.archive import Archive
from deckgen.archive.keeping import Keeping, expire
from deckgen.archive.members import Member, members
from deckgen.archive.naming import choose, is_complete
from deckgen.model.exchange import Failure, GapReason, Page, Request
from tests.factories import AS_OF, NOON, a_page

NAME = f"{AS_OF}.warc.gz"
BOUND = {"youtube_channel": 30}
SECRET = b"10,700,000 subscribers"


def by(days: float) -> Keeping:
    """The bounds as they are held so many days after the answers came."""
    return Keeping(now=NOON + timedelta(days=days), days=BOUND)


def asked(path: str) -> Request:
    return Request(url=f"https://example.org/{path}", about="velmora", step="channel")


def filled(folder: Path, *, is_whole: bool = True) -> Path:
    path = folder / NAME
    with Archive.open(path, as_of=AS_OF, brief_digest="b" * 64, now=NOON) as archive:
        archive.keep(a_page(b"a story", request=asked("story")))
        archive.keep(a_page(SECRET, request=asked("channel"), source="youtube_channel"))
        archive.keep(a_page(b"another story", request=asked("other")))
        if is_whole:
            archive.complete((("searxng", GapReason.NOT_CONFIGURED),), now=NOON)
    return path


def found(path: Path, name: str, keeping: Keeping) -> Page | Failure | None:
    with Archive.read(path, keeping=keeping) as archive:
        return archive.find(asked(name), source="youtube_channel")


def parts(path: Path) -> list[bytes]:
    return [part.content for part in members(path) if isinstance(part, Member)]


@pytest.mark.parametrize(("days", "count"), [(29.99, 0), (30, 0), (30.001, 1), (400, 1)])
def test_an_answer_is_over_after_its_last_moment_and_not_before(
    tmp_path: Path, days: float, count: int
) -> None:
    path = filled(tmp_path)

    assert expire(path, by(days)) == count
    assert (SECRET in b"".join(parts(path))) is (count == 0)


def test_a_source_without_a_bound_is_kept_for_ever(tmp_path: Path) -> None:
    before = filled(tmp_path).read_bytes()

    assert expire(tmp_path / NAME, Keeping(now=NOON + timedelta(days=40_000))) == 0
    assert (tmp_path / NAME).read_bytes() == before


def test_only_the_bytes_of_that_one_record_change(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = parts(path)

    expire(path, by(31))

    after = parts(path)
    assert len(after) == len(before)
    assert [i for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] == [2]


def test_a_second_time_nothing_is_left_to_be_done(tmp_path: Path) -> None:
    path = filled(tmp_path)
    expire(path, by(31))
    once = path.read_bytes()

    assert expire(path, by(31)) == 0
    assert path.read_bytes() == once


def test_a_replay_finds_the_gap_and_all_other_answers(tmp_path: Path) -> None:
    path = filled(tmp_path)
    story = found(path, "story", by(0))
    expire(path, by(31))

    gone = found(path, "channel", by(31))

    assert isinstance(gone, Failure)
    assert (gone.reason, gone.at, gone.status) == (GapReason.EXPIRED, NOON, 0)
    assert "30 days" in gone.detail
    assert found(path, "story", by(31)) == story
    assert isinstance(story, Page)


def test_a_file_that_still_holds_the_answer_is_read_as_if_it_did_not(tmp_path: Path) -> None:
    path = filled(tmp_path)
    unwritten = found(path, "channel", by(31))
    assert isinstance(found(path, "channel", by(30)), Page)

    expire(path, by(31))

    assert isinstance(unwritten, Failure)
    assert unwritten == found(path, "channel", by(31))


def test_the_body_is_not_handed_out_by_its_record_either(tmp_path: Path) -> None:
    path = filled(tmp_path)
    kept = found(path, "channel", by(0))
    assert isinstance(kept, Page)

    with Archive.read(path, keeping=by(31)) as archive:
        assert archive.record(kept.record) is None


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_complete_run_stays_complete_and_a_stopped_one_is_resumed(tmp_path: Path, is_whole: bool) -> None:
    path = filled(tmp_path, is_whole=is_whole)

    expire(path, by(31))

    assert is_complete(path) is is_whole
    assert choose(tmp_path, today=AS_OF + timedelta(days=31)).is_resumed is not is_whole
    with Archive.open(path, as_of=AS_OF, brief_digest="b" * 64, now=NOON, keeping=by(31)) as archive:
        assert archive.skipped == ((("searxng", GapReason.NOT_CONFIGURED),) if is_whole else ())
        archive.keep(a_page(b"later", request=asked("later")))
    assert isinstance(found(path, "later", by(31)), Page)


def test_a_fresh_answer_to_the_same_question_counts(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with Archive.open(path, as_of=AS_OF, brief_digest="b" * 64, now=NOON) as archive:
        later = NOON + timedelta(days=20)
        archive.keep(a_page(b"fresh", request=asked("channel"), source="youtube_channel", retrieved_at=later))

    assert expire(path, by(31)) == 1

    answer = found(path, "channel", by(31))
    assert isinstance(answer, Page)
    assert answer.body == b"fresh"


def test_damage_goes_with_what_is_taken_out_as_it_may_hold_the_same(tmp_path: Path) -> None:
    path = filled(tmp_path)
    rubbish = b"\x1f\x8b\x08 half a record " + SECRET
    path.write_bytes(path.read_bytes() + rubbish)
    assert expire(path, by(1)) == 0
    assert path.read_bytes().endswith(rubbish)

    expire(path, by(31))

    assert SECRET not in path.read_bytes()
    assert isinstance(found(path, "other", by(31)), Page)


def test_a_crash_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        expire(path, by(31))

    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [NAME]


def test_a_file_that_its_owner_made_read_only_is_left_alone(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = path.read_bytes()
    path.chmod(0o444)

    with pytest.raises(PermissionError):
        expire(path, by(31))

    assert path.read_bytes() == before


def test_the_new_file_may_be_read_by_whom_the_old_one_could(tmp_path: Path) -> None:
    path = filled(tmp_path)
    path.chmod(0o640)

    expire(path, by(31))

    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o640
