"""Reads a picture that the brief names: a whole PNG or JPEG file inside the client's folder."""

from __future__ import annotations

import io
import warnings
from pathlib import Path, PureWindowsPath

from PIL import Image

from deckgen.model.picture import Picture
from deckgen.parsing.fields import Fields, shown

MAX_BYTES = 2_000_000
MOST_PIXELS = 16_000_000
LEAST_SIDE = 24  # pixels
_FORMATS = {"PNG": "png", "JPEG": "jpeg"}


class UnfitError(Exception):
    """What is wrong with the file, and what to do."""


def read_picture(fields: Fields, key: str, *, folder: Path) -> Picture | None:
    """The picture a key names; None when the key is not there or what is wrong has been noted."""
    name = fields.text(key)
    if not name:
        return None
    try:
        return _picture(name, _body(folder, name))
    except UnfitError as unfit:
        what, advice = unfit.args
        fields.problem(key, f'is "{shown(name)}", {what}', advice)
        return None


def _body(folder: Path, name: str) -> bytes:
    path = _inside(folder, name)
    try:
        if not path.is_file():
            raise UnfitError(
                "and there is no such file", "put the file beside the brief, or take the line out"
            )
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnfitError(
            f"which cannot be read ({error.strerror})", "check the file and its rights"
        ) from None
    if len(body) > MAX_BYTES:
        raise UnfitError(
            f"which is over {MAX_BYTES // 1_000_000} MB", "save it smaller; a logo needs no more"
        )
    return body


def _inside(folder: Path, name: str) -> Path:
    """The file's path: below the folder, without links on the way."""
    parts = name.split("/")
    if "\\" in name or ":" in name or PureWindowsPath(name).anchor or {"", ".", ".."} & set(parts):
        raise UnfitError("which is no plain path", 'write a file inside this folder, as "logos/client.png"')
    path = folder
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise UnfitError("which is a link", "put a copy of the file itself there")
    return path


def _picture(name: str, body: bytes) -> Picture:
    told = "is no whole PNG or JPEG file", "export the logo anew as PNG"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(body), formats=tuple(_FORMATS)) as image:
                (width, height), form = image.size, str(image.format)
                if width * height > MOST_PIXELS:
                    raise UnfitError(
                        f"which has {width} x {height} pixels",
                        f"save it with at most {MOST_PIXELS // 1_000_000} million",
                    )
                if min(width, height) < LEAST_SIDE:
                    raise UnfitError(
                        f"which has {width} x {height} pixels only",
                        f"save it with {LEAST_SIDE} or more on each side",
                    )
                image.load()
    except UnfitError:
        raise
    except (OSError, ValueError, SyntaxError, MemoryError, ArithmeticError, LookupError, TypeError, Warning):
        raise UnfitError(f"which {told[0]}", told[1]) from None
    except Image.DecompressionBombError:
        raise UnfitError("which unpacks to far too many pixels", told[1]) from None
    return Picture(name=name, body=body, format=_FORMATS[form], width=width, height=height)
