"""The sample decks in every language that is declared complete: nothing left in English, all of it fits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from deckgen.model.deck import Deck, Span, TableBlock, TextBlock
from deckgen.outputs.pptx import render
from deckgen.pipeline.build import argue
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import template_roots
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.outputs.pptx import reading
from tests.samples.conftest import LENGTHS, SAMPLES, BuildSample
from tests.samples.test_sample_decks import LINT
from tests.templating.test_languages import COMPLETE

LEAST = {"sv": 95, "da": 95}
OTHERS = 93
RUN = ("rPr", "endParaRPr")
every_deck = pytest.mark.parametrize(
    ("language", "sample", "length"),
    [(code, sample, length) for code in COMPLETE for sample in SAMPLES for length in (*LENGTHS, "memo")],
)

Spoken = Callable[[str, str, str], tuple[Deck, bytes]]


@pytest.fixture(scope="session")
def spoken(build_sample: BuildSample) -> Spoken:
    """(language, sample, outline) -> the deck of the sample's evidence in that language, and its file."""

    @cache
    def made(language: str, sample: str, outline: str) -> tuple[Deck, bytes]:
        evidence = build_sample(sample, "full").gathered.evidence
        template = load_template("boardroom", roots=template_roots(), language=language)
        deck = compose(
            template,
            replace(evidence.brief, language=language),
            argue(evidence),
            chart_forms(),
            outline=outline,
        )
        assert template.untranslated == {}
        return deck, render(deck, master=template.master, layouts=template.layouts)

    return made


@every_deck
def test_a_deck_in_another_language_measures_well(
    spoken: Spoken, language: str, sample: str, length: str, tmp_path: Path
) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(spoken(language, sample, length)[1])
    if not LINT.is_file():
        pytest.skip("the measuring tool is not beside this checkout")

    done = subprocess.run(
        [sys.executable, str(LINT), str(path), "--json"], capture_output=True, text=True, check=True
    )

    report = json.loads(done.stdout)
    assert [f for f in report["findings"] if f["severity"] == "error"] == []
    assert report["score"] >= LEAST.get(language, OTHERS), report["deductions"]


@every_deck
def test_titles_stay_unique_in_another_language(
    spoken: Spoken, language: str, sample: str, length: str
) -> None:
    titles = [
        s.shapes.title.text_frame.text for s in reading.opened(spoken(language, sample, length)[1]).slides
    ]

    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("language", COMPLETE)
def test_every_run_says_its_language(spoken: Spoken, language: str) -> None:
    deck, blob = spoken(language, "strong", "full")
    allowed = {deck.language} | {s.language for s in _spans(deck) if s.language}

    said = set()
    for slide in reading.opened(blob).slides:
        # The defaults of a list style are no text; those of a chart's part are all that its labels have.
        roots = [(slide._element, RUN), (slide.notes_slide._element, RUN)]
        roots += [(chart, (*RUN, "defRPr")) for chart, _ in reading.charts(slide)]
        said |= {
            run.get("lang") for root, tags in roots for t in tags for run in root.iter(f"{reading.A}{t}")
        }

    assert deck.language in said
    assert said <= allowed


@pytest.mark.parametrize(("language", "notes"), [("sv", "da"), ("fi", "de"), ("en", "nb")])
def test_the_notes_may_speak_another_language_than_the_slides(
    build_sample: BuildSample, language: str, notes: str
) -> None:
    evidence = build_sample("strong", "full").gathered.evidence
    template = load_template("boardroom", roots=template_roots(), language=language, notes_language=notes)
    brief = replace(evidence.brief, language=language, notes_language=notes)
    deck = compose(template, brief, argue(evidence), chart_forms(), outline="five")
    slides = reading.opened(render(deck, master=template.master, layouts=template.layouts)).slides

    on_slides, in_notes = (
        {run.get("lang") for root in roots for t in RUN for run in root.iter(f"{reading.A}{t}")}
        for roots in ([s._element for s in slides], [s.notes_slide._element for s in slides])
    )

    quoted = {s.language for s in _spans(deck) if s.language}
    assert template.untranslated == {}
    assert deck.language != deck.notes_language
    assert deck.language in on_slides
    assert on_slides <= {deck.language} | quoted
    assert deck.notes_language in in_notes
    assert in_notes <= {deck.notes_language} | quoted


def _spans(deck: Deck) -> Iterator[Span]:
    for block in (b for slide in deck.slides for b in slide.blocks):
        texts = [block.text] if isinstance(block, TextBlock) else []
        if isinstance(block, TableBlock):
            texts = [cell.text for row in block.table.rows for cell in row.cells]
        yield from (span for text in texts for paragraph in text for span in paragraph.spans)
