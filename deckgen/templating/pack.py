"""A template's folder as strangers may have packed it: bounded, without links, nothing beside it is read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from deckgen.errors import InputError, TemplateError
from deckgen.parsing.toml import tables

MAX_FILES = 2_000
MAX_BYTES = 100_000_000
MAX_DEPTH = 8
MAX_TEXT_BYTES = 400_000
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[ .]\Z')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\xb9\xb2\xb3])\s*(\..*)?", re.IGNORECASE
)
_LEFT_ALONE = (".", "~$")  # of version control, of the Finder, of a PowerPoint that has the master open
_REPARSE: int = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)  # a junction, on Windows
_PACKAGE = Path(str(files("deckgen")))


def built_in(packed: str, checkout: str) -> Path:
    """A folder that comes with deckgen: inside an installed one, or beside it in a checkout."""
    inside = _PACKAGE / packed
    return inside if inside.is_dir() else _PACKAGE.parent / checkout


TEMPLATES = built_in("_templates", "templates")


def is_name(text: str) -> bool:
    """Whether this is the plain name of one file or folder, on every system."""
    return (
        text not in ("", ".", "..")
        and len(text) <= 200
        and "/" not in text
        and not _ODD.search(text)
        and not _RESERVED.fullmatch(text)
    )


def pack(folder: Path) -> tuple[Path, ...]:
    """All files of a template, in the order of their names; TemplateError when there is too much of it."""
    found: list[tuple[Path, int]] = []
    for seen, (path, size) in enumerate(_walked(folder, folder, 0), 1):
        if seen > MAX_FILES:
            raise TemplateError(
                f"{folder}: holds over {MAX_FILES} files; leave in it only what the template needs"
            )
        if size >= 0:
            found.append((path, size))
    if sum(size for _, size in found) > MAX_BYTES:
        largest, size = max(found, key=lambda f: f[1])
        raise TemplateError(
            f"{folder}: its files take over {MAX_BYTES // 1_000_000} MB, '{largest.name}' alone "
            f"{size // 1_000_000} MB; make the pictures in it smaller (File > Compress Pictures)"
        )
    return tuple(sorted((p for p, _ in found), key=lambda p: p.relative_to(folder).as_posix()))


def inside(folder: Path, relative: str) -> Path | None:
    """The file of a template's folder that a setting names; None when it has none of that name."""
    if not all(map(is_name, relative.split("/"))):
        return None
    path = folder.joinpath(*relative.split("/"))
    return path if path.is_file() and path.resolve().is_relative_to(folder.resolve()) else None


def read_text(path: Path) -> str:
    """A text file of a template, as long as one may be."""
    with path.open("rb") as file:
        body = file.read(MAX_TEXT_BYTES + 1)
    if len(body) > MAX_TEXT_BYTES:
        raise TemplateError(
            f"{path}: the file is over {MAX_TEXT_BYTES // 1000} KB; a slide or word file is smaller"
        )
    try:
        return body.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None


def read_tables(path: Path, text: str) -> dict[str, Any]:
    """The settings in a text, read as data with bounds."""
    try:
        return tables(text, name=str(path))
    except InputError as error:
        raise TemplateError(str(error)) from None


def _walked(folder: Path, top: Path, depth: int) -> Iterator[tuple[Path, int]]:
    """Each entry with its size; -1 for folders and for what is left alone."""
    if depth > MAX_DEPTH:
        raise TemplateError(f"{top}: has folders over {MAX_DEPTH} deep; put the files higher up")
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = folder / entry.name
                if entry.name.startswith(_LEFT_ALONE):
                    yield path, -1
                    continue
                if not is_name(entry.name):
                    raise TemplateError(
                        f"{top}: {_shown(entry.name)} is no plain name of a file; rename or delete it"
                    )
                about = entry.stat(follow_symlinks=False)
                if top.parent != TEMPLATES:
                    _refuse_links(path, about)
                if entry.is_dir():
                    yield path, -1
                    yield from _walked(path, top, depth + 1)
                else:
                    yield path, about.st_size
    except OSError as error:
        raise TemplateError(f"{folder}: cannot be read ({error.strerror}); check its permissions") from None


def _refuse_links(path: Path, about: os.stat_result) -> None:
    is_link = stat.S_ISLNK(about.st_mode) or getattr(about, "st_file_attributes", 0) & _REPARSE
    if is_link or not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
        raise TemplateError(
            f"{path}: is a link or a device and leads out of the template's folder; put the file itself there"
        )


def _shown(name: str) -> str:
    return repr(name[:60])
