"""A master's theme: its fonts, and which of its colours stands for which role."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from deckgen.model.deck import Role
from deckgen.outputs.pptx.colours import stated
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
_STEPS = (90, 80, 70, 60, 50)
_DARK = 0.18  # luminance under which white is more legible than black
EXTREMES = ("tx1 lumMod=0", "tx1 lumMod=0 lumOff=100000")  # black and white
_GREY = 0.25  # saturation up to which an accent is a grey
_GREY_ROLES = {Role.OTHER, Role.OTHER_LIGHT, Role.COMPETITOR}
_BLACK = 0.02  # luminance
_MAY_ALARM = {Role.US, Role.ATTENTION, Role.MUTED}
_ALARM_HUE, _ALARM_SATURATION = 20 / 360, 0.6  # around red
_GREYS = tuple(f"lumMod={m}000 lumOff={100 - m}000" for m in (50, 65, 75, 45))
_GREYS_ON_DARK = tuple(f"lumMod={m}000" for m in (60, 75, 50, 45))


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Fonts and resolved colours of a master; `colours` maps every name a slide may use to six hex digits.

    On a stranger's master the names our styles use stand for what is legible there (see `palette`): `fixed`
    holds their colours, `real` the theme colours that are written for them, `tones` and `grounds` what lies
    under marks and under text.
    """

    major: str
    minor: str
    colours: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    real: Mapping[str, str] = field(default_factory=dict)
    tones: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    marks: Mapping[Role, str] = field(default_factory=dict)
    client: Theme | None = None  # as the stranger's text inherits it
    roles: Mapping[Role, str] = field(default_factory=dict)  # the template's own choice of theme colours

    def family(self, face: str) -> str:
        """The family that `+mj-lt`, `+mn-lt` or a name stands for."""
        if face.startswith("+mj"):
            return self.major
        if face.startswith("+mn") or not face:
            return self.minor
        return face

    def hexadecimal(self, token: str) -> str:
        """A colour with its changes, as six hex digits."""
        if token in self.fixed:
            return self.fixed[token]
        scheme, *changes = token.split()
        if changes and self.client is not None:  # written as it is: only plain names are ours
            return self.client.hexadecimal(token)
        rgb = _rgb(self.colours.get(scheme, self.colours.get("tx1", "000000")))
        for change in changes:
            kind, value = change.split("=")
            rgb = _changed(rgb, kind, int(value) / 100000)
        return "".join(f"{round(max(0.0, min(1.0, v)) * 255):02X}" for v in rgb)

    def mark(self, role: Role) -> str:
        """The theme colour of a role's marks: 3:1 against the ground."""
        if role in self.marks:
            return self.marks[role]
        return self._legible(self._tokens(role), _MARK, self.tones or (self.hexadecimal("bg1"),))

    def text(self, role: Role, *, ground: str = "bg1") -> str:
        """The theme colour of text of a role: 4.5:1 against its ground."""
        behind = self.grounds if self.grounds and ground == "bg1" else (self.hexadecimal(ground),)
        mark = self.marks.get(role, "")
        own = (mark, mark.split()[0]) if mark else ()
        return self._legible((*own, *self._tokens(role)), _TEXT, behind)

    def _tokens(self, role: Role) -> tuple[str, ...]:
        """Theme colours to try for a role, the template's own choice first."""
        return (self.roles[role], *_ROLES[role]) if role in self.roles else _ROLES[role]

    def on(self, token: str) -> str:
        """The colour of text on a mark: white where it is legible, else dark."""
        ground = self.hexadecimal(token)

        def rank(text: str) -> tuple[bool, bool, float]:
            found = contrast(self.hexadecimal(text), ground)
            return found >= _TEXT, text == "bg1", found

        best = max(("bg1", "tx1"), key=rank)
        if self.tones and not rank(best)[0]:  # a stranger's dark may be grey
            best = max((best, *EXTREMES), key=rank)
        return best

    def legible_marks(self, role: Role) -> Iterator[str]:
        """Every theme colour a role's marks could have here, its own first."""
        behind = self.tones or (self.hexadecimal("bg1"),)
        is_dark = max(map(luminance, behind)) < _DARK
        accents = tuple(f"accent{i}" for i in range(1, 7))
        own = [t for t in _ROLES[role] if t != "tx1"]
        chosen = [self.roles[role]] if role in self.roles else []
        if role in _GREY_ROLES and not chosen and saturation(self.hexadecimal(own[0])) > _GREY:
            base = self.real.get("tx1", "tx1").split()[0]
            own = [f"{base} satMod=0 {steps}" for steps in (_GREYS_ON_DARK if is_dark else _GREYS)] + own
        if role is Role.CONVERSATION and not is_dark and self._is_black("tx2"):
            own = ["accent1 lumMod=50000"]  # black would weigh more than what we say
        found = list(dict.fromkeys((*chosen, *own, *accents, "tx2", "tx1")))
        if role not in _MAY_ALARM:
            found.sort(key=lambda t: t not in chosen and _is_alarm(self.hexadecimal(t)))
        for token in found:
            for changed in (token, *(_varied(token, step, is_dark=is_dark) for step in _STEPS)):
                if min(contrast(self.hexadecimal(changed), b) for b in behind) >= _MARK:
                    yield changed

    def _is_black(self, token: str) -> bool:
        shade = self.hexadecimal(token)
        return luminance(shade) < _BLACK and saturation(shade) <= _GREY

    def _legible(self, tokens: tuple[str, ...], need: float, behind: tuple[str, ...]) -> str:
        # a hair of tolerance: a colour that our own palette states as 3.0 rounds to 2.99
        hair = 0.0 if self.tones else 0.05
        is_dark = max(map(luminance, behind)) < _DARK
        for token in tokens:
            for changed in (token, *(_varied(token, step, is_dark=is_dark) for step in _STEPS)):
                if min(contrast(self.hexadecimal(changed), b) for b in behind) >= need - hair:
                    return changed
        return "tx1"


