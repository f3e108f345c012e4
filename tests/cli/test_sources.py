"""The table of sources fits 80 columns; of one source everything is said, of a key only where it is set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deckgen.cli.actions._sources_table import block, short_cost, state_of, table
from deckgen.model.source import Entry, Gives
from deckgen.pipeline.keys import Keys
from deckgen.pipeline.plugins import entries
from tests.cli.running import deckgen
from tests.end_to_end.client import BRIEF, a_folder
from tests.rings import InMemory, with_ring

ENTRIES = entries()
NAME = "DECKGEN_BRAVE_KEY"
KEY = "hush-hush-1234"


def rows(out: str) -> dict[str, str]:
    """The lines of the table by source."""
    lines = out[: out.index("\nTERMS\n")].splitlines()
    known = {entry.key for entry in ENTRIES}
    return {line.split()[0]: line for line in lines if line and line.split()[0] in known}


@pytest.mark.parametrize("columns", ["40", "100", "250"])
def test_every_source_has_one_line_within_80_columns(columns: str) -> None:
    ran = deckgen("sources", COLUMNS=columns)

    told = rows(ran.out)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert set(told) == {entry.key for entry in ENTRIES}
    for entry in ENTRIES:
        assert entry.title[:20] in told[entry.key]
        assert told[entry.key].endswith(f" {entry.checked_on}")
        assert f" {short_cost(entry)} " in told[entry.key]


def test_the_lines_stand_under_what_the_sources_give() -> None:
    lines = list(table(ENTRIES, lambda _: "on"))

    at = {
        gives: i for gives in Gives for i, line in enumerate(lines) if line.startswith(f"{gives.upper()}: ")
    }
    assert set(at) >= {entry.gives for entry in ENTRIES}
    for entry in ENTRIES:
        [i] = [i for i, line in enumerate(lines) if line.startswith(f"{entry.key} ")]
        assert max(g for g in at.values() if g < i) == at[entry.gives]


def test_the_terms_of_every_source_are_told_whole() -> None:
    words = " ".join(deckgen("sources").out.split())

    for entry in ENTRIES:
        assert f" {entry.key} {' '.join(entry.terms.split())}" in words


@pytest.mark.parametrize("entry", ENTRIES, ids=[e.key for e in ENTRIES])
def test_about_one_source_holds_all_that_its_entry_says(entry: Entry) -> None:
    ran = deckgen("sources", "--about", entry.key)

    words = " ".join(ran.out.split())
    assert ran.code == 0
    for text in (entry.summary, entry.terms, entry.cost, entry.seen_in_recording, f"{entry.checked_on}"):
        assert " ".join(text.split()) in words
    assert all(f"{name}: " in words for name, _ in entry.options)
    assert all(f"see {address}" in words for address in entry.documentation)
    assert f"at most {entry.max_requests:,} a run" in words
    if entry.credential:
        assert entry.credential.env in words
        assert entry.credential.form in words


def test_about_a_source_that_is_none_names_those_there_are() -> None:
    ran = deckgen("sources", "--about", "gossip")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("deckgen: There is no source 'gossip'; use one of: ")


def test_a_key_is_said_to_be_set_and_never_shown() -> None:
    without = deckgen("sources", DECKGEN_BRAVE_KEY=None)
    with_key = deckgen("sources", DECKGEN_BRAVE_KEY=KEY)
    about = deckgen("sources", "--about", "brave_search", DECKGEN_BRAVE_KEY=KEY)

    assert " lacks its key " in rows(without.out)["brave_search"]
    assert " on, key set " in rows(with_key.out)["brave_search"]
    assert f"{NAME} is set in the environment" in about.out
    assert "hush" not in with_key.out + with_key.err + about.out + about.err


def test_a_key_in_the_keyring_is_found_and_one_that_cannot_be_asked_is_told() -> None:
    ring = InMemory()
    ring.kept["deckgen", NAME] = KEY
    with with_ring(ring):
        ran = deckgen("sources", "--about", "brave_search")

    assert f"{NAME} is set in the keyring" in ran.out
    assert KEY not in ran.out


@pytest.mark.parametrize(
    ("is_on", "has_key", "is_required", "is_set_up", "said"),
    [
        (True, False, False, True, "on"),
        (True, True, False, True, "on, key set"),
        (True, False, True, True, "lacks its key"),
        (True, True, True, True, "on, key set"),
        (True, False, False, False, "on, not set up"),
        (False, False, True, False, "off, needs key"),
        (False, False, False, False, "off"),
        (False, True, True, True, "off, key set"),
    ],
)
def test_the_state_says_what_a_source_lacks(
    is_on: bool, has_key: bool, is_required: bool, is_set_up: bool, said: str
) -> None:
    [entry] = [e for e in ENTRIES if e.key == "brave_search"]
    keys = Keys(values={"brave_search": KEY} if has_key else {})
    asked = replace(entry, is_key_required=is_required)

    assert state_of(asked, is_on=is_on, keys=keys, is_set_up=is_set_up) == said


def test_the_brief_of_a_folder_says_what_is_on_and_its_env_file_has_its_keys(tmp_path: Path) -> None:
    searxng = '[sources.searxng]\nbase = "https://search.norrvind.example"\n'
    folder = a_folder(tmp_path, f"{BRIEF}\n{searxng}\n[sources.hackernews]\nenabled = false\n")
    (folder / ".env").write_text(f"{NAME}={KEY}\n")

    ran = deckgen("sources", "--for", folder)
    about = deckgen("sources", "--for", folder, "--about", "brave_search")
    quiet = deckgen("sources", "--for", folder, "-q").out.split()

    told = rows(ran.out)
    assert ran.code == about.code == 0
    assert " on " in told["searxng"]
    assert " off " in told["hackernews"]
    assert " on, not set up " in told["saved_pages"]
    assert " on, key set " in told["brave_search"]
    assert f"{NAME} is set in .env beside the brief" in about.out
    assert KEY not in ran.out + ran.err + about.out
    assert "searxng" in quiet
    assert "hackernews" not in quiet


def test_quiet_prints_the_names_alone() -> None:
    assert deckgen("sources", "-q").out.split() == [entry.key for entry in ENTRIES]


def test_the_block_names_the_sources_that_share_a_key() -> None:
    [entry] = [e for e in ENTRIES if e.key == "brave_search"]
    twin = replace(entry, key="brave_news")

    lines = list(block(entry, state="on", keys=Keys(), entries=(entry, twin)))

    assert "  key      the same key serves brave_news" in lines
