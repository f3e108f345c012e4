"""The grid of the default master and what stands where in each archetype; the fallback for other masters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

INCH = 914400
POINT = 12700
WIDTH, HEIGHT = 12192000, 6858000
MARGIN, COLUMN, GUTTER = 609600, 746760, 182880

Frame = tuple[int, int, int, int]  # left, top, width, height in EMU

BODY = (1.85, 6.55)
HEADING = (1.85, 2.19)
GRAPHIC = (2.25, 6.55)
LOGOS = (0.50, 1.40)
LOW_HEADING = (4.56, 4.86)
LOW_GRAPHIC = (4.90, 6.55)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place of an archetype: its placeholder and its part of the grid."""

    idx: int  # of the placeholder; 0 and below for a place that has none
    kind: str  # placeholder type: title, body, tbl, chart, pic ... or "canvas" for none
    title: str  # name of the placeholder
    style: str  # key in styles.STYLES
    frame: Frame


def x(column: int) -> int:
    return MARGIN + column * (COLUMN + GUTTER)


def w(columns: int) -> int:
    return columns * COLUMN + (columns - 1) * GUTTER


def emu(inches: float) -> int:
    return round(inches * INCH)


def _at(column: int, columns: int, zone: tuple[float, float]) -> Frame:
    return x(column), emu(zone[0]), w(columns), emu(zone[1]) - emu(zone[0])


def _slot(
    idx: int, kind: str, title: str, style: str, column: int, columns: int, zone: tuple[float, float]
) -> Slot:
    return Slot(idx=idx, kind=kind, title=title, style=style, frame=_at(column, columns, zone))


def _heading(number: int, column: int, columns: int) -> Slot:
    return _slot(23 + 2 * number, "body", f"Heading {number}", "heading", column, columns, HEADING)


def _chart(number: int, column: int, columns: int) -> Slot:
    return _slot(24 + 2 * number, "chart", f"Chart {number}", "graphic", column, columns, GRAPHIC)


def _table(number: int, column: int, columns: int, zone: tuple[float, float] = BODY) -> Slot:
    return _slot(24 if number == 1 else 30, "tbl", f"Table {number}", "graphic", column, columns, zone)


def _panel(column: int, columns: int, style: str = "panel") -> Slot:
    return _slot(23, "body", "Panel", style, column, columns, BODY)


def _canvas(column: int, columns: int, zone: tuple[float, float]) -> Slot:
    return _slot(-1, "canvas", "Canvas", "graphic", column, columns, zone)


TITLE = _slot(0, "title", "Title", "title", 0, 12, (0.70, 1.65))
KICKER = _slot(20, "body", "Kicker", "kicker", 0, 9, (0.42, 0.70))
SOURCE = _slot(21, "body", "Source", "source", 0, 12, (6.62, 6.98))
FOOTER = _slot(11, "ftr", "Footer", "footer", 0, 8, (7.05, 7.31))
DATE = _slot(10, "dt", "Date", "date", 8, 3, (7.05, 7.31))
NUMBER = _slot(12, "sldNum", "Slide number", "number", 11, 1, (7.05, 7.31))
RULE_TOP = emu(7.03)
COMMON: Mapping[str, Slot] = MappingProxyType({"title": TITLE, "kicker": KICKER, "source": SOURCE})

