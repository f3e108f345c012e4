"""What the search services have in common: an address from an answer is checked before it is kept."""

from __future__ import annotations

from deckgen.errors import SourceChanged
from deckgen.parsing.addresses import MAX_URL, host_of
from deckgen.parsing.jsons import Node


def web_address(row: Node) -> str:
    """The result's address; SourceChanged when it is none of the web (it will become a link in the deck)."""
    url = row.text("url").strip()
    if not url.lower().startswith(("http://", "https://")) or not host_of(url) or len(url) > MAX_URL:
        raise SourceChanged(f"{row.url}: at {row.path}.url there is no web address but {url[:60]!r}")
    return url
