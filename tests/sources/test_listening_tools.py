"""Whose export a table is, told by its header, and which columns it is read by."""

from __future__ import annotations

import contextlib
import csv
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged
from deckgen.parsing.tables import Table, as_table, column_key
from deckgen.sources._listening_tools import ANY, MEANINGS, known_columns, places, tool_of, tools
from tests.factories import a_page

EXAMPLES = Path(__file__).parents[1] / "examples" / "listening_export"
FILES = {
    "meltwater": "meltwater.csv",
    "meltwater_explore": "meltwater-explore.csv",
    "brandwatch": "brandwatch.csv",
    "brand24": "brand24.xlsx",
    "talkwalker": "talkwalker.csv",
    "mention": "mention.csv",
    ANY: "hand-made-swedish.csv",
}


def a_table(*columns: str, name: str = "march.csv") -> Table:
    return Table(name=name, columns=columns, rows=(), first_line=2)


def example(tool: str) -> Table:
    return as_table(a_page((EXAMPLES / FILES[tool]).read_bytes(), url=f"file:{FILES[tool]}"), known_columns())


HEADERS = {key: [column for column in example(key).columns if column] for key in FILES}


@pytest.mark.parametrize("key", FILES)
def test_each_tools_export_is_told_by_its_header(key: str) -> None:
    assert tool_of(HEADERS[key]).key == key


def test_the_recorded_header_is_meltwaters(recorded: Path) -> None:
    with (recorded / "mentions/meltwater/explore_export_5rows.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        header = next(csv.reader(file))

    assert len(header) == 36
    assert tool_of(header).name == "Meltwater"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_order_case_spacing_and_further_columns_do_not_hide_a_tool(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([key for key in FILES if key != ANY]))
    header = data.draw(st.permutations(HEADERS[key]))
    written = [
        data.draw(st.sampled_from([c, c.upper(), c.lower(), f" {c} ", c.replace(" ", "_")])) for c in header
    ]
    further = data.draw(st.lists(st.sampled_from(["Notes", "Campaign", "AVE", "Internal #"]), max_size=3))

    assert tool_of([*further, *written]).key == key


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=12) | st.sampled_from(sorted(known_columns())), max_size=30))
def test_any_header_is_of_one_tool_and_has_places_inside_it_or_is_refused(columns: list[str]) -> None:
    table = a_table(*columns)

    assert tool_of(columns) in tools()
    at = {}
    with contextlib.suppress(SourceChanged):
        at = dict(places(table, {}).at)
        assert at["date"]
        assert at["title"] or at["text"]
    assert set(at) in (set(), set(MEANINGS))
    assert all(0 <= place < len(columns) for where in at.values() for place in where)


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted({c for header in HEADERS.values() for c in header})), min_size=1))
def test_a_tool_is_named_only_when_one_of_its_groups_is_whole(columns: set[str]) -> None:
    tool = tool_of(sorted(columns))

    there = {column_key(column) for column in columns}
    assert tool.key == ANY or any(group <= there for group in tool.known_by)


def test_advertising_value_reach_and_sums_are_no_column_of_any_meaning() -> None:
    never = ("ave", "reach", "ad value", "impression", "engagement", "influence", "audience", "viewership")

    assert not [name for name in known_columns() if any(word in name.split() for word in never)]
    assert "engagement" not in known_columns()


def test_every_tool_says_where_its_header_was_seen_and_when() -> None:
    for tool in tools()[:-1]:
        assert "2026-11-22" in tool.seen
        assert tool.name
        assert tool.known_by
        assert {"date", "title", "text", "url"} <= set(tool.columns)
        known = {name for names in tool.columns.values() for name in names}
        assert known <= {column_key(name) for name in known}, "written as they are compared"


def test_links_inside_a_post_are_not_its_address() -> None:
    table = example("meltwater_explore")

    at = places(table, {}).at

    assert [table.columns[i] for i in at["url"]] == ["URL"]
    assert "Links" not in [table.columns[i] for where in at.values() for i in where]


def test_what_brand24_calls_source_is_an_address() -> None:
    table = example("brand24")

    at = places(table, {}).at

    assert [table.columns[i] for i in at["url"]] == ["Source"]
    assert [table.columns[i] for i in at["source"]] == ["Domain"]


@pytest.mark.parametrize(
    "header",
    ["Datum Rubrik Länk", "Dato Overskrift Kilde", "Datum Titel Quelle Sprache", "Päivämäärä Otsikko Kieli",
     "Dato Tittel Lenke", "Pvm Teksti Linkki", "Veröffentlicht Schlagzeile Verfasser"],
)  # fmt: skip
def test_hand_made_tables_may_be_in_the_languages_of_the_north(header: str) -> None:
    columns = header.split()

    found = places(a_table(*columns), {})

    assert found.tool.key == ANY
    assert sorted(i for where in found.at.values() for i in where) == list(range(len(columns)))


def test_a_zone_beside_a_columns_name_does_not_hide_it() -> None:
    assert places(a_table("Date (UTC)", "Title"), {}).at["date"] == (0,)


def test_the_brief_goes_before_what_a_tool_calls_a_column() -> None:
    table = a_table("Date", "Headline", "Hit Sentence", "Input Name", "Comment by us")

    at = places(table, {"title": "Comment by us", "text": "Headline"}).at

    assert (at["title"], at["text"]) == ((4,), (1,))


def test_a_column_that_is_not_there_is_told_with_the_nearest_name() -> None:
    with pytest.raises(SourceChanged) as raised:
        places(a_table("Published", "Post"), {"date": "Publishd"})

    assert str(raised.value) == (
        "march.csv: has no column 'Publishd', which the brief calls the date, the nearest is 'Published'; "
        "it has 'Published', 'Post'; if another file is meant, write '<file>: date=Publishd'"
    )


def test_every_example_of_a_tool_has_rows_that_count() -> None:
    for file in FILES.values():
        expected = json.loads(
            (EXAMPLES / f"{file.partition('.')[0]}.expected.json").read_text(encoding="utf-8")
        )
        assert [found["type"] for found in expected].count("Mention") >= 1
