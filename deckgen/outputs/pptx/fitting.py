"""Makes text fit its place by the remedies of the design, in their order; cuts nothing in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckgen.errors import FitError
from deckgen.model.deck import Paragraph, Span, Text
from deckgen.outputs.pptx.measuring import height, lines, longest_word
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.shorter import shortening_texts
from deckgen.outputs.pptx.styles import SMALLEST_SOURCE, smaller

_TOLERANCE = 0.5  # points
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_ORPHAN = 0.17  # of the widest line
_MOST_JOINED = 5
_OTHER_TITLES = (26.0, 20.0)
_TIGHT_TITLES = (18.0, 16.0, 14.0)  # in the title bars of others


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Text as it will stand: sizes where they differ from the place's own, and what goes to the notes."""

    text: Text
    sizes: tuple[float, ...] = ()  # by level; empty = the place's own
    moved: Text = ()
    raised: float = 0.0  # points by which the place grows upwards

    def size(self, level: int) -> float | None:
        return self.sizes[min(level, len(self.sizes) - 1)] if self.sizes else None


@shortening_texts
def fitted(text: Text, place: Place, *, where: str, may_move: bool = False) -> Fitted:
    """Text that fits: at its size, one step smaller, or with its last paragraphs moved to the notes."""
    return _fitted(text, place, where=where, may_move=may_move)


def _fitted(text: Text, place: Place, *, where: str, may_move: bool = False) -> Fitted:
    own = tuple(t.size for t in place.types)
    tries = _tries(own, place)
    for sizes in tries:
        if _fits(text, place, sizes):
            return Fitted(text=text, sizes=() if sizes == own else sizes)
    if may_move:
        for keep in range(len(text) - 1, 0, -1):
            for sizes in tries:
                if _fits(text[:keep], place, sizes):
                    return Fitted(text=text[:keep], sizes=() if sizes == own else sizes, moved=text[keep:])
    raise FitError(_message(where, text, place))


@shortening_texts
def fitted_title(text: Text, place: Place, *, where: str, max_lines: int) -> Fitted:
    """A title on at most so many lines, with no single short word in the last one."""
    joined = _one_paragraph(text)
    own = place.type(0).size
    sizes = [own, _step(own, place)]
    if place.is_foreign:
        sizes = [own, *(s for s in (*_OTHER_TITLES, *_TIGHT_TITLES) if s < own)]
    elif place.placeholder is not None and place.placeholder.frame != place.slot.frame:
        # other masters set titles in sizes of their own: ours are the next to try
        sizes += [s for s in _OTHER_TITLES if s < sizes[-1]]
    for size in sizes:
        candidate = without_orphan(joined, place, size=size)
        taken = sum(len(lines(p, place.type(0), width_pt=place.width_pt, size=size)) for p in candidate)
        if taken <= max_lines and _fits(candidate, place, (size,)):
            return Fitted(text=candidate, sizes=() if size == place.type(0).size else (size,))
    raise FitError(_message(where, text, place))


def resized_title(title: Fitted, place: Place, *, size: float) -> Fitted:
    """A title that fits at one size at a smaller one."""
    joined = without_orphan(title.text, place, size=size)
    return replace(title, text=joined, sizes=(size,))


@shortening_texts
def fitted_heading(text: Text, place: Place, *, where: str) -> Fitted:
    """A heading over a graphic: one line, one line a step smaller, or two small lines that grow upwards."""
    joined = _one_paragraph(text)
    try:
        return _fitted(joined, place, where=where)
    except FitError:
        size = _step(place.type(0).size, place)
        needed = height(joined, place.types[:1], width_pt=place.width_pt, sizes=(size,))
        if place.is_foreign:  # nothing is free above it
            raise
        if needed <= place.height_pt * 1.35:
            return Fitted(text=joined, sizes=(size,), raised=needed - place.height_pt + 1)
        raise


@shortening_texts
def fitted_source(text: Text, place: Place, *, where: str) -> Fitted:
    """A source line: at its size, at the smallest one, or with its last sentences moved to the notes."""
    own = place.type(0).size
    sentences = _sentences(_one_paragraph(text))
    counts = range(len(sentences), 0, -1)
    whole = [n for n in counts if n == len(sentences) or not _is_open(sentences[n - 1])]
    for keep in dict.fromkeys((*whole, *counts)):
        kept = _joined(sentences[:keep])
        for size in (own, own if place.is_foreign else SMALLEST_SOURCE):
            if size <= own and _fits(kept, place, (size,)):
                return Fitted(
                    text=kept, sizes=() if size == own else (size,), moved=_joined(sentences[keep:])
                )
    raise FitError(_message(where, text, place))


def _is_open(sentence: Sequence[Span]) -> bool:
    """Whether a sentence goes on: it stops at a semicolon."""
    return "".join(s.text for s in sentence).rstrip().endswith(";")


