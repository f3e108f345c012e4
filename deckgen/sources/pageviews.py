"""Monthly views of a company's Wikipedia article by people: public attention, not followers."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from urllib.parse import quote

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief, Company, Window
from deckgen.model.evidence import Gap, Item, Observation
from deckgen.model.exchange import Page, Request
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import day
from deckgen.sources._article import ArticleSource, Resolved

JUMP = 5  # times the level before or after
LEVEL_MONTHS = 3
LEAST_LEVEL = 100  # views a month below which a jump says nothing


class Pageviews(ArticleSource):
    """Finds the article as the source `wikipedia` does, with the same questions, then asks for its views."""

    def languages(self, brief: Brief, given: str) -> tuple[str, ...]:
        """One wiki for all companies, that they compare; the article the brief names comes first."""
        return (given or next(iter(self.option(brief, "language")), brief.market_language),)

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        if page.request.step == "views":
            return _views(page, brief)
        return super().parse(page, brief)

    def read(self, page: Page, brief: Brief, found: Resolved) -> Iterator[Item | Request | Gap]:
        months = full_months(brief.window)
        if not months:
            return
        title = quote(found.article.title.replace(" ", "_"), safe="")
        last = months[-1]
        end = last.replace(day=monthrange(last.year, last.month)[1])
        yield Request(
            url=f"{self.bases(brief)[0]}/metrics/pageviews/per-article/{found.language}.wikipedia/all-access/user"
            f"/{title}/monthly/{months[0]:%Y%m%d}/{end:%Y%m%d}",
            about=found.company.key,
            step="views",
            carry={"title": found.article.title},
            accept_status=(200, 404),
        )


def full_months(window: Window) -> tuple[date, ...]:
    """First days of the months that lie wholly in the window."""
    month = window.start if window.start.day == 1 else _next(window.start)
    months = []
    while _next(month) <= window.end:
        months.append(month)
        month = _next(month)
    return tuple(months)


def moved_from(views: tuple[int, ...]) -> int:
    """Index of the first month after a lasting jump, as a moved article makes it; -1 when there is none."""
    for i in range(1, len(views)):
        before = median(views[max(0, i - LEVEL_MONTHS) : i])
        after = median(views[i : i + LEVEL_MONTHS])
        is_step = _is_jump(views[i - 1], views[i])
        if is_step and _is_jump(before, after) and max(before, after) >= LEAST_LEVEL:
            return i
    return -1


def _views(page: Page, brief: Brief) -> Iterator[Observation]:
    company = brief.company(page.request.about)
    answer = as_object(page)
    if page.status != 200 or not answer.has("items"):
        said = answer.text_or("detail") or answer.text_or("title")
        raise SourceRefused(f"{page.request.url}: no views for this title and period: {said[:120]}")
    months = full_months(brief.window)
    read = sorted(((_month(item), item) for item in answer.children("items")), key=lambda pair: pair[0])
    kept = [(month, item) for month, item in read if month in months]
    jump = moved_from(tuple(_count(item) for _, item in kept))
    for i, (month, item) in enumerate(kept):
        yield _observation(page, company, month, item, is_moved=0 <= jump <= i)


def _observation(page: Page, company: Company, month: date, item: Node, *, is_moved: bool) -> Observation:
    return Observation(
        source=page.source,
        about=company.key,
        platform="wikipedia",
        metric="views_month",
        value=Decimal(_count(item)),
        as_of=_next(month) - timedelta(days=1),
        period=month,
        note="page-move" if is_moved else "",
        origin=page.origin(item.path),
    )


def _month(item: Node) -> date:
    """`2026090100` is September 2026; the last two digits are an hour."""
    written = item.text("timestamp")
    month = day(written[:8]) if len(written) == 10 else None
    if month is None or month.day != 1:
        raise SourceChanged(f"{item.url}: at {item.path}.timestamp {written[:20]!r} is no month")
    return month


def _count(item: Node) -> int:
    views = item.whole("views")
    if views < 0:
        raise SourceChanged(f"{item.url}: at {item.path}.views there are fewer than no views")
    return views


def _is_jump(before: float, after: float) -> bool:
    return after > JUMP * before or before > JUMP * after


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
