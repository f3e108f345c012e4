"""The numbers of argument 4: who is active where, who grows faster, and whose audience is larger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deckgen.arguments._audience import groups, tracks
from deckgen.arguments._audience_numbers import Readings, audience_numbers
from deckgen.arguments._build import keyed, tally
from deckgen.arguments._channels import ENCYCLOPAEDIA, channel
from deckgen.arguments._growth import FASTER, SLOWER, UNCLEAR, Growth, by_audience, growth
from deckgen.arguments._presence import Matrix, audience_platforms, matrix
from deckgen.arguments._rivalry import rivalry
from deckgen.model.brief import US
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import Evidence
from deckgen.model.measure import Interval, Measurement

Numbers = dict[str, Measurement | Interval | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """What argument 4 looks at."""

    evidence: Evidence
    matrix: Matrix
    growth: Growth | None
    readings: Readings

    @property
    def rivals(self) -> tuple[str, ...]:
        return tuple(c.key for c in self.evidence.brief.competitors)

    def leads(self, rivals: Iterable[str]) -> list[tuple[int, int]]:
        """How far each is ahead of us on platforms; those that cannot be compared are left out."""
        found = (self.matrix.lead(k) for k in rivals)
        return [lead for lead in found if lead is not None]

    def verdicts(self, rivals: Iterable[str]) -> list[str]:
        """Each one's growth against ours; those with too few are left out."""
        if self.growth is None:
            return []
        told = (self.growth.verdict(k) for k in rivals)
        return [v for v in told if v in {FASTER, SLOWER, UNCLEAR}]

    @property
    def fastest(self) -> str:
        """The competitor with the highest growth over ours; empty when none can be compared."""
        if self.growth is None:
            return ""
        gaps = {k: gap.point.value for k in self.rivals if (gap := self.growth.gap(k)) is not None}
        return max(gaps, key=lambda k: gaps[k]) if gaps else ""


def race(evidence: Evidence) -> Race:
    """Reads it out of the evidence."""
    read = groups(tracks(evidence))
    audiences = by_audience(evidence, read)
    return Race(
        evidence=evidence,
        matrix=matrix(evidence),
        growth=growth(evidence, rivalry(evidence), audiences),
        readings=Readings(evidence=evidence, groups=read, growths=audiences),
    )


def rivals_numbers(found: Race) -> Numbers:
    """Every number of the finding, by name."""
    brief = (brief_origin(found.evidence.brief, "competitors"),)
    return {
        "rivals": tally("rivals.rivals", len(found.rivals), brief),
        **_present(found),
        **_articles(found),
        **_growing(found),
        **_audiences(found),
        **audience_numbers(found.readings),
    }


def _present(found: Race) -> Numbers:
    names = (
        "rivals_active",
        "rivals_present",
        "platforms",
        "our_active",
        "our_present",
        "best_active",
        "best_present",
    )
    matrix = found.matrix
    if not matrix.rows:
        return dict.fromkeys(names)
    leads = found.leads(found.rivals)
    sizes = (
        sum(active > 0 for active, _ in leads),
        sum(present > 0 for _, present in leads),
        len(matrix.rows),
        matrix.active(US),
        matrix.present(US),
        max((matrix.active(k) for k in found.rivals), default=0),
        max((matrix.present(k) for k in found.rivals), default=0),
    )
    return {n: tally(f"rivals.{n}", size, matrix.origins) for n, size in zip(names, sizes, strict=True)}


def _articles(found: Race) -> Numbers:
    """Articles in the encyclopaedia; None where it was not asked or gave no answer."""
    brief = found.evidence.brief
    ours = channel(found.evidence, brief.us, ENCYCLOPAEDIA)
    theirs = [channel(found.evidence, c, ENCYCLOPAEDIA) for c in brief.competitors]
    known = [c for c in theirs if c.is_known]
    origins = (o for c in known for o in c.origins)
    return {
        "articles_rivals": (
            tally("rivals.articles_rivals", sum(c.is_there for c in known), origins) if known else None
        ),
        "article_us": (
            tally("rivals.article_us", int(ours.is_there), ours.origins) if ours.is_known else None
        ),
    }


def _growing(found: Race) -> Numbers:
    grown, fastest = found.growth, found.fastest
    names = ("growth_compared", "faster", "slower", "undecided", "best_growth", "our_growth", "gap")
    if grown is None:
        return dict.fromkeys(names)
    told = found.verdicts(found.rivals)
    sizes = {
        "growth_compared": len(told),
        "faster": told.count(FASTER),
        "slower": told.count(SLOWER),
        "undecided": told.count(UNCLEAR),
    }
    gap = grown.gap(fastest) if fastest else None
    return {
        **{n: tally(f"rivals.{n}", size, grown.origins) for n, size in sizes.items()},
        "best_growth": grown.changes[fastest].ratio("rivals.best_growth") if fastest else None,
        "our_growth": grown.changes[US].ratio("rivals.our_growth") if US in grown.changes else None,
        "gap": keyed(gap, "rivals.gap") if gap is not None else None,
    }


def _audiences(found: Race) -> Numbers:
    """Ours and the largest competitor's on one platform: audiences of two platforms are never compared."""
    platform = audience_platform(found)
    if not platform:
        return {"audience_us": None, "audience_best": None}
    row = found.matrix.rows[platform]
    theirs = [a for k in found.rivals if (a := row[k].audience_of("rivals.audience_best")) is not None]
    return {
        "audience_us": row[US].audience_of("rivals.audience_us"),
        "audience_best": max(theirs, key=lambda a: a.value),
    }


def audience_platform(found: Race) -> str:
    """The platform where we and most competitors have a known audience; empty when there is none."""
    for platform in audience_platforms(found.matrix):
        row = found.matrix.rows[platform]
        if row[US].audience is not None and any(row[k].audience is not None for k in found.rivals):
            return platform
    return ""
