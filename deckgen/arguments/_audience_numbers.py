"""Growth of audiences and site ranks in numbers: a row for each account, and the largest growth of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deckgen.arguments._audience import MEASURED, MIN_BASE, ONCE, RANK, REFUSED, Group, Track
from deckgen.arguments._build import from_brief, tally, word
from deckgen.arguments._channels import AUDIENCE
from deckgen.arguments._growth import Growth
from deckgen.model.brief import US
from deckgen.model.changes import change, days_between, per_thirty_days, relative_change
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Caveat, Quote, Row, Table, Value
from deckgen.model.measure import Interval, Measurement, Unit, day, observed

COLUMNS = (
    "company",
    "platform",
    "metric",
    "from_on",
    "before",
    "to_on",
    "after",
    "change",
    "growth",
    "per_30_days",
    "verdict",
)
NUMBERS = (
    "audience_read_twice",
    "audience_refused",
    "audience_compared",
    "audience_before",
    "audience_after",
    "audience_change",
    "audience_growth",
    "audience_growth_us",
    "audience_days",
)
FACTS = (
    "audience_lead",
    "audience_lead_platform",
    "audience_lead_metric",
    "audience_lead_source",
    "audience_from",
    "audience_to",
)
METRIC_WORDS = {AUDIENCE: "audience", RANK: "rank"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What was read of accounts more than once. `growths`: theirs against ours, platform by platform."""

    evidence: Evidence
    groups: tuple[Group, ...]
    growths: tuple[Growth, ...]

    @property
    def rows(self) -> tuple[Track, ...]:
        """One track a company, for each platform on which at least one could be read twice."""
        return tuple(self._rows())

    @property
    def is_first(self) -> bool:
        """Whether there are audiences, and each was read on one day only."""
        tracks = [t for g in self.groups for t in g.tracks.values()]
        return bool(tracks) and all(t.says == ONCE for t in tracks)

    @property
    def refused(self) -> tuple[Track, ...]:
        """The tracks that have two readings between which nothing is told."""
        return tuple(t for g in self.groups for t in g.tracks.values() if t.says in REFUSED)

    @property
    def lead(self) -> tuple[Group, Track] | None:
        """The competitor with the largest growth where most are compared; we, where there is none of them."""
        group = next((g for g in self.groups if g.compared), None)
        if group is None:
            return None
        theirs = [t for k, t in group.compared.items() if k != US]
        return group, max(theirs or list(group.compared.values()), key=_rate)

    def _rows(self) -> Iterator[Track]:
        places = dict.fromkeys((g.metric, g.platform) for g in self.groups if g.compared)
        for metric, platform in places:
            here = [g for g in self.groups if (g.metric, g.platform) == (metric, platform)]
            for company in self.evidence.brief.companies:
                found = [_shown(g, company.key) for g in here if company.key in g.tracks]
                if found:
                    yield next((t for t in found if t.says in MEASURED), found[0])


def _shown(group: Group, company: str) -> Track:
    """As it is compared with others, else as it is."""
    return group.compared.get(company, group.tracks[company])


def _rate(track: Track) -> tuple[bool, float]:
    """How much it grew, of what it was; a site that has half the rank number has doubled."""
    first, last = float(track.first.value), float(track.last.value)
    if track.metric == RANK:
        return True, first / max(last, 1.0)
    return first >= MIN_BASE, last / max(first, 1.0)


def audience_growth_table(found: Readings) -> Table:
    """Both days and both counts of every account; what a refused one would say is not told."""
    return Table(columns=COLUMNS, rows=tuple(_row(found, track) for track in found.rows))


def _row(found: Readings, track: Track) -> Row:
    key = f"rivals.audience_growth.{track.metric}.{track.platform}.{track.company}"
    told = _told(key, track)
    is_pair = len(track.points) > 1
    return Row(
        cells={
            "company": _name(found.evidence, track.company),
            "platform": word("platform", track.platform),
            "metric": word("metric", METRIC_WORDS[track.metric]),
            "from_on": told.from_on if is_pair else None,
            "before": told.before if is_pair else None,
            "to_on": told.to_on,
            "after": told.after,
            "change": told.change,
            "growth": told.growth,
            "per_30_days": told.per_30_days,
            "verdict": _verdict(found, track),
        },
        role="us" if track.company == US else "competitor",
    )


