"""`deckgen template preview`: one full slide of each kind, in every language, with pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from deckgen.cli.actions._lines import count, wrapped
from deckgen.pipeline.masters.located import located
from deckgen.pipeline.masters.preview import Shown, preview

DONE, TO_DO = 0, 3


def run(*, folder: Path, languages: Sequence[str], output: Path | None, quiet: bool) -> int:
    """Writes the previews and says where they lie."""
    refused = False
    told: set[str] = set()

    def tell(language: str) -> None:
        if not quiet:
            typer.echo(f"Building the preview in {language}", err=True)

    for shown in preview(located(folder), languages=languages, output=output, tell=tell):
        refused |= bool(shown.refused)
        typer.echo(str(shown.path))
        if not quiet:
            for line in _told(shown, told):
                typer.echo(line)
    return TO_DO if refused else DONE


def _told(shown: Shown, told: set[str]) -> Iterator[str]:
    made = shown.pictures
    pictures = f", {count(len(made.paths), 'picture')} beside it" if len(made.paths) > 1 else ""
    pictures = f", {made.paths[0].name} beside it" if len(made.paths) == 1 else pictures
    yield f"  {count(shown.slides, 'kind')} of slides, each as full as its places hold{pictures}"
    for archetype, reason in shown.refused.items():
        yield from wrapped(f"{archetype} cannot be laid out: {reason}", first="  ", rest="    ")
    for line in _without_pictures(shown):
        if line not in told:
            told.add(line)
            yield from wrapped(line, first="  ", rest="  ")


def _without_pictures(shown: Shown) -> Iterator[str]:
    made = shown.pictures
    if made.lacks == "LibreOffice":
        yield "No pictures: LibreOffice is not installed. The deck opens in PowerPoint."
    elif made.lacks:
        yield f"A PDF in place of pictures: {made.lacks} is not installed."
    if made.failed:
        yield f"No pictures: {made.failed} did not end well or in time. The deck opens in PowerPoint."
