"""A company's own podcast: that it is in Apple's directory, and how often its feed brings an episode.

Shape from documentation, checked 2026-11-22; no recording of a lookup was found, only one show of a search.
The show is the one that the brief names, by its number or address in the directory or by its feed, or one
that is declared; a show that only has a similar name is never taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Evidence, Gap, Item, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.feeds import as_feed
from deckgen.sources._channel import denied, number, there, unknown
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
                yield denied(page, PLATFORM, "results")
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
            yield unknown(page, PLATFORM, "items", reason="empty-feed")
            return
        yield there(page, PLATFORM, "items", last=posts.newest)
        if posts.recent is not None:
            told = number(page, PLATFORM, "posts_90d", posts.recent, "items", kind=posts.kind)
            yield replace(told, as_of=brief.as_of)


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
    seen = there(page, PLATFORM, show.locator, last=last)
    yield replace(seen, url=_page_of(show) or seen.url)
    if show.episodes is not None and show.episodes >= 0:
        place = f"{show.locator}.trackCount"
        yield number(page, PLATFORM, "posts_total", show.episodes, place, kind=Kind.AT_LEAST)
