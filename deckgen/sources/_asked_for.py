"""What a service made of the period and the order that it was asked for; some take no notice of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from deckgen.errors import SourceChanged

_SLACK = timedelta(days=1)  # services mean local days, or a moment of their own that they do not show


def kept_to(times: Iterable[date | datetime | None], start: date, end: date, *, where: str) -> bool:
    """Whether everything of an answer lies in the period asked for, [start, end), give or take a day.

    SourceChanged when nothing does: the service takes no notice of the period, so that it says nothing of it.
    """
    days = [at.date() if isinstance(at, datetime) else at for at in times if at is not None]
    inside = [start - _SLACK <= day < end + _SLACK for day in days]
    if days and not any(inside):
        raise SourceChanged(
            f"{where}: answers with {min(days).isoformat()} to {max(days).isoformat()}, but "
            f"{start.isoformat()} to {end.isoformat()} was asked for; it may know the period by another name"
        )
    return all(inside)


def read_back_to(days: Sequence[date]) -> date | None:
    """Down to which day a page was read that was asked for newest first: its oldest. None of an empty page.

    Out of order by more than a day, its oldest may be a stray: then it is the newest of its older half, as
    all that is newer stands above that.
    """
    is_ordered = all(later <= earlier + _SLACK for earlier, later in pairwise(days))
    return min(days, default=None) if is_ordered else max(days[len(days) // 2 :])
