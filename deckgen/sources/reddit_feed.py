"""Newest posts on Reddit that name a topic, from the feed of its search, without a key; opt-in.

The feed is called rss and is Atom. It names neither points nor comments and holds 25 entries at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.feeds import Feed, FeedItem, as_feed
from deckgen.parsing.relevance import passage
from deckgen.sources._asked_for import read_back_to
from deckgen.sources._reddit import SITE, account, post_address, quoted

CAPACITY = 25  # entries of one feed
UNIT = "post"
_POST = re.compile(r"t3_[0-9a-z]{1,13}")
# What Reddit writes below each entry; a name in it is no word of the post.
_BELOW = re.compile(r"\s*submitted by\s+/?u/\S+(?:\s+to\s+/?r/\S+)?\s+\[link\]\s+\[comments\]\s*\Z")


class RedditFeed(Source):
    """One call a phrase: a full feed is a floor from its oldest entry on, one with room is all."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            for phrase in topic.phrases:
                query = urlencode({"q": quoted(phrase), "sort": "new", "t": "all"})
                yield Request(
                    url=f"{self.bases(brief)[0]}/search.rss?{query}", about=topic.key, step="search"
                )

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        feed, topic = _feed(page), brief.topic(page.request.about)
        if feed.items and not any(_POST.fullmatch(item.guid) for item in feed.items):
            raise SourceChanged(f"{page.request.url.partition('?')[0]}: none of the feed's entries is a post")
        for place, item in enumerate(feed.items):
            address = post_address(item.url)
            is_outside = item.published_at is not None and not brief.window.holds(item.published_at)
            if _POST.fullmatch(item.guid) and address and not is_outside:
                yield _mention(item, address, page, topic, place)
        yield from _reading(feed, page, brief)


def _feed(page: Page) -> Feed:
    try:
        return as_feed(page)
    except SourceBlocked as error:
        where = page.request.url.partition("?")[0]
        raise SourceBlocked(
            f"{where}: Reddit shows a page instead of its feed, it may be turning us away"
        ) from error


def _reading(feed: Feed, page: Page, brief: Brief) -> Iterable[Reading]:
    days = [item.published_at.date() for item in feed.items if item.published_at]
    start, is_full = brief.window.start, len(feed.items) >= CAPACITY
    if is_full:
        start = max(read_back_to(days) or brief.window.end, start)
    if start < brief.window.end:
        yield Reading(
            source=page.source,
            topic=page.request.about,
            unit=UNIT,
            start=start,
            end=brief.window.end,
            kind=Kind.AT_LEAST if is_full else Kind.EXACT,
            origin=page.origin("items"),
        )


def _mention(item: FeedItem, address: str, page: Page, topic: Topic, place: int) -> Mention:
    return Mention(
        source=page.source,
        topic=topic.key,
        key=address,
        unit=UNIT,
        url=address,
        title=item.title,
        excerpt=passage(topic, _BELOW.sub("", item.text)),
        author=account(item.author),
        site=SITE,
        site_kind=SiteKind.FORUM,
        published_at=item.published_at,
        tags=item.tags[:1],
        origin=page.origin(f"items[{place}]"),
    )
