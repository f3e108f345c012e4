"""Options: declared by a template, set by a brief, printed with the brief as their origin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import TemplateError
from deckgen.model.deck import Slide, plain
from deckgen.model.ledger import Basis
from deckgen.model.options import Option, OptionKind
from deckgen.templating.options import read_options
from tests.factories import a_brief
from tests.templating.conftest import ComposeOne

FILE = Path("template.toml")
DECLARED = """
[options.fee]
type = "money"
[options.share]
type = "number"
default = 12
[options.scope]
type = "text"
[options.by]
type = "day"
[options.outcome]
type = "flag"
default = true
[options.stages]
type = "list"
[options.promises]
type = "table"
columns = { what = "text", target = "number", by = "day" }
"""


def a_slide(body: str) -> str:
    return f'+++\narchetype = "text"\nsection = "talk"\nfinding = "talk"\ntitle = "T"\n{body}\n+++\nSay it.\n'


def said(slide: Slide) -> str:
    return plain(slide.blocks[0].text)  # type: ignore[union-attr]


def test_an_option_of_the_brief_prints_with_the_brief_as_its_origin(compose_one: ComposeOne) -> None:
    brief = replace(a_brief(), options={"fee": Decimal(12000)})

    deck = compose_one(a_slide('[text]\nbody = "{{ options.fee }}"'), brief=brief, options=DECLARED)

    span = deck.slides[0].blocks[0].text[0].spans[0]  # type: ignore[union-attr]
    entry = deck.ledger[span.cite]
    assert "12,000" in span.text
    assert (entry.basis, entry.value, entry.origins[0].locator) == (
        Basis.BRIEF,
        Decimal(12000),
        "options.fee",
    )


def test_a_default_is_the_authors_number_and_an_option_nobody_set_is_not_known(
    compose_one: ComposeOne,
) -> None:
    words = "{{ options.share }}; {{ options.fee }}; {% if options.scope %}x{% else %}open{% endif %}"
    body = f'[text]\nbody = "{words}"'

    deck = compose_one(a_slide(body), options=DECLARED)

    assert said(deck.slides[0]) == "12; not measured; open"
    assert [e.basis for e in deck.ledger.values() if e.printed == "12"] == [Basis.AUTHOR]


def test_words_of_an_option_are_printed_whole_and_are_never_markup(compose_one: ComposeOne) -> None:
    words = "**Listen** to {{ talk.total }} # = ~ " + "and answer " * 40
    brief = replace(a_brief(), options={"scope": words})

    deck = compose_one(a_slide('[text]\nbody = "{{ options.scope }}"'), brief=brief, options=DECLARED)

    assert said(deck.slides[0]) == words.strip()


def test_lists_and_tables_of_options_can_be_gone_through(compose_one: ComposeOne) -> None:
    rows = ({"what": "Answer in a day", "target": Decimal(90), "by": date(2027, 3, 1)},)
    brief = replace(a_brief(), options={"stages": ("Listen", "Answer"), "promises": rows, "outcome": False})
    body = (
        '[text]\nbody = "{{ options.stages|join_names }}: {% for p in options.promises %}{{ p.what }} '
        '{{ p.target }} {{ p.by }}{% endfor %}{% if options.outcome %} paid by result{% endif %}"'
    )

    deck = compose_one(a_slide(body), brief=brief, options=DECLARED)

    assert said(deck.slides[0]) == "Listen and Answer: Answer in a day 90 1\u00a0Mar\u00a02027"


def test_an_option_that_the_template_does_not_declare_is_an_undefined_name(compose_one: ComposeOne) -> None:
    with pytest.raises(TemplateError, match="there is no name 'feee'"):
        compose_one(a_slide('[text]\nbody = "{{ options.feee }}"'), options=DECLARED)


def test_a_slide_can_depend_on_an_option(compose_one: ComposeOne) -> None:
    deck = compose_one(a_slide('when = "options.fee"'), options=DECLARED)

    assert deck.slides == ()


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"Fee": {"type": "money"}}, "small letters"),
        ({"fee": {"type": "dollars"}}, "'type' is 'dollars'; use one of: text, number"),
        ({"fee": {"type": "money", "min": 1}}, "unknown key 'min'"),
        ({"fee": {"type": "money", "default": "12"}}, "must be a number without quotes"),
        ({"fee": {"type": "money", "default": True}}, "must be a number without quotes"),
        ({"fee": {"type": "number", "default": float("inf")}}, "out of range"),
        ({"kind": {"type": "choice"}}, "'choices' goes with"),
        ({"kind": {"type": "choice", "choices": ["a"], "default": "b"}}, "one of its choices"),
        ({"kind": {"type": "text", "choices": ["a"]}}, "'choices' goes with"),
        ({"rows": {"type": "table"}}, "'columns' goes with"),
        ({"rows": {"type": "table", "columns": {"x": "flag"}}}, "'columns' gives each column's name"),
        ({"rows": {"type": "table", "columns": {"x": "text"}, "default": []}}, "a table has no default"),
        ({"by": {"type": "day", "default": "soon"}}, "a date as 2026-11-22"),
        ({"fee": 3}, "one table for each option"),
    ],
)
def test_a_wrong_declaration_names_the_option_and_what_to_write(table: Any, told: str) -> None:
    with pytest.raises(TemplateError) as caught:
        read_options(FILE, table)

    assert told in str(caught.value)
    assert str(caught.value).startswith("template.toml: ")


def test_declarations_are_typed() -> None:
    found = read_options(FILE, {"kind": {"type": "choice", "choices": ["fixed", "outcome"], "label": "How"}})

    assert found == (Option(key="kind", kind=OptionKind.CHOICE, label="How", choices=("fixed", "outcome")),)
