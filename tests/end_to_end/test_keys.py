"""A key, wherever it is set, reaches its service and stands nowhere else: no file, no line, no deck."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote

import pytest

from tests.end_to_end.client import ROOT, Ran, a_folder, brief_of, environment
from tests.end_to_end.web import Web, fictional_web
from tests.server import Reply

pytestmark = pytest.mark.network
KEY = 'hu+sh/&=?"<h>%41#u~s$hX'
NAMES = ("DECKGEN_BRAVE_KEY", "DECKGEN_YOUTUBE_KEY")
SPELLINGS = {
    KEY,
    quote(KEY),
    quote(KEY, safe=""),
    quote_plus(KEY),
    json.dumps(KEY)[1:-1],
    html.escape(KEY),
    base64.b64encode(KEY.encode()).decode(),
}
PLACES = ("environment", "folder", "here", "keyring")


def deckgen(*arguments: object, here: Path, **changes: str) -> Ran:
    """The command, called in the folder `here`, without any key but those that a test sets."""
    environ = environment(PYTHONPATH=str(ROOT), PYTHONIOENCODING="utf-8", **changes)
    if NAMES[0] not in changes:
        del environ[NAMES[0]]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.hurried", *map(str, arguments)],
        cwd=here,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def set_in(place: str, folder: Path, here: Path) -> dict[str, str]:
    """Sets both keys there; what the command's environment needs for it."""
    if place == "environment":
        return dict.fromkeys(NAMES, KEY)
    if place == "keyring":
        ring = here / "ring.json"
        ring.write_text(json.dumps({f"deckgen {name}": KEY for name in NAMES}))
        return {"PYTHON_KEYRING_BACKEND": "tests.rings.OnDisk", "TEST_RING": str(ring)}
    path = (folder if place == "folder" else here) / ".env"
    path.write_text("".join(f"{name}='{KEY}'\n" for name in NAMES))
    return {}


def echo(web: Web) -> None:
    """Brave repeats the key in its results, YouTube in an error; both in headers."""

    def brave() -> Reply:
        result = {
            "title": f"All about {KEY}",
            "url": f"https://a.example/?k={quote(KEY)}",
            "description": KEY,
        }
        query = {"original": KEY, "more_results_available": False}
        body = {"type": "search", "query": query, "web": {"type": "search", "results": [result]}}
        return Reply(body=json.dumps(body).encode(), headers=(("X-Echo", KEY),))

    def youtube() -> Reply:
        asked = web.server.asked[-1].path
        body = {"error": {"code": 400, "message": f"API key {KEY} is not valid: {asked}"}}
        return Reply(body=json.dumps(body).encode(), headers=(("X-Echo", asked),))

    web.faults.update({"api.search.brave.com": brave, "www.googleapis.com": youtube})


@pytest.mark.parametrize("place", PLACES)
def test_a_key_reaches_its_service_and_stands_nowhere_else(place: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    with fictional_web() as web:
        echo(web)
        more = f'[sources.youtube_videos]\nbase = "{web.base}/www.googleapis.com/youtube/v3"\n'
        folder = a_folder(tmp_path / "client", brief_of(web.base, only=("brave_search",), more=more))
        changes = set_in(place, folder, here)
        ran = deckgen("build", folder, "--debug", "--full", here=here, **changes)
        asked = {one.path.split("/")[1]: one for one in web.server.asked}
        offline = deckgen("build", folder, "--offline", "--debug", "--full", here=here, **changes)
        checked = deckgen("sources", "check", folder, "--live", "--debug", "--only", "youtube_videos",
                          "--only", "brave_search", here=here, **changes)  # fmt: skip
        table = deckgen("sources", "--for", folder, "--debug", here=here, **changes)

    assert (ran.code, offline.code, table.code) == (3, 3, 0), ran.err
    assert asked["api.search.brave.com"].headers["x-subscription-token"] == KEY
    assert unquote(asked["www.googleapis.com"].path.partition("&key=")[2]) == KEY
    assert "brave_search      reads " in checked.out
    assert table.out.count("on, key set") == 2
    assert "[key]" in "".join(text for _, text in parts(folder))
    for one in (ran, offline, checked, table):
        assert not held(one.out + one.err)
    assert [name for name, text in parts(folder) if held(text)] == []


def test_a_key_that_is_none_is_told_without_showing_it(tmp_path: Path) -> None:
    with fictional_web() as web:
        folder = a_folder(tmp_path / "client", brief_of(web.base, only=("brave_search", "feeds")))
        ran = deckgen("collect", folder, "--debug", here=tmp_path, DECKGEN_BRAVE_KEY="hush hush\u00e9")

    assert "deckgen: DECKGEN_BRAVE_KEY in the environment has a space, a line break or a letter" in ran.err
    assert "Left out for want of a key: brave_search" in ran.err
    assert "hush" not in ran.out + ran.err + "".join(text for _, text in parts(folder))


def test_a_broken_keyring_is_one_line_and_the_run_goes_on(tmp_path: Path) -> None:
    with fictional_web() as web:
        folder = a_folder(tmp_path / "client", brief_of(web.base, only=("brave_search", "feeds")))
        ran = deckgen("collect", folder, here=tmp_path, PYTHON_KEYRING_BACKEND="tests.rings.Locked")
        keyless = deckgen("collect", folder, here=tmp_path, PYTHON_KEYRING_BACKEND="no.such.Ring")

    line = "deckgen: the keyring is locked; only keys in the environment and in .env are used"
    assert (ran.code, ran.err.splitlines().count(line)) == (0, 1)
    assert keyless.code == 0
    assert "deckgen: the keyring cannot be used (ModuleNotFoundError); only keys in" in keyless.err
    assert "Traceback" not in ran.err + keyless.err


def parts(folder: Path) -> Iterator[tuple[str, str]]:
    """All that lies in the folder as text, unpacked as often as it is packed; but for the user's own .env."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != ".env":
            yield from _unpacked(str(path.relative_to(folder)), path.read_bytes())


def _unpacked(name: str, body: bytes) -> Iterator[tuple[str, str]]:
    yield name, body.decode("utf-8", "replace")
    if name.endswith(".gz"):
        yield from _unpacked(name.removesuffix(".gz"), gzip.decompress(body))
    elif body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for member in packed.namelist():
                yield from _unpacked(f"{name}:{member}", packed.read(member))


def held(text: str) -> bool:
    """Whether a text holds the key in any spelling."""
    return any(spelling in text for spelling in SPELLINGS)


def test_the_search_itself_would_find_a_key(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sheet.xml", html.escape(KEY))
    with zipfile.ZipFile(tmp_path / "deck.pptx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("ppt/embeddings/book.xlsx", inner.getvalue())
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"x") + gzip.compress(quote(KEY, safe="").encode()))

    assert [name for name, text in parts(tmp_path) if held(text)] == [
        "a.warc",
        "deck.pptx:ppt/embeddings/book.xlsx:xl/sheet.xml",
    ]
    assert os.environ["PYTHON_KEYRING_BACKEND"] == "keyring.backends.null.Keyring"
