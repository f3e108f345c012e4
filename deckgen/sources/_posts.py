"""How often a company posts on its own site, from its feed; the post of a fresh WordPress is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deckgen.model.brief import Brief
from deckgen.model.origin import Kind
from deckgen.parsing.addresses import canonical
from deckgen.parsing.feeds import Feed, FeedItem
from deckgen.sources._cadence import first_day

# Titles of the post that comes with a new WordPress; alone it is no blog.
DEFAULT_POSTS = frozenset(
    {
        "hello world!",
        "hallo welt!",
        "bonjour tout le monde\u00a0!",
        "bonjour tout le monde !",
        "¡hola, mundo!",
        "¡hola mundo!",
        "ciao mondo!",
        "olá, mundo!",
        "hallo wereld!",
        "hej världen!",
        "hej verden!",
        "hei verden!",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """What a feed tells: how many posts there are at all, and of those with a date how many lately."""

    listed: int
    newest: date | None
    recent: int | None  # None: no post has a date
    kind: Kind


def counted(feed: Feed, brief: Brief) -> Posts:
    """Posts once each, none from the future; where the feed does not reach back 90 days, at least so many."""
    items = {canonical(i.url) if i.url else i.guid: i for i in feed.items if not _is_default(i)}
    days = [i.published_at.date() for i in items.values() if i.published_at is not None]
    past = sorted(day for day in days if day <= brief.as_of)
    since = first_day(brief)
    is_whole = bool(past) and past[0] < since
    return Posts(
        listed=len(items),
        newest=past[-1] if past else None,
        recent=sum(day >= since for day in past) if past else None,
        kind=Kind.EXACT if is_whole else Kind.AT_LEAST,
    )


def _is_default(item: FeedItem) -> bool:
    return item.title.casefold() in DEFAULT_POSTS
