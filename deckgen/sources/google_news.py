"""Articles whose headline names a topic, from Google News' search feed; opt-in, its terms are told.

Undocumented. Seen in recordings of September 2026: shape, order by relevance, the publisher at the end of
each title, the terms. Measured by others in November 2026: `after:` holds, `before:` does only beside it,
about 100 items are the most a feed holds. Met by others: an edition (hl, gl, ceid) that does not exist
leads to a consent page (searxng's engine).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from deckgen.errors import SourceBlocked
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.classify import host_kind
from deckgen.parsing.feeds import Feed, FeedItem, as_feed
from deckgen.sources._asked_for import kept_to
from deckgen.sources._google_news import edition
from deckgen.sources._months import months

FULL = 98  # items: a feed this long is taken to be cut
UNIT = "article"
_DAY = timedelta(days=1)


class GoogleNews(Source):
    """One feed for each phrase and month; a full one is asked again in two halves, down to a day."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            for phrase in topic.phrases:
                for start, end in months(brief.window.start, brief.window.end):
                    yield self._ask(brief, topic.key, phrase, start, end)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        feed, asked = _feed(page), page.request
        topic = brief.topic(asked.about)
        start, end = (date.fromisoformat(asked.carry[name]) for name in ("start", "end"))
        where = asked.url.partition("?")[0]
        is_kept = kept_to((item.published_at for item in feed.items), start, end, where=where)
        is_full = len(feed.items) >= FULL
        if is_full and end - start > _DAY:
            middle = start + (end - start) // 2
            for a, b in ((start, middle), (middle, end)):
                yield self._ask(brief, topic.key, asked.carry["phrase"], a, b)
            return
        for place, item in enumerate(feed.items):
            # the day is looked at here: a feed may hold items from outside what was asked for
            if item.published_at is None or start <= item.published_at.date() < end:
                yield _mention(item, place, page, topic, brief)
        yield Reading(
            source=self.key,
            topic=topic.key,
            unit=UNIT,
            start=start,
            end=end,
            kind=Kind.EXACT if is_kept and not is_full else Kind.AT_LEAST,
            origin=page.origin("items"),
        )

    def _ask(self, brief: Brief, about: str, phrase: str, start: date, end: date) -> Request:
        # A day more on both sides: which time zone the two words mean is not documented.
        bounds = f"after:{(start - _DAY).isoformat()} before:{(end + _DAY).isoformat()}"
        query = {"q": f'"{phrase.replace(chr(34), " ").strip()}" {bounds}', **edition(brief, self.key)}
        return Request(
            url=f"{self.bases(brief)[0]}/rss/search?{urlencode(query, safe=':')}",
            about=about,
            step="search",
            carry={"phrase": phrase, "start": start.isoformat(), "end": end.isoformat()},
        )


def _feed(page: Page) -> Feed:
    try:
        return as_feed(page)
    except SourceBlocked as error:
        where = page.request.url.partition("?")[0]
        raise SourceBlocked(
            f"{where}: Google shows a page (consent or a check) instead of the feed; "
            'if it stays so, name another edition under [sources.google_news], such as edition = "GB:en"'
        ) from error


def _mention(item: FeedItem, place: int, page: Page, topic: Topic, brief: Brief) -> Mention:
    """The description repeats the headline, or lists those of others: no words of the article."""
    publisher = host_of(item.outlet_url)
    return Mention(
        source=page.source,
        topic=topic.key,
        key=_key(item),
        unit=UNIT,
        url=item.url,
        title=item.title.removesuffix(f" - {item.outlet}") if item.outlet else item.title,
        site=publisher or item.outlet,
        site_kind=_kind(publisher, brief),
        published_at=item.published_at,
        language=brief.market_language,
        origin=page.origin(f"items[{place}]"),
    )


def _key(item: FeedItem) -> str:
    """Some links carry a number that says where they were shown."""
    try:
        parts = urlsplit(item.url)
    except ValueError:
        return canonical(item.url)
    return canonical(urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))) or item.guid


def _kind(publisher: str, brief: Brief) -> SiteKind:
    """A publisher that nothing is known of is a news site, as Google News lists it."""
    rivals = tuple(domain for company in brief.competitors for domain in company.domains)
    kind = host_kind(publisher, own_domains=brief.us.domains, competitor_domains=rivals)
    return SiteKind.NEWS if kind is SiteKind.UNKNOWN else kind
