"""A made-up source over a loopback server: pages of posts, each page naming the next one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from deckgen.fetch.clock import Clock
from deckgen.fetch.fetcher import Bounds, Fetcher
from deckgen.model.brief import Brief, SourceSettings
from deckgen.model.evidence import Gap, Item, Mention
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Entry, Gives, Source
from tests.factories import NOON, a_brief

QUICK = Bounds(try_s=2.0, request_s=4.0, backoff_s=0.01)


def an_entry(key: str = "toy", **changes: Any) -> Entry:
    return Entry(
        **{
            "key": key,
            "title": key.title(),
            "gives": Gives.MENTIONS,
            "is_on": True,
            "summary": "",
            "terms": "",
            "cost": "",
            "documentation": (),
            "checked_on": date(2026, 11, 22),
            "seen_in_recording": "",
            "per_second": 10_000.0,
            "concurrent": 8,
            **changes,
        }
    )


def a_fetcher(base: str = "", *, folder: Path = Path(), **changes: Any) -> Fetcher:
    """Answers for the source "toy", which may ask the loopback server; the written time stands still."""
    return Fetcher(
        **{
            "contact": "press@norrvind.example",
            "folder": folder,
            "bases": {"toy": (base,)} if base else {},
            "clock": Clock(NOON),
            "bounds": QUICK,
            **changes,
        }
    )


def a_toy_brief(base: str, *sources: str, **changes: Any) -> Brief:
    settings = {key: SourceSettings(bases=(base,)) for key in sources or ("toy",)}
    return a_brief(**{"sources": settings, **changes})


def a_post_page(*titles: str, further: str = "") -> bytes:
    return json.dumps({"posts": titles, "next": further}).encode()


class Toy(Source):
    """Two questions a company; the answer lists posts and may name a further address."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for company in brief.companies:
            for step in ("posts", "comments"):
                yield Request(
                    url=f"{self.bases(brief)[0]}/{company.key}/{step}", about=company.key, step=step
                )

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        answer = json.loads(page.body)
        for place, title in enumerate(answer["posts"]):
            url = f"{page.url}#{place}"
            yield Mention(
                source=self.key,
                topic=page.request.about,
                key=f"{page.request.url} {place}",
                unit="post",
                url=url,
                title=title,
                origin=page.origin(f"posts[{place}]"),
            )
        if answer["next"]:
            yield Request(url=self.bases(brief)[0] + answer["next"], about=page.request.about, step="more")
