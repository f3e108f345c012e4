"""Each catalogue that is declared complete: nothing missing, names and numbers kept, every wording fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from pptx import Presentation

from deckgen.model.brief import Length
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Argument, Verdict
from deckgen.model.ledger import Basis
from deckgen.outputs.pptx import render
from deckgen.pipeline.build import argue
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import template_roots
from deckgen.templating.catalogue import FOLDER
from deckgen.templating.compose import compose
from deckgen.templating.flaws import flaws, is_complete
from deckgen.templating.template import Template, chain_of, languages_of, load_template
from scripts.make_catalogue import written
from tests.arguments.test_verdicts import CASES

CHAIN = chain_of("boardroom", roots=template_roots())
COMPLETE = [
    code
    for code in languages_of(CHAIN)
    if (path := CHAIN[0].folder / FOLDER / f"{code}.po").is_file() and is_complete(path)
]
ALL = "all"
every_language = pytest.mark.parametrize("language", COMPLETE)


@every_language
def test_every_text_is_rightly_translated(language: str) -> None:
    assert list(flaws(CHAIN, language)) == []


@every_language
@pytest.mark.parametrize(
    ("argument", "verdict", "given"),
    [(argument, verdict, given) for (argument, verdict), given in CASES.items()],
    ids=[f"{argument.key}-{verdict}" for argument, verdict in CASES],
)
def test_every_wording_fits(
    language: str, argument: type[Argument], verdict: Verdict, given: Callable[[], Evidence]
) -> None:
    evidence = given()
    evidence = replace(evidence, brief=replace(evidence.brief, length=Length.FULL))
    template = _loaded(language)

    deck = compose(template, evidence.brief, argue(evidence), chart_forms(), outline=ALL)
    drawn = Presentation(BytesIO(render(deck, master=template.master, layouts=template.layouts)))

    assert len(list(drawn.slides)) >= len(deck.slides) > 20
    assert template.untranslated == {}
    assert not [e for e in deck.ledger.values() if e.basis is Basis.UNTRACEABLE]


@cache
def _loaded(language: str) -> Template:
    """The template in a language, with one outline of all its slides."""
    found = load_template("boardroom", roots=template_roots(), language=language)
    return replace(found, outlines={ALL: tuple(dict.fromkeys(k for o in found.outlines.values() for k in o))})


def test_the_catalogues_hold_the_messages_of_the_template() -> None:
    for path, text in written(CHAIN[0]).items():
        if path.suffix == ".pot" or path.stem in COMPLETE:
            assert path.read_text(encoding="utf-8") == text, "run: python -m scripts.make_catalogue"
