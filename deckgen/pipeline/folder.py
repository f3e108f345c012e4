"""A client's folder: one deckgen at a time, and files that are either whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from deckgen.errors import CannotWriteError, FolderInUseError

LOCK = ".deckgen.lock"


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
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except PermissionError:
        _drop(temporary)
        raise CannotWriteError(
            f"{path}: cannot write it; close it if it is open in PowerPoint, or check that the folder may be written"
        ) from None
    except OSError as error:
        _drop(temporary)
        raise CannotWriteError(
            f"{path}: cannot write it ({_why(error)}); free some space or choose another folder"
        ) from None


def sweep(folder: Path) -> None:
    """Removes half-written files that a killed run left behind."""
    for leftover in folder.glob(".*.pptx.*"):
        _drop(str(leftover))
    for leftover in (folder / "evidence").glob(".*.json.*"):
        _drop(str(leftover))


def is_open_in_office(path: Path) -> bool:
    """PowerPoint and LibreOffice leave a lock file beside an open deck."""
    return (path.parent / f"~${path.name}").exists() or (path.parent / f".~lock.{path.name}#").exists()


def _drop(path: str) -> None:
    if path:
        with suppress(OSError):
            Path(path).unlink()


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
