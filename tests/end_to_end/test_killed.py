"""`deckgen build` killed at any moment and run again: the deck of an undisturbed run, nothing asked twice."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from deckgen.archive.archive import Archive
from deckgen.archive.naming import latest
from deckgen.errors import ArchiveError
from deckgen.model.exchange import Page, Request
from tests.end_to_end.client import a_folder, brief_of
from tests.end_to_end.client import started as started_program
from tests.end_to_end.forked import deckgen, started
from tests.end_to_end.web import Web, fictional_web

pytestmark = pytest.mark.network
SOURCES = ("brave_search", "feeds", "website")
LANES = 2  # at the same time, each with a server of its own
_DICE = random.Random(20261122)
# Per lane: before so many answers, and so much of the time between the last answer and the end.
WHILE_ASKING = [sorted(_DICE.sample(range(1, 16), 3)) for _ in range(LANES)]
AFTERWARDS = [[_DICE.uniform(0.05, 0.95) for _ in range(2)] for _ in range(LANES)]


@dataclass(frozen=True, slots=True)
class Undisturbed:
    asked: frozenset[str]
    deck: bytes
    rest_s: float  # from the last answer to the end


@dataclass(frozen=True, slots=True)
class Killed:
    """What one kill and the run after it left."""

    code: int
    answered: frozenset[str]
    again: list[str]
    deck: bytes
    leftovers: list[str]


def undisturbed(web: Web, folder: Path) -> Undisturbed:
    ran = deckgen("build", a_folder(folder, brief_of(web.base, only=SOURCES)))
    ended = time.monotonic()
    assert ran.code in (0, 4), ran.err
    return Undisturbed(frozenset(web.asked()), (folder / "deck.pptx").read_bytes(), ended - web.last_at)


def killed_and_run_again(
    web: Web, folder: Path, *, answers: int, wait_s: float, whole: Undisturbed
) -> Killed:
    """`answers`: before which answer it is held and killed, 0 = after the last one and `wait_s` more."""
    web.forget()
    is_reached, is_gone = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if len(web.server.asked) == (answers or len(whole.asked)):
            is_reached.set()
            if answers:
                is_gone.wait(20)

    web.before = hold
    a_folder(folder, brief_of(web.base, only=SOURCES))
    program = started("build", folder, printed=folder / "printed")
    assert is_reached.wait(30)
    time.sleep(wait_s)
    program.kill()
    program.join(30)
    is_gone.set()
    web.before = lambda _: None
    answered = frozenset(_answered(web, folder, whole))
    time.sleep(0.1)  # a question may still be on its way to the server
    web.forget()
    ran = deckgen("build", folder)
    assert ran.code in (0, 4), ran.err
    return Killed(
        program.exitcode or 0,
        answered,
        sorted(web.asked()),
        (folder / "deck.pptx").read_bytes(),
        [p.name for p in folder.rglob("*.deckgen-part")],
    )


def _answered(web: Web, folder: Path, whole: Undisturbed) -> Iterator[str]:
    """What the archive holds of the addresses of an undisturbed run."""
    last = latest(folder / "evidence")
    try:
        archive = Archive.read(last) if last else None
    except ArchiveError:
        archive = None
    if archive is None:
        return
    with archive:
        for path in whole.asked:
            request = Request(url=web.base + path, accept_status=(200, 404))
            if isinstance(archive.find(request, source="any"), Page):
                yield path


def lane(folder: Path, number: int) -> tuple[Undisturbed, list[Killed]]:
    with fictional_web() as web:
        whole = undisturbed(web, folder / "whole")
        moments = [(answers, 0.0) for answers in WHILE_ASKING[number]]
        moments += [(0, part * whole.rest_s) for part in AFTERWARDS[number]]
        return whole, [
            killed_and_run_again(web, folder / f"{i}", answers=answers, wait_s=wait_s, whole=whole)
            for i, (answers, wait_s) in enumerate(moments)
        ]


def test_ten_times_killed_the_run_after_it_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    with ThreadPoolExecutor(LANES) as pool:
        lanes = list(pool.map(lane, [tmp_path / f"lane {i}" for i in range(LANES)], range(LANES)))

    runs = [(whole, killed) for whole, kills in lanes for killed in kills]
    assert len(runs) == 10
    assert sum(killed.code != 0 for _, killed in runs) >= 7  # a late one may come too late
    assert {len(killed.answered) < len(whole.asked) for whole, killed in runs} == {True, False}
    for whole, killed in runs:
        assert killed.again == sorted(whole.asked - killed.answered)
        assert killed.deck == whole.deck
        assert killed.leftovers == []


def test_interrupted_by_the_user_it_keeps_what_was_collected(tmp_path: Path) -> None:
    is_reached, is_gone = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if len(web.server.asked) == 8:
            is_reached.set()
            is_gone.wait(20)

    with fictional_web() as web:
        web.before = hold
        folder = a_folder(tmp_path, brief_of(web.base, only=SOURCES))
        with started_program("build", folder) as program:
            assert is_reached.wait(30)
            program.send_signal(signal.SIGINT)
            _, err = program.communicate(timeout=30)
            is_gone.set()
        web.before = lambda _: None
        asked = web.asked()
        web.forget()
        ran = deckgen("build", folder)

        again = set(web.asked())
    assert program.returncode == 130
    assert err.splitlines()[-1] == (
        "deckgen: stopped; what was collected is kept, run the same command to go on"
    )
    assert "Traceback" not in err
    assert ran.code in (0, 4)
    assert len(again & set(asked)) < len(asked)
