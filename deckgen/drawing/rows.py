"""Row labels of a picture: beside the row where they fit, above it where they are too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from deckgen.drawing.canvas import Canvas
from deckgen.drawing.look import LABEL, SMALL, Look

_GAP = 8.0  # between label and graphic
_SLACK = 2.0  # letters may reach a little over their measured width
_LINES_BESIDE = 3
_SHARES = (0.36, 0.45)  # of the width, for labels beside
_LEAST = 9.0  # smallest type, only for more rows than twelve points leave room for
_BETWEEN = 5.0  # between a graphic and the next label above
_LEAST_ABOVE = 11.0  # height that must be left for the graphic under a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Where rows and their labels stand: graphics begin at `left`, a row is `pitch` high."""

    labels: tuple[tuple[str, ...], ...]
    size: float
    left: float
    top: float
    pitch: float
    is_above: bool
    line: float

    def band(self, i: int) -> tuple[float, float]:
        """Top and height that the graphic of row `i` may take."""
        y = self.top + i * self.pitch
        return (y + self.line, self.pitch - self.line - _BETWEEN) if self.is_above else (y, self.pitch)

    def draw(self, canvas: Canvas, look: Look) -> None:
        for i, lines in enumerate(self.labels):
            y, high = self.band(i)
            if self.is_above:
                canvas.text(0, y - self.line + 0.8 * self.size, lines[0], size=self.size, colour=look.text)
                continue
            for n, text in enumerate(lines):
                middle = y + high / 2 + (n - (len(lines) - 1) / 2) * self.line
                baseline = middle + 0.34 * self.size
                canvas.text(self.left - _GAP, baseline, text, size=self.size, colour=look.text, align="right")


def laid_out(
    canvas: Canvas,
    labels: Sequence[str],
    *,
    top: float,
    bottom: float,
    most_pitch: float,
) -> Rows:
    """Labels beside the rows in up to three lines; else above; else beside, smaller and shortened."""
    pitch = min(most_pitch, (bottom - top) / max(1, len(labels)))
    for share, size in product(_SHARES, (LABEL, SMALL)):
        limit = canvas.width * share
        line = canvas.line_height(size)
        most_lines = min(_LINES_BESIDE, int(pitch // line))
        cut = [canvas.lines(t, size=size, width=limit) for t in labels]
        whole_words = all(_longest(canvas, t, size) <= limit for t in labels)
        if whole_words and all(len(lines) <= most_lines for lines in cut):
            left = _left(canvas, [t for lines in cut for t in lines], size)
            return Rows(
                labels=tuple(cut), size=size, left=left, top=top, pitch=pitch, is_above=False, line=line
            )
    line = canvas.line_height(SMALL) + 2
    is_above = pitch >= line + _LEAST_ABOVE + _BETWEEN
    size = SMALL if is_above else min(SMALL, max(_LEAST, pitch / 1.05))
    wide = canvas.width - _SLACK if is_above else canvas.width * _SHARES[-1]
    short = [canvas.shortened(t, size=size, width=wide) for t in labels]
    return Rows(
        labels=tuple((t,) for t in short),
        size=size,
        left=0.0 if is_above else _left(canvas, short, size),
        top=top,
        pitch=pitch,
        is_above=is_above,
        line=line if is_above else canvas.line_height(size),
    )


def _left(canvas: Canvas, texts: Sequence[str], size: float) -> float:
    return max((canvas.measure(t, size=size) for t in texts), default=0.0) + _SLACK + _GAP


def _longest(canvas: Canvas, text: str, size: float) -> float:
    return max((canvas.measure(word, size=size) for word in text.split()), default=0.0)
