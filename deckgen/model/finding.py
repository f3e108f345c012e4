"""What an argument concludes: a verdict, named numbers, series and tables for exhibits. No words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from deckgen.model.evidence import Evidence
from deckgen.model.measure import Interval, Measurement
from deckgen.model.origin import Origin


class Verdict(StrEnum):
    STRONG = "strong"
    WEAK = "weak"
    MISSING = "missing"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Text from outside (a title, a name, a URL): printed as it is, never as markup; carries its origins."""

    text: str
    origins: tuple[Origin, ...]
    url: str = ""
    language: str = ""  # ISO 639-1, where its source states it


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A key the template has the words for, e.g. Word(group="kind", key="blog")."""

    group: str
    key: str


Value = Measurement | Interval | Quote | Word | None  # None prints as "not measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of an exhibit: cells by column key. `role` (a value of deck.Role) colours it."""

    cells: Mapping[str, Value]
    role: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of an exhibit, already in the order they are shown."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Numbers along labels (weeks, sources, ranks). A None point is a gap, drawn as a gap."""

    label: Value
    points: tuple[Measurement | None, ...]
    role: str = "other"  # a value of deck.Role
    roles: tuple[str, ...] = ()  # one per point where points differ in role
    texts: tuple[Value, ...] = ()  # one per point where something else than its number is written at it


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What a chart is drawn from: labels along the axis and one or more series of the same length."""

    labels: tuple[Value, ...]
    series: tuple[Series, ...]
    notes: tuple[tuple[int, Value], ...] = ()  # (index of a point, what happened there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One named threshold and what the evidence gave: printed on the method slide."""

    key: str
    is_met: bool
    value: Measurement | None
    threshold: Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Caveat:
    """A limit of the evidence; the template has the sentence, with `facts` to print in it."""

    key: str
    facts: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one argument concludes."""

    key: str
    verdict: Verdict
    numbers: Mapping[str, Measurement | Interval | None] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))  # names, quotes, words
    exhibits: Mapping[str, Exhibit] = field(default_factory=lambda: MappingProxyType({}))
    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    flags: frozenset[str] = frozenset()  # conditions a wording may ask for, e.g. "industry-only"
    tests: tuple[Test, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    origins: tuple[Origin, ...] = ()


Findings = Mapping[str, Finding]


class Argument(ABC):
    """One of the five: pure, no clock, no network, no words.

    `order` is the number management sees; `needs` names findings that must come first.
    """

    key: str
    order: int
    needs: tuple[str, ...] = ()

    @abstractmethod
    def find(self, evidence: Evidence, earlier: Findings) -> Finding: ...
