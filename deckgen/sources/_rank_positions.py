"""What tables of ranks say of companies: their best place for each query, how often their site is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from deckgen.model.brief import Brief, Company, Query
from deckgen.model.evidence import Observation
from deckgen.model.exchange import Page
from deckgen.model.origin import Kind
from deckgen.sources._rank_rows import Row

POSITION = "search_position"
DEPTHS = (10, 20, 100)
Owned = tuple[Row, Company]


def owner(host: str, brief: Brief) -> Company | None:
    """The company of the brief that owns a host."""
    return next(
        (c for c in brief.companies if any(host == d or host.endswith(f".{d}") for d in c.domains)), None
    )


def of_site(
    page: Page,
    queries: Mapping[str, Query],
    owned: Sequence[Owned],
    engine: str,
    on: date,
    *,
    is_average: bool,
) -> Iterator[Observation]:
    """What a tool's export says of the one site that it is about; `queries` by their text, folded."""
    rows: dict[str, list[Owned]] = {}
    for row, company in owned:
        if row.query in queries:
            rows.setdefault(row.query, []).append((row, company))
    for text, query in queries.items():
        kind = Kind.ESTIMATE if is_average else Kind.EXACT
        yield from positions(page, query, rows.get(text, ()), engine, on, kind)
    for key in dict.fromkeys(company.key for _, company in owned):
        mine = [row for row, company in owned if company.key == key]
        yield from _found(page, key, mine, engine, on, is_average=is_average)


def positions(
    page: Page, query: Query, owned: Iterable[Owned], engine: str, on: date, kind: Kind
) -> Iterator[Observation]:
    """The best place of each company for one query."""
    best: dict[str, Row] = {}
    for row, company in owned:
        if company.key not in best or row.rank < best[company.key].rank:
            best[company.key] = row
    for key, row in best.items():
        yield Observation(
            source=page.source,
            about=key,
            platform=engine,
            metric=POSITION,
            value=row.rank,
            kind=kind,
            as_of=row.on or on,
            note=query.key,
            origin=page.origin(f"line {row.line}"),
        )


def _found(
    page: Page, key: str, rows: Sequence[Row], engine: str, on: date, *, is_average: bool
) -> Iterator[Observation]:
    """For how many queries the site stands among the first so many, as far as the export goes."""
    best: dict[str, Decimal] = {}
    for row in rows:
        best[row.query] = min(row.rank, best.get(row.query, row.rank))
    for depth in DEPTHS:
        yield Observation(
            source=page.source,
            about=key,
            platform=engine,
            metric=f"search_top{depth}",
            value=Decimal(sum(rank <= depth for rank in best.values())),
            # Exports end at a number of rows, and leave out what few people ask.
            kind=Kind.ESTIMATE if is_average else Kind.AT_LEAST,
            as_of=max((row.on for row in rows if row.on), default=on),
            origin=page.origin("rows"),
        )
