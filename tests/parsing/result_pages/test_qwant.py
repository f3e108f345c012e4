"""Qwant's growing list is one page; from documentation, no recording was found."""

from __future__ import annotations

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.parsing.result_pages.reading import read
from deckgen.parsing.result_pages.sheet import Sheet
from tests.factories import a_page


def _block(i: int, kind: str = "webResult") -> str:
    url = f"https://{kind.lower()}{i}.example/"
    return (
        f"<div data-testid='{kind}' domain='x'><a class='external' href='{url}'>x.example</a>"
        f"<h2><a class='external' href='{url}'><span>Title {i}</span></a></h2><div>Words about it</div></div>"
    )


def _read(body: str, title: str = "city e-bike - Qwant Search") -> Sheet:
    box = "<input name='q' value='city e-bike'>"
    return read(a_page(f"<title>{title}</title><body>{box}<main>{body}</main>", url="file:page.html"))


def test_the_whole_list_is_one_page_from_the_first_result() -> None:
    sheet = _read("".join(_block(i) for i in range(38)) + _block(1, "adResult") + _block(1, "videoResult"))

    assert (sheet.engine, len(sheet.hits), sheet.offset, sheet.number) == ("qwant", 38, 0, 1)
    assert (sheet.grows, sheet.has_more, sheet.queries[0]) == (True, None, "city e-bike")
    assert (sheet.hits[0].url, sheet.hits[0].title) == ("https://webresult0.example/", "Title 0")
    assert sheet.hits[0].snippet == "Words about it"


def test_it_is_known_by_its_markup_where_the_title_says_nothing() -> None:
    assert _read(_block(1), title="").engine == "qwant"


def test_that_it_turned_the_visitor_away_is_a_block() -> None:
    with pytest.raises(SourceBlocked, match="bot check"):
        _read("<p>The service is temporarily unavailable (HTTP 403)</p>")


def test_a_puzzle_in_a_frame_is_a_block() -> None:
    with pytest.raises(SourceBlocked, match="bot check"):
        _read("<iframe src='https://geo.captcha-delivery.com/captcha/?initialCid=x'></iframe>")


def test_no_results_without_a_word_is_not_called_nothing_found() -> None:
    with pytest.raises(SourceChanged, match="no results can be read from this page of Qwant"):
        _read("<p>" + "Footer of the page. " * 60 + "</p>")
