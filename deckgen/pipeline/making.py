"""From findings to a finished file: the template loaded, the deck composed and drawn.

deckgen's own templates are drawn here; a stranger's, or one that rests on a stranger's, in a bounded process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deckgen import registry
from deckgen.model.brief import Brief
from deckgen.model.deck import ChartSpec, Deck
from deckgen.model.designed import DesignedSlide
from deckgen.model.drawn import Drawn
from deckgen.model.finding import Finding
from deckgen.parsing.shortening import shortened
from deckgen.pipeline.bounded import Answer, Bounds, called, one_line
from deckgen.pipeline.resources import is_built_in
from deckgen.pipeline.untraceable import untraceable
from deckgen.templating.compose import compose
from deckgen.templating.designed_names import MASTER
from deckgen.templating.template import Template, load_template


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """All that a deck is made of. `outline`: a length of the template's, or its memo."""

    brief: Brief
    findings: Mapping[str, Finding]
    outline: str
    roots: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished file, not yet written. `deck` None: it stayed in the bounded process that drew it."""

    body: bytes
    slides: tuple[str, ...]  # keys, in their order
    warnings: tuple[str, ...]
    deck: Deck | None


def made(wanted: Wanted, *, bounds: Bounds | None = None) -> Made:
    """The deck as a file; TemplateError says what is wrong with the template."""
    if is_built_in(wanted.brief.template, wanted.roots):
        return drawn(wanted)
    about = f"Template '{wanted.brief.template}'"
    told, body = called(answered, wanted, about=about, bounds=bounds)
    return Made(
        body=body,
        slides=_lines(told.get("slides")),
        warnings=_lines(told.get("warnings")),
        deck=None,
    )


def answered(wanted: Wanted) -> Answer:
    """The same as `drawn`, in what a bounded process may give back."""
    found = drawn(wanted)
    return {"slides": found.slides, "warnings": found.warnings}, found.body


def drawn(wanted: Wanted) -> Made:
    """The deck as a file, made in this process."""
    brief = wanted.brief
    template = load_template(
        brief.template,
        roots=wanted.roots,
        language=brief.language,
        notes_language=brief.notes_language,
    )
    deck = compose(
        template,
        brief,
        wanted.findings,
        chart_forms(),
        outline=wanted.outline,
        designed=drawn_slides(template, wanted.outline),
    )
    body = render(deck, template)
    ledger = registry.module("deckgen.outputs", "pptx").read_ledger(body)
    return Made(
        body=body,
        slides=tuple(s.key for s in deck.slides),
        warnings=(*untranslated(template), *untraceable(ledger, template)),
        deck=deck,
    )


def untranslated(template: Template) -> tuple[str, ...]:
    """What was asked of a template so far and has no words in the deck's language, told in one line each."""
    return tuple(
        f"Template '{template.name}' lacks {len(texts)} texts in '{language}', which stand as they were "
        f'written, the first: "{shortened(texts[0], 60)}"; complete {language}.po in its folder lang'
        for language, texts in template.untranslated.items()
    )


def render(deck: Deck, template: Template, *, output: str = "pptx") -> bytes:
    """The deck as one of the outputs draws it."""
    drawn: bytes = registry.module("deckgen.outputs", output).render(
        deck, master=template.master, layouts=template.layouts, styling=template.styling
    )
    return drawn


def drawn_slides(template: Template, outline: str) -> tuple[DesignedSlide, ...]:
    """The slides drawn in the template's master, where the outline names any."""
    if not any(key.startswith(MASTER) for key in template.outlines.get(outline, ())):
        return ()
    found: tuple[DesignedSlide, ...] = registry.module("deckgen.outputs", "pptx").designed(template.master)
    return found


def chart_forms() -> dict[str, Callable[[Drawn], ChartSpec]]:
    """All chart forms by name."""
    package = "deckgen.charts"
    return {key: registry.module(package, key).spec for key in registry.names(package)}


def _lines(given: object) -> tuple[str, ...]:
    return tuple(one_line(str(line)) for line in given) if isinstance(given, list) else ()
