"""Bluesky's search for accounts by name: what it may be asked, and how little its answer proves."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from deckgen.model.brief import Company
from deckgen.model.evidence import Presence, PresenceState
from deckgen.model.exchange import Page, Request
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.text import clean
from deckgen.sources._names import is_name_of
from deckgen.sources._own import owns_name

PLATFORM = "bluesky"
STEP = "search"
MAX_CANDIDATES = 3
BROKEN = "handle.invalid"  # what every account is called whose own name no longer leads to it


def search(base: str, company: Company) -> Request:
    """Accounts by the company's name."""
    query = urlencode({"q": company.name, "limit": "10"})
    return Request(url=f"{base}/app.bsky.actor.searchActorsTypeahead?{query}", about=company.key, step=STEP)


def under_own_domain(page: Page, company: Company) -> str:
    """The first handle found that lies under a domain of the company, which only its owner can set."""
    handles = (actor.text("handle").lower() for actor in as_object(page).children("actors"))
    return next((handle for handle in handles if owns_name(company, handle)), "")


def candidates(page: Page, company: Company) -> Iterator[Presence]:
    """Accounts that bear the company's name, and may be anybody's: their address only, for a person.

    Followers are not told here. Without a handle none of them is shown on a slide.
    """
    actors = as_object(page).children("actors")
    named = [a for a in actors if is_name_of(company, clean(a.text_or("displayName")))]
    for actor in named[:MAX_CANDIDATES]:
        yield Presence(
            source=page.source,
            company=company.key,
            platform=PLATFORM,
            state=PresenceState.UNKNOWN,
            reason="candidate",
            url=address(_account(actor)),
            origin=page.origin(actor.path),
        )


def address(account: str) -> str:
    """The page of an account, by its handle or its number."""
    return f"https://bsky.app/profile/{quote(account, safe=':.')}"


def _account(actor: Node) -> str:
    handle = actor.text("handle").lower()
    return actor.text("did") if handle == BROKEN else handle
