"""The bare script that a build is measured against: python-pptx writes an equal deck of ready-made contents.

Included: as many slides, on each the same text boxes with the same paragraphs and runs (bold where bold),
tables with the same cells, native charts of the same kind with the same categories, series and values, groups
with the same shapes and texts, speaker notes, and pictures of the same size in pixels, drawn by matplotlib's
object API.

Not included, so the script is faster than one that makes a deck of equal looks: a master of its own, colours,
the format of charts and tables, alt texts, sections. Nor all that deckgen does besides writing: it reads no
archive, computes nothing, words nothing, measures no text, cites and checks nothing.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE
from pptx.util import Emu, Pt

DPI = 220
_ROWS, _CELLS = 5, 200  # marks of a picture: a row for each query, a cell for each result
_TYPES = {
    "lineChart": XL_CHART_TYPE.LINE,
    "clustered": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "col": XL_CHART_TYPE.COLUMN_STACKED,
}
_BLANK = 6  # layout of python-pptx's own master
Contents = list[dict[str, Any]]
Paragraphs = list[list[tuple[str, bool]]]


def contents_of(deck: Path) -> Contents:
    """What stands on each slide of a deck: texts, tables, charts, pictures, shapes of groups, notes."""
    return [
        {
            "shapes": [_read(shape) for shape in slide.shapes],
            "notes": slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        }
        for slide in Presentation(str(deck)).slides
    ]


def _read(shape: Any) -> dict[str, Any]:
    box = _box(shape)
    if getattr(shape, "has_chart", False) and shape.has_chart:
        plot = shape.chart.plots[0]
        return {
            "box": box,
            "chart": _kind(plot),
            "categories": [str(c) for c in plot.categories],
            "series": [{"name": s.name, "values": list(s.values)} for s in plot.series],
        }
    if getattr(shape, "has_table", False) and shape.has_table:
        return {"box": box, "rows": [[_paragraphs(c.text_frame) for c in r.cells] for r in shape.table.rows]}
    if shape._element.tag.endswith("}pic"):  # one in a placeholder calls itself a placeholder
        return {"box": box, "pixels": list(shape.image.size)}
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        return {
            "box": box,
            "group": [
                {"box": _box(s), "text": _paragraphs(s.text_frame) if s.has_text_frame else []}
                for s in shape.shapes
            ],
        }
    return {"box": box, "text": _paragraphs(shape.text_frame) if shape.has_text_frame else []}


def _box(shape: Any) -> list[int]:
    return [int(n or 0) for n in (shape.left, shape.top, shape.width, shape.height)]


def _kind(plot: Any) -> str:
    kind = str(plot._element.tag.split("}")[1])
    if kind != "barChart":
        return kind
    is_column = plot._element.find("{*}barDir").get("val") == "col"
    return "col" if is_column else str(plot._element.find("{*}grouping").get("val"))


def _paragraphs(frame: Any) -> Paragraphs:
    return [[(r.text, bool(r.font.bold)) for r in p.runs] for p in frame.paragraphs]


def write(contents: Contents, path: Path) -> None:
    """An equal deck by the shortest way."""
    deck = Presentation()
    for entry in contents:
        slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
        for shape in entry["shapes"]:
            _add(slide, shape)
        slide.notes_slide.notes_text_frame.text = entry["notes"]
    deck.save(str(path))


def _add(slide: Any, shape: dict[str, Any]) -> None:
    box = [Emu(n) for n in shape["box"]]
    if "chart" in shape:
        values = CategoryChartData()
        values.categories = shape["categories"]
        for series in shape["series"]:
            values.add_series(series["name"], series["values"])
        slide.shapes.add_chart(_TYPES[shape["chart"]], *box, values)
    elif "rows" in shape:
        rows = shape["rows"]
        table = slide.shapes.add_table(len(rows), len(rows[0]), *box).table
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                _fill(table.cell(i, j).text_frame, text)
    elif "pixels" in shape:
        slide.shapes.add_picture(io.BytesIO(_picture(*shape["pixels"])), *box)
    elif "group" in shape:
        parts = []
        for part in shape["group"]:
            parts.append(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Emu(n) for n in part["box"])))
            _fill(parts[-1].text_frame, part["text"])
        slide.shapes.add_group_shape(
            parts
        )  # at once: a group measures itself anew for each shape added to it
    else:
        _fill(slide.shapes.add_textbox(*box).text_frame, shape["text"])


def _fill(frame: Any, text: Paragraphs) -> None:
    for i, runs in enumerate(text):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.font.size = Pt(14)
        for words, is_bold in runs:
            run = paragraph.add_run()
            run.text = words
            if is_bold:
                run.font.bold = True


def _picture(width: int, height: int) -> bytes:
    """As many pixels and about as many marks as in a picture of search results."""
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for row in range(_ROWS):
        axes.broken_barh([(i, 0.9) for i in range(_CELLS)], (row, 0.8))
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


if __name__ == "__main__":
    write(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
