"""The slides on growth: what titles say of readings, and that one run promises no more than it has."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation

from deckgen.model.brief import Length
from deckgen.model.deck import Deck, Slide, TableBlock, plain
from deckgen.model.evidence import Evidence, Observation
from deckgen.outputs.pptx import render as render_pptx
from deckgen.pipeline.build import argue
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import template_roots
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.arguments.cases import a_wide_brief, channels, evidence
from tests.arguments.test_audience import BEFORE, everybody, reading
from tests.factories import an_evidence

TEMPLATE = load_template("boardroom", roots=template_roots())
RIVALS = ("velmora", "brightspoke", "kurvo")


def deck_of(now: list[Observation], then: list[Observation], *parts: Evidence) -> Deck:
    given = evidence(*parts, an_evidence(observations=tuple(now)), brief=a_wide_brief(), earlier=tuple(then))
    given = replace(given, brief=replace(given.brief, length=Length.FULL))
    return compose(TEMPLATE, given.brief, argue(given), chart_forms(), outline="full")


def slide(deck: Deck, key: str) -> Slide | None:
    return next((s for s in deck.slides if s.key == key), None)


def title(deck: Deck, key: str) -> str:
    found = slide(deck, key)
    assert found is not None
    return plain(found.title).replace("\u00a0", " ")


def cells(found: Slide) -> list[list[str]]:
    table = next(b.table for b in found.blocks if isinstance(b, TableBlock))
    return [[plain(c.text).replace("\u00a0", " ") for c in row.cells] for row in table.rows]


def one(company: str, then: int, now: int) -> tuple[list[Observation], list[Observation]]:
    return [reading(company, now)], [reading(company, then, BEFORE)]


@pytest.mark.parametrize(
    ("readings", "says"),
    [
        (one("velmora", 1000, 1100), "the audience of Velmora grew by 10 % in 35 days; no other could be"),
        (one("velmora", 40, 45), "Audiences too small for a rate: Velmora on Bluesky had 40 people"),
        (one("velmora", 1000, 900), "no competitor's audience grew in 35 days, as far as it was read twice"),
        (one("us", 1000, 1100), "only our own audience was read twice: 1,000 people, 35 days later 1,100"),
        (
            everybody((1010, 1000, 1300, 800), (1000, 1000, 1000, 1000)),
            "the audience of Brightspoke grew by 30 % in 35 days, ours by 1.0 %",
        ),
        (
            everybody((40, 1000, 1300, 800), (30, 1000, 1000, 1000)),
            "Brightspoke grew most of 4, by 30 % in 35 days; ours is too small for a rate",
        ),
    ],
)
def test_the_title_says_what_was_read_and_no_more(
    readings: tuple[list[Observation], list[Observation]], says: str
) -> None:
    deck = deck_of(*readings)

    assert says in title(deck, "rivals-audience")
    assert slide(deck, "rivals-baseline") is None


def test_both_days_and_both_counts_stand_in_the_row_and_a_break_says_why() -> None:
    now = [reading("velmora", 1070), reading("kurvo", 9000, handle="kurvo.new")]
    then = [reading("velmora", 1000, BEFORE), reading("kurvo", 500, BEFORE)]

    found = slide(deck_of(now, then), "rivals-audience")

    assert found is not None
    assert cells(found) == [
        ["Velmora", "Bluesky", "1,000, 18 Oct 2026", "1,070, 22 Nov 2026", "70 (7.0 %)", "60", "grew"],
        ["Kurvo", "Bluesky", "–", "9,000, 22 Nov 2026", "–", "–", "another account before"],
    ]


def test_a_loss_is_printed_with_its_sign() -> None:
    found = slide(deck_of(*one("velmora", 413, 410)), "rivals-audience")

    assert found is not None
    assert cells(found)[0][4:6] == ["-3 (-0.7 %)", "-3"]


@pytest.mark.parametrize("people", [[], [reading("velmora", 1000)]])
def test_with_one_run_alone_growth_is_announced_for_the_next_and_not_shown(people: list[Observation]) -> None:
    deck = deck_of(people, [], *channels(RIVALS, ("us",)))

    assert slide(deck, "rivals-audience") is None
    assert slide(deck, "rivals-growth") is None
    assert title(deck, "rivals-baseline").endswith("growth shows from the next run on")


def test_where_audiences_decide_the_slide_on_growth_names_platform_and_days() -> None:
    deck = deck_of(*everybody((1010, 2000, 1020, 800), (1000, 1000, 1000, 1000)))

    found = slide(deck, "rivals-growth")
    assert found is not None
    source = plain(found.source).replace("\u00a0", " ")
    assert "audience on Bluesky, read 18 Oct 2026 and 22 Nov 2026" in source
    assert "window" not in source
    drawn = Presentation(BytesIO(render_pptx(deck, master=TEMPLATE.master, layouts=TEMPLATE.layouts)))
    assert len(drawn.slides) >= len(deck.slides)
