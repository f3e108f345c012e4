"""The archive: what is kept comes back equal, nothing whole is lost, nothing secret is written."""

from __future__ import annotations

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from deckgen.archive.archive import Archive
from deckgen.errors import ArchiveError, CannotWriteError
from deckgen.model.exchange import Failure, GapReason, Page, Request
from tests.factories import AS_OF, NOON, a_page

NAME = f"{AS_OF}.warc.gz"


def opened(folder: Path, **changes: date) -> Archive:
    return Archive.open(folder / NAME, **{"as_of": AS_OF, **changes}, brief_digest="b" * 64, now=NOON)


def a_failure(url: str = "https://example.org/gone", **changes: object) -> Failure:
    fields = {
        "source": "hackernews",
        "request": Request(url=url, about="us"),
        "reason": GapReason.TIMEOUT,
        "at": NOON,
    }
    return Failure(**{**fields, **changes})  # type: ignore[arg-type]


def filled(folder: Path, count: int) -> list[Page | Failure]:
    with opened(folder) as archive:
        return [archive.keep(a_page(f"body {i} " * 50, url=f"https://example.org/{i}")) for i in range(count)]


def test_an_answer_is_found_again_by_its_question(tmp_path: Path) -> None:
    page = a_page(
        b"\x00caf\xc3\xa9\r\n\r\n", url="https://example.org/a?q=1", headers={"content-type": "text/html"}
    )
    with opened(tmp_path) as archive:
        kept = archive.keep(page)

    with Archive.read(tmp_path / NAME) as again:
        found = again.find(page.request, source="hackernews")

    assert isinstance(kept, Page)
    assert found == kept
    assert kept.body == page.body
    assert kept.record.startswith("<urn:uuid:")


def test_a_failure_is_found_again_with_its_reason_and_time(tmp_path: Path) -> None:
    failure = a_failure(
        reason=GapReason.THROTTLED, detail="status 429", status=429, try_after=NOON + timedelta(days=1)
    )
    with opened(tmp_path) as archive:
        kept = archive.keep(failure)

    with Archive.read(tmp_path / NAME) as again:
        found = again.find(failure.request, source="hackernews")

    assert found == kept
    assert isinstance(found, Failure)
    assert (found.reason, found.detail, found.try_after) == (
        failure.reason,
        failure.detail,
        failure.try_after,
    )


def test_an_answer_after_a_failure_is_what_counts(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        archive.keep(a_failure("https://example.org/a"))
        archive.keep(a_page(b"now", url="https://example.org/a"))

        found = archive.find(Request(url="https://example.org/a"), source="toy")

    assert isinstance(found, Page)
    assert found.body == b"now"


def test_a_question_never_asked_is_not_found(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        assert archive.find(Request(url="https://example.org/other"), source="toy") is None


def test_another_reader_of_web_archives_reads_ours(tmp_path: Path) -> None:
    page = a_page(b"<p>hello", url="https://example.org/a", headers={"content-encoding": "gzip", "x-a": "b"})
    with opened(tmp_path) as archive:
        archive.keep(page)

    with (tmp_path / NAME).open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(file, check_digests=True)
        ]

    assert [r[0] for r in records] == ["warcinfo", "response"]
    assert b"as-of: 2026-11-22" in records[0][2]
    assert records[1][1:] == ("https://example.org/a", b"<p>hello")


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path) -> None:
    filled(tmp_path, 3)

    whole = (tmp_path / NAME).read_bytes()

    assert gzip.decompress(whole).count(b"WARC/1.1\r\n") == 4
    assert whole.count(b"\x1f\x8b\x08\x00") >= 4


def test_cookies_and_keys_in_headers_are_not_written(tmp_path: Path) -> None:
    headers = {
        "set-cookie": "sid=hush",
        "authorization": "Bearer hush",
        "x-csrf-token": "hush",
        "x-api-key": "hush",
        "content-type": "text/plain",
    }
    with opened(tmp_path) as archive:
        kept = archive.keep(a_page(b"x", headers=headers))

    assert isinstance(kept, Page)
    assert dict(kept.headers) == {"content-length": "1", "content-type": "text/plain"}
    assert b"hush" not in gzip.decompress((tmp_path / NAME).read_bytes())


