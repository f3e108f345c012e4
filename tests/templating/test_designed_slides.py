"""Drawn slides: repeated, dropped, filled by the names of their shapes; mistakes name where they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import TemplateError
from deckgen.model.deck import plain as plain_text
from deckgen.model.designed import DesignedSlide, Direction, FilledSlide, ShapeKind
from deckgen.model.finding import Exhibit, Quote, Series
from deckgen.model.ledger import Basis
from tests.factories import an_origin
from tests.templating.conftest import a_finding
from tests.templating.designing import (
    a_box,
    a_drawn_slide,
    a_shape,
    a_table,
    compose_drawn,
    plain,
    words,
)

TITLE = a_box("The talk about {{ brief.us.name }}", name="Title 1", is_title=True)


def filled(folder: Path, *slides: DesignedSlide, **changes: Any) -> tuple[FilledSlide, ...]:
    deck = compose_drawn(folder, *slides, **changes)
    assert all(isinstance(s, FilledSlide) for s in deck.slides)
    return deck.slides  # type: ignore[return-value]


def test_a_drawn_slide_is_filled_and_its_title_and_notes_are_those_of_the_deck(tmp_path: Path) -> None:
    slide = a_drawn_slide(
        TITLE, a_box("{{ talk.total }} times"), notes=("section: talk", "", "Say {{ talk.total }}.")
    )

    (made,) = filled(tmp_path, slide)

    assert plain_text(made.title) == "The talk about Norrvind"
    assert plain_text(made.notes) == "Say 1,248."
    assert [words(s) for s in made.shapes] == [["The talk about Norrvind"], ["1,248 times"]]
    assert (made.section, made.drawn_as, made.archetype) == ("talk", 1, "designed")


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("master:2", 2),
        ("master: Our  rivals", 1),
        ("master:impress", 2),
        ("master:third {{ talk.total }}", 3),
    ],
)
def test_an_outline_names_a_drawn_slide_by_number_name_or_title(
    tmp_path: Path, key: str, number: int
) -> None:
    slides = (
        a_drawn_slide(a_box("x"), notes=("name: our rivals",)),
        a_drawn_slide(a_box("y"), number=2, name="Impress"),
        a_drawn_slide(a_box("Third {{ talk.total }}", is_title=True), number=3),
    )

    made = filled(tmp_path, *slides, outline=[key])

    assert [s.drawn_as for s in made] == [number]


def test_a_slide_repeats_for_each_item_and_leaves_itself_out(tmp_path: Path) -> None:
    slide = a_drawn_slide(
        a_box("{{ loop.index }} {{ company.name }}", is_title=True),
        notes=("for: company in competitors", "when: company.name != 'Velmora'", "On {{ company.name }}"),
    )
    never = a_drawn_slide(a_box("x"), number=2, notes=("when: talk.total > 5000",))

    deck = compose_drawn(tmp_path, slide, never)

    assert [plain_text(s.title) for s in deck.slides] == ["2 Brightspoke"]
    assert plain_text(deck.slides[0].notes) == "On Brightspoke"
    number = deck.slides[0].title[0].spans[0]
    assert deck.ledger[number.cite].basis is Basis.STRUCTURE


def test_a_group_repeats_with_everything_in_it(tmp_path: Path) -> None:
    group = a_shape(
        ShapeKind.GROUP,
        name="for: competitors; down",
        children=(a_box("{{ competitor.name }}"), a_box("dot")),
    )

    (made,) = filled(tmp_path, a_drawn_slide(group))

    assert [s.at for s in made.shapes] == [0, 0]
    assert [words(s.children[0]) for s in made.shapes] == [["Velmora"], ["Brightspoke"]]
    assert made.shapes[0].direction is Direction.DOWN


def test_shapes_that_are_not_wanted_or_come_out_empty_are_left_out(tmp_path: Path) -> None:
    slide = a_drawn_slide(
        a_box("words", name="when: talk.total > 5000"),
        a_box("words", name="when: talk.total > 5"),
        a_box("{% if talk.nothing %}never{% endif %}"),
        a_box(""),
        a_shape(ShapeKind.GROUP, children=(a_box("{% if talk.nothing %}x{% endif %}"),)),
    )

    (made,) = filled(tmp_path, slide)

    assert [s.at for s in made.shapes] == [1, 3]


def test_a_chart_gets_the_series_of_an_exhibit_with_gaps_and_citations(tmp_path: Path) -> None:
    deck = compose_drawn(tmp_path, a_drawn_slide(TITLE, a_shape(ShapeKind.CHART, name="chart: talk.weekly")))

    shape = deck.slides[0].shapes[1]  # type: ignore[attr-defined]
    spec = shape.chart
    assert [c.text for c in spec.categories] == ["week 1", "week 2"]
    assert [(s.name.text, [p.value for p in s.points]) for s in spec.series] == [("Norrvind", [1248, None])]
    assert deck.ledger[spec.series[0].points[0].cite].key == "talk.total"
    assert "".join(s.text for s in shape.alt) == "The talk about Norrvind"


@pytest.mark.parametrize(
    "name", ["chart:weekly", "Chart: talk.exhibits.weekly", "chart: talk.weekly; when: 1"]
)
def test_a_chart_may_be_named_shortly_or_wholly(tmp_path: Path, name: str) -> None:
    (made,) = filled(tmp_path, a_drawn_slide(a_shape(ShapeKind.CHART, name=name)))

    assert made.shapes[0].chart is not None


def test_a_chart_without_any_number_is_left_out(tmp_path: Path) -> None:
    empty = Exhibit(
        labels=(Quote(text="a", origins=()),),
        series=(Series(label=Quote(text="b", origins=()), points=(None,)),),
    )

    (made,) = filled(
        tmp_path,
        a_drawn_slide(a_box("x"), a_shape(ShapeKind.CHART, name="chart: talk.weekly")),
        finding=replace(a_finding(), exhibits={"weekly": empty}),
    )

    assert [s.at for s in made.shapes] == [0]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (["sample", "5"], [["A **bold** title", "3"], ["{{ 7 * 7 }}", "not measured"]]),
        (["count", "name"], [["3", "A **bold** title"], ["not measured", "{{ 7 * 7 }}"]]),
        (["{{ loop.index }}.", "{{ row.count }} times"], [["1.", "3 times"], ["2.", "not measured times"]]),
    ],
)
def test_a_table_by_name_repeats_its_first_row_below_the_head(
    tmp_path: Path, pattern: list[str], expected: list[list[str]]
) -> None:
    table = a_table(
        ["A", "B"], pattern, ["old", "old"], ["All", "{{ talk.total }}"], has_total=True, name="table: rows"
    )

    (made,) = filled(tmp_path, a_drawn_slide(table))

    rows = made.shapes[0].rows or ()
    cells = [[plain(c)[0] for c in r.cells] for r in rows]
    assert cells == [["A", "B"], *expected, ["All", "1,248"]]
    assert [r.row for r in rows] == [0, 1, 1, 3]


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    table = a_table(["A", "B"], ["x", "y"], name="table: talk.rows[:0]")

    (made,) = filled(tmp_path, a_drawn_slide(table))

    assert [[plain(c) for c in r.cells] for r in made.shapes[0].rows or ()][1] == [["not measured"], [""]]


def test_a_picture_is_drawn_of_an_exhibit_in_a_form_of_its_own(tmp_path: Path) -> None:
    (made,) = filled(
        tmp_path, a_drawn_slide(a_shape(ShapeKind.PICTURE, name="picture: talk.weekly as strip"))
    )

    assert made.shapes[0].picture is not None


def test_notes_that_only_mention_a_setting_stay_notes(tmp_path: Path) -> None:
    (made,) = filled(tmp_path, a_drawn_slide(a_box("x"), notes=("Speak slowly.", "when: never")))

    assert plain_text(made.notes) == "Speak slowly.\nwhen: never"


def a_chart(name: str) -> DesignedSlide:
    return a_drawn_slide(TITLE, a_shape(ShapeKind.CHART, name=name))


def a_name(name: str, **changes: Any) -> DesignedSlide:
    return a_drawn_slide(TITLE, a_box("x", name=name, **changes))


MISTAKES = [
    (
        a_drawn_slide(TITLE, a_box(("We had {{ ta", "lk.totl }} of them"), name="Big number")),
        "shape \"Big number\": there is no name 'totl'; did you mean 'total'?; "
        'look at "We had {{ talk.totl }} of them"',
    ),
    (
        a_drawn_slide(TITLE, a_box("Said {{ talk.total|percnt }} of all")),
        "No filter named 'percnt'; did you mean 'percent'?; look at \"Said {{ talk.total|percnt }} of all\"",
    ),
    (
        a_drawn_slide(TITLE, a_box("Said {{ talk.total of all")),
        "the tag is not closed in its paragraph; end it with }}",
    ),
    (
        a_drawn_slide(TITLE, a_table(["Head"], ["cell {{ talc.total }} end"])),
        "'talc' is undefined; did you mean 'talk'?; look at \"cell {{ talc.total }} end\"",
    ),
    (a_drawn_slide(TITLE, a_box("x"), notes=("Say {{ talc }}",)), "notes: 'talc' is undefined"),
    (
        a_drawn_slide(TITLE, a_box("x"), notes=("for: talk.total",)),
        "notes: 'talk.total' is no list that can be repeated",
    ),
    (a_drawn_slide(TITLE, a_box("x"), notes=("when: tlk.total",)), "notes: 'tlk' is undefined"),
    (a_chart("chart: talk.weakly"), "'talk.weakly' is no exhibit; did you mean 'talk.weekly'?"),
    (a_chart("chart: mentions"), "'mentions' is no exhibit; known are: talk.weekly"),
    (a_chart("chart: talk.total"), "'talk.total' is no exhibit"),
    (a_name("chart: talk.weekly"), "this is no chart; insert a chart (Insert > Chart)"),
    (a_name("table: rows"), "this is no table; insert a table"),
    (
        a_drawn_slide(TITLE, a_table(["H"], ["x"], name="table: talk.rosw")),
        "'talk.rosw' is no table; did you mean 'talk.rows'?",
    ),
    (
        a_drawn_slide(TITLE, a_table(["H"] * 3, ["x"] * 3, name="table: rows")),
        "the table has 3 columns, 'rows' has 2 (name, count)",
    ),
    (
        a_drawn_slide(TITLE, a_table(["H"], ["x"], name="table: competitors")),
        "'competitors' is a list without columns",
    ),
    (
        a_name("for: range(300)"),
        "'range(300)' has 300 items, at most 200 are repeated; take fewer: range(300)[:10]",
    ),
    (a_name("for: competitors; sideways"), "'sideways' is not understood in the name of a shape"),
    (
        a_drawn_slide(TITLE, a_shape(ShapeKind.GROUP, children=(a_box("x", name="for: competitors"),))),
        "a shape inside a group cannot be repeated",
    ),
    (
        a_drawn_slide(TITLE, a_shape(ShapeKind.SMARTART, name="Cycle", locked=("We: {{ talk.total }}",))),
        'shape "Cycle": a tag in a SmartArt is not filled; convert it to shapes (SmartArt Design > Convert > '
        'Convert to Shapes); look at "We: {{ talk.total }}"',
    ),
    (a_drawn_slide(TITLE, a_shape(ShapeKind.OBJECT, name="Sheet")), "an embedded object is not filled"),
    (
        a_drawn_slide(TITLE, a_shape(ShapeKind.CHART, locked=("{{ talk.total }}",))),
        "a tag in a chart is not filled",
    ),
    (
        a_drawn_slide(TITLE, a_shape(ShapeKind.PICTURE, name="picture: talk.weekly")),
        "'weekly' is no form that deckgen draws",
    ),
    (a_drawn_slide(TITLE, a_box("x", alt="{{ talk.totl }}")), "did you mean 'total'?"),
]


@pytest.mark.parametrize(("slide", "message"), MISTAKES, ids=[m[:40] for _, m in MISTAKES])
def test_a_mistake_names_file_slide_title_shape_and_words(
    tmp_path: Path, slide: DesignedSlide, message: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        compose_drawn(tmp_path, slide)

    told = str(caught.value)
    where = f'{tmp_path / "small" / "master.pptx"}, slide 1 "The talk about {{{{ brief.us.name }}}}", '
    assert told.startswith(where)
    assert message in told
    assert "\n" not in told
    assert 'shape "' in told or "notes: " in told


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (
            "master:7",
            "the outline names 'master:7', but the file has no such slide; it has: 1 'Twin', 2 'Twin'",
        ),
        ("master:Twin", "slides 1 and 2 are both called 'Twin'; name one by its number: 'master:1'"),
    ],
)
def test_an_outline_that_names_no_slide_or_two_says_which_there_are(
    tmp_path: Path, key: str, message: str
) -> None:
    slides = (a_drawn_slide(a_box("x"), name="Twin"), a_drawn_slide(a_box("y"), name="Twin", number=2))

    with pytest.raises(TemplateError) as caught:
        compose_drawn(tmp_path, *slides, outline=[key])
    assert message in str(caught.value)


def test_words_from_outside_in_the_name_of_a_company_stay_words(tmp_path: Path) -> None:
    finding = a_finding(
        title=Quote(text="{{ talk.total }} {% if %} \ue0051.1.1\ue004", origins=(an_origin(),))
    )

    (made,) = filled(tmp_path, a_drawn_slide(a_box("On {{ talk.title }}")), finding=finding)

    assert words(made.shapes[0]) == ["On {{ talk.total }} {% if %} 1.1.1"]


def test_a_drawn_slide_alone_falls_into_the_first_section(tmp_path: Path) -> None:
    (made,) = filled(tmp_path, a_drawn_slide(a_box("x")))

    assert made.section == "talk"


def test_a_template_may_call_things_shortly(tmp_path: Path) -> None:
    names = {"mentions": "talk", "over_time": "talk.exhibits.weekly", "top": "talk.tables.rows[:1]"}
    slide = a_drawn_slide(
        a_box("{{ mentions.total }}{% for one in top %} {{ one.name }}{% endfor %}"),
        a_shape(ShapeKind.CHART, name="chart:over_time"),
        a_table(["A", "B"], ["x", "y"], name="table:top"),
    )

    (made,) = filled(tmp_path, slide, names=names)

    assert words(made.shapes[0]) == ["1,248 A **bold** title"]
    assert made.shapes[1].chart is not None
    assert len(made.shapes[2].rows or ()) == 2


def test_a_short_name_that_means_nothing_is_a_mistake_where_it_is_used(tmp_path: Path) -> None:
    names = {"x": "tlk.total", "unused": "tlk"}

    with pytest.raises(TemplateError) as caught:
        compose_drawn(tmp_path, a_drawn_slide(a_box("{{ x }}")), names=names)

    told = str(caught.value)
    assert "shape \"Box 1\": [names] of template.toml: x = 'tlk.total': 'tlk' is undefined" in told
    assert 'look at "{{ x }}"' in told
