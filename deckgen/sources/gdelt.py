"""News articles that name a topic, from GDELT: a count for each week, and a list of the newest 250.

A date is when GDELT's crawler saw an article, which may be later than when it was published. The list gives
titles only, while the whole text was searched: the words asked for stand as what an article was found under.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.jsons import Node
from deckgen.parsing.moments import required
from deckgen.parsing.text import clean, plain
from deckgen.sources import _gdelt
from deckgen.sources._asked_for import kept_to

MOST = 250  # articles of one list, which has no further pages
UNIT = "article"
TIMELINE, LIST = "timelinevolraw", "artlist"


class Gdelt(Source):
    """One series of daily counts a topic; then, as the service bears few questions, one list."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            yield self._asked(brief, topic, TIMELINE)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        topic = brief.topic(page.request.about)
        if _gdelt.pause_asked(page):
            yield _throttled(page)
        elif page.request.step == TIMELINE:
            weeks = tuple(_weekly(page, brief, topic))
            yield from weeks
            is_told = all(week.kind is Kind.EXACT for week in weeks)
            yield self._asked(brief, topic, LIST, told=sum(w.value or 0 for w in weeks) if is_told else None)
        else:
            yield from _listed(page, brief, topic)

    def _asked(self, brief: Brief, topic: Topic, mode: str, *, told: int | None = 0) -> Request:
        last = brief.window.end - timedelta(days=1)
        ask = {
            "query": _gdelt.query(topic),
            "mode": mode,
            "format": "json",
            "startdatetime": f"{brief.window.start:%Y%m%d}000000",
            "enddatetime": f"{last:%Y%m%d}235959",
        }
        if mode == LIST:
            ask |= {"maxrecords": str(MOST), "sort": "datedesc"}
        return Request(
            url=f"{self.bases(brief)[0]}/api/v2/doc/doc?{urlencode(ask)}",
            about=topic.key,
            step=mode,
            carry={"told": "" if told is None else str(told)} if mode == LIST else {},
        )


def _weekly(page: Page, brief: Brief, topic: Topic) -> Iterator[Reading]:
    """The service's count of each week that is over; where nothing matched, none in all of them."""
    read = _gdelt.points(_gdelt.answer(page))
    kept_to((point.on for point in read), brief.window.start, brief.window.end, where=page.request.url)
    for week in _gdelt.weeks(read, brief.window, before=page.retrieved_at.date()):
        yield Reading(
            source=page.source,
            topic=topic.key,
            unit=UNIT,
            start=week.start,
            end=week.end,
            kind=week.kind,
            value=week.value,
            origin=page.origin(week.path),
        )


def _listed(page: Page, brief: Brief, topic: Topic) -> Iterator[Item]:
    """Complete when it is not full and the timeline told of no more; else it reaches back to its oldest."""
    articles = _gdelt.listed(_gdelt.answer(page), "articles")
    window, told = brief.window, page.request.carry["told"]
    is_kept = kept_to(map(_seen, articles), window.start, window.end, where=page.request.url)
    found = [_mention(article, page, topic) for article in articles]
    yield from found
    is_full = len(found) >= MOST
    is_whole = is_kept and not is_full and bool(told) and len(found) >= int(told)
    start = brief.window.start
    if is_full:
        start = max(start, min(_seen(article).date() for article in articles))
    if start < brief.window.end:
        yield Reading(
            source=page.source,
            topic=topic.key,
            unit=UNIT,
            start=start,
            end=brief.window.end,
            kind=Kind.EXACT if is_whole else Kind.AT_LEAST,
            origin=page.origin("$.articles"),
        )


def _mention(article: Node, page: Page, topic: Topic) -> Mention:
    link = article.text("url")
    return Mention(
        source=page.source,
        topic=topic.key,
        key=canonical(link),
        unit=UNIT,
        url=clean(link),
        title=plain(article.text_or("title")),
        tags=(*topic.phrases, *topic.context),
        site=clean(article.text_or("domain")) or host_of(link),
        site_kind=SiteKind.NEWS,
        published_at=_seen(article),
        origin=page.origin(article.path),
    )


def _seen(article: Node) -> datetime:
    """When the crawler saw it: the only date there is."""
    return required(article.text("seendate"), where=f"{article.url}: at {article.path}.seendate")


def _throttled(page: Page) -> Gap:
    """The service asks for fewer questions, in an answer that looks like any other."""
    return Gap(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        url=page.request.url,
        reason=GapReason.THROTTLED,
        detail="the service asks for fewer questions",
        at=page.retrieved_at,
    )
