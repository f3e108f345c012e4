"""`deckgen sources get`: downloads a list of the most visited sites, checks it, and says where to name it."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

import typer

from deckgen.errors import InputError, SourceChanged
from deckgen.fetch.clock import clock_of
from deckgen.fetch.fetcher import Bounds, Fetcher
from deckgen.model.exchange import Failure, GapReason, Page, Request
from deckgen.parsing.toml import MAX_BYTES as MAX_BRIEF
from deckgen.parsing.toml import parsed
from deckgen.parsing.traffic import DOWNLOADS, ListKind, levels
from deckgen.pipeline.brief_market import is_contact
from deckgen.pipeline.folder import write_whole
from deckgen.pipeline.plugins import load_entry
from deckgen.sources.traffic_list import MAX_BYTES

SOURCE = "traffic_list"
DONE, NO_ANSWER = 0, 3
_BRIEF = "brief.toml"
_PATIENT = Bounds(try_s=240.0, request_s=280.0)  # 20 MB over a slow line; other answers are a page long
_LATER = "try again later"
_WHY = {
    GapReason.TIMEOUT: ("took too long to answer", _LATER),
    GapReason.UNREACHABLE: ("could not be reached", "check your connection, then try again"),
    GapReason.REFUSED: ("refused", "look whether the list has moved and name its address with --from"),
    GapReason.THROTTLED: ("has had enough requests for now", _LATER),
    GapReason.SERVER_ERROR: ("had an error of its own", _LATER),
    GapReason.BLOCKED: ("turned us away", "open the address in a browser and save the file by hand"),
    GapReason.LOGIN: ("wants a login", "open the address in a browser and save the file by hand"),
    GapReason.INCOMPLETE: ("was cut off in the middle", "try again"),
    GapReason.EMPTY: ("answered with nothing", _LATER),
    GapReason.TOO_LARGE: ("is far larger than such a list", "check the address"),
    GapReason.UNSAFE: ("is no address that may be asked", "check the address"),
    GapReason.STOPPED: ("took too long to answer", _LATER),
}


def run(*, name: str, into: Path, address: str, contact: str, quiet: bool) -> int:
    """Saves the list whole or not at all; 3 when its server gave none."""
    if name not in DOWNLOADS:
        raise InputError(f"There is no list '{name}'; use one of: {', '.join(DOWNLOADS)}")
    url = _checked(address or DOWNLOADS[name])
    asks = contact or _contact_of(into)
    if not is_contact(asks):
        raise InputError(
            "--contact is missing or no address; give your mail address or web page, "
            "the site sees it as who is asking"
        )
    if not quiet:
        typer.echo(f"Asking {urlsplit(url).netloc}", err=True)
    answer = asyncio.run(_asked(url, contact=asks, is_own=bool(address)))
    if isinstance(answer, Failure):
        typer.echo(f"deckgen: {_sentence(answer)}", err=True)
        return NO_ANSWER
    try:
        count = _checked_list(answer.body, ListKind(name))
    except SourceChanged as error:
        typer.echo(f"deckgen: {url}: {error}; nothing was saved", err=True)
        return NO_ANSWER
    path = into / _file_name(name)
    write_whole(path, answer.body)
    if not quiet:
        typer.echo(f"{count:,} sites. Put these two lines into {into / _BRIEF}:\n", err=True)
        typer.echo(f'[sources.{SOURCE}]\nfile = "{path.name}"\n', err=True)
    typer.echo(str(path))
    return DONE


async def _asked(url: str, *, contact: str, is_own: bool) -> Page | Failure:
    entry = replace(load_entry(SOURCE), bases=(url,))
    fetcher = Fetcher(
        contact=contact,
        folder=Path(),
        bases={SOURCE: (url,)} if is_own else {},
        proxies=getproxies(),
        clock=clock_of(os.environ),
        bounds=_PATIENT,
    )
    async with fetcher:
        return await fetcher.fetch(entry, Request(url=url, step="list", max_bytes=MAX_BYTES))


def _checked(address: str) -> str:
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise InputError(f"--from is '{address}'; give a whole address, beginning with https://")
    return address


def _checked_list(body: bytes, wanted: ListKind) -> int:
    """How many sites are in it; every line is read, so that a cut or wrong file is told now."""
    found = levels(body, ())
    if found.kind is not wanted:
        raise SourceChanged(f"is a list of {found.kind.value}, not of {wanted.value}")
    return found.lines


def _sentence(failure: Failure) -> str:
    what, advice = _WHY.get(failure.reason, ("gave no list", _LATER))
    when = f", not before {failure.try_after:%Y-%m-%d %H:%M} UTC" if failure.try_after else ""
    return f"{failure.request.url}: {what} ({failure.detail}); {advice}{when}"


def _file_name(name: str) -> str:
    """As its publisher calls it, which is what the brief's form names too."""
    return DOWNLOADS[name].rsplit("/", 1)[1]


def _contact_of(folder: Path) -> str:
    """The contact that the brief in this folder names; empty when there is none."""
    path = folder / _BRIEF
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BRIEF + 1)
    except OSError:
        return ""
    deck = parsed(body, name=str(path)).get("deck")
    contact = deck.get("contact") if isinstance(deck, dict) else None
    return contact if isinstance(contact, str) else ""
