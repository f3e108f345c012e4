"""Who gains ground: by mentions in two equal halves, else by page views, else by audiences read twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deckgen.arguments._audience import MIN_BASE as MIN_AUDIENCE
from deckgen.arguments._audience import Group
from deckgen.arguments._channels import AUDIENCE
from deckgen.arguments._counting import day_of
from deckgen.arguments._heard import trend_window
from deckgen.arguments._rivalry import Rivalry
from deckgen.arguments._timeline import Span, by_source, steady_from
from deckgen.model.brief import US, Company, Window
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.measure import Interval, Measurement, Unit, answers, counted, observed, total
from deckgen.model.origin import Origin
from deckgen.model.ranges import MIN_MONTHS, growth_gap, mean_gap, mean_ratio, rate_ratio

MIN_BASE = 10  # mentions before: under this no change is named
PAGE_MOVE = "page-move"
VIEWS = "views_month"
FASTER, SLOWER, UNCLEAR, TOO_FEW, OURS = "faster", "slower", "unclear", "too-few", "us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One company before and after, with the months where there are months."""

    before: Measurement
    after: Measurement
    months: tuple[tuple[Measurement, ...], tuple[Measurement, ...]] = ((), ())
    least: int = MIN_BASE

    @property
    def is_enough(self) -> bool:
        return self.before.value >= self.least

    def ratio(self, key: str) -> Interval | None:
        """After over before; the range of views comes from how much months differ."""
        if not self.is_enough:
            return None
        if self.months[0]:
            return mean_ratio(key, *self.months)
        return rate_ratio(key, self.before, self.after)

    def gap(self, key: str, ours: Change) -> Interval | None:
        """Their ratio over ours; None when either base is too small."""
        if not (self.is_enough and ours.is_enough):
            return None
        if self.months[0]:
            return mean_gap(key, ours.months, self.months)
        return growth_gap(key, (ours.before, ours.after), (self.before, self.after))


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The two halves that are compared, and each company's change; a company that broke off is not in it."""

    metric: str  # mentions | views | audience
    source: str  # key, or "several"
    platform: str = ""  # of an audience
    halves: tuple[Window, Window]  # of an audience: the days on which it was read first and last
    changes: Mapping[str, Change]
    origins: tuple[Origin, ...]

    def gap(self, key: str) -> Interval | None:
        """A competitor's growth over ours."""
        if US not in self.changes or key not in self.changes:
            return None
        return self.changes[key].gap(f"rivals.gap.{key}", self.changes[US])

    def verdict(self, key: str) -> str:
        """Faster or slower than we only where the range excludes 1."""
        if key == US:
            return OURS
        found = self.gap(key)
        if found is None:
            return TOO_FEW
        if found.low.value > 1:
            return FASTER
        return SLOWER if found.high.value < 1 else UNCLEAR

    @property
    def says_something(self) -> bool:
        """Whether any competitor can be compared with us."""
        return any(self.verdict(k) in {FASTER, SLOWER, UNCLEAR} for k in self.changes)


def growth(evidence: Evidence, compared: Rivalry, audiences: Sequence[Growth] = ()) -> Growth | None:
    """By mentions where we and half of the competitors have enough, else by the first that says something:
    views, one audience; else by what there is. One decides; two are never mixed.
    """
    by_mentions = _by_mentions(evidence, compared)
    if by_mentions is not None and _is_enough(evidence, by_mentions):
        return by_mentions
    by_views = _by_views(evidence)
    others = [f for f in (by_views, *audiences) if f is not None and f.says_something]
    if others:
        return others[0]
    return by_views if by_views is not None else by_mentions


def by_audience(evidence: Evidence, groups: Sequence[Group]) -> tuple[Growth, ...]:
    """Audiences platform by platform, where we and a competitor were read twice, over the same days.

    What chance does to counts of this size is asked of them as of mentions, though every head is counted:
    a difference that small says nothing about who gains ground.
    """
    comparable = (g for g in groups if g.metric == AUDIENCE and US in g.compared and len(g.compared) > 1)
    return tuple(_of_audience(evidence, group) for group in comparable)


def _of_audience(evidence: Evidence, group: Group) -> Growth:
    changes = {}
    for company in evidence.brief.companies:
        if (track := group.compared.get(company.key)) is not None:
            before, after = (
                observed(
                    f"rivals.readings.{group.platform}.{group.source}.{company.key}.{name}",
                    seen,
                    unit=Unit.PEOPLE,
                )
                for name, seen in (("before", track.first), ("after", track.last))
            )
            changes[company.key] = Change(before=before, after=after, least=MIN_AUDIENCE)
    tracks = group.compared.values()
    return Growth(
        metric=AUDIENCE,
        source=group.source,
        platform=group.platform,
        halves=(_days(t.first.as_of for t in tracks), _days(t.last.as_of for t in tracks)),
        changes=changes,
        origins=answers(o.origin for t in tracks for o in (t.first, t.last)),
    )


