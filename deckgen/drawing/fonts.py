"""How wide and how high text is in a family, and where its lines break: measured, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from PIL import ImageFont

from deckgen.drawing.faces import Face, face_for

_EM = 1000  # pixels per em when measuring: fine enough that rounding is under 0.1 % of a letter
_GUESSED_EM = 0.56  # mean width of a letter when no font file exists at all
_MIN_LINE = 1.13
_MAX_LINES = 2000

# Lines of families that are often not installed where the deck is built; in ems.
_LINE: Mapping[str, float] = MappingProxyType(
    {
        "aptos": 1.28,
        "aptos display": 1.28,
        "calibri": 1.23,
        "calibri light": 1.23,
        "cambria": 1.18,
        "century gothic": 1.23,
        "inter": 1.22,
        "lato": 1.21,
        "montserrat": 1.23,
        "open sans": 1.37,
        "poppins": 1.51,
        "segoe ui": 1.34,
        "source sans pro": 1.26,
        "tahoma": 1.21,
        "trebuchet ms": 1.17,
        "verdana": 1.22,
    }
)
_BREAK = re.compile(r"\r\n|[\n\v\r\u2028\u2029]")
_PIECE = re.compile(r"[ \t]+|[^ \t]+")
_PART = re.compile("[^\\-\u2013\u00ad\u200b]+[\\-\u2013\u00ad\u200b]*|[\\-\u2013\u00ad\u200b]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def substitute_for(family: str, *, bold: bool = False) -> Face:
    """(path, factor, is_exact): what a family is measured with here."""
    return face_for(family, bold=bold)


@lru_cache(maxsize=65536)
def text_width(text: str, *, family: str, bold: bool, size_pt: float) -> float:
    """Width of one line in points, without kerning (which only makes text narrower)."""
    path, factor, _ = face_for(family, bold=bold)
    shown = _INVISIBLE.sub("", text)
    if not path:
        return len(shown) * _GUESSED_EM * factor * size_pt
    return sum(_advance(path, c) for c in shown) * factor * size_pt


@cache
def line_height(family: str, size_pt: float) -> float:
    """Height of a line of single spacing in points, as high as PowerPoint and LibreOffice may draw it."""
    return _line_factor(family) * size_pt


def wrapped(text: str, *, family: str, bold: bool, size_pt: float, width_pt: float) -> tuple[str, ...]:
    """The lines that text takes in a width: breaks at spaces and after hyphens, in a word only if it must."""
    lines: list[str] = []
    for paragraph in _BREAK.split(text):
        lines.extend(_lines(paragraph, family=family, bold=bold, size_pt=size_pt, width_pt=width_pt))
        if len(lines) > _MAX_LINES:
            return tuple(lines[:_MAX_LINES])
    return tuple(lines)


def longest_word_width(text: str, *, family: str, bold: bool, size_pt: float) -> float:
    """Width of the widest piece that cannot be broken: the least width a column needs."""
    return max(
        (text_width(part, family=family, bold=bold, size_pt=size_pt) for part in _pieces(text)), default=0.0
    )


def _lines(text: str, *, family: str, bold: bool, size_pt: float, width_pt: float) -> Iterator[str]:
    line, x, gap = "", 0.0, ""
    for piece in _pieces(text, with_spaces=True):
        if piece[0] in " \t":
            gap = piece if line else ""
            continue
        wide = text_width(piece, family=family, bold=bold, size_pt=size_pt)
        between = text_width(gap, family=family, bold=bold, size_pt=size_pt)
        if line and x + between + wide > width_pt:
            yield line
            line, x, gap, between = "", 0.0, "", 0.0
        line, x, gap = line + gap + piece, x + between + wide, ""
        while x > width_pt and len(line) > 1:
            head = _fitting(line, family=family, bold=bold, size_pt=size_pt, width_pt=width_pt)
            yield line[:head]
            line = line[head:]
            x = text_width(line, family=family, bold=bold, size_pt=size_pt)
    yield line


def _fitting(line: str, *, family: str, bold: bool, size_pt: float, width_pt: float) -> int:
    x = 0.0
    for i, c in enumerate(line):
        x += text_width(c, family=family, bold=bold, size_pt=size_pt)
        if x > width_pt:
            return max(1, i)
    return len(line)


def _pieces(text: str, *, with_spaces: bool = False) -> Iterator[str]:
    """Unbreakable pieces: words, parts of a word up to a hyphen, single East Asian characters."""
    for piece in _PIECE.findall(_BREAK.sub(" ", text)):
        if piece[0] in " \t":
            if with_spaces:
                yield piece
            continue
        for part in _PART.findall(piece):
            start = 0
            for i, c in enumerate(part):
                if _is_wide(c):
                    if i > start:
                        yield part[start:i]
                    yield c
                    start = i + 1
            if start < len(part):
                yield part[start:]


def _is_wide(c: str) -> bool:
    return c > "\u1100" and unicodedata.east_asian_width(c) in "WF"


@lru_cache(maxsize=65536)
def _advance(path: str, c: str) -> float:
    """Advance of one character in ems; East Asian characters and pictures are a full em in any face."""
    if _is_wide(c):
        return 1.0
    return _font(path).getlength(c) / _EM


@cache
def _font(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, _EM, layout_engine=ImageFont.Layout.BASIC)


@cache
def _line_factor(family: str) -> float:
    path, _, is_exact = face_for(family, bold=False)
    own = 1.2 if not path else _drawn_line(path)
    if is_exact:
        return max(_MIN_LINE, own)
    return max(_MIN_LINE, own, _LINE.get(family.casefold(), 1.2))


def _drawn_line(path: str) -> float:
    font = _font(path)
    ascent, descent = font.getmetrics()
    return max((ascent + descent) / _EM * 1.03, font.font.height / _EM)
