"""`deckgen check`: what is right and what is still to do about the brief and the files it names."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

import typer

from deckgen.fetch.clock import clock_of
from deckgen.model.brief import Query
from deckgen.parsing.result_pages.reading import BY_KEY
from deckgen.parsing.result_pages.runs import Doubled, Run
from deckgen.pipeline.build import BRIEF
from deckgen.pipeline.checking import BadPage, Checked, Kind, OtherFile, check

ALL_WELL, TO_DO = 0, 3
_SHOWN = 20  # lines of one kind
_SHOWN_TO_DO = 12
_INDENT = " " * 16
_HEADINGS = {
    Kind.BLOCKED: "Blocked: to be saved again",
    Kind.NO_PLACE: "Without a place: to be renamed",
    Kind.NOT_ASKED: "Of no query in the brief",
    Kind.UNREADABLE: "Not readable",
}


def run(*, folder: Path, quiet: bool) -> int:
    """Tells what was found, query by query and engine by engine; quiet tells the last line only."""
    checked = check(folder, clock=clock_of(os.environ), tell=lambda pages: _tell_wait(pages, quiet=quiet))
    if not quiet:
        for line in report(checked, folder):
            typer.echo(line)
    typer.echo(_printable(closing(checked)))
    return ALL_WELL if checked.is_well else TO_DO


def _tell_wait(pages: int, *, quiet: bool) -> None:
    if pages > _SHOWN and not quiet:
        typer.echo(f"Reading {pages} saved pages", err=True)


def report(checked: Checked, folder: Path) -> Iterator[str]:
    """All lines but the last."""
    yield f"{folder / BRIEF}: no mistakes"
    yield _pages_line(checked)
    for query in checked.brief.queries if checked.pages else ():
        yield ""
        yield from map(_printable, _of_query(query, checked))
    for kind, heading in _HEADINGS.items():
        those = [page for page in checked.bad if page.kind is kind]
        if those:
            yield ""
            yield from _listed(heading, (_bad_line(page) for page in those), len(those))
    if checked.others:
        yield ""
        yield from _listed("Other files", map(_other_line, checked.others), len(checked.others))
    yield ""


def closing(checked: Checked) -> str:
    """The last line: what is still to be saved or mended."""
    wanted = [part for part in _to_save(checked) if part]
    more = [f"and {len(wanted) - _SHOWN_TO_DO} more"] if len(wanted) > _SHOWN_TO_DO else []
    parts = [f"still to be saved: {'; '.join((*wanted[:_SHOWN_TO_DO], *more))}"] if wanted else []
    doubled = sum(len(run.doubled) for run in checked.runs)
    counted = Counter(page.kind for page in checked.bad)
    mend = [
        (counted[Kind.BLOCKED], "blocked to be saved again"),
        (doubled, "doubled"),
        (counted[Kind.NO_PLACE], "to be renamed"),
        (counted[Kind.NOT_ASKED], "of no query in the brief"),
        (counted[Kind.UNREADABLE], "not readable"),
        (checked.left_out, "too many"),
    ]
    if told := ", ".join(f"{n} {what}" for n, what in mend if n):
        parts.append(f"saved pages: {told}")
    if broken := sum(bool(other.why) for other in checked.others):
        parts.append(f"other files not readable: {broken}")
    said = ". ".join(part[0].upper() + part[1:] for part in parts)
    return f"{said}." if said else "All is well: nothing is to be done."


def _pages_line(checked: Checked) -> str:
    if not checked.is_on:
        return "Saved result pages: switched off in the brief"
    if not checked.pages:
        return (
            "Saved result pages: the brief names none; how to save them stands in docs/saving-result-pages.md"
        )
    left_out = f", of which a build leaves out the last {checked.left_out}" if checked.left_out else ""
    return f"Saved result pages: {_count(checked.pages, 'file')}{left_out}"


def _of_query(query: Query, checked: Checked) -> Iterator[str]:
    yield f'"{query.text}" ({query.key})'
    runs = [run for run in checked.runs if run.query == query.key]
    if not runs:
        yield "  nothing saved yet"
    for run in runs:
        yield from _of_run(run)
    elsewhere = {run.engine for run in checked.runs} - {run.engine for run in runs}
    if runs and elsewhere:
        names = [engine.NAME for key, engine in BY_KEY.items() if key in elsewhere]
        yield f"  not saved from {_and(names)}, as other queries are"


def _of_run(run: Run) -> Iterator[str]:
    first, last = run.ranks
    pages = "the list" if run.is_growing else _pages(run.numbers)
    told = f"{_count(run.results, 'result')}, ranks {first:,} to {last:,}" if last else "nothing was found"
    end = "; the engine ends here" if run.is_ended and last and not run.is_growing else ""
    yield f"  {BY_KEY[run.engine].NAME:<13} {pages}: {told}{end}"
    if run.missing:
        yield f"{_INDENT}missing: {_pages(run.missing)}"
    for doubled in run.doubled:
        yield f"{_INDENT}doubled: {_doubled(doubled)}"
    if run.following:
        yield f"{_INDENT}goes on: save {_pages(run.following)}, or as far as the engine goes"
    if run.can_grow:
        yield f"{_INDENT}goes on: make the list longer in the browser and save it again"
    if len(run.days) > 1:
        days = [day.isoformat() for day in run.days]
        told = f"saved on {len(days)} days, from {days[0]} to {days[-1]}"
        yield f"{_INDENT}{told}; ranks may have moved in between"


def _doubled(doubled: Doubled) -> str:
    files = _and([f'"{file}"' for file in doubled.files[:_SHOWN]])
    if len(doubled.numbers) == 1:
        return f"page {doubled.numbers[0]} is in {files}; keep one of them"
    return (
        f"{_pages(doubled.numbers)} hold the same results, in {files}; "
        "save the later one again when its results have changed"
    )


def _to_save(checked: Checked) -> Iterator[str]:
    texts = {query.key: query.text for query in checked.brief.queries}
    for run in checked.runs:
        numbers = (*run.missing, *run.following)
        name = BY_KEY[run.engine].NAME
        if numbers:
            yield f'{name} "{texts[run.query]}" {_pages(numbers)}'
        if run.can_grow:
            yield f'{name} "{texts[run.query]}" with more results'
    yield from (f'"{query.text}" from the first page' for query in checked.unsaved)


def _bad_line(page: BadPage) -> str:
    return f"{page.file}: {page.why}"


def _other_line(other: OtherFile) -> str:
    name = f"{other.file or 'a file that is not named here'} ({other.source})"
    if other.why:
        return f"{name}: {other.why}"
    read = f"can be read ({other.taken_for})" if other.taken_for else "can be read"
    if other.found is None:
        return f"{name}: {read}"
    return f"{name}: {read}; {_count(other.found, 'item')} for this brief"


def _listed(heading: str, lines: Iterable[str], count: int) -> Iterator[str]:
    yield heading
    yield from (f"  {_printable(line)}" for line in islice(lines, _SHOWN))
    if count > _SHOWN:
        yield f"  and {count - _SHOWN} more"


def _pages(numbers: tuple[int, ...]) -> str:
    """Page numbers as a person says them: "pages 1 to 9, 12"."""
    stretches: list[str] = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        stretch = [number for _, number in group]
        if len(stretch) > 2:
            stretches.append(f"{stretch[0]} to {stretch[-1]}")
        else:
            stretches.extend(map(str, stretch))
    more = [f"and {len(stretches) - _SHOWN} more"] if len(stretches) > _SHOWN else []
    word = "page" if len(numbers) == 1 else "pages"
    return f"{word} {', '.join((*stretches[:_SHOWN], *more))}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _and(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _printable(line: str) -> str:
    """File names may hold what would change a terminal."""
    return "".join(c if c.isprintable() else "?" for c in line)
