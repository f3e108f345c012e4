"""What our colour names stand for on a stranger's layout: legible there, and written as theme colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import dist
from types import MappingProxyType
from typing import Any

from deckgen.model.deck import Role
from deckgen.outputs.pptx.colours import rgb_of
from deckgen.outputs.pptx.elements import colour, name
from deckgen.outputs.pptx.styles import MUTED, MUTED_ON_DARK, RULE, TINT, Level, Style, list_style
from deckgen.outputs.pptx.theme import EXTREMES, Theme, contrast, luminance, saturation

_SLOTS = ("tx1", "tx2", "bg1", "bg2", "dk1", "lt1", "dk2", "lt2")
_OF_THEME = ("dk1", "lt1", "dk2", "lt2")
_READ, _WELL = 4.5, 7.0
_PANEL = (1.04, 1.75)  # contrast of a panel with its ground
_GREY = 0.25  # saturation up to which an accent serves for rules and muted text
_NEAR = 8  # of 255: two colours no eye tells apart
_ACCENT = "accent1"
_ACCENT_TEXT = "text:accent1"
_TEXTS = ("a:rPr", "a:defRPr", "a:endParaRPr")
_APART = (
    Role.US,
    Role.CONVERSATION,
    Role.OTHER,
    Role.ATTENTION,
    Role.OTHER_LIGHT,
    Role.EXTRA,
    Role.UNKNOWN,
)
_DISTANCE = 0.38  # of two colours in a cube with sides of 1
_PLAIN = Style(levels=(Level(size=14),))
Shade = tuple[str, str]  # theme colour as written, six hex digits


def palette(theme: Theme, tones: tuple[str, ...] | None) -> Theme:
    """The theme with our names standing for what is legible on these tones (None = unknown: trust it)."""
    grounds = tones or (theme.hexadecimal("bg1"),)
    text = text_shade(theme, grounds)
    ground = sorted(grounds, key=luminance)[len(grounds) // 2]
    panel = _panel(theme, text, grounds)
    seen = (*grounds, panel[1])
    muted = _muted(theme, text, seen)
    rule = _rule(theme, text, grounds)
    tint = _tint(theme, text, panel, grounds)
    shades = {
        "tx1": text,
        "bg1": _ground_shade(theme, ground),
        "bg2": panel,
        MUTED: muted,
        MUTED_ON_DARK: muted,
        RULE: rule,
        TINT: tint,
    }
    made = replace(
        theme,
        colours=MappingProxyType({**theme.colours, **{k: v[1] for k, v in shades.items() if " " not in k}}),
        fixed=MappingProxyType({k: v[1] for k, v in shades.items()}),
        real=MappingProxyType({k: v[0] for k, v in shades.items() if k != v[0]}),
        tones=grounds,
        client=theme,
        grounds=(*seen, tint[1]),
    )
    made = replace(made, marks=MappingProxyType(_marks(made)))
    accent = made.text(Role.US)
    accent = made.real.get(accent, accent)
    return replace(made, real=MappingProxyType({**made.real, _ACCENT_TEXT: accent}))


def _marks(theme: Theme) -> dict[Role, str]:
    """A colour for each role that stands beside others in one chart, no two alike."""
    made: dict[Role, str] = {}
    for role in _APART:
        taken = [theme.hexadecimal(t) for t in made.values()]
        options = list(theme.legible_marks(role))
        if not options:
            continue

        def distance(token: str, taken: list[str] = taken) -> float:
            return min((_apart(theme.hexadecimal(token), other) for other in taken), default=2.0)

        made[role] = next((t for t in options if distance(t) >= _DISTANCE), max(options, key=distance))
    if Role.OTHER in made:  # never in one chart with competitors, so that these need only differ from us
        beside = [theme.hexadecimal(made[r]) for r in (Role.US, Role.ATTENTION) if r in made]
        options = list(theme.legible_marks(Role.COMPETITOR))
        made[Role.COMPETITOR] = next(
            (t for t in options if all(_apart(theme.hexadecimal(t), o) >= _DISTANCE for o in beside)),
            made[Role.OTHER],
        )
    return made


def _apart(one: str, other: str) -> float:
    """How different two colours look: as points in a cube; a grey and a colour more than that."""
    is_mixed = (saturation(one) <= _GREY) != (saturation(other) <= _GREY)
    return dist(rgb_of(one), rgb_of(other)) * (1.7 if is_mixed else 1.0)


def text_shade(theme: Theme, grounds: Iterable[str], *, need: float = _READ) -> Shade:
    """The theme colour for text on some grounds: its own where that is legible, else the most legible."""
    behind = tuple(grounds)
    options = [(slot, theme.hexadecimal(slot)) for slot in _SLOTS if slot in theme.colours]
    options += [(token, theme.hexadecimal(token)) for token in EXTREMES]
    for option in options[:2]:
        if least(option[1], behind) >= need:
            return option
    return max(options, key=lambda o: (min(least(o[1], behind), _WELL), -options.index(o)))


def client_shade(theme: Theme, grounds: Iterable[str], *, need: float = _READ) -> str:
    """The theme colour for a client's text whose own is not legible; by names our palette leaves alone."""
    behind = tuple(grounds)
    options = [(slot, theme.hexadecimal(slot)) for slot in _OF_THEME if slot in theme.colours]
    options += [(token, theme.hexadecimal(token)) for token in EXTREMES]
    return max(options, key=lambda o: (least(o[1], behind) >= need, min(least(o[1], behind), _WELL), o[0]))[0]


