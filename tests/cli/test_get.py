"""Traffic lists over real sockets: saved whole after a look inside, or not at all with one clear sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.cli.actions import get
from deckgen.fetch.fetcher import Bounds
from deckgen.parsing.traffic import DOWNLOADS
from deckgen.pipeline.briefs import load_brief
from deckgen.pipeline.new_brief import new_brief_text
from tests.cli.running import deckgen
from tests.pipeline.good_brief import AS_OF, GOOD, TEMPLATES
from tests.pipeline.test_new_brief import some_answers
from tests.server import Reply, serving

pytestmark = pytest.mark.network
ROWS = b"1,search.example\r\n2,video.example\r\n3,blog.ridingnorth.example\r\n"
ORIGINS = b"origin,rank\nhttps://search.example,1000\nhttps://www.video.example,5000\n"
BY = ("--contact", "press@norrvind.example")


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get, "_PATIENT", Bounds(try_s=2.0, request_s=4.0, backoff_s=0.01))


def zipped(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("top-1m.csv", body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "file", "sites"),
    [
        ("tranco", zipped(ROWS), "top-1m.csv.zip", 3),
        ("tranco", ROWS, "top-1m.csv.zip", 3),
        ("crux", gzip.compress(ORIGINS, mtime=0), "current.csv.gz", 2),
    ],
)
def test_a_list_is_saved_as_it_came_and_the_line_for_the_brief_is_named(
    name: str, body: bytes, file: str, sites: int, tmp_path: Path
) -> None:
    folder = tmp_path / "acme"
    with serving({"/list": Reply(body=body)}) as server:
        ran = deckgen("sources", "get", name, "--into", folder, "--from", f"{server.base}/list", *BY)
        agent = server.asked[0].headers["user-agent"]

    assert ran.code == 0, ran.err
    assert ran.out == f"{folder / file}\n"
    assert (folder / file).read_bytes() == body
    assert f"{sites} sites." in ran.err
    assert f'[sources.traffic_list]\nfile = "{file}"\n' in ran.err
    assert agent.endswith("(+press@norrvind.example)")


def test_the_named_lines_are_ones_that_a_brief_takes(tmp_path: Path) -> None:
    with serving({"/list": Reply(body=ROWS)}) as server:
        ran = deckgen("sources", "get", "tranco", "--into", tmp_path, "--from", f"{server.base}/list", *BY)
    lines = ran.err[ran.err.index("[sources.") :]
    path = tmp_path / "brief.toml"
    path.write_text(GOOD[: GOOD.index("[sources.searxng]")] + lines, encoding="utf-8")

    brief = load_brief(path, as_of=AS_OF, sources={"traffic_list": ("file",)}, templates=TEMPLATES)

    assert brief.settings("traffic_list").options["file"] == ("top-1m.csv.zip",)


def test_the_contact_is_the_one_of_the_brief_in_the_folder(tmp_path: Path) -> None:
    text = new_brief_text(some_answers(contact="https://norrvind.example/press"), today=AS_OF)
    (tmp_path / "brief.toml").write_text(text, encoding="utf-8")
    with serving({"/list": Reply(body=ROWS)}) as server:
        ran = deckgen("sources", "get", "tranco", "--into", tmp_path, "--from", f"{server.base}/list", "-q")
        agent = server.asked[0].headers["user-agent"]

    assert (ran.code, ran.err) == (0, "")
    assert agent.endswith("(+https://norrvind.example/press)")


def test_without_a_contact_nobody_is_asked(tmp_path: Path) -> None:
    with serving({"/list": Reply(body=ROWS)}) as server:
        ran = deckgen("sources", "get", "tranco", "--into", tmp_path, "--from", f"{server.base}/list")

    assert (ran.code, server.asked) == (2, [])
    assert ran.err == (
        "deckgen: --contact is missing or no address; give your mail address or web page, "
        "the site sees it as who is asking\n"
    )


WRONG: list[tuple[str, Callable[[], Reply], str]] = [
    ("tranco", lambda: Reply(status=404), "refused (status 404); look whether the list has moved"),
    ("tranco", lambda: Reply(status=500), "had an error of its own (status 500); try again later"),
    (
        "tranco",
        lambda: Reply(status=429, headers=(("Retry-After", "7200"),)),
        "has had enough requests for now (status 429); try again later, not before 2026-11-22 10:00 UTC",
    ),
    ("tranco", lambda: Reply(status=403), "turned us away (status 403); open the address in a browser"),
    ("tranco", Reply, "answered with nothing (status 200 without any content); try again later"),
    (
        "tranco",
        lambda: Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n1,search.example"),
        "was cut off in the middle (",
    ),
    ("tranco", lambda: Reply(body=b"<html>Gone</html>"), "the file is neither a Tranco list"),
    ("tranco", lambda: Reply(body=ORIGINS), "is a list of crux, not of tranco; nothing was saved"),
    ("crux", lambda: Reply(body=ROWS), "is a list of tranco, not of crux; nothing was saved"),
    ("tranco", lambda: Reply(body=zipped(ROWS)[:-30]), "the list cannot be unpacked ("),
    ("crux", lambda: Reply(body=gzip.compress(ORIGINS)[:-12]), "the list cannot be unpacked ("),
    (
        "tranco",
        lambda: Reply(body=ROWS + b"<html>"),
        "line 4 of the list is '<html>', not a site and its rank",
    ),
]


@pytest.mark.parametrize(("name", "reply", "sentence"), WRONG, ids=[w[2][:40] for w in WRONG])
def test_what_is_no_list_is_told_in_a_sentence_and_the_old_file_stays(
    name: str, reply: Callable[[], Reply], sentence: str, tmp_path: Path
) -> None:
    old = tmp_path / DOWNLOADS[name].rsplit("/", 1)[1]
    old.write_bytes(b"yesterday's")
    with serving(lambda *_: reply()) as server:
        address = f"{server.base}/list"
        ran = deckgen("sources", "get", name, "--into", tmp_path, "--from", address, "-q", *BY)

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"deckgen: {address}: {sentence}")
    assert len(ran.err.splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == [old.name]
    assert old.read_bytes() == b"yesterday's"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("alexa",), "There is no list 'alexa'; use one of: tranco, crux"),
        (
            ("tranco", "--from", "file:///etc/hosts"),
            "--from is 'file:///etc/hosts'; give a whole address, beginning with https://",
        ),
    ],
)
def test_a_wrong_question_is_told(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    ran = deckgen("sources", "get", *arguments, "--into", tmp_path, *BY)

    assert (ran.code, ran.err) == (2, f"deckgen: {sentence}\n")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with serving({"/list": Reply(body=ROWS)}) as server:
        address = f"{server.base}/list"
        ran = deckgen("sources", "get", "tranco", "--into", tmp_path / "file", "--from", address, "-q", *BY)

    assert ran.code == 73
    assert ran.err.startswith(f"deckgen: {tmp_path / 'file' / 'top-1m.csv.zip'}: cannot write it (")
