"""Reviews for tests: a file of one person, made of decisions on results and mentions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deckgen.model.evidence import Mention, SearchResult, SiteKind
from deckgen.pipeline.review_rows import mention_id, result_id
from deckgen.pipeline.review_sheet import Sheet
from deckgen.pipeline.reviews import Decision, Review

INDUSTRY = ("industry-1", "industry-2")
Thing = SearchResult | Mention


def row_of(thing: Thing) -> str:
    return result_id(thing) if isinstance(thing, SearchResult) else mention_id(thing, INDUSTRY)


def said(keep: bool | None = None, label: str = "") -> tuple[bool | None, str]:
    """What one person says of one row."""
    return keep, label


def a_review(coder: str, *coded: tuple[Thing, tuple[bool | None, str]]) -> Review:
    decisions: Mapping[str, Decision] = {
        row_of(thing): Decision(line=line, keep=keep, label=SiteKind(label) if label else None)
        for line, (thing, (keep, label)) in enumerate(coded, 2)
    }
    return Review(
        coder=coder,
        path=Path(f"review/{coder}.csv"),
        sheet=Sheet(columns=(), lines=()),
        sha256=coder[:1] * 64,
        decisions=decisions,
    )
