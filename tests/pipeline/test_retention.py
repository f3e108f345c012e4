"""Terms on keeping are held in a whole folder: archives, evidence files, and what a replay reads."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deckgen.archive.archive import Archive
from deckgen.archive.keeping import PART, Keeping
from deckgen.model.evidence import Evidence, Gap
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.pipeline.build import gather
from deckgen.pipeline.collect import collect
from deckgen.pipeline.evidence_file import evidence_text, write_evidence
from deckgen.pipeline.folder import sweep
from deckgen.pipeline.plugins import entries
from deckgen.pipeline.retention import hold, keeping_of
from tests.factories import (
    AS_OF,
    NOON,
    a_lookup,
    a_mention,
    a_page,
    a_presence,
    an_evidence,
    an_observation,
    an_origin,
)
from tests.toy import Toy, a_post_page, a_toy_brief, an_entry

SAMPLES = Path(__file__).parents[2] / "sample_inputs"
BASE = "https://toy.example"
ENTRIES = (an_entry("toy", keep_days=30), an_entry("other"))


def by(days: float) -> Keeping:
    return keeping_of(ENTRIES, now=NOON + timedelta(days=days))


def a_run(store: Path, *, at: datetime = NOON) -> Path:
    """A folder's archive with the toy's six answers, and one of another source."""
    path = store / f"{at.date()}.warc.gz"
    with Archive.open(path, as_of=at.date(), brief_digest="b" * 64, now=at) as archive:
        for request in Toy(ENTRIES[0]).requests(a_toy_brief(BASE)):
            body = a_post_page(f"{request.url} a")
            archive.keep(a_page(body, request=request, source="toy", retrieved_at=at))
        archive.keep(a_page(b"{}", url="https://other.example/", source="other", retrieved_at=at))
        archive.complete((), now=at)
    return path


def replayed(path: Path, keeping: Keeping) -> Evidence:
    with Archive.read(path, keeping=keeping) as archive:
        return collect(a_toy_brief(BASE), archive=archive, fetcher=None, sources=[Toy(ENTRIES[0])])


def an_evidence_of_two(source: str = "toy") -> Evidence:
    """What two sources said in one run; all of the first rests on answers of a bounded one."""
    origin, other = an_origin(source=source), an_origin(source="other")
    old = an_origin(source=source, retrieved_at=NOON - timedelta(days=20))
    return an_evidence(
        mentions=(a_mention(source=source, origin=origin), a_mention(source="other", origin=other)),
        presences=(a_presence(source=source, origin=origin),),
        observations=(
            an_observation(10_700_000, source=source, origin=origin),
            an_observation(7, source="other", origin=other),
        ),
        earlier=(an_observation(10_600_000, source=source, origin=old),),
        lookups=(
            a_lookup(source=source, step="channel", items=2, origin=origin),
            a_lookup(source="other", origin=other),
        ),
        removed=((source, "us", "duplicate", 3), ("other", "us", "duplicate", 4)),
    )


def test_the_bounds_are_those_of_the_entries() -> None:
    assert dict(by(0).days) == {"toy": 30}


def test_all_archives_of_the_folder_lose_what_is_over_and_only_that(tmp_path: Path) -> None:
    old, fresh = a_run(tmp_path), a_run(tmp_path, at=NOON + timedelta(days=20))
    before = fresh.read_bytes()

    told = hold(tmp_path, by(31))

    assert len(told) == 1
    assert "took out 6 answers" in told[0]
    assert str(old) in told[0]
    assert fresh.read_bytes() == before
    assert hold(tmp_path, by(31)) == ()


def test_a_replay_shows_the_gap_and_neither_a_zero_nor_a_question_never_asked(tmp_path: Path) -> None:
    path = a_run(tmp_path)
    assert len(replayed(path, by(30)).mentions) == 6
    hold(tmp_path, by(31))

    evidence = replayed(path, by(31))

    assert evidence.mentions == ()
    assert evidence.lookups == ()
    assert {g.reason for g in evidence.gaps} == {GapReason.EXPIRED}
    assert len(evidence.gaps) == 6
    with Archive.read(path, keeping=by(31)) as archive:
        assert isinstance(archive.find(Request(url="https://other.example/"), source="other"), Page)


def test_a_read_only_archive_is_told_and_not_read(tmp_path: Path) -> None:
    path = a_run(tmp_path)
    before = path.read_bytes()
    path.chmod(0o444)

    told = hold(tmp_path, by(31))
    unwritten = replayed(path, by(31))
    path.chmod(0o644)
    hold(tmp_path, by(31))

    assert len(told) == 1
    assert "cannot be rewritten" in told[0]
    assert path.read_bytes() != before
    assert unwritten == replayed(path, by(31))
    assert {g.reason for g in unwritten.gaps} == {GapReason.EXPIRED}


def test_the_evidence_file_loses_what_was_read_from_it_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / f"{AS_OF}.json"
    write_evidence(an_evidence_of_two(), path)

    hold(tmp_path, by(31))

    whole = an_evidence_of_two()
    gap = Gap(
        source="toy",
        about="us",
        step="channel",
        url="https://example.org/a",
        reason=GapReason.EXPIRED,
        detail=by(31).why("toy"),
        at=NOON,
    )
    assert path.read_text() == evidence_text(
        replace(
            whole,
            mentions=whole.mentions[1:],
            presences=(),
            observations=whole.observations[1:],
            earlier=(),
            lookups=whole.lookups[1:],
            gaps=(gap,),
            removed=whole.removed[1:],
        )
    )


def test_in_a_younger_evidence_file_only_the_numbers_of_earlier_runs_are_over(tmp_path: Path) -> None:
    path = tmp_path / f"{AS_OF}.json"
    write_evidence(an_evidence_of_two(), path)

    hold(tmp_path, by(15))

    assert path.read_text() == evidence_text(replace(an_evidence_of_two(), earlier=()))


@pytest.mark.parametrize("days", [1, 10])
def test_an_evidence_file_without_anything_over_is_not_written_again(tmp_path: Path, days: int) -> None:
    path = tmp_path / f"{AS_OF}.json"
    write_evidence(an_evidence_of_two(), path)
    stamp = path.stat().st_mtime_ns

    hold(tmp_path, by(days))

    assert path.stat().st_mtime_ns == stamp


@pytest.mark.parametrize(
    "told",
    [
        '{"mentions": 5, "toy": 1, "x": ["toy"]}',
        '{"mentions": [{"origin": {"source": "toy", "retrieved_at": "soon"}}]}',
        '{"mentions": [{"origin": {"source": "toy", "retrieved_at": "2020-01-01T00:00:00"}}]}',
        '["toy"]',
        '{"toy"',
        '{"lookups": ["toy"]}',
    ],
)
def test_an_evidence_file_that_somebody_wrote_in_is_told_and_left(tmp_path: Path, told: str) -> None:
    path = tmp_path / f"{AS_OF}.json"
    path.write_text(told)

    lines = hold(tmp_path, by(31))

    assert path.read_text() == told
    assert [str(path) in line for line in lines] == [True]
    assert "\n" not in lines[0]


def test_other_files_in_the_folder_are_not_looked_at(tmp_path: Path) -> None:
    write_evidence(an_evidence_of_two(), tmp_path / "copy-for-anna.json")
    (tmp_path / "notes.warc.gz").write_bytes(b"no archive at all")
    before = (tmp_path / "copy-for-anna.json").read_bytes()

    assert hold(tmp_path, by(31)) == ()
    assert (tmp_path / "copy-for-anna.json").read_bytes() == before


def test_an_archive_under_another_name_is_held_to_it_as_well(tmp_path: Path) -> None:
    path = a_run(tmp_path).rename(tmp_path / "before-the-move.warc.gz")

    told = hold(tmp_path, by(31))

    assert [str(path) in line for line in told] == [True]


def test_what_a_kill_leaves_behind_is_swept_up(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    leftover = tmp_path / "evidence" / f".{AS_OF}.warc.gz.0a0b{PART}"
    leftover.write_bytes(b"half")

    sweep(tmp_path)

    assert not leftover.exists()


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.iterdir() if (p / "evidence").is_dir()))
def test_invented_samples_stay_as_they_are_for_ever(tmp_path: Path, sample: str) -> None:
    store = shutil.copytree(SAMPLES / sample / "evidence", tmp_path / "evidence")
    before = {p.name: p.read_bytes() for p in store.iterdir()}

    hold(store, keeping_of(entries(), now=datetime(2060, 1, 1, tzinfo=UTC)))

    assert {p.name: p.read_bytes() for p in store.iterdir()} == before


def test_gathering_holds_the_terms_by_the_clock_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(SAMPLES / "quiet", tmp_path / "client")
    known: list[Any] = [replace(e, keep_days=30) if e.key == "hackernews" else e for e in entries()]
    monkeypatch.setattr("deckgen.pipeline.build.entries", lambda: known)

    def gathered(day: datetime) -> tuple[Evidence, tuple[str, ...]]:
        environ = {"SOURCE_DATE_EPOCH": str(int(day.timestamp()))}
        found = gather(folder, environ=environ, is_offline=True)
        return found.evidence, found.warnings

    soon, nothing = gathered(datetime(2026, 12, 22, 7, tzinfo=UTC))
    late, told = gathered(datetime(2026, 12, 23, tzinfo=UTC))

    assert nothing == ()
    assert soon.answered("hackernews")
    assert not late.answered("hackernews")
    assert {g.reason for g in late.gaps if g.source == "hackernews"} == {GapReason.EXPIRED}
    assert [g for g in late.gaps if g.source != "hackernews"] == [
        g for g in soon.gaps if g.source != "hackernews"
    ]
    assert len(told) == 1
    assert "took out" in told[0]
    assert [m for m in late.mentions if m.source != "hackernews"] == [
        m for m in soon.mentions if m.source != "hackernews"
    ]


def test_evidence_of_a_run_is_written_as_json_that_can_be_read_again_unchanged() -> None:
    text = evidence_text(an_evidence_of_two())

    assert json.dumps(json.loads(text), indent=1, sort_keys=True) + "\n" == text
