"""Values for tests: state only what matters to the test, the rest is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from deckgen.model.brief import Brief, Company, Query, Topic, TopicKind, whole_weeks
from deckgen.model.evidence import (
    Evidence,
    Lookup,
    Mention,
    Observation,
    Presence,
    PresenceState,
    Reading,
    SearchResult,
)
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind, Origin

AS_OF = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def an_origin(**changes: Any) -> Origin:
    return Origin(
        **{
            "source": "hackernews",
            "url": "https://example.org/a",
            "retrieved_at": NOON,
            "sha256": "0" * 64,
            "record": "<urn:uuid:00000000-0000-0000-0000-000000000001>",
            **changes,
        }
    )


def a_company(key: str = "us", **changes: Any) -> Company:
    name = {"us": "Norrvind", "velmora": "Velmora", "brightspoke": "Brightspoke"}.get(key, key.title())
    return Company(**{"key": key, "name": name, "domains": (f"{name.lower()}.example",), **changes})


def a_topic(key: str = "us", **changes: Any) -> Topic:
    kind = (
        TopicKind.US
        if key == "us"
        else TopicKind.INDUSTRY
        if key.startswith("industry")
        else TopicKind.COMPETITOR
    )
    phrase = {"us": "Norrvind", "industry-1": "city e-bike"}.get(key, key.title())
    return Topic(
        **{
            "key": key,
            "kind": kind,
            "phrases": (phrase,),
            "hashtags": (phrase.lower().replace(" ", "").replace("-", ""),),
            **changes,
        }
    )


def a_brief(**changes: Any) -> Brief:
    return Brief(
        **{
            "path": "brief.toml",
            "digest": "b" * 64,
            "as_of": AS_OF,
            "us": a_company(),
            "competitors": (a_company("velmora"), a_company("brightspoke")),
            "competitor_rule": "Makers of city e-bikes that sell in the same country",
            "competitors_chosen_on": date(2026, 10, 1),
            "country": "SE",
            "market_language": "en",
            "place": "Stockholm",
            "topics": (a_topic(), a_topic("velmora"), a_topic("brightspoke"), a_topic("industry-1")),
            "queries": (
                Query(key="brand-1", text="norrvind", is_brand=True),
                Query(key="industry-1", text="best city e-bike", is_brand=False),
            ),
            "window": whole_weeks(as_of=AS_OF),
            "contact": "press@norrvind.example",
            **changes,
        }
    )


def a_page(body: bytes | str = b"", **changes: Any) -> Page:
    request = changes.pop("request", None) or Request(
        url=changes.get("url", "https://example.org/a"),
        about=changes.pop("about", "us"),
        step=changes.pop("step", ""),
        carry=changes.pop("carry", {}),
    )
    return Page(
        **{
            "source": "hackernews",
            "request": request,
            "url": request.url,
            "status": 200,
            "headers": {},
            "body": body.encode() if isinstance(body, str) else body,
            "retrieved_at": NOON,
            "record": "<urn:uuid:00000000-0000-0000-0000-000000000001>",
            **changes,
        }
    )


def a_mention(**changes: Any) -> Mention:
    url = changes.get("url", "https://blog.example/post")
    return Mention(
        **{
            "source": "wordpress_com",
            "topic": "us",
            "key": url,
            "unit": "post",
            "url": url,
            "title": "A ride",
            "published_at": datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
            "origin": an_origin(),
            **changes,
        }
    )


def a_reading(**changes: Any) -> Reading:
    window = whole_weeks(as_of=AS_OF)
    return Reading(
        **{
            "source": "wordpress_com",
            "topic": "us",
            "unit": "post",
            "start": window.start,
            "end": window.end,
            "kind": Kind.EXACT,
            "origin": an_origin(),
            **changes,
        }
    )


def a_result(rank: int = 1, **changes: Any) -> SearchResult:
    return SearchResult(
        **{
            "source": "saved_pages",
            "engine": "google",
            "query": "brand-1",
            "rank": rank,
            "url": f"https://site{rank}.example/page",
            "title": f"Result {rank}",
            "origin": an_origin(source="saved_pages"),
            **changes,
        }
    )


def a_presence(**changes: Any) -> Presence:
    return Presence(
        **{
            "source": "wikipedia",
            "company": "velmora",
            "platform": "wikipedia",
            "state": PresenceState.PRESENT,
            "origin": an_origin(source="wikipedia"),
            **changes,
        }
    )


def an_observation(value: Decimal | int = 1, **changes: Any) -> Observation:
    return Observation(
        **{
            "source": "bluesky",
            "about": "velmora",
            "platform": "bluesky",
            "metric": "audience",
            "value": Decimal(value),
            "as_of": AS_OF,
            "origin": an_origin(source="bluesky"),
            **changes,
        }
    )


def a_lookup(**changes: Any) -> Lookup:
    return Lookup(
        **{"source": "hackernews", "about": "us", "step": "", "items": 0, "origin": an_origin(), **changes}
    )


def an_evidence(**changes: Any) -> Evidence:
    fields: Mapping[str, Any] = {"brief": a_brief(), "asked": ("hackernews",), **changes}
    return Evidence(**fields)
