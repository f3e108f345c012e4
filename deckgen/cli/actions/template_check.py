"""`deckgen template check`: what of a template will not work, before any data is collected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from deckgen.cli.actions import _template_tables as tables
from deckgen.cli.actions._lines import columns, count, listed, wrapped
from deckgen.cli.actions._template_words import HEADINGS, grouped, sentence
from deckgen.pipeline.masters.checking import Checked, check
from deckgen.pipeline.masters.issues import Level
from deckgen.pipeline.masters.located import located
from deckgen.pipeline.masters.reasons import purpose

ALL_WELL, TO_DO = 0, 3
_MARKS = {Level.STOPS: "STOPS", Level.MEND: "mend", Level.KNOW: "know"}
_MOST = 12  # of one topic and level


def run(*, folder: Path, languages: Sequence[str], quiet: bool) -> int:
    """Tells what was found, worst first in each group; quiet tells what is to be done only."""
    place = located(folder)
    if not quiet:
        typer.echo("Trying the template on three invented companies; nothing is collected", err=True)
    checked = check(place, languages=languages)
    if not quiet:
        for line in _facts(checked):
            typer.echo(line)
    for line in _issues(checked, least=Level.MEND if quiet else Level.KNOW):
        typer.echo(line)
    for line in wrapped(_closing(checked)):
        typer.echo(line)
    return ALL_WELL if checked.is_well else TO_DO


def _facts(checked: Checked) -> Iterator[str]:
    template, facts = checked.template, checked.facts
    yield from wrapped(
        f'Template "{template.name}" in {listed(checked.languages)}, on {template.master.name}: '
        f"{tables.size(facts)}, {count(len(facts.layouts), 'layout')}"
        + (f" of {facts.masters} masters" if facts.masters > 1 else "")
    )
    yield ""
    yield "Which layout serves which kind of slide, and why"
    yield from tables.layouts(facts, checked.reasons)
    yield ""
    yield "The kinds of slides"
    archetypes = [c.archetype for c in facts.choices]
    yield from columns(((a, purpose(a)) for a in archetypes), widest=(13,))
    yield ""
    yield "Which placeholder holds what, and how much at the size used there"
    yield from tables.places(facts, checked.sample_text)
    yield ""
    yield "What slides keep clear of (width x height at left, top, in inches)"
    yield from tables.paints(facts)
    yield ""


def _issues(checked: Checked, *, least: Level) -> Iterator[str]:
    for topic, issues in grouped(checked.issues):
        shown = [issue for issue in issues if issue.level <= least]
        if not shown:
            continue
        yield HEADINGS[topic]
        for level in Level:
            told = list(dict.fromkeys(sentence(i) for i in shown if i.level is level))
            for line in told[:_MOST]:
                yield from wrapped(line, first=f"  {_MARKS[level]:<6}", rest=" " * 8)
            if len(told) > _MOST:
                yield f"  {_MARKS[level]:<6}and {len(told) - _MOST} more of this kind"
        yield ""


def _closing(checked: Checked) -> str:
    levels = Counter(issue.level for issue in checked.issues)
    tried = f"{count(checked.slides, 'slide')} tried"
    if checked.is_well:
        return f"All is well: nothing is to be done ({tried})."
    parts = []
    if levels[Level.STOPS]:
        parts.append(f"{levels[Level.STOPS]} to mend before a deck can be built")
    if levels[Level.MEND]:
        parts.append(f"{levels[Level.MEND]} to mend or look at")
    return f"To do: {', '.join(parts)} ({tried})."
