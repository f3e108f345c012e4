"""The whole way over real sockets: a deck, the same deck again without network, and nothing asked twice."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from tests.end_to_end.client import FEEDS, a_folder, brief_of, deckgen
from tests.end_to_end.web import fictional_web
from tests.server import Asked, Reply

pytestmark = pytest.mark.network


def test_a_brief_becomes_a_deck_and_the_same_deck_without_network(tmp_path: Path) -> None:
    folder = tmp_path / "a client"
    with fictional_web() as web:
        a_folder(folder, brief_of(web.base))
        first = deckgen("build", folder)
        asked = Counter(web.asked())
        deck = (folder / "deck.pptx").read_bytes()
        second = deckgen("build", folder)
        again = Counter(web.asked()) - asked
    offline = deckgen("build", folder, "--offline")

    assert (first.code, second.code, offline.code) == (0, 0, 0), first.err + second.err + offline.err
    assert first.out.splitlines()[-1] == str(folder / "deck.pptx")
    assert set(asked.values()) == {1}
    assert again == Counter()
    assert (folder / "deck.pptx").read_bytes() == deck
    assert sorted(p.name for p in (folder / "evidence").iterdir()) == [
        "2026-11-22.json",
        "2026-11-22.warc.gz",
    ]


def test_another_day_asks_again_and_keeps_the_first_archive(tmp_path: Path) -> None:
    with fictional_web() as web:
        folder = a_folder(tmp_path, brief_of(web.base, only=("feeds",)))
        deckgen("build", folder)
        asked = web.asked()
        web.forget()
        deckgen("build", folder, SOURCE_DATE_EPOCH="1795420800")

        assert sorted(web.asked()) == sorted(asked)
    assert [p.name for p in sorted((folder / "evidence").glob("*.warc.gz"))] == [
        "2026-11-22.warc.gz",
        "2026-11-23.warc.gz",
    ]


def test_the_key_is_sent_to_its_service_only_and_stands_in_no_file(tmp_path: Path) -> None:
    with fictional_web() as web:
        folder = a_folder(tmp_path, brief_of(web.base, only=("brave_search", "feeds")))
        ran = deckgen("build", folder, DECKGEN_BRAVE_KEY="hush-hush-1234")
        told = {one.path.split("/")[1] for one in web.server.asked if _holds(one, "hush-hush-1234")}

    assert told == {"api.search.brave.com"}
    assert not any(b"hush-hush" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert "hush-hush" not in ran.out + ran.err


def test_without_hurry_a_service_is_asked_at_its_pace_by_a_name_and_contact(tmp_path: Path) -> None:
    moments: list[float] = []

    def feed() -> Reply:
        moments.append(time.monotonic())
        return Reply(status=404)

    with fictional_web() as web:
        web.faults.update(dict.fromkeys(FEEDS, feed))
        folder = a_folder(tmp_path, brief_of(web.base, only=("feeds",)))
        ran = deckgen("collect", folder, is_hurried=False)
        agents = {one.headers["user-agent"] for one in web.server.asked}

    assert ran.code == 3
    assert moments[1] - moments[0] > 0.5  # a second, as it arrives on a busy machine; none without the pace
    assert len(agents) == 1
    assert agents.pop().endswith("(+press@norrvind.example)")


def _holds(asked: Asked, key: str) -> bool:
    return key in asked.path or any(key in value for value in asked.headers.values())
