"""Draws shares as dots with their ranges, one row each, the value at the right."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from deckgen.drawing.canvas import Canvas, one_line
from deckgen.drawing.look import LABEL, SMALL, Look
from deckgen.drawing.rows import laid_out
from deckgen.model.deck import ChartSpec, Point, Role

_AXIS = 24.0
_MOST_PITCH = 96.0
_DOT, _RANGE, _CAP = 11.0, 3.0, 9.0
_STEPS = tuple(Decimal(n) for n in ("1", "2", "5", "10"))
_MOST_TICKS, _TICK_ROOM = 5, 48.0


def draw(canvas: Canvas, spec: ChartSpec, look: Look) -> None:
    """The axis starts at zero; a share that was not measured keeps its row and says what it prints."""
    series = spec.series[0] if spec.series else None
    points = series.points if series else ()
    names = [one_line(c.text) for c in spec.categories[: len(points)]]
    bottom = canvas.height - _AXIS
    rows = laid_out(canvas, names, top=0.0, bottom=bottom, most_pitch=_MOST_PITCH)
    rows.draw(canvas, look)
    values = [
        canvas.shortened(one_line(p.text), size=LABEL, bold=True, width=canvas.width * 0.3) for p in points
    ]
    known = [v for p, v in zip(points, values, strict=True) if p.value is not None]
    wide = max((canvas.measure(v, size=LABEL, bold=True) for v in known), default=0.0)
    left, right = rows.left + _DOT / 2, canvas.width - wide - 14
    foot = rows.top + len(names) * rows.pitch
    ticks = _ticks(points, most=max(1, min(_MOST_TICKS, int((right - left) / _TICK_ROOM))))
    scale = (right - left) / float(ticks[-1])
    texts = [_tick_text(t, spec.number_format, look.language) for t in ticks]
    for tick, text in zip(ticks, texts, strict=True):
        x = left + float(tick) * scale
        for y, high in (rows.band(i) for i in range(len(names))):
            canvas.line((x, y), (x, y + high), look.rule if tick else look.muted, 0.75)
        canvas.text(
            max(x, canvas.measure(text, size=SMALL) / 2),
            foot + 4 + SMALL,
            text,
            size=SMALL,
            colour=look.muted,
            align="center",
        )
    for i, (point, value) in enumerate(zip(points, values, strict=True)):
        y, high = rows.band(i)
        middle = y + high / 2
        colour = look.colour(point.role or (series.role if series else Role.OTHER))
        _range(canvas, point, colour, left=left, scale=scale, y=middle)
        baseline = middle + 0.34 * LABEL
        if point.value is None:
            x, wide = left + _DOT, canvas.measure(value, size=LABEL)
            canvas.boxes([(x - 2, middle - LABEL * 0.6, wide + 4, LABEL * 1.2)], look.ground)
            canvas.text(x, baseline, value, size=LABEL, colour=look.muted)
            continue
        canvas.dot(left + float(point.value) * scale, middle, _DOT, colour)
        canvas.text(canvas.width, baseline, value, size=LABEL, colour=look.text, bold=True, align="right")


def _range(canvas: Canvas, point: Point, colour: str, *, left: float, scale: float, y: float) -> None:
    if point.low is None or point.high is None:
        return
    low, high = (left + max(0.0, float(v)) * scale for v in (point.low, point.high))
    canvas.line((low, y), (high, y), colour, _RANGE)
    for x in (low, high):
        canvas.line((x, y - _CAP / 2), (x, y + _CAP / 2), colour, 1.5)


def _ticks(points: tuple[Point, ...], *, most: int) -> tuple[Decimal, ...]:
    """From zero to just above the highest end, in at most so many round steps."""
    ends = [v for p in points for v in (p.value, p.high) if v is not None]
    top = max((*ends, Decimal(0)))
    if top <= 0:
        return (Decimal(0), Decimal(1))
    power = Decimal(1).scaleb((top / most).adjusted())
    step = next(s * power for s in _STEPS if s * power * most >= top)
    count = int((top / step).to_integral_value(rounding=ROUND_CEILING))
    return tuple(step * i for i in range(count + 1))


def _tick_text(value: Decimal, number_format: str, language: str) -> str:
    try:
        locale = Locale.parse(language.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    is_share = "%" in number_format
    text = str(format_decimal(value * 100 if is_share else value, locale=locale))
    return f"{text}\u00a0%" if is_share else text
