"""A company's professional account on Instagram, by Meta's business discovery: followers and recent posts.

Shape from documentation, checked 2026-11-22; no recording was found. That an unknown name and an account that
is not professional get the same error (code 110, subcode 2207013) is what public clients report of 2026: so
nobody is ever called absent here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from deckgen.errors import InputError, SourceChanged, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Observation, Presence
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import day
from deckgen.parsing.text import plain
from deckgen.sources._cadence import Cadence, fresh
from deckgen.sources._channel import ChannelSource, number, there, unknown
from deckgen.sources._declared import Account

PLATFORM = "instagram"
PER_PAGE, MAX_PAGES = 50, 4
NO_SUCH_USER = 110
# A cursor is put into a question of nested brackets: anything else could change what is asked.
_CURSOR = re.compile(r"[\w=%+/.-]{1,400}", re.ASCII)
_NUMBER = re.compile(r"\d{5,25}", re.ASCII)


class Instagram(ChannelSource):
    """Asks as the user's own account, which must be a professional one, about another such account."""

    platform = PLATFORM

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        answer = as_object(page)
        error = answer.child_or("error")
        if error is not None:
            yield _unknown(page, error)
            return
        if page.status != 200:
            raise SourceRefused(f"{page.request.url}: status {page.status} without a word why")
        found = answer.child("business_discovery")
        carry = page.request.carry
        if found.text("username").casefold() != carry.get("handle", "").casefold():
            raise SourceChanged(f"{page.request.url}: tells of another account than the one asked for")
        if not carry.get("after"):
            yield there(page, PLATFORM, "business_discovery.username")
            yield from _numbers(page, found)
        yield from self._read_posts(page, found, brief)

    def asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterator[Request]:
        own = self.option(brief, "account")
        if not own:
            return
        if not _NUMBER.fullmatch(own[0]):
            raise InputError(
                f"{brief.path}: sources.instagram.account is '{own[0][:40]}'; write the number of your own "
                "professional account, which Meta calls Instagram User ID"
            )
        for account in accounts:
            yield self._ask(brief, own[0], account.company.key, account.carry(), after="")

    def _ask(self, brief: Brief, own: str, about: str, carry: dict[str, str], *, after: str) -> Request:
        media = f"media.limit({PER_PAGE})" + (f".after({after})" if after else "") + "{timestamp}"
        numbers = "" if after else ",followers_count,media_count"
        fields = f"business_discovery.username({carry['handle']}){{username{numbers},{media}}}"
        return Request(
            url=f"{self.bases(brief)[0]}/{own}?{urlencode({'fields': fields})}",
            about=about,
            step="posts" if after else "account",
            carry={**carry, "own": own, "after": after},
            accept_status=(200, 400),
            credential="instagram",
        )

    def _read_posts(self, page: Page, found: Node, brief: Brief) -> Iterator[Item | Request]:
        """Posts of 90 days; an account without any has no list of them."""
        carry = dict(page.request.carry)
        media = found.child_or("media")
        if media is None and (carry.get("after") or found.whole_or("media_count") != 0):
            return  # it may have posts and does not list them: how many lately is not known
        posts = media.children("data") if media else ()
        written = [post.text_or("timestamp") for post in posts]
        days = [d for d in map(day, written) if d is not None]
        # They have no other name; two of one second stand on one page.
        named = {f"{at} {written[:i].count(at)}": at for i, at in enumerate(written)}
        new, known = fresh(named, carry)
        own = [d for name, at in named.items() if name in new and (d := day(at)) is not None]
        if posts and not days:
            raise SourceChanged(f"{page.request.url}: lists posts without a timestamp that can be read")
        count = Cadence.carried(carry).with_page(own=own, seen=[max(days)] if days else [], brief=brief)
        after = _following(media)
        is_end = count.is_done or not posts or not after
        if not is_end and new and count.pages < MAX_PAGES and _CURSOR.fullmatch(after):
            onward = {**carry, **count.carry(), **known}
            yield self._ask(brief, carry["own"], page.request.about, onward, after=after)
            return
        kind = Kind.EXACT if is_end else Kind.AT_LEAST
        yield count.observation(page, PLATFORM, page.request.about, brief, kind=kind)
        if count.newest is not None:
            yield there(page, PLATFORM, "business_discovery.media", last=count.newest)


def _unknown(page: Page, error: Node) -> Presence:
    """Not a professional account, age-gated, or none at all: the service does not say which."""
    code = error.whole_or("code", 0)
    if code != NO_SUCH_USER:
        said = plain(error.text_or("message"))[:160]
        raise SourceRefused(f"{page.request.url}: the service answered: code {code}: {said}")
    return unknown(page, PLATFORM, "error", reason="not-professional-or-none")


def _following(media: Node | None) -> str:
    """The cursor of the next page; empty when there is none."""
    paging = media.child_or("paging") if media else None
    cursors = paging.child_or("cursors") if paging else None
    return cursors.text_or("after") if cursors else ""


def _numbers(page: Page, found: Node) -> Iterator[Observation]:
    for metric, name in (("audience", "followers_count"), ("posts_total", "media_count")):
        value = found.whole_or(name)
        if value is not None and value >= 0:
            yield number(page, PLATFORM, metric, value, f"business_discovery.{name}")
