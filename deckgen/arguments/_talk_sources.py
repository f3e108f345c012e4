"""The table of the sources of argument 1: what each counts, how exactly, and whether it answered."""

from __future__ import annotations

from deckgen.arguments._asked import GAP, PARTLY, concerning, state
from deckgen.arguments._build import word
from deckgen.arguments._counting import day_of, industry_topics, kind_of
from deckgen.arguments._heard import Heard
from deckgen.model.brief import US
from deckgen.model.evidence import Mention, Reading
from deckgen.model.finding import Row, Table, Value
from deckgen.model.measure import Measurement, counted, day, measured, weakest
from deckgen.model.origin import Kind

COLUMNS = ("source", "unit", "count", "kind", "industry", "first", "last", "state")


def sources_table(found: Heard) -> Table:
    """One row per source and unit, as units are never added up; a source that failed has one empty row."""
    rows = [_row(found, source, unit) for source in found.asked for unit in _units(found, source) or ("",)]
    return Table(columns=COLUMNS, rows=tuple(rows))


def unit_count(found: Heard) -> int:
    return len({m.unit for m in found.us.items})


def state_of(found: Heard, source: str) -> str:
    """As `state`, but a source that brought mentions did answer."""
    told = state(found.evidence, source, (US, *industry_topics(found.evidence)))
    return PARTLY if told == GAP and source in found.ran else told


def _units(found: Heard, source: str) -> tuple[str, ...]:
    topics = {US, *industry_topics(found.evidence)}
    listed = {m.unit for m in (*found.us.items, *found.industry.items) if m.source == source}
    read = {r.unit for r in found.evidence.readings if r.source == source and r.topic in topics}
    return tuple(sorted(listed | read))


def _row(found: Heard, source: str, unit: str) -> Row:
    mine = [m for m in found.us.items if m.source == source and m.unit == unit]
    theirs = [m for m in found.industry.items if m.source == source and m.unit == unit]
    key = f"talk.source.{source}.{unit or 'none'}"
    number = _count(found, f"{key}.us", source, unit, (US,), mine)
    industry = _count(found, f"{key}.industry", source, unit, industry_topics(found.evidence), theirs)
    cells: dict[str, Value] = {
        "source": word("source", source),
        "unit": word("unit", unit) if unit else None,
        "count": number,
        "kind": word("number-kind", number.kind) if number is not None else None,
        "industry": industry,
        "first": _day(f"{key}.first", mine[:1]),
        "last": _day(f"{key}.last", mine[-1:]),
        "state": word("state", state_of(found, source)),
    }
    return Row(cells=cells)


def _count(
    found: Heard, key: str, source: str, unit: str, topics: tuple[str, ...], items: list[Mention]
) -> Measurement | None:
    """Listed items; where a list was cut off, the service's own count if it is larger; else None.

    The two speak of the same things and are never added up.
    """
    readings = [
        r for r in found.evidence.readings if r.source == source and r.unit == unit and r.topic in topics
    ]
    told = _told(found, key, source, topics, [r for r in readings if r.value is not None])
    lists = [r for r in readings if r.value is None]
    if not items and not lists:
        return told
    kind = kind_of(found.evidence, topics, items, source=source)
    listed = counted(key, (m.origin for m in items), nothing=(r.origin for r in readings), kind=kind)
    is_cut_off = any(r.kind is not Kind.EXACT for r in lists)
    return told if told is not None and is_cut_off and told.value > listed.value else listed


def _told(
    found: Heard, key: str, source: str, topics: tuple[str, ...], readings: list[Reading]
) -> Measurement | None:
    """What the service counted itself; at least that, where it did not answer for a part.

    A post may speak of two topics: what was counted for each adds up to an estimate only.
    """
    if not readings:
        return None
    concerns = concerning(found.evidence, topics)
    has_gap = any(g.source == source and concerns(g.about) for g in found.evidence.gaps)
    added = _apart(readings)
    is_shared = len({r.topic for r in added if r.value}) > 1
    kinds = {*(r.kind for r in added), *((Kind.AT_LEAST,) if has_gap else ())}
    return measured(
        key,
        sum(r.value or 0 for r in added),
        formula="as-read" if len(added) == 1 else "sum",
        kind=Kind.ESTIMATE if is_shared else weakest(kinds),
        origins=(r.origin for r in sorted(added, key=lambda r: (r.start, r.topic, r.origin.url))),
    )


def _apart(readings: list[Reading]) -> list[Reading]:
    """Those that may be added up: of lower bounds for the same days only the highest, as they may be of the
    same posts (two hashtags of one post, one post on two servers).
    """
    kept: list[Reading] = []
    for one in sorted(readings, key=lambda r: (-(r.value or 0), r.start, r.origin.url)):
        is_told = one.kind is Kind.AT_LEAST and any(
            other.kind is Kind.AT_LEAST
            and other.topic == one.topic
            and one.start < other.end
            and other.start < one.end
            for other in kept
        )
        kept += [] if is_told else [one]
    return kept


def _day(key: str, items: list[Mention]) -> Measurement | None:
    return day(key, day_of(items[0]), formula="as-read", origins=(items[0].origin,)) if items else None
