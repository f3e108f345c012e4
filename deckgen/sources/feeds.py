"""Items of feeds that the user names: blogs, trade press, forums, alerts; web addresses or files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.feeds import MAX_BYTES, Feed, FeedItem, as_feed
from deckgen.parsing.relevance import matches, passage

UNIT = "item"


class Feeds(Source):
    """A feed is the newest few items of one place: a floor, from its oldest item on."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for option in ("feeds", "private_feeds"):
            for written in self.option(brief, option):
                address = written.strip()
                is_web = address.lower().startswith(("http://", "https://"))
                path = address.removeprefix("file:").replace("\\", "/")
                yield Request(
                    url=address if is_web else f"file:{path}",
                    about=host_of(address) if is_web else path.rpartition("/")[2],
                    step="feed",
                    is_private=option == "private_feeds" or _is_alert(address),
                    max_bytes=MAX_BYTES,
                )

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        feed = as_feed(replace(page, request=replace(page.request, url=page.request.shown_url)))
        for topic in brief.topics:
            yield from (
                _mention(item, i, page, topic)
                for i, item in enumerate(feed.items)
                if matches(topic, f"{item.title} {item.text}")
            )
        yield from _readings(feed, page, brief)


def _readings(feed: Feed, page: Page, brief: Brief) -> Iterable[Reading]:
    """Nothing is said of the time before the oldest item, nor by a feed without any date."""
    dates = [item.published_at.date() for item in feed.items if item.published_at]
    start = max(min(dates), brief.window.start) if dates else brief.window.end
    end = min(brief.window.end, page.retrieved_at.date() + timedelta(days=1))
    if start < end:
        for topic in brief.topics:
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
    said = "\n".join((item.guid, item.title, item.text))
    return Mention(
        source=page.source,
        topic=topic.key,
        key=canonical(item.url)
        if item.url
        else f"item:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}",
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


def _is_alert(address: str) -> bool:
    """An alert's feed: its address is a key to somebody's account."""
    return host_of(address).startswith("google.") and "/alerts/feeds/" in address
