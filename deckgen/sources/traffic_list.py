"""Traffic level of the hosts that were found, from a list of the most visited sites in the user's folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item, Observation
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of, registrable
from deckgen.parsing.classify import platform_of
from deckgen.parsing.traffic import ListKind, kind_of, levels

MAX_BYTES = 64_000_000
METRICS = {ListKind.TRANCO: "traffic_rank", ListKind.CRUX: "traffic_bucket"}
PLATFORM_RANK = "platform_rank"
SHARED_PLATFORM = "shared-platform"


class TrafficList(Source):
    """Which hosts to look up is known only when all results are read: the pipeline then calls `look_up`."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for path in self.option(brief, "file")[:1]:
            yield Request(url=f"file:{path}", step="list", max_bytes=MAX_BYTES)

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        """Nothing by itself: checks that the file is a list, so that a wrong one is told at once."""
        try:
            kind_of(page.body)
        except SourceChanged as error:
            raise SourceChanged(f"{page.request.url}: {error}") from error
        yield from ()

    def look_up(self, page: Page, brief: Brief, hosts: Collection[str]) -> Iterator[Observation]:
        """One observation for each host in the list, in the hosts' order; none for a host that is not in it.

        A blog on a shared platform may have no rank of its own, only the platform's: that comes as another
        metric, from which no level may be drawn.
        """
        wanted = tuple(dict.fromkeys(name for host in hosts if (name := host_of(host))))
        platforms = {host: _whole(host) for host in wanted}
        try:
            found = levels(page.body, (*wanted, *platforms.values()))
        except SourceChanged as error:
            raise SourceChanged(f"{page.request.url}: {error}") from error
        for host in wanted:
            platform = platforms[host]
            is_shared = bool(platform) and _name(host, found.kind) == _name(platform, found.kind)
            rank = found.ranks.get(host)
            if rank is None and platform:
                is_shared, rank = True, found.ranks.get(platform)
            if rank is None:
                continue
            yield Observation(
                source=self.key,
                about=host,
                platform=found.kind.value,
                metric=PLATFORM_RANK if is_shared else METRICS[found.kind],
                value=Decimal(rank),
                as_of=page.retrieved_at.date(),
                note=SHARED_PLATFORM if is_shared else "",
                origin=page.origin(_name(platform if is_shared else host, found.kind)),
            )


def _name(host: str, kind: ListKind) -> str:
    """What the list calls a host: Tranco by registered domain, CrUX by origin."""
    return registrable(host) if kind is ListKind.TRANCO else host


def _whole(host: str) -> str:
    """The shared platform that a host lies on: `substack.com`, `blogspot.de`; empty when on none."""
    platform = platform_of(host)
    if not platform or "." in platform:
        return platform
    return host[host.rindex(f"{platform}.") :] if f"{platform}." in host else ""
