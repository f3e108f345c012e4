"""Stories and comments on Hacker News that name a topic, from its public search by Algolia."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import from_unix, required
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import plain
from deckgen.sources._asked_for import kept_to

REACHABLE = 1000  # hits of one query, whatever its nbPages says
FIELDS = {"story": "title,story_text", "comment": "comment_text"}  # not the author's name, not the address
ITEM = "https://news.ycombinator.com/item?id="
_LONGEST_UNSPLIT = timedelta(days=31)


class HackerNews(Source):
    """One listing for each topic, phrase and unit; where it does not fit into 1,000 hits, one for each month.

    A month that does not fit either is counted by the service: an estimate unless it says otherwise.
    """

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            for phrase in topic.phrases:
                for unit in FIELDS:
                    yield self._listing(brief, topic.key, phrase, unit, brief.window.start, brief.window.end)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = as_object(page)
        asked = page.request
        topic = brief.topic(asked.about)
        start, end = (date.fromisoformat(asked.carry[name]) for name in ("start", "end"))
        hits = answer.children("hits")
        number, before = int(asked.carry["page"]), int(asked.carry["listed"])
        # A page beyond the reachable hits says nbHits 0: the count is that of the first page, always.
        said = answer.whole("nbHits") if number == 0 else int(asked.carry["said"])
        exhaustive = _is_exhaustive(answer) if number == 0 else asked.carry["exhaustive"] == "yes"
        names, moments = [hit.text("objectID") for hit in hits], [_written(hit) for hit in hits]
        if not kept_to(moments, start, end, where=asked.url) and said > REACHABLE:
            raise SourceChanged(
                f"{asked.url}: lists hits from outside the period; its count is of more than that"
            )
        if said > REACHABLE and end - start > _LONGEST_UNSPLIT:
            phrase, unit = asked.carry["phrase"], asked.step
            yield from (self._listing(brief, topic.key, phrase, unit, a, b) for a, b in _months(start, end))
            return
        if number == 0 and said and not hits:
            raise SourceChanged(f"{asked.url}: says {said} hits and lists none; the count cannot be trusted")
        first = next(iter(names), "")
        if first and first == asked.carry.get("first", ""):
            raise SourceChanged(
                f"{asked.url}: repeats the page before; how many hits there are cannot be told"
            )
        for hit, at in zip(hits, moments, strict=True):
            yield _mention(hit, at, page, topic)
        listed = before + len(hits)
        if hits and listed < min(said, REACHABLE):
            yield self._next(asked, number + 1, listed=listed, said=said, exhaustive=exhaustive, first=first)
            return
        yield _reading(page, topic, start, end, listed=listed, said=said, exhaustive=exhaustive)

    def _listing(
        self, brief: Brief, about: str, phrase: str, unit: str, start: date, end: date, number: int = 0
    ) -> Request:
        bounds = f"created_at_i>={_unix(start)},created_at_i<{_unix(end)}"
        query = {
            "query": f'"{phrase.replace(chr(34), " ").strip()}"',
            "tags": unit,
            "restrictSearchableAttributes": FIELDS[unit],
            "typoTolerance": "false",
            "numericFilters": bounds,
            "hitsPerPage": str(REACHABLE),
        }
        return Request(
            url=f"{self.bases(brief)[0]}/api/v1/search_by_date?{urlencode(query)}&page={number}",
            about=about,
            step=unit,
            carry={
                "phrase": phrase,
                "start": start.isoformat(),
                "end": end.isoformat(),
                "page": str(number),
                "listed": "0",
            },
        )

    @staticmethod
    def _next(
        asked: Request, number: int, *, listed: int, said: int, exhaustive: bool, first: str
    ) -> Request:
        """The next page of a listing: the server may give fewer hits a page than were asked for."""
        known = {"page": str(number), "listed": str(listed), "said": str(said), "first": first}
        return replace(
            asked,
            url=f"{asked.url.rsplit('&page=', 1)[0]}&page={number}",
            carry={**asked.carry, **known, "exhaustive": "yes" if exhaustive else "no"},
        )


def _reading(
    page: Page, topic: Topic, start: date, end: date, *, listed: int, said: int, exhaustive: bool
) -> Reading:
    """All that there are were listed: exact. Else the service's own count, which knows no context words.

    A list that ends before it holds as many as it said, and as can be reached, is a floor.
    """
    is_complete = listed >= said
    is_short = not is_complete and said <= REACHABLE
    is_plain = not topic.context and not topic.exclude and len(topic.phrases) == 1
    counted = Kind.EXACT if exhaustive and is_plain else Kind.ESTIMATE
    return Reading(
        source=page.source,
        topic=topic.key,
        unit=page.request.step,
        start=start,
        end=end,
        kind=Kind.EXACT if is_complete else Kind.AT_LEAST if is_short else counted,
        value=None if is_complete or is_short else said,
        origin=page.origin("$.nbHits"),
    )


def _written(hit: Node) -> datetime:
    """Not all hits have the number of seconds."""
    seconds = hit.whole_or("created_at_i")
    exact = from_unix(seconds) if seconds is not None else None
    return exact or required(hit.text("created_at"), where=f"{hit.url}: at {hit.path}.created_at")


def _mention(hit: Node, at: datetime, page: Page, topic: Topic) -> Mention:
    """In 2018 missing fields were null, in 2026 the keys are absent; a comment borrows its story's title."""
    number = hit.text("objectID")
    is_comment = "comment" in hit.texts_or("_tags")
    link = ITEM + number
    body = hit.text_or("comment_text") or hit.text_or("story_text")
    return Mention(
        source=page.source,
        topic=topic.key,
        key=link,
        unit="comment" if is_comment else "story",
        url=link if is_comment else hit.text_or("url") or link,
        title=plain(hit.text_or("title") or hit.text_or("story_title")),
        excerpt=passage(topic, plain(body)),
        author=plain(hit.text_or("author")),
        site="news.ycombinator.com",
        site_kind=SiteKind.FORUM,
        published_at=at,
        points=hit.whole_or("points"),
        comments=hit.whole_or("num_comments"),
        origin=page.origin(hit.path),
    )


def _is_exhaustive(answer: Node) -> bool:
    detail = answer.child_or("exhaustive")
    return answer.flag_or("exhaustiveNbHits", detail.flag_or("nbHits") if detail else False)


def _months(start: date, end: date) -> Iterator[tuple[date, date]]:
    """The calendar months of a period, the first and the last cut to it."""
    while start < end:
        following = (start.replace(day=1) + _LONGEST_UNSPLIT + timedelta(days=1)).replace(day=1)
        yield start, min(following, end)
        start = following


def _unix(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
