"""Whether somebody sits there who can answer."""

from __future__ import annotations

import sys


def is_terminal() -> bool:
    """Whether what is typed comes from a person, not from a file, a pipe or a scheduler."""
    return sys.stdin is not None and sys.stdin.isatty()
