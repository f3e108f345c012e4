"""What a folder's earlier runs read about the companies' channels, replayed from their archives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from deckgen.archive.archive import Archive
from deckgen.archive.keeping import Keeping
from deckgen.archive.naming import archives, day_of
from deckgen.errors import ArchiveError
from deckgen.model.brief import Brief, whole_weeks
from deckgen.model.evidence import Observation
from deckgen.model.source import Gives, Source
from deckgen.pipeline.collect import LooksUp, collect

NEWEST = 12  # runs before this one; the first run of all is read besides
# Bounds the time as well, and unlike a clock it gives the same deck on a slow machine.
MOST_BYTES = 400_000_000
_GIVING = frozenset({Gives.PRESENCE, Gives.TRAFFIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What earlier runs read, the oldest run first; `warnings` tells which of them could not be used."""

    observations: tuple[Observation, ...] = ()
    warnings: tuple[str, ...] = ()


def earlier(current: Path, brief: Brief, *, sources: Sequence[Source], keeping: Keeping) -> Past:
    """The observations of the companies in the runs before `current`, the archive of this one.

    They are asked the questions of today's brief: an account that it names now and that was not asked then
    has no number there. One run a day counts, and none is ever in the way of today's.
    """
    # Not those that look hosts up in a whole list: what a list said then of the companies, nobody asked.
    asking = [s for s in sources if s.entry.gives in _GIVING and not isinstance(s, LooksUp)]
    paths, warnings = _chosen(current.parent, before=brief.as_of)
    pasts = [_replayed(path, brief, asking, keeping) for path in paths] if asking else []
    return Past(
        observations=tuple(o for past in pasts for o in past.observations),
        warnings=(*warnings, *(line for past in pasts for line in past.warnings)),
    )


def on_day(brief: Brief, day: date) -> Brief:
    """The same brief as it would be resolved for an earlier day; what a person typed since is left out."""
    # A window that ended before that day was fixed in the brief and ended there then, too.
    end = min(day, brief.window.end)
    return replace(brief, as_of=day, window=whole_weeks(as_of=end, weeks=brief.window.weeks), manual=())


def _chosen(store: Path, *, before: date) -> tuple[list[Path], tuple[str, ...]]:
    """The archives to replay, oldest first: of each day the last one, as many as the bounds allow."""
    by_day = {day: path for path in archives(store) if (day := day_of(path)) and day < before}
    newest_first = [by_day[day] for day in sorted(by_day, reverse=True)]
    wanted = [*newest_first[:NEWEST], *newest_first[NEWEST:][-1:]]
    chosen, room = list[Path](), MOST_BYTES
    for path in wanted:
        size = path.stat().st_size
        if size > room:
            left = len(wanted) - len(chosen)
            return chosen[::-1], (
                f"{path}: this and older runs, {left} in all, are too large to be read for growth; "
                "move them out of the folder if you do not need them",
            )
        chosen.append(path)
        room -= size
    return chosen[::-1], ()


def _replayed(path: Path, brief: Brief, sources: Sequence[Source], keeping: Keeping) -> Past:
    try:
        with Archive.read(path, keeping=keeping) as archive:
            day = archive.as_of
            if day >= brief.as_of:
                return _unused(path, f"it says that it was collected for {day}")
            found = collect(on_day(brief, day), archive=archive, fetcher=None, sources=sources)
            is_damaged = bool(archive.warnings)
    # A stranger's archive may hold what no version of deckgen wrote, such as a day that is none.
    except (ArchiveError, OSError, ValueError) as error:
        return _unused(path, str(error).removeprefix(f"{path}: "))
    keys = {company.key for company in brief.companies}
    return Past(
        observations=tuple(o for o in found.observations if o.about in keys and o.as_of <= day),
        warnings=(f"{path}: this earlier run is damaged; growth uses what is whole of it",)
        if is_damaged
        else (),
    )


def _unused(path: Path, why: str) -> Past:
    return Past(warnings=(f"{path}: this earlier run is left out of growth: {' '.join(why.split())[:200]}",))
