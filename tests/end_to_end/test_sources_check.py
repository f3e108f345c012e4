"""How users learn that a service has changed: by its last answers, or by a small question to it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from deckgen.pipeline.plugins import entries
from tests.end_to_end.client import Ran, a_folder, brief_of
from tests.end_to_end.forked import deckgen
from tests.end_to_end.web import Web, fictional_web
from tests.server import Reply

pytestmark = pytest.mark.network
FOUR = ("hackernews", "wordpress_com", "bluesky", "wikipedia")
CHANGED = Reply(body=b'{"found": 3, "entries": []}')
BLOCKED = Reply(status=403, body=b"<html>Verify you are human</html>")
DOWN = Reply(raw=b"\r\n")


def lines(ran: Ran) -> dict[str, str]:
    """What was said of each source: state and sentence in one line."""
    told: dict[str, str] = {}
    key = ""
    for line in ran.out.splitlines():
        key = key if line.startswith(" ") else line.split()[0]
        words = line if line.startswith(" ") else line[len(key) :]
        told[key] = f"{told.get(key, '')} {' '.join(words.split())}".strip()
    return told


def break_three(web: Web) -> None:
    web.faults.update(
        {
            "public-api.wordpress.com": lambda: CHANGED,
            "public.api.bsky.app": lambda: BLOCKED,
            "en.wikipedia.org": lambda: DOWN,
        }
    )


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_live_each_source_is_asked_one_or_two_questions_and_told_in_a_line(tmp_path: Path) -> None:
    with fictional_web() as web:
        folder = a_folder(tmp_path, brief_of(web.base, only=FOUR))
        well = deckgen("sources", "check", folder, "--live", "--only", "hackernews", "--only", "bluesky")
        break_three(web)
        web.forget()
        ran = deckgen("sources", "check", folder, "--live", HURRIED_TRY_S="2")
        asked = Counter(path.split("/")[1] for path in web.asked())
        agents = {one.headers["user-agent"].partition(" ")[2] for one in web.server.asked}

    told = lines(ran)
    assert (well.code, ran.code) == (0, 3), well.err + ran.err
    assert told["hackernews"].startswith("reads 1 answer, ")
    assert told["hackernews"].endswith(" item, 2026-11-22")
    assert told["wordpress_com"].startswith("changed at $.post")
    assert told["bluesky"] == "blocked status 403, 2026-11-22"
    assert told["wikipedia"].startswith("no answer ")
    assert "wikidata" not in told
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "Update deckgen; if it is the newest, report this line" in " ".join(ran.err.split())
    assert max(asked[host] for host in ("hn.algolia.com", "public-api.wordpress.com")) <= 2
    assert asked["public.api.bsky.app"] == 1
    assert agents == {"(+press@norrvind.example)"}
    assert list(files(folder)) == ["brief.toml"]


def test_the_last_answers_are_read_anew_without_asking_anybody(tmp_path: Path) -> None:
    with fictional_web() as web:
        folder = a_folder(
            tmp_path, brief_of(web.base, only=(*FOUR, "brave_search"), more="[sources.saved_pages]\n")
        )
        (folder / ".deckgen.lock").touch()
        break_three(web)
        deckgen("collect", folder, DECKGEN_BRAVE_KEY="", HURRIED_TRY_S="2")
        before = files(folder)
        web.forget()
        ran = deckgen("sources", "check", folder)
        named = deckgen("sources", "check", folder, "--only", "hackernews", "--only", "wikidata")

        assert web.asked() == []
    told = lines(ran)
    assert ran.code == 3
    assert told["hackernews"].startswith("reads ")
    assert told["wordpress_com"].startswith("changed ")
    assert told["bluesky"] == "blocked status 403, 2026-11-22"
    assert told["wikipedia"].startswith("no answer ")
    assert told["brave_search"].startswith("no key")
    assert told["saved_pages"].startswith("not asked nothing to ask")
    assert (named.code, lines(named)["wikidata"]) == (3, "not asked is off in this brief")
    assert files(folder) == before


def test_a_run_in_which_all_is_well_ends_with_0_and_quiet_says_nothing(tmp_path: Path) -> None:
    with fictional_web() as web:
        folder = a_folder(tmp_path, brief_of(web.base, only=("hackernews", "feeds")))
        deckgen("collect", folder)
    ran = deckgen("sources", "check", folder)
    quiet = deckgen("sources", "check", folder, "-q")

    assert (ran.code, quiet.code, quiet.out, quiet.err) == (0, 0, "", "")
    assert lines(ran)["feeds"].startswith("reads 2 answers, ")


def test_a_source_that_costs_is_asked_only_when_it_is_named(tmp_path: Path) -> None:
    with fictional_web() as web:
        folder = a_folder(tmp_path, brief_of(web.base, only=("brave_search",)))
        all_ = deckgen("sources", "check", folder, "--live")
        before = list(web.asked())
        named = deckgen("sources", "check", folder, "--live", "--only", "brave_search")
        asked = len(web.asked())
        keyless = deckgen(
            "sources", "check", folder, "--live", "--only", "brave_search", DECKGEN_BRAVE_KEY=""
        )

    assert before == []
    assert lines(all_)["brave_search"] == (
        "not asked costs 0.005 USD a question; name it with --only brave_search"
    )
    assert lines(named)["brave_search"].startswith("reads 1 answer, ")
    assert "  Brave Search: at most 2 requests x 0.005 USD = at most 0.01 USD\n" in named.err
    assert (all_.code, named.code, asked) == (0, 0, 1)
    assert (keyless.code, lines(keyless)["brave_search"]) == (3, "no key DECKGEN_BRAVE_KEY is not set")


def test_without_folder_and_question_it_says_what_each_shape_rests_on() -> None:
    ran = deckgen("sources", "check")

    told = lines(ran)
    assert ran.code == 0
    assert set(told) == {entry.key for entry in entries()}
    assert told["hackernews"] == "installed compared with recorded answers 7 days ago"
    assert "Nobody was asked." in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--live",), "--contact is missing or no address; give your mail address or web page"),
        (("--live", "--contact", "nobody"), "--contact is missing or no address"),
        (("--only", "gossip"), "There is no source 'gossip'; use one of: "),
    ],
)
def test_what_is_missing_is_told_before_anybody_is_asked(arguments: tuple[str, ...], said: str) -> None:
    ran = deckgen("sources", "check", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    ran = deckgen("sources", "check", a_folder(tmp_path, brief_of("http://127.0.0.1:9")))

    assert ran.code == 2
    assert "there is no archive whose answers could be read; run deckgen collect" in ran.err
