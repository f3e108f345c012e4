"""What the slides say of hand-coding: its range and its agreement, or plainly that nobody reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from pptx import Presentation

from deckgen.model.brief import Length
from deckgen.model.deck import Deck, Slide, plain
from deckgen.model.evidence import Agreement, Evidence
from deckgen.outputs.pptx import render
from deckgen.pipeline.build import argue
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import template_roots
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.arguments.test_reviewed import FILE, all_reviewed
from tests.arguments.test_verdicts import everything

TEMPLATE = load_template("boardroom", roots=template_roots())


def coded(rows: int) -> Evidence:
    """Everything, mentions of all companies and all results read by hand, `rows` of these by two people."""
    given = all_reviewed(everything(), relevant=16, dropped=4)
    agreement = Agreement(
        what="kind", rows=rows, agreed=rows - 6, expected=Decimal(rows) / 3, origins=(FILE,)
    )
    return replace(
        given,
        results=tuple(replace(r, reasons=("review:anna",)) for r in given.results),
        agreements=(agreement,) if rows else (),
    )


def the_deck(given: Evidence, outline: str = "full") -> Deck:
    given = replace(given, brief=replace(given.brief, length=Length.FULL))
    return compose(TEMPLATE, given.brief, argue(given), chart_forms(), outline=outline)


def slide(deck: Deck, key: str) -> Slide:
    return next(s for s in deck.slides if s.key == key)


def panel(found: Slide) -> str:
    return "\n".join(plain(b.text) for b in found.blocks if hasattr(b, "text"))


def test_a_deck_that_nobody_reviewed_says_so() -> None:
    deck = the_deck(everything())

    trend, mix = slide(deck, "talk-trend"), slide(deck, "visible-mix")
    assert "relevance not reviewed by hand" in plain(trend.source)
    assert "Did a person look? No:" in plain(trend.notes)
    assert "kinds not reviewed by hand" in plain(mix.source)
    assert "Not measured: nobody has coded these results" in plain(mix.notes)
    assert "Nothing was reviewed by hand." in panel(slide(deck, "method"))


def test_a_reviewed_deck_tells_the_relevant_mentions_with_their_range() -> None:
    deck = the_deck(coded(60))

    trend = slide(deck, "talk-trend")
    # 70 in each source: 16 relevant, 4 dropped, 50 unread of which four fifths
    assert "about 112 relevant mentions in " in plain(trend.title)
    assert "n = 132 after removing" in plain(trend.source)
    assert "hand-coded sample (32 of 40) relevant 90–124" in plain(trend.source)
    assert "8 were taken out by hand" in plain(trend.notes)
    assert "Mentions per week as found" in panel(trend)
    assert "Read by hand: 40 mentions, 248 results." in panel(slide(deck, "method"))
    assert "(relevant by hand-coded samples: " in plain(slide(deck, "voice-share").source)


@pytest.mark.parametrize(
    ("rows", "source", "notes"),
    [
        (60, "two coders' kappa 0.85 (n = 60)", "Cohen's kappa is 0.85"),
        (40, "248 kinds coded by hand", "only 40 results in common, too few"),
        (0, "248 kinds coded by hand", "no two people coded the same results"),
    ],
)
def test_agreement_is_printed_beside_the_blog_share(rows: int, source: str, notes: str) -> None:
    mix = slide(the_deck(coded(rows)), "visible-mix")

    assert source in plain(mix.source)
    assert notes in plain(mix.notes)


@pytest.mark.parametrize("given", [lambda: coded(60), lambda: coded(0), everything])
@pytest.mark.parametrize("outline", ["full", "five", "memo"])
def test_reviewed_decks_fit_and_every_number_of_them_is_cited(
    given: Callable[[], Evidence], outline: str
) -> None:
    deck = the_deck(given(), outline)

    drawn = Presentation(BytesIO(render(deck, master=TEMPLATE.master, layouts=TEMPLATE.layouts)))

    assert len(drawn.slides) >= len(deck.slides)
    spans = [
        span
        for one in deck.slides
        for text in (one.title, one.source, one.notes)
        for paragraph in text
        for span in paragraph.spans
    ]
    assert not [s.text for s in spans if any(c.isdigit() for c in s.text) and not s.cite]
    assert all(s.cite in deck.ledger for s in spans if s.cite)
