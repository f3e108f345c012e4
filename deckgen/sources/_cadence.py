"""How often and how lately somebody posted, counted over the pages of one timeline, newest first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from deckgen.model.brief import Brief
from deckgen.model.evidence import Observation
from deckgen.model.exchange import Page
from deckgen.model.origin import Kind

DAYS = 90
_MARK = 8  # digits that tell one post of a timeline from another


def first_day(brief: Brief) -> date:
    """The oldest day that counts as recent."""
    return brief.as_of - timedelta(days=DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What was counted so far. `is_done`: the timeline was read back beyond the oldest day that counts."""

    posts: int = 0
    newest: date | None = None
    pages: int = 0
    is_done: bool = False

    @classmethod
    def carried(cls, carry: Mapping[str, str]) -> Cadence:
        newest = carry.get("newest", "")
        return cls(
            posts=int(carry.get("posts", 0)),
            newest=date.fromisoformat(newest) if newest else None,
            pages=int(carry.get("pages", 0)),
        )

    def with_page(self, *, own: Iterable[date], seen: Iterable[date], brief: Brief) -> Cadence:
        """The count after one more page: days of own posts on it, and of everything on it."""
        since = first_day(brief)
        days = [day for day in own if day <= brief.as_of]
        return Cadence(
            posts=self.posts + sum(day >= since for day in days),
            newest=max([*days, *([self.newest] if self.newest else [])], default=None),
            pages=self.pages + 1,
            is_done=any(day < since for day in seen),
        )

    def carry(self) -> dict[str, str]:
        newest = self.newest.isoformat() if self.newest else ""
        return {"posts": str(self.posts), "newest": newest, "pages": str(self.pages)}

    def observation(self, page: Page, platform: str, about: str, brief: Brief, *, kind: Kind) -> Observation:
        """Posts in the last 90 days."""
        return Observation(
            source=page.source,
            about=about,
            platform=platform,
            metric="posts_90d",
            value=Decimal(self.posts),
            kind=kind,
            as_of=brief.as_of,
            handle=page.request.carry.get("handle", ""),
            origin=page.origin("posts"),
        )


def fresh(names: Iterable[str], carry: Mapping[str, str]) -> tuple[frozenset[str], dict[str, str]]:
    """Which posts no page before listed, and what the next request must remember of all that were.

    Some servers take no notice of where to go on: a page that comes again must not be counted again.
    """
    marks = {name: hashlib.sha256(name.encode(errors="replace")).hexdigest()[:_MARK] for name in names}
    known = carry.get("known", "")
    seen = {known[i : i + _MARK] for i in range(0, len(known), _MARK)}
    new = {name: mark for name, mark in marks.items() if mark not in seen}
    return frozenset(new), {"known": known + "".join(new.values())}
