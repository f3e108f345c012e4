"""Who is where: the matrix of platforms and companies, and whether a competitor is ahead of us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deckgen.arguments._build import word
from deckgen.arguments._channels import ACTIVE, NOT_COMPARED, Channel, channel, platforms
from deckgen.model.brief import US
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Row, Table, Value
from deckgen.model.origin import Origin

MIN_COMPANIES = 2  # a platform is compared when it is known for this many


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Channels by platform and company key; only platforms that are known for at least two companies."""

    evidence: Evidence
    rows: Mapping[str, Mapping[str, Channel]]

    @property
    def origins(self) -> tuple[Origin, ...]:
        return tuple(o for row in self.rows.values() for c in row.values() for o in c.origins)

    def active(self, company: str) -> int:
        return sum(row[company].state == ACTIVE for row in self.rows.values())

    def present(self, company: str) -> int:
        return sum(row[company].is_there for row in self.rows.values())

    def lead(self, rival: str) -> tuple[int, int] | None:
        """By how many active and by how many present platforms a rival is ahead of us; None when none is
        known for both. Activity is compared only where it was measured for both."""
        active = self._compared(rival, lambda c: c.has_activity, lambda c: c.state == ACTIVE)
        present = self._compared(rival, lambda c: c.is_known, lambda c: c.is_there)
        if present is None:
            return None
        return (active or 0, present)

    def _compared(
        self, rival: str, is_known: Callable[[Channel], bool], holds: Callable[[Channel], bool]
    ) -> int | None:
        pairs = [(row[rival], row[US]) for row in self.rows.values()]
        both = [(theirs, ours) for theirs, ours in pairs if is_known(theirs) and is_known(ours)]
        if not both:
            return None
        return sum(int(holds(theirs)) - int(holds(ours)) for theirs, ours in both)

    @property
    def leader(self) -> str:
        """The competitor that is active on most platforms; the brief's order decides between equals."""
        keys = [c.key for c in self.evidence.brief.competitors]
        return max(keys, key=lambda k: (self.active(k), self.present(k))) if keys and self.rows else ""


def matrix(evidence: Evidence) -> Matrix:
    """Reads the matrix out of the evidence; the liveliest platforms come first."""
    companies = evidence.brief.companies
    rows: dict[str, dict[str, Channel]] = {}
    for platform in platforms(evidence):
        row = {c.key: channel(evidence, c, platform) for c in companies}
        known = sum(c.is_known for c in row.values())
        if platform not in NOT_COMPARED and known >= min(MIN_COMPANIES, len(companies)):
            rows[platform] = row

    def liveliness(platform: str) -> tuple[int, int, str]:
        row = rows[platform].values()
        return (-sum(c.state == ACTIVE for c in row), -sum(c.is_there for c in row), platform)

    return Matrix(evidence=evidence, rows={p: rows[p] for p in sorted(rows, key=liveliness)})


def matrix_table(found: Matrix) -> Table:
    """Platforms by company, a state word a cell."""
    keys = tuple(c.key for c in found.evidence.brief.companies)
    rows = []
    for platform, row in found.rows.items():
        cells: dict[str, Value] = {k: word("state", row[k].state) for k in keys}
        rows.append(Row(cells={"platform": word("platform", platform), **cells}))
    return Table(columns=("platform", *keys), rows=tuple(rows))


def audience_table(found: Matrix) -> Table:
    """Platforms by company, people a cell; only platforms where somebody's audience is known."""
    keys = tuple(c.key for c in found.evidence.brief.companies)
    rows = []
    for platform in audience_platforms(found):
        cells: dict[str, Value] = {
            k: found.rows[platform][k].audience_of(f"rivals.audience.{platform}.{k}") for k in keys
        }
        rows.append(Row(cells={"platform": word("platform", platform), **cells}))
    return Table(columns=("platform", *keys), rows=tuple(rows))


def audience_platforms(found: Matrix) -> tuple[str, ...]:
    """Those where most companies' audiences are known come first."""
    known = {p: sum(c.audience is not None for c in row.values()) for p, row in found.rows.items()}
    return tuple(sorted((p for p in known if known[p]), key=lambda p: (-known[p], p)))
