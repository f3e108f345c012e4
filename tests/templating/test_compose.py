"""Slide files become slides whose every number is in the ledger."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import TemplateError
from deckgen.model.deck import ChartBlock, Slide, TableBlock, plain
from deckgen.model.finding import Quote, Verdict
from deckgen.model.ledger import Basis
from deckgen.templating.citing import Citations, cleaned, marked
from deckgen.templating.markup import line
from deckgen.templating.own import Place
from tests.factories import an_origin
from tests.templating.conftest import ComposeOne, a_finding


def a_slide(body: str = "", *, title: str = '"T"', notes: str = "Say it.") -> str:
    settings = f'archetype = "text"\nsection = "talk"\nfinding = "talk"\ntitle = {title}\n{body}'
    return f"+++\n{settings}\n+++\n{notes}\n"


def texts(slide: Slide) -> str:
    return "\n".join(plain(b.text) for b in slide.blocks if not isinstance(b, (ChartBlock, TableBlock)))


def test_a_printed_number_is_in_the_ledger_with_its_formula_and_origin(compose_one: ComposeOne) -> None:
    deck = compose_one(a_slide('[text]\nbody = "{{ talk.total }} mentions"'))

    span = deck.slides[0].blocks[0].text[0].spans[0]  # type: ignore[union-attr]
    entry = deck.ledger[span.cite]
    assert (span.text, entry.printed, entry.formula, entry.basis) == (
        "1,248",
        "1,248",
        "count",
        Basis.MEASURED,
    )
    assert entry.origins == (an_origin(),)


def test_a_typed_number_is_recorded_as_untraceable(compose_one: ComposeOne) -> None:
    deck = compose_one(a_slide('[text]\nbody = "In 2010, 41 % did"'))

    spans = [s for s in deck.slides[0].blocks[0].text[0].spans if s.cite]  # type: ignore[union-attr]
    assert [(s.text, deck.ledger[s.cite].basis, deck.ledger[s.cite].key) for s in spans] == [
        ("2010", Basis.UNTRACEABLE, "one/body"),
        ("41", Basis.UNTRACEABLE, "one/body"),
    ]


def test_every_digit_of_a_deck_stands_in_a_cited_run(compose_one: ComposeOne) -> None:
    deck = compose_one(
        a_slide(
            '[text]\nbody = "{{ talk.total }} on {{ talk.read_on }}, part 2, {{ brief.window.weeks }} weeks"'
        )
    )

    uncited = [
        s.text
        for slide in deck.slides
        for b in slide.blocks
        for p in getattr(b, "text", ())
        for s in p.spans
        if re.search(r"\d", s.text) and not s.cite
    ]
    assert uncited == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_verdict_chooses_the_wording(compose_one: ComposeOne, verdict: Verdict) -> None:
    title = (
        '{strong = "We are strong", weak = "We are weak", missing = "We miss it", contradicts = "It says no"}'
    )

    deck = compose_one(a_slide(title=title), a_finding(verdict))

    expected = {
        "strong": "We are strong",
        "weak": "We are weak",
        "missing": "We miss it",
        "contradicts": "It says no",
    }
    assert plain(deck.slides[0].title) == expected[verdict.value]


def test_a_verdict_may_take_another_archetype_and_drops_the_common_charts(compose_one: ComposeOne) -> None:
    body = (
        '[[chart]]\nslot = "chart1"\nform = "trend"\ndata = "talk.exhibits.weekly"\n'
        '[on.missing]\narchetype = "statement"\n[on.missing.text]\npanel = "Nothing to show"'
    )

    deck = compose_one(a_slide(body), a_finding(Verdict.MISSING))

    slide = deck.slides[0]
    assert (slide.archetype, len(slide.blocks), texts(slide)) == ("statement", 1, "Nothing to show")


def test_text_from_outside_becomes_neither_markup_nor_code(compose_one: ComposeOne) -> None:
    columns = 'columns = [{head = "A", text = "{{ row.name }}"}]'
    body = f'[[table]]\nslot = "table1"\ndata = "talk.tables.rows"\n{columns}'

    table = next(b for b in compose_one(a_slide(body)).slides[0].blocks if isinstance(b, TableBlock)).table

    first, second = (r.cells[0].text[0] for r in table.rows)
    assert first.text == "A **bold** title"
    assert not any(s.bold for s in first.spans)
    assert second.text == "{{ 7 * 7 }}"


def test_what_was_not_measured_says_so(compose_one: ComposeOne) -> None:
    deck = compose_one(a_slide('[text]\nbody = "{{ talk.nothing }}{% if talk.nothing %} never{% endif %}"'))

    assert texts(deck.slides[0]) == "not measured"


def test_a_share_of_a_small_whole_is_printed_as_counts(compose_one: ComposeOne) -> None:
    deck = compose_one(a_slide('[text]\nbody = "{{ talk.share }} or {{ talk.share|percent }}"'))

    assert texts(deck.slides[0]).replace("\u00a0", " ") == "3 of 8 or 38 %"


def test_a_gap_in_a_series_stays_a_gap(compose_one: ComposeOne) -> None:
    body = '[[chart]]\nslot = "chart1"\nform = "trend"\ndata = "talk.exhibits.weekly"\nalt = "A line"'

    chart = next(b for b in compose_one(a_slide(body)).slides[0].blocks if isinstance(b, ChartBlock)).chart

    assert [p.value for p in chart.series[0].points] == [1248, None]


@pytest.mark.parametrize(
    ("slide", "message"),
    [
        (
            a_slide('[text]\nbody = "{{ talk.totl }}"'),
            r"one\.md, body: there is no name 'totl'.*\{\{ talk\.totl",
        ),
        (a_slide('[text]\nbody = "{{ talk.total|shout }}"'), r"one\.md, body: No filter named 'shout'"),
        (a_slide('[text]\nbody = "{{ talk.__class__ }}"'), r"one\.md, body: .*__class__.*unsafe"),
        (a_slide('colour = "red"'), r"one\.md: unknown key 'colour'; known are: "),
        (a_slide(title='{strong = "S"}'), r"one\.md: 'title' has no wording for 'weak'; add it"),
        ("no settings", r"one\.md: a slide file begins with settings between two lines"),
        (
            a_slide('[[chart]]\nslot = "chart1"\nform = "pie"\ndata = "talk.exhibits.weekly"'),
            "no chart form 'pie'",
        ),
        (
            a_slide('[[chart]]\nslot = "chart1"\nform = "trend"\ndata = "talk.total"'),
            "talk.total is no exhibit",
        ),
    ],
)
def test_a_mistake_in_a_slide_file_is_told_with_file_and_words(
    compose_one: ComposeOne, slide: str, message: str
) -> None:
    with pytest.raises(TemplateError, match=message):
        compose_one(slide, a_finding(Verdict.WEAK))


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_outside_text_prints_as_itself_without_control_characters(text: str) -> None:
    citations = Citations()
    shown = cleaned(text)

    out = line(marked(shown, citations.quotation(shown, ())), citations=citations, place=Place(where="x"))

    assert "".join(p.text for p in out) == shown
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ue000-\ue002]", shown)
    assert all(s.cite for p in out for s in p.spans if re.search(r"\d", s.text))


def test_a_quotation_with_digits_is_in_the_ledger_as_quoted(compose_one: ComposeOne) -> None:
    finding = a_finding(quote=Quote(text="5 best bikes", origins=(an_origin(),)))

    deck = compose_one(a_slide('[text]\nbody = "{{ talk.quote }}"'), finding)

    assert [(e.printed, e.basis) for e in deck.ledger.values()] == [("5 best bikes", Basis.QUOTED)]
