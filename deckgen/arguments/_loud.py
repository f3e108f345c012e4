"""The conversations that drew the most reactions: a crowd ranks them, source by source, nothing is added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deckgen.arguments._build import quote, word
from deckgen.arguments._cards import words_of
from deckgen.arguments._counting import counted, identity, industry_topics
from deckgen.model.brief import US
from deckgen.model.evidence import Evidence, Mention, Observation
from deckgen.model.finding import Row, Table, Value
from deckgen.model.measure import Measurement, day, measured, observed
from deckgen.model.origin import Origin
from deckgen.parsing.addresses import canonical, host_of

BOOKMARKS = "bookmarks"
MOST = 8
LETTERS = 90
COLUMNS = ("title", "site", "source", "on", "comments", "points", "bookmarks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted:
    """One page that people reacted to; None = the source says nothing of this kind of reaction."""

    source: str
    title: str
    site: str
    url: str
    on: date | None
    origin: Origin
    comments: int | None = None
    points: int | None = None
    bookmarks: Observation | None = None
    language: str = ""  # of the title, as its source states it

    @property
    def order(self) -> tuple[int, ...]:
        kept = int(self.bookmarks.value) if self.bookmarks else 0
        return (-(self.comments or 0), -(self.points or 0), -kept)


def loud(evidence: Evidence) -> tuple[Reacted, ...]:
    """The most discussed of each source in turn, as sources are not compared; the busiest source first.

    Mentions of us and of the industry by others; beside them pages found by search that people kept.
    """
    kept = _kept(evidence)
    us = counted(evidence, (US,))
    industry = counted(evidence, industry_topics(evidence), besides=(identity(m) for m in us.read))
    found = [_of_mention(m, kept) for m in (*us.items, *industry.items)]
    known = {canonical(r.url) for r in found}
    found += _of_results(evidence, kept, known)
    queues: dict[str, list[Reacted]] = {}
    for reacted in sorted(found, key=lambda r: (*r.order, r.url, r.title)):
        if any(reacted.order):
            queues.setdefault(reacted.source, []).append(reacted)
    sources = sorted(queues, key=lambda s: (-len(queues[s]), s))
    turns = max(map(len, queues.values()), default=0)
    chosen = [queues[s][turn] for turn in range(min(turns, MOST)) for s in sources if turn < len(queues[s])]
    return tuple(sorted(chosen[:MOST], key=lambda r: (sources.index(r.source), *r.order, r.url)))


def loud_table(found: Iterable[Reacted]) -> Table:
    """One row a page, source by source."""
    return Table(columns=COLUMNS, rows=tuple(_row(i, reacted) for i, reacted in enumerate(found, 1)))


def most_comments(found: Iterable[Reacted]) -> Measurement | None:
    """Comments on the most commented of them."""
    top = max((r for r in found if r.comments), key=lambda r: (r.comments or 0, r.url), default=None)
    return _told("visible.most_comments", top.comments, top.origin) if top else None


def _row(number: int, reacted: Reacted) -> Row:
    key, origins = f"visible.loud.{number}", (reacted.origin,)
    cells: dict[str, Value] = {
        "title": quote(reacted.title, origins, reacted.url, language=reacted.language),
        "site": quote(reacted.site, origins, reacted.url),
        "source": word("source", reacted.source),
        "on": day(f"{key}.on", reacted.on, formula="as-read", origins=origins) if reacted.on else None,
        "comments": _told(f"{key}.comments", reacted.comments, reacted.origin),
        "points": _told(f"{key}.points", reacted.points, reacted.origin),
        "bookmarks": observed(f"{key}.bookmarks", reacted.bookmarks) if reacted.bookmarks else None,
    }
    return Row(cells=cells, role="conversation")


def _told(key: str, value: int | None, origin: Origin) -> Measurement | None:
    return None if value is None else measured(key, value, formula="as-read", origins=(origin,))


def _kept(evidence: Evidence) -> dict[str, Observation]:
    """Bookmarks by canonical address, the newest count of each."""
    known = (o for o in evidence.observations if o.metric == BOOKMARKS and o.value > 0)
    return {canonical(o.about): o for o in sorted(known, key=lambda o: (o.as_of, o.value, o.about))}


def _of_mention(mention: Mention, kept: dict[str, Observation]) -> Reacted:
    return Reacted(
        source=mention.source,
        title=mention.title or words_of(mention, LETTERS),
        site=mention.site or host_of(mention.url) or mention.source,
        url=mention.url,
        on=mention.published_at.date() if mention.published_at else None,
        origin=mention.origin,
        comments=mention.comments,
        points=mention.points,
        bookmarks=kept.get(canonical(mention.url)) if mention.url else None,
        language=mention.language,
    )


def _of_results(evidence: Evidence, kept: dict[str, Observation], known: set[str]) -> list[Reacted]:
    """Pages found by search that people bookmarked, each once, by their best rank."""
    found: dict[str, Reacted] = {}
    for result in sorted(evidence.results, key=lambda r: (r.rank, r.query, r.engine, r.url)):
        address = canonical(result.url)
        if address in kept and address not in known and address not in found:
            found[address] = Reacted(
                source=kept[address].source,
                title=result.title,
                site=host_of(result.url),
                url=result.url,
                on=result.published_on,
                origin=result.origin,
                bookmarks=kept[address],
            )
    return list(found.values())
