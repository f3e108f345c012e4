"""Feeds whose addresses the user names: how they are asked, and what their items tell of each topic."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Item, Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.feeds import MAX_BYTES, Feed, FeedItem, as_feed
from deckgen.parsing.relevance import matches, passage
from deckgen.sources._asked_for import read_back_to

UNIT = "item"
# Somebody's comment or answer in a page; other fragments only say where the page is to be opened.
_PLACE = re.compile(r"#(?:comment|post|reply|answer|msg|p|c)-?\d{1,20}$", re.IGNORECASE)


def is_web(address: str) -> bool:
    """Whether an address leads to the web; else it is a file beside the brief."""
    return address.strip().lower().startswith(("http://", "https://"))


def is_alert(address: str) -> bool:
    """An alert's feed of Google: its address is a key to somebody's account."""
    return is_web(address) and host_of(address).startswith("google.") and "/alerts/feeds/" in address


def question(written: str, *, is_private: bool) -> Request:
    """The question to one feed, about its host or the file's name; a private file's name stays unsaid."""
    address = written.strip()
    path = address.removeprefix("file:").replace("\\", "/")
    return Request(
        url=address if is_web(address) else f"file:{path}",
        about=host_of(address) if is_web(address) else "" if is_private else path.rpartition("/")[2],
        step="feed",
        is_private=is_private,
        max_bytes=MAX_BYTES,
    )


def read(page: Page, brief: Brief, *, is_of_alert: bool = False) -> Iterator[Item]:
    """The items that name a topic, and from when on the feed tells; no message holds a private address.

    An alert tells of what its own title names: of the others, that it is silent says nothing.
    """
    shown = replace(page.request, url=page.request.shown_url)
    feed = as_feed(replace(page, request=shown, url=page.request.shown(page.url)))
    for topic in brief.topics:
        yield from (
            _mention(item, i, page, topic)
            for i, item in enumerate(feed.items)
            if matches(topic, f"{item.title} {item.text}")
        )
    told = [topic for topic in brief.topics if not is_of_alert or _names(feed.title, topic)]
    yield from _readings(feed, page, brief, told)


def _names(title: str, topic: Topic) -> bool:
    return matches(replace(topic, context=(), exclude=()), title)


def _readings(feed: Feed, page: Page, brief: Brief, told: Iterable[Topic]) -> Iterable[Reading]:
    """Nothing is said of the time before the oldest item, nor by a feed without any date.

    An old item that was put on top again, as sites do with one that stays, is no sign of how far it reaches.
    """
    dates = [item.published_at.date() for item in feed.items if item.published_at]
    oldest = min(filter(None, (read_back_to(dates), read_back_to(dates[::-1]))), default=None)
    start = max(oldest, brief.window.start) if oldest else brief.window.end
    end = min(brief.window.end, page.retrieved_at.date() + timedelta(days=1))
    if start < end:
        for topic in told:
            yield Reading(
                source=page.source,
                topic=topic.key,
                unit=UNIT,
                start=start,
                end=end,
                kind=Kind.AT_LEAST,
                origin=page.origin("items"),
            )


def _mention(item: FeedItem, place: int, page: Page, topic: Topic) -> Mention:
    return Mention(
        source=page.source,
        topic=topic.key,
        key=_key(item),
        unit=UNIT,
        url=item.url,
        title=item.title,
        excerpt=passage(topic, item.text),
        author=item.author,
        site=item.outlet or host_of(item.url),
        published_at=item.published_at,
        language=item.language,
        comments=item.comments,
        origin=page.origin(f"items[{place}]"),
    )


def _key(item: FeedItem) -> str:
    """The page's address; a comment has none of its own, but a place in the page; else what the item says."""
    if item.url:
        page, place = canonical(item.url), _PLACE.search(item.url)
        return f"{page.partition('://')[2]}{place[0].lower()}" if place else page
    said = "\n".join((item.guid, item.title, item.text))
    return f"item:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}"
