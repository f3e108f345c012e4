"""Levels of traffic: which step of a ladder a site stands on, never how many visitors it has."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class TrafficLevel(StrEnum):
    """Steps of the ladder; the words for each live in the template."""

    MASS = "mass"
    VERY_LARGE = "very-large"
    LARGE = "large"
    NOTABLE = "notable"
    UNLISTED = "unlisted"  # small or unranked, which is not: without readers
    NOT_LOOKED_UP = "not-looked-up"


LADDER: tuple[tuple[int, TrafficLevel], ...] = (
    (1_000, TrafficLevel.MASS),
    (10_000, TrafficLevel.VERY_LARGE),
    (100_000, TrafficLevel.LARGE),
    (1_000_000, TrafficLevel.NOTABLE),
)


def level_of(rank: int | Decimal | None) -> TrafficLevel:
    """The level of a rank or of a bucket's upper end; None = looked up and not in the list."""
    if rank is None or rank < 1:
        return TrafficLevel.UNLISTED
    return next((level for limit, level in LADDER if rank <= limit), TrafficLevel.UNLISTED)
