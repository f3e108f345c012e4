"""Plugins: found by file name, described by the TOML file beside them, refused by name."""

from __future__ import annotations

import itertools
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from deckgen.errors import InputError
from deckgen.model.source import Credential, Gives
from deckgen.pipeline.plugins import (
    entries,
    load_arguments,
    load_entry,
    load_source,
    load_sources,
)

ENTRY = """
title = "Example Press"
gives = "mentions"
on = true
summary = "Articles"
terms = "Free"
cost = "free"
documentation = ["https://press.example/api"]
checked_on = 2026-11-22
shape = "documentation"
seen = "one answer of 2026"
bases = ["https://api.press.example"]

[options]
feeds = "Addresses"

[key]
env = "PRESS_KEY"
header = "X-Key"
required = true

[limits]
per_second = 2
concurrent = 3
deadline_s = 60.5
max_requests = 9
"""
SOURCE = '''"""A source."""
from deckgen.model.source import Source


class Press(Source):
    def requests(self, brief):
        return ()

    def parse(self, page, brief):
        return ()
'''
_numbers = itertools.count()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package of its own with one source in it; its folder is `tmp_path / name`."""
    name = f"press_sources_{next(_numbers)}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "press.py").write_text(SOURCE)
    (folder / "press.toml").write_text(ENTRY)
    (folder / "_shared.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_an_entry_is_read_in_full(package: str) -> None:
    [entry] = entries(package)

    assert (entry.key, entry.title, entry.gives, entry.is_on) == (
        "press",
        "Example Press",
        Gives.MENTIONS,
        True,
    )
    assert entry.checked_on == date(2026, 11, 22)
    assert entry.options == (("feeds", "Addresses"),)
    assert entry.credential == Credential(name="press", env="PRESS_KEY", header="X-Key")
    assert entry.is_key_required
    limits = (entry.per_second, entry.concurrent, entry.deadline_s, entry.max_requests)
    assert limits == (2.0, 3, 60.5, 9)


def test_a_source_is_made_with_its_entry(package: str) -> None:
    source = load_source("press", package)

    assert (source.key, source.entry) == ("press", load_entry("press", package))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('cost = "free"', 'costs = "free"', "cost is missing"),
        ('cost = "free"', 'cost = "free"\ncolour = 3', "unknown: colour"),
        ("max_requests", "max_request", "unknown: limits.max_request"),
        ('env = "PRESS_KEY"', 'env = "PRESS_KEY"\nsecret = "x"', "unknown: key.secret"),
        ("on = true", 'on = "yes"', "on must be of type bool"),
        ("concurrent = 3", "concurrent = 0", "limits.concurrent is 0"),
        ("concurrent = 3", "concurrent = 1.5", "limits.concurrent must be of type int"),
        ("concurrent = 3", "concurrent = true", "limits.concurrent must be of type int"),
        ("per_second = 2", "per_second = nan", "limits.per_second is nan"),
        ('gives = "mentions"', 'gives = "gossip"', "gives is 'gossip'"),
        ('header = "X-Key"', "", "either header or parameter"),
        ("checked_on = 2026-11-22", "checked_on = 2026-11-22T10:00:00", "checked_on has a time"),
        (
            'documentation = ["https://press.example/api"]',
            "documentation = [1]",
            "documentation must be a list",
        ),
        ('title = "Example Press"', "title = ", "is no TOML"),
    ],
)
def test_a_mistake_in_an_entry_is_named_with_file_and_key(
    package: str, tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / package / "press.toml"
    assert old in ENTRY
    file.write_text(ENTRY.replace(old, new))

    with pytest.raises(InputError) as error:
        load_entry("press", package)

    assert said in str(error.value)
    assert str(file) in str(error.value)


def test_a_source_without_entry_and_an_unknown_one_are_named(package: str, tmp_path: Path) -> None:
    (tmp_path / package / "press.toml").unlink()

    with pytest.raises(InputError, match=r"press\.toml: cannot be read"):
        entries(package)
    with pytest.raises(InputError, match="no source 'gossip'; use one of: press"):
        load_entry("gossip", package)


def test_every_source_of_deckgen_loads_and_says_where_it_asks() -> None:
    sources = load_sources()

    assert [source.key for source in sources] == [entry.key for entry in entries()]
    for source in sources:
        assert all(base.startswith("https://") for base in source.entry.bases)
        assert source.entry.documentation


def test_entries_are_read_without_importing_any_source() -> None:
    program = (
        "import sys; from deckgen.pipeline.plugins import entries; entries();"
        "print([m for m in sys.modules if m.startswith('deckgen.sources.') or m in ('httpx', 'bs4', 'pptx')])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_the_arguments_come_in_the_order_management_sees_them() -> None:
    assert [(a.order, a.key) for a in load_arguments()] == [
        (1, "talk"),
        (2, "visible"),
        (3, "voice"),
        (4, "rivals"),
        (5, "plan"),
    ]
