"""Communities on Reddit as it tells them: one, or several at once.

Seen in recordings of 2020 and 2021: /r/name/about and /api/info by sr_name. `active_user_count` was there
then and has been taken out in 2025; nothing here needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deckgen.errors import SourceChanged
from deckgen.model.exchange import Page
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import from_unix
from deckgen.parsing.text import clean

COMMUNITY, LISTING, POST = "t5", "Listing", "t3"
PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """One community. `kind`: public, or who may not read or write there, or what a reader is warned of."""

    name: str
    subscribers: int | None
    created: date | None
    kind: str
    locator: str


def communities(page: Page) -> tuple[Community, ...]:
    """The communities of an answer, in its order; SourceChanged when it tells of something else."""
    answer = as_object(page)
    if answer.text("kind") == COMMUNITY:
        return (_community(answer.child("data")),)
    return tuple(_community(child) for child in listed(answer, COMMUNITY))


def newest_post(page: Page) -> date | None:
    """When the first of the posts listed was written; None when there is none."""
    posts = listed(as_object(page), POST)
    return _day(posts[0], "created_utc") if posts else None


def listed(answer: Node, kind: str) -> tuple[Node, ...]:
    """The things of a kind in a listing."""
    if answer.text("kind") != LISTING:
        raise SourceChanged(f"{answer.url}: at $.kind neither a list nor a community was found")
    children = answer.child("data").children("children")
    return tuple(child.child("data") for child in children if child.text("kind") == kind)


def _community(told: Node) -> Community:
    return Community(
        name=clean(told.text("display_name")),
        subscribers=told.whole_or("subscribers"),
        created=_day(told, "created_utc"),
        kind=_kind(told),
        locator=told.path,
    )


def _kind(told: Node) -> str:
    """What a reader must know first: in quarantine, for adults, or who may write there."""
    if told.flag_or("quarantine"):
        return "quarantined"
    if told.flag_or("over18"):
        return "over18"
    return clean(told.text_or("subreddit_type", PUBLIC))[:40] or PUBLIC


def _day(told: Node, name: str) -> date | None:
    """Reddit writes moments as numbers with a fraction."""
    seconds = told.number_or(name)
    at = from_unix(float(seconds)) if seconds is not None else None
    return at.date() if at is not None else None
