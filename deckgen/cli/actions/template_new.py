"""`deckgen template new`: a client's template from their master."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from deckgen.cli.actions._commands import pasted
from deckgen.cli.actions._lines import columns, count, wrapped
from deckgen.cli.actions._template_tables import layouts, size
from deckgen.pipeline.masters.new import NewTemplate, new_template
from deckgen.pipeline.masters.reasons import reason
from deckgen.pipeline.masters.settings import Change

DONE, TO_DO = 0, 3


def run(*, folder: Path, master: Path | None, base: str, name: str, quiet: bool) -> int:
    """Writes the template; says what is proposed, what was kept, and what is to be done next."""
    made = new_template(folder, base=base, master=master, name=name)
    typer.echo(str(made.folder / "template.toml"))
    if not quiet:
        for line in _told(made, folder):
            typer.echo(line)
    for line in _to_do(made):
        typer.echo(line, err=True)
    return TO_DO if made.lost or made.named else DONE


def _told(made: NewTemplate, folder: Path) -> Iterator[str]:
    facts = made.facts
    yield from wrapped(
        f'Template "{made.name}", in all else as {made.base}, on {made.master.name}: '
        f"{size(facts)}, {count(len(facts.layouts), 'layout')}"
    )
    yield ""
    if made.is_new:
        yield "Which layout serves which kind of slide, and why"
        yield from layouts(facts, {c.archetype: reason(c) for c in facts.choices})
    else:
        yield from _again(made)
    yield ""
    yield from wrapped("To correct a line, change its value in template.toml: it stays as you write it.")
    place = pasted(folder)
    rows = [
        (f"deckgen template check {place}", "what will not work, and what to do in PowerPoint"),
        (f"deckgen template preview {place}", "one full slide of each kind, to look at"),
    ]
    rows.append(
        (f"deckgen build {place}", "the deck")
        if made.brief
        else (f"deckgen new {place}", "the brief of the client's first deck")
    )
    yield from columns(rows, widest=(40,))


def _again(made: NewTemplate) -> Iterator[str]:
    written = made.written
    if not (written.added or written.changed or written.dropped):
        yield "Nothing that was proposed has changed."
    for heading, changes in (
        ("Changed: what was only proposed", written.changed),
        ("Added", written.added),
        ("Taken out: no longer proposed", written.dropped),
        ("Kept, as you wrote it", written.kept),
    ):
        if changes:
            yield f"{heading} ({len(changes)})"
            for change in changes:
                yield from wrapped(_change(change), first="  ", rest="      ")


def _change(change: Change) -> str:
    name = ".".join(change.place)
    if change.proposed is not None:
        agrees = change.proposed == change.value
        instead = "" if agrees else f" (deckgen proposes {_shown(change.proposed)})"
        return f"{name} = {_shown(change.value)}{instead}"
    if change.before is not None:
        return f"{name}: {_shown(change.before)} is now {_shown(change.value)}"
    return f"{name} = {_shown(change.value)}"


def _shown(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _to_do(made: NewTemplate) -> Iterator[str]:
    for change in made.lost:
        what = "layout" if change.place[0] == "layouts" else "placeholder"
        instead = f"; deckgen proposes {_shown(change.proposed)}" if change.proposed is not None else ""
        yield from wrapped(
            f"{'.'.join(change.place)} = {_shown(change.value)}, which you wrote, names a {what} that "
            f"{made.master.name} does not have{instead}. Change that line in "
            f"{made.folder / 'template.toml'}.",
            rest="  ",
        )
    if made.named and made.brief:
        yield from wrapped(
            f'{made.brief}, line {made.line}: the brief names the template "{made.named}", so this one is '
            "not used; take that line out to use it.",
            rest="  ",
        )
    for name in made.unused:
        yield from wrapped(f"{made.folder / name} is no longer used; delete it when you like.", rest="  ")
