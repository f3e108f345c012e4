"""Ranks become steps of a ladder."""

from __future__ import annotations

from decimal import Decimal

import pytest

from deckgen.model.traffic import TrafficLevel, level_of


@pytest.mark.parametrize(
    ("rank", "level"),
    [
        (1, TrafficLevel.MASS),
        (1_000, TrafficLevel.MASS),
        (1_001, TrafficLevel.VERY_LARGE),
        (Decimal(100_000), TrafficLevel.LARGE),
        (1_000_000, TrafficLevel.NOTABLE),
        (1_000_001, TrafficLevel.UNLISTED),
        (0, TrafficLevel.UNLISTED),
        (None, TrafficLevel.UNLISTED),
    ],
)
def test_a_rank_stands_on_one_step(rank: int | Decimal | None, level: TrafficLevel) -> None:
    assert level_of(rank) is level
