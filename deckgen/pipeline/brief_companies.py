"""Reads from the brief who we are, whom we compare with, and whom we left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from deckgen.model.brief import US, Company, Exclusion
from deckgen.parsing.addresses import host_of, registrable
from deckgen.parsing.fields import Fields, shown
from deckgen.parsing.platforms import RULES
from deckgen.parsing.profiles import HOMELESS, profile_named

_LEAST_COMPETITORS, _MOST_COMPETITORS = 2, 12
_ELSEWHERE = ("blog", "podcast", "tumblr", "website")
PLATFORMS = tuple(sorted({*(rule.platform for rule in RULES), *HOMELESS, *_ELSEWHERE}))
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_WIKIDATA = re.compile(r"Q[1-9]\d{0,11}")
_TAKEN = frozenset({US, "company", "platform", "row", "total"})  # words that mean something else in tables
_NAME = "write its name as people write it"
_DOMAINS = 'list at least one domain the company owns, e.g. domains = ["norrvind.example"]'


def read_companies(top: Fields) -> tuple[Company, tuple[Company, ...]]:
    """Us and the competitors; mistakes in and between them are noted."""
    ours = top.table(US)
    us = _company(ours, key=US)
    tables = top.tables("competitors")
    competitors = _keyed([_company(t, key="") for t in tables])
    if len(tables) < _LEAST_COMPETITORS:
        top.problem(
            "competitors",
            f"has {len(tables)} of at least {_LEAST_COMPETITORS} entries",
            "add one table [[competitors]] for each, with name and domains",
        )
    if len(tables) > _MOST_COMPETITORS:
        top.problem("competitors", f"has {len(tables)} entries", f"keep the {_MOST_COMPETITORS} nearest")
    _compare([(ours, us), *zip(tables, competitors, strict=True)])
    return us, competitors


def exclusions(rule: Fields) -> tuple[Exclusion, ...]:
    """Companies that one might expect in the set, and why they are not."""
    found = []
    for table in rule.tables("excluded"):
        name = table.text("name", needed="name the company that was left out", longest=80)
        why = table.text("why", needed="say in a few words why it was left out")
        table.finish()
        found.append(Exclusion(name=name, why=why))
    return tuple(found)


def _company(table: Fields, *, key: str) -> Company:
    name = table.text("name", needed=_NAME, longest=80)
    aliases = tuple(a for a in table.texts("aliases", longest=80) if a.casefold() != name.casefold())
    domains = tuple(_domains(table))
    handles = {}
    accounts = table.table("handles")
    for platform in accounts.known(PLATFORMS):
        if handle := _handle(accounts, platform):
            handles[platform] = handle
    wikidata = table.text("wikidata")
    if wikidata and not _WIKIDATA.fullmatch(wikidata):
        table.problem("wikidata", f'is "{shown(wikidata)}"', "write the item's number, e.g. Q12345")
    context, exclude = (table.texts(name, longest=60) for name in ("context", "exclude"))
    table.finish()
    return Company(
        key=key,
        name=name,
        aliases=aliases,
        domains=domains,
        handles=MappingProxyType(handles),
        wikidata=wikidata,
        context=context,
        exclude=exclude,
    )


def _domains(table: Fields) -> Iterator[str]:
    for i, written in enumerate(table.texts("domains", needed=_DOMAINS), start=1):
        host = host_of(written).lower()
        if not _HOST.fullmatch(host) or len(host) > 253:
            table.problem(
                f"domains.{i}", f'is "{shown(written)}", which is no domain', "write it like norrvind.example"
            )
        elif any(rule.covers(host) for rule in RULES):
            table.problem(
                f"domains.{i}",
                f"is {host}, a platform that the company does not own",
                "name the company's account there under handles",
            )
        elif registrable(f"a.{host}") == f"a.{host}":
            table.problem(
                f"domains.{i}", f"is {host}, which many share", f"name the company's part, like acme.{host}"
            )
        else:
            yield host
            if not host.isascii() and (spelt := _ascii(host)):
                yield spelt


def _ascii(host: str) -> str:
    """The spelling that addresses use for a domain with letters like å; empty when there is none."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _handle(table: Fields, platform: str) -> str:
    handle = table.text(platform, needed="write the account's name or address, or take the line out")
    is_told = "://" in handle or platform in HOMELESS
    if handle and is_told and platform not in _ELSEWHERE and profile_named(platform, handle) is None:
        table.problem(platform, f'is "{shown(handle)}", no profile there', "copy the address of the profile")
        return ""
    return handle


def _keyed(companies: Sequence[Company]) -> tuple[Company, ...]:
    """Each with a key made of its name: short, plain, never twice."""
    seen = set(_TAKEN)
    keyed = []
    for company in companies:
        plain = unicodedata.normalize("NFKD", company.name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "company-1"
        if slug in _TAKEN or re.match(r"(?:industry|brand)-?\d*$", slug):
            slug = f"company-{slug}"
        number, key = 1, slug
        while key in seen:
            number += 1
            key = f"{slug}-{number}"
        seen.add(key)
        keyed.append(replace(company, key=key))
    return tuple(keyed)


def _compare(tables: Sequence[tuple[Fields, Company]]) -> None:
    """No name and no domain may belong to two companies."""
    names: dict[str, str] = {}
    hosts: dict[str, str] = {}
    for table, company in tables:
        for what, seen, values in (
            ("name", names, [company.name, *company.aliases]),
            ("domains", hosts, company.domains),
        ):
            for value in values:
                other = seen.setdefault(value.casefold(), table.at)
                if value and other != table.at:
                    table.problem(
                        what if value == company.name else {"name": "aliases"}.get(what, what),
                        f'has "{shown(value)}", which is also in {other}',
                        "each company stands once; remove or correct one",
                    )
