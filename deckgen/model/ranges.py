"""Numbers with their 95 % range: shares, growth, and how much of it chance explains."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, exp, floor, log, sqrt

from deckgen.model.measure import Interval, Measurement, Unit, measured, of_ratio, share, total
from deckgen.model.origin import Kind, joined

Z = 1.96  # 95 %
_EXACT = 9  # decimals to which a float can be trusted to be the number that was meant
MIN_MONTHS = 3  # a side, before their spread says anything


def wilson(k: int, n: int) -> tuple[float, float]:
    """95 % Wilson interval of k of n, each 0 .. 1."""
    if n <= 0:
        raise ValueError("wilson needs n > 0")
    z2 = Z * Z
    centre = (k + z2 / 2) / (n + z2)
    half = Z * sqrt(k * (n - k) / n + z2 / 4) / (n + z2)
    return max(0.0, centre - half), min(1.0, centre + half)


def share_interval(key: str, part: Measurement, *, of: Measurement, formula: str = "share") -> Interval:
    """A share with its Wilson interval."""
    point = share(key, part, of=of, formula=formula)
    low, high = wilson(int(part.value), int(of.value))

    def bound(name: str, value: float) -> Measurement:
        return measured(
            f"{key}.{name}",
            value,
            unit=Unit.SHARE,
            kind=point.kind,
            formula=f"wilson-{name}",
            origins=point.origins,
            inputs=(("k", part.value), ("n", of.value)),
        )

    return Interval(point=point, low=bound("low", low), high=bound("high", high))


def times_precision(
    key: str, *, known: Measurement, rest: Measurement, relevant: Measurement, sample: Measurement
) -> Interval:
    """A count scaled by what hand-coding of a random sample found: those known to be relevant, and of the
    rest, which nobody judged, the sample's part. Whole numbers, the ends rounded outwards.
    """
    k, n = int(relevant.value), int(sample.value)
    low, high = wilson(k, n)
    parts = (known, rest, relevant, sample)
    kind = known.kind if not rest.value else Kind.ESTIMATE

    def at(name: str, of_rest: int) -> Measurement:
        return measured(
            f"{key}{name}",
            int(known.value) + of_rest,
            formula="times-precision",
            kind=kind,
            origins=joined(*(p.origins for p in parts)),
            inputs=((p.key, p.value) for p in parts),
        )

    unread = int(rest.value)
    return Interval(
        point=at("", floor(Fraction(unread * k, n) + Fraction(1, 2))),
        low=at(".low", floor(round(unread * low, _EXACT))),
        high=at(".high", ceil(round(unread * high, _EXACT))),
    )


def certain(m: Measurement) -> Interval:
    """A number without a range, where one with a range is asked for."""
    return Interval(point=m, low=m, high=m)


def added(key: str, parts: Sequence[Interval]) -> Interval:
    """The sum of numbers with ranges, low ends and high ends added up: wider than chance would make it."""
    return Interval(
        point=total(key, (p.point for p in parts)),
        low=total(f"{key}.low", (p.low for p in parts)),
        high=total(f"{key}.high", (p.high for p in parts)),
    )


def share_of_ranges(
    key: str, part: Interval, rest: Sequence[Interval], *, formula: str = "share"
) -> Interval:
    """part / (part and rest) of counts with ranges: Wilson ends of the least and the most favourable.

    ZeroDivisionError is the caller's to avoid.
    """
    others = added(f"{key}.others", rest)
    whole = total(f"{key}.set", (part.point, others.point))

    def bound(name: str, mine: Measurement, theirs: Measurement, side: int) -> Measurement:
        of = total(f"{key}.set.{name}", (mine, theirs))
        return measured(
            f"{key}.{name}",
            wilson(int(mine.value), int(of.value))[side] if of.value else float(side),
            unit=Unit.SHARE,
            kind=of_ratio(mine, of),
            formula=f"wilson-{name}",
            origins=joined(mine.origins, of.origins),
            inputs=(("k", mine.value), ("n", of.value)),
        )

    return Interval(
        point=share(key, part.point, of=whole, formula=formula),
        low=bound("low", part.low, others.high, 0),
        high=bound("high", part.high, others.low, 1),
    )


def rate_ratio(key: str, before: Measurement, after: Measurement) -> Interval | None:
    """after / before of two equal windows with its 95 % range; None when either count is 0."""
    a, b = float(before.value), float(after.value)
    if a <= 0 or b <= 0:
        return None
    return _ratio(key, log(b / a), sqrt(1 / a + 1 / b), "rate-ratio", (before, after))


def growth_gap(
    key: str, ours: tuple[Measurement, Measurement], theirs: tuple[Measurement, Measurement]
) -> Interval | None:
    """Rate ratio of theirs over rate ratio of ours (each before, after); None when a count is 0."""
    counts = (*ours, *theirs)
    if any(c.value <= 0 for c in counts):
        return None
    a, b, c, d = (float(x.value) for x in counts)
    return _ratio(key, log((d / c) / (b / a)), sqrt(sum(1 / x for x in (a, b, c, d))), "growth-gap", counts)


def mean_ratio(key: str, before: Sequence[Measurement], after: Sequence[Measurement]) -> Interval | None:
    """Mean of the months after over mean of those before; its range comes from how much the months differ.

    For counts such as page views, whose months differ far more than independent draws would.
    None with fewer than three months a side, or when a side is empty.
    """
    found = _mean_logs((before, after))
    if found is None:
        return None
    (a, b), se = found
    return _ratio(key, b - a, se, "mean-ratio", (*before, *after))


def mean_gap(
    key: str,
    ours: tuple[Sequence[Measurement], Sequence[Measurement]],
    theirs: tuple[Sequence[Measurement], Sequence[Measurement]],
) -> Interval | None:
    """Their mean ratio over ours, each of (before, after)."""
    found = _mean_logs((*ours, *theirs))
    if found is None:
        return None
    (a, b, c, d), se = found
    parts = tuple(m for side in (*ours, *theirs) for m in side)
    return _ratio(key, (d - c) - (b - a), se, "mean-gap", parts)


def _mean_logs(sides: Sequence[Sequence[Measurement]]) -> tuple[tuple[float, ...], float] | None:
    """Logarithm of each side's mean, and the standard error of their sum."""
    logs, variance = [], 0.0
    for side in sides:
        values = [float(m.value) for m in side]
        n, whole = len(values), sum(values)
        if n < MIN_MONTHS or whole <= 0:
            return None
        mean = whole / n
        spread = sum((v - mean) ** 2 for v in values) / (n - 1)
        logs.append(log(mean))
        variance += max(spread / n / mean**2, 1 / whole)
    return tuple(logs), sqrt(variance)


