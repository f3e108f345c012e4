"""What the run covered and what it did not: sources, gaps, queries, competitors and tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from deckgen.arguments._asked import ANSWERED, GAP, PARTLY, gives
from deckgen.arguments._build import from_brief, tally, word
from deckgen.arguments._results import listings
from deckgen.arguments._timeline import date_of
from deckgen.model.brief import Brief
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import Evidence, Gap
from deckgen.model.exchange import GapReason
from deckgen.model.finding import Finding, Findings, Quote, Row, Table, Value, Verdict
from deckgen.model.measure import Measurement, day
from deckgen.model.origin import Origin
from deckgen.model.source import Gives
from deckgen.pipeline.against import against_table

OFF = "off"


def coverage(evidence: Evidence, findings: Findings) -> Finding:
    """The finding "coverage": no argument, but what the arguments rest on."""
    brief = evidence.brief
    numbers = _numbers(evidence)
    return Finding(
        key="coverage",
        verdict=_verdict(evidence),
        numbers=numbers,
        facts=_facts(brief),
        tables={
            "sources": _sources(evidence),
            "gaps": _gaps(evidence),
            "queries": _queries(evidence),
            "competitors": _competitors(brief),
            "exclusions": _exclusions(brief),
            "tests": _tests(findings),
            "against": against_table(findings, failed=numbers["sources_failed"]),
        },
        origins=tuple(lo.origin for lo in evidence.lookups),
    )


def _ran(evidence: Evidence) -> list[str]:
    return [s for s in evidence.asked if evidence.answered(s)]


def _verdict(evidence: Evidence) -> Verdict:
    """How completely the questions were answered; nothing here can contradict."""
    ran = _ran(evidence)
    if not ran or len(ran) * 2 < len(evidence.asked):
        return Verdict.MISSING
    return Verdict.WEAK if evidence.gaps else Verdict.STRONG


def _numbers(evidence: Evidence) -> dict[str, Measurement]:
    origins = tuple(lo.origin for lo in evidence.lookups) or (brief_origin(evidence.brief, "sources"),)
    ran = _ran(evidence)
    sizes = {
        "asked": len(evidence.lookups) + len(evidence.gaps),
        "answered": len(evidence.lookups),
        "gaps": len(evidence.gaps),
        "sources": len(evidence.asked),
        "sources_ran": len(ran),
        "sources_failed": len(evidence.asked) - len(ran),
        "pages": len({lo.origin.record or lo.origin.url for lo in evidence.lookups}),
    }
    return {name: tally(f"coverage.{name}", n, origins) for name, n in sizes.items()}


def _facts(brief: Brief) -> dict[str, Value]:
    market = " · ".join(part for part in (brief.country, brief.market_language, brief.place) if part)
    window = (brief_origin(brief, "window"),)
    chosen = (brief_origin(brief, "competitors.chosen_on"),)
    return {
        "rule": from_brief(brief, brief.competitor_rule, "competitors.rule"),
        "chosen_on": day("coverage.chosen_on", brief.competitors_chosen_on, formula="brief", origins=chosen),
        "market": from_brief(brief, market, "market"),
        "window_from": date_of("coverage.window_from", brief.window.start, window),
        "window_to": date_of("coverage.window_to", brief.window.end - timedelta(days=1), window),
    }


def _sources(evidence: Evidence) -> Table:
    """Every source that was asked, then those that were off."""
    rows = [_source(evidence, s) for s in evidence.asked]
    rows += [_off(evidence, s) for s, _ in evidence.skipped]
    return Table(
        columns=("source", "gives", "answered", "gaps", "items", "state", "checked"), rows=tuple(rows)
    )


def _source(evidence: Evidence, source: str) -> Row:
    done = [lo for lo in evidence.lookups if lo.source == source]
    missed = [g for g in evidence.gaps if g.source == source]
    newest = max((lo.origin.retrieved_at for lo in done), default=None)
    origins = tuple(lo.origin for lo in done) or (brief_origin(evidence.brief, f"sources.{source}"),)
    key = f"coverage.source.{source}"
    state = GAP if not done else PARTLY if missed else ANSWERED
    return Row(
        cells={
            "source": word("source", source),
            "gives": word("gives", gives(evidence, source)),
            "answered": tally(f"{key}.answered", len(done), origins),
            "gaps": tally(f"{key}.gaps", len(missed), origins),
            "items": tally(f"{key}.items", sum(lo.items for lo in done), origins) if done else None,
            "state": word("state", state),
            "checked": _read_on(f"{key}.checked", newest, origins),
        }
    )


def _read_on(key: str, moment: datetime | None, origins: tuple[Origin, ...]) -> Measurement | None:
    return day(key, moment.date(), formula="as-read", origins=origins) if moment is not None else None


def _off(evidence: Evidence, source: str) -> Row:
    empty = dict.fromkeys(("answered", "gaps", "items", "checked"))
    return Row(
        cells={
            **empty,
            "source": word("source", source),
            "gives": word("gives", gives(evidence, source)),
            "state": word("state", OFF),
        }
    )


def _gaps(evidence: Evidence) -> Table:
    """Unanswered questions by source, subject and reason, most frequent first; then what was never asked."""
    counts = Counter((g.source, g.about, g.reason) for g in evidence.gaps)
    ordered = sorted(counts, key=lambda k: (-counts[k], k))
    rows = [_gap(evidence, [g for g in evidence.gaps if (g.source, g.about, g.reason) == k]) for k in ordered]
    rows += [_skipped(source, reason) for source, reason in evidence.skipped]
    return Table(columns=("source", "about", "reason", "count", "after"), rows=tuple(rows))


def _gap(evidence: Evidence, gaps: list[Gap]) -> Row:
    first = min(gaps, key=lambda g: (g.at, g.url, g.step))
    key = f"coverage.gap.{first.source}.{first.about}.{first.reason}"
    later = max((g.try_after for g in gaps if g.try_after is not None), default=None)
    asked = (brief_origin(evidence.brief, f"sources.{first.source}"),)
    return Row(
        cells={
            "source": word("source", first.source),
            "about": _about(evidence, first),
            "reason": word("reason", first.reason),
            "count": tally(f"{key}.count", len(gaps), asked),
            "after": _read_on(f"{key}.after", later, asked),
        }
    )


def _skipped(source: str, reason: GapReason) -> Row:
    cells: dict[str, Value] = dict.fromkeys(("about", "count", "after"))
    return Row(cells={**cells, "source": word("source", source), "reason": word("reason", reason)})


def _about(evidence: Evidence, gap: Gap) -> Quote | None:
    """The subject of a question in the words of the brief; a host as it is."""
    brief = evidence.brief
    topics = {t.key: t.phrases[0] for t in brief.topics if t.phrases}
    queries = {q.key: q.text for q in brief.queries}
    names = {c.key: c.name for c in brief.companies}
    # A topic and a query may bear the same key: which is meant depends on what the source gives.
    is_search = gives(evidence, gap.source) == Gives.RESULTS
    names = (topics | queries if is_search else queries | topics) | names
    text = names.get(gap.about, gap.about)
    return from_brief(brief, text, gap.about) if text else None


def _queries(evidence: Evidence) -> Table:
    """Every query with each engine that listed it, and how far; one that nobody listed has no engine."""
    brief, found = evidence.brief, listings(evidence)
    rows = []
    for query in brief.queries:
        mine = [x for x in found if x.query == query.key]
        base: dict[str, Value] = {
            "query": from_brief(brief, query.text, f"queries.{query.key}"),
            "kind": word("query-kind", "brand" if query.is_brand else "industry"),
        }
        rows += [
            Row(
                cells={
                    **base,
                    "engine": word("engine", x.engine),
                    "reached": tally(f"coverage.query.{x.key}", x.reached, x.origins),
                }
            )
            for x in mine
        ] or [Row(cells={**base, "engine": None, "reached": None})]
    return Table(columns=("query", "kind", "engine", "reached"), rows=tuple(rows))


def _competitors(brief: Brief) -> Table:
    rows = (
        Row(
            cells={
                "company": from_brief(brief, c.name, f"competitors.{c.key}.name"),
                "domains": from_brief(brief, ", ".join(c.domains), f"competitors.{c.key}.domains"),
            },
            role="competitor",
        )
        for c in brief.competitors
    )
    return Table(columns=("company", "domains"), rows=tuple(rows))


def _exclusions(brief: Brief) -> Table:
    rows = (
        Row(
            cells={
                "name": from_brief(brief, e.name, f"exclusions.{i}.name"),
                "why": from_brief(brief, e.why, f"exclusions.{i}.why"),
            }
        )
        for i, e in enumerate(brief.exclusions, 1)
    )
    return Table(columns=("name", "why"), rows=tuple(rows))


def _tests(findings: Findings) -> Table:
    rows = (
        Row(
            cells={
                "argument": word("argument", key),
                "test": word("test", test.key),
                "threshold": test.threshold,
                "value": test.value,
                "met": word("met", "yes" if test.is_met else "no" if test.value is not None else "unknown"),
            },
            role="other" if test.is_met else "attention",
        )
        for key, finding in _in_order(findings)
        for test in finding.tests
    )
    return Table(columns=("argument", "test", "threshold", "value", "met"), rows=tuple(rows))


def _in_order(findings: Findings) -> Iterable[tuple[str, Finding]]:
    return ((k, f) for k, f in findings.items() if k != "coverage")
