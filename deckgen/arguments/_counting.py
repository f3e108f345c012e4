"""Which mentions count: distinct, by others, in the window; and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from deckgen.arguments._asked import concerning
from deckgen.model.brief import TopicKind, Window
from deckgen.model.evidence import Evidence, Mention, Reading
from deckgen.model.origin import Kind
from deckgen.parsing.addresses import page_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The items of one subject; each item read stands in exactly one of the parts."""

    items: tuple[Mention, ...]  # dated in the window, by others, oldest first
    undated: tuple[Mention, ...]
    own: tuple[Mention, ...]
    copies: tuple[Mention, ...]  # read again under the same key

    @property
    def read(self) -> tuple[Mention, ...]:
        return (*self.items, *self.undated, *self.own, *self.copies)


def order(mention: Mention) -> tuple[str, ...]:
    """An order that does not depend on arrival; of two copies the first in it is kept."""
    when = mention.published_at.isoformat() if mention.published_at else "~"
    return (when, mention.key, mention.source, mention.topic, mention.url, mention.origin.record)


def identity(mention: Mention) -> str:
    """What makes two mentions the same post: an address anywhere, a number only within its own service."""
    return page_key(mention.key) if "://" in mention.key else f"{mention.source} {mention.key}"


def counted(
    evidence: Evidence,
    topics: Iterable[str],
    *,
    window: Window | None = None,
    without: str = "",
    besides: Iterable[str] = (),
) -> Counted:
    """What counts for any of `topics`, leaving out source `without` and the identities in `besides`."""
    window = window or evidence.brief.window
    wanted, passed, seen = set(topics), set(besides), set[str]()
    items: list[Mention] = []
    undated: list[Mention] = []
    own: list[Mention] = []
    copies: list[Mention] = []
    for mention, post in _ordered(_Read(evidence.mentions)):
        if mention.topic not in wanted:
            continue
        is_outside = mention.published_at is not None and not window.holds(mention.published_at)
        if is_outside or mention.source == without or post in passed:
            continue
        if post in seen:
            copies.append(mention)
        elif mention.is_own:
            own.append(mention)
        else:
            (items if mention.published_at else undated).append(mention)
        seen.add(post)
    return Counted(items=tuple(items), undated=tuple(undated), own=tuple(own), copies=tuple(copies))


class _Read:
    """The mentions of one evidence, the same only as themselves: comparing thousands would cost more."""

    __slots__ = ("mentions",)

    def __init__(self, mentions: tuple[Mention, ...]) -> None:
        self.mentions = mentions

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Read) and self.mentions is other.mentions

    def __hash__(self) -> int:
        return id(self.mentions)


@lru_cache(maxsize=1)  # every argument counts the same mentions, several times
def _ordered(read: _Read) -> tuple[tuple[Mention, str], ...]:
    """All mentions in order, each with its identity."""
    return tuple((mention, identity(mention)) for mention in sorted(read.mentions, key=order))


def industry_topics(evidence: Evidence) -> tuple[str, ...]:
    return tuple(t.key for t in evidence.brief.topics if t.kind is TopicKind.INDUSTRY)


def day_of(mention: Mention) -> date:
    """The day (UTC) of a mention that counts; those without a date never do."""
    if mention.published_at is None:
        raise ValueError(f"{mention.key} has no date; undated mentions are counted apart")
    return mention.published_at.date()


def listings(evidence: Evidence, topics: Iterable[str], *, without: str = "") -> tuple[Reading, ...]:
    """How far each source listed these topics; services that only gave a count are not among them."""
    wanted = set(topics)
    return tuple(
        r for r in evidence.readings if r.topic in wanted and r.value is None and r.source != without
    )


def kind_of(evidence: Evidence, topics: Iterable[str], items: Iterable[Mention], *, source: str = "") -> Kind:
    """The kind of a count of listed items (of one source): at least, where any listing was cut off.

    A source that yields items without saying how far it read may hold more; so may one with a gap.
    None found is told as none found: how far was read stands beside it.
    """
    wanted, items = set(topics), tuple(items)
    if not items:
        return Kind.EXACT
    read = [r for r in listings(evidence, wanted) if source in ("", r.source)]
    told = {r.source for r in read}
    sources = {m.source for m in items} | told
    concerns = concerning(evidence, wanted)
    is_short = (
        bool(sources - told)
        or any(r.kind is not Kind.EXACT for r in read)
        or any(g.source in sources and concerns(g.about) for g in evidence.gaps)
    )
    return Kind.AT_LEAST if is_short else Kind.EXACT
