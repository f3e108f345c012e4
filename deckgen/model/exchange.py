"""What a source asks and what it gets: plain values, no network."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from deckgen.model.origin import Origin

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question. `url` is http(s), or `file:` plus a path relative to the brief's folder.

    The same method, URL and body is the same question: it is asked once a run and replayed from the archive.
    `credential` names a key that `fetch` adds; the request itself never holds one.
    """

    url: str
    about: str = ""  # company key, topic key, query key or host that the answer speaks of
    step: str = ""  # which of the source's questions this is; `parse` branches on it
    carry: Mapping[str, str] = field(
        default_factory=lambda: _NOTHING
    )  # what `parse` must remember, e.g. page number
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    accept_status: tuple[int, ...] = (200,)  # statuses that `parse` can read; all others become a gap
    credential: str = ""
    robots: bool = False  # a stranger's page: ask robots.txt first
    is_private: bool = False  # the address itself is a key: only its host is written down or shown
    max_bytes: int = 8_000_000

    @property
    def key(self) -> str:
        """Identity in the archive (hex)."""
        whole = "\n".join((self.method, self.url)).encode() + b"\n" + self.body
        return hashlib.sha256(whole).hexdigest()

    @property
    def shown_url(self) -> str:
        """The address as archives, decks and messages may hold it."""
        return self.shown(self.url)

    def shown(self, url: str) -> str:
        """Another address of the same exchange, e.g. after a redirect, as it may be shown."""
        if not self.is_private:
            return url
        if url.startswith("file:"):
            return "file:"
        split = urlsplit(url)
        return f"{split.scheme}://{split.hostname or ''}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer as it came: decoded from transfer and content encoding, nothing else changed."""

    source: str
    request: Request
    url: str  # after redirects
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    retrieved_at: datetime  # UTC
    record: str  # WARC-Record-ID
    sha256: str = field(init=False, default="")  # of the body; once, as every fact read from it carries it

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.body).hexdigest())

    def origin(self, locator: str = "") -> Origin:
        """The origin of something read at `locator` of this answer."""
        return Origin(
            source=self.source,
            url=self.request.shown(self.url),
            retrieved_at=self.retrieved_at,
            sha256=self.sha256,
            record=self.record,
            locator=locator,
        )


class GapReason(StrEnum):
    """Why a question has no answer. Words for each live in the template."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # an HTTP error other than those below
    THROTTLED = "throttled"  # 429, or 503 with Retry-After
    SERVER_ERROR = "server-error"
    BLOCKED = "blocked"  # bot check, consent page, script shell
    LOGIN = "login-required"
    ROBOTS = "robots"
    CHANGED = "changed"  # answered, but not in the shape we read
    INCOMPLETE = "incomplete"  # cut off
    EMPTY = "empty"  # no body where one was due
    TOO_LARGE = "too-large"
    UNSAFE = "unsafe-address"
    NO_KEY = "no-key"
    NOT_CONFIGURED = "not-configured"
    FILE_MISSING = "file-missing"
    NOT_ARCHIVED = "not-archived"  # offline, and never asked
    STOPPED = "stopped"  # the source's own time or request bound was reached
    EXPIRED = "expired"  # was answered; the service's terms forbid to keep it any longer

    @property
    def is_worth_retrying(self) -> bool:
        """Whether a later run should ask again."""
        return self in _TRANSIENT


_TRANSIENT = frozenset(
    {
        GapReason.TIMEOUT,
        GapReason.UNREACHABLE,
        GapReason.THROTTLED,
        GapReason.SERVER_ERROR,
        GapReason.INCOMPLETE,
        GapReason.EMPTY,
        GapReason.NO_KEY,
        GapReason.NOT_CONFIGURED,
        GapReason.FILE_MISSING,
        GapReason.NOT_ARCHIVED,
        GapReason.STOPPED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What `fetch` returns when a request got no usable answer."""

    source: str
    request: Request
    reason: GapReason
    detail: str = ""  # one line for the log and the appendix; never a key
    at: datetime  # UTC
    status: int = 0  # 0 = no HTTP answer
    try_after: datetime | None = None
    record: str = ""
