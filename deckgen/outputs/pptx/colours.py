"""Reads the colours of strangers' files: every way the format has to state one, as six hex digits."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from typing import Any

from PIL import ImageColor

from deckgen.outputs.pptx.elements import name

_KINDS = ("srgbClr", "schemeClr", "sysClr", "prstClr", "scrgbClr", "hslClr")
# names of the format that differ from those of the web: dkBlue, ltGray, medSeaGreen
_SHORT = (("dk", "dark"), ("lt", "light"), ("med", "medium"))
_GREY = "808080"
_SEEN_THROUGH = 0.5  # alpha under which a fill hides nothing
_HSL = {"lumMod", "lumOff", "satMod", "satOff"}
Rgb = tuple[float, float, float]


def stated(holder: Any, colours: Mapping[str, str], *, instead: str = "") -> str | None:
    """The colour inside an element, None when it holds none; `instead` is what `phClr` stands for."""
    found = None if holder is None else next((e for e in holder if _tag(e) in _KINDS), None)
    if found is None:
        return None
    rgb = _base(found, colours, instead)
    for change in found:
        rgb = _changed(rgb, _tag(change), share(change.get("val")))
    return hexed(rgb)


def is_seen(holder: Any) -> bool:
    """Whether a fill hides what lies under it."""
    alphas = [] if holder is None else list(holder.iter(name("a:alpha")))
    return all(share(a.get("val")) >= _SEEN_THROUGH for a in alphas)


def share(value: str | None) -> float:
    """A percentage of the format (a 1000th of a percent, or with a sign) as a number; 1 when unreadable."""
    try:
        text = str(value or "100000")
        return float(text[:-1]) / 100 if text.endswith("%") else int(text) / 100000
    except ValueError:
        return 1.0


def rgb_of(value: str) -> Rgb:
    try:
        return int(value[0:2], 16) / 255, int(value[2:4], 16) / 255, int(value[4:6], 16) / 255
    except ValueError:
        return 0.0, 0.0, 0.0


def hexed(rgb: Rgb) -> str:
    return "".join(f"{round(max(0.0, min(1.0, v)) * 255):02X}" for v in rgb)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _base(found: Any, colours: Mapping[str, str], instead: str) -> Rgb:
    kind, value = _tag(found), found.get("val") or ""
    if kind == "schemeClr":
        return rgb_of(instead or _GREY) if value == "phClr" else rgb_of(colours.get(value, "000000"))
    if kind == "sysClr":
        return rgb_of(found.get("lastClr") or ("FFFFFF" if value == "window" else "000000"))
    if kind == "prstClr":
        return rgb_of(_preset(value))
    if kind == "scrgbClr":
        r, g, b = (share(found.get(k)) for k in "rgb")
        return r, g, b
    if kind == "hslClr":
        try:
            hue = int(found.get("hue") or 0) / 21600000
        except ValueError:
            hue = 0.0
        return colorsys.hls_to_rgb(hue, share(found.get("lum")), share(found.get("sat")))
    return rgb_of(value)


def _preset(value: str) -> str:
    """A colour of the format's list of names, which is the web's with some words shortened."""
    for short, whole in _SHORT:
        if value.startswith(short) and value[len(short) : len(short) + 1].isupper():
            value = whole + value[len(short) :]
    found = ImageColor.colormap.get(value.lower())
    return str(found).lstrip("#").upper() if isinstance(found, str) else _GREY


def _changed(rgb: Rgb, kind: str, value: float) -> Rgb:
    if kind in _HSL:
        h, light, s = colorsys.rgb_to_hls(*rgb)
        light = light * value if kind == "lumMod" else light + value if kind == "lumOff" else light
        s = s * value if kind == "satMod" else s + value if kind == "satOff" else s
        return colorsys.hls_to_rgb(h, max(0.0, min(1.0, light)), max(0.0, min(1.0, s)))
    r, g, b = rgb
    if kind == "tint":
        return 1 - (1 - r) * value, 1 - (1 - g) * value, 1 - (1 - b) * value
    if kind == "shade":
        return r * value, g * value, b * value
    return rgb
