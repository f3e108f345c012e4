"""A master's theme: its fonts, and which of its colours stands for which role."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from deckgen.model.deck import Role
from deckgen.outputs.pptx.elements import name
from deckgen.outputs.pptx.styles import MUTED

# Roles and the theme colours to try, first to last.
_ROLES: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {
        Role.US: ("accent1", "accent2", "tx1"),
        Role.ATTENTION: ("accent2", "accent6", "tx1"),
        Role.CONVERSATION: ("tx2", "tx1"),
        Role.COMPETITOR: ("accent3", "tx1"),
        Role.OTHER: ("accent3", "tx1"),
        Role.OTHER_LIGHT: ("accent4", "accent3", "tx1"),
        Role.EXTRA: ("accent5", "accent3", "tx1"),
        Role.UNKNOWN: ("accent6", "tx1"),
        Role.MUTED: (MUTED, "tx1"),
    }
)
_MARK, _TEXT = 3.0, 4.5
_DARKER = (90, 80, 70, 60, 50)
_PRESET = {"white": "FFFFFF", "black": "000000"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Fonts and resolved colours of a master; `colours` maps every name a slide may use to six hex digits."""

    major: str
    minor: str
    colours: Mapping[str, str]

    def family(self, face: str) -> str:
        """The family that `+mj-lt`, `+mn-lt` or a name stands for."""
        if face.startswith("+mj"):
            return self.major
        if face.startswith("+mn") or not face:
            return self.minor
        return face

    def hexadecimal(self, token: str) -> str:
        """A colour with its changes, as six hex digits."""
        scheme, *changes = token.split()
        rgb = _rgb(self.colours.get(scheme, self.colours.get("tx1", "000000")))
        for change in changes:
            kind, value = change.split("=")
            rgb = _changed(rgb, kind, int(value) / 100000)
        return "".join(f"{round(max(0.0, min(1.0, v)) * 255):02X}" for v in rgb)

    def mark(self, role: Role) -> str:
        """The theme colour of a role's marks: 3:1 against the ground."""
        return self._legible(_ROLES[role], _MARK)

    def text(self, role: Role, *, ground: str = "bg1") -> str:
        """The theme colour of text of a role: 4.5:1 against its ground."""
        return self._legible(_ROLES[role], _TEXT, ground)

    def on(self, token: str) -> str:
        """The colour of text on a mark: white where it is legible, else dark."""
        ground = self.hexadecimal(token)
        return max(("bg1", "tx1"), key=lambda t: (contrast(self.hexadecimal(t), ground) >= _TEXT, t == "bg1",
                                                  contrast(self.hexadecimal(t), ground)))  # fmt: skip

    def _legible(self, tokens: tuple[str, ...], need: float, ground: str = "bg1") -> str:
        behind = self.hexadecimal(ground)
        for token in tokens:
            for changed in (token, *(f"{token} lumMod={d * 1000}" for d in _DARKER if " " not in token)):
                # a hair of tolerance: a colour that the palette states as 3.0 rounds to 2.99
                if contrast(self.hexadecimal(changed), behind) >= need - 0.05:
                    return changed
        return "tx1"


def read(theme: Any, mapping: Mapping[str, str]) -> Theme:
    """From the theme part and the master's colour map."""
    colours = {}
    scheme = theme.find(f".//{name('a:clrScheme')}")
    for entry in scheme if scheme is not None else ():
        if isinstance(entry.tag, str) and len(entry):
            value = entry[0].get("lastClr") or entry[0].get("val") or "000000"
            value = _PRESET.get(value, value).upper()
            colours[entry.tag.split("}")[1]] = value if len(value) == 6 else "000000"
    for slide_name, theme_name in mapping.items():
        colours[slide_name] = colours.get(theme_name, "000000")

    def font(tag: str) -> str:
        face = theme.find(f".//{name(tag)}/{name('a:latin')}")
        return (face.get("typeface") if face is not None else "") or "Arial"

    return Theme(major=font("a:majorFont"), minor=font("a:minorFont"), colours=MappingProxyType(colours))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as the web's accessibility guidelines compute it."""
    light, dark = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _rgb(value: str) -> tuple[float, float, float]:
    try:
        return int(value[0:2], 16) / 255, int(value[2:4], 16) / 255, int(value[4:6], 16) / 255
    except ValueError:
        return 0.0, 0.0, 0.0


def _luminance(rgb: tuple[float, float, float]) -> float:
    r, g, b = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _changed(rgb: tuple[float, float, float], kind: str, value: float) -> tuple[float, float, float]:
    hue, light, saturation = colorsys.rgb_to_hls(*rgb)
    if kind == "lumMod":
        light *= value
    elif kind == "lumOff":
        light += value
    elif kind == "satMod":
        saturation *= value
    return colorsys.hls_to_rgb(hue, max(0.0, min(1.0, light)), max(0.0, min(1.0, saturation)))
