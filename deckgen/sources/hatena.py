"""Bookmarks on Hatena, Japan's living heir of del.icio.us: how many people kept a page that was found.

Shape from Hatena's documentation and public clients (an object of address and whole number, at most 50
addresses a question; an address without bookmarks may be left out), checked 2026-11-22; no recording was
found. A crowd signal: it ranks conversations and is never added to counts of mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import urlencode

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Item, Mention, Observation
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.jsons import as_object

METRIC, PLATFORM = "bookmarks", "hatena"
PER_REQUEST = 50
MOST = 500
LONGEST = 500  # characters of an address; longer ones are mostly sessions


class Hatena(Source):
    """Asks about the pages of mentions and of search results, each address once."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return ()

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        addresses = [r.url for r in sorted(found.results, key=lambda r: (r.rank, r.query, r.url))]
        addresses += [m.url for m in found.mentions if _is_inside(m, brief)]
        known = tuple(dict.fromkeys(a for a in addresses if _is_askable(a)))[:MOST]
        for start in range(0, len(known), PER_REQUEST):
            some = known[start : start + PER_REQUEST]
            query = urlencode([("url", address) for address in some])
            yield Request(
                url=f"{self.bases(brief)[0]}/count/entries?{query}",
                step="bookmarks",
                carry={"urls": "\n".join(some)},
            )

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        answer = as_object(page)
        asked = page.request.carry.get("urls", "").split("\n")
        if answer.fields and not any(answer.has(address) for address in asked):
            raise SourceChanged(
                f"{page.request.url}: the answer names none of the addresses that were asked for"
            )
        for address in asked:
            count = answer.whole(address) if answer.has(address) else 0
            if count < 0:
                raise SourceChanged(f"{page.request.url}: {count} is no number of bookmarks")
            yield Observation(
                source=self.key,
                about=address,
                platform=PLATFORM,
                metric=METRIC,
                value=Decimal(count),
                as_of=page.retrieved_at.date(),
                origin=page.origin(address),
            )


def _is_inside(mention: Mention, brief: Brief) -> bool:
    return mention.published_at is None or brief.window.holds(mention.published_at)


def _is_askable(address: str) -> bool:
    return address.startswith(("http://", "https://")) and len(address) <= LONGEST and "\n" not in address
