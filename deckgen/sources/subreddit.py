"""A company's community on Reddit: its members, since when it exists, when somebody last posted.

Seen in recordings: a community, four at once, and 404. From documentation and public clients, checked
2026-11-22: 403 with a reason for private, quarantined and gated ones, 404 with the reason "banned" for those
that Reddit has closed, and a redirect to its search where no community bears the name. A name alone that the
brief gives is a community's; accounts of persons (/user/name) are not asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode, urlsplit

from deckgen.errors import SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Gap, Item, Observation, Presence
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.jsons import as_object
from deckgen.parsing.text import clean
from deckgen.sources._channel import denied, number, there, unknown
from deckgen.sources._declared import Account, declared, given
from deckgen.sources._subreddits import PUBLIC, Community, communities, newest_post

PLATFORM = "reddit"
MOST_AT_ONCE = 50
NOT_FOUND, FORBIDDEN = 404, 403


class Subreddit(Source):
    """Several communities are asked about in one question, one by itself; then its newest post."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        return self._asked(brief, given(brief, PLATFORM))

    def follow_up(self, brief: Brief, found: Evidence) -> Iterator[Request]:
        return self._asked(brief, declared(brief, found, PLATFORM))

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        if page.request.step == "newest":
            return self._read_newest(page, brief)
        if page.request.step == "several":
            return self._read_several(page, brief)
        return self._read_one(page, brief)

    def _asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterator[Request]:
        found = [account for account in accounts if _is_community(account)][:MOST_AT_ONCE]
        names = ",".join(dict.fromkeys(account.handle for account in found))
        for account in found:
            path = f"api/info?{urlencode({'sr_name': names}, safe=',')}"
            if "," in names:  # one question; each company has its own part of the answer
                yield self._question(brief, account.company.key, "several", path, account.carry())
            else:
                yield self._one(brief, account.company.key, account.carry())

    def _one(self, brief: Brief, about: str, carry: dict[str, str]) -> Request:
        return self._question(brief, about, "one", f"r/{carry['handle']}/about?raw_json=1", carry)

    def _question(self, brief: Brief, about: str, step: str, path: str, carry: dict[str, str]) -> Request:
        return Request(
            url=f"{self.bases(brief)[0]}/{path}",
            about=about,
            step=step,
            carry=carry,
            accept_status=(200, FORBIDDEN, NOT_FOUND) if step == "one" else (200,),
            credential=PLATFORM,
        )

    def _read_several(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        """One that is not in the answer is asked about alone: only then Reddit says why."""
        carry = dict(page.request.carry)
        found = _named(carry["handle"], communities(page))
        if found is None:
            yield self._one(brief, page.request.about, carry)
        else:
            yield from self._read(page, found, brief)

    def _read_one(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        if urlsplit(page.url).path.startswith("/subreddits/search"):
            yield unknown(page, PLATFORM, "$", reason="not-found")
            return
        if page.status in {FORBIDDEN, NOT_FOUND}:
            yield _refused(page)
            return
        found = _named(page.request.carry["handle"], communities(page))
        if found is None:
            raise SourceRefused(f"{page.request.url}: tells of another community than the one asked about")
        yield from self._read(page, found, brief)

    def _read(self, page: Page, found: Community, brief: Brief) -> Iterator[Item | Request]:
        reason = "ok" if found.kind == PUBLIC else found.kind
        yield there(page, PLATFORM, found.locator, reason=reason)
        yield from _numbers(page, found)
        carry = dict(page.request.carry)
        path = f"r/{carry['handle']}/new?limit=1&raw_json=1"
        yield self._question(brief, page.request.about, "newest", path, carry)

    def _read_newest(self, page: Page, brief: Brief) -> Iterator[Item]:
        last = newest_post(page)
        if last is not None and last <= brief.as_of:
            yield there(page, PLATFORM, "$.data.children", last=last)


def _is_community(account: Account) -> bool:
    return urlsplit(account.url).path.startswith("/r/")


def _named(name: str, found: Iterable[Community]) -> Community | None:
    return next((c for c in found if c.name.casefold() == name.casefold()), None)


def _refused(page: Page) -> Presence:
    """403: it is there and closed to us. 404 without a reason: there is none of that name."""
    answer = as_object(page)
    if answer.whole_or("error") != page.status:
        raise SourceRefused(f"{page.request.url}: status {page.status} without Reddit's own word for it")
    reason = clean(answer.text_or("reason"))[:40]
    if page.status == NOT_FOUND and not reason:
        return denied(page, PLATFORM, "$.error")
    return unknown(page, PLATFORM, "$.error", reason=reason or "private")


def _numbers(page: Page, found: Community) -> Iterator[Observation]:
    """A community of one member is there, and dead: its members always stand with it."""
    note = "" if found.kind == PUBLIC else found.kind
    if found.subscribers is not None and found.subscribers >= 0:
        place = f"{found.locator}.subscribers"
        yield number(page, PLATFORM, "audience", found.subscribers, place, note=note)
    if found.created is not None:
        place = f"{found.locator}.created_utc"
        yield number(page, PLATFORM, "created", found.created.toordinal(), place)
