"""Where one piece of evidence was read, and how sure its number is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """How a number may be read. A failure is no number at all: that is a `Gap`."""

    EXACT = "exact"
    ESTIMATE = "estimate"
    AT_LEAST = "at-least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One recorded answer (or a line of the brief) that a number or quotation rests on."""

    source: str  # key of the source, or "brief"
    url: str
    retrieved_at: datetime  # UTC
    sha256: str  # of the body as archived
    record: str = ""  # WARC-Record-ID in the archive; empty for the brief
    locator: str = ""  # where in it: JSON path, selector, line or key


def joined(*groups: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """The origins of several numbers, each once, in order of first appearance."""
    return tuple(dict.fromkeys(o for group in groups for o in group))
