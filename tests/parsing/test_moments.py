"""Times in every spelling that was met; a day where no zone is said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged
from deckgen.parsing.moments import EARLIEST, LATEST, day, from_unix, instant, moment, required


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2018-11-15T21:10:34.000Z", (2018, 11, 15, 21, 10, 34)),
        ("2025-05-22T13:59:25Z", (2025, 5, 22, 13, 59, 25)),
        ("2025-05-19T17:10:09.561858Z", (2025, 5, 19, 17, 10, 9)),
        ("2025-05-19T17:10:09.561858+00:00", (2025, 5, 19, 17, 10, 9)),
        ("2020-09-30T14:22:22-04:00", (2020, 9, 30, 18, 22, 22)),
        ("2023-01-25T19:03:02+01:00", (2023, 1, 25, 18, 3, 2)),
        ("20240615T170000Z", (2024, 6, 15, 17, 0, 0)),
        ("2026-03-04 09:00:00 UTC", (2026, 3, 4, 9, 0, 0)),
        ("2026-03-04T09:00+0530", (2026, 3, 4, 3, 30, 0)),
        ("Sun, 17 Dec 2023 00:58:40 -0500", (2023, 12, 17, 5, 58, 40)),
        ("Tue, 22 Sep 2026 14:35:00 GMT", (2026, 9, 22, 14, 35, 0)),
        ("22 Sep 2026 14:35:00 EST", (2026, 9, 22, 19, 35, 0)),
        (1439370514.0, (2015, 8, 12, 9, 8, 34)),
        (1748665466, (2025, 5, 31, 4, 24, 26)),
        ("1748665466", (2025, 5, 31, 4, 24, 26)),
        ("1748665466000", (2025, 5, 31, 4, 24, 26)),
    ],
)
def test_a_time_with_a_zone_is_told_in_utc(
    written: str | float, utc: tuple[int, int, int, int, int, int]
) -> None:
    assert instant(written) == datetime(*utc, tzinfo=UTC)
    assert moment(written) == datetime(*utc, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("Sat, Dec 16 2023 02:02:33 PM", (2023, 12, 16)),
        ("2025-10-19 05:40:52", (2025, 10, 19)),
        ("20201103", (2020, 11, 3)),
        ("19-Oct-2025 05:40AM", (2025, 10, 19)),
        ("March 4th, 2026", (2026, 3, 4)),
        ("4. March 2026", (2026, 3, 4)),
        ("13.4.2026 10:00", (2026, 4, 13)),
        ("13/4/2026", (2026, 4, 13)),
        ("4/13/2026", (2026, 4, 13)),
    ],
)
def test_without_a_zone_only_the_day_is_known(written: str, on: tuple[int, int, int]) -> None:
    assert instant(written) is None
    assert day(written) == date(*on)
    assert moment(written) == datetime(*on, tzinfo=UTC)


def test_a_day_that_can_be_read_in_two_ways_needs_to_be_told_which() -> None:
    assert day("3/4/2026") is None
    assert day("3/4/2026", day_first=True) == date(2026, 4, 3)
    assert day("3/4/2026", day_first=False) == date(2026, 3, 4)


@pytest.mark.parametrize(
    "written",
    ["", "soon", "2026-02-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00",
     "999999999999999999", "1316", 0, "Wed, 00 Foo 99999 1:1:1 +9999", "31/31/2026"],
)  # fmt: skip
def test_what_is_no_date_becomes_none_and_never_today(written: str | int) -> None:
    assert instant(written) is None
    assert day(written) is None


def test_an_hour_that_does_not_exist_leaves_the_day() -> None:
    assert instant("2026-03-04T25:00:00Z") is None
    assert day("2026-03-04T25:00:00Z") == date(2026, 3, 4)


def test_a_due_time_that_cannot_be_read_is_an_error_with_its_place() -> None:
    with pytest.raises(SourceChanged, match=r"x\.example \$\.date: 'soon' is not a time"):
        required("soon", where="x.example $.date")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40) | st.floats() | st.integers() | st.from_regex(r"[0-9:TZ+./ -]{1,30}"))
def test_any_value_is_a_moment_in_range_or_none(written: str | float) -> None:
    for found in (moment(written), moment(written, day_first=True), from_unix(written)):
        assert found is None or (EARLIEST <= found.year <= LATEST and found.tzinfo is UTC)
