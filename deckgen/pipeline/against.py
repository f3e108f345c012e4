"""All that speaks against the case, so that the deck says it before anybody asks."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.arguments._build import tally, word
from deckgen.model.finding import Finding, Findings, Row, Table, Verdict
from deckgen.model.measure import Interval, Measurement

Number = Measurement | Interval | None

# Which flag of which argument speaks against it, and the number that says how much.
FLAGS: tuple[tuple[str, str, str, str], ...] = (
    ("talk", "nobody", "nobody", "total"),
    ("talk", "industry-only", "industry-only", "industry_total"),
    ("talk", "single-source", "single-source", "top_source_count"),
    ("talk", "too-few-for-trend", "too-few", "first_half"),
    ("talk", "trend-down", "trend-down", "trend"),
    ("visible", "shallow", "shallow", "depth_results"),
    ("voice", "has-voice", "has-voice", "own_share"),
)


def against_table(findings: Findings, *, failed: Measurement) -> Table:
    """One row a point: argument, point, number."""
    rows = [
        Row(
            cells={"argument": word("argument", argument), "point": word("against", point), "number": number},
            role="attention",
        )
        for argument, point, number in _points(findings)
    ]
    if failed.value:
        rows.append(
            Row(
                cells={
                    "argument": word("argument", "coverage"),
                    "point": word("against", "sources-failed"),
                    "number": failed,
                },
                role="attention",
            )
        )
    return Table(columns=("argument", "point", "number"), rows=tuple(rows))


def _points(findings: Findings) -> Iterator[tuple[str, str, Number]]:
    for argument, flag, point, name in FLAGS:
        finding = findings.get(argument)
        if finding is not None and flag in finding.flags and finding.verdict is not Verdict.MISSING:
            yield argument, point, _value(finding, name)
    yield from _of_visible(findings)
    yield from _of_rivals(findings)
    for argument, finding in findings.items():
        if finding.verdict is Verdict.MISSING:
            yield argument, "not-measured", None
        elif failed := sum(not test.is_met for test in finding.tests):
            yield argument, "test-failed", tally(f"coverage.against.{argument}", failed, finding.origins)


def _of_visible(findings: Findings) -> Iterator[tuple[str, str, Number]]:
    finding = findings.get("visible")
    if finding is None:
        return
    if finding.verdict is Verdict.CONTRADICTS:
        yield "visible", "few-conversation", finding.numbers["conversation_share"]
    blogs, talk = finding.numbers["blogs"], finding.numbers["conversation"]
    if isinstance(blogs, Measurement) and isinstance(talk, Measurement) and blogs.value * 2 < talk.value:
        yield "visible", "blogs-few", finding.numbers["blog_share"]
    unknown = finding.numbers["unknown"]
    if isinstance(unknown, Measurement) and unknown.value:
        yield "visible", "unknown-kinds", unknown


def _of_rivals(findings: Findings) -> Iterator[tuple[str, str, Number]]:
    finding = findings.get("rivals")
    if finding is None:
        return
    if "we-lead" in finding.flags:
        yield "rivals", "rivals-behind", finding.numbers["rivals_active"]
    for point, name in (("we-grew-faster", "slower"), ("growth-unclear", "undecided")):
        number = finding.numbers[name]
        if isinstance(number, Measurement) and number.value:
            yield "rivals", point, number


def _value(finding: Finding, name: str) -> Number:
    fact = finding.facts.get(name)
    return fact if isinstance(fact, Measurement) else finding.numbers.get(name)
