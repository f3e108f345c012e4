"""Pieces that every native chart is made of: data references, labels, axes, text, layout."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from deckgen.outputs.pptx.elements import el, fill, line
from deckgen.outputs.pptx.styles import MUTED, RULE
from deckgen.outputs.pptx.text import run_properties
from deckgen.outputs.pptx.workbook import column_letters

SHEET = "Data"
CATEGORY_AXIS, VALUE_AXIS = 111111111, 222222222
LABEL, AXIS = 14.0, 12.0
LINE_WIDTH = 34925
ALMOST_LEVEL = 1  # a 60,000th of a degree


def number(value: Decimal) -> str:
    """As the cache and the workbook hold it."""
    return repr(float(value)) if value != value.to_integral_value() else str(int(value))


def text_properties(
    *,
    language: str,
    size: float,
    colour: str,
    bold: bool = False,
    wrap: bool = True,
    rotation: int = 0,
) -> Any:
    """Text of a chart: theme face, theme colour, language."""
    return el(
        "c:txPr",
        el(
            "a:bodyPr",
            rot=rotation,
            vert="horz",
            wrap=None if wrap else "none",
            anchor="ctr" if not wrap else None,
        ),
        el("a:lstStyle"),
        el(
            "a:p",
            el("a:pPr", _default(size=size, colour=colour, bold=bold, language=language)),
            el("a:endParaRPr", lang=language),
        ),
    )


def _default(*, size: float, colour: str, bold: bool, language: str) -> Any:
    return el(
        "a:defRPr",
        fill(colour),
        el("a:latin", typeface="+mn-lt"),
        el("a:ea", typeface="+mn-ea"),
        el("a:cs", typeface="+mn-cs"),
        lang=language,
        sz=round(size * 100),
        b=bold,
    )


def categories(names: Sequence[str]) -> Any:
    cache = el("c:strCache", el("c:ptCount", val=len(names)), *(_point(i, n) for i, n in enumerate(names)))
    return el("c:cat", el("c:strRef", el("c:f", text=f"{SHEET}!$A$2:$A${len(names) + 1}"), cache))


def series_name(index: int, name: str) -> Any:
    cache = el("c:strCache", el("c:ptCount", val=1), _point(0, name))
    return el("c:tx", el("c:strRef", el("c:f", text=f"{SHEET}!${column_letters(index + 1)}$1"), cache))


def values(index: int, given: Sequence[Decimal | None], number_format: str) -> Any:
    """Values with gaps where nothing was measured."""
    column = column_letters(index + 1)
    points = (_point(i, number(v)) for i, v in enumerate(given) if v is not None)
    cache = el("c:numCache", el("c:formatCode", text=number_format), el("c:ptCount", val=len(given)), *points)
    return el(
        "c:val", el("c:numRef", el("c:f", text=f"{SHEET}!${column}$2:${column}${len(given) + 1}"), cache)
    )


def _point(index: int, shown: str) -> Any:
    return el("c:pt", el("c:v", text=shown), idx=index)


def shows(*, value: bool = True, series: bool = False, separator: str = "") -> list[Any]:
    """What a label shows, in the order the format wants."""
    return [
        el("c:showLegendKey", val=0),
        el("c:showVal", val=value),
        el("c:showCatName", val=0),
        el("c:showSerName", val=series),
        el("c:showPercent", val=0),
        el("c:showBubbleSize", val=0),
        *([el("c:separator", text=separator)] if separator else []),
    ]


def label(
    index: int,
    *,
    language: str,
    number_format: str,
    colour: str,
    position: str,
    size: float = LABEL,
    bold: bool = True,
    series: bool = False,
    separator: str = "  ",
    typed: Sequence[tuple[str, bool]] = (),
    shift: float = 0.0,
) -> Any:
    """The label of one point, from the data; `typed` holds the runs of an event note instead."""
    moved = (
        el("c:layout", el("c:manualLayout", el("c:x", val=0), el("c:y", val=f"{shift:.5f}")))
        if shift
        else None
    )
    rich = None
    if typed:
        runs = []
        for words, is_bold in typed:
            properties = run_properties(
                "a:rPr", language=language, size=size, bold=is_bold, colour=colour, face="+mn"
            )
            runs.append(el("a:r", properties, el("a:t", text=words)))
        rich = el(
            "c:tx",
            el(
                "c:rich",
                el("a:bodyPr", rot=0, vert="horz", wrap="none", anchor="ctr"),
                el("a:lstStyle"),
                el(
                    "a:p",
                    el("a:pPr", _default(size=size, colour=colour, bold=False, language=language)),
                    *runs,
                ),
            ),
        )
    return el(
        "c:dLbl",
        el("c:idx", val=index),
        moved,
        rich,
        el("c:numFmt", formatCode=number_format, sourceLinked=0),
        el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
        text_properties(language=language, size=size, colour=colour, bold=bold, wrap=False),
        el("c:dLblPos", val=position),
        *shows(series=series, separator=separator if series else ""),
    )


def labels(*own: Any, tail: Sequence[Any] = ()) -> Any:
    """Labels of a series: single ones, then what holds for the rest (nothing shown unless said)."""
    return el("c:dLbls", *own, *(tail or shows(value=False)))


def category_axis(
    *, language: str, is_horizontal: bool, size: float, colour: str, skip: int = 1, has_line: bool = True
) -> Any:
    """Categories along the bottom, or down the left with the first on top."""
    return el(
        "c:catAx",
        el("c:axId", val=CATEGORY_AXIS),
        el("c:scaling", el("c:orientation", val="maxMin" if is_horizontal else "minMax")),
        el("c:delete", val=0),
        el("c:axPos", val="l" if is_horizontal else "b"),
        el("c:numFmt", formatCode="General", sourceLinked=0),
        el("c:majorTickMark", val="none"),
        el("c:minorTickMark", val="none"),
        el("c:tickLblPos", val="low"),
        el("c:spPr", line("accent4" if has_line else None)),
        # quite level text is broken into the narrow steps of all categories by some programs
        text_properties(
            language=language, size=size, colour=colour, rotation=ALMOST_LEVEL if skip > 1 else 0
        ),
        el("c:crossAx", val=VALUE_AXIS),
        el("c:crosses", val="autoZero"),
        el("c:auto", val=0),
        el("c:lblAlgn", val="ctr"),
        el("c:lblOffset", val=100),
        el("c:tickLblSkip", val=skip) if skip > 1 else None,
        el("c:tickMarkSkip", val=skip) if skip > 1 else None,
        el("c:noMultiLvlLbl", val=1),
    )


def value_axis(
    *,
    language: str,
    low: Decimal,
    high: Decimal,
    step: Decimal | None,
    number_format: str,
    is_shown: bool,
    is_horizontal: bool,
    crosses_between: str = "between",
) -> Any:
    """Values from a fixed low to a fixed high; hidden where labels carry the values."""
    return el(
        "c:valAx",
        el("c:axId", val=VALUE_AXIS),
        el(
            "c:scaling",
            el("c:orientation", val="minMax"),
            el("c:max", val=number(high)),
            el("c:min", val=number(low)),
        ),
        el("c:delete", val=not is_shown),
        el("c:axPos", val="t" if is_horizontal else "l"),
        el("c:majorGridlines", el("c:spPr", line(RULE))) if is_shown else None,
        el("c:numFmt", formatCode=number_format, sourceLinked=0),
        el("c:majorTickMark", val="none"),
        el("c:minorTickMark", val="none"),
        el("c:tickLblPos", val="nextTo"),
        el("c:spPr", line(None)),
        text_properties(language=language, size=AXIS, colour=MUTED),
        el("c:crossAx", val=CATEGORY_AXIS),
        el("c:crosses", val="autoZero"),
        el("c:crossBetween", val=crosses_between),
        el("c:majorUnit", val=number(step)) if step is not None else None,
    )


def inner_plot(x: float, y: float, w: float, h: float) -> Any:
    """The plot area without its labels, in shares of the chart."""
    return el(
        "c:layout",
        el(
            "c:manualLayout",
            el("c:layoutTarget", val="inner"),
            el("c:xMode", val="edge"),
            el("c:yMode", val="edge"),
            *(
                el(f"c:{k}", val=f"{max(0.0, min(1.0, v)):.5f}")
                for k, v in zip("xywh", (x, y, w, h), strict=True)
            ),
        ),
    )


def legend(*, language: str, hidden: Sequence[int] = ()) -> Any:
    """Series names over the plot, for charts whose parts are too small to carry them."""
    return el(
        "c:legend",
        el("c:legendPos", val="t"),
        *(el("c:legendEntry", el("c:idx", val=i), el("c:delete", val=1)) for i in hidden),
        el("c:overlay", val=0),
        text_properties(language=language, size=AXIS, colour="tx1"),
    )


def chart_space(plot: Any, *, language: str, key: Any = None, workbook_relation: str) -> Any:
    """The whole chart part: no title, no ground, gaps stay gaps, its workbook inside."""
    from_root = el("c:chartSpace")
    for child in (
        el("c:date1904", val=0),
        el("c:lang", val=language),
        el("c:roundedCorners", val=0),
        el(
            "c:chart",
            el("c:autoTitleDeleted", val=1),
            plot,
            key,
            el("c:plotVisOnly", val=1),
            el("c:dispBlanksAs", val="gap"),
        ),
        el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
        text_properties(language=language, size=AXIS, colour="tx1"),
        el("c:externalData", el("c:autoUpdate", val=0), r__id=workbook_relation),
    ):
        from_root.append(child)
    return from_root


def bar_fill(token: str, *, divided: bool = False) -> Any:
    """A bar in one theme colour; parts of a stack are divided by a line of the ground."""
    return el("c:spPr", fill(token), line("bg1" if divided else None))
