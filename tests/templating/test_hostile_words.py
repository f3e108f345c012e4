"""Words from outside, however long or odd, never stop a deck, become markup or break the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openxml_audit import validate_pptx
from pptx import Presentation

from deckgen.model.brief import Exclusion, Length, Query
from deckgen.model.deck import Deck
from deckgen.model.evidence import Evidence
from deckgen.outputs.pptx import render as render_pptx
from deckgen.pipeline.build import argue
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import template_roots
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.arguments.test_verdicts import CASES, everything

TEMPLATE = load_template("boardroom", roots=template_roots())
NAMES = (
    "Elektrofahrradvertriebsgesellschaft Kurvo",
    "Velmora Fahrradmanufaktur GmbH & Co. KGaA",
    "Brightspoke Bicycle Holdings Corporation",
)
TITLE = (
    "A very long page title that goes on about electric bicycles in the city, what they cost, for whom they "
    "are made, and why nobody buys one in winter without lights: a magazine"
)
HOST = "a-rather-long-host-name-of-a-magazine-about-cycling.example"
# several verdicts come of the same evidence: each evidence once
DIFFERENT = {given: f"{a.key}-{v}" for (a, v), given in CASES.items()}
HOSTILE = {
    "control": "a\x00b\x1bc\x7f\ufffe\ud800 end",
    "our own marks": "\ue000n1\ue00149\ue002",
    "reordered": "\u202e\u2067المحادثة",
    "template": "{{ 7*7 }}{% for x in y %}",
    "markup": "**bold**\n# head\n- item ]]><b>&amp;</b>",
    "formula": "=1+1",
    "link": "http:x",
    "one word": "X" * 10_000,
    "many words": "word " * 2_000,
    "digits": "9" * 400,
    "pictures": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f389" * 20,
    "lines": "a\u2028b\x0b\x85c\x1e",
    "blank": " \t\n",
}


def drawn(evidence: Evidence, outline: str) -> tuple[Deck, bytes]:
    length = Length(outline) if outline != "memo" else Length.FULL
    evidence = replace(evidence, brief=replace(evidence.brief, length=length))
    deck = compose(TEMPLATE, evidence.brief, argue(evidence), chart_forms(), outline=outline)
    return deck, render_pptx(deck, master=TEMPLATE.master, layouts=TEMPLATE.layouts)


def with_rivals(evidence: Evidence, number: int) -> Evidence:
    """More competitors, each with what was found of the first."""
    brief = evidence.brief
    first = brief.competitors[0]
    keys = [f"rival-{i}" for i in range(number - len(brief.competitors))]
    topic = brief.topic(first.key)
    return replace(
        evidence,
        brief=replace(
            brief,
            competitors=(*brief.competitors, *(replace(first, key=k) for k in keys)),
            topics=(*brief.topics, *(replace(topic, key=k) for k in keys)),
        ),
        mentions=(
            *evidence.mentions,
            *(replace(m, topic=k) for k in keys for m in evidence.mentions if m.topic == first.key),
        ),
        readings=(
            *evidence.readings,
            *(replace(r, topic=k) for k in keys for r in evidence.readings if r.topic == first.key),
        ),
        presences=(
            *evidence.presences,
            *(replace(p, company=k) for k in keys for p in evidence.presences if p.company == first.key),
        ),
    )


def in_long_words(evidence: Evidence, names: tuple[str, ...] = NAMES) -> Evidence:
    """The evidence of a client whose names, queries, titles and hosts are long."""
    brief = evidence.brief
    competitors = tuple(
        replace(c, name=f"{names[i % len(names)][:37]} {i}", domains=(HOST,))
        for i, c in enumerate(brief.competitors)
    )
    queries = tuple(
        Query(
            key=q.key,
            text=f"{q.text} that a family with two children should buy in winter"[:60],
            is_brand=q.is_brand,
        )
        for q in brief.queries
    )
    brief = replace(
        brief,
        us=replace(brief.us, name=names[-1], domains=(HOST,)),
        competitors=competitors,
        queries=queries,
        audience="The management board of the whole group and its advisers",
        occasion="Board meeting on 3 December 2026 in Stockholm, item 7",
        presenter="Alexandra von Hohenstein-Berg",
        plan=replace(brief.plan, owner="Alexandra von Hohenstein-Berg"),
        exclusions=(Exclusion(name=names[0], why="sells to companies only, and left the market in 2025"),),
    )
    return replace(
        evidence,
        brief=brief,
        mentions=tuple(replace(m, title=TITLE, site=HOST, author=names[1]) for m in evidence.mentions),
        results=tuple(
            replace(r, title=TITLE, url=r.url.replace("://", f"://{HOST}.")) for r in evidence.results
        ),
    )


@pytest.mark.parametrize("given", DIFFERENT.keys(), ids=DIFFERENT.values())
def test_long_names_yield_a_deck_in_every_verdict_and_length(given: Callable[[], Evidence]) -> None:
    evidence = in_long_words(with_rivals(given(), 6))

    for outline in ("full", "five", "memo"):
        _, file = drawn(evidence, outline)
        assert Presentation(BytesIO(file)).slides


def test_the_meeting_has_no_slide_that_the_full_deck_has_not() -> None:
    assert set(TEMPLATE.outlines["meeting"]) <= set(TEMPLATE.outlines["full"])


def test_twelve_competitors_with_long_names_still_yield_a_deck() -> None:
    deck, _ = drawn(in_long_words(with_rivals(everything(), 12)), "full")

    assert len(deck.slides) > 20


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_are_printed_as_words_in_a_whole_file(words: str, tmp_path: Path) -> None:
    given = everything()
    brief = given.brief
    evidence = replace(
        given,
        brief=replace(
            brief,
            title=words,
            audience=words,
            presenter=words,
            competitor_rule=words,
            us=replace(brief.us, name=f"3M & <Söhne> {words}"),
            competitors=(replace(brief.competitors[0], name=f"{words} A"), *brief.competitors[1:]),
            queries=tuple(replace(q, text=words) for q in brief.queries),
            plan=replace(brief.plan, owner=words),
        ),
        mentions=tuple(replace(m, title=words, site=words, author=words) for m in given.mentions),
        results=tuple(replace(r, title=words, snippet=words) for r in given.results),
    )

    _, file = drawn(evidence, "full")

    path = tmp_path / "deck.pptx"
    path.write_bytes(file)
    assert validate_pptx(str(path)).is_valid
    shown = "\n".join(
        shape.text_frame.text
        for slide in Presentation(BytesIO(file)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert not set(shown) & set("\ue000\ue001\ue002\u202e\u2067")
    assert ("{{ 7*7 }}" in shown) == (words == HOSTILE["template"])
    assert len(max(shown.split("\n"), key=len)) < 1_000
