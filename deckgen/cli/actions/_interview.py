"""The questions of `deckgen new`: what is asked, what is offered, and asking again until it is usable."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from babel.languages import get_official_languages

from deckgen.errors import BriefError
from deckgen.pipeline.briefs import DEFAULT_TEMPLATE, OWN_TEMPLATE, load_brief
from deckgen.pipeline.new_brief import Answers, new_brief_text

LEAST_COMPETITORS, MOST_COMPETITORS = 2, 12
_BRIEF = "brief.toml"
_LOCALE = re.compile(r"[a-z]{2,3}_([A-Z]{2})(?:\W.*)?")


@dataclass(slots=True)
class Draft:
    """What was answered so far: `one` holds single texts, `many` lists of them, by field of `Answers`."""

    today: date
    templates: Mapping[str, Collection[str]]
    one: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[str]] = field(default_factory=dict)
    competitors: list[tuple[str, list[str]]] = field(default_factory=list)

    def text(self) -> str:
        """The brief with these answers; what was not answered is an empty place in it."""
        empty: list[tuple[str, list[str]]] = [("", [])] * (LEAST_COMPETITORS - len(self.competitors))
        one = {name: value for name, value in self.one.items() if value}
        answers = Answers(
            competitors=(*self.competitors, *empty),
            domains=self.many.get("domains", ()),
            brand=self.many.get("brand", ()),
            industry=self.many.get("industry", ()),
            **{"name": "", "rule": "", "country": "", "language": "", "contact": "", **one},
        )
        return new_brief_text(answers, today=self.today)

    def problems(self) -> tuple[tuple[str, str], ...]:
        """Key and sentence of everything that the brief's own reader would refuse."""
        with TemporaryDirectory() as folder:
            path = Path(folder, _BRIEF)
            path.write_text(self.text(), encoding="utf-8")
            try:
                load_brief(path, as_of=self.today, sources={}, templates=self.templates)
            except BriefError as error:
                lines = (line.removeprefix(f"{path}: ") for line in error.problems)
                return tuple((line.partition(" ")[0], line) for line in lines)
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `key` is the place in the brief that the answer goes to."""

    field: str
    key: str
    asks: str
    is_list: bool = False
    offers: Callable[[Draft], str] = lambda _: ""

    def is_answered(self, draft: Draft) -> bool:
        return bool(draft.many.get(self.field) if self.is_list else draft.one.get(self.field))

    def take(self, draft: Draft, answer: str) -> None:
        if self.is_list:
            draft.many[self.field] = split(answer)
        else:
            draft.one[self.field] = answer.strip()


def questions(environ: Mapping[str, str]) -> tuple[Question, ...]:
    """In the order of asking; the competitors come before the rule by which they were chosen."""
    return (
        Question(field="name", key="us.name", asks="Name of the company, as people write it"),
        Question(field="domains", key="us.domains", asks="Its domains, commas between", is_list=True),
        Question(
            field="rule",
            key="competitor_rule.rule",
            asks="By which rule did you choose them? (e.g. makers of our size in the same country)",
        ),
        Question(
            field="brand",
            key="queries.brand",
            asks="What do people type when they look for you? Commas between",
            is_list=True,
            offers=lambda draft: draft.one.get("name", ""),
        ),
        Question(
            field="industry",
            key="queries.industry",
            asks="And when they look for what you sell? Commas between",
            is_list=True,
        ),
        Question(
            field="country",
            key="market.country",
            asks="Country of the market, two letters",
            offers=lambda _: _country(environ),
        ),
        Question(
            field="language",
            key="market.language",
            asks="Language people speak there, two letters",
            offers=lambda draft: _language(draft.one.get("country", "")),
        ),
        Question(field="place", key="market.place", asks="Where do you search from? (a town, or Enter)"),
        Question(field="audience", key="deck.audience", asks="Who sees the deck? (or Enter)"),
        Question(field="occasion", key="deck.occasion", asks="On what occasion? (or Enter)"),
        Question(field="presenter", key="deck.presenter", asks="Who presents it? (or Enter)"),
        Question(
            field="deck_language",
            key="deck.language",
            asks="Language of the deck, two letters",
            offers=_deck_language,
        ),
        Question(
            field="contact",
            key="deck.contact",
            asks="Your mail address or web page (sites see it as who is asking)",
        ),
    )


def interview(draft: Draft, asked: Sequence[Question]) -> None:
    """Asks what the draft does not hold yet; typer.Abort when the user leaves."""
    for question in asked:
        if question.field == "rule" and len(draft.competitors) < LEAST_COMPETITORS:
            _ask_competitors(draft)
        if not question.is_answered(draft):
            _ask(draft, question)


def named(text: str) -> tuple[str, list[str]]:
    """Name and domains of a competitor given as 'Name = domain, domain'."""
    name, _, domains = text.partition("=")
    return name.strip(), split(domains)


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def under(problems: Sequence[tuple[str, str]], key: str) -> list[str]:
    """The sentences about one place in the brief and what lies in it."""
    return [line for at, line in problems if at == key or at.startswith(f"{key}.")]


def _ask(draft: Draft, question: Question) -> None:
    while True:
        offer = question.offers(draft)
        question.take(draft, _prompt(question.asks, offer))
        if not _tell(under(draft.problems(), question.key)):
            return


def _ask_competitors(draft: Draft) -> None:
    while len(draft.competitors) < MOST_COMPETITORS:
        number = len(draft.competitors) + 1
        is_enough = number > LEAST_COMPETITORS
        answer = _prompt(f"Competitor {number}, as Name = domain{' (Enter to go on)' * is_enough}", "")
        if not answer and is_enough:
            return
        draft.competitors.append(named(answer))
        if _tell(under(draft.problems(), f"competitors.{number}")):
            draft.competitors.pop()


def _prompt(asks: str, offer: str) -> str:
    return str(typer.prompt(asks, default=offer, show_default=bool(offer))).strip()


def _tell(problems: Sequence[str]) -> bool:
    for line in problems:
        typer.echo(f"  {line}")
    return bool(problems)


def _country(environ: Mapping[str, str]) -> str:
    """The country the computer is set to, where it says one."""
    found = _LOCALE.fullmatch(environ.get("LC_ALL") or environ.get("LANG") or "")
    return found[1] if found else ""


def _language(country: str) -> str:
    spoken = get_official_languages(country.upper(), de_facto=True) if country else ()
    return next((code for code in spoken if len(code) == 2), "")


def _deck_language(draft: Draft) -> str:
    """The market's language where the template speaks it."""
    usual = OWN_TEMPLATE if OWN_TEMPLATE in draft.templates else DEFAULT_TEMPLATE
    spoken = draft.templates.get(draft.one.get("template") or usual, ())
    wanted = draft.one.get("language", "").lower()
    return wanted if wanted in spoken else "en"
