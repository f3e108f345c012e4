"""Reads the keys of a .env file: bounded, in the encodings that editors write, only what is asked for."""

from __future__ import annotations

import codecs
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from dotenv import dotenv_values

MAX_BYTES = 65_536


def read_env(path: Path, names: Collection[str]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """What the file sets of these names, and one line for each thing that is wrong with it."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        return {}, (f"{path}: cannot be read ({error.strerror}); its keys are not used",)
    if len(body) > MAX_BYTES:
        return {}, (f"{path}: is larger than {MAX_BYTES:,} bytes; keep only lines NAME=key in it",)
    try:
        text = _text(body)
    except UnicodeDecodeError:
        return {}, (f"{path}: is no text; save it as UTF-8",)
    # A key may hold "$": nothing in it is ever replaced.
    values = dotenv_values(stream=io.StringIO(text), interpolate=False)
    known = {name: value for name, value in values.items() if name in names and value is not None}
    return known, tuple(_unread(path, text, set(names) - set(known)))


def _text(body: bytes) -> str:
    """PowerShell writes UTF-16, other editors of Windows begin with a mark and end lines in two letters."""
    encoding = "utf-16" if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return "\n".join(body.decode(encoding).splitlines())


def _unread(path: Path, text: str, names: Collection[str]) -> Iterator[str]:
    lines = [line.strip() for line in text.split("\n")]
    for name in sorted(names):
        if any(line.removeprefix("export ").lstrip().startswith(name) for line in lines):
            yield f"{path}: names {name}, but not as {name}=key on a line of its own; correct it there"
