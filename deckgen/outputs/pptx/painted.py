"""What a layout and its master paint under a slide: shapes, pictures and lines with frames and colours."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image

from deckgen.outputs.pptx.colours import is_seen, share, stated
from deckgen.outputs.pptx.elements import name
from deckgen.outputs.pptx.geometry import Frame

_DEEPEST, _MOST = 8, 400  # groups in groups, shapes looked at
_SAMPLE = (96, 54)
_MOST_PIXELS = 60_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")  # PIL has an EPS read by another program
_THIN = 12700
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
Pixels = tuple[int, int, tuple[str | None, ...]]  # width, height, colours; None = seen through


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """One shape that is seen on every slide of a layout."""

    title: str
    kind: str  # sp, pic, cxnSp, graphicFrame
    frame: Frame
    tones: tuple[str, ...] = ()  # of a fill, more than one of a gradient; () = unknown or none
    is_filled: bool = False
    pixels: Pixels | None = None
    has_line: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    kx: float = 1.0
    ky: float = 1.0
    ox: float = 0.0
    oy: float = 0.0

    def of(self, frame: Frame) -> Frame:
        x, y, w, h = frame
        return (
            round(x * self.kx + self.ox),
            round(y * self.ky + self.oy),
            round(w * self.kx),
            round(h * self.ky),
        )


def painted(part: Any, colours: Mapping[str, str]) -> tuple[Painted, ...]:
    """The shapes of a layout or master that are no placeholders, lowest first."""
    tree = part._element.find(f"{name('p:cSld')}/{name('p:spTree')}")
    found: list[Painted] = []
    if tree is not None:
        for shape in _shapes(tree, part, colours, _Scale(), 0):
            found.append(shape)
            if len(found) >= _MOST:
                break
    return tuple(found)


def background(part: Any, colours: Mapping[str, str], theme: Any) -> tuple[str, ...] | None:
    """The tones of a part's own background: () = it has none, None = a picture nobody can read."""
    ground = part._element.find(f"{name('p:cSld')}/{name('p:bg')}")
    if ground is None:
        return ()
    own = ground.find(name("p:bgPr"))
    if own is not None:
        return fill_tones(own, colours) or _of_blip(own, part)
    reference = ground.find(name("p:bgRef"))
    if reference is None:
        return ()
    tone = stated(reference, colours)
    style = _background_style(theme, reference.get("idx"))
    if style is not None and style.tag == name("a:gradFill"):
        return tuple(stated(g, colours, instead=tone or "") or "" for g in style.iter(name("a:gs"))) or None
    if style is not None and style.tag == name("a:blipFill"):
        return None
    if style is not None and style.tag == name("a:solidFill"):
        tone = stated(style, colours, instead=tone or "") or tone
    return (tone,) if tone else ()


def background_picture(part: Any, size: tuple[int, int]) -> Painted | None:
    """The picture that is a part's own background, as a shape of the size of the page."""
    own = part._element.find(f"{name('p:cSld')}/{name('p:bg')}/{name('p:bgPr')}")
    pixels = _pixels(own, part) if own is not None else None
    if pixels is None:
        return None
    return Painted(title="Background", kind="pic", frame=(0, 0, *size), is_filled=True, pixels=pixels)


def fill_tones(properties: Any, colours: Mapping[str, str]) -> tuple[str, ...]:
    """The colours of a solid or gradient fill; () for any other."""
    solid = properties.find(name("a:solidFill"))
    if solid is not None:
        tone = stated(solid, colours)
        return (tone,) if tone and is_seen(solid) else ()
    gradient = properties.find(name("a:gradFill"))
    if gradient is None:
        return ()
    return tuple(t for t in (stated(g, colours) for g in gradient.iter(name("a:gs"))) if t)


def _background_style(theme: Any, index: str | None) -> Any:
    try:
        number = int(index or 0) - 1001
    except ValueError:
        return None
    styles = theme.find(f".//{name('a:bgFillStyleLst')}") if theme is not None else None
    return styles[number] if styles is not None and 0 <= number < len(styles) else None


def _shapes(tree: Any, part: Any, colours: Mapping[str, str], scale: _Scale, depth: int) -> Iterator[Painted]:
    for element in tree:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == f"{_MARKUP}AlternateContent":
            choice = element.find(f"{_MARKUP}Choice")
            if choice is not None and depth < _DEEPEST:
                yield from _shapes(choice, part, colours, scale, depth + 1)
            continue
        kind = tag.rpartition("}")[2]
        named = element.find(f".//{name('p:cNvPr')}") if tag else None
        if kind not in {"sp", "pic", "cxnSp", "graphicFrame", "grpSp"} or named is None:
            continue
        if named.get("hidden") in {"1", "true"}:
            continue
        if kind == "grpSp":
            if depth < _DEEPEST:
                yield from _shapes(element, part, colours, _inside(element, scale), depth + 1)
            continue
        if element.find(f".//{name('p:nvPr')}/{name('p:ph')}") is None:
            made = _shape(element, kind, named.get("name") or kind, part, colours, scale)
            if made is not None:
                yield made


