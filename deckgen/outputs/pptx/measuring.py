"""Lines and heights of text of mixed runs, from the widths of its letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from deckgen.drawing.fonts import line_height, text_width
from deckgen.model.deck import Paragraph, Text
from deckgen.outputs.pptx.places import Type

_PIECES = re.compile("\n|[ \t]+|[^ \t\n]+")
_PARTS = re.compile("[^\\-\u2013\u00ad\u200b]+[\\-\u2013\u00ad\u200b]*|[\\-\u2013\u00ad\u200b]+")
_RESERVE = 0.5  # points a line may miss by before another program breaks it elsewhere
Line = tuple[float, str]


def lines(paragraph: Paragraph, kind: Type, *, width_pt: float, size: float | None = None) -> list[Line]:
    """(width, words) of every line a paragraph takes."""
    size = size or kind.size
    limit = max(1.0, width_pt - kind.left - _RESERVE)
    out: list[Line] = []
    x, words, gap = 0.0, "", 0.0
    for text, wide in _words(paragraph, kind, size):
        if text == "\n":
            out.append((x, words))
            x, words, gap = 0.0, "", 0.0
        elif text.isspace() and text[0] in " \t":
            gap = wide if words else 0.0
        else:
            if words and x + gap + wide > limit:
                out.append((x, words))
                x, words, gap = 0.0, "", 0.0
            x, words, gap = x + gap + wide, f"{words}{' ' if gap else ''}{text}", 0.0
            while x > limit:  # a word wider than its place breaks in the middle
                out.append((limit, words))
                x, words = x - limit, words[-1:]
    out.append((x, words))
    return out


def longest_word(text: Text, kind: Type, *, size: float | None = None) -> float:
    """Width of the widest piece that cannot be broken."""
    found = (
        wide
        for paragraph in text
        for word, wide in _words(paragraph, kind, size or kind.size)
        if not word.isspace()
    )
    return max(found, default=0.0)


def longest_line(text: Text, kind: Type, *, size: float | None = None) -> float:
    """Width of the widest paragraph if it stood on one line."""
    return max((max(w for w, _ in lines(p, kind, width_pt=1e6, size=size)) for p in text), default=0.0)


def height(
    text: Text, kinds: Sequence[Type], *, width_pt: float, sizes: Sequence[float] | None = None
) -> float:
    """Height in points of paragraphs set in their levels' types."""
    total = 0.0
    for i, paragraph in enumerate(text):
        level = min(paragraph.level, len(kinds) - 1)
        kind = kinds[level]
        size = sizes[level] if sizes else kind.size
        count = len(lines(paragraph, kind, width_pt=width_pt, size=size))
        total += count * line_height(kind.family, size) * kind.line
        total += (kind.before if i else 0.0) + (kind.after if i < len(text) - 1 else 0.0)
    return total


@lru_cache(maxsize=8192)  # a text is measured at several widths
def _words(paragraph: Paragraph, kind: Type, size: float) -> tuple[tuple[str, float], ...]:
    """Words with their widths; a word set in several runs is one word."""
    out: list[tuple[str, float]] = []
    is_open = False
    for span in paragraph.spans:
        bold = span.bold or kind.bold
        shown = span.text.upper() if kind.caps else span.text
        for piece in _PIECES.findall(shown):
            if piece[0] in " \t\n":
                out.append((piece, text_width(piece, family=kind.family, bold=bold, size_pt=size)))
                is_open = False
                continue
            for part in _PARTS.findall(piece):
                wide = text_width(part, family=kind.family, bold=bold, size_pt=size)
                if is_open:
                    before, width = out.pop()
                    out.append((before + part, width + wide))
                else:
                    out.append((part, wide))
                is_open = not (part[-1] in "-\u2013\u00ad\u200b" and len(part) > 1)
    return tuple(out)
