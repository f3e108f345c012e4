"""Masters with slides that somebody drew in them, made with python-pptx, and decks filled from them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from deckgen.model.deck import ChartForm, ChartSpec, Role, Span
from deckgen.model.designed import (
    DesignedShape,
    DesignedSlide,
    DesignedText,
    FilledParagraph,
    FilledRow,
    FilledRun,
    FilledShape,
    FilledSlide,
    FilledText,
    ShapeKind,
)
from deckgen.model.ledger import Ledger
from deckgen.outputs.pptx import designed, read_ledger, render
from tests.outputs.pptx.decks import MASTER, Book

PURPLE, GREEN = RGBColor(0x7A, 0x1F, 0xA2), RGBColor(0x2E, 0x7D, 0x32)
Draw = Callable[[Any], None]


def a_master(folder: Path, *draw: Draw, layout: str = "text") -> Path:
    """A copy of the default master with one drawn slide for each of `draw`."""
    presentation = Presentation(str(MASTER))
    ground = next(item for item in presentation.slide_layouts if item.name.lower() == layout)
    for act in draw:
        slide = presentation.slides.add_slide(ground)
        for holder in list(slide.placeholders):
            if holder.placeholder_format.idx:
                holder._element.getparent().remove(holder._element)
        slide.shapes.title.text_frame.text = "Drawn"
        act(slide)
    path = folder / "drawn.pptx"
    presentation.save(str(path))
    return path


def box(slide: Any, *runs: str, name: str = "Words", at: Sequence[float] = (0.7, 2, 5, 1)) -> Any:
    """A text box whose runs are bold, italic, bold ..."""
    made = slide.shapes.add_textbox(*map(Inches, at))
    made.name = name
    for i, words in enumerate(runs):
        run = made.text_frame.paragraphs[0].add_run()
        run.text, run.font.bold, run.font.italic = words, i % 2 == 0, i % 2 == 1
    return made


def chart(
    slide: Any,
    *series: str,
    name: str,
    kind: XL_CHART_TYPE = XL_CHART_TYPE.COLUMN_CLUSTERED,
    at: Sequence[float] = (6.5, 2, 5, 3),
) -> Any:
    """A native chart, its first series purple, its second green."""
    given = CategoryChartData()
    given.categories = ["A", "B", "C"]
    for n, title in enumerate(series, 1):
        given.add_series(title, (n, n + 1, n + 2))
    frame = slide.shapes.add_chart(kind, *map(Inches, at), given)
    frame.name = name
    for drawn, colour in zip(frame.chart.plots[0].series, (PURPLE, GREEN), strict=False):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour
    return frame.chart


def table(slide: Any, *rows: Sequence[str], name: str, at: Sequence[float] = (0.7, 4, 5, 1)) -> Any:
    frame = slide.shapes.add_table(len(rows), len(rows[0]), *map(Inches, at))
    frame.name = name
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            frame.table.cell(r, c).text = words
    return frame


def picture(slide: Any, *, name: str, at: Sequence[float] = (8, 2, 3, 3)) -> Any:
    made = io.BytesIO()
    Image.new("RGB", (30, 30), (200, 10, 10)).save(made, "PNG")
    made.seek(0)
    shape = slide.shapes.add_picture(made, *map(Inches, at))
    shape.name = name
    return shape


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A finished deck."""

    blob: bytes
    ledger: Ledger
    slides: list[Any]

    def shape(self, name: str, slide: int = 0) -> Any:
        return next(s for s in self.slides[slide].shapes if s.name == name)


def fill(master: Path, *slides: FilledSlide, book: Book | None = None) -> Filled:
    blob = render((book or Book()).deck(*slides), master=master)
    path = master.with_name("out.pptx")
    path.write_bytes(blob)
    return Filled(blob=blob, ledger=read_ledger(path), slides=list(Presentation(io.BytesIO(blob)).slides))


def as_drawn(master: Path, number: int = 1, **changes: Any) -> FilledSlide:
    """A drawn slide that nothing is filled into; `changes` to its shapes by their names."""
    slide = designed(master)[number - 1]
    by_name = {s.name: s for s in slide.shapes}
    wrong = set(changes) - set(by_name)
    assert not wrong, wrong
    shapes = [f for s in slide.shapes for f in changes.get(s.name, (untouched(s),))]
    return filled_slide(slide, shapes)


def filled_slide(slide: DesignedSlide, shapes: Sequence[FilledShape]) -> FilledSlide:
    return FilledSlide(
        key=f"master:{slide.number}",
        archetype="designed",
        section="talk",
        title=(),
        drawn_as=slide.number,
        shapes=tuple(shapes),
        where=f"drawn.pptx, slide {slide.number}",
    )


def untouched(shape: DesignedShape, **changes: Any) -> FilledShape:
    kind = shape.kind
    return FilledShape(
        **{
            "at": shape.at,
            "texts": tuple(_same(t) for t in shape.texts),
            "rows": tuple(
                FilledRow(row=i, cells=tuple(_same(c) for c in r)) for i, r in enumerate(shape.rows)
            )
            if kind is ShapeKind.TABLE
            else None,
            "children": tuple(untouched(c) for c in shape.children),
            **changes,
        }
    )


def _same(text: DesignedText) -> FilledText:
    return tuple(
        FilledParagraph(
            paragraph=p,
            runs=tuple(
                FilledRun(span=Span(text=r.text), paragraph=p, run=i, is_fixed=r.is_fixed)
                for i, r in enumerate(paragraph.runs)
            ),
        )
        for p, paragraph in enumerate(text)
    )


def some_words(*paragraphs: tuple[str, int, int]) -> FilledText:
    """Paragraphs of one run each: words, and paragraph and run of the design they are set like."""
    return tuple(
        FilledParagraph(paragraph=p, runs=(FilledRun(span=Span(text=t), paragraph=p, run=r),))
        for t, p, r in paragraphs
    )


def a_spec(book: Book, names: Sequence[str], *series: tuple[str, Sequence[Any]], **more: Any) -> ChartSpec:
    from_book = [book.series(title, Role.OTHER, values) for title, values in series]
    return book.chart(ChartForm.LINE, names, *from_book, **more)


def parts_of(blob: bytes, kind: str) -> Iterator[Any]:
    """(part as XML) of every chart of a deck, in the order of its slides."""
    for slide in Presentation(io.BytesIO(blob)).slides:
        for relation in slide.part.rels.values():
            if relation.reltype.endswith(f"/{kind}"):
                yield etree.fromstring(relation.target_part.blob)
