"""Killed at any moment and run again: the same evidence, and nothing that was answered is asked again."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from deckgen.archive.archive import Archive
from deckgen.archive.naming import choose, is_complete
from deckgen.model.exchange import Page, Request
from tests.factories import AS_OF
from tests.pipeline.killable import run
from tests.server import LoopbackServer, Reply, serving
from tests.toy import a_post_page

pytestmark = pytest.mark.network
ROOT = Path(__file__).resolve().parents[2]
TOMORROW = date(2026, 11, 23)
PAGES = 4
MOMENTS = [random.Random(11).randrange(at, at + 5) for at in (4, 9, 14, 19)]


def a_long_site(path: str, _: int) -> Reply:
    """Each list goes on for some pages."""
    first, _, number = path.partition("/page/")
    page = int(number or 1)
    return Reply(
        body=a_post_page(f"{path} a", "b" * 3000, further=f"{first}/page/{page + 1}" * (page < PAGES))
    )


def stopped_at(server: LoopbackServer, folder: Path, request: int, how: signal.Signals) -> None:
    """Runs the program and sends it a signal just when it asks its n-th question."""
    is_reached = threading.Event()
    is_gone = threading.Event()

    def answer(path: str, before: int) -> Reply:
        if len(server.asked) == request:
            is_reached.set()
            is_gone.wait(10)
        return a_long_site(path, before)

    server.answer = answer
    arguments = [sys.executable, "-m", "tests.pipeline.killable", server.base, str(folder), str(AS_OF)]
    with subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.DEVNULL) as program:
        assert is_reached.wait(30)
        program.send_signal(how)
        assert program.wait(30) != 0
        is_gone.set()
    server.answer = a_long_site


@pytest.mark.parametrize(
    ("moment", "how"), [*((m, signal.SIGKILL) for m in MOMENTS), (MOMENTS[0], signal.SIGINT)]
)
def test_a_run_that_was_stopped_goes_on_where_it_was(
    tmp_path: Path, moment: int, how: signal.Signals
) -> None:
    undisturbed, disturbed = tmp_path / "undisturbed", tmp_path / "disturbed"
    with serving(a_long_site) as server:
        run(server.base, undisturbed, AS_OF)
        whole = {one.path for one in server.asked}
        server.asked.clear()
        stopped_at(server, disturbed, moment, how)
        choice = choose(disturbed, today=TOMORROW)
        with Archive.read(choice.path) as archive:
            requests = {path: Request(url=server.base + path) for path in whole}
            answered = {p for p, r in requests.items() if isinstance(archive.find(r, source="toy"), Page)}
        server.asked.clear()

        run(server.base, disturbed, TOMORROW)

        again = [one.path for one in server.asked]
    assert len(whole) == 6 * PAGES
    assert 0 < len(answered) < len(whole)
    assert (choice.as_of, choice.is_resumed) == (AS_OF, True)
    assert sorted(again) == sorted(whole - answered)
    assert is_complete(choice.path)
    assert (disturbed / "found.json").read_bytes() == (undisturbed / "found.json").read_bytes()
