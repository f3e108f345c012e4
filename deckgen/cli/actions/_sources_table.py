"""The table of sources, one line each, and the block that says everything about one of them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

from deckgen.cli.actions._money import money
from deckgen.model.source import Entry, Gives, Shape
from deckgen.pipeline.keys import Keys, sharing

WIDTH = 80
_MARGIN = 11
_COLUMNS = (17, 26, 15, 12)  # the last one, a day, is as wide as it is
_HEAD = ("source", "name", "state", "cost", "checked")
_GIVES = {
    Gives.MENTIONS: "who talks about what",
    Gives.RESULTS: "what a search shows",
    Gives.PRESENCE: "where the companies are, and who follows them",
    Gives.TRAFFIC: "how much the found sites are visited",
    Gives.SIGNALS: "how much readers react to what was found",
    Gives.PAGES: "what kind of pages were found",
}

_SHAPES = {
    Shape.RECORDING: "compared with recorded answers",
    Shape.DOCUMENTATION: "from documentation; no recorded answer was at hand",
}
State = Callable[[Entry], str]


def table(entries: Sequence[Entry], state: State) -> Iterator[str]:
    """One line a source, grouped by what it gives, none wider than 80 columns."""
    for gives, meaning in _GIVES.items():
        group = [entry for entry in entries if entry.gives is gives]
        if not group:
            continue
        yield f"{gives.value.upper()}: {meaning}"
        yield _row(_HEAD)
        for entry in group:
            yield _row((entry.key, entry.title, state(entry), short_cost(entry), f"{entry.checked_on}"))
        yield ""


def terms(entries: Sequence[Entry]) -> Iterator[str]:
    """The terms of each source, whole."""
    yield "TERMS"
    for entry in entries:
        yield from _part(entry.key, entry.terms, margin=_COLUMNS[0] + 2)
    yield ""


def state_of(entry: Entry, *, is_on: bool, keys: Keys, is_set_up: bool = True) -> str:
    """In a few words whether a source is on, and what it lacks."""
    has_key = keys.has(entry)
    if not is_on:
        without = "off, needs key" if entry.is_key_required else "off"
        return "off, key set" if has_key else without
    if entry.is_key_required and not has_key:
        return "lacks its key"
    if not is_set_up:
        return "on, not set up"
    return "on, key set" if has_key else "on"


def short_cost(entry: Entry) -> str:
    """The cost as a column can hold it; the block has it in full."""
    if entry.price:
        return f"{money(entry.price.per_request)} {entry.price.currency}"
    return "free" if entry.cost.casefold().startswith("free") else "see --about"


def block(entry: Entry, *, state: str, keys: Keys, entries: Sequence[Entry]) -> Iterator[str]:
    """All that the entry says; of its key only whether and where it is set."""
    yield f"{entry.key}   {entry.title}   {state}"
    yield from _part("gives", entry.summary)
    yield from _part("terms", entry.terms)
    yield from _part("cost", _cost(entry))
    for line in _key(entry, keys, entries):
        yield from _part("key", line)
    for name, meaning in entry.options:
        yield from _part("option", f"{name}: {meaning}")
    for line in _limits(entry):
        yield from _part("limits", line)
    yield from _part("shape", f"{_SHAPES[entry.shape]}; {entry.seen_in_recording}")
    yield from _part("checked", f"{entry.checked_on}, when documentation and shape were last compared")
    for address in entry.documentation:
        yield from _part("see", address)


def _cost(entry: Entry) -> str:
    if entry.price is None:
        return entry.cost
    price = f"{money(entry.price.per_request)} {entry.price.currency}"
    return f"{entry.cost}; reckoned before a run with {price} a request"


def _key(entry: Entry, keys: Keys, entries: Sequence[Entry]) -> Iterator[str]:
    credential = entry.credential
    if credential is None:
        yield "none needed"
        return
    place = keys.places.get(credential.env)
    if place:
        yield f"{credential.env} is set in {place.value}"
    else:
        without = "without it this source is left out" if entry.is_key_required else "it also works without"
        yield f"{credential.env} is not set; {without}"
        yield f"set it with: deckgen sources login {entry.key}"
    if credential.form:
        yield f"its form is {credential.form}"
    others = [e.key for e in sharing(credential, entries) if e.key != entry.key]
    if others:
        yield f"the same key serves {', '.join(others)}"


def _limits(entry: Entry) -> Iterator[str]:
    pace = f"{entry.per_second:g} a second" if entry.per_second >= 1 else f"one in {1 / entry.per_second:g} s"
    yield f"requests: {pace}, at most {entry.max_requests:,} a run, {entry.deadline_s / 60:g} minutes in all"
    if entry.keep_days:
        yield f"its terms let answers be kept for {entry.keep_days} days; older ones are asked anew"
    if entry.shows_terms:
        yield "its terms are told before each run"


def _row(cells: Sequence[str]) -> str:
    fixed = "".join(f"{_cut(cell, width - 1):<{width}}" for cell, width in zip(cells, _COLUMNS, strict=False))
    return f"{fixed}{cells[-1]}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 2].rstrip()}.."


def _part(label: str, text: str, *, margin: int = _MARGIN) -> Iterator[str]:
    """One labelled text, wrapped; an address is never broken."""
    yield from textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"  {label:<{margin - 2}}",
        subsequent_indent=" " * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
