"""`deckgen template ...`: a client's own template: made from their master, checked, shown, compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli.running import Debug, Quiet, run

template_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Makes a template from a client's PowerPoint master; checks it, shows it, compares two versions.",
    epilog="Example: deckgen template new acme --master Acme_2026.potx",
)

Meant = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="A client's folder, a template's folder, or a built-in name.")
]


@template_app.command("new", epilog="Example: deckgen template new acme --master Acme_2026.potx")
def template_new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The client's folder; made if need be.")],
    master: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The client's .pptx or .potx; the one in the template otherwise."),
    ] = None,
    base: Annotated[
        str, typer.Option("--from", metavar="NAME", help="The template it extends; boardroom otherwise.")
    ] = "",
    name: Annotated[str, typer.Option(help="What the template is called; as the folder otherwise.")] = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write FOLDER/template with a copy of the client's master and the mapping that deckgen proposes."""
    run("template_new", debug=debug, folder=folder, master=master, base=base, name=name, quiet=quiet)


@template_app.command("check", epilog="Example: deckgen template check acme --language sv")
def template_check(
    folder: Meant,
    language: Annotated[
        list[str] | None,
        typer.Option(help="A language to check; may be given again. The template's own otherwise."),
    ] = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Say, before any data is collected, what of a template will not work and what to do in PowerPoint."""
    run("template_check", debug=debug, folder=folder, languages=language or [], quiet=quiet)


@template_app.command("preview", epilog="Example: deckgen template preview acme --language sv")
def template_preview(
    folder: Meant,
    language: Annotated[
        list[str] | None, typer.Option(help="A language to show; may be given again. All otherwise.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Where it goes; preview in the template else."),
    ] = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Build a deck with one full slide of each kind, in every language, with pictures of the slides."""
    run(
        "template_preview",
        debug=debug,
        folder=folder,
        languages=language or [],
        output=output,
        quiet=quiet,
    )


@template_app.command("diff", epilog="Example: deckgen template diff acme Acme_2027.potx")
def template_diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A template, or a master file.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Its next version: a template or a file.")],
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Say what changed between two versions of a master, and whether the mapping still holds."""
    run("template_diff", debug=debug, old=old, new=new, quiet=quiet)
