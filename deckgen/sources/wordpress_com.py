"""Blog posts under a topic's tags, from the public reader of WordPress.com."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from urllib.parse import quote, urlencode

from deckgen.errors import SourceRefused
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import required
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean, plain
from deckgen.sources._asked_for import read_back_to

PER_PAGE = 40
MAX_PAGES = 25  # of one tag
FIELDS = "ID,site_ID,site_name,title,URL,date,author,excerpt,like_count,discussion"
_NOT_SLUG = re.compile(r"[\W_]+")


class WordPressCom(Source):
    """Newest first, each page before the oldest post of the last one, back to the start of the window."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            if topic.hashtags:
                for slug in dict.fromkeys((*(tag_slug(p) for p in topic.phrases), *topic.hashtags)):
                    yield self._posts(brief, topic.key, slug, before=_midnight(brief.window.end), number=1)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = as_object(page)
        if answer.has("error"):
            said = clean(f"{answer.text_or('error')} {answer.text_or('message')}")[:120]
            raise SourceRefused(f"{page.request.url}: the service says: {said}")
        topic, slug = brief.topic(page.request.about), page.request.carry["tag"]
        found = [_mention(post, page, topic, slug) for post in answer.children("posts")]
        yield from found
        before = datetime.fromisoformat(page.request.carry["before"])
        number = int(page.request.carry["page"])
        # The order is not strictly by date, and each author writes a local offset.
        times = [m.published_at for m in found if m.published_at]
        reached_on, start = read_back_to([at.date() for at in times]), _midnight(brief.window.start)
        # The oldest but for a stray one: all between the two would be left out.
        oldest = min((at for at in times if reached_on and at.date() >= reached_on), default=None)
        # The oldest post of the page before is sent once more; newer ones as well: "before" is not heard.
        is_repeat = number > 1 and set(times) == {before} and len(found) < PER_PAGE
        is_behind = reached_on is not None and reached_on < start.date()
        is_done = oldest is None or is_behind or is_repeat
        if oldest is not None and not is_done and oldest < before and number < MAX_PAGES:
            yield self._posts(brief, topic.key, slug, before=oldest, number=number + 1)
            return
        reached = start if is_done or oldest is None else oldest
        if reached.date() < brief.window.end:
            yield Reading(
                source=page.source,
                topic=topic.key,
                unit="post",
                start=reached.date(),
                end=brief.window.end,
                kind=Kind.EXACT if is_done else Kind.AT_LEAST,
                origin=page.origin("$.posts"),
            )

    def _posts(self, brief: Brief, about: str, slug: str, *, before: datetime, number: int) -> Request:
        query = {
            "number": str(PER_PAGE),
            "order": "DESC",
            "after": _midnight(brief.window.start).isoformat(),
            "before": before.isoformat(),
            "fields": FIELDS,
        }
        return Request(
            url=f"{self.bases(brief)[0]}/rest/v1.1/read/tags/{quote(slug, safe='')}/posts?{urlencode(query)}",
            about=about,
            step="tag",
            carry={"tag": slug, "before": before.isoformat(), "page": str(number)},
        )


def tag_slug(phrase: str) -> str:
    """A phrase as WordPress spells it in a tag: "City E-Bike" -> "city-e-bike"."""
    plain_letters = unicodedata.normalize("NFKC", phrase).lower()
    return _NOT_SLUG.sub("-", plain_letters).strip("-")


def _mention(post: Node, page: Page, topic: Topic, slug: str) -> Mention:
    """The tag that was asked for belongs to the post, but is no part of its text."""
    link = post.text("URL")
    author, discussion = post.child_or("author"), post.child_or("discussion")
    return Mention(
        source=page.source,
        topic=topic.key,
        key=canonical(link),
        unit="post",
        url=clean(link),
        title=plain(post.text_or("title")),
        excerpt=passage(topic, plain(post.text_or("excerpt"))),
        tags=(slug,),
        author=plain(author.text_or("name")) if author else "",
        site=host_of(link),
        site_kind=SiteKind.BLOG,
        published_at=required(post.text("date"), where=f"{post.url}: at {post.path}.date"),
        points=post.whole_or("like_count"),
        comments=discussion.whole_or("comment_count") if discussion else None,
        origin=page.origin(post.path),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
