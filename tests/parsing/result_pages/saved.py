"""Result pages as a browser saves them, for tests: the address stands in the comment at the top."""

from __future__ import annotations

from urllib.parse import quote_plus


def google(query: str, page: int, *, results: int = 10, is_last: bool = False, first: int = 0) -> str:
    """Page `page` of Google, its results numbered from `first`, else from where the page stands."""
    start = (page - 1) * 10
    rows = "".join(
        f"<div class='yuRUbf'><a href='https://s{i}.example/{quote_plus(query)}'><h3>T {i}</h3></a></div>"
        for i in range(first or start + 1, (first or start + 1) + results)
    )
    address = f"https://www.google.com/search?q={quote_plus(query)}&start={start}"
    more = "" if is_last else f"<a id='pnnext' href='/search?q=x&start={start + 10}'>Next</a>"
    return (
        f"<!DOCTYPE html>\n<!-- saved from url=(00{len(address)}){address} -->\n<html><head>"
        f"<title>{query} - Google Search</title></head><body id='gsr'><div id='search'><div id='rso'>{rows}"
        f"</div></div><a href='/search?q=x&start=0'>1</a>{more}</body></html>"
    )


def ecosia(query: str, page: int, *, is_last: bool = False) -> str:
    """Page `page` of Ecosia, as a browser saves it that notes no address: only the buttons tell the place."""
    rows = "".join(
        f"<div data-test-id='mainline-result-web'><a href='https://e{page}-{i}.example/'>"
        f"<h2 data-test-id='result-title'>Result {i}</h2></a></div>"
        for i in range(10)
    )
    back = (
        f"<a data-test-id='previous-button' href='/search?q=x&p={page - 2}'>Previous</a>" if page > 1 else ""
    )
    on = "" if is_last else f"<a data-test-id='next-button' href='/search?q=x&p={page}'>Next</a>"
    return (
        f"<html><head><title>{query} - Ecosia</title></head><body><main>{rows}"
        f"<div data-test-id='simplified-pagination'>{back}{on}</div></main></body></html>"
    )


CAPTCHA = (
    "<html><head><title>https://www.google.com/search?q=x</title></head><body><form id='captcha-form' "
    "action='index'>Our systems have detected unusual traffic</form></body></html>"
)
CONSENT = (
    "<html><head><title>Bevor Sie fortfahren</title></head><body>"
    "<form action='https://consent.google.com/save'><button>Alle ablehnen</button></form></body></html>"
)
SHELL = (
    "<html><head><title>norrvind at DuckDuckGo</title></head><body><div id='react'></div>"
    "<script src='/app.js'></script></body></html>"
)
