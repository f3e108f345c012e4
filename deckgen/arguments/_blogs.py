"""The blogs that searchers meet: how often, how high, how large their audience, and how lately they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deckgen.arguments._asked import TRAFFIC_METRICS, asked_for
from deckgen.arguments._build import from_brief, quote, word
from deckgen.arguments._results import Results, kind_of
from deckgen.model.evidence import Evidence, Observation, SearchResult, SiteKind
from deckgen.model.finding import Row, Table
from deckgen.model.measure import Measurement, Unit, counted, day, measured
from deckgen.model.source import Gives
from deckgen.model.traffic import TrafficLevel, level_of
from deckgen.parsing.addresses import host_of

ACTIVE_DAYS = 180
BUCKET = "bucket"  # step of a question about the first sites only: no answer there is no absence
COLUMNS = ("rank", "blog", "results", "best", "query", "level", "last")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """One blog by its host; `results` best rank first."""

    host: str
    results: tuple[SearchResult, ...]
    level: TrafficLevel
    last: SearchResult | None  # the newest of its results that has a date

    @property
    def best(self) -> SearchResult:
        return self.results[0]

    @property
    def is_levelled(self) -> bool:
        return self.level not in {TrafficLevel.NOT_LOOKED_UP, TrafficLevel.UNLISTED}


def blogs(evidence: Evidence, results: Results) -> tuple[Blog, ...]:
    """All blogs, those that turn up most often first, then those that stand highest."""
    found: dict[str, list[SearchResult]] = {}
    for result in results.all:
        if kind_of(result) is SiteKind.BLOG:
            found.setdefault(host_of(result.url) or result.url, []).append(result)
    ranks = traffic(evidence)
    made = (_blog(evidence, host, mine, ranks) for host, mine in found.items())
    return tuple(sorted(made, key=lambda b: (-len(b.results), b.best.rank, b.host)))


def _blog(evidence: Evidence, host: str, mine: list[SearchResult], ranks: dict[str, Observation]) -> Blog:
    dated = [r for r in mine if r.published_on is not None and r.published_on <= evidence.brief.as_of]
    return Blog(
        host=host,
        results=tuple(sorted(mine, key=lambda r: (r.rank, r.query, r.engine, r.url))),
        level=_level(evidence, host, ranks),
        last=max(dated, key=lambda r: (r.published_on or date.min, r.url), default=None),
    )


def traffic(evidence: Evidence) -> dict[str, Observation]:
    """The best known place of each host in a list of sites; a shared platform's is not the blog's own."""
    found: dict[str, Observation] = {}
    companies = {c.key for c in evidence.brief.companies}  # ranks of their own sites are no blog's
    known = [
        o for o in evidence.observations if o.metric.startswith(TRAFFIC_METRICS) and o.about not in companies
    ]
    for seen in sorted(known, key=lambda o: (o.value, o.source, o.metric, o.about)):
        found.setdefault(host_of(seen.about), seen)
    return found


def is_looked_up(evidence: Evidence, host: str) -> bool:
    """Whether a whole list was read, or one was asked for this host: only then does absence speak."""
    sources = set(asked_for(evidence, Gives.TRAFFIC))
    companies = {c.key for c in evidence.brief.companies}
    told = [lo for lo in evidence.lookups if lo.source in sources and lo.step != BUCKET]
    asked = {lo.about for lo in told} - companies
    return "" in asked or host in asked


def _level(evidence: Evidence, host: str, ranks: dict[str, Observation]) -> TrafficLevel:
    if host in ranks:
        return level_of(ranks[host].value)
    return TrafficLevel.UNLISTED if is_looked_up(evidence, host) else TrafficLevel.NOT_LOOKED_UP


def blogs_table(evidence: Evidence, found: tuple[Blog, ...]) -> Table:
    """One row a blog, with a running number."""
    rows = tuple(_row(evidence, i, blog) for i, blog in enumerate(found, 1))
    return Table(columns=COLUMNS, rows=rows)


def _row(evidence: Evidence, number: int, blog: Blog) -> Row:
    key = f"visible.blog.{blog.host}"
    query = next(q for q in evidence.brief.queries if q.key == blog.best.query)
    return Row(
        cells={
            "rank": measured(f"{key}.number", number, formula="position", origins=(), unit=Unit.RANK),
            "blog": quote(blog.host, (blog.best.origin,), blog.best.url),
            "results": counted(f"{key}.results", (r.origin for r in blog.results)),
            "best": rank_of(f"{key}.best", blog.best),
            "query": from_brief(evidence.brief, query.text, f"queries.{query.key}"),
            "level": word("level", blog.level),
            "last": last_of(f"{key}.last", blog),
        },
        role="conversation",
    )


def rank_of(key: str, result: SearchResult) -> Measurement:
    """A result's rank as read."""
    return measured(key, result.rank, formula="as-read", origins=(result.origin,), unit=Unit.RANK)


def last_of(key: str, blog: Blog) -> Measurement | None:
    if blog.last is None or blog.last.published_on is None:
        return None
    return day(key, blog.last.published_on, formula="as-read", origins=(blog.last.origin,))
