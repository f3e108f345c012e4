"""Posts on Reddit that name a topic, from its search, for holders of an approved OAuth app.

Paging and the end of a listing as Reddit documents and a recording of 2016 shows them; that a search ends
after about 1,000 posts, and for some queries after about 245, is what others met (snoowrap issue 162).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlencode

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import from_unix
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean, plain
from deckgen.sources._asked_for import read_back_to
from deckgen.sources._reddit import SITE, account, post_address, quoted

PER_PAGE = 100
MAX_PAGES = 11  # of one phrase; about 1,000 posts can be reached
SURELY_ALL = 220  # posts; a longer list that ends by itself may have been cut by Reddit
UNIT = "post"
_AFTER = re.compile(r"t3_[0-9a-z]{1,13}")


class Reddit(Source):
    """Newest first, page by page, back to the start of the window or to where Reddit ends the list."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            for phrase in topic.phrases:
                query = {"q": quoted(phrase), "sort": "new", "t": "all", "type": "link"}
                asked = urlencode({**query, "limit": str(PER_PAGE), "raw_json": "1"})
                yield self._page(f"{self.bases(brief)[0]}/search?{asked}", topic.key, number=1, listed=0)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = as_object(page)
        if answer.has("error"):
            said = clean(f"{answer.fields.get('error')} {answer.text_or('message')}")[:120]
            raise SourceRefused(f"{page.request.url.partition('?')[0]}: Reddit says: {said}")
        listing, topic = answer.child("data"), brief.topic(page.request.about)
        children = listing.children("children")
        posts = [c.child("data") for c in children if c.text("kind") == "t3"]
        if not posts and (children or (listing.has("after") and page.request.carry["page"] == "1")):
            where = page.request.url.partition("?")[0]
            raise SourceChanged(
                f"{where}: lists something else than posts, or nothing where more was to follow"
            )
        dated = [(post, _written(post)) for post in posts]
        for post, at in dated:
            if brief.window.holds(at):
                yield _mention(post, at, page, topic)
        yield from self._onward(page, brief, listing, [at.date() for _, at in dated])

    def _onward(self, page: Page, brief: Brief, listing: Node, days: list[date]) -> Iterable[Item | Request]:
        carry, window = page.request.carry, brief.window
        number, listed = int(carry["page"]), int(carry["listed"]) + len(days)
        known = [date.fromisoformat(carry["oldest"])] if "oldest" in carry else []
        oldest = read_back_to(days) or next(iter(known), None)
        after = listing.text_or("after")
        if after and not _AFTER.fullmatch(after):
            raise SourceChanged(
                f"{page.request.url.partition('?')[0]}: at $.data.after there is no name of a post"
            )
        is_behind = bool(days) and oldest is not None and oldest < window.start
        if after and days and not is_behind and number < MAX_PAGES and oldest is not None:
            first = page.request.url.partition("&after=")[0]
            url = f"{first}&after={after}"
            yield self._page(url, page.request.about, number=number + 1, listed=listed, oldest=oldest)
            return
        is_whole = is_behind or (not after and listed <= SURELY_ALL)
        start = window.start if is_whole else max(oldest or window.end, window.start)
        if start < window.end:
            yield Reading(
                source=self.key,
                topic=page.request.about,
                unit=UNIT,
                start=start,
                end=window.end,
                kind=Kind.EXACT if is_whole else Kind.AT_LEAST,
                origin=page.origin("$.data.children"),
            )

    def _page(self, url: str, about: str, *, number: int, listed: int, oldest: date | None = None) -> Request:
        known = {"oldest": oldest.isoformat()} if oldest else {}
        return Request(
            url=url,
            about=about,
            step="search",
            carry={"page": str(number), "listed": str(listed), **known},
            credential=self.key,
        )


def _written(post: Node) -> datetime:
    """`created_utc` is a number with a fraction."""
    at = from_unix(float(post.number("created_utc")))
    if at is None:
        raise SourceChanged(f"{post.url}: at {post.path}.created_utc there is no time that can be read")
    return at


def _mention(post: Node, at: datetime, page: Page, topic: Topic) -> Mention:
    address = post_address(post.text("permalink"))
    if not address:
        raise SourceChanged(f"{post.url}: at {post.path}.permalink there is no address of a post")
    return Mention(
        source=page.source,
        topic=topic.key,
        key=address,
        unit=UNIT,
        url=address,
        title=plain(post.text("title")),
        excerpt=passage(topic, clean(post.text_or("selftext"))),
        author=account(post.text_or("author")),
        site=SITE,
        site_kind=SiteKind.FORUM,
        published_at=at,
        tags=tuple(filter(None, (clean(post.text_or("subreddit")),))),
        points=post.whole_or("score"),
        comments=post.whole_or("num_comments"),
        origin=page.origin(post.path),
    )
