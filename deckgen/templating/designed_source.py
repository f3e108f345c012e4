"""Makes one Jinja template of a drawn text or table, with marks that lead back to paragraphs and runs.

A block that begins and ends with whole paragraphs repeats or drops these paragraphs, and one that begins in
the first cell of a row and ends in its last repeats the row; any other stays inside its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deckgen.model.designed import DesignedText
from deckgen.templating.designed_tags import Piece, TagError, pieces

RUN, PARAGRAPH, CELL, ROW, END = "\ue003", "\ue005", "\ue006", "\ue007", "\ue004"
_BLOCKS = frozenset({"for", "if", "set", "filter", "macro", "call", "with", "autoescape", "block"})
_MIDDLE = frozenset({"else", "elif"})
MAX_TAGS = 2000
Place = tuple[int, int, int]  # row, cell, paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A template; each tag stands on a line of its own, the first on line 2, so that errors name it."""

    text: str
    tags: tuple[Piece, ...]

    def tag(self, line: int) -> Piece | None:
        """The tag that Jinja means by a line."""
        return self.tags[min(max(line - 2, 0), len(self.tags) - 1)] if self.tags else None

    def loop(self) -> Piece | None:
        """The first tag that repeats something."""
        return next((t for t in self.tags if t.keyword == "for"), self.tag(2))


@dataclass(slots=True)
class _Body:
    """The pieces of a drawn text or table, and where the blocks that they open are closed."""

    at: dict[Place, tuple[Piece, ...]]
    ends: dict[tuple[Place, int], tuple[Place, int]] = field(default_factory=dict)
    divided: set[tuple[Place, int]] = field(default_factory=set)  # openers with an else in their paragraph


def of_text(text: DesignedText) -> Source:
    """The template of a text box."""
    return of_rows((((text),),), is_table=False)


def of_rows(rows: Sequence[Sequence[DesignedText]], *, is_table: bool = True, first: int = 0) -> Source:
    """The template of the rows of a table, of which the first has this number."""
    at = {
        (r, c, p): pieces(paragraph)
        for r, row in enumerate(rows, first)
        for c, cell in enumerate(row)
        for p, paragraph in enumerate(cell)
    }
    body = _Body(at)
    _match(body)
    written = _Writer()
    for r, row in enumerate(rows, first):
        _row(body, r, row, written, is_table=is_table)
    return Source(text="".join(written.out), tags=tuple(written.tags))


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.tags: list[Piece] = []

    def piece(self, piece: Piece, paragraph: int = 0) -> None:
        if not piece.is_tag:
            self.out.append(f"{RUN}{paragraph}.{piece.run}{END}{piece.text}")
            return
        if piece.text.startswith("{#"):
            return
        if len(self.tags) >= MAX_TAGS:
            raise TagError(f"a shape holds over {MAX_TAGS} tags; divide it", piece.around)
        self.tags.append(piece)
        text = piece.text
        cut = 3 if text[2:3] in ("-", "+") else 2
        if not piece.is_block:
            self.out.append(f"{RUN}{paragraph}.{piece.run}{END}")
        # a dash takes blanks away beyond the marks, where there are none: the line of its own comes after it
        self.out.append(f"{text[:cut]}\n{text[cut:]}")

    def mark(self, kind: str, *numbers: int) -> None:
        self.out.append(f"{kind}{'.'.join(map(str, numbers))}{END}")


