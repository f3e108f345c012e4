"""What a check finds in a client's folder is what a build would read there, and it changes nothing."""

from __future__ import annotations

import os
import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import BriefError, InputError, SourceError
from deckgen.fetch.clock import Clock
from deckgen.model.evidence import ResultPage
from deckgen.pipeline import checking
from deckgen.pipeline.build import read_brief
from deckgen.pipeline.checking import BadPage, Checked, Kind, check
from tests.end_to_end.client import BRIEF, EXPORT
from tests.factories import a_page
from tests.parsing.result_pages.saved import CAPTCHA, CONSENT, SHELL, ecosia, google
from tests.sources.harness import a_source, of_type

CLOCK = Clock(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
FILES = '\n[sources.saved_pages]\nfiles = "searches/*"\n'
WELL = {
    f"{name}-{n}.html": google(query, n, is_last=n == 3)
    for name, query in (("brand", "norrvind"), ("industry", "city e-bike"))
    for n in (1, 2, 3)
}


def client(folder: Path, pages: dict[str, str | bytes], *, more: str = FILES) -> Path:
    (folder / "searches").mkdir(parents=True)
    for name, body in pages.items():
        (folder / "searches" / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    (folder / "brief.toml").write_text(BRIEF + more, encoding="utf-8")
    return folder


def checked(folder: Path, pages: dict[str, Any], **changes: Any) -> Checked:
    return check(client(folder, pages, **changes), clock=CLOCK)


def test_whole_runs_of_every_query_are_well(tmp_path: Path) -> None:
    found = checked(tmp_path, WELL)

    assert found.is_well
    assert [(r.query, r.engine, r.numbers, r.ranks, r.is_ended) for r in found.runs] == [
        ("brand-1", "google", (1, 2, 3), (1, 30), True),
        ("industry-1", "google", (1, 2, 3), (1, 30), True),
    ]
    assert (found.pages, found.bad, found.others, found.unsaved) == (6, (), (), ())


def test_what_is_lacking_doubled_or_to_follow_is_told_engine_by_engine(tmp_path: Path) -> None:
    pages = {
        "a.html": google("norrvind", 1),
        "b.html": google("norrvind", 3),
        "b (1).html": google("norrvind", 3),
        "c.html": google("norrvind", 4, first=21),
        "d.html": ecosia("norrvind", 2, is_last=True),
    }
    found = checked(tmp_path, pages)

    on_google, on_ecosia = found.runs
    assert (on_google.missing, on_google.following[0], on_google.following[-1]) == ((2,), 5, 20)
    assert [(d.numbers, d.files) for d in on_google.doubled] == [
        ((3,), ("searches/b (1).html", "searches/b.html")),
        ((3, 4), ("searches/b (1).html", "searches/c.html")),
    ]
    assert (on_ecosia.missing, on_ecosia.following, on_ecosia.is_ended) == ((1,), (), True)
    assert [query.key for query in found.unsaved] == ["industry-1"]
    assert not found.is_well


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (CAPTCHA, Kind.BLOCKED, "is a bot check of the engine, not results; solve it in the browser"),
        (CONSENT, Kind.BLOCKED, "is the engine's consent page; agree to it"),
        (SHELL, Kind.BLOCKED, "was saved before its results had loaded; wait until they show"),
        (google("norrvnd", 1), Kind.NOT_ASKED, 'is a search for "norrvnd", which is no query of the'),
        ("<title>norrvind - Bing</title><ol id=b_results><li class=b_algo><h2><a href='https://a.example/'>A</a>",
         Kind.NO_PLACE, "does not say which page of the results it is; rename it"),
        ("MIME-Version: 1.0\n", Kind.UNREADABLE, "is an MHTML file; save the page as 'Web page, complete'"),
        ("bplist00\0", Kind.UNREADABLE, "is a Safari web archive; save the page as"),
        ("<h1>Notes</h1>" + "word " * 300, Kind.UNREADABLE, "is no result page of Google, Bing"),
        ("", Kind.UNREADABLE, "is empty"),
        ("x" * 10_000_001, Kind.UNREADABLE, "more than 10,000,000 bytes"),
        ("<p>" * 90_000, Kind.UNREADABLE, "the page has more than 80000 tags"),
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_counted_says_why_and_what_to_do(
    body: str, kind: Kind, why: str, tmp_path: Path
) -> None:
    found = checked(tmp_path, {**WELL, "eine Seite – größer.html": body})

    (bad,) = found.bad
    assert (bad.file, bad.kind) == ("searches/eine Seite – größer.html", kind)
    assert bad.why.startswith(why)
    assert not found.is_well
    assert len(found.runs) == 2


def test_a_check_and_a_build_agree_about_every_file(tmp_path: Path) -> None:
    pages = {**WELL, "c.html": CAPTCHA, "s.html": SHELL, "o.html": google("weather", 1), "n.txt": "notes"}
    found = checked(tmp_path, pages)
    brief = read_brief(tmp_path, as_of=date(2026, 11, 22))
    source = a_source("saved_pages")
    read: list[ResultPage] = []
    refused = []
    for request in source.requests(brief):
        name = request.url.removeprefix("file:")
        try:
            page = a_page((tmp_path / name).read_bytes(), request=request, source=source.key)
            read += of_type(ResultPage, source.parse(page, brief))
        except SourceError:
            refused.append(name)

    assert [bad.file for bad in found.bad] == refused
    held = [(p.query, p.sheet.engine, p.number, len(p.sheet.hits)) for run in found.runs for p in run.pages]
    assert sorted(held) == sorted((r.query, r.engine, r.number, r.organic) for r in read)


def test_pages_saved_on_two_days_are_told_and_are_no_mistake(tmp_path: Path) -> None:
    folder = client(tmp_path, WELL)
    noon = datetime(2026, 11, 20, 12, 0)
    for path in (folder / "searches").iterdir():
        os.utime(path, (noon.timestamp(),) * 2)
    later = (noon + timedelta(days=2)).timestamp()
    os.utime(folder / "searches" / "brand-3.html", (later, later))

    found = check(folder, clock=CLOCK)

    assert [run.days for run in found.runs] == [
        (date(2026, 11, 20), date(2026, 11, 22)),
        (date(2026, 11, 20),),
    ]
    assert found.is_well


def test_all_mistakes_of_the_brief_come_at_once(tmp_path: Path) -> None:
    client(tmp_path, {}, more=FILES)
    brief = tmp_path / "brief.toml"
    brief.write_text(brief.read_text().replace('"SE"', '"Sweden"').replace("length", "lenght"))

    with pytest.raises(BriefError) as caught:
        check(tmp_path, clock=CLOCK)

    assert len(caught.value.problems) == 3
    assert "there is no such file" in " ".join(caught.value.problems)


def test_a_folder_without_a_brief_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no brief\.toml"):
        check(tmp_path, clock=CLOCK)


def test_files_of_other_sources_are_read_as_a_build_reads_them(tmp_path: Path) -> None:
    feed = (
        "<rss version='2.0'><channel><title>Rides</title><item><title>Norrvind in the rain</title>"
        "<link>https://blog.example/a</link><pubDate>Mon, 04 May 2026 08:00:00 GMT</pubDate></item>"
        "</channel></rss>"
    )
    files = {"export.csv": EXPORT, "notes.txt": "Dear all,\n", "feed.xml": feed, "list.csv": "1,a.example\n"}
    for name, body in files.items():
        (tmp_path / name).write_text(body)
    more = (
        '[sources.listening_export]\nfiles = ["export.csv", "notes.txt"]\n'
        '[sources.feeds]\nfeeds = ["feed.xml", "gone.xml", "../up.xml", "https://feeds.example/"]\n'
        '[sources.traffic_list]\nfile = "list.csv"\n'
    )
    found = _moved(tmp_path, more)

    told = {other.file: other for other in found.others}
    assert (told["export.csv"].found, told["export.csv"].why) == (1, "")
    assert told["export.csv"].taken_for == "table of no known tool, 1 row"
    assert told["notes.txt"].why.startswith("needed are a column with dates")
    assert (told["feed.xml"].found, told["feed.xml"].why) == (1, "")
    assert told["gone.xml"].why.startswith("No such file")
    assert told["../up.xml"].why.startswith("name a file inside the folder of the brief")
    assert (told["list.csv"].found, told["list.csv"].why) == (None, "")
    assert len(told) == 6
    assert not found.is_well


def _moved(folder: Path, more: str) -> Checked:
    (folder / "brief.toml").write_text(BRIEF + more, encoding="utf-8")
    return check(folder, clock=CLOCK)


def test_the_name_of_a_private_feed_s_file_stays_unsaid(tmp_path: Path) -> None:
    (tmp_path / "secret-token.xml").write_text("<rss")

    found = _moved(tmp_path, '[sources.feeds]\nprivate_feeds = ["secret-token.xml"]\n')

    (other,) = found.others
    assert other.why
    assert "secret-token" not in f"{other.file} {other.why}"


def test_sources_that_are_off_are_not_looked_at(tmp_path: Path) -> None:
    more = '[sources.saved_pages]\nenabled = false\nfiles = "searches/*"\n'

    found = checked(tmp_path, {"c.html": CAPTCHA}, more=more)

    assert (found.is_on, found.pages, found.bad, found.is_well) == (False, 0, (), True)


def test_a_brief_without_saved_pages_is_well(tmp_path: Path) -> None:
    found = checked(tmp_path, {}, more="")

    assert (found.is_on, found.pages, found.unsaved, found.is_well) == (True, 0, (), True)


def test_a_bug_over_one_file_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is = checking.read

    def read(page: Any) -> Any:
        if b"boom" in page.body:
            raise KeyError("boom")
        return as_it_is(page)

    monkeypatch.setattr(checking, "read", read)
    found = checked(tmp_path, {**WELL, "x.html": "boom"})

    assert found.bad == (
        BadPage(
            file="searches/x.html",
            kind=Kind.UNREADABLE,
            why="deckgen fails on it (KeyError: 'boom'); this is a bug: please report it",
        ),
    )
    assert len(found.runs) == 2


def test_nothing_is_written_and_no_socket_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    folder = client(tmp_path, WELL)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    check(folder, clock=CLOCK)

    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_more_pages_than_a_build_reads_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "load_source", lambda key: _bounded(key, 4))

    found = checked(tmp_path, WELL)

    assert (found.pages, found.left_out, found.is_well) == (6, 2, False)


def _bounded(key: str, most: int) -> Any:
    source = a_source(key)
    object.__setattr__(source.entry, "max_requests", most)
    return source


def test_recorded_pages_are_checked_as_they_are(tmp_path: Path, recorded: Path) -> None:
    serp = recorded / "serp"
    pages = {p.name: p.read_bytes() for p in sorted(serp.glob("*/*.html"))}
    found = checked(tmp_path, pages)

    assert {bad.kind for bad in found.bad} == {Kind.BLOCKED, Kind.NOT_ASKED}
    blocked = [bad.file for bad in found.bad if bad.kind is Kind.BLOCKED]
    assert len(blocked) == 4
    assert (len(found.bad), found.runs, found.others) == (len(pages), (), ())
