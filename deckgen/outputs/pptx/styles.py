"""Type of every place of the default master: sizes, weights and theme colours by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from deckgen.outputs.pptx.elements import el, fill

MUTED = "accent3 lumMod=75000"
MUTED_ON_DARK = "bg1 lumMod=85000"
RULE = "accent4 lumMod=40000 lumOff=60000"
TINT = "accent1 satMod=40000 lumMod=12000 lumOff=88000"
SCALE = (40.0, 30.0, 26.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
SMALLEST = 12.0
SMALLEST_SOURCE = 9.0
_BULLET_INDENT = 228600


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One list level: points, percent for lines, theme colours."""

    size: float
    bold: bool = False
    colour: str = "tx1"
    line: int = 100
    before: float = 0.0
    after: float = 0.0
    bullet: bool = False
    caps: bool = False
    align: str = "l"
    major: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Levels of a place, its insets in inches, where its text stands and its ground."""

    levels: tuple[Level, ...]
    inset: float = 0.0
    anchor: str = "t"
    ground: str | None = None
    prompt: tuple[str, ...] = ()


def smaller(size: float) -> float:
    """The next smaller size of the scale, never under the smallest size of content."""
    if size <= SMALLEST:
        return size
    return max((s for s in SCALE if s < size), default=size)


def _panel(text: float, *, after_figure: float = 0.0) -> tuple[Level, ...]:
    return (
        Level(size=12, bold=True, colour="accent1", caps=True, before=8, after=4),
        Level(size=text, line=105, after=8),
        Level(size=30, bold=True, colour="accent1", before=4, after=after_figure),
        Level(size=text, line=105, after=8, bullet=True),
        Level(size=14, colour=MUTED, after=10),
    )


_DENSE = (  # for print: everything at the smallest size but the figures
    Level(size=12, bold=True, colour="accent1", caps=True, before=6, after=3),
    Level(size=12, line=105, after=4),
    Level(size=18, bold=True, colour="accent1", before=2),
    Level(size=12, line=105, after=4, bullet=True),
    Level(size=12, colour=MUTED, after=4),
)
_CARD = (Level(size=20, bold=True, after=8), Level(size=18, after=6))
_BODY = (Level(size=18, line=105, after=10), Level(size=18, line=105, after=8, bullet=True))
_PANEL_PROMPT = ("Label", "Text of the panel", "Key figure", "Point", "Note under a figure")

STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "cover-title": Style(
            levels=(Level(size=40, bold=True, colour="bg1", line=95, major=True),),
            anchor="b",
            prompt=("The claim in one sentence",),
        ),
        "subtitle": Style(
            levels=(Level(size=18, colour="bg1", line=105),),
            prompt=("What follows from it, in one sentence",),
        ),
        "meta": Style(
            levels=(Level(size=12, colour=MUTED_ON_DARK, line=110),),
            anchor="b",
            prompt=("Occasion, date, author",),
        ),
        "title": Style(
            levels=(Level(size=26, bold=True, line=95, major=True),),
            prompt=("The conclusion of this slide as a sentence",),
        ),
        "kicker": Style(
            levels=(Level(size=12, bold=True, colour="accent1"),),
            prompt=("Number and name of the argument",),
        ),
        "source": Style(
            levels=(Level(size=10, colour=MUTED),),
            anchor="b",
            prompt=("Source: who, what, when, how many",),
        ),
        "footer": Style(levels=(Level(size=10, colour=MUTED),), anchor="ctr", prompt=()),
        "date": Style(levels=(Level(size=10, colour=MUTED, align="r"),), anchor="ctr"),
        "number": Style(levels=(Level(size=10, colour=MUTED, align="r"),), anchor="ctr"),
        "heading": Style(
            levels=(Level(size=14, bold=True),), anchor="b", prompt=("What is shown, unit, period",)
        ),
        "panel": Style(levels=_panel(16), inset=0.22, ground="bg2", prompt=_PANEL_PROMPT),
        "statement": Style(levels=_panel(18, after_figure=8), inset=0.22, ground="bg2", prompt=_PANEL_PROMPT),
        "dense": Style(levels=_DENSE, inset=0.18, ground="bg2", prompt=_PANEL_PROMPT),
        "card": Style(
            levels=_CARD, inset=0.22, ground="bg1", prompt=("Decision", "What it means, who, until when")
        ),
        "next": Style(
            levels=(
                Level(size=18, colour="bg1", after=6),
                Level(size=18, colour="bg1", after=6, bullet=True),
            ),
            prompt=("The next step", "Point"),
        ),
        "body": Style(levels=_BODY, prompt=("Text", "Point")),
        "graphic": Style(levels=(Level(size=14),), prompt=("Insert",)),
    }
)


def level_element(tag: str, level: Level) -> Any:
    """One level as list style or default properties write it."""
    face = "+mj" if level.major else "+mn"
    run = el(
        "a:defRPr",
        fill(level.colour),
        el("a:latin", typeface=f"{face}-lt"),
        el("a:ea", typeface=f"{face}-ea"),
        el("a:cs", typeface=f"{face}-cs"),
        sz=round(level.size * 100),
        b=level.bold,
        cap="all" if level.caps else None,
    )
    bullet = (el("a:buFontTx"), el("a:buChar", char="•")) if level.bullet else (el("a:buNone"),)
    return el(
        tag,
        el("a:lnSpc", el("a:spcPct", val=level.line * 1000)),
        el("a:spcBef", el("a:spcPts", val=round(level.before * 100))),
        el("a:spcAft", el("a:spcPts", val=round(level.after * 100))),
        *bullet,
        run,
        marL=_BULLET_INDENT if level.bullet else 0,
        indent=-_BULLET_INDENT if level.bullet else 0,
        algn=level.align,
    )


def list_style(style: Style) -> Any:
    """The list style of a place."""
    return el("a:lstStyle", *(level_element(f"a:lvl{i}pPr", v) for i, v in enumerate(style.levels, 1)))


def body_properties(style: Style) -> Any:
    """Insets and anchor of a place; text is never shrunk by the program that shows it."""
    inset = round(style.inset * 914400)
    return el(
        "a:bodyPr",
        el("a:noAutofit"),
        vert="horz",
        wrap="square",
        lIns=inset,
        tIns=inset,
        rIns=inset,
        bIns=inset,
        rtlCol=False,
        anchor=style.anchor,
    )


# On a stranger's layout nothing of ours is dark: cards get the ground of a panel, white text its colour.
_FOREIGN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "card": MappingProxyType({"ground": "bg2"}),
        "next": MappingProxyType({"colour": "tx1"}),
        "cover-title": MappingProxyType({"colour": "tx1"}),
        "subtitle": MappingProxyType({"colour": "tx1"}),
        "meta": MappingProxyType({"colour": MUTED}),
    }
)


def foreign(key: str) -> Style:
    """The style of a place on a stranger's layout."""
    style, changes = STYLES[key], _FOREIGN.get(key, {})
    if "ground" in changes:
        style = replace(style, ground=changes["ground"])
    if "colour" in changes:
        style = replace(style, levels=tuple(replace(v, colour=changes["colour"]) for v in style.levels))
    return style
