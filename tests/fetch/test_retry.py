"""Waiting: what servers write into Retry-After, and our own pace without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.errors import InputError
from deckgen.fetch.clock import clock_of
from deckgen.fetch.retry import backoff, retry_after
from tests.factories import NOON


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("1.2", 2.0),
        ("Sun, 22 Nov 2026 12:01:00 GMT", 60.0),
        ("Sunday, 22-Nov-26 12:01:00 GMT", 60.0),
        ("999999999999", 366 * 86_400.0),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1e9", None),
        ("Fri, 31 Dec 1999 23:59:59 GMT", None),
        ("Sun, 99 Nov 2026 12:01:00 GMT", None),
    ],
)
def test_what_a_server_asks_for_is_read(said: str, seconds: float | None) -> None:
    assert retry_after(said, now=NOON) == seconds


@given(st.text(max_size=40))
def test_no_value_breaks_the_reading(said: str) -> None:
    found = retry_after(said, now=NOON)

    assert found is None or 0 < found <= 366 * 86_400


def test_our_own_pauses_grow_and_depend_on_the_question_only() -> None:
    pauses = [backoff(attempt, key="a", base_s=1.0) for attempt in (1, 2, 3)]

    assert pauses == [backoff(attempt, key="a", base_s=1.0) for attempt in (1, 2, 3)]
    assert [round(pause / 2**n) for n, pause in enumerate(pauses)] == [1, 1, 1]
    assert pauses != [backoff(attempt, key="b", base_s=1.0) for attempt in (1, 2, 3)]


def test_the_environment_can_fix_the_written_time() -> None:
    assert clock_of({"SOURCE_DATE_EPOCH": "0"}).stamp() == datetime(1970, 1, 1, tzinfo=UTC)
    assert abs(clock_of({}).stamp() - datetime.now(UTC)) < timedelta(minutes=1)
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH"):
        clock_of({"SOURCE_DATE_EPOCH": "tomorrow"})
