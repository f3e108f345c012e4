"""Hosts of blogs among the search results found so far: whose traffic level is worth asking for."""

from __future__ import annotations

from collections import Counter

from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, SiteKind
from deckgen.parsing.addresses import host_of, registrable
from deckgen.parsing.classify import classify, platform_of

MOST = 30


def blog_domains(brief: Brief, found: Evidence, *, most: int = MOST) -> tuple[tuple[str, str], ...]:
    """(host, registrable domain) of the blogs that turn up most often, best rank first among equals.

    Blogs on a shared platform and sections of one's own or a competitor's site are left out: the rank of
    their domain would not be theirs.
    """
    counts: Counter[str] = Counter()
    best: dict[str, int] = {}
    others = tuple(domain for company in brief.companies for domain in company.domains)
    for result in found.results:
        host = host_of(result.url)
        told = classify(result.url, title=result.title, hint=result.hint, own_domains=others)
        is_its_own = told.host_kind in {SiteKind.BLOG, SiteKind.UNKNOWN} and not platform_of(host)
        if host and is_its_own and told.kind is SiteKind.BLOG:
            counts[host] += 1
            best[host] = min(result.rank, best.get(host, result.rank))
    chosen = sorted(counts, key=lambda h: (-counts[h], best[h], h))
    return tuple((host, registrable(host)) for host in chosen[:most])
