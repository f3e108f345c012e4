"""One slide for each item of a list, from one slide file."""

from __future__ import annotations

import pytest

from deckgen.errors import TemplateError
from deckgen.model.deck import plain
from deckgen.model.ledger import Basis
from tests.templating.conftest import ComposeOne


def a_file(for_each: str, title: str = "About {{ company.name }}", more: str = "", notes: str = "") -> str:
    settings = f'archetype = "text"\ntitle = "{title}"\nfor_each = "{for_each}"\n{more}'
    return f"+++\n{settings}\n+++\n{notes}\n"


def test_each_item_has_a_slide_and_knows_its_place(compose_one: ComposeOne) -> None:
    title = "{{ loop.index }} of {{ loop.length }}: {{ company.name }}{% if loop.last %}, last{% endif %}"

    deck = compose_one(a_file("company in competitors", title, notes="On {{ company.name }}."))

    assert [plain(s.title) for s in deck.slides] == ["1 of 2: Velmora", "2 of 2: Brightspoke, last"]
    assert [plain(s.notes) for s in deck.slides] == ["On Velmora.", "On Brightspoke."]
    cited = [s.cite for slide in deck.slides for s in slide.title[0].spans if s.text.isdigit()]
    assert {deck.ledger[c].basis for c in cited} == {Basis.STRUCTURE}


def test_a_condition_is_asked_of_each_item(compose_one: ComposeOne) -> None:
    deck = compose_one(a_file("company in competitors", more="when = \"company.name != 'Velmora'\""))

    assert [plain(s.title) for s in deck.slides] == ["About Brightspoke"]


def test_a_list_may_stand_alone_and_its_item_is_named_after_it(compose_one: ComposeOne) -> None:
    deck = compose_one(a_file("competitors", "{{ competitor.name }} is {{ item.name }}"))

    assert plain(deck.slides[0].title) == "Velmora is Velmora"


def test_a_row_of_a_table_is_an_item(compose_one: ComposeOne) -> None:
    deck = compose_one(a_file("row in talk.tables.rows", "{{ row.name }}"))

    assert [plain(s.title) for s in deck.slides] == ["A **bold** title", "{{ 7 * 7 }}"]


def test_no_item_gives_no_slide(compose_one: ComposeOne) -> None:
    assert compose_one(a_file("company in competitors[5:]")).slides == ()


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            a_file("company in competitors", "One title"),
            r"one\.md: two slides of its for_each have the title 'One title'; print in the title what each",
        ),
        (a_file("x in talk.total", "T"), r"one\.md: for_each: 'talk.total' is no list that can be repeated"),
        (a_file("x in tlak.rows", "T"), r"one\.md: for_each: 'tlak' is undefined"),
        (
            a_file("x in range(201)", "{{ x }}"),
            r"one\.md: for_each: 'range\(201\)' has 201 items, at most 200 are repeated; take fewer: range",
        ),
        (a_file("x in range(99999999999)", "{{ x }}"), r"one\.md: for_each: .*[Rr]ange too big"),
        (a_file("company in", "T"), r"one\.md: for_each: "),
    ],
)
def test_a_mistake_names_the_slide_file(compose_one: ComposeOne, file: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        compose_one(file)


def test_what_is_repeated_is_not_chosen_by_the_verdict(compose_one: ComposeOne) -> None:
    with pytest.raises(TemplateError, match=r"on\.weak\.unknown key 'for_each'"):
        compose_one(a_file("company in competitors", more='[on.weak]\nfor_each = "x in y"'))
