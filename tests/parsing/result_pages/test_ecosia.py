"""Ecosia counts pages from 0; a page stands before the next and after the previous one."""

from __future__ import annotations

import pytest

from deckgen.errors import SourceBlocked
from deckgen.parsing.result_pages.reading import read
from deckgen.parsing.result_pages.sheet import Sheet
from tests.factories import a_page


def _wrapper(kind: str, url: str) -> str:
    return (
        f"<div data-test-id='mainline-result-{kind}'><article><a data-test-id='result-link' href='{url}'>"
        f"<div data-test-id='result-source'>site</div></a><a data-test-id='result-link' href='{url}'>"
        "<h2 data-test-id='result-title'>Title</h2></a>"
        "<div data-test-id='result-description'><p>Words</p></div>"
        "</article></div>"
    )


def _page(buttons: str | None, *, results: int = 10, more: str = "", top: str = "") -> str:
    rows = "".join(_wrapper("web", f"https://s{i}.example/") for i in range(results))
    nav = "" if buttons is None else f"<div data-test-id='simplified-pagination'>{buttons}</div>"
    return f"{top}<title>e-bike - Ecosia - Web</title><main>{rows}{more}{nav}</main>"


def _button(name: str, page: int | None) -> str:
    at = "" if page is None else f"&p={page}"
    return f"<a data-test-id='{name}-button' href='/search?method=index&q=e-bike{at}'>x</a>"


def _read(body: str) -> Sheet:
    return read(a_page(body, url="file:page.html"))


@pytest.mark.parametrize(
    ("buttons", "offset", "number", "has_more"),
    [
        (_button("next", 1), 0, 1, True),
        (_button("previous", None) + _button("next", 2), 10, 2, True),
        (_button("previous", 3), 40, 5, False),
        (_button("previous", None), 10, 2, False),
        ("", 0, 1, False),
        (None, None, None, None),
    ],
)
def test_the_place_is_told_by_the_buttons(
    buttons: str | None, offset: int | None, number: int | None, has_more: bool | None
) -> None:
    sheet = _read(_page(buttons))

    assert (sheet.engine, sheet.offset, sheet.number, sheet.has_more) == ("ecosia", offset, number, has_more)


def test_the_address_the_browser_noted_counts_first() -> None:
    top = "<!-- saved from url=(0050)https://www.ecosia.org/search?method=index&q=city%20e-bike&p=2 -->"
    sheet = _read(_page(None, top=top))

    assert (sheet.queries[0], sheet.offset, sheet.number) == ("city e-bike", 20, 3)


def test_ads_videos_and_the_panel_are_no_results() -> None:
    others = "".join(
        _wrapper(kind, f"https://{kind}.example/") for kind in ("ad", "videos", "images", "entity")
    )

    assert len(_read(_page(_button("next", 1), results=3, more=others)).hits) == 3


def test_that_nothing_was_found_is_an_answer() -> None:
    said = "<div data-test-id='web-no-results'><p>Unfortunately we didn’t find any results</p></div>"
    sheet = _read(_page("", results=0, more=said))

    assert (sheet.hits, sheet.offset, sheet.has_more) == ((), 0, False)


def test_its_interstitial_is_a_block_in_any_language() -> None:
    body = (
        "<title>Einen Moment, bitte</title><h1>Bitte bestätigen</h1>"
        "<input type='hidden' name='cf-turnstile-response'>"
    )

    with pytest.raises(SourceBlocked, match="bot check"):
        _read(body)
