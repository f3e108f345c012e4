"""The one-page brief, typed: who we are, who we compare with, what to ask, what the plan may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from deckgen.model.options import OptionValue

US = "us"
DEFAULT_WEEKS = 52


class Sender(StrEnum):
    """Who presents the deck; anyone but in-house has an interest in the answer, which is printed."""

    IN_HOUSE = "in-house"
    PR = "pr-agency"
    MEDIA = "media-agency"
    ADVERTISING = "advertising-agency"
    DIGITAL = "digital-agency"
    CONSULTANCY = "consultancy"


class Length(StrEnum):
    FULL = "full"
    MEETING = "meeting"
    FIVE = "five"


class TopicKind(StrEnum):
    US = "us"
    COMPETITOR = "competitor"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Whole weeks, Monday to Monday, half-open [start, end), in UTC."""

    start: date
    end: date

    @property
    def weeks(self) -> int:
        return (self.end - self.start).days // 7

    def holds(self, moment: datetime | date) -> bool:
        """Whether a moment (UTC) or day lies in the window."""
        day = moment.date() if isinstance(moment, datetime) else moment
        return self.start <= day < self.end

    def mondays(self) -> tuple[date, ...]:
        return tuple(self.start + timedelta(days=7 * i) for i in range(self.weeks))

    def halves(self) -> tuple[Window, Window]:
        """Two equal halves of whole weeks; with an odd number of weeks the oldest week is left out."""
        half = self.weeks // 2
        middle = self.end - timedelta(days=7 * half)
        return (
            Window(start=middle - timedelta(days=7 * half), end=middle),
            Window(start=middle, end=self.end),
        )


def whole_weeks(*, as_of: date, weeks: int = DEFAULT_WEEKS) -> Window:
    """The last `weeks` full weeks before the week that holds `as_of`."""
    end = as_of - timedelta(days=as_of.weekday())
    return Window(start=end - timedelta(days=7 * weeks), end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """We ourselves (key "us") or a competitor."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()  # registrable domains or hosts it owns, lower case, no scheme
    handles: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )  # platform -> handle or URL
    wikidata: str = ""
    context: tuple[str, ...] = ()  # what its name needs beside it, in place of the brief's general words
    exclude: tuple[str, ...] = ()  # what its name must not stand with, besides the brief's general words

    @property
    def is_us(self) -> bool:
        return self.key == US


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What to look for: any of `phrases`; where `context` is set, one of its words as well."""

    key: str  # company key, or "industry-1" ...
    kind: TopicKind
    phrases: tuple[str, ...]
    context: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()  # without "#", lower case; for sources that only know tags
    languages: tuple[str, ...] = ()  # ISO 639-1; empty = talk in any language counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One search-engine query."""

    key: str  # "brand-1", "industry-2"
    text: str
    is_brand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInputs:
    """What the plan may use. None = not known yet; the deck then says so instead of inventing it."""

    people: int | None = None
    hours_a_week: Decimal | None = None
    hourly_cost: Decimal | None = None
    budget: Decimal | None = None  # cash that may be spent outside, in `currency`
    currency: str = "EUR"
    start: date | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualEvidence:
    """A number a person read off a page: who, when, where."""

    about: str  # company key
    platform: str
    metric: str  # audience | posts_90d | ...
    value: Decimal
    read_on: date
    url: str
    read_by: str
    line: int = 0  # in the brief


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """What the brief says of one source. `enabled` None = the source's own default."""

    enabled: bool | None = None
    bases: tuple[str, ...] = ()  # base addresses, no trailing slash; empty = the public ones
    options: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}), hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A whole brief, resolved for one day (`as_of`). `digest` is the sha256 of its file."""

    path: str
    digest: str
    as_of: date
    us: Company
    competitors: tuple[Company, ...]
    competitor_rule: str
    competitors_chosen_on: date
    exclusions: tuple[Exclusion, ...] = ()
    country: str  # ISO 3166-1 alpha-2
    market_language: str  # ISO 639-1
    place: str = ""  # where searches were made from, in words
    topics: tuple[Topic, ...]
    queries: tuple[Query, ...]
    window: Window
    audience: str = ""
    occasion: str = ""
    presenter: str = ""
    contact: str  # mail or URL for the User-Agent
    sender: Sender = Sender.IN_HOUSE
    sender_name: str = ""
    plan: PlanInputs = PlanInputs()
    manual: tuple[ManualEvidence, ...] = ()
    sources: Mapping[str, SourceSettings] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    template: str = "boardroom"
    language: str = "en"  # of the slides
    notes_language: str = ""  # of the speaker notes; empty = as the slides
    length: Length = Length.FULL
    title: str = ""
    options: Mapping[str, OptionValue] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @property
    def companies(self) -> tuple[Company, ...]:
        """Us first, then the competitors in the brief's order."""
        return (self.us, *self.competitors)

    def company(self, key: str) -> Company:
        return next(c for c in self.companies if c.key == key)

    def topic(self, key: str) -> Topic:
        return next(t for t in self.topics if t.key == key)

    def settings(self, source: str) -> SourceSettings:
        return self.sources.get(source, SourceSettings())