# Title, type of the layout, slots in reading order. The id is the name in lower case with hyphens.
ARCHETYPES: Mapping[str, tuple[str, str, Mapping[str, Slot]]] = MappingProxyType(
    {
        "cover": (
            "Cover",
            "title",
            {
                "title": _slot(0, "ctrTitle", "Title", "cover-title", 0, 8, (1.75, 4.10)),
                "subtitle": _slot(1, "subTitle", "Subtitle", "subtitle", 0, 7, (4.30, 5.60)),
                "meta": _slot(22, "body", "Meta", "meta", 0, 7, (6.30, 6.86)),
                "logo1": _slot(-1, "pic", "Logo 1", "graphic", 0, 3, LOGOS),
                "logo2": _slot(-1, "pic", "Logo 2", "graphic", 9, 3, LOGOS),
            },
        ),
        "section": (
            "Section",
            "secHead",
            {"title": _slot(0, "title", "Title", "cover-title", 0, 9, (1.75, 4.10))},
        ),
        "summary": ("Summary", "cust", {"panel": _panel(0, 4), "table1": _table(1, 4, 8)}),
        "two-charts": (
            "Two charts",
            "cust",
            {
                "heading1": _heading(1, 0, 7),
                "chart1": _chart(1, 0, 7),
                "heading2": _heading(2, 7, 5),
                "chart2": _chart(2, 7, 5),
            },
        ),
        "canvas-chart": (
            "Canvas chart",
            "cust",
            {
                "heading1": _heading(1, 0, 6),
                "canvas": _canvas(0, 6, GRAPHIC),
                "heading2": _heading(2, 6, 6),
                "chart2": _chart(2, 6, 6),
            },
        ),
        "table": ("Table", "cust", {"table1": _table(1, 0, 12)}),
        "table-panel": ("Table panel", "cust", {"table1": _table(1, 0, 8), "panel": _panel(8, 4)}),
        "chart-picture": (
            "Chart picture",
            "cust",
            {
                "heading1": _heading(1, 0, 6),
                "chart1": _chart(1, 0, 6),
                "heading2": _heading(2, 6, 6),
                "picture": _slot(29, "pic", "Picture", "graphic", 6, 6, GRAPHIC),
            },
        ),
        "picture": (
            "Picture",
            "cust",
            {
                "heading1": _heading(1, 0, 12),
                "picture": _slot(29, "pic", "Picture", "graphic", 0, 12, GRAPHIC),
            },
        ),
        "chart-insight": (
            "Chart insight",
            "cust",
            {"heading1": _heading(1, 0, 8), "chart1": _chart(1, 0, 8), "panel": _panel(8, 4)},
        ),
        "canvas": ("Canvas", "titleOnly", {"canvas": _canvas(0, 12, BODY)}),
        "two-tables": (
            "Two tables",
            "cust",
            {
                "heading1": _heading(1, 0, 6),
                "table1": _table(1, 0, 6, GRAPHIC),
                "heading2": _heading(2, 6, 6),
                "table2": _table(2, 6, 6, GRAPHIC),
            },
        ),
        "chart-table": (
            "Chart table",
            "cust",
            {
                "heading1": _heading(1, 0, 5),
                "chart1": _chart(1, 0, 5),
                "heading2": _heading(2, 5, 7),
                "table1": _table(1, 5, 7, GRAPHIC),
            },
        ),
        "decision": (
            "Decision",
            "cust",
            {
                "decision1": _slot(31, "body", "Decision 1", "card", 0, 4, (1.85, 5.05)),
                "decision2": _slot(32, "body", "Decision 2", "card", 4, 4, (1.85, 5.05)),
                "decision3": _slot(33, "body", "Decision 3", "card", 8, 4, (1.85, 5.05)),
                "next": _slot(34, "body", "Next step", "next", 0, 12, (5.30, 6.50)),
            },
        ),
        "text": ("Text", "obj", {"body": _slot(1, "body", "Text", "body", 0, 12, BODY)}),
        "statement": ("Statement", "cust", {"panel": _panel(0, 12, "statement")}),
        "one-page": (
            "One page",
            "cust",
            {
                "table1": _table(1, 0, 8, (1.85, 4.50)),
                "heading1": _slot(25, "body", "Heading 1", "heading", 0, 5, LOW_HEADING),
                "chart1": _slot(26, "chart", "Chart 1", "graphic", 0, 5, LOW_GRAPHIC),
                "heading2": _slot(27, "body", "Heading 2", "heading", 5, 3, LOW_HEADING),
                "chart2": _slot(28, "chart", "Chart 2", "graphic", 5, 3, LOW_GRAPHIC),
                "panel": _panel(8, 4, "dense"),
            },
        ),
    }
)
DARK = frozenset({"cover", "section", "decision"})
WITHOUT_FRAME = frozenset({"cover", "section"})  # no kicker, source, footer, number
WIDE_ENOUGH = emu(12.0)  # narrower slides show one graphic each


def slots(archetype: str) -> Mapping[str, Slot]:
    """All places of an archetype in reading order, title first and source last."""
    own = ARCHETYPES[archetype][2]
    if archetype in WITHOUT_FRAME:
        return own
    return {"title": TITLE, "kicker": KICKER, **own, "source": SOURCE}
