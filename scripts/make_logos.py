"""Draws the logos of the sample's invented companies, as a client and an agency would send them.

Run: python -m scripts.make_logos
"""

from __future__ import annotations

from pathlib import Path

from matplotlib import get_data_path
from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).resolve().parents[1] / "sample_inputs" / "strong" / "logos"
SIZE = (520, 140)
OVER = 4  # drawn larger, then made small: smooth edges
INK = (14, 44, 64, 255)
RED = (176, 38, 52, 255)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, draw in (("norrvind", _norrvind), ("holm-partners", _holm)):
        large = Image.new("RGBA", (SIZE[0] * OVER, SIZE[1] * OVER), (0, 0, 0, 0))
        draw(ImageDraw.Draw(large))
        small = large.resize(SIZE, Image.Resampling.LANCZOS)
        box = small.getbbox() or (0, 0, *SIZE)
        small.crop(box).quantize(64).save(FOLDER / f"{name}.png", optimize=True)


def _norrvind(pen: ImageDraw.ImageDraw) -> None:
    """Two wheels and a name, in dark ink without a ground."""
    for x in (70, 158):
        pen.ellipse(_scaled(x - 42, 44, x + 42, 128), outline=INK, width=9 * OVER)
    pen.line(_scaled(70, 86, 114, 24, 158, 86), fill=INK, width=9 * OVER, joint="curve")
    pen.text(_scaled(222, 40), "Norrvind", font=_font("DejaVuSans-Bold.ttf", 58), fill=INK)


def _holm(pen: ImageDraw.ImageDraw) -> None:
    """A name and a red stroke, in dark ink without a ground."""
    pen.text(_scaled(10, 30), "Holm & Partners", font=_font("DejaVuSerif-Bold.ttf", 46), fill=INK)
    pen.rectangle(_scaled(10, 108, 130, 118), fill=RED)


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(get_data_path()) / "fonts" / "ttf" / name), size * OVER)


def _scaled(*values: int) -> tuple[int, ...]:
    return tuple(v * OVER for v in values)


if __name__ == "__main__":
    main()
