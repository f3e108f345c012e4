"""Reads from the brief what the plan may use, and the numbers that a person read off a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from deckgen.model.brief import Company, ManualEvidence, PlanInputs
from deckgen.parsing.fields import Fields, shown
from deckgen.pipeline.brief_companies import PLATFORMS
from deckgen.pipeline.brief_market import currency_exists, currency_of

METRICS = ("audience", "posts_90d", "posts_total")
_MOST_MONEY = Decimal(10**12)
_TABLE = re.compile(rb"^[ \t]*\[\[[ \t]*[\"']?evidence[\"']?[ \t]*\]\]", re.MULTILINE)


def read_plan(plan: Fields, *, as_of: date, country: str) -> PlanInputs:
    """What is known; what is not stays None, and the deck says so. Default: the market's currency."""
    currency = (plan.text("currency") or currency_of(country)).upper()
    if not currency_exists(currency):
        plan.problem("currency", f'is "{shown(currency)}"', 'write its code of three letters, e.g. "EUR"')
    start = plan.day("start")
    if start is not None and start < as_of:
        evidence_day = as_of.isoformat()
        plan.problem("start", f"lies before {evidence_day}, the day of the evidence", "write a day to come")
    inputs = PlanInputs(
        people=plan.whole("people", least=1, most=1000),
        hours_a_week=plan.number("hours_a_week", most=Decimal(168)),
        hourly_cost=plan.number("hourly_cost", most=_MOST_MONEY),
        budget=plan.number("budget", most=_MOST_MONEY),
        currency=currency,
        start=start,
        owner=plan.text("owner", longest=80),
    )
    plan.finish()
    return inputs


def read_evidence(
    tables: Sequence[Fields], companies: Sequence[Company], *, body: bytes, as_of: date
) -> tuple[ManualEvidence, ...]:
    """Each with the line it stands on; `about` may be a name, an alias or "us"."""
    lines = [body.count(b"\n", 0, found.start()) + 1 for found in _TABLE.finditer(body)]
    known = {n.casefold(): c.key for c in companies for n in (c.name, *c.aliases, c.key) if n}
    names = tuple(c.name for c in companies if c.name)
    return tuple(
        _evidence(t, known, names, line=lines[i] if len(lines) == len(tables) else 0, as_of=as_of)
        for i, t in enumerate(tables)
    )


def _evidence(
    table: Fields, known: dict[str, str], names: tuple[str, ...], *, line: int, as_of: date
) -> ManualEvidence:
    about = table.text("about", needed='name the company it is about, or write "us"')
    if about and about.casefold() not in known:
        table.problem("about", f'is "{shown(about)}"', f"use one of: us, {', '.join(names)}")
    url = table.text("url", needed="copy the address of the page it was read from", longest=2000)
    if url and not is_page(url):
        table.problem("url", f'is "{shown(url)}"', "copy the whole address, beginning with https://")
    value = table.number("value", most=_MOST_MONEY, needed="write the number as it stands on the page")
    read_on = table.day("read_on", latest=as_of, needed="write the day it was read, as 2026-11-22")
    found = ManualEvidence(
        about=known.get(about.casefold(), ""),
        platform=table.word("platform", PLATFORMS, needed='write where it was read, e.g. "linkedin"'),
        metric=table.word("metric", METRICS, needed=f"use one of: {', '.join(METRICS)}"),
        value=value or Decimal(0),
        read_on=read_on or as_of,
        url=url,
        read_by=table.text("read_by", needed="write who read it", longest=80),
        line=line,
    )
    table.finish()
    return found


def is_page(url: str) -> bool:
    """Whether a plain web address: http or https, a host, no user name."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_web = parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc
    return is_web and not any(c.isspace() or c == "\\" for c in url)
