"""How Stack Exchange answers: its questions, errors in the body, pauses it asks for, a quota used up.

From its documentation (throttles, error handling) and from reports of its users, checked 2026-11-22: errors
come with status 400 and an `error_id`, a pause as `backoff` in an answer that is otherwise as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from deckgen.errors import SourceChanged
from deckgen.model.brief import Topic
from deckgen.model.evidence import Gap, Mention, SiteKind
from deckgen.model.exchange import GapReason, Page
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node
from deckgen.parsing.moments import from_unix
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean, plain

UNIT = "question"
THROTTLED = 502  # their number for it, not a status
_REASONS = {
    THROTTLED: GapReason.THROTTLED,
    500: GapReason.SERVER_ERROR,
    503: GapReason.SERVER_ERROR,
}
_AVAILABLE_IN = re.compile(r"available in (\d{1,6}) seconds")
_DAY_S = 86_400


def mention(question: Node, page: Page, topic: Topic) -> Mention:
    """Titles are HTML; an address holds the title, which may be edited, so the number is the key."""
    link, owner = question.text("link"), question.child_or("owner")
    site = host_of(link)
    return Mention(
        source=page.source,
        topic=topic.key,
        key=f"https://{site}/questions/{question.whole('question_id')}",
        unit=UNIT,
        url=clean(link),
        title=plain(question.text("title")),
        excerpt=passage(topic, plain(question.text_or("body"))),
        author=plain(owner.text_or("display_name")) if owner else "",
        site=site,
        site_kind=SiteKind.FORUM,
        published_at=asked_at(question),
        tags=tuple(clean(tag) for tag in question.texts_or("tags")),
        points=question.whole_or("score"),
        comments=question.whole_or("answer_count"),
        origin=page.origin(question.path),
    )


def asked_at(question: Node) -> datetime:
    """When it was asked."""
    seconds = question.whole("creation_date")
    moment = from_unix(seconds)
    if moment is None:
        raise SourceChanged(f"{question.url}: at {question.path}.creation_date {seconds} is no time")
    return moment


def refusal(page: Page, answer: Node) -> Gap | None:
    """The gap that an error of the service is; None when the answer is none."""
    if not answer.has("error_id"):
        return None
    number, said = answer.whole("error_id"), clean(answer.text_or("error_message"))[:120]
    return Gap(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        url=page.request.url,
        reason=_REASONS.get(number, GapReason.REFUSED),
        detail=f"the service says: {said or number}",
        at=page.retrieved_at,
        try_after=_after(page, pause_s(answer)),
    )


def pause_s(answer: Node) -> int:
    """Seconds until the next question may be asked; 0 when nothing is said."""
    if answer.has("error_id"):
        if answer.whole("error_id") != THROTTLED:
            return 0
        found = _AVAILABLE_IN.search(answer.text_or("error_message"))
        return int(found[1]) if found else _DAY_S
    if answer.whole_or("quota_remaining", 1) == 0:
        return _DAY_S
    return min(max(0, answer.whole_or("backoff") or 0), _DAY_S)


def unasked(page: Page, topics: Iterable[str], *, seconds: int) -> Iterator[Gap]:
    """What is not asked any more, as the service wants a longer pause than a run can keep."""
    for topic in dict.fromkeys(topics):
        yield Gap(
            source=page.source,
            about=topic,
            step="unasked",
            url=page.request.url,
            reason=GapReason.THROTTLED,
            detail=f"the service asked for a pause of {seconds} seconds; no more was asked",
            at=page.retrieved_at,
            try_after=_after(page, seconds),
        )


def _after(page: Page, seconds: int) -> datetime | None:
    return page.retrieved_at + timedelta(seconds=seconds) if seconds else None
