"""Which query of the brief a saved page answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from deckgen.model.brief import Query
from deckgen.parsing.result_pages.sheet import Sheet
from deckgen.parsing.text import clean

_ALIKE = 0.5


def asked(sheet: Sheet, queries: Sequence[Query]) -> Query | None:
    """The query that the page answers; what its address says counts more than its box and title."""
    known = {_folded(query.text): query for query in queries}
    return next((found for text in sheet.queries if (found := known.get(_folded(text)))), None)


def not_asked(sheet: Sheet, queries: Sequence[Query]) -> str:
    """The second half of a sentence about a page that answers no query of the brief."""
    if not sheet.queries:
        return "does not say what was searched for; save it again, or take the file out of 'files'"
    searched = sheet.queries[0]
    near = _nearest(searched, queries)
    nearest = f' (the nearest is "{near.text}")' if near else ""
    return (
        f'is a search for "{searched}", which is no query of the brief{nearest}; '
        f"add it to the brief's queries or take the file out of 'files'"
    )


def _nearest(searched: str, queries: Sequence[Query]) -> Query | None:
    known = {_folded(query.text): query for query in queries}
    near = get_close_matches(_folded(searched)[:80], known, n=1, cutoff=_ALIKE)
    return known[near[0]] if near else None


def _folded(text: str) -> str:
    return clean(unicodedata.normalize("NFKC", text)).casefold()
