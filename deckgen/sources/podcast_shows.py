"""A company's own podcast: that it is in Apple's directory, and how often its feed brings an episode.

Shape from documentation, checked 2026-11-22; no recording of a lookup was found, only one show of a search.
The show is the one that the brief names, by its number or address in the directory or by its feed, or one
that is declared; a show that only has a similar name is never taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode, urlsplit

from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Evidence, Gap, Item, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.feeds import as_feed
from deckgen.sources._declared import declared
from deckgen.sources._itunes import PLATFORM, Show, show_id, shows
from deckgen.sources._posts import counted

ELSEWHERE = "US"  # the shop with most shows: one that is not there either is nowhere


class PodcastShows(Source):
    """Looks a show up in the market's shop, then reads its feed."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        for company in brief.companies:
            written = company.handles.get(PLATFORM, "").strip()
            if request := self._first(brief, company, written, Proof.USER):
                yield request

    def follow_up(self, brief: Brief, found: Evidence) -> Iterator[Request]:
        for account in declared(brief, found, PLATFORM):
            written = account.url or account.handle
            if request := self._first(brief, account.company, written, account.proof):
                yield request

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        return self._read_feed(page, brief) if page.request.step == "feed" else self._read_show(page, brief)

    def _first(self, brief: Brief, company: Company, written: str, proof: Proof) -> Request | None:
        """The question about what was written; None for a mere name, which could be anybody's."""
        url = written if _is_web(written) else ""
        carry = {"handle": show_id(written), "url": url, "proof": proof.value}
        if carry["handle"]:
            return self._lookup(brief, company.key, carry, country=brief.country)
        if url:
            # Named by the user, the feed is theirs to let us read.
            return _feed(url, company.key, {**carry, "handle": url}, robots=proof is not Proof.USER)
        return None

    def _lookup(self, brief: Brief, about: str, carry: dict[str, str], *, country: str) -> Request:
        query = {"id": carry["handle"], "country": country}
        return Request(
            url=f"{self.bases(brief)[0]}/lookup?{urlencode(query)}",
            about=about,
            step="show",
            carry={**carry, "country": country},
        )

    def _read_show(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        carry = dict(page.request.carry)
        show = next((one for one in shows(page) if one.id == carry.get("handle")), None)
        if show is None:
            if carry.get("country", ELSEWHERE) != ELSEWHERE:
                yield self._lookup(brief, page.request.about, carry, country=ELSEWHERE)
            else:
                is_no = carry.get("proof") == Proof.USER
                state = PresenceState.ABSENT if is_no else PresenceState.UNKNOWN
                yield _presence(page, state, "not-found", "results")
            return
        yield from _told(page, show, brief)
        if _is_web(show.feed):
            kept = {"handle": show.id, "url": _page_of(show), "proof": carry.get("proof", "")}
            yield _feed(show.feed, page.request.about, kept, robots=True)

    def _read_feed(self, page: Page, brief: Brief) -> Iterator[Item]:
        feed = as_feed(page)
        # Episodes of many shows all link to the show's page: it is their guid that tells them apart.
        items = tuple(replace(item, url="") if item.guid else item for item in feed.items)
        posts = counted(replace(feed, items=items), brief)
        if not posts.listed:
            yield _presence(page, PresenceState.UNKNOWN, "empty-feed", "items")
            return
        yield _presence(page, PresenceState.PRESENT, "ok", "items", last_active=posts.newest)
        if posts.recent is not None:
            yield _number(page, "posts_90d", posts.recent, posts.kind, brief.as_of, "items")


def _feed(url: str, about: str, carry: dict[str, str], *, robots: bool) -> Request:
    return Request(url=url, about=about, step="feed", carry=carry, robots=robots)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _page_of(show: Show) -> str:
    return show.url if _is_web(show.url) else ""


def _told(page: Page, show: Show, brief: Brief) -> Iterator[Item]:
    """The directory lists at most what the feed holds now: its number of episodes is a lower bound."""
    released = show.released_at.date() if show.released_at else None
    last = released if released is not None and released <= brief.as_of else None
    seen = _presence(page, PresenceState.PRESENT, "ok", show.locator, last_active=last)
    yield replace(seen, url=_page_of(show) or seen.url)
    if show.episodes is not None and show.episodes >= 0:
        on = page.retrieved_at.date()
        yield _number(page, "posts_total", show.episodes, Kind.AT_LEAST, on, f"{show.locator}.trackCount")


def _presence(
    page: Page, state: PresenceState, reason: str, locator: str, *, last_active: date | None = None
) -> Presence:
    carry = page.request.carry
    return Presence(
        source=page.source,
        company=page.request.about,
        platform=PLATFORM,
        state=state,
        proof=Proof(carry.get("proof") or Proof.API) if state is PresenceState.PRESENT else Proof.NONE,
        reason=reason,
        handle=carry.get("handle", ""),
        url=carry.get("url", ""),
        last_active=last_active,
        origin=page.origin(locator),
    )


def _number(page: Page, metric: str, value: int, kind: Kind, as_of: date, locator: str) -> Observation:
    return Observation(
        source=page.source,
        about=page.request.about,
        platform=PLATFORM,
        metric=metric,
        value=Decimal(value),
        kind=kind,
        as_of=as_of,
        handle=page.request.carry.get("handle", ""),
        origin=page.origin(locator),
    )