@given(
    body=st.binary(max_size=300),
    value=st.text(max_size=60),
    name=st.text(alphabet="abcdefghij-:\r\n ", min_size=1, max_size=12),
    status=st.sampled_from([200, 404, 599]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_comes_a_replay_equals_the_live_run(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, value: str, name: str, status: int
) -> None:
    folder = tmp_path_factory.mktemp("any")
    request = Request(url="https://example.org/x", about=value, step=name, accept_status=(status,))
    page = a_page(body, request=request, status=status, headers={name: value})
    with opened(folder) as archive:
        kept = archive.keep(page)

        assert archive.find(request, source=page.source) == kept

    assert isinstance(kept, Page)
    assert kept.body == body


def test_cut_at_any_byte_all_records_before_the_cut_are_kept(tmp_path: Path) -> None:
    pages = filled(tmp_path, 3)
    whole = (tmp_path / NAME).read_bytes()
    ends = [i for i in range(1, len(whole) + 1) if whole[i : i + 4] == b"\x1f\x8b\x08\x00"] + [len(whole)]

    for cut in range(0, len(whole), 7):
        path = tmp_path / "cut" / NAME
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(whole[:cut])
        with Archive.open(path, as_of=AS_OF, brief_digest="b" * 64, now=NOON) as archive:
            found = [archive.find(p.request, source=p.source) for p in pages]
            before = max(0, sum(1 for end in ends if end <= cut) - 1)

            assert found == [*pages[:before], *[None] * (3 - before)]
            assert len(archive.warnings) == (0 if cut == 0 or cut in ends else 1)

            assert [archive.keep(p) for p in pages[before:]] == pages[before:]
        assert path.read_bytes() == whole


def test_reading_ignores_a_broken_tail_and_leaves_it_there(tmp_path: Path) -> None:
    pages = filled(tmp_path, 2)
    path = tmp_path / NAME
    broken = path.read_bytes()[:-20]
    path.write_bytes(broken)

    with Archive.read(path) as archive:
        assert archive.find(pages[0].request, source="hackernews") == pages[0]
        assert archive.find(pages[1].request, source="hackernews") is None
        assert len(archive.warnings) == 1

    assert path.read_bytes() == broken


def test_damage_in_the_middle_loses_only_the_record_it_hit(tmp_path: Path) -> None:
    pages = filled(tmp_path, 4)
    path = tmp_path / NAME
    whole = bytearray(path.read_bytes())
    starts = [i for i in range(len(whole)) if whole[i : i + 4] == b"\x1f\x8b\x08\x00"]
    whole[starts[2] + 30 : starts[2] + 60] = bytes(30)
    path.write_bytes(bytes(whole))

    with opened(tmp_path) as archive:
        found = [archive.find(p.request, source=p.source) for p in pages]
        archive.keep(pages[1])

    assert found == [pages[0], None, *pages[2:]]
    with Archive.read(path) as again:
        assert [again.find(p.request, source=p.source) for p in pages] == pages


@pytest.mark.parametrize("lost", [b"WARC-Type", b"WARC-Date", b"WARC-Target-URI", b"Content-Length"])
def test_a_record_that_lost_a_header_costs_no_other(lost: bytes, tmp_path: Path) -> None:
    pages = filled(tmp_path, 3)
    path = tmp_path / NAME
    whole = path.read_bytes()
    starts = [i for i in range(len(whole)) if whole[i : i + 4] == b"\x1f\x8b\x08\x00"]
    changed = gzip.decompress(whole[starts[2] : starts[3]]).replace(lost + b":", b"X-Lost:", 1)
    path.write_bytes(whole[: starts[2]] + gzip.compress(changed) + whole[starts[3] :])

    with Archive.read(path) as archive:
        found = [archive.find(p.request, source=p.source) for p in pages]

    assert found[0] == pages[0]
    assert found[2] == pages[2]


def test_a_full_disk_leaves_whole_records_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as archive:
        archive.keep(a_page(b"one", url="https://example.org/1"))
        whole = (tmp_path / NAME).read_bytes()

        def refuse(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", refuse)
        with pytest.raises(CannotWriteError, match="No space left"):
            archive.keep(a_page(b"two", url="https://example.org/2"))

    assert (tmp_path / NAME).read_bytes() == whole


def test_a_run_is_complete_only_while_its_mark_is_the_last_record(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        archive.keep(a_failure())
        archive.complete((("brave_search", GapReason.NO_KEY),), now=NOON)
    with opened(tmp_path) as again:
        assert again.is_complete
        assert again.skipped == (("brave_search", GapReason.NO_KEY),)
        size = again.path.stat().st_size

        again.complete(again.skipped, now=NOON)

        assert again.path.stat().st_size == size
        again.keep(a_page(b"late", url="https://example.org/late"))
        assert not again.is_complete


def test_an_archive_keeps_the_day_it_was_begun_for(tmp_path: Path) -> None:
    filled(tmp_path, 1)

    with pytest.raises(ArchiveError, match="2026-11-22"):
        opened(tmp_path, as_of=date(2026, 11, 23))


def test_a_file_of_somebody_else_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n"))

    with pytest.raises(ArchiveError, match="no record that deckgen wrote"):
        Archive.read(tmp_path / NAME)


def test_an_unchanged_local_file_is_written_once_and_a_changed_one_again(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        first = archive.keep(a_page(b"a,b", url="file:export åäö.csv"))
        size = archive.path.stat().st_size

        again = archive.keep(
            a_page(b"a,b", url="file:export åäö.csv", retrieved_at=NOON + timedelta(hours=1))
        )
        assert (again, archive.path.stat().st_size) == (first, size)
        archive.keep(a_page(b"a,b,c", url="file:export åäö.csv"))
        found = archive.find(Request(url="file:export åäö.csv"), source="hackernews")

    assert isinstance(found, Page)
    assert (found.body, found.url) == (b"a,b,c", "file:export åäö.csv")


def test_the_record_an_origin_names_is_there(tmp_path: Path) -> None:
    [page] = filled(tmp_path, 1)

    with Archive.read(tmp_path / NAME) as archive:
        record = archive.record(page.record)

    assert record is not None
    assert isinstance(page, Page)
    assert record.body == page.body
