"""A picture that a brief names: its file as it is, checked before it goes anywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG or JPEG file. `name`: as the brief writes it; `width` and `height` in pixels."""

    name: str
    body: bytes
    format: str  # png | jpeg
    width: int
    height: int
