"""Why one try at a request got no answer, and whether another try may help."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from deckgen.fetch.retry import retry_after
from deckgen.model.exchange import GapReason

_BY_STATUS = {401: GapReason.LOGIN, 403: GapReason.BLOCKED, 408: GapReason.TIMEOUT, 429: GapReason.THROTTLED}
_NEVER_BETTER = frozenset({501, 505, 511})


class Trouble(Exception):  # noqa: N818 - a noun as those in errors.py
    """Ends one try. `may_pass`: worth another; `wait_s`: what the server asks us to wait, None = not said."""

    def __init__(
        self,
        reason: GapReason,
        detail: str,
        *,
        may_pass: bool = False,
        status: int = 0,
        wait_s: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.may_pass = may_pass
        self.status = status
        self.wait_s = wait_s


def by_status(status: int, headers: Mapping[str, str], *, now: datetime) -> Trouble:
    """What a status that the source cannot read stands for."""
    wait_s = retry_after(headers.get("retry-after", ""), now=now)
    if status == 503 and wait_s is not None:
        reason = GapReason.THROTTLED
    elif 500 <= status < 600:
        reason = GapReason.SERVER_ERROR
    else:
        reason = _BY_STATUS.get(status, GapReason.REFUSED)
    may_pass = status in {408, 425, 429} or (500 <= status < 600 and status not in _NEVER_BETTER)
    return Trouble(
        reason, f"status {status}", may_pass=may_pass, status=status, wait_s=wait_s if may_pass else None
    )
