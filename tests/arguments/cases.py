"""Evidence for the tests of arguments: talk, search results and channels in the amounts that a test needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from deckgen.model.brief import Brief, PlanInputs, Query
from deckgen.model.evidence import (
    Evidence,
    Gap,
    PresenceState,
    ResultPage,
    SiteKind,
)
from deckgen.model.exchange import GapReason
from deckgen.model.origin import Kind, Origin
from tests.factories import (
    AS_OF,
    NOON,
    a_brief,
    a_company,
    a_lookup,
    a_mention,
    a_presence,
    a_reading,
    a_result,
    an_evidence,
    an_origin,
)

SOURCES = ("hackernews", "wordpress_com")
GIVES = (
    ("hackernews", "mentions"),
    ("wordpress_com", "mentions"),
    ("feeds", "mentions"),
    ("saved_pages", "results"),
    ("bluesky", "presence"),
    ("mastodon", "presence"),
    ("website", "presence"),
    ("wikipedia", "presence"),
    ("pageviews", "presence"),
    ("traffic_list", "traffic"),
)
READY = PlanInputs(
    people=2,
    hours_a_week=Decimal(6),
    hourly_cost=Decimal(70),
    budget=Decimal(5000),
    start=date(2027, 1, 4),
    owner="Ada Lind",
)
QUERIES = tuple(Query(key=f"industry-{i}", text=f"city e-bike {i}", is_brand=False) for i in range(1, 5))


def page_of(source: str, number: int) -> Origin:
    """One recorded answer."""
    return an_origin(
        source=source, url=f"https://{source}.example/{number}", record=f"<urn:{source}:{number}>"
    )


def evidence(*parts: Evidence, brief: Brief | None = None, **changes: Any) -> Evidence:
    """Several evidences as one."""
    names = (
        "mentions",
        "readings",
        "results",
        "result_pages",
        "presences",
        "observations",
        "lookups",
        "gaps",
    )
    joined = {n: tuple(x for part in parts for x in getattr(part, n)) for n in names}
    asked = tuple(dict.fromkeys(s for part in parts for s in part.asked))
    return an_evidence(brief=brief or a_brief(), asked=asked, gives=GIVES, **{**joined, **changes})


def talk(
    topic: str = "us",
    number: int = 60,
    *,
    source: str = "hackernews",
    late: int | None = None,
    start: date | None = None,
    kind: Kind = Kind.EXACT,
    **changes: Any,
) -> Evidence:
    """A source that listed `number` mentions, `late` of them in the younger half of the window."""
    window = a_brief().window
    first, second = window.halves()
    late = number // 2 if late is None else late
    days = [
        half.start + timedelta(days=(i * 7) % (7 * half.weeks) + i % 5)
        for half, n in ((first, number - late), (second, late))
        for i in range(n)
    ]
    found = tuple(
        a_mention(
            source=source,
            topic=topic,
            key=f"https://{source}.example/{topic}/{i}",
            url=f"https://{source}.example/{topic}/{i}",
            published_at=datetime.combine(day, time(9), tzinfo=UTC),
            title=f"About {topic} {i}",
            site=f"site{i % 7}.example",
            author=f"author {i % 11}",
            points=i,
            origin=page_of(source, i // 100),
            **changes,
        )
        for i, day in enumerate(days)
    )
    origin = page_of(source, 0)
    return an_evidence(
        asked=(source,),
        mentions=found,
        readings=(
            a_reading(source=source, topic=topic, kind=kind, origin=origin, start=start or window.start),
        ),
        lookups=(a_lookup(source=source, about=topic, items=number, origin=origin),),
    )


def silence(topic: str = "us", source: str = "hackernews") -> Evidence:
    """A source that answered with nothing."""
    return talk(topic, 0, source=source)


def failure(source: str, about: str = "us") -> Evidence:
    """A source that did not answer."""
    gap = Gap(
        source=source,
        about=about,
        step="",
        url=f"https://{source}.example/",
        reason=GapReason.TIMEOUT,
        at=NOON,
    )
    return an_evidence(asked=(source,), gaps=(gap,))


def search(query: str, kinds: dict[SiteKind, int], *, engine: str = "google") -> Evidence:
    """One query's results, as many of each kind, on pages of ten."""
    flat = [kind for kind, n in kinds.items() for _ in range(n)]
    flat = [flat[(i * 7) % len(flat)] for i in range(len(flat))] if len(flat) % 7 else flat
    results = tuple(
        a_result(
            rank,
            query=query,
            engine=engine,
            url=f"https://{kind}{rank}.example/{query}",
            title=f"{kind} {rank}",
            host_kind=kind,
            origin=page_of("saved_pages", int(query[-1]) * 100 + rank // 10),
        )
        for rank, kind in enumerate(flat, 1)
    )
    pages = tuple(
        ResultPage(
            source="saved_pages",
            engine=engine,
            query=query,
            number=n + 1,
            first_rank=n * 10 + 1,
            organic=min(10, len(flat) - n * 10),
            origin=page_of("saved_pages", int(query[-1]) * 100 + n),
        )
        for n in range((len(flat) + 9) // 10)
    )
    lookup = a_lookup(source="saved_pages", about="", origin=page_of("saved_pages", int(query[-1]) * 100))
    return an_evidence(asked=("saved_pages",), results=results, result_pages=pages, lookups=(lookup,))


def searches(kinds: dict[SiteKind, int]) -> tuple[Evidence, ...]:
    """The same mix for each of the four queries."""
    return tuple(search(q.key, kinds) for q in QUERIES)


def on(
    platform: str, company: str, state: PresenceState, *, days_ago: int | None = None, **changes: Any
) -> Evidence:
    """A company on a platform: told by the platform where it is a source, else by the company's website."""
    source = platform if platform in dict(GIVES) else "website"
    origin = page_of(source, len(company))
    presence = a_presence(
        source=source,
        company=company,
        platform=platform,
        state=state,
        last_active=AS_OF - timedelta(days=days_ago) if days_ago is not None else None,
        origin=origin,
        **changes,
    )
    return an_evidence(
        asked=(source,),
        presences=(presence,),
        lookups=(a_lookup(source=source, about=company, origin=origin),),
    )


def channels(active: tuple[str, ...], silent: tuple[str, ...]) -> tuple[Evidence, ...]:
    """Two measured platforms and an encyclopaedia: `active` companies are on all, `silent` ones on none."""
    platforms = ("bluesky", "youtube", "wikipedia")
    return (
        *(on(p, c, PresenceState.PRESENT, days_ago=10) for p in platforms for c in active),
        *(on(p, c, PresenceState.ABSENT) for p in platforms for c in silent),
    )


def a_wide_brief(**changes: Any) -> Brief:
    """Four queries and three competitors."""
    companies = tuple(a_company(k) for k in ("velmora", "brightspoke", "kurvo"))
    topics = a_brief().topics
    kurvo = replace(topics[1], key="kurvo", phrases=("Kurvo",), hashtags=("kurvo",))
    return a_brief(**{"queries": QUERIES, "competitors": companies, "topics": (*topics, kurvo), **changes})
