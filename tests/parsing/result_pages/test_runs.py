"""Saved pages of one query and engine: what is there, lacking, doubled, and how far they should go."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deckgen.parsing.result_pages import bing, brave, duckduckgo, google, mojeek, qwant
from deckgen.parsing.result_pages.runs import Doubled, Run, Saved, run_of
from deckgen.parsing.result_pages.sheet import Engine, Hit, Sheet

DAY = date(2026, 11, 20)


def _page(number: int, *, results: int = 10, engine: Engine = google, **changes: Any) -> Saved:
    offset = engine.nominal_offset(number)
    first = changes.pop("first", offset)
    hits = tuple(Hit(url=f"https://s{first + i}.example/", title="T") for i in range(results))
    fields = {"has_more": True, "number": number, "offset": offset, **changes}
    file, day = fields.pop("file", f"p{number}.html"), fields.pop("day", DAY)
    sheet = Sheet(engine=engine.KEY, queries=("norrvind",), hits=hits, **fields)
    return Saved(file=file, query="brand-1", sheet=sheet, saved_on=day)


def _run(*pages: Saved, engine: Engine = google) -> Run:
    return run_of(pages, engine)


def test_a_whole_run_is_well_and_says_what_it_holds() -> None:
    run = _run(*(_page(n) for n in range(20, 0, -1)))

    assert (run.numbers, run.results, run.ranks) == (tuple(range(1, 21)), 200, (1, 200))
    assert run.is_well
    assert not run.is_ended


def test_gaps_are_missing_and_the_end_is_still_to_come() -> None:
    run = _run(_page(2), _page(5))

    assert (run.missing, run.following) == ((1, 3, 4), tuple(range(6, 21)))
    assert (run.results, run.ranks) == (20, (11, 50))


@pytest.mark.parametrize("last", [{"has_more": False}, {"has_more": False, "results": 0}])
def test_nothing_is_wanted_after_the_page_on_which_the_engine_ended(last: dict[str, Any]) -> None:
    run = _run(_page(1), _page(2), _page(3, **last))

    assert (run.is_ended, run.following, run.is_well) == (True, (), True)


def test_pages_beyond_twenty_are_welcome() -> None:
    assert _run(*(_page(n) for n in range(1, 28))).is_well


@pytest.mark.parametrize(
    ("engine", "last"), [(google, 20), (bing, 20), (mojeek, 20), (brave, 10), (duckduckgo, 14)]
)
def test_two_hundred_results_are_wanted_however_long_a_page_is(engine: Engine, last: int) -> None:
    run = _run(_page(1, engine=engine), engine=engine)

    assert run.following == tuple(range(2, last + 1))
    assert engine.nominal_offset(last + 1) >= 200 > engine.nominal_offset(last)


def test_longer_pages_need_fewer_of_them() -> None:
    assert _run(_page(1, results=99)).following == (2,)
    assert _run(_page(1, results=29, engine=mojeek), engine=mojeek).following == tuple(range(2, 8))


def test_an_engine_that_shows_ten_pages_ends_at_the_tenth() -> None:
    run = _run(*(_page(n, results=12, engine=brave) for n in range(1, 11)), engine=brave)

    assert (run.is_ended, run.is_well) == (True, True)


def test_a_page_in_two_files_is_doubled_and_the_fuller_one_counts() -> None:
    short, full = _page(2, results=4, file="a.html"), _page(2, file="b.html")
    run = _run(_page(1), short, full)

    assert run.doubled == (Doubled(numbers=(2,), files=("b.html", "a.html")),)
    assert (run.results, run.pages[1].file) == (20, "b.html")


def test_the_same_results_under_two_numbers_are_told() -> None:
    run = _run(_page(1), _page(2), _page(3, first=10))

    assert run.doubled == (Doubled(numbers=(2, 3), files=("p2.html", "p3.html")),)


def test_two_pages_on_which_nothing_was_found_hold_no_same_results() -> None:
    empty = {"results": 0, "has_more": False}

    assert _run(_page(1, **empty), _page(2, **empty)).doubled == ()


def test_a_list_that_grows_has_no_pages_to_miss() -> None:
    told = _page(1, results=40, engine=duckduckgo, grows=True)
    silent = _page(1, results=40, engine=qwant, grows=True, has_more=None)
    long = _page(1, results=210, engine=duckduckgo, grows=True)

    assert [run.following for run in (_run(told), _run(silent))] == [(), ()]
    assert [_run(page).can_grow for page in (told, silent, long)] == [True, False, False]


def test_days_are_told_once_each() -> None:
    run = _run(_page(1), _page(2, day=date(2026, 11, 22)), _page(3))

    assert run.days == (date(2026, 11, 20), date(2026, 11, 22))


def test_nothing_found_is_a_run_without_ranks() -> None:
    run = _run(_page(1, results=0, has_more=False))

    assert (run.ranks, run.results, run.is_well) == ((0, 0), 0, True)


def test_a_page_that_claims_to_be_far_away_leaves_a_bounded_list_of_gaps() -> None:
    assert len(_run(_page(9999, offset=99_980)).missing) == 999
