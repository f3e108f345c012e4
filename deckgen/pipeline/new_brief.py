"""Writes a first brief.toml from a few answers; the words around them lie in brief_form.toml."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from string import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What `deckgen new` asks for. Empty texts stay empty places in the brief, to be filled in."""

    name: str
    domains: Sequence[str]
    competitors: Sequence[tuple[str, Sequence[str]]]  # name, domains
    rule: str
    brand: Sequence[str]
    industry: Sequence[str]
    country: str
    language: str
    contact: str
    place: str = ""
    audience: str = ""
    occasion: str = ""
    presenter: str = ""
    template: str = ""  # empty: the client's own where there is one, else the built-in one
    deck_language: str = "en"


def new_brief_text(answers: Answers, *, today: date) -> str:
    """The text of brief.toml; what was answered is quoted, so that nothing in it becomes TOML."""
    form = Template(files("deckgen.pipeline").joinpath("brief_form.toml").read_text(encoding="utf-8"))
    return form.substitute(
        name=_text(answers.name),
        domains=_texts(answers.domains),
        competitors="".join(_competitor(name, domains) for name, domains in answers.competitors),
        rule=_text(answers.rule),
        brand=_texts(answers.brand or ([answers.name] if answers.name else [])),
        industry=_texts(answers.industry),
        country=_text(answers.country),
        language=_text(answers.language),
        contact=_text(answers.contact),
        place=_text(answers.place),
        audience=_text(answers.audience),
        occasion=_text(answers.occasion),
        presenter=_text(answers.presenter),
        template=_template(answers.template),
        deck_language=_text(answers.deck_language),
        today=today.isoformat(),
    )


def _template(name: str) -> str:
    if name:
        return f"template = {_text(name)}"
    return (
        '# template = "boardroom"         # when not the one in template/, or another than the built-in one'
    )


def _competitor(name: str, domains: Sequence[str]) -> str:
    return f"[[competitors]]\nname = {_text(name)}\naliases = []\ndomains = {_texts(domains)}\n\n"


def _texts(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """A TOML string: JSON writes one that TOML reads, but for DEL and lone halves of a pair."""
    plain = text.encode("utf-8", "replace").decode("utf-8").replace("\x7f", " ")
    return json.dumps(plain, ensure_ascii=False)