def _verdict(found: Readings, track: Track) -> Value:
    """Against ours where the two are compared, else what it did itself, or why nothing is said."""
    places = (track.platform, track.source, track.metric)
    for grown in found.growths:
        is_here = places == (grown.platform, grown.source, AUDIENCE)
        if is_here and track.is_measured and track.company in grown.changes:
            return word("growth", grown.verdict(track.company))
    return word("change", track.says)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The numbers of one track; no change where none is told, no rate where it was too small."""

    before: Measurement
    after: Measurement
    from_on: Measurement
    to_on: Measurement
    days: Measurement
    change: Measurement | None = None
    growth: Measurement | None = None
    per_30_days: Measurement | None = None


def _told(key: str, track: Track) -> _Told:
    unit = Unit.RANK if track.metric == RANK else Unit.PEOPLE
    before = observed(f"{key}.before", track.first, unit=unit)
    after = observed(f"{key}.after", track.last, unit=unit)
    days = days_between(f"{key}.days", track.first.as_of, track.last.as_of, rest_on=(before, after))
    told = _Told(
        before=before,
        after=after,
        from_on=day(f"{key}.from_on", track.first.as_of, formula="as-read", origins=before.origins),
        to_on=day(f"{key}.to_on", track.last.as_of, formula="as-read", origins=after.origins),
        days=days,
    )
    if not track.is_measured:
        return told
    changed = change(f"{key}.change", before=before, after=after)
    if track.metric == RANK or before.value < MIN_BASE:
        return replace(told, change=changed)
    return replace(
        told,
        change=changed,
        growth=relative_change(f"{key}.growth", changed, of=before),
        per_30_days=per_thirty_days(f"{key}.per_30_days", changed, days=days),
    )


def audience_numbers(found: Readings) -> dict[str, Measurement | Interval | None]:
    """The numbers of the largest growth, and how many accounts were read twice."""
    numbers: dict[str, Measurement | Interval | None] = dict.fromkeys(NUMBERS)
    tracks = [t for g in found.groups for t in g.tracks.values()]
    if not tracks:
        return numbers
    origins = [o.origin for t in tracks for o in (t.first, t.last)]
    measured = sum(t.is_measured for t in found.rows)
    numbers["audience_read_twice"] = tally("rivals.audience_read_twice", measured, origins)
    numbers["audience_refused"] = tally("rivals.audience_refused", len(found.refused), origins)
    if found.lead is None:
        return numbers
    group, track = found.lead
    told = _told("rivals.audience", track)
    ours = group.compared.get(US)
    mine = _told("rivals.audience_us_then", ours).growth if ours is not None else None
    origins = [o.origin for t in group.compared.values() for o in (t.first, t.last)]
    return {
        **numbers,
        "audience_compared": tally("rivals.audience_compared", len(group.compared), origins),
        "audience_before": told.before.named("rivals.audience_before"),
        "audience_after": told.after.named("rivals.audience_after"),
        "audience_change": _named(told.change, "rivals.audience_change"),
        "audience_growth": _named(told.growth, "rivals.audience_growth"),
        "audience_growth_us": _named(mine, "rivals.audience_growth_us"),
        "audience_days": told.days.named("rivals.audience_days"),
    }


def audience_facts(found: Readings) -> dict[str, Value]:
    """Whose growth is the largest, where, and between which days."""
    if found.lead is None:
        return dict.fromkeys(FACTS)
    group, track = found.lead
    told = _told("rivals.audience", track)
    return {
        "audience_lead": _name(found.evidence, track.company),
        "audience_lead_platform": word("platform", group.platform),
        "audience_lead_metric": word("metric", METRIC_WORDS[group.metric]),
        "audience_lead_source": word("source", group.source),
        "audience_from": told.from_on.named("rivals.audience_from"),
        "audience_to": told.to_on.named("rivals.audience_to"),
    }


def audience_flags(found: Readings) -> dict[str, bool]:
    lead = found.lead
    return {
        "audience-growth": lead is not None,
        "audience-rank": lead is not None and lead[0].metric == RANK,
        "audience-ours": lead is not None and lead[1].company == US,
        "audience-with-us": lead is not None and US in lead[0].compared,
        "site-ranks": any(t.metric == RANK for t in found.rows),
        "audience-refused": bool(found.refused),
        "first-reading": found.is_first,
    }


def audience_caveats(found: Readings) -> Sequence[Caveat]:
    """Breaks that hide a growth: another account, another way of counting."""
    return [
        Caveat(
            key=f"{track.says}-change",
            facts={
                "company": _name(found.evidence, track.company),
                "platform": word("platform", track.platform),
            },
        )
        for track in found.refused
        if track.says in {"account", "method"}
    ]


def _named(m: Measurement | None, key: str) -> Measurement | None:
    return m.named(key) if m is not None else None


def _name(evidence: Evidence, key: str) -> Quote:
    return from_brief(evidence.brief, evidence.brief.company(key).name, f"companies.{key}.name")
