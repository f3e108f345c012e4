"""Questions that name a topic, on sites of Stack Exchange: a list, and the service's own count beside it.

The list is in a recording of 2026. `filter=total` (a count without items) and `filter=withbody` are built in,
as the documentation and public client code use them, checked 2026-11-22; neither is in the recording. How `q`
matches is documented as undocumented; answers and comments are not searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Reading
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.text import clean
from deckgen.sources._asked_for import kept_to
from deckgen.sources._months import months
from deckgen.sources._stackexchange import UNIT, asked_at, mention, pause_s, refusal, unasked

SITE = "stackoverflow"
PER_PAGE = 100
MAX_PAGES = 5  # of one list; without a key the service stops at 25
LIST, TOTAL = "list", "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """One phrase of one topic on one site."""

    topic: str
    phrase: str
    site: str


class StackExchange(Source):
    """One question after the other, as any answer may ask for a pause: one longer than our pace ends it.

    A list that does not end within its pages is counted month by month, if that is not too much for the
    source's bound; else, and beside a list that did end, the count is one for the whole window.
    """

    def requests(self, brief: Brief) -> Iterable[Request]:
        if self._subjects(brief):
            yield self._list(brief, 0)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        asked, answer = page.request, as_object(page)
        gap, pause = refusal(page, answer), pause_s(answer)
        following = self._following(brief, asked, answer)
        must_stop = pause * self.entry.per_second > 1
        if gap is not None:
            yield gap
        elif asked.step == TOTAL:
            yield self._counted(page, answer, brief)
        else:
            goes_on = following is not None and _place(following) == _place(asked)
            yield from _listed(page, answer, brief, is_last=must_stop or not goes_on)
        if following is not None and must_stop:
            rest = self._subjects(brief)[int(following.carry["at"]) :]
            yield from unasked(page, (subject.topic for subject in rest), seconds=pause)
        elif following is not None:
            yield following

    def _subjects(self, brief: Brief) -> tuple[_Subject, ...]:
        sites = self.option(brief, "sites") or (SITE,)
        return tuple(
            _Subject(topic=topic.key, phrase=phrase, site=site)
            for topic in brief.topics
            for phrase in topic.phrases
            for site in sites
        )

    def _following(self, brief: Brief, asked: Request, answer: Node) -> Request | None:
        """The next page of the list, else its count where something was listed, else the next list."""
        at = int(asked.carry["at"])
        if not answer.has("error_id"):
            if asked.step == LIST:
                number, has_more = int(asked.carry["page"]), answer.flag("has_more")
                if has_more and number < MAX_PAGES:
                    return self._list(brief, at, number=number + 1, oldest=_oldest(asked, answer))
                if has_more or _oldest(asked, answer):
                    return self._total(brief, at, 0, is_cut=has_more)
            else:
                is_cut, part = asked.carry["cut"] == "yes", int(asked.carry["part"]) + 1
                if part < len(self._parts(brief, is_cut=is_cut)):
                    return self._total(brief, at, part, is_cut=is_cut)
        return self._list(brief, at + 1) if at + 1 < len(self._subjects(brief)) else None

    def _parts(self, brief: Brief, *, is_cut: bool) -> tuple[tuple[date, date], ...]:
        """The periods that are counted one by one."""
        start, end = brief.window.start, brief.window.end
        by_month = tuple(months(start, end))
        most = len(self._subjects(brief)) * (MAX_PAGES + len(by_month))
        return by_month if is_cut and most <= self.entry.max_requests else ((start, end),)

    def _list(self, brief: Brief, at: int, *, number: int = 1, oldest: str = "") -> Request:
        ask = {
            "order": "desc",
            "sort": "creation",
            "pagesize": str(PER_PAGE),
            "page": str(number),
            "filter": "withbody",
        }
        carry = {"page": str(number), **({"oldest": oldest} if oldest else {})}
        return self._asked(brief, at, LIST, (brief.window.start, brief.window.end), ask, carry)

    def _total(self, brief: Brief, at: int, part: int, *, is_cut: bool) -> Request:
        period = self._parts(brief, is_cut=is_cut)[part]
        carry = {"part": str(part), "cut": "yes" if is_cut else "no"}
        return self._asked(brief, at, TOTAL, period, {"filter": "total"}, carry)

    def _asked(
        self,
        brief: Brief,
        at: int,
        step: str,
        period: tuple[date, date],
        ask: dict[str, str],
        carry: dict[str, str],
    ) -> Request:
        subject = self._subjects(brief)[at]
        query = {
            "q": f'"{clean(subject.phrase.replace(chr(34), " "))}"',
            "site": subject.site,
            "fromdate": str(_unix(period[0])),
            "todate": str(_unix(period[1]) - 1),  # both bounds are taken in
            **ask,
        }
        return Request(
            url=f"{self.bases(brief)[0]}/2.3/search/advanced?{urlencode(query)}",
            about=subject.topic,
            step=step,
            carry={"at": str(at), **carry},
            accept_status=(200, 400),
            credential="stackexchange",
        )

    def _counted(self, page: Page, answer: Node, brief: Brief) -> Reading:
        """The service's count of a period; it knows no context words, and several phrases overlap."""
        topic, carry = brief.topic(page.request.about), page.request.carry
        start, end = self._parts(brief, is_cut=carry["cut"] == "yes")[int(carry["part"])]
        is_plain = not topic.context and not topic.exclude and len(topic.phrases) == 1
        value = answer.whole("total")
        if value < 0:
            raise SourceChanged(f"{page.request.url}: at $.total there is {value}, which is no count")
        return Reading(
            source=page.source,
            topic=topic.key,
            unit=UNIT,
            start=start,
            end=end,
            kind=Kind.EXACT if is_plain else Kind.ESTIMATE,
            value=value,
            origin=page.origin("$.total"),
        )


def _listed(page: Page, answer: Node, brief: Brief, *, is_last: bool) -> Iterator[Item]:
    """The questions of a page; with the last one, how far the list was read."""
    topic, window = brief.topic(page.request.about), brief.window
    questions = answer.children("items")
    where = page.request.url
    if not kept_to(map(asked_at, questions), window.start, window.end, where=where):
        raise SourceChanged(
            f"{where}: lists questions from outside the period; its counts are of more than that"
        )
    for question in questions:
        yield mention(question, page, topic)
    if is_last:
        is_whole = not answer.flag("has_more")
        oldest = _oldest(page.request, answer)
        start = window.start if is_whole or not oldest else max(window.start, date.fromisoformat(oldest))
        yield Reading(
            source=page.source,
            topic=topic.key,
            unit=UNIT,
            start=min(start, window.end),
            end=window.end,
            kind=Kind.EXACT if is_whole else Kind.AT_LEAST,
            origin=page.origin("$.items"),
        )


def _oldest(asked: Request, answer: Node) -> str:
    """The earliest day of the list so far."""
    days = [asked_at(question).date().isoformat() for question in answer.children("items")]
    return min((*days, *((asked.carry["oldest"],) if "oldest" in asked.carry else ())), default="")


def _place(asked: Request) -> tuple[str, str]:
    return asked.carry["at"], asked.step


def _unix(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
