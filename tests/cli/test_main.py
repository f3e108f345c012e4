"""However a command ends, its user gets one sentence and a code that a script can tell apart."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from typing import Any

import pytest
import typer

from deckgen import errors
from deckgen.cli.actions import sources
from tests.cli.running import deckgen

Ending = Callable[[BaseException], None]


@pytest.fixture
def ends_with(monkeypatch: pytest.MonkeyPatch) -> Ending:
    """Lets `deckgen sources` end with an error."""

    def set_error(error: BaseException) -> None:
        def run(**_: Any) -> int:
            raise error

        monkeypatch.setattr(sources, "run", run)

    return set_error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InputError("a: b; c"), 2),
        (errors.BriefError(["a: b; c"]), 2),
        (errors.TemplateError("a: b; c"), 2),
        (errors.ArchiveError("a: b; c"), 2),
        (errors.NoCaseError("a: b; c"), 4),
        (errors.CannotWriteError("a: b; c"), 73),
        (errors.FolderInUseError("a: b; c"), 75),
    ],
)
def test_an_expected_error_is_its_sentence_and_its_code(
    error: errors.DeckgenError, code: int, ends_with: Ending
) -> None:
    ends_with(error)

    ran = deckgen("sources")

    assert (ran.code, ran.out, ran.err) == (code, "", "deckgen: a: b; c\n")


def test_several_mistakes_are_several_lines(ends_with: Ending) -> None:
    ends_with(errors.BriefError(["one", "two"]))

    assert deckgen("sources").err == "deckgen: one\ndeckgen: two\n"


def test_a_bug_is_called_one_and_shows_no_traceback(ends_with: Ending) -> None:
    ends_with(KeyError("no\nsuch"))

    ran = deckgen("sources")

    assert ran.code == 1
    assert ran.err == (
        "deckgen: this is a bug, not your mistake (KeyError: 'no\\nsuch'); "
        "what was collected is kept; run again with --debug and report what it prints\n"
    )


@pytest.mark.parametrize("error", [KeyError("x"), errors.InputError("x")])
def test_debug_shows_the_traceback(error: Exception, ends_with: Ending) -> None:
    ends_with(error)

    assert "Traceback (most recent call last)" in deckgen("sources", "--debug").err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), typer.Abort()])
def test_being_stopped_is_130(error: BaseException, ends_with: Ending) -> None:
    ends_with(error)

    ran = deckgen("sources")

    assert ran.code == 130
    assert ran.err == "deckgen: stopped; what was collected is kept, run the same command to go on\n"


def test_what_libraries_say_is_kept_from_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(**_: Any) -> int:
        warnings.warn("old thing", stacklevel=1)
        logging.getLogger("deckgen").error("details", exc_info=ValueError("x"))
        return 0

    monkeypatch.setattr(sources, "run", run)

    ran = deckgen("sources")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
