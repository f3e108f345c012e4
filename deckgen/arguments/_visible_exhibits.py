"""What the slides of argument 2 draw: the mix of results, every result by rank, and blogs by depth."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.arguments._blogs import rank_of
from deckgen.arguments._build import quote, series, tally, word
from deckgen.arguments._results import (
    GROUPS,
    ROLE_OF_GROUP,
    Listing,
    Results,
    group_of,
    kind_of,
    labelled,
    role_of,
)
from deckgen.model.evidence import Evidence, SearchResult, SiteKind
from deckgen.model.finding import Exhibit, Quote, Row, Series, Table, Value
from deckgen.model.measure import Measurement, Unit, measured, per_hundred
from deckgen.parsing.addresses import host_of

DEPTHS = (10, 20, 30, 50, 100, 200, 300)
MAX_CONVERSATIONS = 10


def visible_exhibits(evidence: Evidence, results: Results) -> dict[str, Exhibit]:
    """The four exhibits by name."""
    named = labelled(evidence, results)
    # Without a page of results there is nothing to count, which is not the same as none.
    mix = tuple(results.in_group(f"visible.mix.{g}", g) for g in GROUPS if results.listings)
    return {
        "mix": _mix(mix),
        "mix_hundred": _mix(per_hundred("visible.hundred", mix)),
        "by_query": Exhibit(
            labels=tuple(text for _, text in named),
            series=tuple(
                series(word("group", g), (_of(x, g) for x, _ in named), ROLE_OF_GROUP[g]) for g in GROUPS
            ),
        ),
        "strip": _strip(named),
    }


def _mix(counts: tuple[Measurement, ...]) -> Exhibit:
    roles = tuple(ROLE_OF_GROUP[g] for g in GROUPS)
    return Exhibit(
        labels=tuple(word("group", g) for g in GROUPS),
        series=(series(word("series", "results"), counts or [None] * len(GROUPS), "other", roles),),
    )


def _of(listing: Listing, group: str) -> Measurement:
    number = sum(group_of(r) == group for r in listing.results)
    return tally(f"visible.query.{listing.key}.{group}", number, listing.origins)


def _strip(named: Iterable[tuple[Listing, Quote]]) -> Exhibit:
    """One row a query, one place a rank; a rank that was not read stays empty."""
    named = tuple(named)
    deepest = max((x.reached for x, _ in named), default=0)
    ranks = tuple(
        measured(f"visible.strip.rank.{n}", n, formula="position", origins=(), unit=Unit.RANK)
        for n in range(1, deepest + 1)
    )
    return Exhibit(labels=ranks, series=tuple(_dots(x, text, deepest) for x, text in named))


def _dots(listing: Listing, text: Quote, deepest: int) -> Series:
    by_rank: dict[int, SearchResult] = {}
    for result in listing.results:
        by_rank.setdefault(result.rank, result)
    at = [by_rank.get(n) for n in range(1, deepest + 1)]
    key = f"visible.strip.{listing.key}"
    return series(
        text,
        (rank_of(f"{key}.{r.rank}", r) if r else None for r in at),
        "other",
        (role_of(r) if r else "unknown" for r in at),
    )


def depths_table(evidence: Evidence, results: Results) -> Table:
    """How many blogs stand in the first 10, 20 ... 300 results; None where that depth was not reached.

    `u10` ... count the unknown as blogs too: the most there can be; None where none is unknown.
    """
    columns = ("query", "engine", "reached", *(f"{c}{n}" for n in DEPTHS for c in "du"))
    rows = []
    for listing, text in labelled(evidence, results):
        key = f"visible.depth.{listing.key}"
        cells: dict[str, Value] = {
            "query": text,
            "engine": word("engine", listing.engine),
            "reached": tally(f"{key}.reached", listing.reached, listing.origins),
        }
        for n in DEPTHS:
            found = sum(kind_of(r) is SiteKind.BLOG for r in listing.results if r.rank <= n)
            unknown = sum(kind_of(r) is SiteKind.UNKNOWN for r in listing.results if r.rank <= n)
            is_reached = listing.reached >= n
            cells[f"d{n}"] = tally(f"{key}.{n}", found, listing.origins) if is_reached else None
            cells[f"u{n}"] = (
                tally(f"{key}.{n}.most", found + unknown, listing.origins) if is_reached and unknown else None
            )
        rows.append(Row(cells=cells))
    return Table(columns=columns, rows=tuple(rows))


def conversations_table(evidence: Evidence, results: Results) -> Table:
    """The conversations that stand highest, each address once."""
    known = {x.key: text for x, text in labelled(evidence, results)}
    best: dict[str, tuple[SearchResult, str]] = {}
    for listing in results.listings:
        for result in listing.results:
            if group_of(result) == "conversation" and (
                result.url not in best or result.rank < best[result.url][0].rank
            ):
                best[result.url] = (result, listing.key)
    ordered = sorted(best.values(), key=lambda pair: (pair[0].rank, pair[1], pair[0].url))
    rows = (
        Row(
            cells={
                "title": quote(r.title, (r.origin,), r.url),
                "site": quote(host_of(r.url), (r.origin,), r.url),
                "kind": word("kind", kind_of(r)),
                "rank": rank_of(f"visible.conversation.{i}.rank", r),
                "query": known[listing],
            },
            role="conversation",
        )
        for i, (r, listing) in enumerate(ordered[:MAX_CONVERSATIONS], 1)
    )
    return Table(columns=("title", "site", "kind", "rank", "query"), rows=tuple(rows))
