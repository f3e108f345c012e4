"""Slides drawn in a master, from there to the finished deck: by python-pptx and by LibreOffice Impress."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import validate_pptx
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

from deckgen.charts import strip, trend
from deckgen.errors import DeckgenError
from deckgen.model.deck import Deck
from deckgen.model.ledger import Ledger
from deckgen.outputs.pptx import read_ledger
from deckgen.pipeline.making import drawn_slides, render
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.conftest import needs_program
from tests.factories import a_brief
from tests.outputs.pptx import drawn, reading
from tests.outputs.pptx.drawn import box, chart, picture, table
from tests.templating.conftest import a_finding
from tests.templating.designing import write_template

FLAT = Path(__file__).with_name("drawn_slide.fodp")


@dataclass(frozen=True, kw_only=True)
class Finished:
    deck: Deck
    ledger: Ledger
    blob: bytes
    slides: Sequence[Any]

    def shape(self, name: str, slide: int = 0) -> Any:
        return next(s for s in self.slides[slide].shapes if s.name == name)


def finished(folder: Path, master: Path, *outline: str) -> Finished:
    """The deck of an outline, made as a build makes it, clean by the validator."""
    small = write_template(folder, outline, master=master.read_bytes())
    template = load_template(small.name, roots=(folder,))
    deck = compose(
        template,
        a_brief(),
        {"talk": a_finding()},
        {"trend": trend.spec, "strip": strip.spec},
        outline="full",
        designed=drawn_slides(template, "full"),
    )
    path = folder / "deck.pptx"
    path.write_bytes(render(deck, template))
    assert [e.description for e in validate_pptx(str(path)).errors] == []
    blob = path.read_bytes()
    return Finished(deck=deck, ledger=read_ledger(path), blob=blob, slides=list(reading.opened(blob).slides))


def uncited(made: Finished) -> list[tuple[int, str, str]]:
    """Numbers in the file that the ledger does not have for their slide."""
    entries = {e.id: e for e in made.ledger.entries}
    missing = []
    for n, slide in enumerate(made.slides, 1):
        here = [entries[p.entry] for p in made.ledger.placements if p.slide == n]
        printed = {f for e in here for f in reading.NUMBER.findall(e.printed)}
        values = {e.value for e in here}
        for where, found in reading.printed_numbers(slide):
            if found not in printed and reading.number(found) not in values:
                missing.append((n, where, found))
    return missing


def a_rich_slide(slide: Any) -> None:
    title = slide.shapes.title.text_frame
    title.text = "We had {{ ta"
    for words in ("lk.to", "tal }", "} mentions in 20", "26"):
        title.paragraphs[0].add_run().text = words
    box(
        slide,
        "{% for row in talk.tables.rows %}",
        "{{ row.name }}",
        ": {{ row.",
        "count }}{% endfor %}",
        name="List",
    )
    drawn_chart = chart(
        slide, "a", "b", name="chart: talk.weekly", kind=XL_CHART_TYPE.BAR_CLUSTERED, at=(6.5, 2, 5, 2)
    )
    drawn_chart.has_title = True
    drawn_chart.chart_title.text_frame.text = "{{ talk.total }} posts"
    chart(slide, "c", name="when: talk.total > 9000", at=(6.5, 2, 5, 2))
    table(slide, ["Blog", "Count"], ["name", "count"], name="table: talk.rows", at=(6.5, 4.2, 5, 0.8))
    group = slide.shapes.add_group_shape()
    group.name = "for: competitors"
    card = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(0.7), Inches(4.2), Inches(2), Inches(1))
    card.text_frame.text = "{{ loop.index }} of {{ loop.length }}: {{ competitor.name }}"
    slide.notes_slide.notes_text_frame.text = "name: Rich\nPoint at {{ talk.total }}."


def a_slide_for_each(slide: Any) -> None:
    slide.shapes.title.text_frame.text = "{{ company.name }}"
    chart(slide, "a", name="chart: weekly", kind=XL_CHART_TYPE.LINE)
    picture(slide, name="logo", at=(1, 4, 1, 1))
    slide.notes_slide.notes_text_frame.text = "for: company in competitors\nOn {{ company.name }}."


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = tmp_path_factory.mktemp("rich")
    master = drawn.a_master(folder, a_rich_slide, a_slide_for_each)
    return finished(folder, master, "master:Rich", "master:2")


def test_every_part_of_a_drawn_slide_is_filled(rich: Finished) -> None:
    slide = rich.slides[0]

    assert slide.shapes.title.text_frame.text == "We had 1,248 mentions in 2026"
    assert [p.text for p in rich.shape("List").text_frame.paragraphs] == [
        "A **bold** title: 3",
        "{{ 7 * 7 }}: not measured",
    ]
    runs = [(r.text, r.font.bold, r.font.italic) for r in rich.shape("List").text_frame.paragraphs[0].runs]
    assert runs == [("A **bold** title", False, True), (": 3", True, False)]
    (xml, sheet), *others = reading.charts(slide)
    assert others == []
    assert reading.cached(xml) == [[c.value for c in r] for r in sheet.iter_rows()]
    assert reading.plain(xml.find(f"{reading.C}chart/{reading.C}title")) == "1,248 posts"
    assert [[c.text for c in r.cells] for r in rich.shape("table: talk.rows").table.rows] == [
        ["Blog", "Count"], ["A **bold** title", "3"], ["{{ 7 * 7 }}", "not measured"]
    ]  # fmt: skip
    cards = [s for s in slide.shapes if s.name == "for: competitors"]
    assert [c.shapes[0].text_frame.text for c in cards] == ["1 of 2: Velmora", "2 of 2: Brightspoke"]
    assert slide.notes_slide.notes_text_frame.text == "Point at 1,248."


def test_a_slide_for_each_company_has_notes_and_charts_of_its_own_and_one_picture(rich: Finished) -> None:
    made = rich.slides[1:]

    assert [s.shapes.title.text_frame.text for s in made] == ["Velmora", "Brightspoke"]
    assert [s.notes_slide.notes_text_frame.text for s in made] == ["On Velmora.", "On Brightspoke."]
    charts = {
        r.target_part.partname for s in made for r in s.part.rels.values() if r.reltype.endswith("/chart")
    }
    images = {
        r.target_part.partname for s in made for r in s.part.rels.values() if r.reltype.endswith("/image")
    }
    assert (len(charts), len(images)) == (2, 1)


def test_every_number_of_drawn_slides_is_in_the_ledger(rich: Finished) -> None:
    assert uncited(rich) == []


def test_the_same_inputs_give_the_same_bytes(rich: Finished, tmp_path: Path) -> None:
    master = tmp_path / "m.pptx"
    master.write_bytes(b"")
    drawn.a_master(tmp_path, a_rich_slide)

    first = finished(tmp_path, tmp_path / "drawn.pptx", "master:1").blob

    assert finished(tmp_path, tmp_path / "drawn.pptx", "master:1").blob == first


def crowd(slide: Any) -> None:
    slide.shapes.title.text_frame.text = "Crowd"
    box(slide, "{{ item.name }}", name="for: competitors + competitors + competitors", at=(0.7, 2, 5, 2.5))


def stock(slide: Any) -> None:
    chart(slide, "a", name="chart: talk.weekly").plots[0]._element.tag = f"{reading.C}stockChart"


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            crowd,
            'slide 1 "Crowd", shape "for: competitors + competitors + competitors": 6 copies are needed and '
            "2 fit side by side; make the shape smaller, make room around it, or take fewer: [:2]",
        ),
        (stock, 'slide 1 "Drawn", shape "chart: talk.weekly": a chart of kind \'stock\' is not filled'),
    ],
)
def test_what_does_not_fit_or_cannot_be_filled_names_file_slide_and_shape(
    tmp_path: Path, draw: drawn.Draw, message: str
) -> None:
    master = drawn.a_master(tmp_path, draw)

    with pytest.raises(DeckgenError) as caught:
        finished(tmp_path, master, "master:1")

    told = str(caught.value)
    assert told.startswith(f"{tmp_path / 'small' / 'master.pptx'}, slide 1")
    assert message in told


def test_a_slide_drawn_in_impress_is_filled(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    needs_program(office, "LibreOffice Impress")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        str(office),
        profile,
        "--headless",
        "--convert-to",
        "pptx",
        "--outdir",
        str(tmp_path),
        str(FLAT),
    ]
    subprocess.run(command, capture_output=True, timeout=180, check=True)

    made = finished(tmp_path, tmp_path / "drawn_slide.pptx", "master:{{ talk.total }} mentions")

    (slide,) = made.slides
    assert slide.shapes.title.text_frame.text == "1,248 mentions"
    words = made.shape("Words").text_frame.paragraphs
    assert [p.text for p in words] == ["A **bold** title: 3", "{{ 7 * 7 }}: not measured"]
    assert str(words[0].runs[0].font.color.rgb) == "C00000"
    assert [[c.text for c in r.cells] for r in made.shape("table: talk.rows").table.rows] == [
        ["Name", "Count"], ["A **bold** title", "3"], ["{{ 7 * 7 }}", "not measured"]
    ]  # fmt: skip
    assert [s.shapes[0].text_frame.text for s in slide.shapes if s.name == "for: competitors"] == [
        "Velmora",
        "Brightspoke",
    ]
    ((xml, sheet),) = reading.charts(slide)
    assert reading.cached(xml) == [[c.value for c in r] for r in sheet.iter_rows()]
    assert xml.find(f".//{reading.C}ser/{reading.C}spPr//{reading.A}srgbClr").get("val") == "7a1fa2"
    assert slide.notes_slide.notes_text_frame.text == "Say 1,248."
    assert uncited(made) == []
