"""Posts and comments that name a topic, from the search of a few Lemmy servers.

Shape from documentation and public client code, checked 2026-11-22; no recording was found. A server finds
what it federates only; the same post on two servers has one `ap_id`. It searches for words in this order, not
for a phrase: what does not speak of the topic is taken out afterwards, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlencode

from deckgen.errors import SourceRefused
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import instant, required
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean, plain
from deckgen.sources._asked_for import read_back_to

PER_PAGE = 50  # the most that a server gives
FEWEST = 10  # what a server gives that takes no notice of how many are asked for; fewer are the last
MAX_PAGES = 8  # of one search on one server
TYPES = {"post": "Posts", "comment": "Comments"}
_GONE = ("deleted", "removed")


class Lemmy(Source):
    """Newest first, page by page back to the start of the window; posts and comments are asked apart."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for base in self.bases(brief):
            for topic in brief.topics:
                for phrase in topic.phrases:
                    for unit in TYPES:
                        yield _search(base, topic.key, phrase, unit, number=1, oldest="")

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        asked, answer = page.request, as_object(page)
        if answer.has("error"):
            yield _refused(page, answer.text("error"))
            return
        topic, window = brief.topic(asked.about), brief.window
        entries = answer.children(f"{asked.step}s")
        yield from (_mention(e, page, topic) for e in entries if not _is_gone(e.child(asked.step)))
        reached = read_back_to([_written(entry.child(asked.step)).date() for entry in entries])
        oldest = reached.isoformat() if reached else asked.carry["oldest"]
        number = int(asked.carry["page"])
        is_whole = len(entries) < FEWEST or oldest < window.start.isoformat()
        if not is_whole and number < MAX_PAGES:
            base, phrase = asked.carry["base"], asked.carry["phrase"]
            yield _search(base, topic.key, phrase, asked.step, number=number + 1, oldest=oldest)
            return
        start = window.start if is_whole else date.fromisoformat(oldest)
        if start < window.end:
            yield Reading(
                source=page.source,
                topic=topic.key,
                unit=asked.step,
                start=start,
                end=window.end,
                kind=Kind.EXACT if is_whole else Kind.AT_LEAST,
                origin=page.origin(f"$.{asked.step}s"),
            )


def _search(base: str, about: str, phrase: str, unit: str, *, number: int, oldest: str) -> Request:
    ask = {
        "q": clean(phrase),
        "type_": TYPES[unit],
        "sort": "New",
        "listing_type": "All",
        "limit": str(PER_PAGE),
        "page": str(number),
    }
    return Request(
        url=f"{base}/api/v3/search?{urlencode(ask)}",
        about=about,
        step=unit,
        carry={"base": base, "phrase": phrase, "page": str(number), "oldest": oldest},
        accept_status=(200, 400),  # with an error that says why
    )


def _refused(page: Page, said: str) -> Gap:
    """The server's own word for why it does not answer."""
    error = clean(said)[:80]
    if error != "rate_limit_error":
        raise SourceRefused(f"{page.request.url}: the server says: {error}")
    return Gap(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        url=page.request.url,
        reason=GapReason.THROTTLED,
        detail=f"{host_of(page.request.url)} asks for fewer questions",
        at=page.retrieved_at,
    )


def _mention(entry: Node, page: Page, topic: Topic) -> Mention:
    """A comment borrows the title of the post that it stands under."""
    unit = page.request.step
    said, post, counts = entry.child(unit), entry.child("post"), entry.child("counts")
    creator = entry.child("creator")
    address = clean(said.text("ap_id"))
    home = host_of(creator.text_or("actor_id"))
    name = plain(creator.text("name"))
    return Mention(
        source=page.source,
        topic=topic.key,
        key=address,
        unit=unit,
        url=address,
        title=plain(post.text("name")),
        excerpt=passage(topic, plain(said.text_or("body") or said.text_or("content"))),
        author=f"{name}@{home}" if home else name,
        site=host_of(address) or host_of(page.request.url),
        site_kind=SiteKind.FORUM,
        published_at=_written(said),
        points=counts.whole_or("score"),
        comments=counts.whole_or("comments" if unit == "post" else "child_count"),
        origin=page.origin(entry.path),
    )


def _written(said: Node) -> datetime:
    """Older servers leave the zone out; it is UTC."""
    written = said.text("published")
    where = f"{said.url}: at {said.path}.published"
    return instant(written) or instant(f"{written}Z") or required(written, where=where)


def _is_gone(said: Node) -> bool:
    """What its author or a moderator has taken away is not counted."""
    return any(said.flag_or(name) for name in _GONE)
