"""`deckgen sources check`: whether the sources still answer in the shape that deckgen reads."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from urllib.request import getproxies

import typer

from deckgen.archive.archive import Archive
from deckgen.archive.naming import FOLDER, latest
from deckgen.cli.actions._agreement import tell
from deckgen.cli.actions._money import money
from deckgen.errors import InputError
from deckgen.fetch.clock import Clock, clock_of
from deckgen.fetch.fetcher import Fetcher
from deckgen.model.brief import Brief
from deckgen.model.source import Entry, Shape
from deckgen.pipeline.brief_market import is_contact
from deckgen.pipeline.build import read_brief
from deckgen.pipeline.collect import is_enabled
from deckgen.pipeline.costs import Due
from deckgen.pipeline.keys import Keys, keys_of
from deckgen.pipeline.plugins import entries, load_entry, load_source
from deckgen.pipeline.probing import MOST, Probed, State, asked, recorded
from deckgen.pipeline.retention import keeping_of

WELL, NOT_WELL = 0, 3
_WIDTH, _MARGIN = 80, 28
_LONG_ADDRESS = re.compile(r"(https?://\S{36})\S{4,}(?<!:)")
_ADVICE = {
    State.CHANGED: (
        "changed: the service answers in another way than this version of deckgen reads. "
        "Update deckgen; if it is the newest, report this line. Its numbers are missing until then, not zero."
    ),
    State.NOTHING: "nothing: it answered with nothing where something always is; look at it in a browser.",
    State.BLOCKED: "blocked: the service turned us away; wait some hours, or use it by hand.",
    State.REFUSED: "refused: look whether the key is right and the address has moved.",
    State.SILENT: "no answer: check that you are online, then try again later.",
    State.NO_KEY: "no key: deckgen sources login NAME keeps one.",
}


def run(*, folder: Path | None, is_live: bool, only: Sequence[str], contact: str, quiet: bool) -> int:
    """Prints one line a source; 3 when one of them is not as it was."""
    known = [load_entry(name) for name in dict.fromkeys(only)] or list(entries())
    clock = clock_of(os.environ)
    if is_live:
        found = _live(known, folder=folder, is_named=bool(only), contact=contact, clock=clock, quiet=quiet)
    elif folder is None:
        return _installed(known, clock=clock, quiet=quiet)
    else:
        found = _last(known, folder, is_named=bool(only), clock=clock, quiet=quiet)
    for one in found:
        if not (quiet and one.state.is_well):
            _print(one)
    if not quiet:
        for state in dict.fromkeys(one.state for one in found):
            if state in _ADVICE:
                typer.echo(textwrap.fill(_ADVICE[state], _WIDTH, subsequent_indent="  "), err=True)
    is_missed = bool(only) and any(one.state in {State.NO_KEY, State.NOT_ASKED} for one in found)
    return NOT_WELL if is_missed or not all(one.state.is_well for one in found) else WELL


def _live(
    known: Sequence[Entry], *, folder: Path | None, is_named: bool, contact: str, clock: Clock, quiet: bool
) -> tuple[Probed, ...]:
    brief = read_brief(folder, as_of=clock.stamp().date()) if folder else None
    asks = contact or (brief.contact if brief else "")
    if not is_contact(asks):
        raise InputError(
            "--contact is missing or no address; give your mail address or web page, "
            "or a client's folder whose brief names it: the services see it as who is asking"
        )
    wanted = [entry for entry in known if is_named or _is_on(entry, brief)]
    keys = keys_of(wanted, environ=os.environ, folder=folder)
    for warning in keys.warnings:
        typer.echo(f"deckgen: {warning}", err=True)
    reasons = {entry.key: reason for entry in wanted if (reason := _not_now(entry, keys, is_named=is_named))}
    sources = [load_source(entry.key) for entry in wanted if entry.key not in reasons]
    if not quiet:
        due = [s.entry for s in sources if s.entry.price or s.entry.shows_terms]
        if due:
            tell([Due(entry=entry, most_requests=MOST) for entry in due])
        typer.echo(f"Asking {len(sources)} sources one or two small questions each", err=True)
    named = (
        {key: settings.bases for key, settings in brief.sources.items() if settings.bases} if brief else {}
    )
    probes = {entry.key: (entry.probe.base,) for entry in wanted if entry.probe.base}
    fetcher = Fetcher(
        contact=asks,
        folder=folder or Path(),
        bases={**probes, **named},
        credentials=keys.values,
        proxies=getproxies(),
        clock=clock,
    )
    found = {one.entry.key: one for one in asked(sources, brief=brief, contact=asks, fetcher=fetcher)}
    found |= {entry.key: reasons[entry.key] for entry in wanted if entry.key in reasons}
    return tuple(found[entry.key] for entry in wanted)


def _not_now(entry: Entry, keys: Keys, *, is_named: bool) -> Probed | None:
    """Why a source is not asked live; None when it is."""
    if entry.is_key_required and not keys.has(entry):
        detail = f"{entry.credential.env} is not set" if entry.credential else ""
        return Probed(entry=entry, state=State.NO_KEY, detail=detail)
    if entry.price and not is_named:
        price = f"{money(entry.price.per_request)} {entry.price.currency}"
        detail = f"costs {price} a question; name it with --only {entry.key}"
        return Probed(entry=entry, state=State.NOT_ASKED, detail=detail)
    return None


def _last(
    known: Sequence[Entry], folder: Path, *, is_named: bool, clock: Clock, quiet: bool
) -> tuple[Probed, ...]:
    path = latest(folder / FOLDER)
    if path is None:
        read_brief(folder, as_of=clock.stamp().date())  # its mistakes come first
        raise InputError(
            f"{folder}: there is no archive whose answers could be read; "
            "run deckgen collect, or ask the services now with --live"
        )
    if not quiet:
        typer.echo(f"Reading the answers in {path} anew; nobody is asked", err=True)
    with Archive.read(path, keeping=keeping_of(entries(), now=clock.stamp())) as archive:
        brief = read_brief(folder, as_of=archive.as_of)
        wanted = [entry for entry in known if is_named or _is_on(entry, brief)]
        on = [load_source(entry.key) for entry in wanted if _is_on(entry, brief)]
        found = {one.entry.key: one for one in recorded(brief, archive, on)}
    off = {e.key: Probed(entry=e, state=State.NOT_ASKED, detail="is off in this brief") for e in wanted}
    return tuple((off | found)[entry.key] for entry in wanted)


def _installed(known: Sequence[Entry], *, clock: Clock, quiet: bool) -> int:
    """Without a folder and a question: what each shape rests on, and how old that knowledge is."""
    today = clock.stamp().date()
    for entry in known:
        source = load_source(entry.key)
        rests = "recorded answers" if source.entry.shape is Shape.RECORDING else "documentation alone"
        age = (today - entry.checked_on).days
        when = f"{age} days ago" if age > 1 else "yesterday" if age == 1 else "today"
        if not quiet:
            _line(entry, "installed", f"compared with {rests} {when}")
    if not quiet:
        typer.echo(
            "Nobody was asked. Name a client's folder to read its last answers anew, "
            "or ask the services with --live.",
            err=True,
        )
    return WELL


def _is_on(entry: Entry, brief: Brief | None) -> bool:
    return is_enabled(entry, brief) if brief else entry.is_on


def _print(one: Probed) -> None:
    _line(one.entry, one.state.value, _told(one))


def _told(one: Probed) -> str:
    day = f", {one.on}" if one.on else ""
    if one.state is State.READS:
        return f"{_count(one.answers, 'answer')}, {_count(one.items, 'item')}{day}"
    if one.state is State.NOT_ASKED and not one.detail:
        return "nothing to ask: the brief gives it no files, accounts or addresses"
    detail = _LONG_ADDRESS.sub(r"\1...", one.detail)
    return f"{detail or 'without a reason'}{day}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _line(entry: Entry, state: str, told: str) -> None:
    typer.echo(
        textwrap.fill(
            told,
            _WIDTH,
            initial_indent=f"{entry.key:<17} {state:<10}",
            subsequent_indent=" " * _MARGIN,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
