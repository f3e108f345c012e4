"""Rows of tables of ranks: which column is what, whose tool wrote it, and what its cells say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from deckgen.errors import SourceChanged
from deckgen.model.exchange import Page
from deckgen.parsing.moments import day
from deckgen.parsing.tables import Table, as_table, column_key
from deckgen.parsing.text import clean, plain, undirected

# Names of columns, best first. Search Console writes them in its user's language: English, German, Swedish
# and Finnish as public programs read them, Danish and Norwegian after Google's help pages.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "query": (
        "top queries", "query", "queries", "keyword", "keywords", "search query", "search term",
        "search terms", "häufigste suchanfragen", "suchanfrage", "suchanfragen", "vanligaste sökfrågorna",
        "sökfråga", "sökfrågor", "populäraste sökfrågorna", "mest populære forespørgsler",
        "populære forespørgsler", "forespørgsel", "forespørgsler", "mest populære søk",
        "populære søk", "vanligste søk", "søk",
        "suosituimmat kyselyt", "kysely", "kyselyt", "hakukysely",
    ),
    "rank": (
        "current position", "rank", "position", "ranking", "average position", "durchschnittliche position",
        "genomsnittlig position", "placering", "gennemsnitlig position", "gjennomsnittlig posisjon",
        "posisjon", "plassering", "sijainti", "keskimääräinen sijainti", "sijoitus",
    ),
    "url": ("current url", "url", "link", "address", "ranking url", "landing page"),
    "title": ("title", "page title"),
    "engine": ("engine", "search engine"),
    "date": ("timestamp", "date", "updated", "as of", "checked on"),
    "type": ("position type",),
}  # fmt: skip
IMPRESSIONS = (
    "impressions", "impressionen", "visningar", "exponeringar", "eksponeringer", "visninger", "näyttökerrat",
)  # fmt: skip
PAGES = (
    "top pages", "häufigste seiten", "vanligaste sidorna", "populäraste sidorna", "mest populære sider",
    "populære sider", "suosituimmat sivut",
)  # fmt: skip
_OF_SEMRUSH = frozenset({"keyword difficulty", "traffic cost", "traffic (%)", "keyword intents"})
_OF_AHREFS = frozenset({"current position", "current url"})
_NO_RANK = frozenset({"", "-", "–", "—", "n/a", "0", "0.0", "0,0", "lost", "not found", "not ranked", ">100"})
_DEEPEST = 1000
_DEEPEST_OR_FIRST = frozenset({"1,000", "1.000"})
ENGINES = (
    "google", "bing", "brave", "duckduckgo", "mojeek", "startpage", "ecosia", "qwant", "searxng", "you",
    "kagi",
)  # fmt: skip


class Tool(StrEnum):
    """Who wrote a table."""

    SEARCH_CONSOLE = "search-console"  # one's own site, average positions
    SEMRUSH = "semrush"  # one site
    AHREFS = "ahrefs"  # one site
    OWN = "own"  # made by hand or by anything else


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: a query and the place of a page for it."""

    line: int
    query: str  # as `folded`
    rank: Decimal
    url: str
    title: str
    engine: str  # as written
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """A whole table."""

    tool: Tool
    name: str
    rows: tuple[Row, ...]
    first_query: str  # as written, for messages


def ranks(page: Page, named: Mapping[str, str]) -> Ranks:
    """The table in a file; `named` says which column is what where the brief does."""
    known = [name for names in ALIASES.values() for name in names]
    table = as_table(page, [*known, *IMPRESSIONS, *named.values()])
    keys = {column_key(column): i for i, column in reversed(list(enumerate(table.columns)))}
    at = _places(keys, named)
    if "query" not in at or "rank" not in at:
        raise SourceChanged(_missing(table, keys))
    tool = _tool(keys)
    if tool is not Tool.SEARCH_CONSOLE and "url" not in at:
        raise SourceChanged(_missing(table, keys))
    return Ranks(
        tool=tool,
        name=table.name,
        rows=tuple(_rows(table, at)),
        first_query=clean(table.rows[0][at["query"]])[:60] if table.rows else "",
    )


