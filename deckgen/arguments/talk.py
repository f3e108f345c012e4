"""Argument 1: people talk about us, or about our industry."""

from __future__ import annotations

from datetime import timedelta

from deckgen.arguments._asked import PARTLY
from deckgen.arguments._build import at_least, judged, quote, raised, tally, word
from deckgen.arguments._cards import FEW, cards, engagement, words_of
from deckgen.arguments._counting import Counted, day_of
from deckgen.arguments._heard import Heard, heard
from deckgen.arguments._talk_exhibits import talk_exhibits
from deckgen.arguments._talk_numbers import Numbers, talk_numbers
from deckgen.arguments._talk_sources import sources_table, state_of, unit_count
from deckgen.arguments._timeline import WEEK, by_source, date_of
from deckgen.model.brief import Window
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Argument, Caveat, Finding, Findings, Quote, Test, Value
from deckgen.model.measure import Interval, Measurement

MIN_SOURCES = 2
MIN_ITEMS = 30
MIN_WEEKS = 8
MIN_BASE = 10  # mentions in the first half, before a change is worth a word
SPIKE_TIMES = 2  # a peak stands out when it is this many times the weekly mean
SPIKE_LEAST = 5  # and at least this many mentions


class Talk(Argument):
    """Counts distinct mentions by others in the window, and how they spread over weeks and sources."""

    key = "talk"
    order = 1

    def find(self, evidence: Evidence, earlier: Findings) -> Finding:
        found = heard(evidence)
        numbers = talk_numbers(found)
        tests = _tests(found, numbers)
        is_short = len(found.ran) * 2 < len(found.asked) or not found.ran
        shown = cards(_told(found).items)
        total = _number(numbers, "total")
        return Finding(
            key=self.key,
            verdict=judged(
                tests,
                is_missing=is_short or numbers["weeks"] is None,
                is_contradicted=_is_nobody(found, numbers),
            ),
            numbers=numbers,
            facts=_facts(found, numbers),
            exhibits=talk_exhibits(found),
            tables={"cards": shown, "sources": sources_table(found)},
            flags=_flags(found, numbers, cards=len(shown.rows)),
            tests=tests,
            caveats=_caveats(found, numbers),
            origins=total.origins if total is not None else (),
        )


def _told(found: Heard) -> Counted:
    """Whose mentions are shown: ours, or those of the industry when nobody names us."""
    return found.us if found.us.items else found.industry


def _is_nobody(found: Heard, numbers: Numbers) -> bool:
    """Nobody was found, or everybody whom people read meant something else."""
    told = _number(numbers, "counted")
    is_empty = told is not None and not told.value if numbers["relevant"] else not found.us.items
    return is_empty and not found.us.undated


def _number(numbers: Numbers, name: str) -> Measurement | None:
    value = numbers[name]
    return value.point if isinstance(value, Interval) else value


def _tests(found: Heard, numbers: Numbers) -> tuple[Test, ...]:
    return (
        at_least("sources", _number(numbers, "sources_ran"), MIN_SOURCES, prefix="talk"),
        at_least("items", _surely(numbers["counted"]), MIN_ITEMS, prefix="talk"),
        at_least("weeks", _number(numbers, "weeks"), MIN_WEEKS, prefix="talk"),
        at_least("leave-one-out", _without_biggest(found), MIN_ITEMS, prefix="talk"),
    )


def _surely(number: Measurement | Interval | None) -> Measurement | None:
    """What a test goes by: of a number with a range its low end."""
    return number.low if isinstance(number, Interval) else number


def _without_biggest(found: Heard) -> Measurement | None:
    if not found.biggest:
        return None
    told = found.relevant("talk.without_biggest", without=found.biggest)
    return told.number.low if told else found.total("talk.without_biggest", without=found.biggest)


