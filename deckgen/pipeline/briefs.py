"""Reads brief.toml: strict, every mistake reported at once, resolved for one day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from deckgen.errors import BriefError, InputError
from deckgen.model.brief import DEFAULT_WEEKS, Brief, Company, Length, Sender, Window, whole_weeks
from deckgen.model.options import Option
from deckgen.parsing.fields import Fields, Problems
from deckgen.parsing.toml import MAX_BYTES, parsed
from deckgen.pipeline.brief_companies import exclusions, read_companies
from deckgen.pipeline.brief_market import country, is_contact
from deckgen.pipeline.brief_market import language as language_of
from deckgen.pipeline.brief_options import read_brief_options
from deckgen.pipeline.brief_plan import read_evidence, read_plan
from deckgen.pipeline.brief_sources import read_sources
from deckgen.pipeline.brief_topics import read_queries

DEFAULT_TEMPLATE = "boardroom"
OWN_TEMPLATE = "template"  # the folder of a client's own look: used without being named
OptionsOf = Callable[[str], Sequence[Option]]
_WEEKS = (2, 156)


def load_brief(
    path: Path,
    *,
    as_of: date,
    sources: Mapping[str, Collection[str]],
    templates: Mapping[str, Collection[str]],
    options: OptionsOf = lambda _: (),
) -> Brief:
    """The brief, or BriefError with one line for each mistake.

    `sources`: names of the known sources, each with its options; `templates`: names, each with its languages;
    `options`: what a template lets a brief set.
    """
    body = _body(path)
    try:
        values = parsed(body, name=str(path))
    except InputError as error:
        raise BriefError(str(error)) from None
    problems = Problems(str(path))
    top = Fields(values, at="", problems=problems)
    brief = _brief(
        top, path=path, body=body, as_of=as_of, sources=sources, templates=templates, options=options
    )
    top.finish()
    if problems.lines:
        raise BriefError(problems.lines)
    return brief


def _body(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BriefError(f"{path}: there is no such file; write one with: deckgen new FOLDER") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable path"
        raise BriefError(f"{path}: cannot be read ({reason}); check the path and its rights") from None


def _brief(
    top: Fields,
    *,
    path: Path,
    body: bytes,
    as_of: date,
    sources: Mapping[str, Collection[str]],
    templates: Mapping[str, Collection[str]],
    options: OptionsOf,
) -> Brief:
    us, competitors = read_companies(top)
    companies = (us, *competitors)
    rule = top.table("competitor_rule")
    rule_text = rule.text("rule", needed="say in one sentence how the competitors were chosen", longest=400)
    chosen_on = rule.day("chosen_on", latest=as_of, needed="write the day they were chosen, as 2026-11-22")
    excluded = exclusions(rule)
    rule.finish()
    market = top.table("market")
    market_country, market_language = country(market), language_of(market)
    place = market.text("place", longest=80)
    market.finish()
    topics, queries = read_queries(top.table("queries"), companies)
    deck = top.table("deck")
    contact = deck.text(
        "contact", needed="write your mail address or web page; sites see it as who is asking"
    )
    if contact and not is_contact(contact):
        deck.problem(
            "contact", "is neither a mail address nor a web page", "write it like press@norrvind.example"
        )
    usual = OWN_TEMPLATE if OWN_TEMPLATE in templates else DEFAULT_TEMPLATE
    template = deck.word("template", tuple(templates), default=usual)
    spoken = tuple(templates.get(template, ()))
    language = deck.word("language", spoken, default=spoken[0] if spoken else "en")
    length = deck.word("length", tuple(Length), default=Length.FULL)
    sender = top.table("sender")
    kind, sender_name = _sender(sender, us)
    brief = Brief(
        path=path.name,
        digest=hashlib.sha256(body).hexdigest(),
        as_of=as_of,
        us=us,
        competitors=competitors,
        competitor_rule=rule_text,
        competitors_chosen_on=chosen_on or as_of,
        exclusions=excluded,
        country=market_country,
        market_language=market_language,
        place=place,
        topics=topics,
        queries=queries,
        window=_window(top.table("window"), as_of),
        audience=deck.text("audience", longest=120),
        occasion=deck.text("occasion", longest=120),
        presenter=deck.text("presenter", longest=120),
        contact=contact,
        sender=kind,
        sender_name=sender_name,
        plan=read_plan(top.table("plan"), as_of=as_of, country=market_country),
        manual=read_evidence(top.tables("evidence"), companies, body=body, as_of=as_of),
        sources=MappingProxyType(read_sources(top, sources, folder=path.parent)),
        template=template,
        language=language,
        notes_language=deck.word("notes_language", spoken, default=language),
        length=Length(length),
        title=deck.text("title", longest=160),
        options=read_brief_options(top, options(template), template=template, folder=path.parent),
    )
    deck.finish()
    return brief


def _window(window: Fields, as_of: date) -> Window:
    least, most = _WEEKS
    weeks = window.whole("weeks", least=least, most=most)
    until = window.day("until", latest=as_of)
    window.finish()
    return whole_weeks(as_of=until or as_of, weeks=weeks or DEFAULT_WEEKS)


def _sender(sender: Fields, us: Company) -> tuple[Sender, str]:
    kind = Sender(sender.word("kind", tuple(Sender), default=Sender.IN_HOUSE))
    name = sender.text("name", longest=80)
    sender.finish()
    if kind is not Sender.IN_HOUSE and not name:
        sender.problem(
            "name", "is missing", "name the firm that presents; its interest is printed in the deck"
        )
    return kind, name or (us.name if kind is Sender.IN_HOUSE else "")
