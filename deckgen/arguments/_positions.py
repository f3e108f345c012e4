"""Places of single sites in search results, as tools list them: ours and the best competitor's, by query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deckgen.arguments._build import from_brief, tally, word
from deckgen.model.brief import US, Brief, Query
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.finding import Row, Table
from deckgen.model.measure import Measurement, Unit, day, observed, weakest
from deckgen.model.origin import Kind

POSITION = "search_position"
COLUMNS = ("query", "engine", "ours", "best", "rival", "as_of")
NUMBERS = (
    "positions",
    "positions_ours",
    "positions_compared",
    "positions_ahead",
    "found_top10",
    "found_top100",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one engine places us and the best of the competitors for one query, as far as tools say."""

    query: Query
    engine: str
    ours: Observation | None
    best: Observation | None

    @property
    def known(self) -> tuple[Observation, ...]:
        return tuple(o for o in (self.ours, self.best) if o is not None)

    @property
    def is_compared(self) -> bool:
        return len(self.known) == 2

    @property
    def is_behind(self) -> bool:
        """Whether the competitor stands before us."""
        return self.ours is not None and self.best is not None and self.best.value < self.ours.value


def standings(evidence: Evidence) -> tuple[Standing, ...]:
    """In the order of the brief's queries; queries of which no tool says anything are not among them."""
    every = [o for o in evidence.observations if o.metric == POSITION]
    found = []
    for query in evidence.brief.queries:
        of_query = [o for o in every if o.note == query.key]
        for engine in sorted({o.platform for o in of_query}):
            here = [o for o in of_query if o.platform == engine]
            rivals = (_latest(here, c.key) for c in evidence.brief.competitors)
            best = min((o for o in rivals if o is not None), key=lambda o: o.value, default=None)
            ours = _latest(here, US)
            if ours is not None or best is not None:
                found.append(Standing(query=query, engine=engine, ours=ours, best=best))
    return tuple(found)


def position_numbers(evidence: Evidence, found: Sequence[Standing]) -> dict[str, Measurement | None]:
    """How many places are known, compared and lost; all None when no tool says anything."""
    if not found:
        return dict.fromkeys(NUMBERS)
    compared = [s for s in found if s.is_compared]
    return {
        "positions": _count("positions", found, found),
        "positions_ours": _count("positions_ours", [s for s in found if s.ours is not None], found),
        "positions_compared": _count("positions_compared", compared, found),
        "positions_ahead": _count("positions_ahead", [s for s in compared if s.is_behind], found),
        "found_top10": _times_found(evidence, "top10"),
        "found_top100": _times_found(evidence, "top100"),
    }


def position_table(brief: Brief, found: Iterable[Standing]) -> Table:
    """A row for each query and engine; the day is that of the older of both places."""
    return Table(columns=COLUMNS, rows=tuple(_row(brief, standing) for standing in found))


def _row(brief: Brief, standing: Standing) -> Row:
    key = f"voice.position.{standing.query.key}.{standing.engine}"
    oldest = min(standing.known, key=lambda o: o.as_of)
    best = standing.best
    return Row(
        cells={
            "query": from_brief(brief, standing.query.text, f"queries.{standing.query.key}"),
            "engine": word("engine", standing.engine),
            "ours": observed(f"{key}.ours", standing.ours, unit=Unit.RANK) if standing.ours else None,
            "best": observed(f"{key}.best", best, unit=Unit.RANK) if best else None,
            "rival": from_brief(brief, brief.company(best.about).name, f"companies.{best.about}.name")
            if best
            else None,
            "as_of": day(f"{key}.as_of", oldest.as_of, formula="as-read", origins=(oldest.origin,)),
        }
    )


def _latest(found: Iterable[Observation], company: str) -> Observation | None:
    """The newest place; of one day a place that was seen goes before an average, then the better one."""
    mine = (o for o in found if o.about == company)
    return min(
        mine,
        key=lambda o: (-o.as_of.toordinal(), o.kind is not Kind.EXACT, o.value, o.origin.url, o.source),
        default=None,
    )


def _count(key: str, counted: Sequence[Standing], of: Sequence[Standing]) -> Measurement:
    """Standings counted; a count of places that are averages is an estimate where it compares them."""
    known = [o for standing in of for o in standing.known]
    kind = weakest(o.kind for o in known) if key == "positions_ahead" else Kind.EXACT
    return tally(f"voice.{key}", len(counted), (o.origin for o in known), kind=kind)


def _times_found(evidence: Evidence, depth: str) -> Measurement | None:
    """For how many queries our site stands so far up, by the newest export."""
    found = evidence.observed(f"search_{depth}", about=US)
    newest = max(found, key=lambda o: (o.as_of, o.value, o.origin.url), default=None)
    return observed(f"voice.found_{depth}", newest) if newest else None
