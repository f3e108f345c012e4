"""Small makers that all arguments share: words, quotations, constants, tests and the verdict rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from deckgen.model.brief import Brief
from deckgen.model.brief_origin import brief_origin
from deckgen.model.finding import Quote, Series, Test, Value, Verdict, Word
from deckgen.model.measure import Interval, Measurement, Unit, answers, measured
from deckgen.model.origin import Kind, Origin, joined
from deckgen.parsing.languages import language_code


def word(group: str, key: str) -> Word:
    return Word(group=group, key=key)


def quote(text: str, origins: Iterable[Origin], url: str = "", *, language: str = "") -> Quote:
    """Words from outside; `language` as their source states it."""
    return Quote(text=text, origins=joined(tuple(origins)), url=url, language=language_code(language))


def from_brief(brief: Brief, text: str, locator: str) -> Quote:
    """A name or query as the brief has it."""
    return quote(text, (brief_origin(brief, locator),))


def constant(key: str, value: Decimal | int, unit: Unit = Unit.COUNT) -> Measurement:
    """A rating, weight or target that the authors of deckgen set."""
    return measured(key, value, formula="author", origins=(), unit=unit)


def tally(
    key: str, number: int, origins: Iterable[Origin], *, unit: Unit = Unit.COUNT, kind: Kind = Kind.EXACT
) -> Measurement:
    """A number of things that are not items of evidence themselves: weeks, sites, platforms, companies."""
    return measured(key, number, formula="count", origins=answers(origins), unit=unit, kind=kind)


def at_least(key: str, value: Measurement | None, least: Decimal | int, *, prefix: str) -> Test:
    """A test that a number reaches a threshold; a number that was not measured does not."""
    return _test(key, value, least, prefix, is_met=value is not None and value.value >= least)


def at_most(key: str, value: Measurement | None, most: Decimal | int, *, prefix: str) -> Test:
    """A test that a number stays at or under a threshold; a number that was not measured does not."""
    return _test(key, value, most, prefix, is_met=value is not None and value.value <= most)


def _test(key: str, value: Measurement | None, limit: Decimal | int, prefix: str, *, is_met: bool) -> Test:
    # without a value to go by, a threshold below one is a share
    unit = value.unit if value is not None else Unit.SHARE if limit < 1 else Unit.COUNT
    threshold = measured(f"{prefix}.test.{key}", limit, formula="threshold", origins=(), unit=unit)
    return Test(key=key, is_met=is_met, value=value, threshold=threshold)


def half_width(key: str, interval: Interval | None) -> Measurement | None:
    """Half the range of a share, in percentage points."""
    if interval is None:
        return None
    return measured(
        key,
        interval.half_width,
        formula="half-width",
        unit=Unit.POINTS,
        origins=interval.point.origins,
        inputs=((interval.low.key, interval.low.value), (interval.high.key, interval.high.value)),
    )


def judged(tests: Iterable[Test], *, is_missing: bool, is_contradicted: bool) -> Verdict:
    """Too little evidence first, then evidence against, then whether every test is met."""
    if is_missing:
        return Verdict.MISSING
    if is_contradicted:
        return Verdict.CONTRADICTS
    return Verdict.STRONG if all(t.is_met for t in tests) else Verdict.WEAK


def raised(flags: Mapping[str, bool]) -> frozenset[str]:
    """The flags that hold."""
    return frozenset(name for name, holds in flags.items() if holds)


def keyed(interval: Interval, key: str) -> Interval:
    """The same interval under another name."""
    return replace(
        interval,
        point=interval.point.named(key),
        low=interval.low.named(f"{key}.low"),
        high=interval.high.named(f"{key}.high"),
    )


def series(
    label: Value, points: Iterable[Measurement | None], role: str, roles: Iterable[str] = ()
) -> Series:
    return Series(label=label, points=tuple(points), role=role, roles=tuple(roles))
