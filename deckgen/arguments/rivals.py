"""Argument 4: competitors are there, and they move faster."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from deckgen.arguments._asked import asked_for
from deckgen.arguments._audience_numbers import (
    audience_caveats,
    audience_facts,
    audience_flags,
    audience_growth_table,
)
from deckgen.arguments._build import at_least, from_brief, judged, raised, series, tally, word
from deckgen.arguments._growth import FASTER, PAGE_MOVE, SLOWER, Growth, is_moved, views
from deckgen.arguments._presence import audience_table, matrix_table
from deckgen.arguments._rivals_numbers import Numbers, Race, audience_platform, race, rivals_numbers
from deckgen.arguments._timeline import date_of
from deckgen.model.brief import Company
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.finding import Argument, Caveat, Exhibit, Finding, Findings, Quote, Row, Table, Test, Value
from deckgen.model.measure import Interval, Measurement, answers, observed
from deckgen.model.source import Gives

MIN_RIVALS = 2
MIN_PLATFORMS = 3
BREAK_EVEN = 1  # a growth gap whose range reaches this shows no difference


class Rivals(Argument):
    """Compares channels platform by platform and growth half by half, the same for every company."""

    key = "rivals"
    order = 4

    def find(self, evidence: Evidence, earlier: Findings) -> Finding:
        found = race(evidence)
        numbers = rivals_numbers(found)
        signs = _signs(found, found.rivals)
        tests = _tests(found, numbers)
        return Finding(
            key=self.key,
            verdict=judged(
                tests,
                is_missing=_is_missing(found),
                is_contradicted=bool(signs) and max(signs) <= 0 > min(signs),
            ),
            numbers=numbers,
            facts=_facts(found),
            exhibits={"growth": _slopes(found), "attention": _attention(found)},
            tables={
                "matrix": matrix_table(found.matrix),
                "audience": audience_table(found.matrix),
                "audience_growth": audience_growth_table(found.readings),
                "growth": _growth_table(found),
            },
            flags=_flags(found, signs),
            tests=tests,
            caveats=_caveats(found),
            origins=found.matrix.origins + (found.growth.origins if found.growth else ()),
        )


def _signs(found: Race, rivals: Iterable[str]) -> tuple[int, ...]:
    """One sign for presence and one for growth, where measured: 1 they are ahead, -1 we are, 0 neither."""
    rivals = tuple(rivals)
    leads, verdicts = found.leads(rivals), found.verdicts(rivals)
    signs = []
    if leads:
        ahead, behind = sum(lead > (0, 0) for lead in leads), sum(lead < (0, 0) for lead in leads)
        signs.append(_sign(ahead, behind))
    if verdicts:
        signs.append(_sign(verdicts.count(FASTER), verdicts.count(SLOWER)))
    return tuple(signs)


def _sign(theirs: int, ours: int) -> int:
    return (theirs > ours) - (theirs < ours)


def _is_missing(found: Race) -> bool:
    """Nothing to compare, or most sources of presence failed and growth is not known either."""
    rivals = found.rivals
    asked = asked_for(found.evidence, Gives.PRESENCE)
    ran = sum(found.evidence.answered(s) for s in asked)
    has_growth = bool(found.verdicts(rivals))
    return not has_growth and (not found.leads(rivals) or ran * 2 < len(asked))


def _tests(found: Race, numbers: Numbers) -> tuple[Test, ...]:
    gap = numbers["gap"]
    rivals, platforms = numbers["rivals"], numbers["platforms"]
    # Without the strongest the others must still be ahead of us in one of the two.
    rests = [
        [k for k in found.rivals if k != strongest] for strongest in (found.matrix.leader, found.fastest)
    ]
    ahead = min(sum(sign > 0 for sign in _signs(found, rest)) for rest in rests)
    return (
        at_least("rivals", _plain(rivals), MIN_RIVALS, prefix="rivals"),
        at_least("platforms", _plain(platforms), MIN_PLATFORMS, prefix="rivals"),
        at_least("growth", gap.low if isinstance(gap, Interval) else None, BREAK_EVEN, prefix="rivals"),
        at_least(
            "leave-one-out",
            tally("rivals.without_strongest", ahead, found.matrix.origins)
            if not _is_missing(found)
            else None,
            1,
            prefix="rivals",
        ),
    )


def _plain(value: Measurement | Interval | None) -> Measurement | None:
    return value.point if isinstance(value, Interval) else value


def _name(found: Race, key: str) -> Quote | None:
    if not key:
        return None
    company = found.evidence.brief.company(key)
    return from_brief(found.evidence.brief, company.name, f"companies.{key}.name")


def _facts(found: Race) -> dict[str, Value]:
    grown, platform = found.growth, audience_platform(found)
    facts: dict[str, Value] = {
        "leader": _name(found, found.matrix.leader),
        "fastest": _name(found, found.fastest),
        "growth_metric": word("metric", grown.metric) if grown else None,
        "growth_source": word("source", grown.source) if grown else None,
        "growth_platform": word("platform", grown.platform) if grown and grown.platform else None,
        "audience_platform": word("platform", platform) if platform else None,
        **audience_facts(found.readings),
    }
    for name, half in zip(("before", "after"), grown.halves if grown else (None, None), strict=True):
        for end, value in (
            ("from", half.start if half else None),
            ("to", half.end - timedelta(days=1) if half else None),
        ):
            key = f"{name}_{end}"
            facts[key] = (
                date_of(f"rivals.{key}", value, grown.origins[:1]) if value is not None and grown else None
            )
    return facts


def _shown(found: Race) -> tuple[Company, ...]:
    """The companies whose change is known, in the brief's order."""
    grown = found.growth
    return tuple(c for c in found.evidence.brief.companies if grown and c.key in grown.changes)


