"""What a source is: it says what to ask and what an answer means, and does no input or output itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Gap, Item
from deckgen.model.exchange import Page, Request


class Gives(StrEnum):
    MENTIONS = "mentions"
    RESULTS = "results"
    PRESENCE = "presence"
    TRAFFIC = "traffic"
    SIGNALS = "signals"  # how much a crowd reacted; ranks conversations, never counted as mentions
    PAGES = "pages"  # what kind of page a result is, read from the page itself


class Shape(StrEnum):
    """What the tests of a source's shape rest on."""

    RECORDING = "recording"  # real answers of the service
    DOCUMENTATION = "documentation"  # no real answer was at hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """How a key of the form "user:password" is exchanged for a token that lives as long as the run.

    In `header` and `body` stand {user}, {password} and {basic}; `answer` names the token's field.
    """

    url: str
    answer: str
    header: str = ""
    body: str = ""
    content_type: str = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A key the user has set; sent as a header, or as a query parameter.

    `header` is a name, or "Name: form" with {key}, {basic} (base64 of the key) or {token} in the form.
    """

    name: str
    env: str
    header: str = ""
    parameter: str = ""
    form: str = ""  # what the user types, where it is more than one word: "ID:SECRET"
    token: Exchange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one request costs the user, as the service said on the entry's day."""

    per_request: Decimal
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What `deckgen sources check` asks about: something that is always there. Empty = the general words."""

    phrase: str = ""
    hashtag: str = ""
    query: str = ""
    handles: tuple[tuple[str, str], ...] = ()  # platform -> handle
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What lies in `<key>.toml` beside a source: facts for people and for politeness, not code."""

    key: str
    title: str  # proper name, e.g. "Hacker News"
    gives: Gives
    is_on: bool  # by default
    summary: str
    terms: str
    cost: str
    documentation: tuple[str, ...]
    checked_on: date  # when documentation and shape were last compared
    seen_in_recording: str
    shape: Shape = Shape.DOCUMENTATION
    bases: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()  # allowed option names in [sources.<key>] and what each means
    credential: Credential | None = None
    is_key_required: bool = False
    per_second: float = 1.0
    concurrent: int = 1
    deadline_s: float = 600.0  # for the whole source
    answer_s: float = 0.0  # one answer may take so long; 0 = no longer than those of others
    max_requests: int = 400
    keep_days: int | None = None  # the terms let answers be kept so long; None = no bound known
    shows_terms: bool = False  # the terms are told before each run
    price: Price | None = None
    probe: Probe = Probe()


class Source(ABC):
    """One service. Stateless: everything needed travels in the request's `step` and `carry`."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    @property
    def key(self) -> str:
        return self.entry.key

    def bases(self, brief: Brief) -> tuple[str, ...]:
        """Base addresses: the brief's, else the entry's; without trailing slash."""
        return brief.settings(self.key).bases or self.entry.bases

    def option(self, brief: Brief, name: str) -> tuple[str, ...]:
        return brief.settings(self.key).options.get(name, ())

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        """Questions that only what all sources found so far allows, e.g. about handles that a website names.

        `found` is not cleaned yet. Asked once, after the first questions of all sources have ended.
        """
        return ()

    def most_requests(self, brief: Brief) -> int:
        """The most that one run can ask, for its price; at most the entry's bound."""
        return self.entry.max_requests

    @abstractmethod
    def requests(self, brief: Brief) -> Iterable[Request]:
        """The first questions. None at all = not configured (the pipeline notes that)."""

    @abstractmethod
    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        """What an answer means; may ask further. Raises SourceChanged, SourceBlocked or SourceRefused."""
