"""What one saved page of search results says, whichever engine it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bs4 import BeautifulSoup


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One ordinary result: the page it leads to, not the engine's wrapper around it."""

    url: str
    title: str
    snippet: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of results. No hits means that the engine itself said it found nothing."""

    engine: str
    queries: tuple[str, ...]  # what was searched, as the address, the search box and the title say it
    offset: int | None  # results on the pages before this one; None = the page does not say
    hits: tuple[Hit, ...]
    has_more: bool | None = None  # None = not said
    number: int | None = None  # 1-based; None = the page does not say
    grows: bool = False  # one list that its reader lengthens: there is no second page


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of results stands among the others of its query."""

    offset: int | None
    number: int | None
    has_more: bool | None
    grows: bool = False


class Engine(Protocol):
    """How the result page of one engine is read; each module of this package but the helpers is one."""

    @property
    def KEY(self) -> str: ...  # noqa: N802 - a constant of the module

    @property
    def NAME(self) -> str: ...  # noqa: N802

    @property
    def HOSTS(self) -> tuple[str, ...]:  # noqa: N802
        """Registered names: "google" stands for google.com, google.se and www.google.de."""
        ...

    @property
    def TITLE(self) -> str:  # noqa: N802
        """Regular expression of what the engine adds to the title of a result page."""
        ...

    @property
    def MARKUP(self) -> str:  # noqa: N802
        """CSS selector that only its result pages match."""
        ...

    @property
    def PAGES(self) -> int | None:  # noqa: N802
        """The most pages it shows, however many it says it found; None = not known."""
        ...

    def hits(self, tree: BeautifulSoup) -> tuple[Hit, ...]: ...

    def found_nothing(self, tree: BeautifulSoup, queries: tuple[str, ...]) -> bool: ...

    def place(self, tree: BeautifulSoup, address: str, organic: int) -> Place: ...

    def nominal_offset(self, number: int) -> int:
        """Results on the pages before page `number`, as the engine usually counts them."""
        ...