def least(shade: str, grounds: Iterable[str]) -> float:
    """The lowest contrast of a colour on some grounds."""
    return min((contrast(shade, g) for g in grounds), default=21.0)


def restyled(element: Any, theme: Theme) -> Any:
    """The element with our colour names replaced by the theme colours they stand for."""
    if not theme.tones:
        return element
    for body in (*element.iter(name("p:txBody")), *element.iter(name("a:txBody"))):
        levels = body.find(name("a:lstStyle"))
        if levels is not None and not len(levels) and _is_loose(body):
            body.replace(levels, list_style(_PLAIN))
    for axis in element.iter(name("c:catAx")):
        for found in list(axis.iter(name("a:schemeClr"))):
            if found.get("val") == "accent4" and not len(found):
                _put(found, RULE, theme)
    for found in list(element.iter(name("a:schemeClr"))):
        token = " ".join((str(found.get("val")), *(f"{_local(c)}={c.get('val')}" for c in found)))
        if token == _ACCENT and _is_text(found):
            token = _ACCENT_TEXT
        _put(found, token, theme)
    return element


def _is_loose(body: Any) -> bool:
    """Text that no placeholder sets: a box, or a cell of a table."""
    return body.getparent().find(f"{name('p:nvSpPr')}/{name('p:nvPr')}/{name('p:ph')}") is None


def _put(found: Any, token: str, theme: Theme) -> None:
    real = theme.real.get(token)
    if real is not None and found.getparent() is not None:
        found.getparent().replace(found, colour(real))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_text(found: Any) -> bool:
    around = found.getparent().getparent()
    return around is not None and around.tag in {name(t) for t in _TEXTS}


def _shade(theme: Theme, token: str) -> Shade:
    return token, theme.hexadecimal(token)


def _is_dark(grounds: tuple[str, ...]) -> bool:
    return sum(map(luminance, grounds)) / len(grounds) < 0.18


def _varied(text: Shade, theme: Theme, steps: Iterable[tuple[int, int]]) -> Iterator[Shade]:
    """The text's colour moved towards the ground, with less of its own hue."""
    base = text[0].split()[0]
    if not _is_grey(theme, base):
        base = f"{base} satMod=35000"
    for mod, off in steps:
        token = f"{base} lumMod={mod * 1000}" + (f" lumOff={off * 1000}" if off else "")
        yield _shade(theme, token)


def _panel(theme: Theme, text: Shade, grounds: tuple[str, ...]) -> Shade:
    steps = ((10, 0), (15, 0), (20, 0), (25, 0)) if _is_dark(grounds) else ((5, 93), (8, 90), (10, 88))
    options = [_shade(theme, "bg2"), _shade(theme, "lt2"), *_varied(text, theme, steps)]
    for option in options:
        apart = [contrast(option[1], g) for g in grounds]
        if _PANEL[0] <= min(apart) and max(apart) <= _PANEL[1] and contrast(text[1], option[1]) >= _WELL:
            return option
    return _ground_shade(theme, sorted(grounds, key=luminance)[len(grounds) // 2])


def _muted(theme: Theme, text: Shade, seen: tuple[str, ...]) -> Shade:
    steps = ((75, 0), (85, 0)) if luminance(text[1]) > 0.5 else ((65, 35), (75, 25), (85, 15))
    options = [_shade(theme, MUTED)] if _is_grey(theme, "accent3") else []
    for option in (*options, *_varied(text, theme, steps)):
        if least(option[1], seen) >= _READ:
            return option
    return text


def _rule(theme: Theme, text: Shade, grounds: tuple[str, ...]) -> Shade:
    options = [_shade(theme, RULE)] if _is_grey(theme, "accent4") else []
    steps = ((50, 0), (65, 0)) if _is_dark(grounds) else ((25, 75), (35, 65), (50, 50))
    for option in (*options, *_varied(text, theme, steps)):
        if least(option[1], grounds) >= 1.35:
            return option
    return text


def _tint(theme: Theme, text: Shade, panel: Shade, grounds: tuple[str, ...]) -> Shade:
    own = _shade(theme, TINT)
    is_fair = max(contrast(own[1], g) for g in grounds) <= _PANEL[1] and contrast(text[1], own[1]) >= _WELL
    return own if is_fair else panel


def _ground_shade(theme: Theme, ground: str) -> Shade:
    return _shade(theme, _ground_token(theme, ground))


def _ground_token(theme: Theme, ground: str) -> str:
    """A theme colour equal to the ground, else a grey as light as it."""
    wanted = rgb_of(ground)
    for slot in (
        "bg1",
        "lt1",
        "bg2",
        "lt2",
        "tx2",
        "dk2",
        "tx1",
        "dk1",
        *(f"accent{i}" for i in range(1, 7)),
    ):
        if slot in theme.colours and _near(rgb_of(theme.hexadecimal(slot)), wanted):
            return slot
    return f"tx1 satMod=0 lumMod=0 lumOff={_grey_of(luminance(ground))}"


def _grey_of(light: float) -> int:
    """Lightness, in thousandths of a percent, of the grey that is as light to the eye."""
    linear = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(linear * 100) * 1000


def _near(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return all(abs(a - b) * 255 <= _NEAR for a, b in zip(one, other, strict=True))


def _is_grey(theme: Theme, slot: str) -> bool:
    return saturation(theme.hexadecimal(slot)) <= _GREY