def _days(days: Iterable[date]) -> Window:
    """From the first to the last of these days."""
    known = sorted(days)
    return Window(start=known[0], end=known[-1] + timedelta(days=1))


def _is_enough(evidence: Evidence, found: Growth) -> bool:
    rivals = [c.key for c in evidence.brief.competitors]
    enough = [k for k in rivals if k in found.changes and found.changes[k].is_enough]
    return found.changes[US].is_enough and len(enough) * 2 >= max(1, len(rivals))


def _by_mentions(evidence: Evidence, compared: Rivalry) -> Growth | None:
    """Counts in two halves that go back as far as the source with most mentions does for everybody."""
    days = compared.days
    sizes = by_source(m for items in compared.mentions.values() for m in items)
    if not sizes:
        return None
    biggest = min(sizes, key=lambda s: (-sizes[s], s))
    origins = {r.source: r.origin for r in evidence.readings}
    steady = steady_from(evidence, compared.mentions)
    covered = tuple(
        Span(
            source=s,
            start=w.start,
            end=w.end,
            is_whole=True,
            origin=origins[s],
            all_since=steady.get(s),
        )
        for s, w in days.items()
    )
    reach = trend_window(evidence.brief.window, covered, biggest)
    if reach is None:
        return None
    halves = reach.halves()
    both = Window(start=halves[0].start, end=halves[1].end)
    sources = sorted(s.source for s in covered if s.covers(both))
    listed = [r.origin for r in evidence.readings if r.source in sources]
    changes = {}
    for key, items in compared.mentions.items():
        mine = [m for m in items if m.source in sources]
        before, after = (
            counted(
                f"rivals.mentions.{key}.{name}",
                (m.origin for m in mine if half.holds(day_of(m))),
                nothing=listed,
            )
            for name, half in zip(("before", "after"), halves, strict=True)
        )
        changes[key] = Change(before=before, after=after)
    return Growth(
        metric="mentions",
        source=sources[0] if len(sources) == 1 else "several",
        halves=halves,
        changes=changes,
        origins=answers(listed),
    )


def views(evidence: Evidence, company: Company) -> dict[date, Observation]:
    """Page views by month, for full months in the window."""
    window = evidence.brief.window
    found: dict[date, Observation] = {}
    known = evidence.observed(VIEWS, about=company.key)
    for seen in sorted(known, key=lambda o: (-o.value, o.source, o.origin.url)):
        if seen.period is not None and seen.period >= window.start and _after(seen.period) <= window.end:
            found.setdefault(seen.period.replace(day=1), seen)
    return dict(sorted(found.items()))


def is_moved(known: Mapping[date, Observation]) -> bool:
    """Whether the page was moved meanwhile: views before and after are not of the same page."""
    return any(o.note == PAGE_MOVE for o in known.values())


def _by_views(evidence: Evidence) -> Growth | None:
    """Mean views a month in two halves, of the months that all unbroken pages share."""
    known = {c.key: views(evidence, c) for c in evidence.brief.companies}
    whole = {k: v for k, v in known.items() if v and not is_moved(v)}
    if US not in whole or len(whole) < 2:
        return None
    months = sorted(set.intersection(*(set(v) for v in whole.values())))
    half = len(months) // 2
    if half < MIN_MONTHS:
        return None
    first, last = months[-2 * half : -half], months[-half:]
    changes = {key: _change(key, seen, first, last) for key, seen in whole.items()}
    sources = sorted({o.source for v in whole.values() for o in v.values()})
    return Growth(
        metric="views",
        source=sources[0] if len(sources) == 1 else "several",
        halves=(
            Window(start=first[0], end=_after(first[-1])),
            Window(start=last[0], end=_after(last[-1])),
        ),
        changes=changes,
        origins=answers(o.origin for v in whole.values() for o in v.values()),
    )


def _change(key: str, seen: Mapping[date, Observation], first: list[date], last: list[date]) -> Change:
    def months(days: list[date]) -> tuple[Measurement, ...]:
        return tuple(observed(f"rivals.views.{key}.{d.isoformat()}", seen[d]) for d in days)

    before, after = months(first), months(last)
    return Change(
        before=total(f"rivals.views.{key}.before", before),
        after=total(f"rivals.views.{key}.after", after),
        months=(before, after),
    )


def _after(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
