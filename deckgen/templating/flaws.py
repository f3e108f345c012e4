"""What is wrong with a translation: nothing there, other names or numbers than in the original, no Jinja."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import nodes

from deckgen.parsing.shortening import shortened
from deckgen.templating.catalogue import FOLDER, Catalogue, Forms, read_catalogue, tag
from deckgen.templating.citing import CLOSE, MIDDLE, OPEN, Citations
from deckgen.templating.environment import an_environment, filters_of
from deckgen.templating.extraction import WORDS, Message, extracted
from deckgen.templating.own import DIGITS, of_printed
from deckgen.templating.printing import Formats
from deckgen.templating.sandbox import BoundedEnvironment
from deckgen.templating.template import Link
from deckgen.templating.typed import typed
from deckgen.templating.views import Press
from deckgen.templating.words import Words

PRINTING = frozenset(
    {
        "bare",
        "percent",
        "day",
        "month",
        "daymonth",
        "times",
        "ordinal",
        "range",
        "word",
        "lower_first",
        "upper_first",
        "genitive",
        "plural",
    }
)
_COMPLETE = re.compile(r"^# State: complete\s*$", re.MULTILINE)
_GAP = re.compile(r"\{(\w+)\}")
_LEVEL = re.compile(r"^\s*(#{1,6} |[-*=~] )", re.MULTILINE)
_MARKS = re.compile(r"[●○▲▼]|\*+|\]\([^)\s]*\)|\A\?|%\(\w+\)s")
_SHOWN = 70


def is_complete(catalogue: Path) -> bool:
    """Whether a catalogue declares that nothing is missing: a line "# State: complete" at its top."""
    return bool(_COMPLETE.search(catalogue.read_text(encoding="utf-8").partition("msgid")[0]))


def flaws(chain: Sequence[Link], language: str, *, only: Sequence[Link] = ()) -> Iterator[str]:
    """One line for each message of a template, or of some of its folders, that is not rightly translated."""
    catalogue = read_catalogue(language, [link.folder for link in chain])
    environment = _environment(catalogue)
    for link in only or chain:
        is_written_so = link.language == language
        for message in extracted(link):
            if reason := _flaw(message, catalogue, environment, is_needed=not is_written_so):
                where = _nearest(chain, message, language, otherwise=link)
                yield f'{where}: {message.places[0]}: "{_shown(message)}" {reason}'


def _shown(message: Message) -> str:
    return shortened(" ".join(message.forms[0].split()), _SHOWN)


def _nearest(chain: Sequence[Link], message: Message, language: str, *, otherwise: Link) -> Path:
    """The catalogue that decides on a message: of the template itself, or of a nearer one that rewords it."""
    for link in chain:
        own = read_catalogue(language, [link.folder]).messages
        if any(text == message.forms[0] for _, text in own):
            return link.folder / FOLDER / f"{language}.po"
    return otherwise.folder / FOLDER / f"{language}.po"


def _flaw(message: Message, catalogue: Catalogue, environment: BoundedEnvironment, *, is_needed: bool) -> str:
    contexts = dict.fromkeys((message.context, *(place.partition("/")[0] for place in message.places)))
    found = [
        catalogue.messages[key] for c in contexts if (key := (c, message.forms[0])) in catalogue.messages
    ]
    if is_needed and (
        not found
        or (len(found) < len(contexts) and (message.context, message.forms[0]) not in catalogue.messages)
    ):
        return "has no translation; write one, and take out the word fuzzy where it stands"
    return next(
        (
            reason
            for forms in found
            if (reason := _mismatch(message, forms, environment) or _numbers(message, forms, catalogue))
        ),
        "",
    )


def _numbers(message: Message, forms: Forms, catalogue: Catalogue) -> str:
    """A number that somebody typed into a translation and not into the original."""
    language = tag(catalogue.locale)
    given = of_printed([n for form in message.forms for n in _typed(form, message)], language="en")
    for number in (n for form in forms for n in _typed(form, message)):
        if not given.holds(number, language=language) and not catalogue.own.holds(number, language=language):
            return (
                f"has the number {number}, which the original has not; take it out, or if the original "
                f'spells it out, write it on a line "# Own numbers: {number}" at the top of the catalogue'
            )
    return ""


def _typed(form: str, message: Message) -> Iterator[str]:
    if message.context.startswith(f"{WORDS}/"):
        yield from DIGITS.findall(_GAP.sub("", form))
    else:
        yield from typed(form)


def _mismatch(message: Message, forms: Forms, environment: BoundedEnvironment) -> str:
    if len(message.forms) > 1 and len(forms) < 2:
        return "needs a plural form as well"
    return next((r for form in forms if (r := _differs(message, form, environment))), "")


def _differs(message: Message, form: str, environment: BoundedEnvironment) -> str:
    """Why a form cannot stand for the message; empty when it can."""
    given = message.forms[-1]
    if any(mark in form for mark in (OPEN, MIDDLE, CLOSE)):
        return "holds a character that is used inside deckgen; take it out"
    if form != form.strip():
        return "has white space at an end; take it out"
    if message.context.startswith(f"{WORDS}/"):
        gaps, wanted = sorted(_GAP.findall(form)), sorted(_GAP.findall(given))
        return "" if gaps == wanted else f"has the gaps {gaps} and needs {wanted}"
    for what, find in (("levels", _LEVEL.findall), ("marks", _MARKS.findall)):
        has, needs = sorted(find(form)), sorted(find(given))
        if has != needs:
            return f"has the {what} {has} and needs {needs}"
    try:
        has_names, needed = _names(environment, form), _names(environment, given)
        environment.from_string(form)
    except JinjaError as error:
        return f"is no Jinja: {error.message}"
    return _compared(has_names, needed)


def _compared(has: Counter[str], needs: Counter[str]) -> str:
    if too_few := sorted((needs - has).elements()):
        return f"lacks {', '.join(too_few)}"
    if too_many := sorted((has - needs).elements()):
        return f"has more than the original: {', '.join(too_many)}"
    return ""


def _names(environment: BoundedEnvironment, text: str) -> Counter[str]:
    """How often each name is printed, tested, and by what it is worked on; printing filters do not count."""
    found: Counter[str] = Counter()
    _collect(environment.parse(text), found)
    return found


def _collect(node: Any, found: Counter[str]) -> None:
    if isinstance(node, nodes.Filter) and node.name in PRINTING:
        if node.name != "plural":  # it repeats a number that is printed beside it
            _collect(node.node, found)
        return
    if isinstance(node, nodes.Filter) and node.name == "own" and isinstance(node.node, nodes.Const):
        found["|own"] += 1  # its words are translated, its numbers are looked at with the others
        return
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        name = _chain(node)
        if name:
            found[name] += 1
            return
    match node:
        case nodes.Filter():
            found[f"|{node.name}"] += 1
        case nodes.Test():
            found[f"is {node.name}"] += 1
        case nodes.Const():
            found[repr(node.value)] += 1
        case nodes.Operand():
            found[node.op] += 1
        case nodes.Not() | nodes.And() | nodes.Or() | nodes.If() | nodes.For():
            found[type(node).__name__.lower()] += 1
        case nodes.Call():
            found["a call"] += 1
        case _:
            pass
    for child in node.iter_child_nodes():
        _collect(child, found)


def _chain(node: Any) -> str:
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            before = _chain(node.node)
            return f"{before}.{node.attr}" if before else ""
        case nodes.Getitem(arg=nodes.Const(value=key)):
            before = _chain(node.node)
            return f"{before}.{key}" if before else ""
    return ""


def _environment(catalogue: Catalogue) -> BoundedEnvironment:
    words = Words(path=Path(), groups={}, locale=catalogue.locale)
    return an_environment(filters_of(Press(Formats(words, catalogue.locale, "EUR"), Citations())))
