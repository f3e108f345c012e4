"""Every number of a finding, wherever it stands, and the rule that recomputes it from its inputs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, exp, floor, log, prod, sqrt

from deckgen.model.finding import Finding, Quote, Value
from deckgen.model.measure import Interval, Measurement

# These rest on answers, on the brief, on the calendar or on the authors, and on no other number.
READ = frozenset(
    ["count", "as-read", "brief", "calendar", "position", "week-number", "threshold", "author", "chance"]
)


def values(finding: Finding) -> Iterator[Value]:
    """All values a template can print."""
    yield from finding.numbers.values()
    yield from finding.facts.values()
    for exhibit in finding.exhibits.values():
        yield from exhibit.labels
        for series in exhibit.series:
            yield series.label
            yield from series.points
    for table in finding.tables.values():
        for row in table.rows:
            yield from row.cells.values()
    for test in finding.tests:
        yield from (test.value, test.threshold)
    for caveat in finding.caveats:
        yield from caveat.facts.values()


def measurements(finding: Finding) -> Iterator[Measurement]:
    for value in values(finding):
        if isinstance(value, Interval):
            yield from (value.point, value.low, value.high)
        elif isinstance(value, Measurement):
            yield value


def quotes(finding: Finding) -> Iterator[Quote]:
    return (v for v in values(finding) if isinstance(v, Quote))


def recomputed(m: Measurement) -> float:
    """The value again, from nothing but the formula's name and the inputs."""
    x = [float(v) for _, v in m.inputs]
    side = {"low": -1.96, "high": 1.96}.get(m.key.rsplit(".", 1)[-1], 0.0)
    half = len(x) // 2
    match m.formula:
        case "sum":
            return sum(x)
        case "share" | "share-of-voice" | "quotient" | "relative-change":
            return x[0] / x[1]
        case "per-thirty-days":
            return floor(abs(x[0]) * 30 / x[1] + 0.5) * (1 if x[0] > 0 else -1)
        case "difference":
            return x[0] - x[1]
        case "product":
            return prod(x)
        case "half-width":
            return (x[1] - x[0]) / 2
        case "above-range":
            return x[0]
        case "rule-of-three":
            return min(1, 3 / x[0])
        case "rank":
            return m.value.__float__()
        case "weighted-score":
            return sum(w * r for w, r in zip(x[::2], x[1::2], strict=True)) / sum(x[::2])
        case "wilson-low" | "wilson-high":
            (k, n), z2 = x, 1.96**2
            side = 1.96 if m.formula == "wilson-high" else -1.96
            return max(0.0, min(1.0, (k + z2 / 2 + side * sqrt(k * (n - k) / n + z2 / 4)) / (n + z2)))
        case "rate-ratio":
            return exp(log(x[1] / x[0]) + side * sqrt(sum(1 / v for v in x)))
        case "growth-gap":
            return exp(log(x[3] / x[2] / (x[1] / x[0])) + side * sqrt(sum(1 / v for v in x)))
        case "times-precision":
            return _scaled(x, m.key.rsplit(".", 1)[-1])
        case "cohen-kappa":
            return (x[0] - x[1]) / (x[2] - x[1])
        case "per-hundred":
            return float(_hundred(m.inputs))
        case "mean-ratio":
            return sum(x[half:]) / sum(x[:half]) if not side else float(m.value)
        case "mean-gap":
            a, b, c, d = (sum(x[i * len(x) // 4 : (i + 1) * len(x) // 4]) for i in range(4))
            return (d / c) / (b / a) if not side else float(m.value)
        case "first-clear-growth":
            n = int(x[0]) + 1
            while log(n / x[0]) <= 1.96 * sqrt(1 / x[0] + 1 / n):
                n += 1
            return n
    raise AssertionError(f"{m.key}: no rule for the formula {m.formula}")


def _scaled(x: list[float], end: str) -> int:
    """Known relevant, unread, relevant in the sample, sample; whole numbers, the ends rounded outwards."""
    known, rest, k, n = x
    z2 = 1.96**2
    half = 1.96 * sqrt(k * (n - k) / n + z2 / 4)
    part = {"low": max(0.0, k + z2 / 2 - half), "high": min(n + z2, k + z2 / 2 + half)}.get(end)
    if part is None:
        return int(known + floor(rest * k / n + 0.5))
    return int(known) + (floor if end == "low" else ceil)(round(rest * part / (n + z2), 9))


def _hundred(inputs: tuple[tuple[str, Decimal], ...]) -> int:
    place, parts = int(inputs[0][1]) - 1, [v for _, v in inputs[1:]]
    exact = [p * 100 / sum(parts) for p in parts]
    left = 100 - sum(int(e) for e in exact)
    order = sorted(range(len(parts)), key=lambda i: (int(exact[i]) - exact[i], i))
    return int(exact[place]) + (place in order[:left])
