"""Feeds of any make (RSS 0.9 to 2.0, Atom, JSON Feed) as one kind of list; a cut-off feed is an error."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.parsers import expat

import feedparser

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.exchange import Page
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import moment
from deckgen.parsing.text import clean, plain

MAX_BYTES = 8_000_000
MAX_TAGS = 100_000
MAX_DEPTH = 200
MAX_ATTRIBUTES = 300  # of one element: feedparser takes quadratic time for them
MAX_ITEMS = 5_000
MAX_CATEGORIES = 50  # of one item
_CUT_OFF = frozenset({3, 5, 6, 20})  # expat: no element found; unclosed token, character or CDATA
_ROOT_ENDS = (b"</rss>", b"</feed>", b"</rdf>", b"</channel>", b":rdf>", b":feed>")
# possessive: each comment is passed over in one way only, else many of them take for ever
_WEB_PAGE = re.compile(rb"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_DEAD_REDIRECTS = frozenset({"feedproxy.google.com", "feeds.feedburner.com", "rss.feedsportal.com"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry. `published_at` is None when it has no date or none that can be read."""

    guid: str
    url: str  # where to read it: redirects of feed services and alerts unwrapped
    title: str
    text: str  # plain words of the summary and the content
    author: str = ""
    outlet: str = ""  # name of the original source where the feed names one
    outlet_url: str = ""
    published_at: datetime | None = None
    language: str = ""
    comments: int | None = None
    views: int | None = None
    tags: tuple[str, ...] = ()  # the feed's own categories


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A whole feed; no items is an answer too."""

    title: str
    items: tuple[FeedItem, ...]


def as_feed(page: Page) -> Feed:
    """The answer as a feed; SourceBlocked when it is a web page, SourceChanged when it cannot be read."""
    where = page.request.url
    if len(page.body) > MAX_BYTES:
        raise SourceChanged(
            f"{where}: the feed is larger than {MAX_BYTES // 1_000_000} MB; give a smaller one"
        )
    start = page.body[:4000].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    if not start:
        raise SourceChanged(f"{where}: the feed is empty, not even an empty list; check its address")
    if start.startswith(b"{"):
        return _json_feed(as_object(page), page)
    if _WEB_PAGE.match(start):
        raise SourceBlocked(
            f"{where}: a web page came instead of a feed; give the address of its RSS or Atom feed"
        )
    _check_bounds(page.body, where)
    try:
        parsed = feedparser.parse(io.BytesIO(page.body), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # feedparser lets through whatever its many helpers raise on strange input
        raise SourceChanged(f"{where}: the feed is unreadable ({type(error).__name__})") from error
    if not parsed.get("version") and not parsed.entries:
        raise SourceChanged(f"{where}: this is neither RSS nor Atom nor JSON Feed; check the address")
    items = tuple(_item(entry, page) for entry in parsed.entries[:MAX_ITEMS])
    return Feed(title=plain(_text(parsed.feed, "title")), items=items)


def _check_bounds(body: bytes, where: str) -> None:
    """Refuses what is cut off or made to keep a parser busy, before feedparser sees it."""
    if body.count(b"<") > MAX_TAGS:
        raise SourceChanged(f"{where}: the feed has more than {MAX_TAGS} tags; give a smaller one")
    parser = expat.ParserCreate()
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH or len(attributes) > MAX_ATTRIBUTES:
            raise SourceChanged(
                f"{where}: <{clean(name)[:40]}> is nested too deeply or has too many attributes"
            )

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise SourceChanged(f"{where}: the feed declares entities of its own, which are not read")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        _check_malformed(body, where, code=error.code)
    except (ValueError, LookupError):  # an encoding that expat does not know, but feedparser may
        _check_malformed(body, where, code=0)


def _check_malformed(body: bytes, where: str, *, code: int) -> None:
    """Small faults (`&nbsp;`, a stray `&`) are common and read all the same; half a feed is not."""
    tail = body.replace(b"\0", b"").rstrip()[-200:].lower()
    if code in _CUT_OFF or not any(end in tail for end in _ROOT_ENDS):
        raise SourceChanged(f"{where}: the feed is unreadable, it stops in the middle; try again later")
    if b"<!ENTITY" in body or any(part.count(b"=") > MAX_ATTRIBUTES for part in body.split(b"<")):
        raise SourceChanged(
            f"{where}: the feed is unreadable, its XML is broken; ask its publisher to repair it"
        )


def _item(entry: Mapping[str, Any], page: Page) -> FeedItem:
    link, guid = _text(entry, "feedburner_origlink") or _text(entry, "link"), _text(entry, "id")
    written = _text(entry, "published") or _text(entry, "updated")
    statistics = entry.get("media_statistics")
    return FeedItem(
        guid=clean(guid),
        url=_unwrapped(link, guid, page.url),
        title=plain(_text(entry, "title")),
        text=_words(entry),
        author=plain(_text(entry, "author")),
        outlet=plain(_text(entry.get("source"), "title")),
        outlet_url=clean(_text(entry.get("source"), "href")),
        published_at=moment(written) if written else None,
        language=clean(_text(entry, "language")),
        comments=_count(_text(entry, "slash_comments")),
        views=_count(_text(statistics, "views")),
        tags=_tags(entry.get("tags")),
    )


def _tags(listed: Any) -> tuple[str, ...]:
    terms = [clean(_text(tag, "term")) for tag in listed[:MAX_CATEGORIES]] if isinstance(listed, list) else []
    return tuple(dict.fromkeys(term for term in terms if term))


def _words(entry: Mapping[str, Any]) -> str:
    """Summary and content without saying the same twice."""
    contents = entry.get("content")
    bodies = [_text(part, "value") for part in contents[:5]] if isinstance(contents, list) else []
    found = [plain(part) for part in dict.fromkeys([_text(entry, "summary"), *bodies]) if part]
    return " ".join(
        part for i, part in enumerate(found) if not any(part in other for other in found[i + 1 :])
    )


def _unwrapped(link: str, guid: str, base: str) -> str:
    """The page itself: behind an alert's redirect, or in the guid where the link leads to a dead service."""
    host = host_of(link)
    if host in _DEAD_REDIRECTS and guid.startswith(("http://", "https://")):
        return clean(guid)
    try:
        parts = urlsplit(link)
        if host.startswith("google.") and parts.path == "/url":
            query = parse_qs(parts.query, max_num_fields=50)
            real = (query.get("url") or query.get("q") or [""])[0]
            if real.startswith(("http://", "https://")):
                return clean(real)
        return clean(urljoin(base, link)) if link else ""
    except ValueError:
        return clean(link)


def _json_feed(feed: Node, page: Page) -> Feed:
    if "jsonfeed.org" not in feed.text_or("version"):
        raise SourceChanged(
            f"{feed.url}: this JSON is no JSON Feed (no version of jsonfeed.org); check the address"
        )
    items = []
    for node in feed.children("items")[:MAX_ITEMS]:
        written = node.text_or("date_published") or node.text_or("date_modified")
        authors = node.children_or("authors")
        content = node.text_or("content_text") or plain(node.text_or("content_html"))
        guid = str(node.fields.get("id", ""))
        items.append(
            FeedItem(
                guid=clean(guid),
                url=_unwrapped(node.text_or("url") or node.text_or("external_url"), guid, page.url),
                title=clean(node.text_or("title")),
                text=clean(f"{node.text_or('summary')} {content}"),
                author=clean(authors[0].text_or("name")) if authors else "",
                published_at=moment(written) if written else None,
                language=clean(node.text_or("language")),
            )
        )
    return Feed(title=clean(feed.text_or("title")), items=tuple(items))


def _text(holder: Any, key: str) -> str:
    """`dict.get`, because feedparser's own look-up guesses other keys when one is absent."""
    value = dict.get(holder, key) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def _count(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 15 else None
