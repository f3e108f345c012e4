"""What a page says of its organisation in JSON-LD: the addresses that are the same organisation elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

from deckgen.parsing.addresses import host_of, registrable

MAX_SCRIPTS, MAX_SCRIPT, MAX_NODES, MAX_LINKS = 40, 500_000, 2_000, 60
_KIND = re.compile(
    r"Organi[sz]ation|Corporation|Business|Company|Store|Shop|Dealer|University|School|College|Airline|Brand|NGO"
    r"|Hotel|Restaurant|Agency|Bank|Consortium|Library|Museum|Hospital|Cooperative|Service"
)
# Where the organisation of the whole site may stand; elsewhere (members, departments) it is another one.
_HOLDERS = ("@graph", "publisher", "mainEntity", "sourceOrganization", "isPartOf")


def same_as(tree: BeautifulSoup, url: str) -> tuple[str, ...]:
    """Addresses in `sameAs` of the organisation whose site this is; not of persons or of other brands."""
    site = registrable(host_of(url))
    links: dict[str, None] = {}
    for node in _nodes(tree):
        if _is_organisation(node) and _is_of(node, site):
            written = node.get("sameAs")
            for link in written if isinstance(written, list) else [written]:
                if isinstance(link, str) and len(links) < MAX_LINKS:
                    links[link.strip()] = None
    return tuple(links)


def _nodes(tree: BeautifulSoup) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = []
    for script in tree.find_all("script", type=re.compile(r"^application/ld\+json", re.IGNORECASE))[
        :MAX_SCRIPTS
    ]:
        written = script.get_text()
        if len(written) <= MAX_SCRIPT:
            waiting.append(_decoded(written))
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:MAX_NODES])
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[name] for name in _HOLDERS if name in node)


def _decoded(written: str) -> Any:
    """A script that is no JSON says nothing; pages with one broken script often have a good one as well."""
    try:
        return json.loads(written, strict=False)
    except (ValueError, RecursionError):
        return None


def _is_organisation(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    named = [k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]
    return "Person" not in named and any(_KIND.search(kind) for kind in named)


def _is_of(node: dict[str, Any], site: str) -> bool:
    """Its own address lies on the site; one without any address is taken for the site's."""
    for name in ("url", "@id"):
        at = node.get(name)
        if isinstance(at, str) and at.lower().startswith(("http://", "https://")):
            return registrable(host_of(at)) == site
    return True