def without_orphan(text: Text, place: Place, *, size: float) -> Text:
    """Joins the last words of a title until its last line is no longer one short word."""
    for _ in range(_MOST_JOINED):
        taken = lines(text[-1], place.type(0), width_pt=place.width_pt, size=size)
        if len(taken) < 2 or taken[-1][0] >= _ORPHAN * max(w for w, _ in taken):
            break
        joined = _last_space_joined(text[-1])
        if joined is None:
            break
        text = (*text[:-1], joined)
    return text


def broken_at_sentences(text: Text, place: Place, *, max_lines: int) -> Text:
    """A title with each sentence on a line of its own, where that takes no more lines than it may."""
    joined = _one_paragraph(text)
    if any("\n" in s.text for p in joined for s in p.spans):
        return joined
    spans = tuple(s if s.cite else replace(s, text=_SENTENCE.sub("\n", s.text)) for s in joined[0].spans)
    changed = (replace(joined[0], spans=spans),)
    taken = lines(changed[0], place.type(0), width_pt=place.width_pt)
    return changed if len(taken) <= max_lines else joined


def fits(text: Text, place: Place) -> bool:
    """Whether a text stands in a place at the place's own size."""
    return _fits(text, place, tuple(t.size for t in place.types))


def lines_taken(text: Text, place: Place) -> int:
    """How many lines a text takes in a place at its own size, as one paragraph."""
    return sum(len(lines(p, place.type(0), width_pt=place.width_pt)) for p in _one_paragraph(text))


def _last_space_joined(paragraph: Paragraph) -> Paragraph | None:
    """With a non-breaking space for its last space; None when it has none."""
    for i in range(len(paragraph.spans) - 1, -1, -1):
        span = paragraph.spans[i]
        words = span.text.rstrip() if i == len(paragraph.spans) - 1 else span.text
        at = words.rfind(" ")
        if at >= 0:
            changed = replace(span, text=f"{span.text[:at]}\u00a0{span.text[at + 1 :]}")
            return replace(paragraph, spans=(*paragraph.spans[:i], changed, *paragraph.spans[i + 1 :]))
    return None


def first_sentences(text: Text, keep: int) -> tuple[Text, Text]:
    """(the first sentences, the rest) of a text of one paragraph."""
    found = _sentences(_one_paragraph(text))
    return _joined(found[:keep]), _joined(found[keep:])


def sentence_count(text: Text) -> int:
    return len(_sentences(_one_paragraph(text)))


def _one_paragraph(text: Text) -> Text:
    """Several paragraphs as one with line breaks."""
    if len(text) <= 1:
        return tuple(replace(p, level=0) for p in text)
    spans: list[Span] = []
    for paragraph in text:
        if spans:
            spans.append(Span(text="\n"))
        spans.extend(paragraph.spans)
    return (Paragraph(spans=tuple(spans)),)


def _sentences(text: Text) -> list[tuple[Span, ...]]:
    out: list[list[Span]] = [[]]
    for span in (s for p in text for s in p.spans):
        if span.cite:  # a cited span is never cut
            out[-1].append(span)
            continue
        for i, piece in enumerate(_SENTENCE.split(span.text)):
            if i:
                out.append([])
            if piece:
                out[-1].append(replace(span, text=piece))
    return [tuple(s) for s in out if s]


def _joined(sentences: Sequence[tuple[Span, ...]]) -> Text:
    spans: list[Span] = []
    for sentence in sentences:
        if spans:
            spans.append(Span(text=" "))
        spans.extend(sentence)
    return (Paragraph(spans=tuple(spans)),) if spans else ()


def _tries(own: tuple[float, ...], place: Place) -> list[tuple[float, ...]]:
    """Sizes by level: our own master goes one step down, a stranger's as far as text may."""
    tries = [own, tuple(_step(s, place) for s in own)]
    while place.is_foreign and tries[-1] != tries[-2]:
        tries.append(tuple(_step(s, place) for s in tries[-1]))
    return tries


def _step(size: float, place: Place) -> float:
    return size if place.slot.style in {"source", "footer"} else smaller(size)


def _fits(text: Text, place: Place, sizes: Sequence[float]) -> bool:
    kinds = place.types[: len(sizes)]
    if height(text, kinds, width_pt=place.width_pt, sizes=sizes) > place.height_pt + _TOLERANCE:
        return False
    for paragraph in text:
        level = min(paragraph.level, len(sizes) - 1)
        room = place.width_pt - kinds[level].left
        if longest_word((paragraph,), kinds[level], size=sizes[level]) > room:
            return False
    return True


def _message(where: str, text: Text, place: Place) -> str:
    words = " ".join(p.text for p in text).split()
    inches = (place.frame[2] / 914400, place.frame[3] / 914400)
    return (
        f"{where}: the text does not fit its place of {inches[0]:.1f} x {inches[1]:.1f} inches "
        f"({len(words)} words, beginning '{' '.join(words[:5])}'); shorten it"
    )
