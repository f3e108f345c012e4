"""A drawing ground in points, y downwards, that ends as a PNG of exact size and the same bytes every time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO

from matplotlib import get_data_path, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse

from deckgen.drawing.faces import face_for
from deckgen.drawing.fonts import line_height, text_width, wrapped

DPI = 220
_PT = 72.0
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


class Canvas:
    """Boxes, lines, dots and text in one family; `height` and `width` are in points."""

    def __init__(self, *, width_in: float, height_in: float, family: str) -> None:
        self._pixels = (max(1, round(width_in * DPI)), max(1, round(height_in * DPI)))
        self.width, self.height = (p * _PT / DPI for p in self._pixels)
        self.family = family
        # A hundredth of a pixel more, as the size in pixels is cut off, not rounded.
        across, down = ((p + 0.01) / DPI for p in self._pixels)
        self._figure = Figure(figsize=(across, down), dpi=DPI)
        self._figure.patch.set(facecolor="white", alpha=1.0, linewidth=0)
        self._agg = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(self.height, 0)
        self._drawn = 0

    def boxes(self, boxes: Sequence[Box], colour: str) -> None:
        """Filled boxes of one colour, drawn as one, so that thousands of them cost little."""
        corners = [((x, y), (x + w, y), (x + w, y + h), (x, y + h)) for x, y, w, h in boxes]
        cells = PolyCollection(
            corners,
            facecolors=colour,
            edgecolors="none",
            linewidths=0,
            antialiaseds=False,
            zorder=self._above(),
        )
        self._axes.add_collection(cells, autolim=False)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> None:
        (x1, y1), (x2, y2) = start, end
        self._axes.add_line(
            Line2D(
                (x1, x2),
                (y1, y2),
                color=colour,
                linewidth=width,
                solid_capstyle="butt",
                marker="None",
                zorder=self._above(),
            )
        )

    def dot(self, x: float, y: float, diameter: float, colour: str) -> None:
        shape = Ellipse((x, y), diameter, diameter, facecolor=colour, edgecolor="none", zorder=self._above())
        self._axes.add_patch(shape)

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size: float,
        colour: str,
        bold: bool = False,
        align: str = "left",
    ) -> Box:
        """Draws one line of text; returns the box it takes by measure."""
        path = _face_with(text, face_for(self.family, bold=bold).path, bold=bold)
        self._axes.text(
            x,
            baseline,
            _drawable(text, path),
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,
            usetex=False,
            zorder=self._above(),
            fontproperties=FontProperties(fname=path, size=size),
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
        # Unhinted letters are as wide as they are measured; the rest keeps a user's own settings out.
        with rc_context({"text.hinting": "no_hinting", "savefig.bbox": "standard", "path.sketch": None}):
            self._agg.print_figure(
                out,
                format="png",
                dpi=DPI,
                facecolor="white",
                edgecolor="white",
                metadata={"Software": None},
            )
        return out.getvalue()

    def _above(self) -> int:
        """What is drawn later lies above."""
        self._drawn += 1
        return self._drawn


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


def mixed(colour: str, *, with_white: float) -> str:
    """A colour lightened by a share of white; "#RRGGBB"."""
    parts = _parts(colour)
    return "#" + "".join(f"{round(p + (255 - p) * with_white):02X}" for p in parts)


def hexed(colour: str) -> str:
    """A colour with its leading "#", as themes keep it without."""
    return "#" + "".join(f"{p:02X}" for p in _parts(colour))


def _parts(colour: str) -> Iterable[int]:
    plain = colour.removeprefix("#")
    return tuple(int(plain[i : i + 2], 16) for i in (0, 2, 4))