def _slopes(found: Race) -> Exhibit:
    grown = found.growth
    labels = (word("period", "before"), word("period", "after"))
    if grown is None:
        return Exhibit(labels=labels, series=())
    return Exhibit(
        labels=labels,
        series=tuple(
            series(
                _name(found, c.key),
                (grown.changes[c.key].before, grown.changes[c.key].after),
                "us" if c.is_us else "competitor",
            )
            for c in _shown(found)
        ),
    )


def _attention(found: Race) -> Exhibit:
    """Page views a month; a month in which a page was moved is a gap."""
    companies = found.evidence.brief.companies
    known = {c.key: views(found.evidence, c) for c in companies}
    months = sorted(set().union(*known.values()))
    origins = answers(o.origin for seen in known.values() for o in seen.values())
    return Exhibit(
        labels=tuple(date_of(f"rivals.month.{m.isoformat()}", m, origins[:1]) for m in months),
        series=tuple(
            series(
                _name(found, c.key),
                (_month(c.key, m, known[c.key].get(m)) for m in months),
                "us" if c.is_us else "competitor",
            )
            for c in companies
            if known[c.key]
        ),
    )


def _month(company: str, month: date, seen: Observation | None) -> Measurement | None:
    if seen is None or seen.note == PAGE_MOVE:
        return None
    return observed(f"rivals.attention.{company}.{month.isoformat()}", seen)


def _growth_table(found: Race) -> Table:
    grown = found.growth
    columns = ("company", "before", "after", "ratio", "verdict")
    if grown is None:
        return Table(columns=columns, rows=())
    return Table(columns=columns, rows=tuple(_change(found, grown, c) for c in _shown(found)))


def _change(found: Race, grown: Growth, company: Company) -> Row:
    change = grown.changes[company.key]
    return Row(
        cells={
            "company": _name(found, company.key),
            "before": change.before,
            "after": change.after,
            "ratio": change.ratio(f"rivals.ratio.{company.key}"),
            "verdict": word("growth", grown.verdict(company.key)),
        },
        role="us" if company.is_us else "competitor",
    )


def _moved(found: Race) -> tuple[Company, ...]:
    return tuple(c for c in found.evidence.brief.companies if is_moved(views(found.evidence, c)))


def _flags(found: Race, signs: tuple[int, ...]) -> frozenset[str]:
    return raised(
        {
            "one-window": not found.verdicts(found.rivals),
            "page-move": bool(_moved(found)),
            "we-lead": bool(signs) and max(signs) <= 0 > min(signs),
            "mixed": bool(signs) and max(signs) > 0 > min(signs),
            **audience_flags(found.readings),
        }
    )


def _caveats(found: Race) -> tuple[Caveat, ...]:
    moved = [Caveat(key="page-move", facts={"company": _name(found, c.key)}) for c in _moved(found)]
    unknown = sum(not c.is_known for row in found.matrix.rows.values() for c in row.values())
    cells = tally("rivals.caveat.unknown_cells", unknown, found.matrix.origins)
    unread = [Caveat(key="unknown-cells", facts={"count": cells})] if unknown else []
    return (*moved, *unread, *audience_caveats(found.readings))
