"""The plan's calendar as tables and exhibits: phases, tasks, cost lines, options and blogs to comment on."""

from __future__ import annotations

from deckgen.arguments._ask import FULL, LISTEN, NOTHING, PILOT
from deckgen.arguments._build import constant, quote, series, word
from deckgen.arguments._milestones import who
from deckgen.arguments._proposals import NAMED_BLOGS, PHASES, Phase, Task
from deckgen.arguments._schedule import Schedule
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Exhibit, Findings, Quote, Row, Series, Table, Value
from deckgen.model.measure import Measurement, Unit, measured


def phases_table(schedule: Schedule) -> Table:
    rows = tuple(_phase(schedule, p) for p in schedule.phases)
    return Table(columns=("phase", "from", "to", "hours", "cost", "gate", "gate_on"), rows=rows)


def _phase(schedule: Schedule, phase: Phase) -> Row:
    key = f"plan.phase.{phase.key}"
    return Row(
        cells={
            "phase": word("phase", phase.key),
            "from": schedule.day(f"{key}.from", phase.first, is_end=False),
            "to": schedule.day(f"{key}.to", phase.last, is_end=True),
            "hours": schedule.hours(f"{key}.hours", (phase,)),
            "cost": schedule.cost(f"{key}.cost", (phase,)),
            "gate": word("gate", phase.key),
            "gate_on": schedule.gate(f"{key}.gate", phase),
        }
    )


def tasks_table(schedule: Schedule) -> Table:
    rows = tuple(_task(schedule, t) for t in schedule.tasks)
    return Table(columns=("task", "phase", "owner", "start", "end", "hours"), rows=rows)


def _task(schedule: Schedule, task: Task) -> Row:
    key = f"plan.task.{task.key}"
    return Row(
        cells={
            "task": word("task", task.key),
            "phase": word("phase", task.phase),
            "owner": who(schedule.brief, task.role),
            "start": week_number(f"{key}.start", task.first),
            "end": week_number(f"{key}.end", task.last),
            "hours": schedule.task_hours(f"{key}.hours", task),
        }
    )


def week_number(key: str, week: int) -> Measurement:
    return measured(key, week, formula="week-number", origins=())


def costs_table(schedule: Schedule) -> Table:
    phases = schedule.phases
    amounts = {
        "internal": schedule.internal("plan.internal_cost", phases),
        "cash": schedule.cash("plan.cash", phases),
        "total": schedule.cost("plan.cost", phases),
    }
    rows = (
        Row(
            cells={
                "line": word("cost-line", line),
                "hours": schedule.hours("plan.hours", phases) if line == "internal" else None,
                "rate": schedule.rate if line == "internal" else None,
                "amount": amount,
            }
        )
        for line, amount in amounts.items()
    )
    return Table(columns=("line", "hours", "rate", "amount"), rows=tuple(rows))


def options_table(schedule: Schedule, ask: str) -> Table:
    """Do nothing, listen, or the whole plan; the one that is asked for is ours."""
    whole = FULL if ask == FULL else PILOT
    known = {"nothing": (), LISTEN: PHASES[:1], whole: PHASES}
    asked = {NOTHING: "nothing"}.get(ask, ask)
    rows = []
    for option, phases in known.items():
        key = f"plan.option.{option}"
        is_free = not phases
        cost = constant(f"{key}.cost", 0, Unit.MONEY) if is_free else schedule.cost(f"{key}.cost", phases)
        hours = constant(f"{key}.hours", 0, Unit.HOURS) if is_free else schedule.hours(f"{key}.hours", phases)
        cells: dict[str, Value] = {
            "option": word("option", option),
            "cost": cost,
            "hours": hours,
            "gets": word("gets", option),
            "risk": word("risk-of", option),
        }
        rows.append(Row(cells=cells, role="us" if option == asked else "other"))
    return Table(columns=("option", "cost", "hours", "gets", "risk"), rows=tuple(rows))


def blogs_table(evidence: Evidence, earlier: Findings) -> Table:
    """Blogs to comment on, by name: those that searchers meet most, with the page they meet."""
    found = earlier["visible"].tables.get("blogs") if "visible" in earlier else None
    rows = tuple(_blog(evidence, row) for row in found.rows[:NAMED_BLOGS]) if found else ()
    return Table(columns=("blog", "why", "rank", "level"), rows=rows)


def _blog(evidence: Evidence, row: Row) -> Row:
    blog = row.cells["blog"]
    best = blog.url if isinstance(blog, Quote) else ""
    page = min(
        (r for r in evidence.results if r.url == best), key=lambda r: (r.rank, r.query, r.title), default=None
    )
    return Row(
        cells={
            "blog": blog,
            "why": quote(page.title, (page.origin,), page.url) if page is not None else None,
            "rank": row.cells["best"],
            "level": row.cells["level"],
        }
    )


def cost_exhibit(schedule: Schedule) -> Exhibit:
    """Work and cash of each phase; a part that is not known is a gap."""
    phases = schedule.phases
    internal = [schedule.internal(f"plan.phase.{p.key}.cost.internal", (p,)) for p in phases]
    cash = [schedule.cash(f"plan.phase.{p.key}.cost.cash", (p,)) for p in phases]
    return Exhibit(
        labels=tuple(word("phase", p.key) for p in phases),
        series=(
            series(word("cost", "internal"), internal, "us"),
            series(word("cost", "cash"), cash, "other"),
        ),
    )


def roadmap_exhibit(schedule: Schedule) -> Exhibit:
    """Phases first, then one row a stream with its tasks as bars; each phase ends with a review."""
    weeks = tuple(range(1, schedule.weeks + 1))
    streams = tuple(dict.fromkeys(t.stream for t in schedule.tasks))
    return Exhibit(
        labels=tuple(week_number(f"plan.week.{w}", w) for w in weeks),
        series=(
            *(_phase_row(schedule, phase, weeks) for phase in schedule.phases),
            *(_stream_row(schedule, stream, weeks) for stream in streams),
        ),
        notes=tuple(
            (phase.last - 1, note)
            for phase in schedule.phases
            for note in (schedule.gate(f"plan.gate.{phase.key}", phase), word("gate", phase.key))
            if note is not None
        ),
    )


def _phase_row(schedule: Schedule, phase: Phase, weeks: tuple[int, ...]) -> Series:
    cost = schedule.cost(f"plan.phase.{phase.key}.cost", (phase,))
    return Series(
        label=word("phase", phase.key),
        points=tuple(
            week_number(f"plan.roadmap.{phase.key}.{w}", w) if phase.first <= w <= phase.last else None
            for w in weeks
        ),
        role="conversation",
        texts=tuple(cost if w == phase.first else None for w in weeks),
    )


def _stream_row(schedule: Schedule, stream: str, weeks: tuple[int, ...]) -> Series:
    """Its tasks follow each other; the ones of the first phase, which can stop it all, stand out."""
    at = {w: t for t in schedule.tasks if t.stream == stream for w in range(t.first, t.last + 1)}
    return Series(
        label=word("stream", stream),
        points=tuple(week_number(f"plan.roadmap.{at[w].key}.{w}", w) if w in at else None for w in weeks),
        role="us",
        roles=tuple("us" if w in at and at[w].phase == PHASES[0].key else "other" for w in weeks),
        texts=tuple(word("task", at[w].key) if w in at and at[w].first == w else None for w in weeks),
    )
