"""Tries a template on the built-in sample companies: each slide and wording, without evidence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from deckgen.errors import TemplateError
from deckgen.model.brief import Brief
from deckgen.model.deck import Deck
from deckgen.model.designed import DesignedSlide
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Finding, Verdict
from deckgen.model.options import Cell, OptionKind, OptionValue
from deckgen.pipeline.build import argue, gather
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import samples, template_roots
from deckgen.templating.compose import Composer, compose
from deckgen.templating.designed_names import MASTER
from deckgen.templating.template import Link, Template

_ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A built-in company with what its evidence says."""

    name: str
    brief: Brief
    findings: Mapping[str, Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What composing came to in one language."""

    mistakes: tuple[str, ...]  # sentences, each with its file
    decks: tuple[Deck, ...]  # one for each sample, of the slides that could be composed
    names: frozenset[str]  # that any text may use


@cache
def sample_companies() -> tuple[Sample, ...]:
    """The built-in samples, replayed from their archives once in a process."""
    return tuple(_sample(path) for path in sorted(samples().iterdir()) if (path / "brief.toml").is_file())


def _sample(path: Path) -> Sample:
    with TemporaryDirectory() as place:
        folder = Path(place) / path.name
        shutil.copytree(path, folder)
        evidence: Evidence = gather(folder, environ={}, is_offline=True).evidence
    return Sample(name=path.name, brief=evidence.brief, findings=argue(evidence))


def tried(template: Template, designed: tuple[DesignedSlide, ...]) -> Trial:
    """Composes every slide of every outline with every sample, each wording of its own files."""
    keys = tuple(dict.fromkeys(key for outline in template.outlines.values() for key in outline))
    own = tuple(key for key in keys if not key.startswith(MASTER) and _is_own(template, key))
    mistakes: dict[str, None] = {}
    decks: list[Deck] = []
    names: frozenset[str] = frozenset()
    forced: list[set[str]] = []
    for number, company in enumerate(sample_companies()):
        # one of them with every option set, the others with none
        sample = company if number else replace(company, brief=_with_options(company.brief, template))
        names |= frozenset(Composer(template, sample.brief, sample.findings, chart_forms()).context)
        decks += _deck(template, sample, keys, designed, mistakes)
        forced.append(set(_forced(template, sample, own)))
    # a wording that fails with every sample is wrong; one that fails with some asks for what only others have
    always = set.intersection(*forced) if forced else set()
    return Trial(mistakes=(*mistakes, *sorted(always - set(mistakes))), decks=tuple(decks), names=names)


def composed(template: Template) -> tuple[tuple[Deck, ...], tuple[str, ...]]:
    """One deck for each sample of the slide files that can be composed, and what is wrong with the others."""
    keys = tuple(dict.fromkeys(k for o in template.outlines.values() for k in o if not k.startswith(MASTER)))
    mistakes: dict[str, None] = {}
    decks = [d for sample in sample_companies() for d in _deck(template, sample, keys, (), mistakes)]
    return tuple(decks), tuple(mistakes)


def own_links(chain: Sequence[Link]) -> tuple[Link, ...]:
    """The folders of a chain whose files are to be looked at: not built-in ones that it only extends."""
    return tuple(x for x in chain if x is chain[0] or x.folder.parent not in template_roots())


def _is_own(template: Template, key: str) -> bool:
    """Whether a slide's file lies in a folder that is to be looked at."""
    holder = next((x for x in template.chain if (x.folder / "slides" / f"{key}.md").is_file()), None)
    return holder is None or holder in own_links(template.chain)


def _deck(
    template: Template,
    sample: Sample,
    keys: tuple[str, ...],
    designed: tuple[DesignedSlide, ...],
    mistakes: dict[str, None],
) -> Iterator[Deck]:
    """All slides as one deck; without those that cannot be composed, each of which is told."""
    whole = replace(template, outlines={_ALL: keys})
    try:
        yield compose(whole, sample.brief, sample.findings, chart_forms(), outline=_ALL, designed=designed)
    except TemplateError as error:
        first = str(error)
    else:
        return
    composer = Composer(template, sample.brief, sample.findings, chart_forms(), designed)
    good: list[str] = []
    for key in keys:
        try:
            composer.slides((key,))
            good.append(key)
        except TemplateError as error:
            mistakes[str(error)] = None
    if good == list(keys) or not good:  # not a slide: title, author or footer of the deck
        mistakes.setdefault(first)
    else:
        yield from _deck(template, sample, tuple(good), designed, mistakes)


def _with_options(brief: Brief, template: Template) -> Brief:
    """The brief with a value for each option of the template."""
    values: dict[str, OptionValue] = {}
    for option in template.options:
        cells = {name: _cell(kind, brief) for name, kind in option.columns}
        match option.kind:
            case OptionKind.TABLE:
                values[option.key] = (cells, cells)
            case OptionKind.CHOICE:
                values[option.key] = option.choices[0]
            case OptionKind.LIST:
                values[option.key] = (brief.us.name,)
            case OptionKind.FLAG:
                values[option.key] = True
            case _:
                values[option.key] = _cell(option.kind, brief)
    return replace(brief, options=values)


def _cell(kind: OptionKind, brief: Brief) -> Cell:
    match kind:
        case OptionKind.DAY:
            return brief.as_of
        case OptionKind.NUMBER | OptionKind.MONEY:
            return Decimal(1000)
    return brief.us.name


def _forced(template: Template, sample: Sample, keys: tuple[str, ...]) -> Iterator[str]:
    """What goes wrong when each finding is given each verdict."""
    for verdict in Verdict:
        findings = {k: replace(f, verdict=verdict) for k, f in sample.findings.items()}
        composer = Composer(template, sample.brief, findings, chart_forms())
        for key in keys:
            if key.startswith(MASTER):
                continue
            try:
                composer.slides((key,))
            except TemplateError as error:
                yield str(error)
