"""Bar charts: sorted bars, parts of a count, stacked columns with totals. Zero is always the baseline."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from deckgen.drawing.fonts import line_height, text_width, wrapped
from deckgen.model.deck import ChartForm, ChartSeries, ChartSpec
from deckgen.outputs.pptx import chart_parts as cp
from deckgen.outputs.pptx.citations import Citations
from deckgen.outputs.pptx.elements import el
from deckgen.outputs.pptx.numbers import formatted
from deckgen.outputs.pptx.theme import Theme

_ROOM_FOR_LABELS = Decimal("1.38")
_ROOM_FOR_TOTALS = Decimal("1.12")
_TALLEST_ROW = 62.0  # points a bar and its gap take at most
_WIDEST_COLUMN = 120.0
_CATEGORY_SHARE = 0.42
_NAMED_INSIDE = 4
_KEY_MARK = 28.0  # the mark before a name in the legend, and the space after the name
TOTAL = "Σ"


class BarChart:
    """A plot area of bars or columns in a frame of so many points."""

    def __init__(
        self,
        spec: ChartSpec,
        *,
        width: float,
        height: float,
        theme: Theme,
        language: str,
        cite: Citations,
        where: str,
        is_named_elsewhere: bool = False,
    ) -> None:
        self._spec, self._width, self._height = spec, width, height
        self._theme, self._language, self._cite, self._where = theme, language, cite, where
        self._is_stacked = spec.form in {ChartForm.STACKED, ChartForm.COLUMN_STACKED}
        self._is_column = spec.form is ChartForm.COLUMN_STACKED
        self._totals = tuple(
            sum((s.points[i].value or Decimal(0) for s in spec.series), Decimal(0))
            for i in range(len(spec.categories))
        )
        self._largest = self._largest_value()
        self._category_size, self._category_width = self._category_room()
        self._named: dict[tuple[int, int], bool] = {}
        needs_names = self._is_stacked and len(spec.series) > 1 and not is_named_elsewhere
        if needs_names:
            self._named = self._names_inside()
        self._has_legend = (needs_names and not self._named) or (
            not self._is_stacked and len(spec.series) > 1
        )

    @property
    def categories(self) -> list[str]:
        return [c.text for c in self._spec.categories]

    @property
    def totals(self) -> tuple[Decimal, ...]:
        """Totals that stand over stacked columns; empty for other forms."""
        return self._totals if self._has_totals else ()

    @property
    def _has_totals(self) -> bool:
        return self._is_column and len(self._spec.series) > 1

    def plot(self) -> Any:
        """The plot area."""
        x, y, w, h = self._area()
        spec = self._spec
        own = [self._series(i, s) for i, s in enumerate(spec.series)]
        if self._has_totals:
            own.append(self._total_series(len(spec.series)))
        chart = el(
            "c:barChart",
            el("c:barDir", val="col" if self._is_column else "bar"),
            el("c:grouping", val="stacked" if self._is_stacked else "clustered"),
            el("c:varyColors", val=0),
            *own,
            el("c:gapWidth", val=self._gap()),
            el("c:overlap", val=100) if self._is_stacked else None,
            el("c:axId", val=cp.CATEGORY_AXIS),
            el("c:axId", val=cp.VALUE_AXIS),
        )
        return el(
            "c:plotArea",
            cp.inner_plot(x / self._width, y / self._height, w / self._width, h / self._height),
            chart,
            cp.category_axis(
                language=self._language,
                is_horizontal=not self._is_column,
                size=self._category_size,
                colour="tx1",
                has_line=self._is_column,
            ),
            cp.value_axis(
                language=self._language,
                low=Decimal(0),
                high=self._axis_high(),
                step=None,
                number_format=spec.number_format,
                is_shown=False,
                is_horizontal=not self._is_column,
            ),
            el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
        )

    def legend(self) -> Any:
        hidden = [len(self._spec.series)] if self._has_totals else []
        return cp.legend(language=self._language, hidden=hidden) if self._has_legend else None

    def _largest_value(self) -> Decimal:
        if self._is_stacked:
            return max(self._totals, default=Decimal(1)) or Decimal(1)
        found = [p.value for s in self._spec.series for p in s.points if p.value is not None]
        return max(found, default=Decimal(1)) or Decimal(1)

    def _axis_high(self) -> Decimal:
        if self._has_totals:
            return self._largest * _ROOM_FOR_TOTALS
        return self._largest if self._is_stacked else self._largest * _ROOM_FOR_LABELS

    def _gap(self) -> int:
        return 40 if self._is_column else 60 if len(self._spec.categories) <= 4 else 48

    def _category_room(self) -> tuple[float, float]:
        """Size of the category labels and the room they take beside or under the bars."""
        for size in (cp.LABEL, cp.AXIS):
            wide = max(
                (
                    text_width(c.text, family=self._theme.minor, bold=False, size_pt=size)
                    for c in self._spec.categories
                ),
                default=0.0,
            )
            if wide + 10 <= self._width * _CATEGORY_SHARE:
                return size, wide + 10
        return cp.AXIS, self._width * _CATEGORY_SHARE

    def _area(self) -> tuple[float, float, float, float]:
        """The inner plot area in points."""
        count = max(1, len(self._spec.categories))
        top = self._legend_height() if self._has_legend else 2.0
        if self._is_column:
            width = min(self._width - 8, count * _WIDEST_COLUMN * 1.6)
            lines = max(
                (
                    len(
                        wrapped(
                            c.text,
                            family=self._theme.minor,
                            bold=False,
                            size_pt=cp.AXIS,
                            width_pt=width / count - 4,
                        )
                    )
                    for c in self._spec.categories
                ),
                default=1,
            )
            self._category_size = cp.AXIS
            below = lines * line_height(self._theme.minor, cp.AXIS) + 12
            return 4.0, top, width, self._height - top - below
        height = min(self._height - top - 4, count * _TALLEST_ROW)
        right = 4.0
        return self._category_width, top, self._width - self._category_width - right, height

    def _legend_height(self) -> float:
        """PowerPoint sets the names in columns as wide as the widest one."""
        widest = max(
            text_width(s.name.text, family=self._theme.minor, bold=False, size_pt=cp.AXIS)
            for s in self._spec.series
        )
        columns = max(1, int(self._width * 0.94 // (widest + _KEY_MARK)))
        rows = -(-len(self._spec.series) // columns)
        return rows * line_height(self._theme.minor, cp.AXIS) + 14.0

    def _thickness(self) -> float:
        """Points a bar is thick."""
        _, _, w, h = self._area()
        count = max(1, len(self._spec.categories))
        return (w if self._is_column else h) / count / (1 + self._gap() / 100)

    def _length(self, value: Decimal) -> float:
        """Points a value is long."""
        _, _, w, h = self._area()
        return float(value / self._axis_high()) * (h if self._is_column else w)

    def _size(self) -> float:
        """Labels of thin bars are set smaller."""
        return cp.LABEL if self._is_column or self._thickness() >= 17 else cp.AXIS

    def _fits_inside(self, value: Decimal, text: str, *, lines: int = 1) -> bool:
        wide = text_width(text, family=self._theme.minor, bold=True, size_pt=self._size())
        high = lines * line_height(self._theme.minor, self._size())
        long, thick = self._length(value), self._thickness()
        return (
            (wide + 4 <= thick and high <= long) if self._is_column else (wide + 4 <= long and high <= thick)
        )

    def _names_inside(self) -> dict[tuple[int, int], bool]:
        """The one part of each series that carries its name; empty when a name fits nowhere."""
        found: dict[tuple[int, int], bool] = {}
        if len(self._spec.series) > _NAMED_INSIDE:
            return {}
        self._has_legend = False
        for s, series in enumerate(self._spec.series):
            sized = [(p.value or Decimal(0), -i) for i, p in enumerate(series.points)]
            value, at = max(sized, default=(Decimal(0), 0))
            number = formatted(value, self._spec.number_format)
            if self._is_column:
                longest = max((series.name.text, number), key=len)
                fits = self._fits_inside(value, longest, lines=2)
            else:
                fits = self._fits_inside(value, f"{series.name.text}  {number}")
            if not value or not fits:
                return {}
            found[(s, -at)] = True
        return found

    def _series(self, index: int, series: ChartSeries) -> Any:
        mark = self._theme.mark(series.role)
        own_colours = []
        for i, point in enumerate(series.points):
            if point.role is not None and point.role is not series.role and point.value is not None:
                spec = cp.bar_fill(self._theme.mark(point.role), divided=self._is_stacked)
                own_colours.append(
                    el(
                        "c:dPt",
                        el("c:idx", val=i),
                        el("c:invertIfNegative", val=0),
                        el("c:bubble3D", val=0),
                        spec,
                    )
                )
        return el(
            "c:ser",
            el("c:idx", val=index),
            el("c:order", val=index),
            cp.series_name(index, series.name.text),
            cp.bar_fill(mark, divided=self._is_stacked),
            el("c:invertIfNegative", val=0),
            *own_colours,
            self._labels(index, series),
            cp.categories(self.categories),
            cp.values(index, [p.value for p in series.points], self._spec.number_format),
        )

    def _labels(self, index: int, series: ChartSeries) -> Any:
        if not self._is_stacked:
            return cp.labels(
                tail=[
                    el("c:numFmt", formatCode=self._spec.number_format, sourceLinked=0),
                    el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
                    cp.text_properties(
                        language=self._language, size=self._size(), colour="tx1", bold=True, wrap=False
                    ),
                    el("c:dLblPos", val="outEnd"),
                    *cp.shows(),
                ]
            )
        own = []
        for i, point in enumerate(series.points):
            if point.value is None:
                continue
            is_named = (index, i) in self._named
            number = formatted(point.value, self._spec.number_format)
            if not is_named and (not point.value or not self._fits_inside(point.value, number)):
                continue
            own.append(
                cp.label(
                    i,
                    language=self._language,
                    number_format=self._spec.number_format,
                    colour=self._theme.on(self._theme.mark(point.role or series.role)),
                    position="ctr",
                    size=self._size(),
                    series=is_named,
                    separator="\n" if self._is_column else "  ",
                )
            )
        return cp.labels(*own)

    def _total_series(self, index: int) -> Any:
        """Real totals as an invisible series whose labels stand over the columns."""
        for i, total in enumerate(self._totals):
            cites = [s.points[i].cite for s in self._spec.series if s.points[i].cite]
            self._cite.sum(cites, total, f"{self._where} {TOTAL} {self._spec.categories[i].text}")
        return el(
            "c:ser",
            el("c:idx", val=index),
            el("c:order", val=index),
            cp.series_name(index, TOTAL),
            el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
            el("c:invertIfNegative", val=0),
            cp.labels(
                tail=[
                    el("c:numFmt", formatCode=self._spec.number_format, sourceLinked=0),
                    el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
                    cp.text_properties(
                        language=self._language, size=cp.LABEL, colour="tx1", bold=True, wrap=False
                    ),
                    el("c:dLblPos", val="inBase"),
                    *cp.shows(),
                ]
            ),
            cp.categories(self.categories),
            cp.values(index, list(self._totals), self._spec.number_format),
        )
