"""Tests of the ledger in the file: everything printed is in it, and it comes back as it went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from deckgen.errors import InputError, TemplateError
from deckgen.model.deck import Label
from deckgen.model.ledger import Basis, Ledger, LedgerEntry, Placement
from deckgen.model.origin import Kind
from deckgen.outputs.pptx import read_ledger, render
from deckgen.outputs.pptx.ledger import _ledger, ledger_xml
from deckgen.outputs.pptx.zipping import packed
from tests.factories import an_origin
from tests.outputs.pptx import decks, reading
from tests.outputs.pptx.decks import MASTER, Book

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30).filter(
    lambda s: "\ufffe" not in s and "\uffff" not in s
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Ledger]:
    blob = render(decks.every_archetype(), master=MASTER)
    path = tmp_path_factory.mktemp("deck") / "deck.pptx"
    path.write_bytes(blob)
    return blob, read_ledger(path)


def test_every_number_in_the_finished_file_is_in_the_ledger_for_its_slide(
    whole: tuple[bytes, Ledger],
) -> None:
    blob, ledger = whole
    entries = {e.id: e for e in ledger.entries}
    missing = []
    for n, slide in enumerate(reading.opened(blob).slides, 1):
        here = [entries[p.entry] for p in ledger.placements if p.slide == n]
        printed = {f for e in here for f in reading.NUMBER.findall(e.printed)}
        values = {e.value for e in here}
        for where, found in reading.printed_numbers(slide):
            if found not in printed and reading.number(found) not in values:
                missing.append((n, where, found))

    assert missing == []


def test_the_walk_sees_the_numbers_of_tables_titles_and_footers() -> None:
    b = Book()
    slide = decks.blogs(b)

    found = [
        n for _, n in reading.printed_numbers(reading.opened(render(b.deck(slide), master=MASTER)).slides[0])
    ]

    assert {"20", "23", "2026", "1"} <= set(found)


def test_placements_name_slide_and_place(whole: tuple[bytes, Ledger]) -> None:
    _, ledger = whole
    places = {(p.slide, p.place) for p in ledger.placements}

    assert (2, "title") in places
    assert (2, "table1 r1 c1") in places
    assert (3, "chart1 Norrvind Mar") in places
    assert (3, "chart2 category 1") in places
    assert (3, "source") in places
    assert (3, "footer") in places
    assert (3, "number") in places
    assert (3, "notes") in places


def test_a_total_that_only_the_output_prints_is_a_sum_with_its_parts(whole: tuple[bytes, Ledger]) -> None:
    _, ledger = whole

    total = next(e for e in ledger.entries if e.formula == "sum" and e.value == Decimal(13500))

    assert [v for _, v in total.inputs] == [Decimal(9500), Decimal(4000)]
    assert total.origins


def test_axis_numbers_pages_and_parts_are_structure(whole: tuple[bytes, Ledger]) -> None:
    _, ledger = whole
    structure = {e.id for e in ledger.entries if e.basis is Basis.STRUCTURE}

    places = {p.place for p in ledger.placements if p.entry in structure}

    assert {"chart1 axis", "number"} <= places


def test_a_part_of_a_split_table_is_placed_on_the_slide_it_ended_on(tmp_path: Path) -> None:
    b = Book()
    path = tmp_path / "deck.pptx"
    path.write_bytes(render(b.deck(decks.blogs(b, rows=25)), master=MASTER))

    ledger = read_ledger(path)

    last = {p.slide for p in ledger.placements if p.place == "table1 r25 c1"}
    assert last == {max(p.slide for p in ledger.placements)}
    assert any(p.place == "title" and p.entry == "structure:1" for p in ledger.placements)


def test_a_citation_that_the_ledger_does_not_hold_is_an_error() -> None:
    b = Book()
    slide = replace(decks.blogs(b), source=decks.Book().flat("Source: {77} pages"))

    with pytest.raises(TemplateError, match="cites 'm:77:None', which is not in the ledger"):
        render(b.deck(slide), master=MASTER)


def test_digits_without_a_citation_are_untraceable(tmp_path: Path) -> None:
    b = Book()
    slide = replace(decks.blogs(b), kicker=(decks.Paragraph(spans=(decks.Span(text="Chapter 7"),)),))
    path = tmp_path / "deck.pptx"
    path.write_bytes(render(b.deck(slide), master=MASTER))

    entry = next(e for e in read_ledger(path).entries if e.basis is Basis.UNTRACEABLE and e.printed == "7")

    assert entry.key == "blogs"


def test_a_label_cites_all_its_numbers() -> None:
    label = Book().label("Forums ({35 %}, {12})")

    assert label == Label(text="Forums (35 %, 12)", cites=("m:35 %:None", "m:12:None"))


def test_a_deck_without_a_ledger_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="carries no ledger"):
        read_ledger(MASTER)
    with pytest.raises(InputError, match="there is no such file"):
        read_ledger(tmp_path / "none.pptx")


OPEN = b'<ledger xmlns="urn:deckgen:ledger:1">'


@pytest.mark.parametrize(
    "content",
    [
        OPEN + b'<entry id="a" basis="guess" kind="exact"/></ledger>',
        OPEN + b"<entry",
        OPEN + b'<entry id="a" basis="author" kind="exact" value="x"/></ledger>',
        OPEN + b'<placement entry="a" slide="many" place="title"/></ledger>',
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + OPEN + b"</ledger>",
    ],
)
def test_a_damaged_ledger_is_an_error_in_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(packed({"customXml/item1.xml": content}))

    with pytest.raises(InputError) as caught:
        read_ledger(path)
    assert str(path) in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(
    printed=WORDS,
    key=WORDS,
    value=st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=6),
    kind=st.sampled_from(Kind),
    basis=st.sampled_from(Basis),
    locator=WORDS,
)
def test_a_ledger_comes_back_as_it_went_in(
    printed: str, key: str, value: Decimal | None, kind: Kind, basis: Basis, locator: str
) -> None:
    shared = an_origin(locator=locator)
    other = an_origin(
        url="https://b.example/?a=1&b=2", retrieved_at=datetime(2026, 1, 1, 1, 2, 3, tzinfo=UTC)
    )
    entries = tuple(
        LedgerEntry(
            id=f"n{i}",
            basis=basis,
            printed=printed,
            value=value,
            key=key,
            formula="share",
            kind=kind,
            inputs=(("part", Decimal("1.50")), ("whole", Decimal(3))),
            origins=origins,
        )
        for i, origins in enumerate(((shared,), (shared, other), ()))
    )
    placements = (Placement(entry="n0", slide=3, place=f"title {key}"),)
    ledger = Ledger(
        version="1", brief_digest="b", template_digest="t", entries=entries, placements=placements
    )

    blob = ledger_xml(ledger)

    assert _ledger(etree.fromstring(blob)) == ledger
    assert blob.count(b"<origin ") == len({shared, other})
