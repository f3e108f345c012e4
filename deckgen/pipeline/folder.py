"""A client's folder: one deckgen at a time, and files that are either whole or not there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from deckgen.errors import CannotWriteError, FolderInUseError

LOCK = ".deckgen.lock"
_PART = ".deckgen-part"  # how a file is called while it is being written
_SWEPT = (".", "evidence", "review", "template", "template/preview")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder for one run; FolderInUseError when another deckgen has it."""
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise FolderInUseError(
            f"{folder}: another deckgen is working in this folder; wait until it is done and run again"
        ) from None
    except OSError as error:
        raise CannotWriteError(
            f"{folder}: cannot write here ({_why(error)}); choose a folder you may write to"
        ) from None
    try:
        yield
    finally:
        lock.release()


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside the file and swaps; the old file stays whole when anything goes wrong."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("xb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWriteError(f"{path}: cannot write it ({_why(error)}); {_advice(error)}") from None


def refuse_unwritable(folder: Path) -> None:
    """Says before any work that nothing could be written there; the folder need not exist yet."""
    nearest = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    if not nearest.is_dir():
        raise CannotWriteError(f"{folder}: cannot be a folder, {nearest} is a file; name another folder")
    if not os.access(nearest, os.W_OK):
        raise CannotWriteError(f"{folder}: you may not write in {nearest}; choose a folder you may write to")


def sweep(folder: Path) -> None:
    """Removes half-written files that a killed run left behind."""
    for place in _SWEPT:
        for leftover in (folder / place).glob(f".*{_PART}"):
            with suppress(OSError):
                leftover.unlink()


def office_lock(path: Path) -> Path | None:
    """The lock file that PowerPoint or LibreOffice leaves beside an open deck."""
    locks = (path.parent / name for name in (f"~${path.name}", f".~lock.{path.name}#"))
    return next((lock for lock in locks if lock.exists()), None)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _advice(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "close it if it is open in PowerPoint, or check that the folder may be written"
    if isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError):
        return "name another path: a file and a folder have the same name here"
    return "free some space or choose another folder"
