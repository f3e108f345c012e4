"""Native charts: a chart part with its workbook, its frame on the slide, and every number in it cited."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.errors import FitError
from deckgen.model.deck import ChartForm, ChartSpec
from deckgen.outputs.pptx import chart_parts as cp
from deckgen.outputs.pptx.bars import TOTAL, BarChart
from deckgen.outputs.pptx.citations import Citations
from deckgen.outputs.pptx.elements import CHART_URI, document, el, identity, transform
from deckgen.outputs.pptx.geometry import POINT
from deckgen.outputs.pptx.lines import LineChart
from deckgen.outputs.pptx.numbers import formatted
from deckgen.outputs.pptx.palette import restyled
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.text import graphic_ph
from deckgen.outputs.pptx.theme import Theme
from deckgen.outputs.pptx.workbook import Column, workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINES = {ChartForm.LINE, ChartForm.SLOPE}


def chart_part(
    spec: ChartSpec,
    *,
    number: int,
    place: Place,
    package: Any,
    language: str,
    theme: Theme,
    cite: Citations,
    where: str,
    is_named_elsewhere: bool = False,
) -> Any:
    """The chart part, with its workbook related to it."""
    _check(spec, where)
    cite_chart(spec, cite, where)
    size = {"width": place.frame[2] / POINT, "height": place.frame[3] / POINT}
    totals: tuple[Decimal, ...] = ()
    drawn: LineChart | BarChart
    if spec.form in _LINES:
        drawn = LineChart(spec, **size, theme=theme, language=language, cite=cite, where=where)
    else:
        drawn = BarChart(
            spec,
            **size,
            theme=theme,
            language=language,
            cite=cite,
            where=where,
            is_named_elsewhere=is_named_elsewhere,
        )
        totals = drawn.totals
    columns: list[Column] = [(s.name.text, [p.value for p in s.points]) for s in spec.series]
    if totals:
        columns.append((TOTAL, totals))
    book = workbook(drawn.categories, columns, number_format=spec.number_format, name=cp.SHEET)
    embedded = Part(PackURI(f"/ppt/embeddings/workbook{number}.xlsx"), _XLSX, package, book)
    part = Part(PackURI(f"/ppt/charts/chart{number}.xml"), CT.DML_CHART, package)
    relation = part.relate_to(embedded, RT.PACKAGE)
    space = cp.chart_space(drawn.plot(), language=language, key=drawn.legend(), workbook_relation=relation)
    part.blob = document(restyled(space, theme))
    return part


def chart_frame(spec: ChartSpec, place: Place, number: int, relation: str) -> Any:
    """The frame of a chart in its placeholder."""
    reference = graphic_ph(place, "chart")
    return el(
        "p:graphicFrame",
        el(
            "p:nvGraphicFramePr",
            identity(number, place.title, alt=spec.alt or place.title),
            el("p:cNvGraphicFramePr", el("a:graphicFrameLocks", noGrp=True)),
            el("p:nvPr", reference),
        ),
        transform("p:xfrm", place.frame),
        el("a:graphic", el("a:graphicData", el("c:chart", r__id=relation), uri=CHART_URI)),
    )


def _check(spec: ChartSpec, where: str) -> None:
    if (
        not spec.categories
        or not spec.series
        or any(len(s.points) != len(spec.categories) for s in spec.series)
    ):
        raise FitError(
            f"{where}: each series of a chart needs one point for each category; leave the chart out"
        )


def cite_chart(spec: ChartSpec, cite: Citations, where: str) -> None:
    """Every name, category and value, as they stand in the chart and in its workbook."""
    for i, category in enumerate(spec.categories, 1):
        cite.label(category, f"{where} category {i}")
    for n, series in enumerate(spec.series, 1):
        cite.label(series.name, f"{where} series {n}")
        for i, point in enumerate(series.points):
            # the rows of a strip have points of their own, one for each result
            at = spec.categories[i].text if i < len(spec.categories) else str(i + 1)
            place = f"{where} {series.name.text} {at}"
            if point.cite:
                cite.cite(point.cite, place)
            elif point.value is not None:
                cite.typed(point.text or formatted(point.value, spec.number_format), place)
    if spec.form in _LINES:
        for i, note in spec.annotations:
            cite.label(note, f"{where} note {i + 1}")
    cite.loose(spec.alt, f"{where} alt text")
