"""A saved page answers a query of the brief whatever its letters' case, width and spaces."""

from __future__ import annotations

import pytest

from deckgen.model.brief import Query
from deckgen.parsing.result_pages.asked import asked, not_asked
from deckgen.parsing.result_pages.sheet import Sheet

QUERIES = (
    Query(key="brand-1", text="Norrvind Räder", is_brand=True),
    Query(key="industry-1", text="city e-bike", is_brand=False),
)


def _sheet(*queries: str) -> Sheet:
    return Sheet(engine="google", queries=queries, offset=0, hits=())


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (("city  E-Bike ",), "industry-1"),
        (("norrvind ra\u0308der",), "brand-1"),
        (("ｃｉｔｙ e-bike",), "industry-1"),
        (("something else", "city e-bike"), "industry-1"),
        (("norrvind räder", "city e-bike"), "brand-1"),
        (("city e-bikes",), None),
        ((), None),
    ],
)
def test_the_query_is_found(said: tuple[str, ...], key: str | None) -> None:
    found = asked(_sheet(*said), QUERIES)

    assert (found.key if found else None) == key


def test_the_nearest_query_is_named() -> None:
    assert not_asked(_sheet("city ebikes"), QUERIES) == (
        'is a search for "city ebikes", which is no query of the brief (the nearest is "city e-bike"); '
        "add it to the brief's queries or take the file out of 'files'"
    )


def test_no_query_is_named_that_is_not_near() -> None:
    assert "nearest" not in not_asked(_sheet("weather"), QUERIES)
    assert "nearest" not in not_asked(_sheet("city e-bike " * 30), ())


def test_a_page_that_names_no_query_is_told_as_such() -> None:
    assert not_asked(_sheet(), QUERIES).startswith("does not say what was searched for; save it again")
