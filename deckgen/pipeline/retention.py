"""Holds sources' terms on how long answers may be kept, in all archives and evidence files of a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from deckgen.archive.keeping import Keeping, expire
from deckgen.archive.naming import day_of
from deckgen.errors import ArchiveError, CannotWriteError
from deckgen.model.exchange import GapReason
from deckgen.model.source import Entry
from deckgen.pipeline.folder import write_whole

_ARCHIVE, _EVIDENCE = ".warc.gz", ".json"
_MAX_EVIDENCE = 512_000_000
_READ = (
    "mentions",
    "readings",
    "results",
    "result_pages",
    "presences",
    "observations",
    "earlier",
    "page_kinds",
    "lookups",
)


def keeping_of(entries: Iterable[Entry], *, now: datetime) -> Keeping:
    """The bounds that the sources' entries set, held by this time."""
    return Keeping(now=now, days={e.key: e.keep_days for e in entries if e.keep_days is not None})


def hold(store: Path, keeping: Keeping) -> tuple[str, ...]:
    """Takes what is over out of every archive and evidence file in `store`; says in lines what was done.

    What cannot be rewritten stays as it is and is told; a replay must be given the same `keeping`, so that it
    does not read it either. Killed at any moment, each file is the old or the new one; the next run goes on.
    """
    if not keeping.days or not store.is_dir():
        return ()
    return (
        *(line for path in sorted(store.glob(f"*{_ARCHIVE}")) for line in _hold_archive(path, keeping)),
        *(line for path in sorted(store.glob(f"*{_EVIDENCE}")) for line in _hold_evidence(path, keeping)),
    )


def _hold_archive(path: Path, keeping: Keeping) -> Iterator[str]:
    began = day_of(path)
    soonest = timedelta(days=min(keeping.days.values()))
    if began is not None and keeping.now.date() - began < soonest:
        return  # what is younger than the shortest bound need not be opened
    try:
        count = expire(path, keeping)
    except ArchiveError as error:
        yield str(error)
    except OSError as error:
        yield _refused(path, error.strerror or type(error).__name__)
    else:
        if count:
            yield f"{path}: took out {count} answers that their services' terms do not let us keep any longer"


def _hold_evidence(path: Path, keeping: Keeping) -> Iterator[str]:
    if day_of(path.with_name(path.name.removesuffix(_EVIDENCE) + _ARCHIVE)) is None:
        return  # not one of ours
    try:
        if path.stat().st_size > _MAX_EVIDENCE:
            raise ValueError(f"it is larger than {_MAX_EVIDENCE // 1_000_000} MB")
        text = path.read_text(encoding="utf-8")
        if not any(f'"{source}"' in text for source in keeping.days):
            return
        told = json.loads(text)
        if not isinstance(told, dict):
            raise ValueError("it is not what deckgen writes")
        if _without(told, keeping):
            write_whole(path, (json.dumps(told, indent=1, sort_keys=True) + "\n").encode())
    except CannotWriteError as error:
        yield str(error)
    except OSError as error:
        yield _refused(path, error.strerror or type(error).__name__)
    except (ValueError, TypeError, LookupError, RecursionError) as error:  # somebody else has written in it
        yield _refused(path, str(error) or type(error).__name__)


def _without(told: dict[str, Any], keeping: Keeping) -> bool:
    """Takes what is over out of evidence as it is written; each lookup of it becomes a gap."""
    lost: set[str] = set()
    left: set[str] = set()
    for name in _READ:
        listed = told.get(name, [])
        over = [_is_over(fact, keeping) for fact in listed]
        kept = [fact for fact, is_over in zip(listed, over, strict=True) if not is_over]
        gone = [fact for fact, is_over in zip(listed, over, strict=True) if is_over]
        lost.update(fact["origin"]["source"] for fact in gone)
        left.update(fact["source"] for fact in kept)
        _put(told, name, kept)
        if name == "lookups":
            _put(told, "gaps", [*told.get("gaps", []), *(_gap(fact, keeping) for fact in gone)])
    if lost and "removed" in told:
        # How many mentions were put aside is a number read from the same answers.
        rows = [row for row in told["removed"] if row[0] not in lost or row[0] in left]
        _put(told, "removed", rows)
    return bool(lost)


def _put(told: dict[str, Any], name: str, listed: list[Any]) -> None:
    """An empty list is left out, as it is when evidence is written."""
    told.pop(name, None)
    if listed:
        told[name] = listed


def _is_over(fact: dict[str, Any], keeping: Keeping) -> bool:
    origin = fact["origin"]
    return keeping.is_over(origin["source"], datetime.fromisoformat(origin["retrieved_at"]))


def _gap(lookup: dict[str, Any], keeping: Keeping) -> dict[str, Any]:
    origin = lookup["origin"]
    return {
        "source": origin["source"],
        "about": lookup.get("about", ""),
        "step": lookup.get("step", ""),
        "url": origin.get("url", ""),
        "reason": GapReason.EXPIRED.value,
        "detail": keeping.why(origin["source"]),
        "at": origin["retrieved_at"],
    }


def _refused(path: Path, why: str) -> str:
    return (
        f"{path}: holds answers that their services' terms do not let us keep any longer, and cannot be "
        f"rewritten ({why}); they are not read any more; make it writable and run again, or delete it"
    )
