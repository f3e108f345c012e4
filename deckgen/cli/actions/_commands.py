"""What commands have in common: how a path is written in one, which lengths a deck may have."""

from __future__ import annotations

from pathlib import Path

from deckgen.errors import InputError
from deckgen.model.brief import Length

_PLAIN = frozenset("-_./\\:~+,=@%")


def pasted(path: Path) -> str:
    """The path as it may be copied into a shell: in quotes where that would take it apart."""
    text = str(path)
    return text if all(c.isalnum() or c in _PLAIN for c in text) else f'"{text}"'


def checked_length(length: str) -> str:
    """The length as it was given; refused before anything is asked or written."""
    if length and length not in set(Length):
        raise InputError(f"--length is '{length}'; use one of: {', '.join(Length)}")
    return length
