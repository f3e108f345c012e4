"""Mojeek says which results stand on a page; its pages are told apart whatever their length."""

from __future__ import annotations

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.parsing.result_pages.reading import read
from deckgen.parsing.result_pages.sheet import Sheet
from tests.factories import a_page


def _item(i: int) -> str:
    return (
        f"<li class='r{i}'><a class='ob' href='https://s{i}.example/'><p class='i'>s{i}.example</p></a>"
        f"<h2><a class='title' href='https://s{i}.example/'>Title {i}</a></h2><p class='s'>Words</p>"
        "<p class='more'><a href='/search?q=site%3As.example+e-bike'>See more results</a></p></li>"
    )


def _page(*, results: int = 10, count: str = "", links: tuple[int, ...] = (), top: str = "") -> str:
    rows = "".join(_item(i) for i in range(1, results + 1))
    nav = "".join(f"<li><a href='/search?q=e-bike&amp;s={n}'><span>x</span></a></li>" for n in links)
    told = f"<div class='results-count-container'><p>{count}</p></div>" if count else ""
    return (
        f"{top}<title>e-bike - Mojeek Search</title><body class='serp-grid'><div class='serp-results'>{told}"
        f"<ul class='results-standard'>{rows}</ul><div class='pagination'><ul>{nav}</ul></div></div></body>"
    )


def _read(body: str, name: str = "page.html") -> Sheet:
    return read(a_page(body, url=f"file:{name}"))


@pytest.mark.parametrize(
    ("count", "links", "offset", "number", "has_more"),
    [
        ("Results 1 to 10 from 5,280,016 in 0.37s", (11, 21, 11), 0, 1, True),
        ("Results 21 to 30 from 5,280,016", (1, 11, 31, 41, 31), 20, 3, True),
        ("Results 41 to 50 from 50", (1, 11, 21, 31), 40, 5, False),
        ("Ergebnisse 1 bis 10 von 10", (), 0, 1, False),
        ("5,280,016 results", (11, 21), None, None, True),
        ("", (11, 21), None, None, True),
    ],
)
def test_the_offset_is_the_first_result_that_it_names(
    count: str, links: tuple[int, ...], offset: int | None, number: int | None, has_more: bool | None
) -> None:
    sheet = _read(_page(count=count, links=links))

    assert (sheet.engine, sheet.offset, sheet.number) == ("mojeek", offset, number)
    assert sheet.has_more is (has_more if offset is not None else None)


@pytest.mark.parametrize(
    ("count", "links", "place"),
    [("Results 1 to 30 from 90", (31, 61), (0, 1)), ("Results 31 to 60 from 90", (1, 61), (30, 2))],
)
def test_longer_pages_are_numbered_by_their_length(
    count: str, links: tuple[int, ...], place: tuple[int, int]
) -> None:
    sheet = _read(_page(results=30, count=count, links=links))

    assert (sheet.offset, sheet.number) == place


def test_the_address_the_browser_noted_counts_first() -> None:
    top = "<!-- saved from url=(0047)https://www.mojeek.com/search?q=city+e-bike&s=31 -->"
    sheet = _read(_page(top=top, links=(1, 11, 21, 41)))

    assert (sheet.queries[0], sheet.offset, sheet.number, sheet.has_more) == ("city e-bike", 30, 4, True)


def test_the_name_of_the_file_is_the_last_resort() -> None:
    assert _read(_page(), "mojeek-p3.html").offset == 20


def test_links_to_more_of_a_site_are_no_results() -> None:
    assert [hit.url for hit in _read(_page(results=2, count="Results 1 to 2 from 2")).hits] == [
        "https://s1.example/",
        "https://s2.example/",
    ]


def test_that_nothing_was_found_is_an_answer() -> None:
    body = _page(results=0).replace("<ul class", "<p>No pages found for <b>e-bike</b></p><ul class")

    assert (_read(body).hits, _read(body).offset, _read(body).has_more) == ((), 0, False)


def test_a_list_that_is_empty_without_a_word_is_not_called_nothing_found() -> None:
    with pytest.raises(SourceChanged, match="no results can be read from this page of Mojeek"):
        _read(_page(results=0))


def test_a_refusal_is_a_block() -> None:
    words = "Sorry, your network appears to be sending automated queries"

    with pytest.raises(SourceBlocked, match="bot check"):
        _read(f"<title>403 - Forbidden</title><h1>Forbidden</h1><p>{words}</p>")
