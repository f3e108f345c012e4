"""The little markup of slide files: paragraphs, levels and bold; marked evidence passes through untouched."""

from __future__ import annotations

import re

from deckgen.model.deck import Label, Paragraph, Span, Text
from deckgen.templating.citing import Citations, pieces

_PANEL = {"# ": 0, "": 1, "= ": 2, "- ": 3, "~ ": 4}
_CARD = {"# ": 0, "": 1, "- ": 1}
_BODY = {"": 0, "# ": 0, "- ": 1, "= ": 0, "~ ": 0}
_BOLD = "**"
_WHITE = re.compile(r"[ \t\n]+")  # not the non-breaking space


def text(rendered: str, *, slot: str, citations: Citations, where: str) -> Text:
    """Rendered text as paragraphs; the slot decides what the line prefixes mean."""
    levels = _PANEL if slot == "panel" else _CARD if slot.startswith("decision") else _BODY
    out = []
    for line in rendered.split("\n"):
        line = line.strip()
        if not line:
            continue
        prefix = line[:2] if line[:2] in levels else ""
        spans = _spans(line[len(prefix) :], citations, where)
        if spans:
            out.append(Paragraph(spans=spans, level=levels[prefix]))
    return tuple(out)


def line(rendered: str, *, citations: Citations, where: str) -> Text:
    """Rendered text as one paragraph."""
    spans = _spans(_WHITE.sub(" ", rendered).strip(), citations, where)
    return (Paragraph(spans=spans),) if spans else ()


def label(rendered: str, *, citations: Citations, where: str) -> Label:
    """Rendered text as a chart label with its citations."""
    spans = _spans(rendered.strip(), citations, where)
    return Label(
        text="".join(s.text for s in spans), cites=tuple(dict.fromkeys(s.cite for s in spans if s.cite))
    )


def _spans(line: str, citations: Citations, where: str) -> tuple[Span, ...]:
    """Bold is switched by `**` outside of marked text."""
    is_bold = False
    out: list[Span] = []
    for piece in pieces(line):
        if piece.is_marked:
            out.append(citations.marked_span(piece, bold=is_bold))
            continue
        for i, part in enumerate(piece.text.split(_BOLD)):
            if i:
                is_bold = not is_bold
            out.extend(citations.spans(part, where, bold=is_bold))
    return tuple(s for s in out if s.text)
