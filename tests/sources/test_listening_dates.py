"""Dates and times as exports write them: UTC where a zone is known, else the day alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged
from deckgen.sources._listening_dates import Habit, habit_of, moment_of, period_in, zone_in, zone_of

UNZONED = Habit(day_first=None, zone=None)
IN_UTC = Habit(day_first=None, zone=UTC)
DAY_FIRST_IN_SUMMER = Habit(day_first=True, zone=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("written", "clock", "habit", "moment"),
    [
        ("27-Sep-2025 02:15PM", "", UNZONED, "2025-09-27 00:00"),  # Meltwater
        ("27-Sep-2025 02:15PM", "", IN_UTC, "2025-09-27 14:15"),
        ("27-Sep-2025 12:05AM", "", IN_UTC, "2025-09-27 00:05"),
        ("06-Feb-26", "3:03 PM", IN_UTC, "2026-02-06 15:03"),  # Alternate Date Format, Time
        ("2025-09-27 14:15:00.0", "", IN_UTC, "2025-09-27 14:15"),  # Brandwatch
        ("2026-06-28", "06:11", IN_UTC, "2026-06-28 06:11"),  # Brand24
        ("2026-06-28", "06:11", UNZONED, "2026-06-28 00:00"),
        ("1770121980000", "", UNZONED, "2026-02-03 12:33"),  # Talkwalker
        ("2026-04-02T21:30:00.0+02:00", "", UNZONED, "2026-04-02 19:30"),
        ("3/4/2026 01:30", "", DAY_FIRST_IN_SUMMER, "2026-04-02 23:30"),
        ("4 mars 2026", "", UNZONED, "2026-03-04 00:00"),
        ("4. März 2026", "", UNZONED, "2026-03-04 00:00"),
        ("4 maj 2026 kl. 12.30", "", DAY_FIRST_IN_SUMMER, "2026-05-04 10:30"),
        ("4. toukokuuta 2026", "", UNZONED, "2026-05-04 00:00"),
        ("Wed Dec 31 23:00:00 UTC 2025", "", UNZONED, "2025-12-31 23:00"),
        ("Mar 4, 2026 9:05 am", "", IN_UTC, "2026-03-04 09:05"),
        ("2026-03-04", "25:00", IN_UTC, "2026-03-04 00:00"),
    ],
)
def test_a_date_is_read_with_its_time_where_the_zone_is_known(
    written: str, clock: str, habit: Habit, moment: str
) -> None:
    assert moment_of(written, clock, habit) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("written", ["soon", "3/4/2026", "31-Feb-2026", "99999", "2026", "32 mars 2026", ""])
def test_what_is_no_date_for_sure_is_none(written: str) -> None:
    assert moment_of(written, "", UNZONED) is None


def test_days_as_a_spreadsheet_counts_them_are_told_by_the_whole_column() -> None:
    habit = habit_of("a.csv", ["45922.59375", "45923", ""], said=None, zone=UTC)

    assert habit.is_serial
    assert moment_of("45922.59375", "", habit) == datetime(2025, 9, 22, 14, 15, tzinfo=UTC)
    assert not habit_of("a.csv", ["45922", "2026-03-04"], said=None, zone=UTC).is_serial


def test_a_zone_moves_a_late_evening_to_the_day_it_is_in_utc() -> None:
    west = Habit(day_first=None, zone=timezone(timedelta(hours=-5)))

    assert moment_of("2026-03-01 22:00", "", west) == datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "zone"),
    [
        (["From:", "Sat Mar 14 00:00:00 UTC 2026"], timedelta()),
        (["2026-03-01T00:00:00.000Z"], timedelta()),
        (["Time zone: GMT+02:00"], timedelta(hours=2)),
        (["UTC-5"], timedelta(hours=-5)),
        (["UTC", "UTC+1"], None),  # they disagree
        (["Europe/Stockholm", "CEST"], None),  # changes with the season
        (["UTC+99"], None),
        ([], None),
    ],
)
def test_only_one_fixed_zone_is_believed(texts: list[str], zone: timedelta | None) -> None:
    found = zone_in(texts)

    assert (found and found.utcoffset(None)) == zone


def test_a_column_of_zones_may_hold_offsets_alone() -> None:
    assert zone_of(" +0530 ") == timezone(timedelta(hours=5, minutes=30))
    assert zone_of("Stockholm") is None


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        ("Sun Mar 01 00:00:00 UTC 2026", "Sat Mar 14 00:00:00 UTC 2026", date(2026, 3, 14)),
        ("2026-03-01T00:00:00.000Z", "2026-03-13T23:59:59.000Z", date(2026, 3, 14)),
        ("2026-03-01", "2026-03-13", date(2026, 3, 14)),
    ],
)
def test_the_period_above_the_header_is_half_open(start: str, end: str, last: date) -> None:
    assert period_in([("Brand:", "x"), ("From:", start), ("To:", end)]) == (date(2026, 3, 1), last)


def test_half_a_period_is_none() -> None:
    assert period_in([("From:", "2026-03-01"), ("To:",), ("Label:", "2026-03-02")]) is None
    assert period_in([("From", "2026-03-05"), ("To", "2026-03-01")]) is None


def test_an_order_that_cannot_be_told_is_refused_with_its_date() -> None:
    with pytest.raises(SourceChanged, match=r"a\.csv: dates like '03/05/2026' can be read in two ways"):
        habit_of("a.csv", ["", "03/05/2026"], said=None, zone=None)


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=40)
    | st.from_regex(r"\d{1,5}[-/. ][A-Za-z0-9]{1,5}[-/. ]\d{2,4} ?\d\d:\d\d[AP]?M?", fullmatch=True),
    st.text(max_size=12),
    st.sampled_from([UNZONED, IN_UTC, DAY_FIRST_IN_SUMMER, Habit(day_first=None, zone=UTC, is_serial=True)]),
)
def test_any_words_are_a_moment_in_utc_or_none(written: str, clock: str, habit: Habit) -> None:
    found = moment_of(written, clock, habit)

    assert found is None or (found.tzinfo is UTC and 1989 <= found.year <= 2101)


def test_marks_of_writing_direction_in_copied_dates_are_passed_over() -> None:
    habit = habit_of("x.csv", ["\u200e13/\u200e4/\u200e2026"], said=None, zone=None)

    assert habit.day_first
    assert moment_of("\u200e13/\u200e4/\u200e2026", "", habit) == datetime(2026, 4, 13, tzinfo=UTC)


@pytest.mark.parametrize("said", [None, True, False])
def test_dates_of_which_a_spreadsheet_turned_some_round_are_refused(said: bool | None) -> None:
    cells = ["2026-03-04 00:00:00", "2026-12-11", "13/4/2026", "27/11/2026"]

    with pytest.raises(SourceChanged, match="turned day and month round in some dates"):
        habit_of("x.xlsx", cells, said=said, zone=None)


@pytest.mark.parametrize("cells", [["2026-03-14", "13/4/2026"], ["2026-03-04", "3/4/2026", "13/4/2026"]])
def test_two_ways_to_write_dates_that_no_spreadsheet_explains_are_read(cells: list[str]) -> None:
    assert habit_of("x.csv", cells, said=None, zone=None).day_first
