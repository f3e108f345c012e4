"""The table of the sources of argument 1: what each counts, how exactly, and whether it answered."""

from __future__ import annotations

from deckgen.arguments._asked import GAP, PARTLY, state
from deckgen.arguments._build import word
from deckgen.arguments._counting import day_of, industry_topics, kind_of
from deckgen.arguments._heard import Heard
from deckgen.model.brief import US
from deckgen.model.evidence import Mention
from deckgen.model.finding import Row, Table, Value
from deckgen.model.measure import Measurement, counted, day, measured, weakest

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
    """Listed items; else the count that the service gave without listing; else None."""
    readings = [
        r for r in found.evidence.readings if r.source == source and r.unit == unit and r.topic in topics
    ]
    is_listed = bool(items) or any(r.value is None for r in readings)
    if is_listed:
        kind = kind_of(found.evidence, topics, items, source=source)
        return counted(key, (m.origin for m in items), nothing=(r.origin for r in readings), kind=kind)
    told = [r for r in readings if r.value is not None]
    if not told:
        return None
    return measured(
        key,
        sum(r.value or 0 for r in told),
        formula="as-read" if len(told) == 1 else "sum",
        kind=weakest(r.kind for r in told),
        origins=(r.origin for r in sorted(told, key=lambda r: (r.start, r.topic, r.origin.url))),
    )


def _day(key: str, items: list[Mention]) -> Measurement | None:
    return day(key, day_of(items[0]), formula="as-read", origins=(items[0].origin,)) if items else None
