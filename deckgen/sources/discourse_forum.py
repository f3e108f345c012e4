"""A company's own forum, if it runs on Discourse: members, how many were active, when somebody last posted.

Shape from documentation, checked 2026-11-22; no recording was found. The names of the numbers are those of
the forum software's own code: `user_count` until 2023, `users_count` since. A forum may keep them to itself.
Only a forum that the brief names is asked: an address does not tell what software it runs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Observation
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.source import Source
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import day
from deckgen.sources._channel import number, there
from deckgen.sources._declared import given

PLATFORM = "discourse"
# What is read, and under which names: today's first.
NUMBERS = (
    ("audience", ("users_count", "user_count")),
    ("posts_total", ("posts_count", "post_count")),
    ("posts_30d", ("posts_30_days",)),
    ("active_30d", ("active_users_30_days",)),
)


class DiscourseForum(Source):
    """Asks what the forum says of itself, then for its latest topics."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        for account in given(brief, PLATFORM):
            yield _asked(account.company.key, "about", account.carry())

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        if page.status in {401, 403} or _is_login(page):
            return [_closed(page)]
        answer = as_object(page)
        if page.request.step == "latest":
            return self._read_latest(page, answer.child("topic_list"), brief)
        return self._read_about(page, answer.child("about"))

    def _read_about(self, page: Page, about: Node) -> Iterator[Item | Request]:
        if not about.text("title").strip():
            raise SourceChanged(f"{page.request.url}: at $.about.title there is no name of a forum")
        yield there(page, PLATFORM, "$.about")
        stats = about.child_or("stats")
        if stats is not None:
            yield from _numbers(page, stats)
        yield _asked(page.request.about, "latest", dict(page.request.carry))

    def _read_latest(self, page: Page, listed: Node, brief: Brief) -> Iterator[Item]:
        """The newest post in any of the topics listed; those that are pinned stand first and may be old."""
        days = (day(topic.text_or("last_posted_at")) for topic in listed.children("topics"))
        newest = max((d for d in days if d is not None and d <= brief.as_of), default=None)
        if newest is not None:
            yield there(page, PLATFORM, "$.topic_list.topics", last=newest)


def _asked(about: str, step: str, carry: dict[str, str]) -> Request:
    return Request(
        url=f"{carry['url']}/{step}.json", about=about, step=step, carry=carry, accept_status=(200, 401, 403)
    )


def _is_login(page: Page) -> bool:
    """A forum for members only sends everybody else to its login page."""
    return urlsplit(page.url).path.rstrip("/").endswith("/login")


def _closed(page: Page) -> Gap:
    return Gap(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        url=page.request.url,
        reason=GapReason.LOGIN,
        detail="the forum tells this only to those who are logged in",
        at=page.retrieved_at,
    )


def _numbers(page: Page, stats: Node) -> Iterator[Observation]:
    for metric, names in NUMBERS:
        name = next((name for name in names if stats.has(name)), "")
        value = stats.whole(name) if name else None
        if value is not None and value >= 0:
            yield number(page, PLATFORM, metric, value, f"{stats.path}.{name}")
