"""Reads files that the user laid into the brief's folder, and nothing outside of it."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import GapReason

SCHEME = "file:"


def read_file(folder: Path, url: str, *, max_bytes: int) -> bytes:
    """The bytes of `file:` plus a path relative to `folder`; Trouble says why there are none."""
    name = url.removeprefix(SCHEME)
    relative = PurePosixPath(name.replace("\\", "/"))
    if (
        not name
        or "\0" in name
        or relative.is_absolute()
        or ".." in relative.parts
        or ":" in relative.parts[0]
    ):
        raise Trouble(GapReason.UNSAFE, f"{name[:200]}: name a file inside the folder of the brief")
    path = folder / relative
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            raise Trouble(
                GapReason.UNSAFE, f"{name}: leads out of the folder of the brief; copy the file into it"
            )
        found = real.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Trouble(GapReason.FILE_MISSING, f"{name}: is no file")
        if found.st_size > max_bytes:
            raise Trouble(GapReason.TOO_LARGE, f"{name}: more than {max_bytes:,} bytes")
        with real.open("rb") as file:
            body = file.read(max_bytes + 1)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Trouble(GapReason.FILE_MISSING, f"{name[:200]}: {why}") from None
    if len(body) > max_bytes:
        raise Trouble(GapReason.TOO_LARGE, f"{name}: more than {max_bytes:,} bytes")
    if not body:
        raise Trouble(GapReason.EMPTY, f"{name}: is empty")
    return body
