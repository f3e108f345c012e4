"""Milestones with a baseline from the evidence and a target by a stated rule; no baseline, no target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deckgen.arguments._build import constant, from_brief, word
from deckgen.arguments._proposals import ANSWER_DAYS, MORE_RESULTS, PHASES, POSTS_A_WEEK, WEEKS
from deckgen.arguments._schedule import Schedule
from deckgen.model.brief import Brief
from deckgen.model.finding import Findings, Row, Table, Value
from deckgen.model.measure import Interval, Measurement, Unit, measured, product, quotient, total
from deckgen.model.ranges import first_clear_growth

COLUMNS = ("milestone", "layer", "baseline", "target", "by", "source", "who", "miss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One promise: due at the end of `phase`, kept by `who`, and what follows when it is missed."""

    key: str
    layer: str  # output | outcome | impact
    phase: str
    who: str
    miss: str
    baseline: Measurement | None = None
    target: Measurement | None = None

    @property
    def source(self) -> str:
        """Where the baseline was read, and the target will be."""
        sources = sorted({o.source for o in self.baseline.origins}) if self.baseline is not None else []
        return sources[0] if len(sources) == 1 else "several" * bool(sources)


def milestones_table(schedule: Schedule, earlier: Findings, blogs: Measurement) -> Table:
    """The milestones that fall into the phases asked for."""
    phases = {p.key: p for p in schedule.phases}
    due = [m for m in (*_outputs(blogs), *_outcomes(earlier)) if m.phase in phases]
    return Table(columns=COLUMNS, rows=tuple(_row(schedule, m) for m in due))


def who(brief: Brief, role: str) -> Value:
    """The owner by name where the brief names one, else the role."""
    if role == "owner" and brief.plan.owner:
        return from_brief(brief, brief.plan.owner, "plan.owner")
    return word("role", role)


def _row(schedule: Schedule, m: Milestone) -> Row:
    phase = next(p for p in schedule.phases if p.key == m.phase)
    return Row(
        cells={
            "milestone": word("milestone", m.key),
            "layer": word("layer", m.layer),
            "baseline": m.baseline,
            "target": m.target,
            "by": schedule.gate(f"plan.milestone.{m.key}.by", phase),
            "source": word("source", m.source) if m.source else None,
            "who": who(schedule.brief, m.who),
            "miss": word("miss", m.miss),
        }
    )


def _outputs(blogs: Measurement) -> Iterator[Milestone]:
    """What we do: in our own hands, so the target is a promise and needs no baseline."""

    def output(key: str, phase: str, who: str, miss: str, target: Measurement | None) -> Milestone:
        return Milestone(key=key, layer="output", phase=phase, who=who, miss=miss, target=target)

    publish = next(p for p in PHASES if p.key == "publish")
    yield output("policy", "listen", "owner", "stop", constant("plan.target.policy", 1))
    yield output("baseline", "listen", "communication", "stop", None)
    days = constant("plan.target.answer-time", ANSWER_DAYS, Unit.DAYS)
    yield output("answer-time", "answer", "service", "explain", days)
    yield output("comments", "answer", "product", "shrink", blogs.named("plan.target.comments"))
    posts = constant("plan.target.posts", POSTS_A_WEEK * publish.weeks)
    yield output("posts", "publish", "product", "shrink", posts)


def _outcomes(earlier: Findings) -> Iterator[Milestone]:
    """What comes of it: measured the same way as in this deck, from today's number on."""

    def outcome(key: str, found: tuple[Measurement | None, Measurement | None]) -> Milestone:
        baseline, target = found
        return Milestone(
            key=key,
            layer="outcome",
            phase="publish",
            who="owner",
            miss="explain",
            baseline=baseline,
            target=target if baseline is not None else None,
        )

    yield outcome("own-results", _more_results(_plain(earlier, "voice", "own_results")))
    yield outcome("blog-share", _above_range("blog-share", _interval(earlier, "visible", "blog_share")))
    spoken = _interval(earlier, "voice", "share_of_voice")
    yield outcome("share-of-voice", _above_range("share-of-voice", spoken))
    yield outcome("mentions-week", _clear_growth(_plain(earlier, "talk", "per_week")))
    yield Milestone(key="enquiries", layer="impact", phase="publish", who="management", miss="repeat")


def _more_results(baseline: Measurement | None) -> tuple[Measurement | None, Measurement | None]:
    if baseline is None:
        return (None, None)
    more = constant("plan.target.more-results", MORE_RESULTS)
    return (baseline, total("plan.target.own-results", (baseline, more)))


def _above_range(key: str, found: Interval | None) -> tuple[Measurement | None, Measurement | None]:
    """The upper end of today's range: only what lies above it is a change."""
    if found is None:
        return (None, None)
    target = measured(
        f"plan.target.{key}",
        found.high.value,
        formula="above-range",
        unit=Unit.SHARE,
        origins=found.high.origins,
        inputs=((found.high.key, found.high.value),),
    )
    return (found.point, target)


def _clear_growth(baseline: Measurement | None) -> tuple[Measurement | None, Measurement | None]:
    """The fewest mentions a week, over a plan's length, that would show a rise beyond chance."""
    if baseline is None or not baseline.value:
        return (baseline, None)
    weeks = constant("plan.target.weeks", WEEKS, Unit.WEEKS)
    before = product("plan.target.mentions-before", baseline, weeks, unit=Unit.COUNT)
    count = first_clear_growth("plan.target.mentions-after", before)
    return (baseline, quotient("plan.target.mentions-week", count, by=weeks) if count is not None else None)


def _plain(earlier: Findings, finding: str, name: str) -> Measurement | None:
    value = earlier[finding].numbers.get(name) if finding in earlier else None
    return value.point if isinstance(value, Interval) else value


def _interval(earlier: Findings, finding: str, name: str) -> Interval | None:
    value = earlier[finding].numbers.get(name) if finding in earlier else None
    return value if isinstance(value, Interval) else None
