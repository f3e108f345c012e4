"""What the brief says of columns and dates, for all files or for one; a slip is told with what is near."""

from __future__ import annotations

from typing import Any

import pytest

from deckgen.errors import InputError
from deckgen.model.brief import Brief
from deckgen.sources._listening_mapping import check_options, day_first_of, mapping_of
from tests.sources.harness import a_brief_for, a_source

FILES = ["exports/march.csv", "exports\\april.csv"]


def a_brief(**options: Any) -> Brief:
    return a_brief_for("listening_export", options={"files": FILES, **options})


def test_a_mapping_is_for_all_files_unless_it_names_one() -> None:
    brief = a_brief(columns=["date=Wann", "march.csv: date = Published: day", "exports/april.csv:Text=Was"])

    assert mapping_of(brief, "exports/march.csv") == {"date": "Published: day"}
    assert mapping_of(brief, "exports/april.csv") == {"date": "Wann", "text": "Was"}


def test_a_column_may_hold_any_sign() -> None:
    assert mapping_of(a_brief(columns=["url=a=b: c"]), "exports/march.csv") == {"url": "a=b: c"}


def test_an_order_of_dates_is_for_all_files_unless_it_names_one() -> None:
    brief = a_brief(date_order=["DMY", "april.csv: mdy"])

    assert day_first_of(brief, "exports/march.csv") is True
    assert day_first_of(brief, "exports/april.csv") is False
    assert day_first_of(a_brief(), "exports/march.csv") is None


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"columns": ["dat=Wann"]}, "columns: 'dat=Wann' begins with no meaning; did you mean date? write"),
        ({"columns": ["Wann"]}, "columns: 'Wann' begins with no meaning; write meaning=column, the meanings"),
        ({"columns": ["date="]}, "columns: 'date=' names no column; write what the file calls it"),
        ({"columns": ["date=A", "date=B"]}, "columns: date is said twice, 'A' and 'B'; keep one, or name"),
        ({"columns": ["mach.csv: date=A"]}, "'mach.csv' is not among files; did you mean 'march.csv'?"),
        ({"columns": ["C:\\x.csv: date=A"]}, "'C:/x.csv' is not among files"),
        ({"date_order": ["ymd"]}, 'date_order is \'ymd\'; write "dmy" or "mdy"'),
        ({"date_order": ["may.csv: dmy"]}, "date_order: 'may.csv' is not among files"),
    ],
)
def test_a_slip_is_told_before_any_file_is_read(options: dict[str, list[str]], says: str) -> None:
    with pytest.raises(InputError) as raised:
        list(a_source("listening_export").requests(a_brief(**options)))

    assert str(raised.value).startswith("brief.toml: sources.listening_export.")
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_without_files_there_is_nothing_to_say() -> None:
    check_options(a_brief_for("listening_export"))