def _shape(
    element: Any, kind: str, title: str, part: Any, colours: Mapping[str, str], scale: _Scale
) -> Painted | None:
    found = _frame(element, kind)
    if found is None:
        return None
    at = scale.of(found)
    if kind in {"pic", "graphicFrame"}:
        pixels = _pixels(element, part) if kind == "pic" else None
        return Painted(title=title, kind=kind, frame=at, is_filled=True, pixels=pixels)
    properties = element.find(name("p:spPr"))
    tones, is_filled = _fill(element, properties, colours)
    words = "".join(t.text or "" for t in element.iter(name("a:t"))).strip()
    fields = element.find(f".//{name('a:fld')}") is not None
    stroke = _stroke(element, properties)
    if not (is_filled or stroke or words or fields):
        return None
    if stroke and not is_filled and not words:
        x, y, w, h = at
        half = max(stroke // 2, _THIN // 2)
        at = (x - half, y - half, w + 2 * half, h + 2 * half)
    return Painted(
        title=title,
        kind=kind,
        frame=at,
        tones=tones,
        is_filled=is_filled,
        has_line=bool(stroke),
        words=words,
    )


def _fill(element: Any, properties: Any, colours: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    if properties is not None:
        tones = fill_tones(properties, colours)
        if tones:
            return tones, True
        if any(properties.find(name(f"a:{k}")) is not None for k in ("pattFill", "blipFill", "gradFill")):
            return (), True
        if properties.find(name("a:solidFill")) is not None or properties.find(name("a:noFill")) is not None:
            return (), False
    reference = element.find(f"{name('p:style')}/{name('a:fillRef')}")
    if reference is not None and reference.get("idx") not in {None, "0"}:
        tone = stated(reference, colours)
        return ((tone,) if tone else ()), True
    return (), False


def _stroke(element: Any, properties: Any) -> int:
    """Width of a line that is seen, 0 for none."""
    own = properties.find(name("a:ln")) if properties is not None else None
    if own is not None and own.find(name("a:noFill")) is not None:
        return 0
    reference = element.find(f"{name('p:style')}/{name('a:lnRef')}")
    has_style = reference is not None and reference.get("idx") not in {None, "0"}
    if own is not None and (has_style or any(len(c) for c in own)):
        return _number(own.get("w"), 9525)
    return 9525 if has_style else 0


def _inside(group: Any, scale: _Scale) -> _Scale:
    at = group.find(f"{name('p:grpSpPr')}/{name('a:xfrm')}")
    if at is None:
        return scale
    parts = [at.find(name(f"a:{t}")) for t in ("off", "ext", "chOff", "chExt")]
    if any(p is None for p in parts):
        return scale
    x, y = _number(parts[0].get("x")), _number(parts[0].get("y"))
    w, h = _number(parts[1].get("cx")), _number(parts[1].get("cy"))
    cx, cy = _number(parts[2].get("x")), _number(parts[2].get("y"))
    kx, ky = (
        a / b if b else 1.0 for a, b in ((w, _number(parts[3].get("cx"))), (h, _number(parts[3].get("cy"))))
    )
    return _Scale(
        kx=scale.kx * kx,
        ky=scale.ky * ky,
        ox=scale.ox + scale.kx * (x - cx * kx),
        oy=scale.oy + scale.ky * (y - cy * ky),
    )


def _frame(element: Any, kind: str) -> Frame | None:
    at = element.find(name("p:xfrm")) if kind == "graphicFrame" else element.find(
        f"{name('p:spPr')}/{name('a:xfrm')}"
    )  # fmt: skip
    off, ext = (at.find(name(f"a:{t}")) if at is not None else None for t in ("off", "ext"))
    if off is None or ext is None:
        return None
    x, y, w, h = (_number(v) for v in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy")))
    turn = math.radians(_number(at.get("rot")) / 60000)
    if turn:
        wide = abs(w * math.cos(turn)) + abs(h * math.sin(turn))
        high = abs(w * math.sin(turn)) + abs(h * math.cos(turn))
        return round(x + (w - wide) / 2), round(y + (h - high) / 2), round(wide), round(high)
    return x, y, w, h


def _number(value: str | None, otherwise: int = 0) -> int:
    try:
        return max(-(10**9), min(10**9, int(value))) if value is not None else otherwise
    except ValueError:
        return otherwise


def _of_blip(properties: Any, part: Any) -> tuple[str, ...] | None:
    pixels = _pixels(properties, part)
    if pixels is None:
        return None if properties.find(name("a:blipFill")) is not None else ()
    return tuple(sorted({c for c in pixels[2] if c}))


def _pixels(element: Any, part: Any) -> Pixels | None:
    blip = element.find(f".//{name('a:blip')}")
    relation = part.rels.get(blip.get(name("r:embed"))) if blip is not None else None
    if relation is None or relation.is_external:
        return None
    crop = element.find(f".//{name('a:srcRect')}")
    cut = tuple(share(crop.get(k)) if crop is not None and crop.get(k) else 0.0 for k in "ltrb")
    return _sampled(relation.target_part.blob, cut)


@lru_cache(maxsize=64)
def _sampled(blob: bytes, cut: tuple[float, ...]) -> Pixels | None:
    """A picture as a small one; None for a form that cannot be read here (EMF, WMF, SVG)."""
    try:
        with Image.open(io.BytesIO(blob), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            opened.draft("RGB", (opened.width // 4, opened.height // 4))
            image = opened.convert("RGBA")
        w, h = image.size
        image = image.crop(
            (round(w * cut[0]), round(h * cut[1]), round(w * (1 - cut[2])), round(h * (1 - cut[3])))
        )
        small = image.resize(_SAMPLE, Image.Resampling.BOX)
        values = small.tobytes()
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return None
    cells = (values[i : i + 4] for i in range(0, len(values), 4))
    return (*_SAMPLE, tuple(None if c[3] < 128 else c[:3].hex().upper() for c in cells))
