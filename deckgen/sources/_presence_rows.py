"""Rows of a table that a person filled in while looking at profiles: who, where, how many, when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.origin import Kind
from deckgen.parsing.addresses import host_of
from deckgen.parsing.moments import day
from deckgen.parsing.platforms import RULES
from deckgen.parsing.profiles import profile_named
from deckgen.parsing.tables import Table, column_key
from deckgen.parsing.text import clean
from deckgen.sources._written_numbers import decimal_mark, written_number

# The names of columns, best first; the first of each is the one that the documentation names.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "company": ("company", "brand", "competitor", "organisation", "organization", "firm", "who"),
    "platform": ("platform", "network", "social network", "channel", "service", "where"),
    "handle_or_url": ("handle or url", "handle", "account", "profile", "profile url", "page", "username"),
    "metric": ("metric", "measure", "kpi", "what"),
    "value": ("value", "number", "count", "figure"),
    "as_of": ("as of", "as of date", "date", "day", "read on", "checked on"),
    "source_url": ("source url", "source", "url", "link", "seen at", "evidence"),
    "entered_by": ("entered by", "read by", "by", "person"),
    "note": ("note", "notes", "comment", "remark"),
}
NEEDED = ("company", "platform", "value", "as_of", "source_url")
METRICS: Mapping[str, tuple[str, ...]] = {
    "audience": ("audience", "followers", "subscribers", "members", "fans"),
    "posts_90d": ("posts 90d", "posts in 90 days", "posts of 90 days", "posts last 90 days"),
    "posts_total": ("posts total", "posts", "videos", "total posts"),
    "last_post": ("last post", "last active", "newest post"),
    "created": ("created", "since", "founded"),
}
DAYS = frozenset({"last_post", "created"})  # their value is a day
ABSENT = frozenset({"none", "no account", "no profile", "absent"})
_ALSO = (
    "blog",
    "discourse",
    "forum",
    "lemmy",
    "mastodon",
    "newsletter",
    "other",
    "podcast",
    "tumblr",
    "website",
)
_SPELT: Mapping[str, str] = {
    "twitter": "x",
    "x (twitter)": "x",
    "fb": "facebook",
    "insta": "instagram",
    "ig": "instagram",
}
PLATFORMS = tuple(sorted({*(rule.platform for rule in RULES), *_ALSO}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line that can be believed. `metric` empty: the person found that there is no account."""

    line: int
    company: str
    platform: str
    handle: str
    url: str
    metric: str
    value: Decimal
    step: Decimal
    kind: Kind
    on: date
    source_url: str
    entered_by: str

    @property
    def account(self) -> tuple[str, str, str]:
        return self.company, self.platform, self.handle.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A line that is not believed, and in words what to do."""

    line: int
    why: str


def rows(table: Table, brief: Brief, *, mark: str, day_first: bool | None) -> Iterator[Row | Refusal]:
    """Every line of the table, read or refused; SourceChanged when a column that is needed is not there."""
    places = _places(table)
    mark = mark or decimal_mark(cells[places["value"]] for cells in table.rows)
    for i, cells in enumerate(table.rows):
        line = table.lines[i]
        told = {name: clean(cells[place]) for name, place in places.items()}
        try:
            yield _row(told, brief, line=line, mark=mark, day_first=day_first)
        except ValueError as error:
            yield Refusal(line=line, why=str(error))


def _places(table: Table) -> dict[str, int]:
    at: dict[str, int] = {}
    for i, column in enumerate(table.columns):
        at.setdefault(column_key(column), i)
    found: dict[str, int] = {}
    for name, aliases in COLUMNS.items():
        place = next((at[alias] for alias in aliases if alias in at), None)
        if place is not None and place not in found.values():
            found[name] = place
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise SourceChanged(
            f"{table.name}: has no column {', '.join(missing)}; its first line must name {', '.join(COLUMNS)}"
        )
    return found


def _row(told: dict[str, str], brief: Brief, *, line: int, mark: str, day_first: bool | None) -> Row:
    company = _company(told["company"], brief)
    platform = _platform(told["platform"])
    on = _day(told["as_of"], "as_of", day_first)
    if on > brief.as_of:
        raise ValueError(
            f"as_of is {on}, after {brief.as_of}, the day of this run; write the day it was read"
        )
    if not _is_page(told["source_url"]):
        raise ValueError("source_url is no address; copy the whole address of the page, with https://")
    handle, url = _account(platform, told.get("handle_or_url", ""))
    value, step, kind = Decimal(0), Decimal(1), Kind.EXACT
    metric = "" if _is_none(told) else _metric(told.get("metric", ""))
    if metric in DAYS:
        told_day = _day(told["value"], "value", day_first)
        if told_day > on:
            raise ValueError(f"value is {told_day}, after {on}, the day it was read; correct one of the two")
        value = Decimal(told_day.toordinal())
    elif metric:
        try:
            number = written_number(told["value"], mark)
        except ValueError as error:
            raise ValueError(f"value '{told['value'][:40]}' {error}") from None
        value, step, kind = number.value, number.step, number.kind
    return Row(
        line=line,
        company=company,
        platform=platform,
        handle=handle,
        url=url,
        metric=metric,
        value=value,
        step=step,
        kind=kind,
        on=on,
        source_url=told["source_url"],
        entered_by=told.get("entered_by", "")[:60],
    )


def _is_none(told: dict[str, str]) -> bool:
    """The value is empty and the note says that there is nothing."""
    return not told["value"] and told.get("note", "").casefold().rstrip(".") in ABSENT


def _company(written: str, brief: Brief) -> str:
    for company in brief.companies:
        names = (company.key, company.name, *company.aliases)
        if written.casefold() in {name.casefold() for name in names}:
            return company.key
        if written and host_of(written) in company.domains:
            return company.key
    names = tuple(company.name for company in brief.companies)
    raise ValueError(
        f"company '{written[:40]}' is not in the brief; write us or one of: {', '.join(names)}"
        if written
        else f"company is empty; write us or one of: {', '.join(names)}"
    )


def _platform(written: str) -> str:
    name = column_key(written)
    name = _SPELT.get(name, name)
    if name not in PLATFORMS:
        raise ValueError(f"platform '{written[:40]}' is not known; write one of: {', '.join(PLATFORMS)}")
    return name


def _metric(written: str) -> str:
    name = column_key(written)
    found = next((metric for metric, aliases in METRICS.items() if name in aliases), "")
    if not found:
        raise ValueError(f"metric '{written[:40]}' is not known; write one of: {', '.join(METRICS)}")
    return found


def _day(written: str, name: str, day_first: bool | None) -> date:
    if not written:
        raise ValueError(f"{name} is empty; write the day it was read, as 2026-11-22")
    on = day(written, day_first=day_first)
    if on is None:
        raise ValueError(
            f"{name} '{written[:40]}' is no day that can be told for sure; write it as 2026-11-22"
        )
    return on


def _account(platform: str, written: str) -> tuple[str, str]:
    """Handle and address in their one spelling; what is no profile of that platform is refused."""
    if not written:
        return "", ""
    profile = profile_named(platform, written)
    if profile is not None:
        return profile.handle, profile.url
    if any(rule.platform == platform for rule in RULES):
        raise ValueError(
            f"handle_or_url '{written[:60]}' is no account on {platform}; copy the address of the profile"
        )
    return written[:120], written if _is_page(written) else ""


def _is_page(address: str) -> bool:
    return address.lower().startswith(("http://", "https://")) and bool(host_of(address))
