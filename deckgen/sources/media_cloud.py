"""News stories that name a topic, counted exactly and listed, from Media Cloud's collections of outlets.

Shape from Media Cloud's own client of August 2026 (search/total-count, search/count-over-time,
search/story-list), checked 2026-11-22; no recording was found. Two questions a minute are allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import quote, urlencode

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import day, moment
from deckgen.parsing.text import plain
from deckgen.sources._asked_for import kept_to

UNIT = "article"
PLATFORM = "onlinenews-mediacloud"
PER_PAGE = 500
MAX_LISTED = 1000  # more than this is counted week by week and not listed
MAX_TOKEN = 2000
_NEARLY_ALL = Decimal("0.98")


class MediaCloud(Source):
    """First the count; a small one is listed in full, a large one is read as a series of days."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        collections = ",".join(self.option(brief, "collections"))
        if collections:
            for topic in brief.topics:
                yield self._ask(brief, topic, "total-count", collections)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer, topic = as_object(page), brief.topic(page.request.about)
        collections = page.request.carry["collections"]
        if page.request.step == "total-count":
            said = answer.child("count").whole("relevant")
            step = "story-list" if said <= MAX_LISTED else "count-over-time"
            if said < 0:
                raise SourceChanged(
                    f"{page.request.url}: at $.count.relevant there is {said}, which is no count"
                )
            return (self._ask(brief, topic, step, collections, said=said),)
        if page.request.step == "count-over-time":
            return _weeks(answer.child("count_over_time"), page, brief, topic)
        return self._stories(answer, page, brief, topic)

    def _stories(self, answer: Node, page: Page, brief: Brief, topic: Topic) -> Iterator[Item | Request]:
        stories = answer.children("stories")
        said, asked = int(page.request.carry.get("said", "0")), page.request.url
        times = (moment(story.text_or("publish_date")) for story in stories)
        is_kept = kept_to(times, brief.window.start, brief.window.end, where=asked)
        yield from (_mention(story, page, topic) for story in stories)
        listed = int(page.request.carry.get("listed", "0")) + len(stories)
        token = answer.text_or("pagination_token")[:MAX_TOKEN]
        is_new = token and token != page.request.carry.get("token", "")
        if is_new and stories and listed < MAX_LISTED:
            collections = page.request.carry["collections"]
            yield self._ask(brief, topic, "story-list", collections, token=token, listed=listed, said=said)
            return
        if said and not listed:
            raise SourceChanged(f"{asked}: {said} stories were counted and none is listed")
        yield Reading(
            source=page.source,
            topic=topic.key,
            unit=UNIT,
            start=brief.window.start,
            end=brief.window.end,
            kind=Kind.EXACT if is_kept and not token and listed >= said else Kind.AT_LEAST,
            origin=page.origin("$.stories"),
        )

    def _ask(
        self,
        brief: Brief,
        topic: Topic,
        step: str,
        collections: str,
        *,
        token: str = "",
        listed: int = 0,
        said: int = 0,
    ) -> Request:
        query = {
            "q": _query(topic),
            "start": brief.window.start.isoformat(),
            "end": (brief.window.end - timedelta(days=1)).isoformat(),  # the last day is counted as well
            "platform": PLATFORM,
            "cs": collections,
        }
        if step == "story-list":
            query |= {"page_size": str(PER_PAGE), "sort_order": "desc"}
        if token:
            query["pagination_token"] = token
        return Request(
            url=f"{self.bases(brief)[0]}/search/{step}?{urlencode(query, quote_via=quote)}",
            about=topic.key,
            step=step,
            carry={"collections": collections, "token": token, "listed": str(listed), "said": str(said)},
            credential="media_cloud",
        )


def _query(topic: Topic) -> str:
    """Any phrase, with a context word where there are some, without the excluded words."""
    asked = _any(topic.phrases)
    if topic.context:
        asked += f" AND {_any(topic.context)}"
    return asked + "".join(f" AND NOT {_quoted(word)}" for word in topic.exclude)


def _any(words: tuple[str, ...]) -> str:
    return f"({' OR '.join(map(_quoted, words))})"


def _quoted(words: str) -> str:
    return f'"{words.replace(chr(34), " ").strip()}"'


def _weeks(answer: Node, page: Page, brief: Brief, topic: Topic) -> Iterator[Reading]:
    """Whole weeks of the window; days left out of the series had no story, if all that was counted is in it.

    Counted a moment before, the two may differ by a story or two; one that lacks a part is a floor.
    """
    counts: Counter[date] = Counter()
    days: list[date] = []
    for row in answer.children("counts"):
        on, count = day(row.text("date")[:10]), row.whole("count")
        if on is None or count < 0:
            raise SourceChanged(f"{page.request.url}: at {row.path} is no day with a count")
        counts[on - timedelta(days=on.weekday())] += count
        days += [on] if count else []
    kept_to(days, brief.window.start, brief.window.end, where=page.request.url)
    said = int(page.request.carry.get("said", "0"))
    told = sum(counts[monday] for monday in brief.window.mondays())
    if said and not told:
        raise SourceChanged(f"{page.request.url}: {said} stories were counted and the series holds none")
    for monday in brief.window.mondays():
        yield Reading(
            source=page.source,
            topic=topic.key,
            unit=UNIT,
            start=monday,
            end=monday + timedelta(days=7),
            kind=Kind.EXACT if told >= said * _NEARLY_ALL else Kind.AT_LEAST,
            value=counts[monday],
            origin=page.origin("$.count_over_time.counts"),
        )


def _mention(story: Node, page: Page, topic: Topic) -> Mention:
    """The service saw the story's text and sends its title only: what it was asked for stands as its tags."""
    link = story.text("url")
    return Mention(
        source=page.source,
        topic=topic.key,
        key=canonical(link),
        unit=UNIT,
        url=link,
        title=plain(story.text_or("title")),
        tags=(topic.phrases[0], *topic.context[:1]),
        site=host_of(story.text_or("media_url")) or story.text_or("media_name") or host_of(link),
        site_kind=SiteKind.NEWS,
        published_at=moment(story.text_or("publish_date")),
        language=story.text_or("language"),
        origin=page.origin(story.path),
    )