def first_clear_growth(key: str, before: Measurement, *, most: int = 1_000_000) -> Measurement | None:
    """The least count after that shows a rise beyond chance: its ratio to `before` has a range above 1."""
    a = float(before.value)
    if a <= 0:
        return None
    for n in range(int(a) + 1, most):
        if log(n / a) > Z * sqrt(1 / a + 1 / n):
            return measured(
                key,
                n,
                formula="first-clear-growth",
                origins=before.origins,
                inputs=((before.key, before.value),),
            )
    return None


def rule_of_three(key: str, whole: Measurement) -> Measurement:
    """Upper limit of a share of which none was found among `whole`."""
    return measured(
        key,
        min(1.0, 3 / float(whole.value)),
        unit=Unit.SHARE,
        formula="rule-of-three",
        origins=whole.origins,
        inputs=((whole.key, whole.value),),
    )


def _ratio(key: str, centre: float, se: float, formula: str, parts: tuple[Measurement, ...]) -> Interval:
    def at(name: str, exponent: float) -> Measurement:
        return measured(
            f"{key}{name}",
            exp(exponent),
            unit=Unit.RATIO,
            kind=of_ratio(*parts),
            formula=formula,
            origins=joined(*(p.origins for p in parts)),
            inputs=((p.key, p.value) for p in parts),
        )

    return Interval(point=at("", centre), low=at(".low", centre - Z * se), high=at(".high", centre + Z * se))
