"""Line and slope charts: a few labelled points, names at the line ends, events named at their point."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from deckgen.drawing.fonts import text_width
from deckgen.model.deck import ChartForm, ChartSeries, ChartSpec, Role
from deckgen.outputs.pptx import chart_parts as cp
from deckgen.outputs.pptx.citations import Citations
from deckgen.outputs.pptx.elements import el, fill
from deckgen.outputs.pptx.numbers import formatted
from deckgen.outputs.pptx.scales import Scale, scale
from deckgen.outputs.pptx.styles import MUTED
from deckgen.outputs.pptx.theme import Theme

_NAMED_AT_ENDS = 4
_GAP = 10.0  # points between a mark and its label
_LINE_PITCH = 18.0  # points between two labels at the line ends
_MARKER = 9
_EVERY_NAME = 15  # categories up to which every name may break over lines
_TOP = 24.0
_BESIDE = 13.0  # points from a mark to the middle of the label over or under it
_BETWEEN = 16.0  # points between two labels of the axis
_CLEAR = 15.0  # points between the middles of two texts that do not touch
_THIN, _THICK = 22225, cp.LINE_WIDTH


class LineChart:
    """A plot area of lines in a frame of so many points."""

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
    ) -> None:
        self._spec, self._width, self._height = spec, width, height
        self._theme, self._language, self._cite, self._where = theme, language, cite, where
        self._is_slope = spec.form is ChartForm.SLOPE
        self._scale = self._value_scale()
        self._has_names = (len(spec.series) > 1 and len(spec.series) <= _NAMED_AT_ENDS) or self._is_slope

    def plot(self) -> Any:
        """The plot area."""
        left, top, right, bottom = self._margins()
        shape = (self._width, self._height)
        inner = cp.inner_plot(
            left / shape[0], top / shape[1], 1 - (left + right) / shape[0], 1 - (top + bottom) / shape[1]
        )
        plot_height = self._height - top - bottom
        shifts = self._end_shifts(plot_height)
        chart = el(
            "c:lineChart",
            el("c:grouping", val="standard"),
            el("c:varyColors", val=0),
            *(self._series(i, s, shifts) for i, s in enumerate(self._spec.series)),
            el("c:marker", val=1),
            el("c:axId", val=cp.CATEGORY_AXIS),
            el("c:axId", val=cp.VALUE_AXIS),
        )
        plot_width = self._width - left - right
        return el(
            "c:plotArea",
            inner,
            chart,
            cp.category_axis(
                language=self._language,
                is_horizontal=False,
                size=cp.LABEL if self._is_slope else cp.AXIS,
                colour="tx1" if self._is_slope else MUTED,
                skip=self._skip(plot_width),
                has_line=not self._is_slope,
            ),
            cp.value_axis(
                language=self._language,
                low=self._scale.low,
                high=self._scale.high,
                step=self._scale.step,
                number_format=self._spec.number_format,
                is_shown=not self._is_slope,
                is_horizontal=False,
                crosses_between="midCat" if self._is_slope else "between",
            ),
            el("c:spPr", el("a:noFill"), el("a:ln", el("a:noFill"))),
        )

    @property
    def categories(self) -> list[str]:
        """Names along the axis; where not all have room, each stays on one line."""
        names = [c.text for c in self._spec.categories]
        return [n.replace(" ", "\u00a0") for n in names] if len(names) > _EVERY_NAME else names

    def legend(self) -> Any:
        """Only for more lines than can be named at their ends."""
        return (
            cp.legend(language=self._language)
            if len(self._spec.series) > _NAMED_AT_ENDS and not self._is_slope
            else None
        )

    def _value_scale(self) -> Scale:
        found = [p.value for s in self._spec.series for p in s.points if p.value is not None]
        whole = "%" not in self._spec.number_format and all(v == v.to_integral_value() for v in found)
        if self._is_slope and min(found, default=Decimal(0)) >= 0:
            top = max(found, default=Decimal(1)) * Decimal("1.04") or Decimal(1)
            return Scale(low=Decimal(0), high=top, step=top)
        made = scale(found, whole=whole)
        if not self._is_slope:
            for tick in made.ticks:
                self._cite.structure(formatted(tick, self._spec.number_format), f"{self._where} axis")
        return made

    def _margins(self) -> tuple[float, float, float, float]:
        """Room for axis numbers, labels on top, names at the ends, categories below."""
        family = self._theme.minor
        ticks = max(
            (
                text_width(formatted(t, self._spec.number_format), family=family, bold=False, size_pt=cp.AXIS)
                for t in self._scale.ticks
            ),
            default=0.0,
        )
        left, right = ticks + 10, 22.0
        if self._is_slope:
            ends = (self._wide(formatted(s.points[0].value, self._spec.number_format))
                    for s in self._spec.series if s.points and s.points[0].value is not None)  # fmt: skip
            first = self._wide(self._spec.categories[0].text) / 2 if self._spec.categories else 0.0
            left = max(max(ends, default=0.0) + _GAP + 12, first + 4)
        if self._has_names:
            right = max((self._wide(self._end_text(s)) for s in self._spec.series), default=0.0) + _GAP + 16
        right = min(right, self._width * 0.45)
        return left, _TOP, right, 40.0 if self._is_slope else 34.0

    def _wide(self, text: str) -> float:
        return text_width(text, family=self._theme.minor, bold=True, size_pt=cp.LABEL)

    def _end_text(self, series: ChartSeries) -> str:
        last = _last(series)
        value = "" if last is None else formatted(_value(series, last), self._spec.number_format)
        return f"{series.name.text}  {value}"

    def _skip(self, plot_width: float) -> int:
        """Every how many categories a label has room."""
        count = len(self._spec.categories)
        widest = max(
            text_width(line, family=self._theme.minor, bold=False, size_pt=cp.AXIS)
            for c in self._spec.categories
            for line in c.text.split("\n")
        )
        if self._is_slope or not count:
            return 1
        room = plot_width / count
        return max(1, -(-int((widest + _BETWEEN) * 100) // max(1, int(room * 100))))

    def _end_shifts(self, plot_height: float) -> tuple[dict[int, float], dict[int, float]]:
        """How far first and last labels move apart, as shares of the chart's height."""
        last = {i: (_last(s), s) for i, s in enumerate(self._spec.series)}
        ends = {i: _value(s, at) for i, (at, s) in last.items() if at is not None}
        starts = {
            i: s.points[0].value
            for i, s in enumerate(self._spec.series)
            if s.points and s.points[0].value is not None
        }
        return (
            self._apart(starts if self._is_slope else {}, plot_height),
            self._apart(ends if self._has_names else {}, plot_height),
        )

    def _apart(self, given: dict[int, Decimal], plot_height: float) -> dict[int, float]:
        span = float(self._scale.high - self._scale.low) or 1.0
        at = {i: (1 - float(v - self._scale.low) / span) * plot_height for i, v in given.items()}
        order = sorted(at, key=lambda i: (at[i], i))
        placed: list[float] = []
        for i in order:
            placed.append(max(at[i], placed[-1] + _LINE_PITCH) if placed else at[i])
        overflow = max(0.0, (placed[-1] if placed else 0.0) - plot_height)
        for k in range(len(placed) - 1, -1, -1):
            limit = plot_height if k == len(placed) - 1 else placed[k + 1] - _LINE_PITCH
            placed[k] = min(placed[k], limit) if overflow else placed[k]
        return {
            i: (y - at[i]) / self._height for i, y in zip(order, placed, strict=True) if abs(y - at[i]) > 0.5
        }

    def _series(
        self, index: int, series: ChartSeries, shifts: tuple[dict[int, float], dict[int, float]]
    ) -> Any:
        mark = self._theme.mark(series.role)
        is_main = series.role in {Role.US, Role.ATTENTION}
        shown = self._labelled(index, series)
        stroke = el(
            "a:ln",
            fill(mark),
            el("a:round"),
            w=_THICK if is_main or len(self._spec.series) == 1 else _THIN,
            cap="rnd",
        )
        points = [self._dot(i, mark) for i in sorted(shown)] if not self._is_slope else []
        return el(
            "c:ser",
            el("c:idx", val=index),
            el("c:order", val=index),
            cp.series_name(index, series.name.text),
            el("c:spPr", stroke),
            self._marker(mark) if self._is_slope else el("c:marker", el("c:symbol", val="none")),
            *points,
            cp.labels(*(self._label(i, index, series, shifts) for i in sorted(shown))),
            cp.categories(self.categories),
            cp.values(index, [p.value for p in series.points], self._spec.number_format),
            el("c:smooth", val=0),
        )

    def _marker(self, mark: str) -> Any:
        return el(
            "c:marker",
            el("c:symbol", val="circle"),
            el("c:size", val=_MARKER),
            el("c:spPr", fill(mark), el("a:ln", el("a:noFill"))),
        )

    def _dot(self, point: int, mark: str) -> Any:
        stroke = el("a:ln", fill(mark), el("a:round"), w=_THICK, cap="rnd")
        return el(
            "c:dPt", el("c:idx", val=point), self._marker(mark), el("c:bubble3D", val=0), el("c:spPr", stroke)
        )

    def _labelled(self, index: int, series: ChartSeries) -> frozenset[int]:
        """First, last and peak, or what the chart asks for; none too near a more important one."""
        known = [i for i, p in enumerate(series.points) if p.value is not None]
        if not known:
            return frozenset()
        last = known[-1]
        if self._is_slope:
            return frozenset((known[0], last))
        noted = {at for at, _ in self._spec.annotations if at in known and index == 0}
        if self._spec.labelled_points and index == 0:
            return frozenset(i for i in self._spec.labelled_points if i in known) | noted
        if index and self._has_names:
            return frozenset((last,))
        if index:
            return frozenset()
        peak = max(known, key=lambda i: (_value(series, i), -i))
        apart = max(1, round(len(series.points) * 0.09))
        kept = [*sorted(noted), peak] if not noted else sorted(noted)
        for candidate in (last, peak, known[0]):
            if all(abs(candidate - k) >= apart for k in kept):
                kept.append(candidate)
        if self._has_names and last not in kept:
            kept = [k for k in kept if abs(k - last) >= apart or k in noted] + [last]
        return frozenset(kept)

    def _side(self, point: int, series: ChartSeries) -> str:
        """Above a point; below an end whose line rises from it, where there is room over the axis."""
        beside = _neighbour(series, point)
        value = _value(series, point)
        left, top, right, bottom = self._margins()
        plot_height = self._height - top - bottom
        room = self._over_axis(value, plot_height)
        sides = ("b", "t") if beside is not None and beside > value and room > _TOP else ("t", "b")
        step = (self._width - left - right) / max(1, len(series.points))
        text = formatted(value, self._spec.number_format)
        if self._wide(text) / 2 <= (point + 0.5) * step:
            return sides[0]
        ticks = [self._over_axis(t, plot_height) for t in self._scale.ticks]
        for side in sides:  # it reaches over the axis: not onto one of its numbers
            middle = room + (_BESIDE if side == "t" else -_BESIDE)
            if middle > 0 and all(abs(middle - t) > _CLEAR for t in ticks):
                return side
        return "r"

    def _over_axis(self, value: Decimal, plot_height: float) -> float:
        """Points a value lies over the lower end of its axis."""
        return float((value - self._scale.low) / (self._scale.high - self._scale.low)) * plot_height

    def _label(
        self, point: int, index: int, series: ChartSeries, shifts: tuple[dict[int, float], dict[int, float]]
    ) -> Any:
        spec = self._spec
        last = _last(series)
        note = next((n for at, n in spec.annotations if at == point and index == 0), None)
        colour = self._theme.text(series.role) if series.role in {Role.US, Role.ATTENTION} else "tx1"
        if note is not None:
            value = series.points[point].text or formatted(_value(series, point), spec.number_format)
            return cp.label(
                point,
                language=self._language,
                number_format=spec.number_format,
                colour=self._theme.text(Role.ATTENTION),
                position="r" if point < len(series.points) * 0.6 else "l",
                typed=((value, True), (f"  {note.text}", False)),
            )
        is_end = point == last and self._has_names
        is_start = self._is_slope and not is_end
        return cp.label(
            point,
            language=self._language,
            number_format=spec.number_format,
            colour=colour,
            position="r" if is_end else "l" if is_start else self._side(point, series),
            bold=not is_start,
            series=is_end,
            shift=shifts[1].get(index, 0.0) if is_end else shifts[0].get(index, 0.0) if is_start else 0.0,
        )


def _neighbour(series: ChartSeries, point: int) -> Decimal | None:
    """The value beside an end of a line."""
    known = [i for i, p in enumerate(series.points) if p.value is not None]
    if len(known) < 2 or point not in (known[0], known[-1]):
        return None
    return _value(series, known[1] if point == known[0] else known[-2])


def _last(series: ChartSeries) -> int | None:
    known = [i for i, p in enumerate(series.points) if p.value is not None]
    return known[-1] if known else None


def _value(series: ChartSeries, point: int) -> Decimal:
    value = series.points[point].value
    return Decimal(0) if value is None else value


__all__: Sequence[str] = ("LineChart",)
