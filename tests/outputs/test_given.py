"""What a template sets on a master: placeholders by number or name, theme colours for roles, fonts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import validate_pptx

from deckgen.errors import TemplateError
from deckgen.model.deck import Deck, Role
from deckgen.model.styling import Styling
from deckgen.outputs.pptx import render
from deckgen.outputs.pptx.theme import contrast
from tests.outputs import masters as made
from tests.outputs.pptx import decks, reading
from tests.outputs.test_foreign_masters import IDENTITY

OURS = Path(__file__).resolve().parents[2] / "templates" / "boardroom" / "master.pptx"
GIVEN = {"table": "Two Content"}


def blogs() -> Deck:
    book = decks.Book()
    return book.deck(decks.blogs(book))


def drawn(
    tmp_path: Path, styling: Styling, layouts: Mapping[str, str] | None = None, *, deck: Deck | None = None
) -> Any:
    path = tmp_path / "client.pptx"
    path.write_bytes(made.saved(made.sized(13.333, 7.5)))
    blob = render(
        deck or decks.every_archetype(), master=path, layouts={**IDENTITY, **(layouts or {})}, styling=styling
    )
    (tmp_path / "deck.pptx").write_bytes(blob)
    assert [e.description for e in validate_pptx(tmp_path / "deck.pptx").errors] == []
    return reading.opened(blob)


def tables_on(deck: Any, layout: str) -> list[Any]:
    return [
        s for slide in deck.slides if slide.slide_layout.name == layout for s in slide.shapes if s.has_table
    ]


@pytest.mark.parametrize("wanted", [2, "Content Placeholder 3", "content placeholder 3"])
def test_a_slot_stands_in_the_placeholder_that_the_template_names(wanted: int | str, tmp_path: Path) -> None:
    deck = drawn(tmp_path, Styling(placeholders={"table": {"table1": wanted}}), GIVEN, deck=blogs())

    layout = next(item for item in deck.slide_layouts if item.name == "Two Content")
    holder = next(p for p in layout.placeholders if p.placeholder_format.idx == 2)
    found = [t for t in tables_on(deck, "Two Content") if t.is_placeholder]
    assert found
    assert {(t.left, t.placeholder_format.idx) for t in found} == {(holder.left, 2)}


def test_a_slot_that_is_given_no_placeholder_gets_a_frame_of_ours(tmp_path: Path) -> None:
    deck = drawn(tmp_path, Styling(placeholders={"table": {"table1": ""}}), GIVEN, deck=blogs())

    assert tables_on(deck, "Two Content")
    assert not any(t.is_placeholder for t in tables_on(deck, "Two Content"))


@pytest.mark.parametrize(
    ("placeholders", "told"),
    [
        ({"tabel": {"table1": 1}}, "[placeholders.tabel] names no archetype"),
        ({"table": {"tabel1": 1}}, "'table' has: kicker, table1, source"),
        ({"table": {"table1": 77}}, "the layout 'Two Content' has no such placeholder; it has: 1 '"),
        ({"table": {"table1": "Chart"}}, "placeholders.table.table1 is 'Chart'"),
    ],
)
def test_a_placeholder_that_is_not_there_is_named_with_those_that_are(
    placeholders: Any, told: str, tmp_path: Path
) -> None:
    with pytest.raises(TemplateError) as caught:
        drawn(tmp_path, Styling(placeholders=placeholders), GIVEN, deck=blogs())

    assert told in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "client.pptx"))


def test_a_place_of_the_cover_is_sought_on_the_chosen_layout_alone(tmp_path: Path) -> None:
    deck = drawn(tmp_path, Styling(placeholders={"cover": {"subtitle": "Subtitle 2"}}), deck=decks.short())

    holder = next(p for p in deck.slides[0].placeholders if p.placeholder_format.idx == 1)
    assert deck.slides[0].slide_layout.name == "Title Slide"
    assert holder.text_frame.text


def test_on_our_own_master_a_slot_can_stand_in_another_placeholder(tmp_path: Path) -> None:
    styling = Styling(placeholders={"text": {"body": ""}})

    deck = reading.opened(render(decks.every_archetype(), master=OURS, styling=styling))

    texts = [s for s in deck.slides if s.slide_layout.name == "Text"]
    assert texts
    assert all(1 not in {p.placeholder_format.idx for p in s.placeholders} for s in texts)


def test_a_role_is_drawn_in_the_theme_colour_that_the_template_names(tmp_path: Path) -> None:
    usual = marks(drawn(tmp_path, Styling()))
    moved = marks(drawn(tmp_path, Styling(roles={Role.US: "accent6"})))

    assert "accent6" in moved
    assert moved != usual


def test_a_colour_that_is_not_legible_for_a_role_is_darkened_all_the_same(tmp_path: Path) -> None:
    styling = Styling(roles={Role.US: "accent4"}, colours={"accent4": "FFF200"})

    deck = drawn(tmp_path, styling)

    shades = [t for t in tokens(deck) if t.get("val") == "accent4"]
    assert shades
    assert contrast("FFF200", "FFFFFF") < 3
    assert all(len(t) for t in shades)  # each with a darker step


def test_colours_and_fonts_go_into_the_theme_and_nowhere_else(tmp_path: Path) -> None:
    styling = Styling(colours={"accent1": "0072BC"}, heading_font="Georgia", body_font="Verdana")

    drawn(tmp_path, styling)

    with zipfile.ZipFile(tmp_path / "deck.pptx") as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
        slides = "".join(
            package.read(n).decode() for n in package.namelist() if n.startswith("ppt/slides/slide")
        )
    assert re.search(r'<a:accent1><a:srgbClr val="0072BC"/></a:accent1>', theme)
    assert re.search(r'<a:majorFont><a:latin typeface="Georgia"', theme)
    assert re.search(r'<a:minorFont><a:latin typeface="Verdana"', theme)
    assert "0072BC" not in slides
    assert "Georgia" not in slides
    with zipfile.ZipFile(tmp_path / "client.pptx") as package:
        assert b"0072BC" not in package.read("ppt/theme/theme1.xml")


def test_on_a_master_of_our_own_layouts_roles_are_the_themes_colours() -> None:
    with pytest.raises(TemplateError, match="change the colour itself"):
        render(decks.short(), master=OURS, styling=Styling(roles={Role.US: "accent2"}))
    recoloured = render(decks.short(), master=OURS, styling=Styling(colours={"accent1": "123456"}))
    with zipfile.ZipFile(BytesIO(recoloured)) as package:
        assert b"123456" in package.read("ppt/theme/theme1.xml")


def tokens(deck: Any) -> list[Any]:
    found = []
    for slide in deck.slides:
        found += list(slide._element.iter(f"{reading.A}schemeClr"))
        for shape in slide.shapes:
            if shape.has_chart:
                found += list(shape.chart._chartSpace.iter(f"{reading.A}schemeClr"))
    return found


def marks(deck: Any) -> set[str]:
    return {t.get("val") for t in tokens(deck)}
