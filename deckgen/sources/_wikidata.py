"""Questions to Wikidata and its items, shared by the sources that start from an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from deckgen.errors import SourceRefused
from deckgen.model.brief import Brief, Company
from deckgen.model.exchange import Page, Request
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_object

API = "https://www.wikidata.org/w/api.php"
QID = re.compile(r"Q[1-9]\d{0,11}")
HUMAN = "Q5"
ORGANISATION = ("P1454", "P159", "P452", "P414", "P1128", "P2139", "P169", "P249")
MAX_STATEMENTS = 2000
MAX_BYTES = 24_000_000  # seven items of large companies


def search(brief: Brief, company: Company, *, step: str, carry: Mapping[str, str]) -> Request:
    """Items by the company's name."""
    query = {
        "action": "wbsearchentities",
        "format": "json",
        "formatversion": "2",
        "language": "en",
        "type": "item",
        "limit": "7",
        "search": company.name,
    }
    return _asked(brief, company, query, step, carry)


def items(
    brief: Brief, company: Company, ids: Iterable[str], *, step: str, carry: Mapping[str, str]
) -> Request:
    """Whole items by their ids, at most 50."""
    query = {
        "action": "wbgetentities",
        "format": "json",
        "formatversion": "2",
        "props": "info|labels|claims|sitelinks",
        "languages": "en",
        "ids": "|".join(tuple(ids)[:50]),
    }
    return _asked(brief, company, query, step, carry)


def read_search(page: Page) -> tuple[str, ...]:
    """Ids of the items found, best first."""
    answer = _answer(page)
    found = (hit.text("id") for hit in answer.children("search"))
    return tuple(dict.fromkeys(qid for qid in found if QID.fullmatch(qid)))


def read_items(page: Page) -> tuple[Entity, ...]:
    """The items of an answer that exist, in its order."""
    entities = _answer(page).child("entities")
    whole = (entities.child(key) for key in entities.fields)
    return tuple(Entity(node) for node in whole if "missing" not in node.fields)


def matching(found: Iterable[Entity], company: Company) -> Entity | None:
    """The first item that is no human and whose website is one of the company's domains."""
    return next((item for item in found if item.has_site_of(company) and not item.is_human), None)


@dataclass(frozen=True, slots=True)
class Entity:
    """One item of Wikidata."""

    node: Node

    @property
    def qid(self) -> str:
        return self.node.text("id")

    @property
    def is_human(self) -> bool:
        return any(_item_id(s) == HUMAN for s in self.statements("P31"))

    @property
    def is_organisation(self) -> bool:
        """It has what only organisations have, e.g. a legal form, a headquarters, employees."""
        return any(self.statements(prop) for prop in ORGANISATION)

    @property
    def sites(self) -> tuple[str, ...]:
        """Hosts of its official websites."""
        return tuple(host for s in self.statements("P856") if (host := host_of(s.value)))

    def has_site_of(self, company: Company) -> bool:
        owned = {host_of(domain) for domain in company.domains}
        return any(host in owned for host in self.sites)

    def title_in(self, language: str) -> str:
        """Title of its article in the Wikipedia of a language; empty when there is none."""
        links = _dictionary(self.node, "sitelinks")
        link = links.child_or(f"{language.replace('-', '_')}wiki") if links else None
        return link.text("title") if link else ""

    def statements(self, prop: str) -> tuple[Statement, ...]:
        """What it says of a property and still holds: not deprecated; best rank first, with a value."""
        claims = _dictionary(self.node, "claims")
        written = claims.children_or(prop)[:MAX_STATEMENTS] if claims else ()
        said = [Statement(s) for s in written if s.text_or("rank") != "deprecated"]
        return tuple(sorted((s for s in said if s.has_value), key=lambda s: not s.is_preferred))


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of a property with its qualifiers."""

    node: Node

    @property
    def path(self) -> str:
        return self.node.path

    @property
    def is_preferred(self) -> bool:
        return self.node.text_or("rank") == "preferred"

    @property
    def has_value(self) -> bool:
        return _has_value(self.node.child("mainsnak"))

    @property
    def value(self) -> str:
        """The value as text; empty when it is of another type."""
        return _text(self.node.child("mainsnak"))

    @property
    def amount(self) -> str:
        """The amount of a plain quantity, with its sign; empty when it is of another type or has a unit."""
        return _amount(self.node.child("mainsnak"))

    def qualified(self, prop: str) -> tuple[str, ...]:
        """Text values of a qualifier."""
        return tuple(text for snak in self._snaks(prop) if (text := _text(snak)))

    def amounts(self, prop: str) -> tuple[str, ...]:
        """Amounts of a qualifier, as `amount` reads them."""
        return tuple(amount for snak in self._snaks(prop) if (amount := _amount(snak)))

    def days(self, prop: str) -> Iterator[tuple[date, int]]:
        """Dates of a qualifier as (first day it can mean, precision: 11 day, 10 month, 9 year)."""
        for snak in self._snaks(prop):
            value = _value(snak)
            if value is not None and (read := _day(value)) is not None:
                yield read

    def is_over(self, on: date) -> bool:
        """Whether it had ended by then."""
        return any(day <= on for day, _ in self.days("P582"))

    def _snaks(self, prop: str) -> tuple[Node, ...]:
        qualifiers = _dictionary(self.node, "qualifiers")
        return tuple(s for s in qualifiers.children_or(prop) if _has_value(s)) if qualifiers else ()


def _asked(
    brief: Brief, company: Company, query: Mapping[str, str], step: str, carry: Mapping[str, str]
) -> Request:
    base = next(iter(brief.settings("wikidata").bases), API)
    url = f"{base}?{urlencode(query)}"
    return Request(url=url, about=company.key, step=step, carry=carry, max_bytes=MAX_BYTES)


def _answer(page: Page) -> Node:
    answer = as_object(page)
    if answer.has("error"):
        error = answer.child("error")
        raise SourceRefused(f"{page.request.url}: Wikidata answered with the error {error.text_or('code')!r}")
    return answer


def _dictionary(node: Node, key: str) -> Node | None:
    """An object; Wikidata writes an empty one as an empty list."""
    return None if node.fields.get(key) == [] else node.child_or(key)


def _has_value(snak: Node) -> bool:
    return snak.text_or("snaktype") == "value" and snak.has("datavalue")


def _text(snak: Node) -> str:
    value = snak.child("datavalue").fields.get("value")
    return value.strip()[:500] if isinstance(value, str) else ""


def _amount(snak: Node) -> str:
    value = _value(snak)
    return value.text_or("amount") if value and value.text_or("unit") == "1" else ""


def _value(snak: Node) -> Node | None:
    holder = snak.child("datavalue")
    return holder.child("value") if isinstance(holder.fields.get("value"), dict) else None


def _item_id(statement: Statement) -> str:
    value = _value(statement.node.child("mainsnak"))
    return value.text_or("id") if value else ""


def _day(value: Node) -> tuple[date, int] | None:
    """`+2023-05-00T00:00:00Z` with precision 10 is the first of May."""
    precision = value.whole_or("precision", 0) or 0
    written = re.fullmatch(r"\+(\d{4})-(\d\d)-(\d\d)T.*", value.text_or("time")[:40])
    if written is None or precision < 9:
        return None
    year, month, day = (int(part) for part in written.groups())
    try:
        read = date(year, max(1, month) if precision >= 10 else 1, max(1, day) if precision >= 11 else 1)
    except ValueError:
        return None
    return read, min(precision, 11)
