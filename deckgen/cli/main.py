"""The `deckgen` command: what can be asked and how errors end; the work is loaded when it is asked for."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from deckgen import __version__
from deckgen.cli.running import Debug, Folder, Offline, Quiet, Refresh, Yes, run
from deckgen.cli.sources import sources_app
from deckgen.cli.template import template_app

app = typer.Typer(
    name="deckgen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From a one-page brief to a deck that asks management to join the conversation, with evidence.",
    epilog="Start with: deckgen demo      then: deckgen new acme      and: deckgen build acme",
)
app.add_typer(sources_app, name="sources")
app.add_typer(template_app, name="template")

_OBJECTS_BETWEEN_COLLECTIONS = 500_000


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
    run(
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
    yes: Yes = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Collect the evidence, argue, and write the deck."""
    run(
        "build",
        debug=debug,
        folder=folder,
        is_offline=offline,
        refresh=refresh,
        length=length,
        output=output,
        is_full_forced=full,
        is_agreed=yes,
        quiet=quiet,
    )


@app.command(epilog="Example: deckgen collect acme")
def collect(
    folder: Folder, refresh: Refresh = False, yes: Yes = False, quiet: Quiet = False, debug: Debug = False
) -> None:
    """Collect the evidence only, and say what each source gave."""
    run("collect", debug=debug, folder=folder, refresh=refresh, is_agreed=yes, quiet=quiet)


@app.command(epilog="Example: deckgen check acme")
def check(folder: Folder, quiet: Quiet = False, debug: Debug = False) -> None:
    """Check the brief and the saved result pages: which are missing, doubled, blocked or unreadable."""
    run("check", debug=debug, folder=folder, quiet=quiet)


@app.command(epilog="Example: deckgen review acme --coder Anna")
def review(
    folder: Folder,
    coder: Annotated[str, typer.Option(help="Who reviews; each person has a file of their own.")] = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write the review file of the last run, or say what the reviews in the folder amount to."""
    run("review", debug=debug, folder=folder, coder=coder, quiet=quiet)


@app.command(epilog='Example: deckgen trace acme/deck.pptx "1,248"')
def trace(
    deck: Annotated[Path, typer.Argument(help="A deck that deckgen made.")],
    number: Annotated[str, typer.Argument(help='The number as the slide shows it, e.g. "46 %".')],
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show where a number on a slide comes from: formula, evidence, address, time, archive record."""
    run("trace", debug=debug, deck=deck, number=number, quiet=quiet)


@app.command(epilog="Example: deckgen demo --sample mixed")
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demo goes.")] = Path("deckgen-demo"),
    sample: Annotated[str, typer.Option(help="strong, mixed or quiet.")] = "strong",
    length: Annotated[str, typer.Option(help="full, meeting or five.")] = "",
    template: Annotated[str, typer.Option(help="boardroom, consultant or one-page.")] = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Build the sample deck of a fictional company, without network."""
    run("demo", debug=debug, folder=folder, sample=sample, length=length, template=template, quiet=quiet)


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
