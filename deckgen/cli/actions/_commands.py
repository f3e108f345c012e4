"""What commands have in common: how a path is written in one."""

from __future__ import annotations

from pathlib import Path

_PLAIN = frozenset("-_./\\:~+,=@%")


def pasted(path: Path) -> str:
    """The path as it may be copied into a shell: in quotes where that would take it apart."""
    text = str(path)
    return text if all(c.isalnum() or c in _PLAIN for c in text) else f'"{text}"'
