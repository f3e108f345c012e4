"""Channels and their uploads as the YouTube Data API tells them.

Seen in recordings: channels.list with and without statistics, playlistItems.list with part=snippet, an error.
From documentation and public clients, checked 2026-11-22: forHandle, forUsername, hiddenSubscriberCount,
contentDetails.videoPublishedAt (missing for private videos), `items` missing where nothing was found, and
404 playlistNotFound for the uploads of a channel without public videos.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.exchange import Page
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import day
from deckgen.parsing.text import plain

NO_LIST = "playlistNotFound"
_EXACT_DIGITS = 3  # of a number of subscribers the first three digits are told, rounded down
_NAME = re.compile(r"[\w-]{10,80}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One channel; what it hides or what was not asked for is None."""

    id: str
    handle: str  # without "@"; empty where it has none
    created: date | None
    subscribers: int | None
    videos: int | None
    uploads: str  # id of the list of its videos; empty when not told
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """One page of a list of videos. The days are those of publication, never those of joining the list."""

    listed: int
    published: tuple[date, ...]
    names: tuple[str, ...]  # of the videos published, in the same order
    total: int | None
    following: str  # token of the next page; empty = the last one


def channels(page: Page) -> tuple[Channel, ...]:
    """The channels in an answer; none is an answer too."""
    answer = _answer(page, "youtube#channelListResponse")
    return tuple(_channel(item) for item in _items(answer))


def _items(answer: Node) -> tuple[Node, ...]:
    """What is listed; where YouTube finds none it leaves the list out and tells a total of 0."""
    if not answer.has("items") and answer.child("pageInfo").whole("totalResults") == 0:
        return ()
    return answer.children("items")


def uploads(page: Page) -> Uploads:
    """One page of videos; SourceChanged when it tells only when they were added to the list."""
    answer = _answer(page, "youtube#playlistItemListResponse")
    items = _items(answer)
    details = [item.child_or("contentDetails") for item in items]
    if items and not any(details):
        raise SourceChanged(
            f"{page.request.url}: tells when videos were added to the list and not when they were published "
            "(contentDetails.videoPublishedAt); how often the channel publishes cannot be read from it"
        )
    told = [
        (detail.text_or("videoId"), day(detail.text_or("videoPublishedAt"))) for detail in details if detail
    ]
    info = answer.child_or("pageInfo")
    return Uploads(
        listed=len(items),
        published=tuple(on for _, on in told if on is not None),
        names=tuple(name for name, on in told if on is not None),
        total=info.whole_or("totalResults") if info else None,
        following=answer.text_or("nextPageToken")[:200],
    )


def rounding(subscribers: int) -> Decimal:
    """The step in which a number of that size is told: 10,700,000 in 100,000s, 940 one by one."""
    return Decimal(10) ** max(0, len(str(subscribers)) - _EXACT_DIGITS)


def refusal(page: Page) -> str:
    """The reason of an error answer, as the service calls it; empty when it is none."""
    error = as_object(page).child_or("error")
    if error is None:
        return ""
    reasons = [part.text_or("reason") for part in error.children_or("errors")]
    return plain(next((reason for reason in reasons if reason), error.text_or("status"))) or "error"


def _answer(page: Page, kind: str) -> Node:
    """The answer, if it is the list that was asked for: an empty object denies nothing."""
    answer = as_object(page)
    if reason := refusal(page):
        said = plain(answer.child("error").text_or("message"))[:160]
        raise SourceRefused(f"{page.request.url}: the service answered: {reason}: {said}")
    if page.status != 200 or answer.text("kind") != kind:
        raise SourceChanged(f"{page.request.url}: status {page.status} and no {kind}, which was asked for")
    return answer


def _channel(item: Node) -> Channel:
    snippet = item.child("snippet")
    statistics = item.child_or("statistics")
    details = item.child_or("contentDetails")
    lists = details.child_or("relatedPlaylists") if details else None
    is_hidden = statistics is None or statistics.flag_or("hiddenSubscriberCount")
    uploaded = lists.text_or("uploads") if lists else ""
    return Channel(
        id=item.text("id"),
        handle=plain(snippet.text_or("customUrl")).lstrip("@"),
        created=day(snippet.text_or("publishedAt")),
        subscribers=None if is_hidden or statistics is None else statistics.whole_or("subscriberCount"),
        videos=statistics.whole_or("videoCount") if statistics else None,
        uploads=uploaded if _NAME.fullmatch(uploaded) else "",
        locator=item.path,
    )
