"""The `deckgen` command: what can be asked and how errors end; the work is loaded when it is asked for."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import sys
import traceback
import warnings
from pathlib import Path
from typing import Annotated, Any

import typer

from deckgen import __version__
from deckgen.errors import DeckgenError

app = typer.Typer(
    name="deckgen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From a one-page brief to a deck that asks management to join the conversation, with evidence.",
    epilog="Start with: deckgen demo      then: deckgen new acme      and: deckgen build acme",
)
sources_app = typer.Typer(
    no_args_is_help=False,
    rich_markup_mode=None,
    help="Lists what deckgen can read; 'get' downloads a traffic list.",
)
app.add_typer(sources_app, name="sources")

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The client's folder; it holds brief.toml.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors and the result only.")]
Debug = Annotated[bool, typer.Option("--debug", help="Print the full traceback of an error.")]
Offline = Annotated[bool, typer.Option("--offline", help="Use the last archive; ask nothing on the network.")]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Ask everything anew, even what was answered today.")
]

_OBJECTS_BETWEEN_COLLECTIONS = 500_000


def _run(action: str, *, debug: bool, **arguments: Any) -> None:
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


@app.command(
    epilog="Example: deckgen new acme      or with flags: deckgen new acme --yes --name 'Acme Cycles'"
)
def new(
    folder: Folder,
    name: Annotated[str, typer.Option(help="Name of the company.")] = "",
    domain: Annotated[list[str] | None, typer.Option(help="A domain it owns; may be given again.")] = None,
    competitor: Annotated[
        list[str] | None, typer.Option(help="A competitor as 'Name=domain'; give two or more.")
    ] = None,
    rule: Annotated[str, typer.Option(help="The rule by which the competitors were chosen.")] = "",
    brand: Annotated[
        list[str] | None, typer.Option(help="What people type to find the company; its name otherwise.")
    ] = None,
    industry: Annotated[
        list[str] | None, typer.Option(help="What customers search for in this industry; may be given again.")
    ] = None,
    country: Annotated[str, typer.Option(help="Country of the market, two letters.")] = "",
    language: Annotated[str, typer.Option(help="Language of the market, two letters.")] = "",
    place: Annotated[str, typer.Option(help="Where searches are made from, in words.")] = "",
    audience: Annotated[str, typer.Option(help="Who sees the deck.")] = "",
    occasion: Annotated[str, typer.Option(help="When it is shown.")] = "",
    presenter: Annotated[str, typer.Option(help="Who presents it.")] = "",
    template: Annotated[str, typer.Option(help="Look and words of the deck; boardroom otherwise.")] = "",
    deck_language: Annotated[str, typer.Option(help="Language of the deck, two letters; en otherwise.")] = "",
    contact: Annotated[
        str, typer.Option(help="Your mail address or web page; sites see it as who is asking.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a brief that is there.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; use the flags only.")] = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Ask a dozen questions and write a commented brief.toml."""
    _run(
        "new",
        debug=debug,
        folder=folder,
        one={
            "name": name,
            "rule": rule,
            "country": country,
            "language": language,
            "place": place,
            "audience": audience,
            "occasion": occasion,
            "presenter": presenter,
            "template": template,
            "deck_language": deck_language,
            "contact": contact,
        },
        many={"domains": domain or [], "brand": brand or [], "industry": industry or []},
        competitors=competitor or [],
        force=force,
        is_interactive=not yes and (sys.stdin.isatty() or not (name or domain or competitor or contact)),
        quiet=quiet,
    )


@app.command(epilog="Example: deckgen build acme      again without network: deckgen build acme --offline")
def build(
    folder: Folder,
    offline: Offline = False,
    refresh: Refresh = False,
    length: Annotated[str, typer.Option(help="full, meeting or five; the brief's own otherwise.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the deck goes; FOLDER/deck.pptx otherwise.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Build the whole deck even when there is no case.")
    ] = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Collect the evidence, argue, and write the deck."""
    _run(
        "build",
        debug=debug,
        folder=folder,
        is_offline=offline,
        refresh=refresh,
        length=length,
        output=output,
        is_full_forced=full,
        quiet=quiet,
    )


@app.command(epilog="Example: deckgen collect acme")
def collect(folder: Folder, refresh: Refresh = False, quiet: Quiet = False, debug: Debug = False) -> None:
    """Collect the evidence only, and say what each source gave."""
    _run("collect", debug=debug, folder=folder, refresh=refresh, quiet=quiet)


@app.command(epilog='Example: deckgen trace acme/deck.pptx "1,248"')
def trace(
    deck: Annotated[Path, typer.Argument(help="A deck that deckgen made.")],
    number: Annotated[str, typer.Argument(help='The number as the slide shows it, e.g. "46 %".')],
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show where a number on a slide comes from: formula, evidence, address, time, archive record."""
    _run("trace", debug=debug, deck=deck, number=number, quiet=quiet)


@app.command(epilog="Example: deckgen demo --sample mixed")
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demo goes.")] = Path("deckgen-demo"),
    sample: Annotated[str, typer.Option(help="strong, mixed or quiet.")] = "strong",
    length: Annotated[str, typer.Option(help="full, meeting or five.")] = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Build the sample deck of a fictional company, without network."""
    _run("demo", debug=debug, folder=folder, sample=sample, length=length, quiet=quiet)


@sources_app.callback(invoke_without_command=True, epilog="Example: deckgen sources")
def sources(context: typer.Context, quiet: Quiet = False, debug: Debug = False) -> None:
    """List what deckgen can read: what each source gives, what it needs, its terms and cost."""
    if context.invoked_subcommand is None:
        _run("sources", debug=debug, quiet=quiet)


@sources_app.command("get", epilog="Example: deckgen sources get tranco --into acme")
def sources_get(
    name: Annotated[str, typer.Argument(help="tranco or crux.")],
    into: Annotated[Path, typer.Option(help="The folder the list is saved in.")] = Path(),
    contact: Annotated[
        str,
        typer.Option(
            help="Your mail address or web page, sent along; that of the brief in the folder otherwise."
        ),
    ] = "",
    address: Annotated[
        str, typer.Option("--from", metavar="URL", help="Another address to get it from.")
    ] = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Download a traffic list, so that blogs can be shown with their level."""
    _run("get", debug=debug, name=name, into=into, address=address, contact=contact, quiet=quiet)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"deckgen {__version__}")
        raise typer.Exit(0)


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of deckgen itself."""


def _quieten(*, is_debug: bool) -> None:
    """What libraries log and warn of is for us, not for the user: shown with --debug only."""
    if is_debug:
        logging.basicConfig(level=logging.INFO)
    else:
        logging.getLogger().addHandler(logging.NullHandler())
        warnings.simplefilter("ignore")


def _named(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def main() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of few letters shows "?" for a foreign one; that is no reason to end a run.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    # A run is short and keeps nearly all it makes: searching that for garbage again and again costs a tenth.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        app()
    finally:
        gc.freeze()  # the end of the process frees everything; a last search would take 0.3 s
