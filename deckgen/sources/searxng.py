"""Search results from a SearXNG of the user's own; there is no public one that may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from deckgen.errors import SourceBlocked, SourceRefused
from deckgen.model.brief import Brief, Query
from deckgen.model.evidence import Gap, Item, ResultPage, SearchResult
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.source import Source
from deckgen.parsing import moments
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.text import clean, excerpt, plain
from deckgen.sources._results import web_address

ENGINE = "searxng"
MAX_PAGES = 30
_BLOCKS = ("captcha", "suspended", "denied", "too many", "blocked")


class SearXNG(Source):
    """Pages on until a page is empty or repeats the last one; engines that kept silent become gaps."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return tuple(
            self._ask(brief, base, query, page=1, seen=0, first="", silent=())
            for base in self.bases(brief)[:1]
            for query in brief.queries
        )

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        if page.status == 403:
            raise SourceRefused(
                f"{page.request.url}: the SearXNG refuses JSON (403); add 'json' to search.formats in its "
                f"settings.yml and restart it"
            )
        answer = as_object(page)
        carry = page.request.carry
        number, seen = int(carry.get("page", "1")), int(carry.get("seen", "0"))
        rows = _by_rank(answer.children("results"))
        silent = _unresponsive(answer)
        if not rows and number == 1 and silent:
            who = ", ".join(f"{name} ({why})" for name, why in silent)
            raise SourceBlocked(f"{page.request.url}: no engine answered this SearXNG: {who}"[:400])
        told = {name for name in carry.get("silent", "").split("\n") if name}
        for name, why in silent:
            if name not in told:
                yield self._silence(page, name, why)
        first = web_address(rows[0]) if rows else ""
        is_end = not rows or first == carry.get("first")
        found = [] if is_end else [self._result(row, page, seen + i, number) for i, row in enumerate(rows, 1)]
        yield ResultPage(
            source=self.key,
            engine=ENGINE,
            query=page.request.about,
            number=number,
            first_rank=seen + 1,
            organic=len(found),
            has_more=False if is_end else None,
            origin=page.origin("results"),
        )
        yield from found
        query = next((q for q in brief.queries if q.key == page.request.about), None)
        if query and found and number < MAX_PAGES and (bases := self.bases(brief)):
            names = tuple(sorted(told | {name for name, _ in silent}))
            yield self._ask(
                brief, bases[0], query, page=number + 1, seen=seen + len(found), first=first, silent=names
            )

    def _ask(
        self,
        brief: Brief,
        base: str,
        query: Query,
        *,
        page: int,
        seen: int,
        first: str,
        silent: tuple[str, ...],
    ) -> Request:
        asked = {
            "q": query.text,
            "categories": "general",
            "language": f"{brief.market_language}-{brief.country}",
            "pageno": str(page),
            "format": "json",
        }
        return Request(
            url=f"{base}/search?{urlencode(asked)}",
            about=query.key,
            step="page",
            carry={"page": str(page), "seen": str(seen), "first": first, "silent": "\n".join(silent)},
            headers=(("Accept", "application/json"),),
            accept_status=(200, 403),
        )

    def _silence(self, page: Page, name: str, why: str) -> Gap:
        is_block = any(word in why.lower() for word in _BLOCKS)
        is_late = "timeout" in why.lower() or "timed out" in why.lower()
        return Gap(
            source=self.key,
            about=page.request.about,
            step=f"engine:{name}",
            url=page.request.url,
            reason=GapReason.BLOCKED if is_block else GapReason.TIMEOUT if is_late else GapReason.UNREACHABLE,
            detail=f"{name}: {why}",
            at=page.retrieved_at,
        )

    def _result(self, row: Node, page: Page, rank: int, number: int) -> SearchResult:
        return SearchResult(
            source=self.key,
            engine=ENGINE,
            query=page.request.about,
            rank=rank,
            url=web_address(row),
            title=plain(row.text("title")),
            snippet=excerpt(plain(row.text_or("content"))),
            page_number=number,
            published_on=moments.day(row.text_or("publishedDate")[:10]),
            origin=page.origin(row.path),
        )


def _by_rank(rows: tuple[Node, ...]) -> list[Node]:
    """Best first: by the score over all engines, then by the best place an engine gave it."""

    def place(row: Node) -> tuple[float, int]:
        positions = row.fields.get("positions")
        places = [p for p in positions if isinstance(p, int)] if isinstance(positions, list) else []
        return -float(row.number_or("score") or 0), min(places, default=10_000)

    return sorted(rows, key=place)


def _unresponsive(answer: Node) -> list[tuple[str, str]]:
    """Name and reason of each engine that did not answer."""
    listed = answer.fields.get("unresponsive_engines")
    pairs = [pair for pair in listed if isinstance(pair, list)] if isinstance(listed, list) else []
    texts = [[clean(str(part))[:80] for part in pair[:2]] for pair in pairs[:50]]
    return [(pair[0], pair[1] if len(pair) > 1 else "no reason given") for pair in texts if pair]
