"""Finds Jinja tags in the words of a drawn shape, however these are split over runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deckgen.model.designed import DesignedParagraph

_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_QUOTES = {
    **dict.fromkeys('"\u201c\u201d\u201e\u201f\u00ab\u00bb', '"'),
    **dict.fromkeys("'\u2018\u2019\u201a\u201b", "'"),
}
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\t\n\v\r]")
_NOTHING = re.compile("[\u200b\u2060\ufeff\u00ad\ue000-\ue00f]")
_UNUSABLE = {
    "raw": "{% raw %} cannot be used on a drawn slide; leave it out",
    "trans": "{% trans %} cannot be used on a drawn slide; write {{ _('words') }}",
    "extends": "{% extends %} cannot be used on a drawn slide; draw the slide whole",
    "include": "{% include %} cannot be used on a drawn slide; draw the slide whole",
    "import": "{% import %} cannot be used on a drawn slide; no file is read",
    "from": "{% from %} cannot be used on a drawn slide; no file is read",
}
_TAG = re.compile(r"\{[{%#]")
_KEYWORD = re.compile(r"[-+]?\s*(\w+)")
AROUND = 30  # characters shown on either side of a mistake
FIELD = "\ufffc"  # stands for a field in the words of a shape


class TagError(Exception):
    """A mistake in a tag; `around` are the words it stands in."""

    def __init__(self, reason: str, around: str) -> None:
        super().__init__(reason)
        self.reason, self.around = reason, around


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of one run, or one tag. `run` is the run it begins in."""

    text: str
    run: int
    is_tag: bool = False
    is_fixed: bool = False
    around: str = ""  # of a tag: the words it stands in

    @property
    def is_blank(self) -> bool:
        return not self.is_tag and not self.is_fixed and not self.text.strip()

    @property
    def keyword(self) -> str:
        """`for`, `endfor`, `if` ... of a tag that stands between {% and %}, else nothing."""
        found = _KEYWORD.match(self.text, 2) if self.text.startswith("{%") and self.is_tag else None
        return found[1] if found else ""

    @property
    def is_block(self) -> bool:
        """A tag that prints nothing: a statement or a comment."""
        return self.is_tag and not self.text.startswith("{{")


def pieces(paragraph: DesignedParagraph) -> tuple[Piece, ...]:
    """The words and tags of a paragraph in their order; TagError when a tag is not closed in it."""
    text, runs = "", []
    fixed = {i for i, r in enumerate(paragraph.runs) if r.is_fixed}
    for i, run in enumerate(paragraph.runs):
        words = _NOTHING.sub("", run.text)
        if i in fixed:
            words = "\v" if words == "\v" else FIELD
        text += words
        runs += [i] * len(words)
    return tuple(_read(text, runs, fixed))


def _read(text: str, runs: Sequence[int], fixed: set[int]) -> Iterator[Piece]:
    at = 0
    while found := _TAG.search(text, at):
        start = found.start()
        yield from _words(text, runs, at, start, fixed)
        tag, at = _tag(text, start)
        piece = Piece(text=tag, run=runs[start], is_tag=True, around=around(text, start, at))
        if piece.keyword in _UNUSABLE:
            raise TagError(_UNUSABLE[piece.keyword], piece.around)
        yield piece
    yield from _words(text, runs, at, len(text), fixed)


def _words(text: str, runs: Sequence[int], start: int, end: int, fixed: set[int]) -> Iterator[Piece]:
    """What stands between two tags, divided where a run ends."""
    while start < end:
        stop = start
        while stop < end and runs[stop] == runs[start]:
            stop += 1
        yield Piece(text=text[start:stop], run=runs[start], is_fixed=runs[start] in fixed)
        start = stop


def _tag(text: str, start: int) -> tuple[str, int]:
    """The tag that begins at a place, with straight quotes and plain blanks, and where it ends."""
    closer = _CLOSERS[text[start : start + 2]]
    if closer == "#}":
        end = text.find(closer, start + 2)
        if end < 0:
            raise _open(text, start, closer)
        return "{# #}", end + 2
    made, quote = text[start : start + 2], ""
    open_brackets: list[str] = []
    at = start + 2
    while at < len(text):
        c = text[at]
        straight = _QUOTES.get(c, "")
        if quote:
            if c == "\\":
                made += text[at : at + 2]
                at += 2
                continue
            if straight == quote:
                c, quote = straight, ""
        elif straight:
            c = quote = straight
        elif not open_brackets and text.startswith(closer, at):
            return made + closer, at + 2
        elif c in _BRACKETS:
            open_brackets.append(_BRACKETS[c])
        elif open_brackets and c == open_brackets[-1]:
            open_brackets.pop()
        elif text.startswith(("{{", "{%", "}}", "%}"), at):
            break
        made += _BLANKS.sub(" ", " " if c == FIELD else c)
        at += 1
    raise _open(text, start, closer)


def _open(text: str, start: int, closer: str) -> TagError:
    return TagError(
        f"the tag is not closed in its paragraph; end it with {closer}", around(text, start, start + 2)
    )


def around(text: str, start: int, end: int) -> str:
    """The words a tag stands in."""
    before, after = max(0, start - AROUND), min(len(text), end + AROUND)
    shown = " ".join(text[before:after].replace(FIELD, " ").split())
    return f"{'…' if before else ''}{shown}{'…' if after < len(text) else ''}"
