"""Addresses in saved result pages: unwrapped from the engine's own redirects, and the page's own address."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Comment, Tag

from deckgen.parsing.addresses import MAX_URL
from deckgen.parsing.html import attribute
from deckgen.parsing.result_pages.sheet import Hit

_SAVED_FROM = re.compile(r"saved from url=\(\d{4}\)\s*(https?://\S+)", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"^\s*url:\s*(https?://\S+)", re.IGNORECASE | re.MULTILINE)
_TRACKERS = frozenset({"srsltid", "gclid", "msclkid", "fbclid"})
_ENGINE_PATHS: Mapping[str, tuple[str, ...]] = {  # of engines whose other pages may be results
    "mojeek.com": ("/search",),
    "ecosia.org": ("/search", "/images", "/news", "/videos", "/ai-chat"),
    "startpage.com": ("/sp/", "/do/"),
    "qwant.com": ("/redirect",),
}
_TEXT_FRAGMENT = ":~:"  # words to scroll to, which Google appends


def target(href: str, base: str) -> str:
    """The outside page that a link of a result page leads to; empty when it leads back into the engine."""
    url = href.strip()[:MAX_URL]
    if not url:
        return ""
    for _ in range(3):  # wrappers are at most two deep
        try:
            url = url if url.startswith(("http://", "https://")) else urljoin(base, url)
            parts = urlsplit(url)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        if parts.scheme not in ("http", "https") or not host:
            return ""
        inner = _inner(host, parts.path, parts.query)
        if inner is None:
            return _tidy(url)
        url = inner
        if not url.startswith(("http://", "https://")):
            return ""
    return ""


def _inner(host: str, path: str, query: str) -> str | None:
    """What a redirect wraps; "" for a page of the engine itself; None when it is no wrapper."""
    if host.startswith("google."):
        if path == "/url":
            return parameter(query, "q") or parameter(query, "url")
        return "" if path in ("/search", "/aclk", "/imgres", "/setprefs", "/preferences") else None
    if host.removeprefix("html.").startswith("duckduckgo."):
        if path == "/l/":
            return parameter(query, "uddg")
        return "" if path in ("/y.js", "/", "/html/") else None
    if host.startswith("bing."):
        if path == "/ck/a":
            return _from_base64(parameter(query, "u"))
        return "" if path in ("/search", "/aclick", "/videos/search", "/images/search") else None
    if host == "search.brave.com":
        return "" if path != "/help" else None
    return "" if path.startswith(_ENGINE_PATHS.get(host, ())) else None


def _from_base64(text: str) -> str:
    if not text.startswith("a1"):
        return ""
    try:
        whole = base64.urlsafe_b64decode(text[2:] + "=" * (-len(text[2:]) % 4))
        return whole.decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _tidy(url: str) -> str:
    """Without what an engine adds to an address: text fragments and click numbers."""
    url = url.partition(f"#{_TEXT_FRAGMENT}")[0]
    parts = urlsplit(url)
    if not any(f"{name}=" in parts.query for name in _TRACKERS):
        return url
    kept = [pair for pair in parts.query.split("&") if pair.partition("=")[0] not in _TRACKERS]
    return urlunsplit((*parts[:3], "&".join(kept), parts.fragment))


def parameter(query: str, name: str) -> str:
    """The first value of a query parameter; empty when it is not there."""
    try:
        return parse_qs(query, max_num_fields=200).get(name, [""])[0]
    except ValueError:
        return ""


def whole_parameter(url: str, name: str) -> int | None:
    """A query parameter of an address as a whole number."""
    try:
        text = parameter(urlsplit(url).query, name)
    except ValueError:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def own_addresses(tree: BeautifulSoup) -> tuple[str, ...]:
    """Where the browser says it saved the page from, then what the page calls its own address."""
    found = []
    for comment in tree.find_all(string=lambda s: isinstance(s, Comment), limit=50):
        text = str(comment)[:8000]
        if match := _SAVED_FROM.search(text) or ("SingleFile" in text and _SINGLE_FILE.search(text)) or None:
            found.append(match[1])
    found += [attribute(tag, "href") for tag in tree.select('link[rel~="canonical"]', limit=3)]
    found += [attribute(tag, "content") for tag in tree.select('meta[property="og:url"]', limit=3)]
    return tuple(url for url in found if "?" in url)


def starts(tags: Iterable[Tag], name: str) -> tuple[int, ...]:
    """The numbers that links to other result pages carry, each once, ascending."""
    numbers = (whole_parameter(attribute(tag, "href"), name) for tag in tags)
    return tuple(sorted({n for n in numbers if n is not None}))


def between(
    known: tuple[int, ...], following: int | None, *, first: int, step: int, organic: int
) -> int | None:
    """The number of this page, from those of the other pages it links to and of the next page.

    A later page stands midway between its neighbours, the last one a step after the highest. A page that
    links to no lower number is the first, if what it lists fills it up to the next. None = cannot be told.
    """
    if following is None:
        gaps = [b - a for a, b in pairwise(known)]
        return known[-1] + min(gaps, default=step) if known else None
    lower = [n for n in known if n < following]
    if lower:
        return (lower[-1] + following) // 2
    return first if following - first <= max(step, organic + step // 2) else None


def once(found: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits in order, each address with the same title once: engines repeat the first in an answer box."""
    return tuple({(hit.url, hit.title): hit for hit in reversed(tuple(found))}.values())[::-1]
