"""A drawing ground in points, y downwards, that ends as a PNG of exact size and the same bytes every time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from typing import Any, Literal

from matplotlib import get_data_path, rc_context
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from deckgen.drawing.faces import face_for
from deckgen.drawing.fonts import line_height, text_width, wrapped

DPI = 220
_PT = 72.0
_OVER = 0.01  # of a pixel, so that a mark at the very edge is not cut off by rounding
_ELLIPSIS = "\u2026"
_MISSING = "\u25a1"  # stands for a letter that no face at hand can draw
_ALL_LETTERS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "PingFang SC",
    "Arial Unicode MS",
)

Box = tuple[float, float, float, float]  # x, y, width, height


class _Sheet:
    """All that a mark asks of the figure it stands in; figures and axes take 0.2 s to load and set up."""

    dpi = DPI

    def get_figure(self, *, root: bool = False) -> _Sheet:
        """The sheet stands in no other one."""
        return self


class Canvas:
    """Boxes, lines, dots and text in one family; `height` and `width` are in points."""

    def __init__(self, *, width_in: float, height_in: float, family: str, ground: str = "#FFFFFF") -> None:
        self._pixels = (max(1, round(width_in * DPI)), max(1, round(height_in * DPI)))
        self.width, self.height = (p * _PT / DPI for p in self._pixels)
        self.family = family
        self._sheet: Any = _Sheet()
        across, down = (p + _OVER for p in self._pixels)
        self._to_pixels = Affine2D().scale(across / self.width, -down / self.height).translate(0, down)
        self._marks: list[Artist] = []
        page = Rectangle((-1, -1), self.width + 2, self.height + 2, facecolor=ground, edgecolor="none")
        self._add(page)

    def boxes(self, boxes: Sequence[Box], colour: str) -> None:
        """Filled boxes of one colour, drawn as one, so that thousands of them cost little."""
        corners = [((x, y), (x + w, y), (x + w, y + h), (x, y + h)) for x, y, w, h in boxes]
        cells = PolyCollection(
            corners,
            facecolors=colour,
            edgecolors="none",
            linewidths=0,
            antialiaseds=False,
        )
        self._add(cells)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> None:
        (x1, y1), (x2, y2) = start, end
        self._add(
            Line2D((x1, x2), (y1, y2), color=colour, linewidth=width, solid_capstyle="butt", marker="None")
        )

    def dot(self, x: float, y: float, diameter: float, colour: str) -> None:
        self._add(Ellipse((x, y), diameter, diameter, facecolor=colour, edgecolor="none"))

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size: float,
        colour: str,
        bold: bool = False,
        align: Literal["left", "right", "center"] = "left",
    ) -> Box:
        """Draws one line of text; returns the box it takes by measure."""
        path = _face_with(text, face_for(self.family, bold=bold).path, bold=bold)
        self._add(
            Text(
                x,
                baseline,
                _drawable(text, path),
                color=colour,
                horizontalalignment=align,
                verticalalignment="baseline",
                parse_math=False,
                usetex=False,
                fontproperties=FontProperties(fname=path, size=size),
            )
        )
        wide = self.measure(text, size=size, bold=bold)
        left = {"left": x, "right": x - wide, "center": x - wide / 2}[align]
        return left, baseline - 0.76 * size, wide, size

    def measure(self, text: str, *, size: float, bold: bool = False) -> float:
        return text_width(text, family=self.family, bold=bold, size_pt=size)

    def line_height(self, size: float) -> float:
        return line_height(self.family, size)

    def lines(self, text: str, *, size: float, width: float, bold: bool = False) -> tuple[str, ...]:
        return wrapped(text, family=self.family, bold=bold, size_pt=size, width_pt=width)

    def shortened(self, text: str, *, size: float, width: float, bold: bool = False) -> str:
        """The text, or its beginning with an ellipsis where it is wider than the place."""
        if self.measure(text, size=size, bold=bold) <= width:
            return text
        fits = len(text)
        while fits and self.measure(text[:fits].rstrip() + _ELLIPSIS, size=size, bold=bold) > width:
            fits -= 1
        return text[:fits].rstrip() + _ELLIPSIS

    def png(self) -> bytes:
        out = BytesIO()
        renderer: Any = RendererAgg(*self._pixels, DPI)  # type: ignore[no-untyped-call]
        # Unhinted letters are as wide as they are measured; the rest keeps a user's own settings out.
        with rc_context({"text.hinting": "no_hinting", "path.sketch": None}):
            for mark in self._marks:
                mark.draw(renderer)
        image = Image.frombuffer("RGBA", self._pixels, renderer.buffer_rgba(), "raw", "RGBA", 0, 1)
        image.save(out, format="png", dpi=(DPI, DPI), pnginfo=PngInfo())
        return out.getvalue()

    def _add(self, mark: Artist) -> None:
        """What is added later lies above."""
        mark.set_figure(self._sheet)
        mark.set_transform(self._to_pixels)
        self._marks.append(mark)


def one_line(text: str) -> str:
    """Text from anywhere without line breaks and control characters."""
    return " ".join("".join(c if c.isprintable() or c == "\u00a0" else " " for c in text).split(" ")).strip()


@cache
def _glyphs(path: str) -> frozenset[int]:
    return frozenset(FT2Font(path).get_charmap())


def _face_with(text: str, path: str, *, bold: bool) -> str:
    """The family's face, or the first other one that can draw all of the text where the family cannot."""
    wide = f"{get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf"
    if not path:
        return wide
    if not _lacks(text, path):
        return path
    if not _lacks(text, wide):
        return wide
    found = (face_for(name, bold=False) for name in _ALL_LETTERS)
    return next((f.path for f in found if f.is_exact and not _lacks(text, f.path)), path)


def _lacks(text: str, path: str) -> bool:
    return any(ord(c) not in _glyphs(path) for c in text if not _is_ornament(c))


def _drawable(text: str, path: str) -> str:
    """Ornaments that the face lacks are left out, letters are replaced by a box."""
    glyphs = _glyphs(path)
    stand_in = _MISSING if ord(_MISSING) in glyphs else "?"
    return "".join(
        c if ord(c) in glyphs else stand_in for c in text if ord(c) in glyphs or not _is_ornament(c)
    )


def _is_ornament(c: str) -> bool:
    return unicodedata.category(c) in {"So", "Sk", "Cf", "Mn", "Me"}


def mixed(colour: str, ground: str, *, share: float) -> str:
    """A colour moved towards its ground by a share; "#RRGGBB"."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(p + (g - p) * share):02X}" for p, g in pairs)


def hexed(colour: str) -> str:
    """A colour with its leading "#", as themes keep it without."""
    return "#" + "".join(f"{p:02X}" for p in _parts(colour))


def _parts(colour: str) -> Iterable[int]:
    plain = colour.removeprefix("#")
    return tuple(int(plain[i : i + 2], 16) for i in (0, 2, 4))
