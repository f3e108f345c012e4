"""Articles under a topic's tags on DEV, or on other sites that run on Forem.

Shape from documentation, checked 2026-11-22; no recording was found. The interface knows tags and no words.
It orders by popularity, so a window is asked for by its age in days and read to the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.jsons import Node, as_list
from deckgen.parsing.moments import required
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean, plain

PER_PAGE = 100
MAX_PAGES = 20  # of one tag
UNIT = "article"
ACCEPT = (("Accept", "application/vnd.forem.api-v1+json"),)
_NOT_TAG = re.compile(r"[\W_]+")


class Forem(Source):
    """Page after page until one is empty: a site may give fewer articles a page than were asked for."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for base in self.bases(brief):
            for topic in brief.topics:
                tags = (_NOT_TAG.sub("", tag.lower()) for tag in topic.hashtags)
                for tag in dict.fromkeys(tag for tag in tags if tag):
                    yield _articles(brief, base, topic.key, tag, number=1)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        topic, carry = brief.topic(page.request.about), page.request.carry
        articles = as_list(page)
        yield from (_mention(article, page, topic) for article in articles)
        number = int(carry["page"])
        if articles and number < MAX_PAGES:
            yield _articles(brief, carry["base"], topic.key, carry["tag"], number=number + 1)
            return
        reached = page.retrieved_at.date() - timedelta(days=int(carry["days"]) - 1)
        start = max(brief.window.start, reached)
        if start < brief.window.end:
            yield Reading(
                source=page.source,
                topic=topic.key,
                unit=UNIT,
                start=start,
                end=brief.window.end,
                kind=Kind.AT_LEAST if articles else Kind.EXACT,
                origin=page.origin("$"),
            )


def _articles(brief: Brief, base: str, about: str, tag: str, *, number: int) -> Request:
    days = str((brief.as_of - brief.window.start).days + 1)
    ask = {"tag": tag, "top": days, "per_page": str(PER_PAGE), "page": str(number)}
    return Request(
        url=f"{base}/api/articles?{urlencode(ask)}",
        about=about,
        step="tag",
        carry={"base": base, "tag": tag, "days": days, "page": str(number)},
        headers=ACCEPT,
    )


def _tags(article: Node, asked: str) -> tuple[str, ...]:
    """The tag that was asked for, unless the article itself names its tags and not this one."""
    listed = article.fields.get("tag_list")
    if isinstance(listed, list):
        return (asked,) if asked in {str(tag).lower() for tag in listed} else ()
    return (asked,)


def _mention(article: Node, page: Page, topic: Topic) -> Mention:
    """The tag that was asked for belongs to the article, but is no part of its text."""
    link, user = article.text("url"), article.child_or("user")
    written = article.text_or("published_at") or article.text("published_timestamp")
    return Mention(
        source=page.source,
        topic=topic.key,
        key=canonical(link),
        unit=UNIT,
        url=clean(link),
        title=plain(article.text("title")),
        excerpt=passage(topic, plain(article.text_or("description"))),
        tags=_tags(article, page.request.carry["tag"]),
        author=plain(user.text_or("username") or user.text_or("name")) if user else "",
        site=host_of(link) or host_of(page.request.url),
        site_kind=SiteKind.BLOG,
        published_at=required(written, where=f"{article.url}: at {article.path}.published_at"),
        points=article.whole_or("positive_reactions_count"),
        comments=article.whole_or("comments_count"),
        origin=page.origin(article.path),
    )
