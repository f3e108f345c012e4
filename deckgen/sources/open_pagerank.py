"""Link authority of the blogs found, from Open PageRank: how much others link to them, which is not traffic.

Shape from the service's documentation as several public clients read it (response[] with status_code, domain,
page_rank_decimal 0 to 10, rank as text or null), checked 2026-11-22; no recording was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import urlencode

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Item, Observation
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.jsons import as_object
from deckgen.sources._found_hosts import blog_domains

METRIC = "link_authority"
PER_REQUEST = 100


class OpenPageRank(Source):
    """One question for all blogs; what the answer does not name stays unknown."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return ()

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        domains = tuple(dict.fromkeys(domain for _, domain in blog_domains(brief, found)))[:PER_REQUEST]
        if domains:
            yield Request(
                url=f"{self.bases(brief)[0]}/getPageRank?{urlencode([('domains[]', d) for d in domains])}",
                step="authority",
                carry={"hosts": " ".join(f"{d}={h}" for h, d in blog_domains(brief, found))},
                credential="open_pagerank",
            )

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        hosts: dict[str, list[str]] = {}
        for pair in page.request.carry.get("hosts", "").split():
            domain, _, host = pair.partition("=")
            hosts.setdefault(domain, []).append(host)
        for row in as_object(page).children("response")[:PER_REQUEST]:
            if row.whole_or("status_code", 200) != 200:
                continue  # the domain is not in the index
            value = row.number("page_rank_decimal")
            if not 0 <= value <= 10:
                raise SourceChanged(f"{page.request.url}: at {row.path}: {value} is no value from 0 to 10")
            for host in hosts.get(row.text("domain").lower(), ()):
                yield Observation(
                    source=self.key,
                    about=host,
                    platform="open_pagerank",
                    metric=METRIC,
                    value=Decimal(str(value)),
                    as_of=page.retrieved_at.date(),
                    origin=page.origin(row.path),
                )
