"""Places logos: at their own aspect ratio, on a light plate where the ground would swallow their ink."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen.model.deck import PictureBlock
from deckgen.model.picture import Picture
from deckgen.outputs.pptx.elements import el, fill, identity, line, transform
from deckgen.outputs.pptx.geometry import Frame, emu
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.text import graphic_ph
from deckgen.outputs.pptx.theme import Theme, contrast, luminance

_CONTENT = {"png": CT.PNG, "jpeg": CT.JPEG}
_PAD = emu(0.12)  # of the plate around the logo
_SAMPLE = (64, 64)
_SEEN = 3.0  # contrast that ink needs against its ground
_ENOUGH = 0.75  # part of the ink that must have it
_SOLID = 128  # alpha from which a pixel is ink
_LIGHT = 0.6  # luminance of a ground that a plate carries on
_GROUNDS = ("bg1", "tx1")
_RIGHT = "logo2"  # stands at the right end of its place


def logo_part(picture: Picture, *, number: int, package: Any) -> Any:
    """The file of a logo as a part."""
    name = f"/ppt/media/deckgen-logo{number}.{'jpg' if picture.format == 'jpeg' else 'png'}"
    return Part(PackURI(name), _CONTENT[picture.format], package, picture.body)


def logo(
    block: PictureBlock,
    place: Place,
    numbers: Sequence[int],
    relation: str,
    *,
    theme: Theme,
    tones: Sequence[str] | None,
) -> list[Any]:
    """The logo in its place, with a plate under it where it needs one. `tones`: what lies under the place."""
    token = _plate(block.picture, theme, tones)
    pad = _PAD if token else 0
    frame = _fitted(block, place, pad=pad)
    made = [_ground(place, numbers[0], frame, token)] if token else []
    reference = graphic_ph(place, "pic")
    made.append(
        el(
            "p:pic",
            el(
                "p:nvPicPr",
                identity(numbers[1], place.title, alt=block.alt or place.title),
                el(
                    "p:cNvPicPr",
                    el("a:picLocks", noGrp=True if reference is not None else None, noChangeAspect=True),
                ),
                el("p:nvPr", reference),
            ),
            el("p:blipFill", el("a:blip", r__embed=relation), el("a:stretch", el("a:fillRect"))),
            el("p:spPr", transform("a:xfrm", frame), el("a:prstGeom", el("a:avLst"), prst="rect")),
        )
    )
    return made


def _fitted(block: PictureBlock, place: Place, *, pad: int) -> Frame:
    """The largest frame of the logo's shape inside its place, in the middle of its height."""
    picture = block.picture
    x, y, w, h = place.frame
    room_w, room_h = max(1, w - 2 * pad), max(1, h - 2 * pad)
    factor = min(room_w / picture.width, room_h / picture.height)
    wide, high = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    left = x + w - pad - wide if block.slot == _RIGHT else x + pad
    return left, y + (h - high) // 2, wide, high


def _ground(place: Place, number: int, frame: Frame, token: str) -> Any:
    x, y, w, h = frame
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(number, f"{place.title} ground", decorative=True),
            el("p:cNvSpPr"),
            el("p:nvPr"),
        ),
        el(
            "p:spPr",
            transform("a:xfrm", (x - _PAD, y - _PAD, w + 2 * _PAD, h + 2 * _PAD)),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
            fill(token),
            line(None),
        ),
    )


def _plate(picture: Picture, theme: Theme, tones: Sequence[str] | None) -> str:
    """The theme colour of the plate a logo needs on its ground; empty for none."""
    light = max(_GROUNDS, key=lambda t: luminance(theme.hexadecimal(t)))
    ink, border = _ink(picture)
    if border:  # it brings a ground of its own: a light one is carried on, another stands as it is
        is_seamless = tones is not None and all(contrast(border, t) < 1.1 for t in tones)
        return light if luminance(border) > _LIGHT and not is_seamless else ""
    if tones and _seen(ink, tones) >= _ENOUGH:
        return ""
    plate = theme.hexadecimal(light)
    return light if _seen(ink, (plate,)) > (_seen(ink, tones) if tones else 0.0) else ""


def _seen(ink: Sequence[str], tones: Sequence[str]) -> float:
    """The part of the ink that stands out from every colour under it."""
    seen = sum(all(contrast(i, t) >= _SEEN for t in tones) for i in ink)
    return seen / len(ink) if ink else 1.0


def _ink(picture: Picture) -> tuple[tuple[str, ...], str]:
    """Colours of the ink, and the colour at the edge of a logo without transparency."""
    with Image.open(io.BytesIO(picture.body)) as opened:
        small = opened.convert("RGBA").resize(_SAMPLE, Image.Resampling.BOX)
    wide, high = _SAMPLE
    pixels = [small.getpixel((c, r)) for r in range(high) for c in range(wide)]
    solid = [_hex(p) for p in pixels if isinstance(p, tuple) and p[3] >= _SOLID]
    corners = [pixels[i] for i in (0, wide - 1, wide * (high - 1), wide * high - 1)]
    if all(isinstance(p, tuple) and p[3] == 255 for p in corners) and len(set(corners)) == 1:
        return tuple(solid), _hex(corners[0])
    return tuple(solid), ""


def _hex(pixel: Any) -> str:
    return "".join(f"{v:02X}" for v in pixel[:3])
