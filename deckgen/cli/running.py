"""How a command is run: its action is loaded when it is asked for, and errors end as one sentence."""

from __future__ import annotations

import importlib
import logging
import os
import sys
import traceback
import warnings
from pathlib import Path
from typing import Annotated, Any

import typer

from deckgen.errors import DeckgenError

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The client's folder; it holds brief.toml.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors and the result only.")]
Debug = Annotated[bool, typer.Option("--debug", help="Print the full traceback of an error.")]
Offline = Annotated[bool, typer.Option("--offline", help="Use the last archive; ask nothing on the network.")]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Ask everything anew, even what was answered today.")
]

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Agree to what paid sources cost; ask nothing.")]


def run(action: str, *, debug: bool, **arguments: Any) -> None:
    """Loads an action and runs it; every expected error becomes one sentence and an exit code."""
    _quieten(is_debug=debug)
    try:
        code = importlib.import_module(f"deckgen.cli.actions.{action}").run(**arguments)
    except DeckgenError as error:
        if debug:
            traceback.print_exc()
        else:
            for line in str(error).splitlines():
                typer.echo(f"deckgen: {line}", err=True)
        raise typer.Exit(error.exit_code) from None
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("deckgen: stopped; what was collected is kept, run the same command to go on", err=True)
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # The reader of our output went away (for example `| head`): no error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except Exception as error:
        if debug:
            traceback.print_exc()
        typer.echo(
            f"deckgen: this is a bug, not your mistake ({_named(error)}); "
            "what was collected is kept; run again with --debug and report what it prints",
            err=True,
        )
        raise typer.Exit(1) from None
    raise typer.Exit(code)


def _quieten(*, is_debug: bool) -> None:
    """What libraries log and warn of is for us, not for the user: shown with --debug only."""
    if is_debug:
        logging.basicConfig(level=logging.INFO)
    else:
        logging.getLogger().addHandler(logging.NullHandler())
        warnings.simplefilter("ignore")


def _named(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
