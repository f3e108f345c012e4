"""Gives a drawn chart new data, in its cache and in its workbook; its kind, colours and labels stay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.errors import TemplateError
from deckgen.model.deck import ChartSpec
from deckgen.outputs.pptx import chart_parts as cp
from deckgen.outputs.pptx.designed_shapes import whole
from deckgen.outputs.pptx.elements import el, name
from deckgen.outputs.pptx.workbook import Column, workbook

_ONE_SERIES = frozenset({name(f"c:{kind}Chart") for kind in ("pie", "pie3D", "ofPie")})
_ROUND = _ONE_SERIES | {name("c:doughnutChart")}
_FILLABLE = _ROUND | {
    name(f"c:{kind}Chart") for kind in ("bar", "bar3D", "line", "line3D", "area", "area3D", "radar")
}
_STALE = ("c:errBars", "c:trendline", "c:dLbl", "c:pictureOptions", "c:extLst")
_ORDER = (
    "idx", "order", "tx", "spPr", "invertIfNegative", "marker", "explosion", "dPt", "dLbls", "trendline",
    "errBars", "cat", "val", "smooth", "shape", "extLst",
)  # fmt: skip
_RANKS = {name(f"c:{tag}"): i for i, tag in enumerate(_ORDER)}
_AFTER_DATA = frozenset(name(f"c:{t}") for t in ("printSettings", "userShapes", "extLst"))
_BEFORE_SERIES = frozenset(
    name(f"c:{t}")
    for t in ("barDir", "grouping", "varyColors", "ofPieType", "radarStyle", "ser", "wireframe")
)
_BEFORE_FORMAT = frozenset(
    name(f"c:{t}")
    for t in ("axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title")
)
_OF_DATES = tuple(
    name(f"c:{t}") for t in ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit")
)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def fill_chart(space: Any, spec: ChartSpec, *, where: str) -> None:
    """New series, categories and values; the last format is repeated where the design has fewer series."""
    plots = _plots(space, where)
    drawn = sorted(
        (s for plot in plots for s in plot.findall(name("c:ser"))), key=lambda s: _number(s, "c:order")
    )
    if not drawn:
        raise TemplateError(f"{where}: the chart has no series; draw it with at least one")
    if any(plot.tag in _ONE_SERIES for plot in plots) and len(spec.series) > 1:
        raise TemplateError(
            f"{where}: a pie shows one series, the exhibit has {len(spec.series)}; draw bars or columns"
        )
    homes = [s.getparent() for s in drawn]
    patterns = [deepcopy(s) for s in drawn]
    for old in drawn:
        old.getparent().remove(old)
    categories = [c.text for c in spec.categories]
    for i, series in enumerate(spec.series):
        of = min(i, len(patterns) - 1)
        made = deepcopy(patterns[of])
        _series(
            made,
            i,
            series.name.text,
            categories,
            [p.value for p in series.points],
            spec.number_format,
            is_round=homes[of].tag in _ROUND,
        )
        if homes[of].tag != name("c:lineChart"):
            for stray in made.findall(name("c:smooth")):  # one library writes it where only lines have it
                made.remove(stray)
        _append(homes[of], made)
    _without_empty(space, plots)
    _clean(space, spec)


def _plots(space: Any, where: str) -> list[Any]:
    area = space.find(f"{name('c:chart')}/{name('c:plotArea')}")
    found = [p for p in area if str(p.tag).endswith("Chart")] if area is not None else []
    wrong = next((p for p in found if p.tag not in _FILLABLE), None)
    if wrong is not None or not found:
        kind = wrong.tag.rpartition("}")[2].removesuffix("Chart") if wrong is not None else "this"
        raise TemplateError(
            f"{where}: a chart of kind '{kind}' is not filled; draw bars, columns, lines, areas, a pie, a "
            "doughnut or a net"
        )
    return found


def _series(
    made: Any,
    index: int,
    title: str,
    categories: Sequence[str],
    values: Sequence[Decimal | None],
    number_format: str,
    *,
    is_round: bool,
) -> None:
    for tag in ("c:idx", "c:order", "c:tx", "c:cat", "c:val"):
        for old in made.findall(name(tag)):
            made.remove(old)
    for tag in _STALE:  # they belong to the points of the design
        for old in list(made.iter(name(tag))):
            old.getparent().remove(old)
    for point in made.findall(name("c:dPt")):
        if not is_round or _number(point, "c:idx") >= len(values):
            made.remove(point)
    for child in (
        el("c:idx", val=index),
        el("c:order", val=index),
        cp.series_name(index, title),
        cp.categories(categories),
        cp.values(index, values, number_format),
    ):
        rank = _RANKS[child.tag]
        after = [i for i, c in enumerate(made) if _RANKS.get(c.tag, 0) < rank]
        made.insert(max(after, default=-1) + 1, child)


def _append(plot: Any, series: Any) -> None:
    """Behind the last series, or where the first would stand."""
    at = max((i for i, c in enumerate(plot) if c.tag in _BEFORE_SERIES), default=-1)
    plot.insert(at + 1, series)


def _without_empty(space: Any, plots: Sequence[Any]) -> None:
    """A second plot that got no series goes, with axes that no other plot uses."""
    for plot in plots:
        if plot.find(name("c:ser")) is not None:
            continue
        area = plot.getparent()
        area.remove(plot)
        used = {a.get("val") for p in plots if p.getparent() is not None for a in p.findall(name("c:axId"))}
        for axis in [a for a in area if str(a.tag).endswith("Ax")]:
            own = axis.find(name("c:axId"))
            if own is not None and own.get("val") not in used:
                area.remove(axis)


def _clean(space: Any, spec: ChartSpec) -> None:
    for old in space.findall(name("c:pivotSource")):
        space.remove(old)
    for title in space.iter(name("c:title")):
        words = title.find(name("c:tx"))
        if words is not None and words.find(name("c:rich")) is None:
            title.remove(words)  # it was a cell of the old workbook
    for entry in list(space.iter(name("c:legendEntry"))):
        if _number(entry, "c:idx") >= len(spec.series):
            entry.getparent().remove(entry)
    blanks = next(iter(space.iter(name("c:dispBlanksAs"))), None)
    if blanks is not None:
        blanks.set("val", "gap")  # what was not measured is no zero
    else:
        chart = space.find(name("c:chart"))
        later = [i for i, c in enumerate(chart) if c.tag in (name("c:showDLblsOverMax"), name("c:extLst"))]
        chart.insert(min(later, default=len(chart)), el("c:dispBlanksAs", val="gap"))
    _dates_to_categories(space)
    _limits(space, [p.value for s in spec.series for p in s.points if p.value is not None])
    positive_axes(space)
    for axis in space.iter(name("c:valAx")):
        if axis.find(name("c:numFmt")) is None:
            before = [i for i, c in enumerate(axis) if c.tag in _BEFORE_FORMAT]
            axis.insert(max(before, default=-1) + 1, el("c:numFmt", formatCode="General", sourceLinked=0))
    for shown in space.iter(name("c:numFmt")):  # a format that nobody chose gives way to that of the numbers
        if shown.getparent().tag != name("c:catAx") and shown.get("formatCode") == "General":
            shown.set("formatCode", spec.number_format)


def _dates_to_categories(space: Any) -> None:
    """An axis of dates would not take names."""
    for axis in list(space.iter(name("c:dateAx"))):
        axis.tag = name("c:catAx")
        for tag in _OF_DATES:
            for old in axis.findall(tag):
                axis.remove(old)
        auto = axis.find(name("c:auto"))
        if auto is not None:
            auto.set("val", "0")


def _limits(space: Any, values: Sequence[Decimal]) -> None:
    """An axis whose fixed ends would hide values finds its own."""
    if any(g.get("val") == "percentStacked" for g in space.iter(name("c:grouping"))):
        return
    is_stacked = any(g.get("val") == "stacked" for g in space.iter(name("c:grouping")))
    for axis in space.iter(name("c:valAx")):
        scaling = axis.find(name("c:scaling"))
        if scaling is None:
            continue
        low, high = scaling.find(name("c:min")), scaling.find(name("c:max"))
        hides = (high is not None and (is_stacked or _end(high) < max(values))) or (
            low is not None and _end(low) > min(values)
        )
        if hides:
            for end in (low, high, axis.find(name("c:majorUnit")), axis.find(name("c:minorUnit"))):
                if end is not None:
                    end.getparent().remove(end)


def positive_axes(space: Any) -> None:
    """Axis numbers below zero, as one library writes them, are against the format."""
    for tag in ("c:axId", "c:crossAx"):
        for axis in space.iter(name(tag)):
            axis.set("val", axis.get("val", "").replace("-", ""))


def put_workbook(space: Any, part: Any, spec: ChartSpec, *, member: str) -> None:
    """The data of a chart as its workbook, in the place of the one that was drawn."""
    columns: list[Column] = [(s.name.text, [p.value for p in s.points]) for s in spec.series]
    blob = workbook(
        [c.text for c in spec.categories], columns, number_format=spec.number_format, name=cp.SHEET
    )
    book = Part(PackURI(member), _XLSX, part.package, blob)
    for data in space.findall(name("c:externalData")):
        if data.get(name("r:id")) in part.rels:
            part.rels.pop(data.get(name("r:id")))
        space.remove(data)
    relation = part.relate_to(book, RT.PACKAGE)
    at = min((i for i, c in enumerate(space) if c.tag in _AFTER_DATA), default=len(space))
    space.insert(at, el("c:externalData", el("c:autoUpdate", val=0), r__id=relation))


def _end(element: Any) -> float:
    """Where an axis ends; what is no number ends nowhere."""
    try:
        return float(element.get("val"))
    except (TypeError, ValueError):
        return math.nan


def _number(element: Any, tag: str) -> int:
    return whole(element.find(name(tag)), "val")
