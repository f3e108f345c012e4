"""Daily ranks of a few weeks, from Tranco: of the companies' own sites, and the latest of the blogs found.

Shape seen in a recording of October 2026: {"ranks": [{"date", "rank"}, ...]}, newest first; a domain that is
not in the list has an empty list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from urllib.parse import quote

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Item, Observation
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of, registrable
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import day
from deckgen.sources._found_hosts import blog_domains

METRIC, PLATFORM = "traffic_rank", "tranco"
MAX_DAYS = 400
MAX_RANK = 10_000_000


class TrancoRanks(Source):
    """A smaller rank is a wider read site. Registrable domains only: a section of a site has no rank."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for company in brief.companies:
            for domain in company.domains[:1]:
                yield self._ask(brief, registrable(host_of(domain)), about=company.key, step="series")

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        for host, domain in blog_domains(brief, found):
            yield self._ask(brief, domain, about=host, step="latest")

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        ranks = sorted(_ranks(page), key=lambda found: found[0].toordinal())
        wanted = ranks[-1:] if page.request.step == "latest" else ranks
        for on, rank, path in wanted:
            yield Observation(
                source=self.key,
                about=page.request.about,
                platform=PLATFORM,
                metric=METRIC,
                value=Decimal(rank),
                as_of=on,
                handle=page.request.carry.get("domain", ""),
                origin=page.origin(path),
            )

    def _ask(self, brief: Brief, domain: str, *, about: str, step: str) -> Request:
        return Request(
            url=f"{self.bases(brief)[0]}/ranks/domain/{quote(domain, safe='')}",
            about=about,
            step=step,
            carry={"domain": domain},
        )


def _ranks(page: Page) -> Iterator[tuple[date, int, str]]:
    for row in as_object(page).children("ranks")[:MAX_DAYS]:
        on, rank = day(row.text("date")), row.whole("rank")
        if on is None or not 0 < rank <= MAX_RANK:
            raise SourceChanged(f"{page.request.url}: at {row.path}: {_shown(row)} is no day with a rank")
        yield on, rank, row.path


def _shown(row: Node) -> str:
    return f"{row.text('date')[:20]!r}: {row.whole('rank')}"
