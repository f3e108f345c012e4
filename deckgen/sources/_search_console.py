"""The ZIP that Search Console exports: its table of queries, and the site that its table of pages names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace

from deckgen.errors import SourceChanged
from deckgen.model.exchange import Page, Request
from deckgen.parsing.addresses import host_of
from deckgen.parsing.tables import as_table, column_key, file_name
from deckgen.sources._rank_rows import ALIASES, IMPRESSIONS, PAGES

MAX_MEMBERS = 30
MAX_UNPACKED = 30_000_000
_CHUNK = 1 << 16


def is_package(page: Page) -> bool:
    """Whether it is a ZIP with tables in it; a workbook is a ZIP too."""
    return page.body.startswith(b"PK\x03\x04") and b".csv" in page.body[-100_000:]


def unpacked(page: Page, named: Mapping[str, str]) -> tuple[Page, str]:
    """The table of queries as a file of its own, and the host of the site it is about; "" = not told."""
    of_queries = {column_key(name) for name in (*ALIASES["query"], *named.values())}
    of_pages = {column_key(name) for name in PAGES}
    queries, host = None, ""
    for member in _members(page):
        try:
            table = as_table(member, [*of_queries, *of_pages, *IMPRESSIONS])
        except SourceChanged:
            continue  # a table of something else, such as the filters
        first = column_key(table.columns[0])
        if first in of_pages:
            host = next((found for row in table.rows if (found := host_of(row[0]))), "")
        elif first in of_queries:
            queries = member
    if queries is None:
        raise SourceChanged(
            f"{file_name(page)}: no table in it has queries in its first column; take that of queries out "
            'of the ZIP and say which its columns are, e.g. columns = ["query=Top queries", "rank=Position"]'
        )
    return queries, host


def _members(page: Page) -> Iterator[Page]:
    """Each table of the ZIP, by its plain name; bounded in number and in what it unpacks to."""
    name, left = file_name(page), MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(page.body)) as package:
            parts = [part for part in package.infolist() if part.filename.lower().endswith(".csv")]
            if len(parts) > MAX_MEMBERS or sum(part.compress_size for part in parts) > len(page.body):
                raise SourceChanged(f"{name}: not packed as Search Console does; export it again")
            for part in parts:
                body = bytearray()
                with package.open(part) as stream:
                    while chunk := stream.read(_CHUNK):
                        body += chunk
                        left -= len(chunk)
                        if left < 0:
                            most = f"{MAX_UNPACKED // 1_000_000} MB"
                            raise SourceChanged(f"{name}: unpacks to more than {most}; export it again")
                inner = part.filename.replace("\\", "/").rpartition("/")[2][:80]
                yield replace(page, body=bytes(body), request=Request(url=f"file:{inner}"))
    except SourceChanged:
        raise
    except Exception as error:  # zipfile raises many kinds on strange input, struct.error among them
        raise SourceChanged(
            f"{name}: no readable ZIP ({type(error).__name__}); take the table of queries out of it"
        ) from error
