"""The origin of a number that the brief itself gives: its file, by digest and key."""

from __future__ import annotations

from datetime import UTC, datetime, time

from deckgen.model.brief import Brief
from deckgen.model.origin import Origin

SOURCE = "brief"


def brief_origin(brief: Brief, locator: str) -> Origin:
    """Where a typed number comes from; `locator` is the key in the brief, e.g. "plan.hours_a_week"."""
    return Origin(
        source=SOURCE,
        url=f"file:{brief.path}",
        retrieved_at=datetime.combine(brief.as_of, time(), tzinfo=UTC),
        sha256=brief.digest,
        locator=locator,
    )
