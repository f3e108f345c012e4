"""A company's YouTube channel: subscribers as far as they are told, and how often it publishes.

The channel is that of the brief, else one that the website or Wikidata declares. An address of the old form
(/c/name) names no channel that the service could be asked for, and its handle is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import quote, urlencode, urlsplit

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Observation, Presence
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.sources._cadence import Cadence, fresh
from deckgen.sources._channel import ChannelSource, denied, number, there
from deckgen.sources._declared import Account
from deckgen.sources._youtube_channel import NO_LIST, Channel, channels, refusal, rounding, uploads

PLATFORM = "youtube"
MAX_PAGES = 6  # of 50 videos
_CHANNEL = re.compile(r"UC[\w-]{22}", re.ASCII)


class YoutubeChannel(ChannelSource):
    """Asks for the channel, then pages through its uploads until a whole page is older than 90 days."""

    platform = PLATFORM

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        if page.request.step == "uploads":
            return self._read_uploads(page, brief)
        return self._read_channel(page, brief)

    def asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterator[Request]:
        for account in accounts:
            if which := _which(account):
                query = {"part": "snippet,statistics,contentDetails", **which}
                yield Request(
                    url=f"{self.bases(brief)[0]}/channels?{urlencode(query)}",
                    about=account.company.key,
                    step="channel",
                    carry={**account.carry(), **which},
                    accept_status=(200, 400, 403, 404),
                    credential="youtube",
                )

    def _read_channel(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        found = channels(page)
        carry = page.request.carry
        if not found:
            yield denied(page, PLATFORM, "items")
            return
        channel = _meant(page, found)
        name = channel.handle or channel.id
        yield _there(page, name, channel.locator)
        yield from _numbers(page, channel)
        if channel.uploads:
            videos = "" if channel.videos is None else str(channel.videos)
            # Only what the channel itself tells: two declared spellings of it then read its videos once.
            kept = {"list": channel.uploads, "handle": channel.id, "name": name, "videos": videos}
            yield self._uploads(brief, page, {**kept, "proof": carry.get("proof", "")}, token="")

    def _uploads(self, brief: Brief, page: Page, carry: dict[str, str], *, token: str) -> Request:
        query = {"part": "contentDetails", "playlistId": carry["list"], "maxResults": "50"}
        if token:
            query["pageToken"] = token
        return Request(
            url=f"{self.bases(brief)[0]}/playlistItems?{urlencode(query)}",
            about=page.request.about,
            step="uploads",
            carry={**carry, "token": token},
            accept_status=(200, 400, 403, 404),
            credential="youtube",
        )

    def _read_uploads(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        carry = dict(page.request.carry)
        about = page.request.about
        if page.status == 404 and refusal(page) == NO_LIST:
            if carry.get("videos", "") not in {"", "0"} or carry.get("token"):
                raise SourceRefused(
                    f"{page.request.url}: the channel has videos, and their list is not found"
                )
            yield Cadence().observation(page, PLATFORM, about, brief, kind=Kind.EXACT)
            return
        listed = uploads(page)
        # The list is in the order in which videos joined it: only a page without any recent one ends it.
        newest = [max(listed.published)] if listed.published else []
        new, known = fresh(filter(None, listed.names), carry)
        named = zip(listed.names, listed.published, strict=True)
        own = [on for name, on in named if name in new or not name]
        count = Cadence.carried(carry).with_page(own=own, seen=newest, brief=brief)
        is_end = count.is_done or not listed.following
        is_circle = listed.following == carry.get("token", "") or (not own and bool(listed.published))
        if not is_end and not is_circle and count.pages < MAX_PAGES:
            yield self._uploads(brief, page, {**carry, **count.carry(), **known}, token=listed.following)
            return
        kind = Kind.EXACT if is_end else Kind.AT_LEAST
        yield count.observation(page, PLATFORM, about, brief, kind=kind)
        if count.newest is not None:
            yield _there(page, carry.get("name", ""), "items", last=count.newest)


def _which(account: Account) -> dict[str, str]:
    """The one filter by which the service knows the account; empty where it knows none."""
    if _CHANNEL.fullmatch(account.handle):
        return {"id": account.handle}
    kind, _, name = urlsplit(account.url).path.strip("/").partition("/")
    if kind.startswith("@"):
        return {"forHandle": f"@{account.handle}"}
    return {"forUsername": account.handle} if kind == "user" and name else {}


def _meant(page: Page, found: tuple[Channel, ...]) -> Channel:
    """The channel that was asked for; alone, it may have changed its handle since."""
    asked = page.request.carry
    wanted = asked.get("forHandle", "").lstrip("@").casefold()
    for channel in found:
        if channel.id == asked.get("id") or (wanted and channel.handle.casefold() == wanted):
            return channel
    if len(found) > 1 or "id" in asked:
        raise SourceChanged(f"{page.request.url}: tells of other channels than the one that was asked for")
    return found[0]


def _there(page: Page, name: str, locator: str, *, last: date | None = None) -> Presence:
    return replace(there(page, PLATFORM, locator, last=last), handle=name, url=_address(name))


def _address(name: str) -> str:
    """The channel's own page, in one spelling."""
    path = f"channel/{name}" if _CHANNEL.fullmatch(name) else f"@{quote(name)}"
    return f"https://www.youtube.com/{path}"


def _numbers(page: Page, channel: Channel) -> Iterator[Observation]:
    """What the channel's own page would show. The handle is the channel's number, which never changes."""
    said = (
        ("audience", channel.subscribers, "statistics.subscriberCount"),
        ("posts_total", channel.videos, "statistics.videoCount"),
        ("created", channel.created.toordinal() if channel.created else None, "snippet.publishedAt"),
    )
    for metric, value, place in said:
        if value is not None and value >= 0:
            step = rounding(value) if metric == "audience" else Decimal(1)
            locator = f"{channel.locator}.{place}"
            yield number(page, PLATFORM, metric, value, locator, step=step, handle=channel.id)
