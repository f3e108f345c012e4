"""Packages as zip files: the same bytes for the same parts, and bounded reading of files from outside."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pptx.opc.serialized import PackageWriter

from deckgen.errors import InputError, TemplateError

MAX_FILE = 100 * 1024 * 1024
MAX_PARTS = 5000
MAX_UNPACKED = 400 * 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)
# an encoding that nobody's program writes could hide what is looked for below
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_FIRST = "[Content_Types].xml"


def packed(parts: Mapping[str, bytes], *, most: int = MAX_UNPACKED) -> bytes:
    """A package with fixed times and order of its members; refuses to make one that would not be read."""
    if sum(map(len, parts.values())) > most or len(parts) > 2 * MAX_PARTS:
        raise TemplateError(
            f"deck: would unpack to over {most // 1024 // 1024} MB or {2 * MAX_PARTS} parts; use a master "
            "with smaller pictures, and draw fewer or simpler slides in it"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for member in sorted(parts, key=lambda m: (m != _FIRST, m != "_rels/.rels", m)):
            entry = zipfile.ZipInfo(member, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, parts[member])
    return out.getvalue()


def members(package: Any) -> dict[str, bytes]:
    """The members of an open package as python-pptx writes them, but not packed."""
    kept: Any = _Kept()
    writer = PackageWriter("", package._rels, tuple(package.iter_parts()))
    writer._write_content_types_stream(kept)
    writer._write_pkg_rels(kept)
    writer._write_parts(kept)
    return dict(kept.parts)


class _Kept:
    """Stands where python-pptx has a zip file."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}

    def write(self, uri: Any, blob: bytes) -> None:
        name = str(uri.membername)
        if name in self.parts:
            raise InputError(f"deck: part '{name}' is doubled; save the master again without slides")
        self.parts[name] = blob


def unpacked(source: Path | bytes, *, where: str, only: str = "") -> dict[str, bytes]:
    """The members of a package whose names begin with `only`; refuses what no Office program writes."""
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > MAX_FILE:
            raise InputError(
                f"{where}: the file is larger than {MAX_FILE // 1024 // 1024} MB; use a smaller one"
            )
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as package:
            if sum(m.compress_size for m in package.infolist()) > size:
                raise InputError(f"{where}: its parts lie over each other; save the file again in PowerPoint")
            return _read(package, where=where, only=only)
    except FileNotFoundError as e:
        raise InputError(f"{where}: there is no such file; check the path") from e
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as e:
        raise InputError(
            f"{where}: this is not a readable PowerPoint file ({e}); save it again as .pptx"
        ) from e


def _read(package: zipfile.ZipFile, *, where: str, only: str) -> dict[str, bytes]:
    members = [m for m in package.infolist() if not m.is_dir()]
    if len(members) > MAX_PARTS:
        raise InputError(f"{where}: the file holds over {MAX_PARTS} parts; save it again with fewer slides")
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for member in members:
        if member.filename in parts or not _is_plain(member.filename):
            raise InputError(
                f"{where}: part '{member.filename}' is doubled or oddly named; save the file again"
            )
        if not member.filename.startswith(only):
            continue
        with package.open(member) as stream:
            blob = stream.read(left + 1)
        left -= len(blob)
        if left < 0:
            raise InputError(
                f"{where}: the file unpacks to over {MAX_UNPACKED // 1024 // 1024} MB; use a smaller one"
            )
        if _has_doctype(member.filename, blob):
            raise InputError(
                f"{where}: part '{member.filename}' has, or may hide, a document type; save the file again"
            )
        parts[member.filename] = blob
    return parts


def _has_doctype(member: str, blob: bytes) -> bool:
    """Whether a part is XML with a document type, or may hide one; an SVG picture often has one."""
    plain = blob[:400].replace(b"\0", b"")
    plain = next((plain.removeprefix(m) for m in _MARKS if plain.startswith(m)), plain).lstrip()
    ending = member.casefold().rpartition(".")[2]
    if not (ending in ("xml", "rels", "vml") or plain.startswith(b"<?xml")) or ending == "svg":
        return False
    stated = _ENCODING.match(plain)
    if (plain and not plain.startswith(b"<")) or (stated and stated[1].lower() not in _ENCODINGS):
        return True
    return b"<!DOCTYPE" in (blob.replace(b"\0", b"") if b"\0" in blob else blob)


def _is_plain(member: str) -> bool:
    return (
        not member.startswith("/")
        and "\\" not in member
        and "\0" not in member
        and ".." not in member.split("/")
        and len(member) < 250
    )
