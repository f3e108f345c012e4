"""Every error deckgen raises on purpose, branched by what the caller can do about it.

A message says where, what is wrong and what to do next, in one line that a communicator understands.
"""

from __future__ import annotations

from collections.abc import Sequence


class DeckgenError(Exception):
    """Base of all expected errors; `exit_code` is what the command line returns for it."""

    exit_code = 1


class InputError(DeckgenError):
    """The user can fix this: a brief, a template, a file or a flag."""

    exit_code = 2


class BriefError(InputError):
    """One or more mistakes in a brief; `problems` holds one line each."""

    def __init__(self, problems: Sequence[str] | str) -> None:
        self.problems: tuple[str, ...] = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))


class TemplateError(InputError):
    """A template, its master or one of its slide files cannot be used."""


class FitError(TemplateError):
    """A text does not fit its place and may not be cut; names slide and field."""


class ArchiveError(InputError):
    """An archive cannot be read, or does not belong to this brief."""


class NoCaseError(DeckgenError):
    """The evidence carries none of the five arguments; the memo was written instead of the deck."""

    exit_code = 4


class CannotWriteError(DeckgenError):
    """A file or folder cannot be written: locked, read-only or full."""

    exit_code = 73


class FolderInUseError(DeckgenError):
    """Another deckgen works in this folder."""

    exit_code = 75


class SourceError(DeckgenError):
    """One source could not be read; becomes a gap, never the end of a run."""


class SourceChanged(SourceError):
    """The answer does not have the shape this version of deckgen reads."""


class SourceBlocked(SourceError):
    """The service turned us away: a bot check, a consent page, a login wall, a script shell."""


class SourceRefused(SourceError):
    """The service answered with an error of its own."""
