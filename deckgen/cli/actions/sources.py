"""`deckgen sources`: what deckgen can read, on what terms, and whether its key is set."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator, Mapping

import typer

from deckgen.model.source import Entry, Gives
from deckgen.pipeline.plugins import entries

_WIDEST = 100
_NARROWEST = 60
_MARGIN = " " * 11
_GIVES = {
    Gives.MENTIONS: "who talks about what",
    Gives.RESULTS: "what a search shows",
    Gives.PRESENCE: "where the companies are",
    Gives.TRAFFIC: "how much the found sites are visited",
}

_CLOSING = (
    "In brief.toml a source has lines of its own, under [sources.KEY]: enabled = true or false, "
    "base = an address of your own, and the options above."
)


def run(*, quiet: bool) -> int:
    """Prints one block a source, grouped by what it gives; its keys alone when quiet."""
    known = entries()
    if quiet:
        for entry in known:
            typer.echo(entry.key)
        return 0
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))
    for gives, meaning in _GIVES.items():
        typer.echo(f"{gives.value.upper()}: {meaning}\n")
        for entry in known:
            if entry.gives is gives:
                for line in block(entry, environ=os.environ, width=width):
                    typer.echo(line)
                typer.echo("")
    for line in textwrap.wrap(_CLOSING, width):
        typer.echo(line)
    return 0


def block(entry: Entry, *, environ: Mapping[str, str], width: int) -> Iterator[str]:
    """The lines about one source; of its key only whether it is set."""
    state = "on" if entry.is_on else "off until the brief names it"
    yield f"{entry.key}   {entry.title}   {state}"
    yield from _part("gives", entry.summary, width)
    yield from _part("key", _key(entry, environ), width)
    yield from _part("cost", entry.cost, width)
    yield from _part("terms", entry.terms, width)
    for name, meaning in entry.options:
        yield from _part("option", f"{name}: {meaning}", width)
    yield from _part("checked", entry.checked_on.isoformat(), width)
    for address in entry.documentation[:1]:
        yield from _part("see", address.removeprefix("https://"), width)


def _key(entry: Entry, environ: Mapping[str, str]) -> str:
    if entry.credential is None:
        return "none needed"
    name = entry.credential.env
    if environ.get(name, "").strip():
        return f"{name} is set"
    without = "without it this source is left out" if entry.is_key_required else "it also works without"
    return f"{name} is not set; {without}"


def _part(label: str, text: str, width: int) -> Iterator[str]:
    """One labelled text, wrapped; an address is never broken."""
    yield from textwrap.wrap(
        text,
        width,
        initial_indent=f"  {label:<{len(_MARGIN) - 2}}",
        subsequent_indent=_MARGIN,
        break_long_words=False,
        break_on_hyphens=False,
    )
