"""The `deckgen` command with shorter waits: everything is real but the pace between questions.

Run as `python -m tests.end_to_end.hurried build FOLDER`. HURRIED_TRY_S: how long one try may take.
"""

from __future__ import annotations

import os

from deckgen.cli.main import main
from deckgen.fetch.fetcher import Bounds, Fetcher
from deckgen.fetch.gate import Gate

_FASTER = 1_000


def hurry() -> None:
    """From now on this process asks as fast as it may in a test."""
    try_s = float(os.environ.get("HURRIED_TRY_S", "5"))
    defaults = Fetcher.__init__.__kwdefaults__
    assert defaults is not None
    defaults["bounds"] = Bounds(try_s=try_s, request_s=try_s, backoff_s=0.01)
    as_told = Gate.slow_down

    def slow_down(self: Gate, *, interval_s: float, concurrent: int) -> None:
        as_told(self, interval_s=interval_s / _FASTER, concurrent=concurrent)

    Gate.slow_down = slow_down  # type: ignore[method-assign]


if __name__ == "__main__":
    hurry()
    main()
