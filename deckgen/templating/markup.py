"""The Markdown of slide files, read by markdown-it-py; marked evidence passes through it untouched.

A line is a paragraph. What it begins with says what it is: `# ` a heading, `- ` a point, `= ` a figure, `~ `
a note under a figure. Inside a line: *italic*, **bold**, [words](https://address) and a backslash before a
sign that is meant as itself. All else stands as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from deckgen.errors import TemplateError
from deckgen.model.deck import Label, Paragraph, Span, Text
from deckgen.templating.citing import CLOSE, OPEN, Citations, Piece, pieces
from deckgen.templating.own import Place

MOST = 100_000  # characters of one text
_PANEL = {"#": 0, "": 1, "=": 2, "-": 3, "~": 4}
_CARD = {"#": 0, "": 1, "-": 1}
_BODY = {"": 0, "#": 0, "-": 1, "=": 0, "~": 0}
_LEVEL = re.compile(r"(#{1,6}|[-*=~]) ")
_WHITE = re.compile(r"[ \t\n]+")  # not the non-breaking space
_BLANKS = " \t\r\v\f"
_SIGNS = re.compile(r"[*_\\\[]")  # a line without one of them says nothing in Markdown
_HELD = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_OURS = re.compile("[\ue000-\ue00f]")
_MOST_ADDRESS = 2000
_PLAIN = Span(text="")


class _Markdown(MarkdownIt):
    """Addresses are looked at when the evidence in them is known."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url


_MARKDOWN = _Markdown("zero").enable(["emphasis", "escape", "link"])


def text(rendered: str, *, slot: str, citations: Citations, place: Place) -> Text:
    """Rendered text as paragraphs; the slot decides what the marks of lines mean."""
    levels = _PANEL if slot == "panel" else _CARD if slot.startswith("decision") else _BODY
    out = []
    for line in bounded(rendered, place).split("\n"):
        line = line.strip(_BLANKS)
        found = _LEVEL.match(line)
        mark = _mark(found[1]) if found else ""
        if found and mark in levels:
            line = line[found.end() :].lstrip(_BLANKS)
        else:
            mark = ""
        # the levels of running text have no style of a heading
        like = Span(text="", bold=mark == "#" and levels is _BODY)
        spans = _spans(line, citations, place, like) if line else ()
        if spans:
            out.append(Paragraph(spans=spans, level=levels[mark]))
    return tuple(out)


def line(rendered: str, *, citations: Citations, place: Place) -> Text:
    """Rendered text as one paragraph."""
    spans = _spans(_WHITE.sub(" ", bounded(rendered, place)).strip(), citations, place)
    return (Paragraph(spans=spans),) if spans else ()


def label(rendered: str, *, citations: Citations, place: Place) -> Label:
    """Rendered text as a chart label with its citations."""
    spans = _spans(bounded(rendered, place).strip(), citations, place)
    return Label(
        text="".join(s.text for s in spans), cites=tuple(dict.fromkeys(s.cite for s in spans if s.cite))
    )


def bounded(rendered: str, place: Place) -> str:
    """The text, if it is not too long to be one."""
    if len(rendered) > MOST:
        raise TemplateError(f"{place}: the text has over {MOST} characters; print fewer items: [:10]")
    return rendered


def _mark(written: str) -> str:
    return "#" if written[0] == "#" else "-" if written == "*" else written


def _spans(line: str, citations: Citations, place: Place, like: Span = _PLAIN) -> tuple[Span, ...]:
    parts = tuple(pieces(line))
    if broken := next((p for p in parts if not p.is_marked and _OURS.search(p.text)), None):
        raise TemplateError(
            f"{place}: a filter changed or cut a number or a quotation; print it without that filter; "
            f'look at "{_OURS.sub("", broken.text)[:60]}"'
        )
    if not any(_SIGNS.search(p.text) for p in parts if not p.is_marked):
        return citations.spans(line, place, like=like)
    source = "".join(f"{OPEN}{i}{CLOSE}" if p.is_marked else p.text for i, p in enumerate(parts))
    (parsed,) = _MARKDOWN.parseInline(source)
    out: list[Span] = []
    for words, look in _looks(parsed.children or [], parts, citations, place, like):
        for i, part in enumerate(_HELD.split(words)):
            if i % 2:
                out.append(citations.marked_span(parts[int(part)], place, like=look))
            else:
                out += citations.spans(part, place, like=look)
    return tuple(s for s in out if s.text)


def _looks(
    tokens: list[Token], parts: tuple[Piece, ...], citations: Citations, place: Place, like: Span
) -> Iterator[tuple[str, Span]]:
    """Words, and a span that looks as they do."""
    strong, emphasis = int(like.bold), 0
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
                like = replace(like, bold=strong > 0)
            case "em_open" | "em_close":
                emphasis += token.nesting
                like = replace(like, italic=emphasis > 0)
            case "link_open":
                like = replace(like, link=_address(str(token.attrs["href"]), parts, citations, place))
            case "link_close":
                like = replace(like, link="")
            case _:
                yield token.content, like


def _address(written: str, parts: tuple[Piece, ...], citations: Citations, place: Place) -> str:
    """Where a link leads; nowhere when the evidence has no web address for it."""

    def read(found: re.Match[str]) -> str:
        piece = parts[int(found[1])]
        return citations.whole(piece.cite, piece.text)

    address = _HELD.sub(read, written)
    if is_web_address(address):
        return str(normalizeLink(address))
    if address != written:
        return ""
    raise TemplateError(
        f"{place}: the link leads to '{written[:60]}', which is no web address; begin it with https://, "
        "or put a backslash before the ["
    )


def is_web_address(address: str) -> bool:
    """Whether a browser would open it from the web and nothing else."""
    if len(address) > _MOST_ADDRESS or not address.isprintable() or set(address) & set(' <>"\\…'):
        return False
    try:
        found = urlsplit(address)
        return found.scheme in ("http", "https") and bool(found.hostname) and found.username is None
    except ValueError:
        return False
