"""Checks a template before any data is collected: master, slide files, languages; no sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.capacity import tried as laid_out
from deckgen.outputs.pptx.inspecting import MasterFacts, inspected
from deckgen.outputs.pptx.mapping import Reason, propose
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.masters.issues import Facts, Issue, Level, Topic
from deckgen.pipeline.masters.located import Located
from deckgen.pipeline.masters.of_master import (
    given,
    of_colours,
    of_fonts,
    of_mapping,
    of_room,
    of_samples,
    of_styling,
)
from deckgen.pipeline.masters.reasons import reason
from deckgen.pipeline.masters.trial import Trial, own_links, sample_companies, tried
from deckgen.templating.designed_names import MASTER, find
from deckgen.templating.flaws import flaws
from deckgen.templating.known import Known, known_findings
from deckgen.templating.reviewing import Mistake, Reviewer
from deckgen.templating.template import (
    Link,
    Template,
    chain_of,
    languages_of,
    load_template,
    settings_file,
    slide_files,
)
from deckgen.templating.typed import untraceable

_MOST_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All that was found about a template."""

    template: Template
    languages: tuple[str, ...]
    facts: MasterFacts
    reasons: Mapping[str, str]  # why each archetype has its layout
    sample_text: str  # in the language of the deck: what capacities are counted in
    issues: tuple[Issue, ...]  # worst first
    slides: int  # that were tried

    @property
    def is_well(self) -> bool:
        return all(issue.level is Level.KNOW for issue in self.issues)


def check(place: Located, *, languages: Sequence[str]) -> Checked:
    """Reads a template and tries it on the built-in samples; TemplateError where it cannot even be read."""
    chain = chain_of(place.name, roots=place.roots)
    spoken = tuple(dict.fromkeys(languages)) or (chain[-1].language,)
    templates = [load_template(place.name, roots=place.roots, language=code) for code in spoken]
    template = templates[0]
    layouts, lost = given(template)
    facts = inspected(template.master, layouts, template.styling)
    trials = [tried(t, facts.drawn) for t in templates]
    laid = [
        one
        for trial in trials
        for deck in trial.decks
        for one in laid_out(deck, master=template.master, layouts=layouts, styling=template.styling)
    ]
    issues = (
        *lost,
        *of_mapping(facts),
        *of_room(laid),
        *of_fonts(facts),
        *of_colours(facts),
        *of_styling(template, facts),
        *of_samples(template, facts),
        *_options(template),
        *_slides(chain, templates, trials),
        *_typed(template, facts),
        *_translations(chain, languages=tuple(languages) or languages_of(chain)),
    )
    return Checked(
        template=template,
        languages=spoken,
        facts=facts,
        reasons=_reasons(facts, template),
        sample_text=_sample_text(trials),
        issues=tuple(sorted(issues, key=lambda i: (list(Topic).index(i.topic), i.level))),
        slides=sum(len(d.slides) for t in trials for d in t.decks),
    )


def _options(template: Template) -> Iterator[Issue]:
    """Options whose meaning, or whose choices, nobody could tell."""
    for option in template.options:
        told: Facts = {"option": option.key}
        if not option.label:
            yield Issue(level=Level.MEND, topic=Topic.SETTINGS, code="no-label", facts=told)
        for choice in option.choices:
            if not template.words.known("option", choice):
                told = {"option": option.key, "choice": choice}
                yield Issue(level=Level.STOPS, topic=Topic.SETTINGS, code="no-choice", facts=told)


def _slides(chain: Sequence[Link], templates: Sequence[Template], trials: Sequence[Trial]) -> Iterator[Issue]:
    """Mistakes in the slide files, read and tried."""
    names = frozenset().union(*(t.names for t in trials))
    known = Known(
        findings=known_findings(sample.findings for sample in sample_companies()),
        names=names,
        slots={a: frozenset(geometry.slots(a)) for a in geometry.ARCHETYPES},
        forms=frozenset(chart_forms()),
        options={o.key: frozenset(name for name, _ in o.columns) or None for o in templates[0].options},
        sections=frozenset(templates[0].sections),
    )
    reviewer = Reviewer(known, templates[0].slides.catalogue)
    seen: set[Path] = set()
    for link in own_links(chain):
        mistakes = [m for file in slide_files(link) for m in reviewer.slide(file)]
        for key in ("title", "author", "footer"):
            mistakes += reviewer.text(settings_file(link), key, str(link.table.get(key, "")))
        for mistake in dict.fromkeys(mistakes):
            seen.add(mistake.path)
            yield _of_mistake(mistake)
    for trial in trials:
        for sentence in trial.mistakes:
            # what was found by reading is told with a suggestion already
            if not any(sentence.startswith(str(path)) for path in seen):
                yield Issue(level=Level.STOPS, topic=Topic.SLIDES, code="fails", facts={"sentence": sentence})


def _typed(template: Template, facts: MasterFacts) -> Iterator[Issue]:
    """Numbers that somebody typed by hand, which trace to nothing."""
    own = {link.folder for link in own_links(template.chain)}
    keys = {key for outline in template.outlines.values() for key in outline if key.startswith(MASTER)}
    shown = {slide.number: slide for key in sorted(keys) for slide in find(key, facts.drawn)}
    for number in untraceable(template, tuple(shown.values())):
        if own & set(number.file.parents):
            told: Facts = {"sentence": str(number)}
            yield Issue(level=Level.MEND, topic=Topic.SLIDES, code="typed", facts=told)


def _of_mistake(mistake: Mistake) -> Issue:
    return Issue(
        level=Level.STOPS,
        topic=Topic.SLIDES,
        code=mistake.wrong.value,
        facts={
            "path": str(mistake.path),
            "field": mistake.field,
            "word": mistake.word,
            "nearest": mistake.nearest,
            "around": mistake.around,
            "known": ", ".join(mistake.known),
        },
    )


def _translations(chain: Sequence[Link], *, languages: Sequence[str]) -> Iterator[Issue]:
    """By language: how much is not translated, and the first of it."""
    for language in languages:
        found = tuple(flaws(chain, language, only=own_links(chain)))
        for line in found[:_MOST_LINES]:
            facts: Facts = {"language": language, "sentence": line}
            yield Issue(level=Level.MEND, topic=Topic.TRANSLATIONS, code="translation", facts=facts)
        if len(found) > _MOST_LINES:
            facts = {"language": language, "count": len(found) - _MOST_LINES}
            yield Issue(level=Level.MEND, topic=Topic.TRANSLATIONS, code="translations", facts=facts)


def _reasons(facts: MasterFacts, template: Template) -> dict[str, str]:
    """Why each layout; where template.toml names what deckgen would choose as well, why it would."""
    if facts.is_ours:
        return {choice.archetype: reason(choice) for choice in facts.choices}
    own = propose(template.master.read_bytes(), styling=replace(template.styling, placeholders={}))
    same = {c.archetype: c for c in own.choices}
    return {
        c.archetype: reason(
            same[c.archetype] if c.reason is Reason.GIVEN and same[c.archetype].number == c.number else c
        )
        for c in facts.choices
    }


def _sample_text(trials: Sequence[Trial]) -> str:
    """Words of the first deck in its own language: what a letter is wide on average."""
    titles = (p.text for t in trials for d in t.decks for s in d.slides for p in s.title)
    return " ".join(titles)[:2000] or "a"