def folded(text: str) -> str:
    """A query for comparison."""
    return clean(unicodedata.normalize("NFKC", text)).casefold()


def engine_key(written: str, where: str) -> str:
    """The key of an engine written as `google.se` or `Google`; SourceChanged when it is not known."""
    name = written.strip().casefold()
    found = next((key for key in ENGINES if name == key or name.startswith((f"{key}.", f"{key} "))), "")
    if not found:
        raise SourceChanged(
            f"{where}: {written[:30]!r} is no known engine; write one of {', '.join(ENGINES)}"
        )
    return found


def _places(keys: Mapping[str, int], named: Mapping[str, str]) -> dict[str, int]:
    """Where the column of each meaning stands."""
    found = {}
    for meaning, aliases in ALIASES.items():
        names = (named[meaning],) if meaning in named else aliases
        place = next((keys[key] for name in names if (key := column_key(name)) in keys), None)
        if place is not None:
            found[meaning] = place
    return found


def _tool(keys: Mapping[str, int]) -> Tool:
    columns = frozenset(keys)
    if columns & {column_key(name) for name in IMPRESSIONS} and "url" not in columns:
        return Tool.SEARCH_CONSOLE
    if columns >= {column_key(name) for name in _OF_AHREFS}:
        return Tool.AHREFS
    return Tool.SEMRUSH if columns & {column_key(name) for name in _OF_SEMRUSH} else Tool.OWN


def _rows(table: Table, at: Mapping[str, int]) -> Iterator[Row]:
    for line, cells in zip(table.lines, table.rows, strict=True):
        said = {meaning: clean(cells[place]) for meaning, place in at.items()}
        if said.get("type", "organic").casefold() not in {"organic", ""}:
            continue  # a box of the page, such as Semrush's "AI Overview": no result
        rank = _rank(said["rank"], f"{table.name}, line {line}")
        query = folded(said["query"])
        if rank is not None and query:
            yield Row(
                line=line,
                query=query,
                rank=rank,
                url=said.get("url", ""),
                title=plain(said.get("title", "")),
                engine=said.get("engine", ""),
                on=_day(said.get("date", ""), f"{table.name}, line {line}"),
            )


def _day(written: str, where: str) -> date | None:
    """None = not said; a day that cannot be told for sure is not taken for that of the file."""
    on = day(written)
    if on is None and any(c.isdigit() for c in written):
        raise SourceChanged(
            f"{where}: {written[:30]!r} is no day that can be told for sure; write it as 2026-11-22"
        )
    return on


def _rank(written: str, where: str) -> Decimal | None:
    """None = not found for it; a decimal comma is one."""
    written = undirected(written)
    if written.casefold() in _NO_RANK:
        return None
    if written in _DEEPEST_OR_FIRST:
        raise SourceChanged(f"{where}: {written!r} can be 1 or 1000; write it without a mark")
    try:
        rank = Decimal(written.replace(",", ".")) if written.isascii() and len(written) <= 12 else Decimal(-1)
    except InvalidOperation:
        rank = Decimal(-1)
    if not (rank.is_finite() and 0 < rank <= _DEEPEST):
        raise SourceChanged(f"{where}: {written[:30]!r} is no position; write a number, or - for not found")
    return rank


def _missing(table: Table, keys: Mapping[str, int]) -> str:
    if keys.keys() & {column_key(name) for name in PAGES}:
        return (
            f"{table.name}: lists pages without queries, so no position can be told; use the ZIP that Search "
            "Console exports, or its table of queries"
        )
    columns = ", ".join(repr(column[:40]) for column in table.columns[:40] if column)
    return (
        f"{table.name}: needed are columns with query, rank and the page's address, found are {columns}; "
        'say which they are in the brief, e.g. columns = ["query=Search phrase", "rank=Place", "url=Page"]'
    )
