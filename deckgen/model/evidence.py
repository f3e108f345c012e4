"""What was found: mentions, counts, search results, presences, observations; and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from deckgen.model.brief import Brief
from deckgen.model.exchange import GapReason
from deckgen.model.origin import Kind, Origin


class SiteKind(StrEnum):
    """Kind of a host or of a page. `UNKNOWN` is an honest answer."""

    BLOG = "blog"
    NEWS = "news"
    FORUM = "forum"
    SOCIAL = "social"
    VIDEO = "video"
    WIKI = "wiki"
    SHOP = "shop"
    REFERENCE = "reference"  # encyclopaedia, government, education, documentation
    COMPANY = "company"
    OWN = "own"
    COMPETITOR = "competitor"
    UNKNOWN = "unknown"


class PresenceState(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"  # only on an authoritative no
    UNKNOWN = "unknown"


class Proof(StrEnum):
    """How we know that a channel belongs to the company."""

    USER = "user"  # named in the brief
    SITE_SAMEAS = "site-sameas"
    REL_ME = "rel-me"
    SITE_LINK = "site-link"
    DOMAIN_HANDLE = "domain-handle"
    WIKIDATA = "wikidata"
    API = "api"
    NONE = "none"


class Judgement(StrEnum):
    """What people who read a mention said of it; those whom all found irrelevant are taken out."""

    NONE = ""  # nobody judged it
    RELEVANT = "relevant"
    DISPUTED = "disputed"  # they differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody spoke of a topic. `key` is canonical: the same post read twice has one key."""

    source: str
    topic: str
    key: str
    unit: str  # story | comment | post | article | item: units are never added up
    url: str
    title: str = ""
    excerpt: str = ""  # plain text, up to 500 characters
    author: str = ""
    site: str = ""  # host that published it, or the name of the outlet
    site_kind: SiteKind = SiteKind.UNKNOWN  # where the source knows it (export columns, platform)
    published_at: datetime | None = None  # UTC; None = the source gave no usable date
    language: str = ""
    tags: tuple[str, ...] = ()  # tags it was found under, where they are not part of its text
    sentiment: str = ""  # positive | neutral | negative, only where the source says so
    points: int | None = None  # crowd signal, never added to counts
    comments: int | None = None
    is_own: bool = False  # by the company itself: set by the pipeline
    judged: Judgement = Judgement.NONE  # by hand: set by the pipeline
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How completely a source was read for a topic over a period [start, end).

    `value` None: the listed mentions are the count, of the kind given.
    `value` set: the service gave a count without listing (all) mentions.
    """

    source: str
    topic: str
    unit: str
    start: date
    end: date
    kind: Kind
    value: int | None = None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """One organic result. `rank` counts from 1 over all pages of the query; kinds are set by the pipeline."""

    source: str  # saved_pages | brave_search | searxng | serpapi ...
    engine: str  # whose list it is: google | bing | brave | duckduckgo ...
    query: str  # query key
    rank: int
    url: str
    title: str
    snippet: str = ""
    page_number: int = 1
    published_on: date | None = None
    hint: str = ""  # the engine's own word for the kind, e.g. Brave's subtype
    host_kind: SiteKind = SiteKind.UNKNOWN
    page_kind: SiteKind = SiteKind.UNKNOWN
    reasons: tuple[str, ...] = ()
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """One page of results was read: how many organic results, whether the engine said there is more."""

    source: str
    engine: str
    query: str
    number: int  # 1-based
    first_rank: int
    organic: int
    has_more: bool | None = None  # None = not said
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A company on a platform: present, absent (authoritative) or unknown, and how we know."""

    source: str
    company: str
    platform: str  # wikipedia | wikidata | website | blog | bluesky | mastodon | youtube | linkedin | ...
    state: PresenceState
    proof: Proof = Proof.NONE
    reason: str = (
        ""  # reason code: ok, declared-link, not-found, redirect-section, disambiguation, robots ...
    )
    handle: str = ""
    url: str = ""
    last_active: date | None = None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A number that a source said, about a company, a host or a channel.

    Metrics: audience (people), posts_90d (count), posts_total (count), created (ordinal day),
    posts_30d and active_30d (posts and active people in a community: everybody's, not the company's own),
    views_month (count; `period` = first day of the month), languages (count), length (bytes),
    traffic_rank (rank; smaller is larger), traffic_bucket (rank at most), link_authority (0-10; not traffic),
    search_position (rank; `about` a company, `platform` the engine, `note` the query's key), search_top10,
    search_top20, search_top100 (count; queries for which a company's site stands among the first so many, as
    far as a tool's export goes), bookmarks (count; `about` an address).
    """

    source: str
    about: str
    platform: str
    metric: str
    value: Decimal
    kind: Kind = Kind.EXACT
    as_of: date
    period: date | None = None
    note: str = ""  # reason code, e.g. page-move
    handle: str = ""  # the account it was read from; a change of handle breaks a series
    rounded_to: Decimal = Decimal(1)  # the service gives multiples of this; smaller changes are none
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """What kind of page an address leads to, as the page itself tells."""

    source: str
    url: str
    kind: SiteKind
    reasons: tuple[str, ...] = ()
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How many of a random sample of one source's mentions of one topic people found relevant.

    `topic` is a company's key, or "industry" for all industry phrases together.
    """

    source: str
    topic: str
    sample: int  # of the drawn mentions those that were judged by hand
    relevant: int  # of these, in the eyes of everybody who judged them
    origins: tuple[Origin, ...]  # the review files


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often two people who coded the same rows by hand said the same."""

    what: str  # kind | relevance
    rows: int
    agreed: int
    expected: Decimal  # rows on which they would agree by chance, each keeping to their own habits
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A question that was answered, perhaps with nothing."""

    source: str
    about: str
    step: str
    items: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A question that was not answered. Never a zero."""

    source: str
    about: str
    step: str
    url: str
    reason: GapReason
    detail: str = ""
    at: datetime
    try_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that one run found, in an order that depends on the questions only, never on arrival."""

    brief: Brief
    asked: tuple[str, ...]  # keys of the sources that were asked
    skipped: tuple[tuple[str, GapReason], ...] = ()  # sources that are off, and why
    gives: tuple[tuple[str, str], ...] = ()  # source -> what its entry says it gives (source.Gives)
    mentions: tuple[Mention, ...] = ()
    readings: tuple[Reading, ...] = ()
    results: tuple[SearchResult, ...] = ()
    result_pages: tuple[ResultPage, ...] = ()
    presences: tuple[Presence, ...] = ()
    observations: tuple[Observation, ...] = ()
    earlier: tuple[Observation, ...] = ()  # of earlier runs of this folder, replayed from their archives
    page_kinds: tuple[PageKind, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    gaps: tuple[Gap, ...] = ()
    removed: tuple[tuple[str, str, str, int], ...] = ()  # taken out: (source, topic, why, how many)
    reviews: tuple[Origin, ...] = ()  # the files of those who reviewed by hand; empty = nobody did
    precisions: tuple[Precision, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    def answered(self, source: str, about: str | None = None) -> bool:
        """Whether the source answered at least one question (about one subject)."""
        return any(lo.source == source and about in (None, lo.about) for lo in self.lookups)

    def observed(self, metric: str, *, about: str, platform: str | None = None) -> tuple[Observation, ...]:
        return tuple(
            o
            for o in self.observations
            if o.metric == metric and o.about == about and platform in (None, o.platform)
        )


Item = Mention | Reading | SearchResult | ResultPage | Presence | Observation | PageKind