def _facts(found: Heard, numbers: Numbers) -> dict[str, Value]:
    sizes = by_source(found.us.items)
    top = found.biggest
    biggest = [m for m in found.us.items if m.source == top]
    reached = _reached(found)
    brief = (brief_origin(found.evidence.brief, "window"),)
    return {
        "top_source": word("source", top) if top else None,
        "top_source_count": (
            tally("talk.top_source_count", sizes[top], (m.origin for m in biggest)) if biggest else None
        ),
        "peak_title": _peak_title(found, numbers),
        "window_from": date_of("talk.window_from", reached.start, brief),
        "window_to": date_of("talk.window_to", reached.end - timedelta(days=1), brief),
    }


def _reached(found: Heard) -> Window:
    """The part of the window that was covered: from the week in which the first source begins."""
    window = found.evidence.brief.window
    starts = [s.start for s in found.covered if s.end > window.start]
    first = max(min(starts, default=window.start), window.start)
    return Window(start=min(first - timedelta(days=first.weekday()), window.end - WEEK), end=window.end)


def _peak_week(numbers: Numbers) -> Window | None:
    monday = _number(numbers, "peak_week")
    return Window(start=monday.day, end=monday.day + WEEK) if monday is not None else None


def _peak_title(found: Heard, numbers: Numbers) -> Quote | None:
    week = _peak_week(numbers)
    if week is None:
        return None
    top = min((m for m in found.us.items if week.holds(day_of(m))), key=engagement)
    return quote(top.title or words_of(top), (top.origin,), top.url, language=top.language)


def _flags(found: Heard, numbers: Numbers, *, cards: int) -> frozenset[str]:
    industry, first = _number(numbers, "industry_total"), _number(numbers, "first_half")
    trend = numbers["trend"]
    is_known = isinstance(trend, Interval) and first is not None and first.value >= MIN_BASE
    low, high = (trend.low.value, trend.high.value) if isinstance(trend, Interval) else (0, 0)
    nobody = _is_nobody(found, numbers) and bool(found.ran)
    has_industry = industry is not None and industry.value > 0
    return raised(
        {
            "industry-only": nobody and has_industry,
            "nobody": nobody and not has_industry,
            "few-cards": cards < FEW,
            "trend-up": is_known and low > 1,
            "trend-down": is_known and high < 1,
            "trend-unclear": is_known and low <= 1 <= high,
            "too-few-for-trend": not is_known,
            "single-source": len(found.ran) == 1 or len(by_source(found.us.items)) == 1,
            "own-voice-unanswered-peak": _is_unanswered(found, numbers),
            "reviewed": numbers["relevant"] is not None,
        }
    )


def _is_unanswered(found: Heard, numbers: Numbers) -> bool:
    """A week that stands out, and no post of our own in it."""
    week, peak, mean = _peak_week(numbers), _number(numbers, "peak"), _number(numbers, "per_week")
    if week is None or peak is None or mean is None:
        return False
    stands_out = peak.value >= SPIKE_LEAST and peak.value >= SPIKE_TIMES * mean.value
    ours = [m for m in found.us.own if m.published_at is not None and week.holds(m.published_at)]
    return stands_out and not ours


def _caveats(found: Heard, numbers: Numbers) -> tuple[Caveat, ...]:
    origins = found.nothing
    partly = sum(state_of(found, s) == PARTLY for s in found.ran)
    halves = found.halves()
    told = found.relevant("talk.relevant")
    facts = {
        "failed-sources": len(found.asked) - len(found.ran),
        "partly-read": partly,
        "mixed-units": unit_count(found) if unit_count(found) > 1 else 0,
        "undated": len(found.us.undated),
        "partly-reviewed": told.unreviewed if told else 0,
        "trend-sources": len(halves[2]) if halves and len(halves[2]) < len(found.ran) else 0,
    }
    return tuple(
        Caveat(key=key, facts={"count": tally(f"talk.caveat.{key}", n, origins)})
        for key, n in facts.items()
        if n
    )
