"""Help is there for every command, shows an example, and comes at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from deckgen import __version__
from deckgen.cli.main import app
from tests.end_to_end.client import ROOT, environment

HEAVY = ("pptx", "matplotlib", "lxml", "numpy", "openpyxl", "httpx", "jinja2", "babel")
PROGRAM = f"""
import sys
from deckgen.cli.main import main
try:
    main()
finally:
    print("loaded:", *(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)
"""


def commands(of: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in getattr(of, "commands", {}).items():
        yield from commands(command, (*path, name))


ALL = list(commands(get_command(app)))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env=environment(COLUMNS="100"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
    )


def test_all_commands_are_looked_at() -> None:
    assert {("new",), ("build",), ("collect",), ("trace",), ("demo",), ("sources", "get")} < set(ALL)


@pytest.mark.parametrize("command", ALL, ids=[" ".join(c) or "deckgen" for c in ALL])
def test_help_shows_an_example_and_loads_no_heavy_library(command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")

    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.strip() == "loaded:"
    words = " ".join(ran.stdout.split())
    assert (
        f"Example: deckgen {' '.join(command)}" in words if command else "Start with: deckgen demo" in words
    )


def test_the_list_of_sources_loads_none_of_them() -> None:
    ran = run("sources", "--quiet")

    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.strip() == "loaded:"
    assert "hackernews" in ran.stdout.split()


def test_the_version_is_printed() -> None:
    ran = run("--version")

    assert (ran.returncode, ran.stdout) == (0, f"deckgen {__version__}\n")


def test_a_command_that_is_not_there_is_told_with_2() -> None:
    ran = run("biuld", "acme")

    assert ran.returncode == 2
    assert "biuld" in ran.stderr
