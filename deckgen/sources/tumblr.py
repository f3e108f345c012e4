"""Posts under a topic's tags on Tumblr, newest first, back to the start of the window.

Shape from Tumblr's documentation and public clients (response is a list of posts; further pages by `before`,
the oldest timestamp), checked 2026-11-22; no recording was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from urllib.parse import urlencode

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import from_unix
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import plain
from deckgen.sources._asked_for import read_back_to

UNIT = "post"
PER_PAGE = 20
MAX_PAGES = 15  # of one tag
MAX_TAGS = 30  # of one post: what Tumblr lets anybody give it


class Tumblr(Source):
    """No total is given: the pages are counted, and where they do not reach the window's start, at least."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        end = int(datetime.combine(brief.window.end, time(), UTC).timestamp())
        for topic in brief.topics:
            for tag in _tags(topic):
                yield self._posts(brief, topic.key, tag, before=end, number=1)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = as_object(page)
        meta = answer.child("meta")
        if meta.whole("status") != 200:
            raise SourceRefused(f"{page.request.url}: Tumblr answered: {plain(meta.text_or('msg'))[:80]}")
        topic, tag = brief.topic(page.request.about), page.request.carry["tag"]
        posts = answer.children("response")
        yield from (_mention(post, page, topic, tag) for post in posts)
        number, before = int(page.request.carry["page"]), int(page.request.carry["before"])
        times = [_written(post, page) for post in posts]
        reached = read_back_to([at.date() for at in times])
        is_done = reached is None or reached < brief.window.start
        # The oldest but for a stray one: all between the two would be left out.
        oldest = min(
            (int(at.timestamp()) for at in times if reached and at.date() >= reached), default=before
        )
        if not is_done and oldest < before and number < MAX_PAGES:
            yield self._posts(brief, topic.key, tag, before=oldest, number=number + 1)
            return
        start = brief.window.start if is_done or reached is None else reached
        if start < brief.window.end:
            yield Reading(
                source=page.source,
                topic=topic.key,
                unit=UNIT,
                start=start,
                end=brief.window.end,
                kind=Kind.EXACT if is_done else Kind.AT_LEAST,
                origin=page.origin("$.response"),
            )

    def _posts(self, brief: Brief, about: str, tag: str, *, before: int, number: int) -> Request:
        query = {"tag": tag, "before": str(before), "limit": str(PER_PAGE), "filter": "text"}
        return Request(
            url=f"{self.bases(brief)[0]}/tagged?{urlencode(query)}",
            about=about,
            step="tag",
            carry={"tag": tag, "before": str(before), "page": str(number)},
            credential="tumblr",
        )


def _tags(topic: Topic) -> tuple[str, ...]:
    """The phrases as they are, as tags there may hold spaces, and the hashtags; case makes no difference."""
    if not topic.hashtags:
        return ()
    return tuple(dict.fromkeys(tag.casefold() for tag in (*topic.phrases, *topic.hashtags)))


def _mention(post: Node, page: Page, topic: Topic, tag: str) -> Mention:
    link = post.text("post_url")
    named = tuple(plain(t) for t in post.texts_or("tags")[:MAX_TAGS])
    # It was asked for by this tag; a post that names its tags and not this one was not found under it.
    found_under = (tag,) if not named or _folded(tag) in map(_folded, named) else ()
    return Mention(
        source=page.source,
        topic=topic.key,
        key=canonical(link),
        unit=UNIT,
        url=link,
        title=plain(post.text_or("title")),
        excerpt=passage(topic, plain(post.text_or("summary"))),
        tags=tuple(dict.fromkeys((*found_under, *named))),
        author=plain(post.text_or("blog_name")),
        site=host_of(link),
        site_kind=SiteKind.BLOG,
        published_at=_written(post, page),
        points=post.whole_or("note_count"),
        origin=page.origin(post.path),
    )


def _written(post: Node, page: Page) -> datetime:
    written = from_unix(post.whole("timestamp"))
    if written is None:
        raise SourceChanged(f"{page.request.url}: at {post.path}.timestamp is no time")
    return written


def _folded(tag: str) -> str:
    """Case, spaces and hyphens make no difference there."""
    return "".join(letter for letter in tag.casefold() if letter.isalnum())
