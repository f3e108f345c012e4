"""The numbers of argument 1: how many, in how many weeks, by whom, rising or not, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.arguments._build import keyed, tally
from deckgen.arguments._heard import Heard
from deckgen.model.brief import US
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import Mention
from deckgen.model.measure import Interval, Measurement, Unit, counted, quotient, weakest
from deckgen.model.origin import joined
from deckgen.model.ranges import rate_ratio, rule_of_three

Numbers = dict[str, Measurement | Interval | None]
# why something was removed before
DUPLICATE, IRRELEVANT, LANGUAGE, REVIEWED = "duplicate", "irrelevant", "language", "reviewed"


def talk_numbers(found: Heard) -> Numbers:
    """Every number of the finding, by name."""
    us, total = found.us, found.total("talk.total")
    review = _review(found, total)
    told = _point(review["counted"])
    weekly = found.weeks("talk.weekly.us")
    known = [w for w in weekly if w is not None]
    covered = tuple(s.origin for s in found.covered)
    weeks = tally("talk.weeks", len(known), covered, unit=Unit.WEEKS) if known else None
    return {
        "total": total,
        **review,
        **_industry(found, told),
        "weeks": weeks,
        "per_week": quotient("talk.per_week", told, by=weeks) if told and weeks else None,
        **_peak(found, weekly),
        **_change(found),
        **_voices(us.items),
        "sources_asked": _sources(found, "sources_asked", found.asked),
        "sources_ran": _sources(found, "sources_ran", found.ran),
        **_set_aside(found),
        "own_excluded": _part(found, "own_excluded", us.own),
        "undated": _part(found, "undated", us.undated),
        **_tones(found),
    }


def _review(found: Heard, total: Measurement | None) -> Numbers:
    """What hand-coding says; `counted` is what the deck tells: relevant mentions if reviewed, else all."""
    told = found.relevant("talk.relevant") if total is not None else None
    if told is None:
        return {
            "counted": total,
            **dict.fromkeys(("relevant", "reviewed_sources", "coded", "coded_relevant")),
        }
    samples = [p for p in found.evidence.precisions if p.topic == US and p.source in found.ran]
    origins = joined(*(p.origins for p in samples))
    return {
        "counted": keyed(told.number, "talk.counted"),
        "relevant": told.number,
        "reviewed_sources": tally("talk.reviewed_sources", told.reviewed, origins),
        "coded": tally("talk.coded", sum(p.sample for p in samples), origins),
        "coded_relevant": tally("talk.coded_relevant", sum(p.relevant for p in samples), origins),
    }


def _point(number: Measurement | Interval | None) -> Measurement | None:
    return number.point if isinstance(number, Interval) else number


def _industry(found: Heard, total: Measurement | None) -> Numbers:
    industry = found.industry_total("talk.industry_total")
    has_zero = total is not None and not total.value and industry is not None and industry.value > 0
    upper = rule_of_three("talk.zero_upper", industry) if has_zero and industry else None
    return {"industry_total": industry, "zero_upper": upper}


def _peak(found: Heard, weekly: tuple[Measurement | None, ...]) -> Numbers:
    labelled = zip(weekly, found.mondays("talk.week"), strict=True)
    known = [(week, monday) for week, monday in labelled if week is not None and week.value > 0]
    if not known:
        return {"peak": None, "peak_week": None}
    peak, monday = max(known, key=lambda pair: (pair[0].value, -pair[1].value))
    return {"peak": peak.named("talk.peak"), "peak_week": monday.named("talk.peak_week")}


def _change(found: Heard) -> Numbers:
    halves = found.halves()
    if halves is None:
        return {"first_half": None, "second_half": None, "trend": None}
    before, after, sources = halves
    kind = weakest(s.kind for s in found.covered if s.source in sources)
    first, second = (
        counted(f"talk.{name}", (m.origin for m in items), nothing=found.nothing, kind=kind)
        for name, items in (("first_half", before), ("second_half", after))
    )
    return {"first_half": first, "second_half": second, "trend": rate_ratio("talk.trend", first, second)}


def _voices(items: Iterable[Mention]) -> Numbers:
    """Authors and sites, where the sources tell them; two people of one name on two sites are two."""
    signed = [m for m in items if m.author]
    placed = [m for m in items if m.site]
    authors = {(m.site or m.source, m.author) for m in signed}
    sites = {m.site for m in placed}
    return {
        "authors": tally("talk.authors", len(authors), (m.origin for m in signed)) if authors else None,
        "sites": tally("talk.sites", len(sites), (m.origin for m in placed)) if sites else None,
    }


def _set_aside(found: Heard) -> Numbers:
    """What was read but does not count, most of it taken out before the arguments see it."""
    if not found.ran:
        return dict.fromkeys(("raw", "duplicates", "irrelevant", "language", "reviewed"))
    evidence, us = found.evidence, found.us
    gone = {
        why: sum(
            n for source, topic, w, n in evidence.removed if (topic, w) == (US, why) and source in found.asked
        )
        for why in (DUPLICATE, IRRELEVANT, LANGUAGE, REVIEWED)
    }
    sizes = {
        "raw": len(us.read) + sum(gone.values()),
        "duplicates": len(us.copies) + gone[DUPLICATE],
        "irrelevant": gone[IRRELEVANT],
        "language": gone[LANGUAGE],
        "reviewed": gone[REVIEWED],
    }
    origins = found.nothing or tuple(m.origin for m in us.read)
    return {name: tally(f"talk.{name}", n, origins) for name, n in sizes.items()}


def _tones(found: Heard) -> Numbers:
    """Critical and favourable mentions; None unless a source judged them."""
    told = [m for m in found.us.items if m.sentiment]
    tones = {"critical": "negative", "favourable": "positive"}
    return {
        name: _part(found, name, [m for m in told if m.sentiment == tone]) if told else None
        for name, tone in tones.items()
    }


def _sources(found: Heard, name: str, sources: tuple[str, ...]) -> Measurement:
    origins = found.nothing or (brief_origin(found.evidence.brief, "sources"),)
    return tally(f"talk.{name}", len(sources), origins)


def _part(found: Heard, name: str, items: Iterable[Mention]) -> Measurement | None:
    if not found.ran:
        return None
    return counted(f"talk.{name}", (m.origin for m in items), nothing=found.nothing)
