"""Each argument in each verdict, on slides of the boardroom template: composed, fitted and drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation

from deckgen.model.brief import Length
from deckgen.model.deck import Deck, plain
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Argument, Verdict
from deckgen.outputs.pptx import render as render_pptx
from deckgen.pipeline.build import argue
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import template_roots
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.arguments.test_verdicts import CASES

TEMPLATE = load_template("boardroom", roots=template_roots())
FIRST_SLIDES = {
    "talk": ("talk-trend", "talk-industry"),
    "visible": ("visible-mix",),
    "voice": ("voice-share", "voice-results", "voice-mentions"),
    "rivals": ("rivals-presence",),
    "plan": ("plan",),
}
every_case = pytest.mark.parametrize(
    ("argument", "verdict", "given"),
    [(argument, verdict, given) for (argument, verdict), given in CASES.items()],
    ids=[f"{argument.key}-{verdict}" for argument, verdict in CASES],
)


def composed(evidence: Evidence, outline: str) -> Deck:
    evidence = replace(evidence, brief=replace(evidence.brief, length=Length.FULL))
    return compose(TEMPLATE, evidence.brief, argue(evidence), chart_forms(), outline=outline)


@every_case
@pytest.mark.parametrize("outline", ["full", "five", "memo"])
def test_a_deck_is_drawn_whatever_the_verdict(
    argument: type[Argument], verdict: Verdict, given: Callable[[], Evidence], outline: str
) -> None:
    deck = composed(given(), outline)

    drawn = Presentation(BytesIO(render_pptx(deck, master=TEMPLATE.master, layouts=TEMPLATE.layouts)))

    titles = [s.shapes.title.text_frame.text for s in drawn.slides]
    assert len(titles) >= len(deck.slides) > 0
    assert len(set(titles)) == len(titles)
    assert all(titles)


@every_case
def test_the_title_is_the_wording_of_the_verdict(
    argument: type[Argument], verdict: Verdict, given: Callable[[], Evidence]
) -> None:
    deck = composed(given(), "full")
    others = {
        v: {plain(s.title) for s in composed(g(), "full").slides if s.key in FIRST_SLIDES[argument.key]}
        for (a, v), g in CASES.items()
        if a is argument and v is not verdict
    }

    mine = {plain(s.title) for s in deck.slides if s.key in FIRST_SLIDES[argument.key]}

    assert mine
    assert not any(mine & titles for titles in others.values())


def test_every_slide_of_every_outline_exists_and_is_used() -> None:
    named = {key for outline in TEMPLATE.outlines.values() for key in outline}
    written = {p.stem for p in (TEMPLATE.folders[0] / "slides").glob("*.md")}

    assert named == written


def test_every_archetype_has_a_layout_in_the_master() -> None:
    layouts = {
        layout.name.lower().replace(" ", "-") for layout in Presentation(str(TEMPLATE.master)).slide_layouts
    }

    assert set(TEMPLATE.layouts) <= layouts
