"""Startpage sends forms: its query is read from them, its place from the buttons under the list."""

from __future__ import annotations

import pytest

from deckgen.errors import SourceBlocked
from deckgen.parsing.result_pages.reading import read
from deckgen.parsing.result_pages.sheet import Sheet
from tests.factories import a_page


def _form(page: int, words: str) -> str:
    return (
        "<form action='/sp/search' method='post'><input type='hidden' name='query' value='city e-bike'>"
        f"<input type='hidden' name='segment' value='startpage.x'><input name='page' value='{page}'>"
        f"<button>{words}</button></form>"
    )


def _page(*buttons: tuple[int, str], results: int = 10, inside: str = "") -> str:
    rows = "".join(
        f"<div class='result css-1'><a class='favicon-link' href='https://s{i}.example/'></a>"
        f"<a class='result-title result-link' href='https://s{i}.example/'><h2>Title {i}</h2></a>"
        "<p class='description'>Words</p><div class='wgl-sitelinks'><a href='https://s.example/x'>More</a></div>"
        "</div>"
        for i in range(results)
    )
    nav = "".join(_form(*button) for button in buttons)
    return (
        "<title>Startpage Search Results</title><body><form action='/sp/search'>"
        "<input name='query' value='city e-bike'>"
        f"</form><main><div id='gcsa-top'><div class='result'><a class='result-title' href='https://ad.example/'>"
        f"Ad</a></div></div><div class='w-gl'>{rows}</div>{inside}<div class='pagination'>{nav}</div></main>"
    )


def _read(body: str, name: str = "page.html") -> Sheet:
    return read(a_page(body, url=f"file:{name}"))


NUMBERS = tuple((n, str(n)) for n in range(1, 6))


@pytest.mark.parametrize(
    ("buttons", "offset", "number", "has_more"),
    [
        ((*NUMBERS, (2, "Next")), 0, 1, True),
        (((1, "Prev"), *NUMBERS, (3, "Weiter")), 10, 2, True),
        (((2, "Zurück"), *NUMBERS[:3]), 20, 3, False),
        (((1, "1"),), 0, 1, False),
        ((), None, None, None),
        ((NUMBERS), None, None, None),
        (((2, ">"),), None, None, None),  # forward from page 1 or back from page 3
    ],
)
def test_the_place_is_told_by_the_buttons(
    buttons: tuple[tuple[int, str], ...], offset: int | None, number: int | None, has_more: bool | None
) -> None:
    sheet = _read(_page(*buttons))

    assert (sheet.engine, sheet.offset, sheet.number, sheet.has_more) == (
        "startpage",
        offset,
        number,
        has_more,
    )


def test_query_and_page_of_an_address_count_first() -> None:
    top = "<!-- saved from url=(0060)https://www.startpage.com/sp/search?query=quiet+e-bike&page=4 -->"
    sheet = _read(top + _page())

    assert (sheet.queries[0], sheet.offset, sheet.number) == ("quiet e-bike", 30, 4)


def test_the_query_stands_in_its_forms_and_ads_and_sitelinks_are_no_results() -> None:
    sheet = _read(_page((1, "1"), results=3))

    assert sheet.queries == ("city e-bike",)
    assert [hit.url for hit in sheet.hits] == [f"https://s{i}.example/" for i in range(3)]


def test_that_nothing_was_found_is_an_answer() -> None:
    sheet = _read(_page(results=0, inside="<div class='no-results'><p>No results for city e-bike</p></div>"))

    assert (sheet.hits, sheet.offset, sheet.has_more) == ((), 0, False)


def test_its_captcha_is_a_block() -> None:
    with pytest.raises(SourceBlocked, match="bot check"):
        _read("<title>Startpage Captcha</title><form action='/sp/captcha-block'><img alt='puzzle'></form>")
