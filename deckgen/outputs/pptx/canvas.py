"""Forms PowerPoint has no chart for, as groups of native shapes.

WAFFLE: the categories are the kinds; one series holds their counts, which add up to one hundred or fewer, one
square each; a point's role is the colour of its kind, its text the number printed beside the squares.

ROADMAP: the categories are the weeks; each series is a task, and each point with a value is a week in
which it runs. The text of the first point of a run, when it has letters, stands on the bar. A line feed in
a task's name divides it into name and second line. Series of role CONVERSATION come first and are the
phases: arrows over the weeks, with the text of their first point as second line. Annotations are reviews:
(index of the week after which they stand, label); what follows a line feed in the label stands under it.
"""

from __future__ import annotations

from typing import Any

from deckgen.errors import FitError
from deckgen.model.deck import ChartForm, ChartSpec
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.remedies import fewer_tasks
from deckgen.outputs.pptx.roadmap import Roadmap
from deckgen.outputs.pptx.theme import Theme
from deckgen.outputs.pptx.waffle import waffle


def canvas(
    spec: ChartSpec, place: Place, number: int, *, theme: Theme, language: str, where: str
) -> tuple[Any, int]:
    """(the group, the last shape number used); the group is None when there is nothing to draw."""
    if spec.form is ChartForm.WAFFLE:
        return waffle(spec, place, number, theme=theme, language=language)
    return Roadmap(spec, place, number, theme=theme, language=language, where=where).drawn()


def roadmap_parts(spec: ChartSpec, place: Place, *, theme: Theme, where: str) -> tuple[ChartSpec, ...]:
    """A roadmap as few slides as hold its tasks."""
    refused: FitError | None = None
    tries = [
        (n, last) for n in range(1, max(2, len(spec.series))) for last in (False, True) if n > 1 or not last
    ]
    for parts, reviews_last in tries:
        made = fewer_tasks(spec, parts, reviews_last=reviews_last)
        try:
            for part in made:
                Roadmap(part, place, 1, theme=theme, language="", where=where).drawn()
        except FitError as e:
            refused = refused or e
        else:
            return made
    raise refused or FitError(f"{where}: the roadmap has no tasks; leave it out")
