"""Starts the command in a process of its own, from a server that has its libraries in memory already.

A run then costs a third of the time, which is what some dozens of them in a test can afford.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from deckgen.cli.main import main
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.plugins import load_arguments, load_sources
from tests.end_to_end.client import Ran, environment
from tests.end_to_end.hurried import hurry

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])
for load in (load_sources, load_arguments, chart_forms):
    load()  # what a run imports only when it needs it


def started(*arguments: object, printed: Path, **changes: str) -> ForkServerProcess:
    """The command, running; what it prints goes into two files of the folder `printed`."""
    printed.mkdir(exist_ok=True)
    process = _CONTEXT.Process(
        target=_run, args=([*map(str, arguments)], environment(**changes), str(printed))
    )
    process.start()
    return process


def deckgen(*arguments: object, **changes: str) -> Ran:
    """The command, run to its end."""
    with TemporaryDirectory() as folder:
        printed = Path(folder)
        process = started(*arguments, printed=printed, **changes)
        process.join(60)
        out, err = ((printed / name).read_text(encoding="utf-8") for name in ("out", "err"))
    assert process.exitcode is not None, f"{arguments} does not end: {err}"
    return Ran(process.exitcode, out, err)


def _run(arguments: list[str], environ: Mapping[str, str], printed: str) -> None:
    os.environ.clear()
    os.environ.update(environ)
    for stream, name in ((sys.stdout, "out"), (sys.stderr, "err")):
        with Path(printed, name).open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = ["deckgen", *arguments]
    hurry()
    main()
