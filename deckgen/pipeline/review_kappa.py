"""How far two people who coded the same rows agree: Cohen's kappa, its rows, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from deckgen.arguments._visible_review import MIN_CODED
from deckgen.model.evidence import Agreement
from deckgen.model.origin import Origin
from deckgen.pipeline.reviews import Decision, Review

KIND, RELEVANCE = "kind", "relevance"
DROP = "drop"
FEWEST = MIN_CODED
Said = Mapping[str, str]  # row id -> what one person said


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two people and what both coded."""

    what: str
    first: Review
    second: Review
    said: tuple[tuple[str, str, str], ...]  # row id, what the first said, what the second said

    @property
    def differing(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(row for row in self.said if row[1] != row[2])

    @property
    def agreed(self) -> int:
        return len(self.said) - len(self.differing)

    @property
    def expected(self) -> Decimal:
        """Rows on which the two would agree by chance."""
        first, second = (Counter(row[side] for row in self.said) for side in (1, 2))
        both = sum(n * second[category] for category, n in first.items())
        return (Decimal(both) / len(self.said)).quantize(Decimal("0.000001"))

    @property
    def kappa(self) -> Decimal | None:
        """None when chance alone would make them agree always: both used one and the same word."""
        rows = len(self.said)
        if rows <= self.expected:
            return None
        return ((self.agreed - self.expected) / (rows - self.expected)).quantize(Decimal("0.000001"))


def pairs(reviews: Sequence[Review]) -> tuple[Pair, ...]:
    """Every two people with rows in common: the kinds of results, and the relevance of mentions."""
    return tuple(
        pair
        for what, told in ((KIND, _kind), (RELEVANCE, _relevance))
        for first, second in combinations(reviews, 2)
        if (pair := _pair(what, first, second, told)).said
    )


def agreements(reviews: Sequence[Review], origins: Mapping[str, Origin]) -> tuple[Agreement, ...]:
    """For each question the two who coded most rows in common; of equals those who agree least."""
    best: dict[str, Pair] = {}
    for pair in sorted(pairs(reviews), key=lambda p: (-len(p.said), p.kappa if p.kappa is not None else 2)):
        best.setdefault(pair.what, pair)
    return tuple(
        Agreement(
            what=pair.what,
            rows=len(pair.said),
            agreed=pair.agreed,
            expected=pair.expected,
            origins=(origins[pair.first.coder], origins[pair.second.coder]),
        )
        for pair in best.values()
    )


def _pair(what: str, first: Review, second: Review, told: Callable[[str, Decision], str]) -> Pair:
    return Pair(what=what, first=first, second=second, said=tuple(_both(first, second, told)))


def _both(
    first: Review, second: Review, told: Callable[[str, Decision], str]
) -> Iterator[tuple[str, str, str]]:
    for row, decision in first.decisions.items():
        other = second.decisions.get(row)
        if other is None:
            continue
        one, two = told(row, decision), told(row, other)
        if one and two:
            yield row, one, two


def _kind(row: str, decision: Decision) -> str:
    """What somebody said a result is. A label that was left as told was perhaps not looked at: no answer."""
    if not row.startswith("r-"):
        return ""
    if decision.keep is False:
        return DROP
    return decision.label.value if decision.label is not None else ""


def _relevance(row: str, decision: Decision) -> str:
    if not row.startswith("m-") or decision.keep is None:
        return ""
    return "yes" if decision.keep else "no"
