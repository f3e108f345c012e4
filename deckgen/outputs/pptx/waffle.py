"""The waffle: one square for each of a hundred, its kinds named beside their rows."""

from __future__ import annotations

from typing import Any

from deckgen.drawing.fonts import line_height, text_width, wrapped
from deckgen.model.deck import ChartSpec, Paragraph, Role, Span
from deckgen.outputs.pptx.elements import clean
from deckgen.outputs.pptx.frame import group
from deckgen.outputs.pptx.geometry import POINT
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.text import box, paragraph
from deckgen.outputs.pptx.theme import Theme

_SIDE = 10
_GAP_SHARE = 0.145  # of a square and its gap
_LABEL_GAP = 14 * POINT
_NAME = 14.0
_SPARE = 3.0  # points
_LEAST_SHARE = 0.45  # of the width: the squares take no less


def waffle(spec: ChartSpec, place: Place, number: int, *, theme: Theme, language: str) -> tuple[Any, int]:
    """Squares row by row and their labels, as one group."""
    points = spec.series[0].points if spec.series else ()
    counts = [int(p.value) if p.value is not None else 0 for p in points]
    if not sum(counts) or sum(counts) > _SIDE * _SIDE:
        return None, number
    x, y, w, h = place.frame
    # beside the squares there is room for the longest word of a label
    named = [i for i, count in enumerate(counts) if count]
    words = [_width(w, theme) for i in named for w in spec.categories[i].text.split()]
    beside = _LABEL_GAP + (max(words, default=0.0) + _SPARE) * POINT
    wide = min(w * 0.72, max(w * _LEAST_SHARE, w - beside))
    pitch = round(min(h * 0.965, wide) / (_SIDE - _GAP_SHARE))
    square = round(pitch * (1 - _GAP_SHARE))
    y += max(0, round((h - _SIDE * pitch) / 2))
    shapes: list[Any] = []
    at, used = 0, number
    middles: list[tuple[int, float]] = []
    for i, count in enumerate(counts):
        role = points[i].role or spec.series[0].role
        for k in range(at, at + count):
            used += 1
            row, column = divmod(k, _SIDE)
            frame = (x + column * pitch, y + row * pitch, square, square)
            shapes.append(
                box(used, clean(f"{spec.categories[i].text} {k + 1}"), frame, [], fill_token=theme.mark(role))
            )
        if count:
            middles.append((i, (at + count / 2) / _SIDE * pitch))
        at += count
    left = x + _SIDE * pitch - (pitch - square) + _LABEL_GAP
    for i, top, high in _stacked(spec, middles, theme, (x + w - left) / POINT, _SIDE * pitch):
        used += 1
        role = points[i].role or spec.series[0].role
        colour = theme.text(role) if role in {Role.US, Role.ATTENTION} else "tx1"
        printed = points[i].text or str(counts[i])
        content = Paragraph(
            spans=(Span(text=printed, bold=True), Span(text="  "), Span(text=spec.categories[i].text))
        )
        text = paragraph(content, language=language, size=_NAME, colour=colour)
        shapes.append(box(used, f"Label {i + 1}", (left, y + top, x + w - left, high), [text], anchor="ctr"))
    return group(number, place.title, place.frame, shapes, alt=spec.alt or place.title), used


def _width(word: str, theme: Theme) -> float:
    return text_width(word, family=theme.minor, bold=False, size_pt=_NAME)


def _stacked(
    spec: ChartSpec, middles: list[tuple[int, float]], theme: Theme, width: float, bottom: float
) -> list[tuple[int, int, int]]:
    """(kind, top, height) of each label in EMU: at the middle of its squares, but never on its neighbour."""
    line = line_height(theme.minor, _NAME) * POINT
    placed: list[list[float]] = []
    for i, middle in middles:
        text = f"{spec.series[0].points[i].text}  {spec.categories[i].text}"
        count = len(wrapped(text, family=theme.minor, bold=True, size_pt=_NAME, width_pt=width))
        high = count * line + 5 * POINT
        top = middle - high / 2
        if placed:
            top = max(top, placed[-1][1] + placed[-1][2])
        placed.append([i, top, high])
    edge = bottom
    for item in reversed(placed):
        item[1] = min(item[1], edge - item[2])
        edge = item[1]
    return [(int(i), round(top), round(high)) for i, top, high in placed]
