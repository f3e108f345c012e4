"""A company's community on Lemmy, asked at its home server: subscribers, active members, the newest post.

Shape from documentation and public client code, checked 2026-11-22; no recording was found. Only the home
server knows all subscribers. A name that it denies by `couldnt_find_community` is none; servers of another
age or kind say it in other words, which proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from deckgen.errors import SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Observation
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import day
from deckgen.parsing.text import clean
from deckgen.sources._channel import ChannelSource, denied, number, there, unknown
from deckgen.sources._declared import Account

PLATFORM = "lemmy"
NONE = "couldnt_find_community"
OTHER_WORDS_FOR_NONE = frozenset({"not_found", "couldnt_find_object"})
PER_PAGE = 20  # some are pinned and stand first, however old


class LemmyCommunity(ChannelSource):
    """Asks for the community, then for its newest posts."""

    platform = PLATFORM

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = as_object(page)
        if answer.has("error"):
            return [self._refused(page, clean(answer.text("error"))[:80])]
        if page.status != 200:
            raise SourceRefused(f"{page.request.url}: status {page.status} without a word why")
        if page.request.step == "posts":
            return self._read_posts(page, answer, brief)
        return self._read_community(page, answer.child("community_view"))

    def asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterator[Request]:
        for account in accounts:
            name, _, host = account.handle.partition("@")
            base = next(iter(self.bases(brief)), f"https://{host}")
            carry = {**account.carry(), "base": base, "name": name}
            yield _question(account.company.key, "community", {"name": name}, carry)

    def _refused(self, page: Page, error: str) -> Item | Gap:
        if error == "rate_limit_error":
            return _throttled(page)
        if page.request.step == "community" and error == NONE:
            return denied(page, PLATFORM, "$.error")
        if page.request.step == "community" and error in OTHER_WORDS_FOR_NONE:
            return unknown(page, PLATFORM, "$.error", reason="not-found")
        raise SourceRefused(f"{page.request.url}: the server says: {error}")

    def _read_community(self, page: Page, view: Node) -> Iterator[Item | Request]:
        community = view.child("community")
        if _is_gone(community):
            yield unknown(page, PLATFORM, f"{community.path}.removed", reason="removed")
            return
        yield there(page, PLATFORM, community.path)
        yield from _numbers(page, view.child("counts"))
        created = day(community.text_or("published"))
        if created is not None:
            yield number(page, PLATFORM, "created", created.toordinal(), f"{community.path}.published")
        carry = dict(page.request.carry)
        query = {"community_name": carry["name"], "sort": "New", "limit": str(PER_PAGE)}
        yield _question(page.request.about, "posts", query, carry)

    def _read_posts(self, page: Page, answer: Node, brief: Brief) -> Iterator[Item]:
        newest = max(_days(answer, page.request.carry["name"], brief), default=None)
        if newest is not None:
            yield there(page, PLATFORM, "$.posts", last=newest)


def _question(about: str, step: str, query: dict[str, str], carry: dict[str, str]) -> Request:
    path = "post/list" if step == "posts" else "community"
    return Request(
        url=f"{carry['base']}/api/v3/{path}?{urlencode(query)}",
        about=about,
        step=step,
        carry=carry,
        accept_status=(200, 400, 404),  # with an error that says why
    )


def _numbers(page: Page, counts: Node) -> Iterator[Observation]:
    said = (
        ("audience", "subscribers", counts.whole("subscribers")),
        ("posts_total", "posts", counts.whole_or("posts")),
        ("active_30d", "users_active_month", counts.whole_or("users_active_month")),
    )
    for metric, name, value in said:
        if value is not None and value >= 0:
            yield number(page, PLATFORM, metric, value, f"{counts.path}.{name}")


def _throttled(page: Page) -> Gap:
    return Gap(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        url=page.request.url,
        reason=GapReason.THROTTLED,
        detail=f"{host_of(page.request.url)} asks for fewer questions",
        at=page.retrieved_at,
    )


def _days(answer: Node, name: str, brief: Brief) -> Iterator[date]:
    """Older servers answer with posts of all communities where they do not know the one asked about."""
    for view in answer.children("posts"):
        post = view.child("post")
        on = day(post.text_or("published"))
        is_here = view.child("community").text("name").casefold() == name.casefold()
        if is_here and not _is_gone(post) and on is not None and on <= brief.as_of:
            yield on


def _is_gone(said: Node) -> bool:
    return said.flag_or("deleted") or said.flag_or("removed")
