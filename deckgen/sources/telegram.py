"""A company's channel on Telegram, by the preview that Telegram shows to everybody: subscribers and posts.

Shape from documentation, checked 2026-11-22; no recording was found. Telegram documents no such page: its
markup is what public clients read in 2025 and 2026. Groups, persons, names that nobody has and channels that
are closed to strangers have no preview, all alike: so nobody is ever called absent here. A page shows the
newest 20 messages or so, and large numbers in short ("12.3K").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bs4 import BeautifulSoup, Tag

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Observation
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.parsing.html import attribute, soup, text_of
from deckgen.parsing.moments import day
from deckgen.sources._cadence import Cadence
from deckgen.sources._channel import ChannelSource, number, there, unknown
from deckgen.sources._declared import Account
from deckgen.sources._written_numbers import written_number

PLATFORM = "telegram"
MAX_BYTES = 3_000_000
MAX_COUNTERS, MAX_MESSAGES = 20, 200
AUDIENCE = frozenset({"subscriber", "subscribers", "member", "members"})
FIRST = 1  # number of the message that opens a channel
_POST = re.compile(r"[^/]{1,80}/(\d{1,12})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of the channel; `is_own`: written for it, neither forwarded nor about the channel."""

    id: int
    on: date | None
    is_own: bool


class Telegram(ChannelSource):
    """One page a channel; it is never paged back."""

    platform = PLATFORM

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        tree = soup(page)
        if tree.select_one(".tgme_channel_info") is None:
            if tree.select_one("[class*=tgme_]") is None:
                raise SourceChanged(f"{page.request.url}: is no page of Telegram that deckgen knows")
            yield unknown(page, PLATFORM, "html", reason="no-preview")
            return
        yield there(page, PLATFORM, ".tgme_channel_info")
        yield from _audience(page, tree)
        yield from _posts(page, _messages(tree), brief)

    def asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterator[Request]:
        for account in accounts:
            yield Request(
                url=f"{self.bases(brief)[0]}/s/{account.handle}",
                about=account.company.key,
                step="preview",
                carry=account.carry(),
                headers=(("Accept-Language", "en"),),
                robots=True,
                max_bytes=MAX_BYTES,
            )


def _audience(page: Page, tree: BeautifulSoup) -> Iterator[Observation]:
    """The counters stand in any order; photos, videos and links are others."""
    for counter in tree.select(".tgme_channel_info_counter", limit=MAX_COUNTERS):
        name = text_of(counter.select_one(".counter_type")).lower()
        if name in AUDIENCE:
            written = text_of(counter.select_one(".counter_value"))
            try:
                told = written_number(written, ".")
            except ValueError as error:
                raise SourceChanged(f"{page.request.url}: '{written[:40]}' {name} {error}") from error
            place = ".tgme_channel_info_counter"
            yield number(page, PLATFORM, "audience", told.value, place, kind=told.kind, step=told.step)
            return


def _posts(page: Page, messages: tuple[Message, ...], brief: Brief) -> Iterator[Item]:
    """Exact where the page reaches back 90 days or to the channel's first message, else at least so many."""
    if not messages:
        return
    if not any(message.on for message in messages):
        raise SourceChanged(f"{page.request.url}: lists messages without a time that can be read")
    own = [m.on for m in messages if m.is_own and m.on is not None]
    count = Cadence().with_page(own=own, seen=[m.on for m in messages if m.on is not None], brief=brief)
    is_whole = count.is_done or any(message.id <= FIRST for message in messages)
    kind = Kind.EXACT if is_whole else Kind.AT_LEAST
    yield count.observation(page, PLATFORM, page.request.about, brief, kind=kind)
    if count.newest is not None:
        yield there(page, PLATFORM, ".tgme_widget_message", last=count.newest)


def _messages(tree: BeautifulSoup) -> tuple[Message, ...]:
    """Each message of the page once."""
    found: dict[int, Message] = {}
    for tag in tree.select(".tgme_widget_message[data-post]", limit=MAX_MESSAGES):
        if numbered := _POST.fullmatch(attribute(tag, "data-post")):
            found.setdefault(int(numbered[1]), _message(tag, int(numbered[1])))
    return tuple(found.values())


def _message(tag: Tag, number_: int) -> Message:
    """The time of a message stands in its date; other times are how long a film is."""
    written = attribute(tag.select_one(".tgme_widget_message_date time[datetime]"), "datetime")
    is_service = "service_message" in attribute(tag, "class").split()
    is_forwarded = tag.select_one(".tgme_widget_message_forwarded_from") is not None
    return Message(id=number_, on=day(written) if written else None, is_own=not (is_service or is_forwarded))
