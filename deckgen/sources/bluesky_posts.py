"""Posts on Bluesky that name a topic, from its search, for somebody with an account.

Documented: `since` is inclusive, `until` is not, both go by the earlier of the time the author's program
wrote and the time the network first saw the post; a cursor may not lead through all results. Met by others:
10,000 posts of one query can be reached (minet, pull request 1018), days must be written as moments.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import moment
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean
from deckgen.sources._asked_for import kept_to, read_back_to
from deckgen.sources._at_uri import post_address
from deckgen.sources._own import owns_name, speakers

PER_PAGE = 100
MAX_PAGES = 20  # of one phrase: the search is meant for people
MAX_CURSOR = 200
UNIT = "post"


class BlueskyPosts(Source):
    """Newest first over the window. Always a floor: the service does not promise to list every post."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            for phrase in topic.phrases:
                query = {
                    "q": f'"{phrase.replace(chr(34), " ").strip()}"',
                    "sort": "latest",
                    "since": _midnight(brief.window.start),
                    "until": _midnight(brief.window.end),
                    "limit": str(PER_PAGE),
                }
                url = f"{self.bases(brief)[0]}/app.bsky.feed.searchPosts?{urlencode(query)}"
                yield self._page(url, topic.key, {"page": "1", "cursor": ""})

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = as_object(page)
        if page.status == 400 or answer.has("error"):
            said = clean(f"{answer.text_or('error')} {answer.text_or('message')}")[:150]
            raise SourceRefused(f"{_where(page)}: Bluesky says: {said or 'status 400'}")
        topic, posts = brief.topic(page.request.about), answer.children("posts")
        dated = [(post, _posted(post)) for post in posts]
        kept_to((at for _, at in dated), brief.window.start, brief.window.end, where=_where(page))
        for post, at in dated:
            if at is None or brief.window.holds(at):
                yield _mention(post, at, page, topic, brief)
        days = [at.date() for _, at in dated if at]
        yield from self._onward(page, brief, answer.text_or("cursor"), days, is_empty=not posts)

    def _onward(
        self, page: Page, brief: Brief, cursor: str, days: list[date], *, is_empty: bool
    ) -> Iterable[Item | Request]:
        carry, window = page.request.carry, brief.window
        number = int(carry["page"])
        known = [date.fromisoformat(carry["oldest"])] if "oldest" in carry else []
        oldest = read_back_to(days) or next(iter(known), None)
        if len(cursor) > MAX_CURSOR:
            raise SourceChanged(f"{_where(page)}: at $.cursor there are more than {MAX_CURSOR} characters")
        is_end = not cursor
        if is_empty and not is_end and oldest is None:
            raise SourceChanged(f"{_where(page)}: lists no post and says that there are more")
        if not (is_end or is_empty or cursor == carry["cursor"]) and number < MAX_PAGES:
            first = page.request.url.partition("&cursor=")[0]
            told = {"oldest": oldest.isoformat()} if oldest else {}
            url = f"{first}&{urlencode({'cursor': cursor})}"
            yield self._page(url, page.request.about, {"page": str(number + 1), "cursor": cursor, **told})
            return
        start = window.start if is_end else max(oldest or window.end, window.start)
        if start < window.end:
            yield Reading(
                source=self.key,
                topic=page.request.about,
                unit=UNIT,
                start=start,
                end=window.end,
                kind=Kind.AT_LEAST,
                origin=page.origin("$.posts"),
            )

    def _page(self, url: str, about: str, carry: dict[str, str]) -> Request:
        return Request(
            url=url,
            about=about,
            step="search",
            carry=carry,
            accept_status=(200, 400),  # 400 says in words what was wrong with the question
            credential=self.key,
        )


def _where(page: Page) -> str:
    """Short, so that what the service says is not cut off."""
    return page.request.url.partition("?")[0]


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _posted(post: Node) -> datetime | None:
    """The author's program may claim any time: what the network saw first is the bound."""
    claimed = moment(post.child("record").text_or("createdAt"))
    seen = moment(post.text_or("indexedAt"))
    return min((at for at in (claimed, seen) if at is not None), default=None)


def _mention(post: Node, at: datetime | None, page: Page, topic: Topic, brief: Brief) -> Mention:
    address = post_address(post.text("uri"))
    if not address:
        raise SourceChanged(f"{post.url}: at {post.path}.uri there is no name of a post")
    record, handle = post.child("record"), clean(post.child("author").text("handle")).lower()
    return Mention(
        source=page.source,
        topic=topic.key,
        key=address,
        unit=UNIT,
        url=address,
        excerpt=passage(topic, clean(record.text_or("text"))),
        author=handle,
        site="bsky.app",
        site_kind=SiteKind.SOCIAL,
        published_at=at,
        language=next(iter(record.texts_or("langs")), ""),
        tags=tuple(clean(tag) for tag in record.texts_or("tags")[:20]),
        points=post.whole_or("likeCount"),
        comments=post.whole_or("replyCount"),
        is_own=any(owns_name(company, handle) for company in speakers(brief, topic)),
        origin=page.origin(post.path),
    )
