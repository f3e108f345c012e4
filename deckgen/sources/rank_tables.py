"""Places in search results from tables: exports of Semrush, Ahrefs, Search Console, or tables of one's own.

Columns of Semrush's Organic Positions, of Search Console's queries and of Ahrefs' organic keywords as public
programs and Google's help pages name them, checked 2026-11-22; no recording was found.

An export lists one site's places: it becomes observations and never a list of results, as of that list the
site would hold every place. A table of one's own is a list of results where it holds all of them: with
complete = "yes", or by itself where it counts from 1 without a gap to 10 or further over three sites or more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from deckgen.errors import InputError, SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Item
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import MAX_URL, host_of, registrable
from deckgen.parsing.moments import day
from deckgen.parsing.tables import MAX_BYTES
from deckgen.sources._rank_positions import of_site, owner, positions
from deckgen.sources._rank_rows import ALIASES, Ranks, Row, Tool, engine_key, folded, ranks
from deckgen.sources._results import Hit, Place, listed, once
from deckgen.sources._search_console import is_package, unpacked

SURELY_WHOLE, SITES = 10, 3  # a shorter list, or one of fewer sites, may be somebody's choice
OF_TOOLS = "google"  # whose results the three tools' exports are


class RankTables(Source):
    """Each file is read as what its columns say it is."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        self._check(brief)
        for written in self.option(brief, "files"):
            path = written.strip().removeprefix("file:").replace("\\", "/")
            yield Request(
                url=f"file:{path}", about=path.rpartition("/")[2], step="ranks", max_bytes=MAX_BYTES
            )

    def parse(self, page: Page, brief: Brief) -> Iterator[Item]:
        named = self._named(brief)
        inner, host = unpacked(page, named) if is_package(page) else (page, "")
        table = ranks(inner, named)
        on = self._exported_on(brief) or page.retrieved_at.date()
        if table.tool is Tool.OWN:
            found = tuple(self._own(page, brief, table, on))
        else:
            found = tuple(_of_tool(page, brief, table, host, on))
        if not found:
            raise SourceChanged(
                f"{table.name}: says nothing of the brief's queries and companies, its first query is "
                f"{table.first_query!r}; add queries or the companies' domains, or take the file out"
            )
        yield from found

    def _own(self, page: Page, brief: Brief, table: Ranks, on: date) -> Iterator[Item]:
        """Each query's rows: all results there are, or some companies' places."""
        queries = {folded(query.text): query for query in brief.queries}
        lists: dict[tuple[str, str], list[Row]] = {}
        for row in table.rows:
            if row.query in queries:
                lists.setdefault((row.query, self._engine(brief, row, table)), []).append(row)
        said = next(iter(self.option(brief, "complete")), "")
        for (text, engine), rows in lists.items():
            if said != "no" and _is_whole(rows, table, is_said=said == "yes"):
                yield from _results(page, queries[text].key, engine, rows, on)
            else:
                owned = [(row, company) for row in rows if (company := owner(host_of(row.url), brief))]
                yield from positions(page, queries[text], owned, engine, on, Kind.EXACT)

    def _engine(self, brief: Brief, row: Row, table: Ranks) -> str:
        if row.engine:
            return engine_key(row.engine, f"{table.name}, line {row.line}")
        if said := self.option(brief, "engine"):
            return engine_key(said[0], "sources.rank_tables.engine")
        raise SourceChanged(
            f'{table.name}: does not say which engine listed this; say e.g. engine = "google" in the brief'
        )

    def _check(self, brief: Brief) -> None:
        """Options that nothing can be read with are told before anything is read."""
        self._named(brief)
        self._exported_on(brief)
        said = next(iter(self.option(brief, "complete")), "no")
        if said not in {"yes", "no"}:
            raise InputError(
                f'{brief.path}: sources.rank_tables.complete is \'{said[:20]}\'; write "yes" or "no"'
            )

    def _named(self, brief: Brief) -> Mapping[str, str]:
        named = {}
        for written in self.option(brief, "columns"):
            meaning, _, column = (part.strip() for part in written.partition("="))
            if meaning not in ALIASES or not column:
                raise InputError(
                    f"{brief.path}: sources.rank_tables.columns: {written[:60]!r} is no meaning=column; "
                    f"the meanings are {', '.join(ALIASES)}"
                )
            named[meaning] = column
        return named

    def _exported_on(self, brief: Brief) -> date | None:
        said = next(iter(self.option(brief, "exported_on")), "")
        found = day(said) if said else None
        if said and found is None:
            raise InputError(
                f"{brief.path}: sources.rank_tables.exported_on is '{said[:20]}'; write a day as 2026-11-22"
            )
        return found


def _of_tool(page: Page, brief: Brief, table: Ranks, host: str, on: date) -> Iterator[Item]:
    """An export; Search Console's names no page beside a query, and shows nobody but the owner's own site."""
    is_average = table.tool is Tool.SEARCH_CONSOLE
    if is_average:
        company = owner(host, brief) if host else brief.us
        if company is None:
            raise SourceChanged(
                f"{table.name}: is about {host}, which no company of the brief owns; add the domain"
            )
        owned = [(row, company) for row in table.rows]
    else:
        owned = [(row, found) for row in table.rows if (found := owner(host_of(row.url), brief))]
    queries = {folded(query.text): query for query in brief.queries}
    yield from of_site(page, queries, owned, OF_TOOLS, on, is_average=is_average)


def _is_whole(rows: Sequence[Row], table: Ranks, *, is_said: bool) -> bool:
    """Whether the rows are all results that the engine listed, down to the last of them."""
    runs_on = sorted(row.rank for row in rows) == list(range(1, len(rows) + 1))
    sites = {registrable(host_of(row.url)) for row in rows}
    if is_said and (not runs_on or len(sites) < 2):
        why = "lists one site only" if runs_on else "does not count 1, 2, 3 ... without a gap"
        raise SourceChanged(
            f"{table.name}: complete is \"yes\", but what it lists for '{rows[0].query[:60]}' from line "
            f'{rows[0].line} on {why}; complete the list, or say complete = "no"'
        )
    return is_said or (runs_on and len(rows) >= SURELY_WHOLE and len(sites) >= SITES)


def _results(page: Page, query: str, engine: str, rows: Sequence[Row], on: date) -> Iterator[Item]:
    """All results of one query, as one page of them, of the day on which they were listed."""
    listed_on = min((row.on for row in rows if row.on), default=on)
    is_dated = listed_on != page.retrieved_at.date()
    asked = replace(
        page,
        request=replace(page.request, about=query),
        retrieved_at=datetime.combine(listed_on, time(), tzinfo=UTC) if is_dated else page.retrieved_at,
    )
    hits = once((_hit(row) for row in sorted(rows, key=lambda row: row.rank)), Place())
    yield from listed(asked, engine, Place(), hits, has_more=None, locator=f"line {rows[0].line} on")


def _hit(row: Row) -> Hit:
    url = row.url if row.url.lower().startswith(("http://", "https://")) else f"https://{row.url}"
    if not host_of(url) or len(url) > MAX_URL:
        raise SourceChanged(f"line {row.line}: {row.url[:60]!r} is no web address; write the whole address")
    return Hit(url=url, title=row.title or url, locator=f"line {row.line}")
