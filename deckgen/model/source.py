"""What a source is: it says what to ask and what an answer means, and does no input or output itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item
from deckgen.model.exchange import Page, Request


class Gives(StrEnum):
    MENTIONS = "mentions"
    RESULTS = "results"
    PRESENCE = "presence"
    TRAFFIC = "traffic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A key the user may set in the environment; sent as a header, or as a query parameter."""

    name: str
    env: str
    header: str = ""
    parameter: str = ""


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
    bases: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()  # allowed option names in [sources.<key>] and what each means
    credential: Credential | None = None
    is_key_required: bool = False
    per_second: float = 1.0
    concurrent: int = 1
    deadline_s: float = 600.0  # for the whole source
    max_requests: int = 400


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

    @abstractmethod
    def requests(self, brief: Brief) -> Iterable[Request]:
        """The first questions. None at all = not configured (the pipeline notes that)."""

    @abstractmethod
    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        """What an answer means; may ask further. Raises SourceChanged, SourceBlocked or SourceRefused."""
