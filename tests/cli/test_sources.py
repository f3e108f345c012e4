"""The list of sources says of each what it gives, what it needs and on what terms."""

from __future__ import annotations

import pytest

from deckgen.cli.actions.sources import block
from deckgen.pipeline.plugins import entries
from tests.cli.running import deckgen

ENTRIES = entries()


@pytest.mark.parametrize("columns", ["100", "250"])
def test_every_source_is_listed_within_100_columns(columns: str) -> None:
    ran = deckgen("sources", COLUMNS=columns)

    lines = ran.out.splitlines()
    assert ran.code == 0
    assert max(map(len, lines)) <= 100
    for entry in ENTRIES:
        assert sum(line.startswith(f"{entry.key}   {entry.title}   ") for line in lines) == 1


def test_a_narrow_terminal_is_kept_to_where_words_allow() -> None:
    lines = deckgen("sources", COLUMNS="72").out.splitlines()

    assert not [line for line in lines if len(line) > 72 and " " in line.strip()[9:].strip()]


@pytest.mark.parametrize("entry", ENTRIES, ids=[e.key for e in ENTRIES])
def test_a_block_holds_all_that_the_entry_says(entry: object) -> None:
    [known] = [e for e in ENTRIES if e is entry]

    words = " ".join(" ".join(block(known, environ={}, width=100)).split())

    for text in (known.summary, known.terms, known.cost, known.checked_on.isoformat()):
        assert " ".join(text.split()) in words
    assert all(f"{name}: " in words for name, _ in known.options)
    assert ("off until the brief names it" in words) is not known.is_on


def test_a_key_is_said_to_be_set_and_never_shown() -> None:
    without = deckgen("sources", DECKGEN_BRAVE_KEY=None)
    with_key = deckgen("sources", DECKGEN_BRAVE_KEY="hush-hush-1234")

    assert "DECKGEN_BRAVE_KEY is not set; without it this source is left out" in without.out
    assert "DECKGEN_BRAVE_KEY is set" in with_key.out
    assert "hush" not in with_key.out + with_key.err


def test_quiet_prints_the_keys_alone() -> None:
    assert deckgen("sources", "-q").out.split() == [entry.key for entry in ENTRIES]
