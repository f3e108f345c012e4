"""`deckgen sources ...`: what can be read, its keys, and whether it still has the shape that is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli.running import Debug, Quiet, run

sources_app = typer.Typer(
    no_args_is_help=False,
    rich_markup_mode=None,
    help="Lists what deckgen can read; keeps keys, checks that services are still as they were.",
)


@sources_app.callback(
    invoke_without_command=True, epilog="Example: deckgen sources      all about one: --about hackernews"
)
def sources(
    context: typer.Context,
    about: Annotated[
        str, typer.Option(metavar="NAME", help="All about one source: terms, cost, key, options, limits.")
    ] = "",
    folder: Annotated[
        Path | None, typer.Option("--for", metavar="FOLDER", help="As the brief in this folder sets it.")
    ] = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """List what deckgen can read: what each source gives, what it needs, its terms and cost."""
    if context.invoked_subcommand is not None:
        return
    if folder is None:
        run("sources", debug=debug, about=about, quiet=quiet)
    else:
        run("sources_of", debug=debug, folder=folder, about=about, quiet=quiet)


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
    run("get", debug=debug, name=name, into=into, address=address, contact=contact, quiet=quiet)


@sources_app.command("login", epilog="Example: deckgen sources login youtube_videos")
def sources_login(
    name: Annotated[str, typer.Argument(help="A source that needs a key.")],
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Ask for a source's key and keep it in the system's keyring."""
    run("login", debug=debug, name=name, quiet=quiet)


@sources_app.command("logout", epilog="Example: deckgen sources logout youtube_videos")
def sources_logout(
    name: Annotated[str, typer.Argument(help="A source whose key is in the keyring.")],
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Take a source's key out of the system's keyring."""
    run("logout", debug=debug, name=name, quiet=quiet)


@sources_app.command("check", epilog="Example: deckgen sources check acme      with questions: --live")
def sources_check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="A client's folder; general questions without.")
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Ask each source a small question; else its last answers are read.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="A source to check; may be given again. All otherwise.")
    ] = None,
    contact: Annotated[
        str, typer.Option(help="Your mail address or web page, sent along; that of the brief otherwise.")
    ] = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Say whether the sources still answer in the shape that deckgen reads."""
    run(
        "sources_check",
        debug=debug,
        folder=folder,
        is_live=live,
        only=only or [],
        contact=contact,
        quiet=quiet,
    )