def _row(body: _Body, r: int, row: Sequence[DesignedText], written: _Writer, *, is_table: bool) -> None:
    if not is_table:
        for p in range(len(row[0])):
            _paragraph(body, (r, 0, p), body.at[(r, 0, p)], 0, written)
        return
    every = [piece for c, cell in enumerate(row) for p in range(len(cell)) for piece in body.at[(r, c, p)]]
    if any(x.is_block for x in every) and all(x.is_block or x.is_blank for x in every):
        for piece in every:
            if piece.is_tag:
                written.piece(piece)
        return
    hoisted = 0
    if row and row[0]:
        hoisted = _hoisted_to_row(body, (r, 0, 0))
        for piece in body.at[(r, 0, 0)][:hoisted]:
            if piece.is_tag:
                written.piece(piece)
    written.mark(ROW, r)
    for c, cell in enumerate(row):
        written.mark(CELL, r, c)
        for p in range(len(cell)):
            _paragraph(body, (r, c, p), body.at[(r, c, p)], hoisted if c == p == 0 else 0, written)


def _paragraph(body: _Body, at: Place, found: Sequence[Piece], start: int, written: _Writer) -> None:
    """A paragraph from a piece on; its mark stands behind the tags that begin it when these span more."""
    end = start + _hoisted(body, at, found[start:], start)
    for piece in found[start:end]:
        if piece.is_tag:
            written.piece(piece)
    rest = found[end:]
    if end and all(x.is_blank or (x.is_tag and x.text.startswith("{#")) for x in rest):
        return  # a paragraph of nothing but tags
    written.mark(PARAGRAPH, *at)
    for piece in rest:
        written.piece(piece, at[2])


def _hoisted(body: _Body, at: Place, found: Sequence[Piece], start: int) -> int:
    """How many of the first pieces stand for whole paragraphs."""
    last = 0
    for i, piece in enumerate(found):
        if piece.is_blank:
            continue
        if not piece.is_block:
            break
        key = (at, start + i)
        if key in body.ends:
            place, index = body.ends[key]
            is_whole = place != at or (key not in body.divided and _only_blocks(body.at[at][index + 1 :]))
            if not is_whole:
                break
        last = i + 1
    return last


def _hoisted_to_row(body: _Body, at: Place) -> int:
    """How many of the first pieces of a row stand for whole rows."""
    last = 0
    for i, piece in enumerate(body.at[at]):
        if piece.is_blank:
            continue
        if not piece.is_block:
            break
        key = (at, i)
        if key in body.ends and body.ends[key][0][:2] == at[:2]:
            break
        last = i + 1
    return last


def _only_blocks(found: Sequence[Piece]) -> bool:
    return all(x.is_blank or x.is_block for x in found)


def _match(body: _Body) -> None:
    """Pairs the beginnings and ends of blocks; TagError for one without the other."""
    open_blocks: list[tuple[Place, int, Piece]] = []
    for place, index, piece in _blocks(body):
        keyword = piece.keyword
        if keyword in _MIDDLE and open_blocks:
            opener = open_blocks[-1]
            if opener[0] == place:
                body.divided.add((place, opener[1]))
        elif keyword.startswith("end"):
            if not open_blocks or open_blocks[-1][2].keyword != keyword[3:]:
                raise TagError(_unpaired(keyword, open_blocks), piece.around)
            start, first, _ = open_blocks.pop()
            body.ends[(start, first)] = (place, index)
        elif keyword in _BLOCKS and not (keyword == "set" and "=" in piece.text):
            open_blocks.append((place, index, piece))
    if open_blocks:
        opener_piece = open_blocks[-1][2]
        name = opener_piece.keyword
        raise TagError(f"'{name}' is never closed; add {{% end{name} %}}", opener_piece.around)


def _unpaired(keyword: str, open_blocks: Sequence[tuple[Place, int, Piece]]) -> str:
    if not open_blocks:
        return f"'{keyword}' closes nothing; add {{% {keyword[3:]} ... %}} before it"
    wanted = open_blocks[-1][2]
    return f"'{keyword}' stands where {{% end{wanted.keyword} %}} has to close \"{wanted.text}\""


def _blocks(body: _Body) -> Iterator[tuple[Place, int, Piece]]:
    for place, found in body.at.items():
        for i, piece in enumerate(found):
            if piece.is_block:
                yield place, i, piece
