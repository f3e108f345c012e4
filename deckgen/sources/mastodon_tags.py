"""Posts under a topic's hashtags, from the public timelines of Mastodon servers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_list, as_object
from deckgen.parsing.moments import from_unix, required
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import plain
from deckgen.sources._asked_for import read_back_to
from deckgen.sources._at_uri import post_address

PER_PAGE = 40
MAX_PAGES = 15  # of one hashtag on one server
UNIT = "post"
_CLOSED = (401, 403, 422)  # timelines only for signed-in people: the server's own choice
_BRIDGED = re.compile(r"https://bsky\.brid\.gy/convert/ap/(at://.+)")
_NEXT = re.compile(r"<([^<>]+)>\s*;[^,<]*\brel=\"?next\b")


class MastodonTags(Source):
    """Pages back to the start of the window. A server that closes its timelines still tells a week's uses."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        named = self.option(brief, "instances")
        for base in tuple(f"https://{host_of(name)}" for name in named) or self.bases(brief):
            for topic in brief.topics:
                for tag in topic.hashtags:
                    yield self._timeline(base, topic.key, tag)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        topic = brief.topic(page.request.about)
        base, tag = page.request.carry["base"], page.request.carry["tag"]
        if page.request.step == "history":
            yield from _used(page, brief, topic)
        elif page.status in _CLOSED:
            yield _closed(page)
            yield Request(
                url=f"{base}/api/v1/tags/{quote(tag)}",
                about=topic.key,
                step="history",
                carry=page.request.carry,
            )
        else:
            yield from self._posts(page, brief, topic)

    def _posts(self, page: Page, brief: Brief, topic: Topic) -> Iterable[Item | Request]:
        statuses = as_list(page)
        found = [_mention(status, page, topic) for status in statuses if not status.has("reblog")]
        yield from found
        base, tag = page.request.carry["base"], page.request.carry["tag"]
        number = int(page.request.carry["page"])
        known = page.request.carry.get("oldest", "")
        oldest = read_back_to([m.published_at.date() for m in found if m.published_at])
        oldest = oldest or (date.fromisoformat(known) if known else None)
        before = _before(page, statuses)
        is_done = not before or (oldest is not None and oldest < brief.window.start)
        if not is_done and number < MAX_PAGES:
            yield self._timeline(base, topic.key, tag, before=before, number=number + 1, oldest=oldest)
            return
        reached = brief.window.start if is_done else max(oldest or brief.window.end, brief.window.start)
        if reached < brief.window.end:
            kind = Kind.EXACT if is_done else Kind.AT_LEAST
            yield _reading(page, topic, reached, brief.window.end, kind)

    def _timeline(
        self,
        base: str,
        about: str,
        tag: str,
        *,
        before: str = "",
        number: int = 1,
        oldest: date | None = None,
    ) -> Request:
        paging = f"&max_id={quote(before)}" if before else ""
        return Request(
            url=f"{base}/api/v1/timelines/tag/{quote(tag)}?limit={PER_PAGE}{paging}",
            about=about,
            step="timeline",
            carry={
                "base": base,
                "tag": tag,
                "page": str(number),
                **({"oldest": oldest.isoformat()} if oldest else {}),
            },
            accept_status=(200, *_CLOSED) if number == 1 else (200,),
        )


def tag_history(tag: Node) -> tuple[tuple[date, int], ...]:
    """Uses a day as one server saw them, newest day first; days begin at 00:00 UTC, numbers come as text."""
    found = []
    for day in tag.children("history"):
        moment = from_unix(day.whole("day")) or required("", where=f"{day.url}: at {day.path}.day")
        found.append((moment.date(), day.whole("uses")))
    return tuple(found)


def _used(page: Page, brief: Brief, topic: Topic) -> Iterable[Reading]:
    """A count of the full days of the last week that lie in the window."""
    today = page.retrieved_at.date()
    days = [(d, uses) for d, uses in tag_history(as_object(page)) if brief.window.holds(d) and d < today]
    if days:
        start, end = min(d for d, _ in days), max(d for d, _ in days) + timedelta(days=1)
        yield _reading(page, topic, start, end, Kind.AT_LEAST, value=sum(uses for _, uses in days))


def _reading(
    page: Page, topic: Topic, start: date, end: date, kind: Kind, *, value: int | None = None
) -> Reading:
    return Reading(
        source=page.source,
        topic=topic.key,
        unit=UNIT,
        start=start,
        end=end,
        kind=kind,
        value=value,
        origin=page.origin("$" if value is None else "$.history"),
    )


def _closed(page: Page) -> Gap:
    return Gap(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        url=page.request.url,
        reason=GapReason.LOGIN,
        detail=f"{host_of(page.request.url)} shows its timelines only to people who are signed in",
        at=page.retrieved_at.astimezone(UTC),
    )


def _before(page: Page, statuses: tuple[Node, ...]) -> str:
    """`max_id` of the next page: from the Link header where there is one; empty at the end."""
    if not statuses:
        return ""
    link = page.headers.get("link", "")
    if not link:
        return statuses[-1].text("id")
    following = _NEXT.search(link)
    try:
        query = parse_qs(urlsplit(following[1]).query, max_num_fields=20) if following else {}
    except ValueError as error:
        raise SourceChanged(f"{page.request.url}: the Link header holds no address ({error})") from error
    return next(iter(query.get("max_id", ())), "")


def _mention(status: Node, page: Page, topic: Topic) -> Mention:
    """The same post has another id on each server but one `uri`; one bridged from Bluesky has its key."""
    uri = status.text("uri")
    bridged = _BRIDGED.fullmatch(uri)
    account = status.child("account")
    acct = account.text("acct")
    home = acct.rpartition("@")[0] and acct.rpartition("@")[2]
    published_at: datetime = required(
        status.text("created_at"), where=f"{status.url}: at {status.path}.created_at"
    )
    warning = status.text_or("spoiler_text")
    return Mention(
        source=page.source,
        topic=topic.key,
        key=(bridged and post_address(bridged[1])) or uri,
        unit=UNIT,
        url=status.text_or("url") or uri,
        excerpt=passage(topic, plain(f"{warning} {status.text('content')}")),
        author=plain(acct),
        site=home or host_of(page.request.url),
        site_kind=SiteKind.SOCIAL,
        published_at=published_at,
        language=status.text_or("language"),
        points=status.whole_or("favourites_count"),
        comments=status.whole_or("replies_count"),
        origin=page.origin(status.path),
    )
