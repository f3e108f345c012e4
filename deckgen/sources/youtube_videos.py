"""Videos on YouTube that name a topic in title or description, from the search of its Data API.

Documented (2026-11-22): 100 searches a day, each page is one; `publishedBefore` includes its moment;
`pageInfo.totalResults` is an approximation of at most 1,000,000 and is not read here. Met by others: near
500 results the pages end, come again from the first, or overlap (minet issue 414, youtube-comment-suite 85).
"""

from __future__ import annotations

import re
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
from deckgen.parsing.moments import required
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean, plain
from deckgen.sources._asked_for import kept_to, read_back_to
from deckgen.sources._own import speakers
from deckgen.sources._youtube_channel import refusal

PER_PAGE = 50
MAX_PAGES = 10  # of one phrase: what the service lets anybody reach
SURELY_ALL = 400  # videos; a longer list that ends by itself may have been cut by the service
MAX_TOKEN = 200
UNIT = "video"
WATCH = "https://www.youtube.com/watch?v="
_NAME = re.compile(r"[\w-]{1,20}", re.ASCII)


class YoutubeVideos(Source):
    """Newest first over the window; the pages that a day allows are shared out evenly among the phrases."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            for phrase in topic.phrases:
                query = {
                    "part": "snippet",
                    "type": "video",
                    "order": "date",
                    "q": f'"{phrase.replace(chr(34), " ").strip()}"',
                    "publishedAfter": _midnight(brief.window.start),
                    "publishedBefore": _midnight(brief.window.end),
                    "regionCode": brief.country,
                    "maxResults": str(PER_PAGE),
                }
                url = f"{self.bases(brief)[0]}/search?{urlencode(query)}"
                yield self._page(url, topic.key, {"page": "1", "listed": "0", "token": ""})

    def most_requests(self, brief: Brief) -> int:
        phrases = sum(len(topic.phrases) for topic in brief.topics)
        return min(phrases * self._pages(brief), self.entry.max_requests)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = as_object(page)
        if reason := refusal(page):
            said = plain(answer.child("error").text_or("message"))[:160]
            raise SourceRefused(f"{_where(page)}: YouTube says: {reason}: {said}")
        if page.status != 200 or answer.text("kind") != "youtube#searchListResponse":
            raise SourceChanged(f"{_where(page)}: status {page.status} and no list of search results")
        topic = brief.topic(page.request.about)
        videos = [item for item in answer.children("items") if item.child("id").has("videoId")]
        if answer.has("items") and answer.children("items") and not videos:
            raise SourceChanged(
                f"{_where(page)}: lists results and no video among them, though only those were due"
            )
        dated = [(video, _published(video)) for video in videos]
        start, end = brief.window.start, brief.window.end
        is_kept = kept_to((at for _, at in dated), start, end, where=_where(page))
        for video, at in dated:
            if brief.window.holds(at):
                yield _mention(video, at, page, topic, brief)
        days = [at.date() for _, at in dated]
        yield from self._onward(page, brief, answer.text_or("nextPageToken"), days, is_kept=is_kept)

    def _onward(
        self, page: Page, brief: Brief, token: str, days: list[date], *, is_kept: bool
    ) -> Iterable[Item | Request]:
        """A list that once held what was not asked for is never whole."""
        carry, window = page.request.carry, brief.window
        number, listed = int(carry["page"]), int(carry["listed"]) + len(days)
        known = [date.fromisoformat(carry["oldest"])] if "oldest" in carry else []
        oldest = read_back_to(days) or next(iter(known), None)
        is_kept = is_kept and "astray" not in carry
        if len(token) > MAX_TOKEN:
            raise SourceChanged(f"{_where(page)}: at $.nextPageToken there is no token of usual length")
        is_circle = token == carry["token"]
        if token and not is_circle and number < self._pages(brief):
            first = page.request.url.partition("&pageToken=")[0]
            told = {"oldest": oldest.isoformat()} if oldest else {}
            told |= {} if is_kept else {"astray": "yes"}
            more = {"page": str(number + 1), "listed": str(listed), "token": token, **told}
            yield self._page(f"{first}&{urlencode({'pageToken': token})}", page.request.about, more)
            return
        if token and oldest is None:
            raise SourceChanged(f"{_where(page)}: leads from page to page and lists nothing")
        is_whole = not token and listed <= SURELY_ALL and is_kept
        start = window.start if is_whole else max(oldest or window.end, window.start)
        if start < window.end:
            yield Reading(
                source=self.key,
                topic=page.request.about,
                unit=UNIT,
                start=start,
                end=window.end,
                kind=Kind.EXACT if is_whole else Kind.AT_LEAST,
                origin=page.origin("$.items"),
            )

    def _pages(self, brief: Brief) -> int:
        phrases = sum(len(topic.phrases) for topic in brief.topics)
        return max(1, min(MAX_PAGES, self.entry.max_requests // max(1, phrases)))

    def _page(self, url: str, about: str, carry: dict[str, str]) -> Request:
        return Request(
            url=url,
            about=about,
            step="search",
            carry=carry,
            accept_status=(200, 400, 403),  # these two say in words what is wrong: the key, the quota
            credential="youtube",
        )


def _where(page: Page) -> str:
    """Short, so that what the service says is not cut off."""
    return page.request.url.partition("?")[0]


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _published(video: Node) -> datetime:
    snippet = video.child("snippet")
    return required(snippet.text("publishedAt"), where=f"{video.url}: at {snippet.path}.publishedAt")


def _mention(video: Node, at: datetime, page: Page, topic: Topic, brief: Brief) -> Mention:
    snippet = video.child("snippet")
    name = video.child("id").text("videoId")
    if not _NAME.fullmatch(name):
        raise SourceChanged(f"{_where(page)}: at {video.path}.id.videoId there is no name of a video")
    address = WATCH + name
    channel = clean(snippet.text_or("channelId"))
    ours = (company.handles.get("youtube", "") for company in speakers(brief, topic))
    return Mention(
        source=page.source,
        topic=topic.key,
        key=address,
        unit=UNIT,
        url=address,
        title=plain(snippet.text("title")),
        excerpt=passage(topic, plain(snippet.text_or("description"))),
        author=plain(snippet.text_or("channelTitle")),
        site="youtube.com",
        site_kind=SiteKind.VIDEO,
        published_at=at,
        # a channel named by its identifier; the pipeline knows the one named by its handle
        is_own=bool(channel) and any(handle.rstrip("/").rpartition("/")[2] == channel for handle in ours),
        origin=page.origin(video.path),
    )
