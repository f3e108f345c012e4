"""Traffic level of the blogs found, from Cloudflare Radar: a bucket such as "the first 200,000 sites".

Shape from Cloudflare's published API description (details_0 with bucket, and rank for the first 100), checked
2026-11-22; no recording was found. A domain below Radar's ceiling (">200000") and one that does not exist get
the same answer, so no level is drawn from it and its absence is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import quote

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Item, Observation
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.jsons import Node, as_object
from deckgen.sources._found_hosts import blog_domains

PLATFORM = "cloudflare"
MAX_BUCKET = 10_000_000


class CloudflareRadar(Source):
    """Asks for each blog's domain by itself; what is not among the first sites says nothing."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        return ()

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        for host, domain in blog_domains(brief, found):
            yield Request(
                url=f"{self.bases(brief)[0]}/radar/ranking/domain/{quote(domain, safe='')}",
                about=host,
                step="bucket",
                carry={"domain": domain},
                credential="cloudflare",
                accept_status=(200, 400),
            )

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        answer = as_object(page)
        if page.status == 400 or not answer.flag_or("success", True):
            raise SourceRefused(f"{page.request.url}: Cloudflare answered: {_said(answer)}")
        details = answer.child("result").child("details_0")
        rank = details.whole_or("rank")
        bucket = details.text_or("bucket").strip()
        value = rank if rank is not None else _bucket(bucket, page)
        if value is None:
            return
        yield Observation(
            source=self.key,
            about=page.request.about,
            platform=PLATFORM,
            metric="traffic_rank" if rank is not None else "traffic_bucket",
            value=Decimal(value),
            as_of=page.retrieved_at.date(),
            handle=page.request.carry.get("domain", ""),
            origin=page.origin(details.path),
        )


def _bucket(written: str, page: Page) -> int | None:
    """The upper end of a bucket; None below the ceiling and where none is given."""
    if not written or written.startswith(">"):
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 9 and 0 < int(written) <= MAX_BUCKET):
        raise SourceChanged(f"{page.request.url}: {written[:30]!r} is no bucket of ranks")
    return int(written)


def _said(answer: Node) -> str:
    errors = answer.children_or("errors")
    return (errors[0].text_or("message") if errors else "")[:120] or "no reason given"
