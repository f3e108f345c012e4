"""The roadmap: phases as arrows, weeks, tasks as bars, reviews as diamonds; one group of native shapes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from deckgen.drawing.fonts import line_height, text_width, wrapped
from deckgen.errors import FitError
from deckgen.model.deck import ChartSeries, ChartSpec, Label, Paragraph, Role, Span
from deckgen.outputs.pptx.elements import el, identity, line, transform
from deckgen.outputs.pptx.frame import group
from deckgen.outputs.pptx.geometry import POINT, Frame, emu
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.roadmap_heights import COMPACT, NARROW_NAMES, ROOMY, WIDE_NAMES, Heights
from deckgen.outputs.pptx.styles import MUTED, RULE
from deckgen.outputs.pptx.text import box, paragraph
from deckgen.outputs.pptx.theme import Theme

_TALLEST = emu(0.80)  # a row on slides that hold fewer tasks
_BAR_SHARE = 0.54
_DIAMOND = emu(0.22)
_REVIEW_WIDTH = emu(2.6)
_PAD = emu(0.07)
_SEAM = emu(0.03)
_TITLE, _SMALL = 14.0, 12.0
_ARROW_TIP = 28000


class Roadmap:
    """One roadmap in the frame of its place."""

    def __init__(
        self, spec: ChartSpec, place: Place, number: int, *, theme: Theme, language: str, where: str
    ) -> None:
        self._spec, self._place, self._first, self._used = spec, place, number, number
        self._theme, self._language, self._where = theme, language, where
        self._phases = [s for s in spec.series if s.role is Role.CONVERSATION]
        self._tasks = [s for s in spec.series if s.role is not Role.CONVERSATION]
        self._set(ROOMY)

    def _set(self, heights: Heights) -> None:
        x, y, w, h = self._place.frame
        self._heights = heights
        self._left, self._right = x + heights.names, x + w
        self._week = (w - heights.names) / max(1, len(self._spec.categories))
        self._weeks_top = y + (heights.phases if self._phases else 0) + emu(0.06)
        self._rows_top = self._weeks_top + heights.weeks
        self._review_width, self._reviews = _REVIEW_WIDTH, heights.reviews
        if self._place.is_foreign:
            self._review_width = self._between_reviews()
            self._reviews = max(emu(0.28) + self._review_height(), heights.reviews)
        room = y + h - self._rows_top - (self._reviews if self._spec.annotations else 0)
        most = _TALLEST if self._place.is_foreign else heights.row
        self._row = min(most, room // max(1, len(self._tasks)))
        self._bottom = self._rows_top + self._row * len(self._tasks)

    def _between_reviews(self) -> int:
        """As wide as texts of reviews may be that do not meet."""
        at = sorted(min(self._at(i + 1), self._right) for i, _ in self._spec.annotations)
        apart = [b - a for a, b in pairwise(at)]
        if at and at[-1] + _REVIEW_WIDTH // 2 > self._right:  # the last one moves left
            apart[-1:] = [self._right - at[-2] - 1] if len(at) > 1 else []
            apart = [round(v * 2 / 3) if i == len(apart) - 1 else v for i, v in enumerate(apart)]
        return min([_REVIEW_WIDTH, *(a - emu(0.1) for a in apart)])

    def _review_height(self) -> int:
        """The highest text of a review."""
        room = self._review_width / POINT - 1
        highest = 0.0
        for _, label in self._spec.annotations:
            title, _, second = label.text.partition("\n")
            lines = self._lines(title, _TITLE, room, bold=True)
            high = lines * line_height(self._theme.minor, _TITLE)
            if second:
                high += self._lines(second, _SMALL, room) * line_height(self._theme.minor, _SMALL)
            highest = max(highest, high)
        return round((highest + 2) * POINT)

    def drawn(self) -> tuple[Any, int]:
        """(the group, the last shape number used); on strangers' slides closer together where it must be."""
        if not self._tasks or not self._spec.categories:
            return None, self._used
        tries = (ROOMY, COMPACT, WIDE_NAMES, NARROW_NAMES) if self._place.is_foreign else (ROOMY,)
        refused: FitError | None = None
        for heights in tries:
            self._used = self._first
            self._set(heights)
            try:
                return self._group()
            except FitError as e:
                refused = refused or e
        raise refused or FitError(f"{self._where}: the roadmap does not fit; shorten it")

    def _group(self) -> tuple[Any, int]:
        if self._row < self._heights.least_row:
            raise FitError(
                f"{self._where}: {len(self._tasks)} tasks do not fit one roadmap; move some to a second slide"
            )
        shapes = [self._rule(self._rows_top + i * self._row) for i in range(len(self._tasks))]
        shapes += [self._review_line(at) for at, _ in self._spec.annotations]
        shapes += [s for p in self._phases for s in self._phase(p)]
        shapes += [self._week_label(i) for i in range(len(self._spec.categories))]
        for i, task in enumerate(self._tasks):
            shapes += self._task(task, self._rows_top + i * self._row)
        for at, label in self._spec.annotations:
            shapes += self._review(at, label)
        alt = self._spec.alt or self._place.title
        return group(self._first, self._place.title, self._place.frame, shapes, alt=alt), self._used

    def _number(self) -> int:
        self._used += 1
        return self._used

    def _at(self, week: int) -> int:
        """Left edge of a week, or the right edge of the one before."""
        return round(self._left + self._week * week)

    def _rule(self, y: int) -> Any:
        x, _, w, _ = self._place.frame
        return self._line("Rule", (x, y, w, 0), line(RULE))

    def _review_line(self, week: int) -> Any:
        x = min(self._at(week + 1), self._right)
        height = self._bottom - self._rows_top + emu(0.10)
        stroke = line(self._theme.mark(Role.ATTENTION), width=15875, dash="dash")
        return self._line("Review line", (x, self._rows_top, 0, height), stroke)

    def _line(self, title: str, frame: Frame, stroke: Any) -> Any:
        return el(
            "p:cxnSp",
            el("p:nvCxnSpPr", identity(self._number(), title), el("p:cNvCxnSpPr"), el("p:nvPr")),
            el("p:spPr", transform("a:xfrm", frame), el("a:prstGeom", el("a:avLst"), prst="line"), stroke),
        )

    def _phase(self, phase: ChartSeries) -> list[Any]:
        active = [i for i, p in enumerate(phase.points) if p.value is not None]
        if not active:
            return []
        x, right = self._at(active[0]), self._at(active[-1] + 1) - _SEAM
        mark = self._theme.mark(phase.role)
        white = self._theme.on(mark)
        frame = (x, self._place.frame[1], right - x, self._heights.phases)
        second = phase.points[active[0]].text
        room = (right - x) / POINT - _PAD / POINT - 16
        paragraphs = [self._fitting(phase.name.text, room, white, bold=True)]
        if _has_letters(second):
            paragraphs.append(self._fitting(second, room, white, bold=False))
        return [
            box(
                self._number(),
                f"Phase {phase.name.text}",
                frame,
                paragraphs,
                anchor="ctr",
                fill_token=mark,
                geometry="homePlate",
                adjust=_ARROW_TIP,
                insets=(_PAD, 0, emu(0.12), 0),
            )
        ]

    def _fitting(self, text: str, room: float, colour: str, *, bold: bool) -> Any:
        for size in (_TITLE, _SMALL) if bold else (_SMALL,):
            if self._wide(text, size, bold=bold) <= room:
                return self._paragraph(text, size, colour, bold=bold)
        raise FitError(f"{self._where}: '{text}' does not fit its phase; shorten it")

    def _week_label(self, week: int) -> Any:
        frame = (self._at(week), self._weeks_top, round(self._week), self._heights.weeks)
        text = self._spec.categories[week].text
        made = self._paragraph(text, _SMALL, MUTED, align="ctr")
        return box(self._number(), f"Week {text}", frame, [made], anchor="ctr")

    def _task(self, task: ChartSeries, top: int) -> list[Any]:
        name, _, second = task.name.text.partition("\n")
        made: list[Any] = []
        runs = _runs(task)
        outside: list[str] = []
        for i, (first, last) in enumerate(runs):
            shapes, left_over = self._bar(task, first, last, top, [r[0] for r in runs[i + 1 :]])
            made += shapes
            outside += left_over
        return [self._task_name(name, ", ".join(t for t in (second, *outside) if t), top), *made]

    def _task_name(self, name: str, second: str, top: int) -> Any:
        room = (self._heights.names - emu(0.1)) / POINT
        size = _TITLE if self._wide(name, _TITLE, bold=True) <= room else _SMALL
        if self._place.is_foreign and not self._has_room(name, second, size, room):
            size = _SMALL
        paragraphs = [self._paragraph(name, size, "tx1", bold=True)]
        if second:
            paragraphs.append(self._paragraph(second, _SMALL, MUTED))
        if not self._has_room(name, second, size, room):
            raise FitError(f"{self._where}: the task '{name}' does not fit its row; shorten its name")
        frame = (self._place.frame[0], top, self._heights.names - emu(0.1), self._row)
        return box(self._number(), f"Task {name}", frame, paragraphs, anchor="ctr")

    def _has_room(self, name: str, second: str, size: float, room: float) -> bool:
        """Whether a task's name and second line are no higher than its row."""
        lines = self._lines(name, size, room, bold=True)
        more = self._lines(second, _SMALL, room) if second else 0
        if self._place.is_foreign:
            small = line_height(self._theme.minor, _SMALL)
            return lines * line_height(self._theme.minor, size) + more * small <= self._row / POINT + 1
        high = (lines + more) * line_height(self._theme.minor, size)
        return high <= self._row / POINT + 1

    def _bar(
        self, task: ChartSeries, first: int, last: int, top: int, later: list[int]
    ) -> tuple[list[Any], list[str]]:
        """A bar with its text on it, right of it, or (second value) for the task's second line."""
        role = task.points[first].role or task.role
        mark = self._theme.mark(role)
        x, right = self._at(first), self._at(last + 1) - _SEAM
        height = round(self._row * _BAR_SHARE)
        y = top + (self._row - height) // 2
        text = task.points[first].text if _has_letters(task.points[first].text) else ""
        wide = self._wide(text, _SMALL) + 2
        inside = wide <= (right - x - 2 * _PAD) / POINT
        frame = (x, y, right - x, height)
        own = [self._paragraph(text, _SMALL, self._theme.on(mark))] if text and inside else []
        shapes = [
            box(
                self._number(),
                f"Bar {first + 1}",
                frame,
                own,
                anchor="ctr",
                fill_token=mark,
                insets=(_PAD, 0, _PAD, 0),
            )
        ]
        if not text or inside:
            return shapes, []
        end = self._at(later[0]) if later else self._right
        if wide <= (end - right - _PAD) / POINT:
            beside = (right + _PAD, y, round(wide * POINT) + POINT, height)
            made = self._paragraph(text, _SMALL, "tx1")
            shapes.append(box(self._number(), f"Bar text {first + 1}", beside, [made], anchor="ctr"))
            return shapes, []
        return shapes, [text]

    def _review(self, week: int, label: Label) -> list[Any]:
        x = min(self._at(week + 1), self._right)
        half = _DIAMOND // 2
        centre = min(x, self._right - half)
        colour = self._theme.mark(Role.ATTENTION)
        top = self._bottom + emu(0.04)
        diamond = box(
            self._number(),
            "Review mark",
            (centre - half, top, _DIAMOND, _DIAMOND),
            [],
            fill_token=colour,
            geometry="diamond",
        )
        width = self._review_width
        left = min(max(self._place.frame[0], x - width // 2), self._right - width)
        align = "r" if left + width >= self._right and x > left + width * 0.6 else "ctr"
        title, _, second = label.text.partition("\n")
        paragraphs = [
            self._paragraph(title, _TITLE, self._theme.text(Role.ATTENTION), bold=True, align=align)
        ]
        if second:
            paragraphs.append(self._paragraph(second, _SMALL, "tx1", align=align))
        frame = (left, top + _DIAMOND + emu(0.02), width, self._reviews - emu(0.28))
        return [diamond, box(self._number(), f"Review {title}", frame, paragraphs)]

    def _paragraph(
        self, text: str, size: float, colour: str, *, bold: bool = False, align: str | None = None
    ) -> Any:
        content = Paragraph(spans=(Span(text=text, bold=bold),))
        return paragraph(content, language=self._language, size=size, colour=colour, align=align)

    def _wide(self, text: str, size: float, *, bold: bool = False) -> float:
        return text_width(text, family=self._theme.minor, bold=bold, size_pt=size)

    def _lines(self, text: str, size: float, room: float, *, bold: bool = False) -> int:
        return len(wrapped(text, family=self._theme.minor, bold=bold, size_pt=size, width_pt=room))


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _runs(task: ChartSeries) -> list[tuple[int, int]]:
    """First and last index of every run: unbroken, of one role, with at most one text at its start."""
    runs: list[tuple[int, int]] = []
    for i, point in enumerate(task.points):
        if point.value is None:
            continue
        follows = bool(runs) and runs[-1][1] == i - 1
        if follows and point.role is task.points[i - 1].role and not _has_letters(point.text):
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return runs
