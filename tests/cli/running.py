"""Runs the command inside the test's own process: quick, for all that needs no process of its own."""

from __future__ import annotations

from typer.testing import CliRunner

from deckgen.cli.main import app
from tests.end_to_end.client import EPOCH, Ran


def deckgen(*arguments: object, answers: str = "", **environ: str | None) -> Ran:
    """How it ended and what it printed. `environ`: what is set beside the written time, None = unset."""
    given = {"SOURCE_DATE_EPOCH": EPOCH, "COLUMNS": "100", "LANG": "C", "LC_ALL": None, **environ}
    ran = CliRunner().invoke(app, [*map(str, arguments)], input=answers, env=given)
    return Ran(ran.exit_code, ran.stdout, ran.stderr)
