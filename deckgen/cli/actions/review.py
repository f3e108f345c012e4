"""`deckgen review`: writes the file that people code in, and says what the reviews amount to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import typer

from deckgen.arguments._relevant import MIN_SAMPLE
from deckgen.model.evidence import Precision, SiteKind
from deckgen.model.ranges import wilson
from deckgen.pipeline.review import Coder, Summary, review
from deckgen.pipeline.review_kappa import FEWEST, KIND, Pair

_SHOWN = 20  # rows on which two differ
_ABOUT = {KIND: "what kind of page a result is"}
_HOW = (
    "In each row: keep = yes or no (does it speak of what `about` names?); for results also label, one of: "
    f"{', '.join(kind.value for kind in SiteKind)}. Leave empty what you did not look at, and save as CSV."
)
_RULE = (
    "  Where they differ the deck takes neither: a result counts as of unknown kind, a mention stays in the "
    "list and counts as not relevant in the sample. Settle a row by giving it the same word in both files."
)


def run(*, folder: Path, coder: str, quiet: bool) -> int:
    """Brings the coder's file up to date; the next build takes what it says."""
    told = review(folder, coder=coder, environ=os.environ)
    if not quiet:
        for line in _lines(told):
            typer.echo(line)
    if told.written is not None:
        typer.echo(str(told.written))
    return 0


def _lines(told: Summary) -> Iterator[str]:
    if told.written is None:
        yield f"Files of {len(told.coders)} people, none changed; to bring one up to date, name its coder."
    elif told.added:
        yield f"{told.added} rows added. {_HOW}"
    else:
        yield "The file has all rows already; it was not touched."
    for one in told.coders:
        yield _coder(one)
    if not any(one.coded for one in told.coders):
        yield "Nothing is coded yet: the deck says that nobody reviewed."
        return
    yield "Precision: mentions by others, drawn at random and read by a person"
    yield from (_precision(one, told) for one in told.precisions)
    if not told.precisions:
        yield "  no mention of a sample is coded yet"
    yield "Agreement"
    for pair in told.pairs:
        yield from _pair(pair, told)
    if any(pair.differing for pair in told.pairs):
        yield _RULE
    if not told.pairs:
        yield "  no row was coded by two people; a second one begins with: --coder NAME"


def _coder(one: Coder) -> str:
    gone = f", {one.gone} more on what this run no longer holds" if one.gone else ""
    return (
        f"  {one.name}: {one.coded} of {one.rows} rows coded, {one.relabelled} labels changed, "
        f"{one.dropped} dropped{gone}"
    )


def _precision(one: Precision, told: Summary) -> str:
    low, high = wilson(one.relevant, one.sample)
    found = told.found.get((one.source, one.topic), one.sample)
    head = f"  {one.source}, {told.topics.get(one.topic, one.topic)}: {one.relevant} of {one.sample} relevant"
    if found == one.sample:
        return f"{head}; all there are"
    few = f"; too few to scale the count, {MIN_SAMPLE} are needed" if one.sample < MIN_SAMPLE else ""
    share = f"{one.relevant / one.sample:.0%} ({low:.0%} to {high:.0%})"
    return f"{head}, {share}, drawn from {found}{few}"


def _pair(pair: Pair, told: Summary) -> Iterator[str]:
    rows = {row.id: row for row in told.rows}
    if len(pair.said) < FEWEST:
        figure = f"too few rows for a figure, {FEWEST} are needed"
    elif pair.kappa is None:
        figure = "both always said the same one word, so there is no agreement beyond chance to tell"
    else:
        figure = f"Cohen's kappa {pair.kappa:.2f}"
    about = _ABOUT.get(pair.what, "whether a mention is relevant")
    yield (
        f"  {pair.first.coder} and {pair.second.coder} on {about}: "
        f"{pair.agreed} of {len(pair.said)} the same; {figure}"
    )
    for row, first, second in pair.differing[:_SHOWN]:
        where = rows[row].url if row in rows else "no longer in the evidence"
        yield f"    {row}  {pair.first.coder}: {first}, {pair.second.coder}: {second}  {where}"
    if len(pair.differing) > _SHOWN:
        yield f"    and {len(pair.differing) - _SHOWN} more"