def _is_alarm(shade: str) -> bool:
    """Whether a colour is a red that warns."""
    hue, _, vivid = colorsys.rgb_to_hls(*_rgb(shade))
    return min(hue, 1 - hue) <= _ALARM_HUE and vivid >= _ALARM_SATURATION


def _varied(token: str, step: int, *, is_dark: bool) -> str:
    """A colour made darker, or lighter on a dark ground; one with changes of its own stays."""
    if " " in token:
        return token
    lighter = f" lumOff={(100 - step) * 1000}" if is_dark else ""
    return f"{token} lumMod={step * 1000}{lighter}"


def read(theme: Any, mapping: Mapping[str, str]) -> Theme:
    """From the theme part and the master's colour map."""
    colours = {}
    scheme = theme.find(f".//{name('a:clrScheme')}")
    for entry in scheme if scheme is not None else ():
        if isinstance(entry.tag, str) and len(entry):
            colours[entry.tag.split("}")[1]] = stated(entry, {}) or "000000"
    for slide_name, theme_name in mapping.items():
        colours[slide_name] = colours.get(theme_name, "000000")

    def font(tag: str) -> str:
        face = theme.find(f".//{name(tag)}/{name('a:latin')}")
        return (face.get("typeface") if face is not None else "") or "Arial"

    return Theme(major=font("a:majorFont"), minor=font("a:minorFont"), colours=MappingProxyType(colours))


def own_token(theme: Theme, role: Role) -> str:
    """The theme colour that a role has where nothing speaks against it."""
    return theme.roles.get(role, _ROLES[role][0])


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as the web's accessibility guidelines compute it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Relative luminance of six hex digits, 0 to 1."""
    return _luminance(_rgb(colour))


def saturation(colour: str) -> float:
    """Saturation of six hex digits, 0 to 1."""
    return colorsys.rgb_to_hls(*_rgb(colour))[2]


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
