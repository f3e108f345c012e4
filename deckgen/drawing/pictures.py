"""A chart as a picture, for the forms PowerPoint does not have: PNG at the exact size of its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deckgen.drawing import interval_picture, strip_picture
from deckgen.drawing.canvas import Canvas, hexed
from deckgen.drawing.look import Look
from deckgen.model.deck import ChartForm, ChartSpec, Role

_DRAWN: Mapping[ChartForm, Callable[[Canvas, ChartSpec, Look], None]] = MappingProxyType(
    {ChartForm.STRIP: strip_picture.draw, ChartForm.INTERVAL: interval_picture.draw}
)


def picture(
    spec: ChartSpec,
    *,
    width_in: float,
    height_in: float,
    palette: Mapping[Role, str],
    text_colour: str,
    muted_colour: str,
    family: str,
    language: str,
    ground_colour: str = "FFFFFF",
) -> bytes:
    """The PNG; colours are RRGGBB with or without "#". The same input gives the same bytes."""
    canvas = Canvas(width_in=width_in, height_in=height_in, family=family, ground=hexed(ground_colour))
    look = Look(
        palette=palette,
        text_colour=text_colour,
        muted_colour=muted_colour,
        family=family,
        language=language,
        ground_colour=ground_colour,
    )
    _DRAWN[spec.form](canvas, spec, look)
    return canvas.png()
