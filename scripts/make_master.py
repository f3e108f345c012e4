"""Makes the master of the boardroom template: layouts, placeholders, theme and table style.

python scripts/make_master.py [templates/boardroom/master.pptx]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from deckgen.outputs.pptx import geometry as g
from deckgen.outputs.pptx.elements import colour, document, el, fill, identity, line, root, transform
from deckgen.outputs.pptx.geometry import Slot
from deckgen.outputs.pptx.styles import (
    MUTED,
    MUTED_ON_DARK,
    RULE,
    STYLES,
    Level,
    Style,
    body_properties,
    level_element,
    list_style,
)
from deckgen.outputs.pptx.zipping import packed

TARGET = Path(__file__).resolve().parents[1] / "templates" / "boardroom" / "master.pptx"
LANGUAGE = "en-GB"
FACE = "Arial"
COLOURS = {
    "dk1": "1B2430",
    "lt1": "FFFFFF",
    "dk2": "0E2C40",
    "lt2": "F1F4F6",
    "accent1": "00707C",
    "accent2": "C2491D",
    "accent3": "647080",
    "accent4": "8A95A2",
    "accent5": "2F5B8C",
    "accent6": "8A6A00",
    "hlink": "00707C",
    "folHlink": "647080",
}
TABLE_STYLE = "{6F1D0B7A-3C52-4E0B-9B54-52A7C3D9E110}"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAP = {
    "bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", "hlink": "hlink", "folHlink": "folHlink",
    **{f"accent{i}": f"accent{i}" for i in range(1, 7)},
}  # fmt: skip
_ON_DARK = {"tx1": "bg1", "accent1": "bg1", MUTED: MUTED_ON_DARK}


def parts() -> dict[str, bytes]:
    """Every part of the master by its name."""
    layouts = [*((k, v[0], v[1]) for k, v in g.ARCHETYPES.items())]
    made = {
        "ppt/presentation.xml": document(_presentation()),
        "ppt/presProps.xml": document(root("p:presentationPr", "a r p")),
        "ppt/viewProps.xml": document(root("p:viewPr", "a r p")),
        "ppt/tableStyles.xml": document(_table_styles()),
        "ppt/theme/theme1.xml": document(_theme("Boardroom")),
        "ppt/theme/theme2.xml": document(_theme("Boardroom notes")),
        "ppt/slideMasters/slideMaster1.xml": document(_master(len(layouts))),
        "ppt/notesMasters/notesMaster1.xml": document(_notes_master()),
        "docProps/core.xml": _core(),
        "docProps/app.xml": _app(),
    }
    for n, (key, title, kind) in enumerate(layouts, 1):
        made[f"ppt/slideLayouts/slideLayout{n}.xml"] = document(_layout(key, title, kind))
        made[f"ppt/slideLayouts/_rels/slideLayout{n}.xml.rels"] = _rels(
            [("slideMaster", "../slideMasters/slideMaster1.xml")]
        )
    made["_rels/.rels"] = _rels(
        [
            ("officeDocument", "ppt/presentation.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            ("extended-properties", "docProps/app.xml"),
        ]
    )
    made["ppt/_rels/presentation.xml.rels"] = _rels(
        [
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("notesMaster", "notesMasters/notesMaster1.xml"),
            ("presProps", "presProps.xml"),
            ("viewProps", "viewProps.xml"),
            ("theme", "theme/theme1.xml"),
            ("tableStyles", "tableStyles.xml"),
        ]
    )
    made["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = _rels(
        [
            *(("slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, len(layouts) + 1)),
            ("theme", "../theme/theme1.xml"),
        ]
    )
    made["ppt/notesMasters/_rels/notesMaster1.xml.rels"] = _rels([("theme", "../theme/theme2.xml")])
    made["[Content_Types].xml"] = _content_types(made)
    return made


def _presentation() -> Any:
    levels = (level_element(f"a:lvl{i}pPr", Level(size=18)) for i in range(1, 10))
    return root(
        "p:presentation",
        "a r p",
        el("p:sldMasterIdLst", el("p:sldMasterId", id=2147483648, r__id="rId1")),
        el("p:notesMasterIdLst", el("p:notesMasterId", r__id="rId2")),
        el("p:sldSz", cx=g.WIDTH, cy=g.HEIGHT),
        el("p:notesSz", cx=g.HEIGHT, cy=9144000),
        el("p:defaultTextStyle", *levels),
        saveSubsetFonts=True,
    )


def _theme(title: str) -> Any:
    def font(tag: str) -> Any:
        return el(tag, el("a:latin", typeface=FACE), el("a:ea", typeface=""), el("a:cs", typeface=""))

    def plain_line(width: int) -> Any:
        return el("a:ln", fill("phClr"), el("a:prstDash", val="solid"), w=width)

    return root(
        "a:theme",
        "a",
        el(
            "a:themeElements",
            el(
                "a:clrScheme",
                *(el(f"a:{k}", el("a:srgbClr", val=v)) for k, v in COLOURS.items()),
                name="Boardroom",
            ),
            el("a:fontScheme", font("a:majorFont"), font("a:minorFont"), name="Boardroom"),
            el(
                "a:fmtScheme",
                el("a:fillStyleLst", *(fill("phClr") for _ in range(3))),
                el("a:lnStyleLst", *(plain_line(v) for v in (9525, 12700, 19050))),
                el("a:effectStyleLst", *(el("a:effectStyle", el("a:effectLst")) for _ in range(3))),
                el("a:bgFillStyleLst", *(fill("phClr") for _ in range(3))),
                name="Boardroom",
            ),
        ),
        el("a:objectDefaults"),
        el("a:extraClrSchemeLst"),
        name=title,
    )


def _table_styles() -> Any:
    """Rules instead of cells: thin lines between rows, a strong one under the head and over the total."""

    def border(tag: str, token: str | None, width: int = 9525) -> Any:
        return el(tag, line(token, width=width))

    def text(token: str, *, bold: bool) -> Any:
        return el(
            "a:tcTxStyle",
            el("a:fontRef", el("a:schemeClr", val="tx1"), idx="minor"),
            colour(token),
            b="on" if bold else None,
        )

    whole = el(
        "a:tcStyle",
        el(
            "a:tcBdr",
            border("a:left", None),
            border("a:right", None),
            border("a:top", RULE),
            border("a:bottom", RULE),
            border("a:insideH", RULE),
            border("a:insideV", None),
        ),
        el("a:fill", el("a:noFill")),
    )
    head = el(
        "a:tcStyle",
        el("a:tcBdr", border("a:top", None), border("a:bottom", "tx1", 12700)),
        el("a:fill", el("a:noFill")),
    )
    last = el("a:tcStyle", el("a:tcBdr", border("a:top", "tx1", 12700)), el("a:fill", el("a:noFill")))
    return root(
        "a:tblStyleLst",
        "a",
        el(
            "a:tblStyle",
            el("a:wholeTbl", text("tx1", bold=False), whole),
            el("a:firstCol", el("a:tcTxStyle", b="on"), el("a:tcStyle", el("a:tcBdr"))),
            el("a:lastRow", text("tx1", bold=True), last),
            el("a:firstRow", text(MUTED, bold=True), head),
            styleId=TABLE_STYLE,
            styleName="Boardroom rules",
        ),
        **{"def": TABLE_STYLE},
    )


def _paragraph(text: str, level: int = 0) -> Any:
    return el(
        "a:p",
        el("a:pPr", lvl=level) if level else None,
        el("a:r", el("a:rPr", lang=LANGUAGE), el("a:t", text=text)),
    )


def _field(kind: str, shown: str, guid: str) -> Any:
    return el(
        "a:p",
        el("a:fld", el("a:rPr", lang=LANGUAGE), el("a:t", text=shown), id=guid, type=kind),
        el("a:endParaRPr", lang=LANGUAGE),
    )


def _text(slot: Slot, style: Style) -> Any:
    if slot.kind == "sldNum":
        return (_field("slidenum", "‹#›", "{5B0E3C6A-1D5C-4E57-8B0A-0A5B5F1C7712}"),)
    if slot.kind in {"dt", "ftr"}:
        return (el("a:p", el("a:endParaRPr", lang=LANGUAGE)),)
    prompts = style.prompt or (slot.title,)
    return tuple(_paragraph(p, i) for i, p in enumerate(prompts))


def _placeholder(number: int, slot: Slot, *, on_dark: bool = False) -> Any:
    style = STYLES[slot.style]
    if on_dark and style.ground is None:
        style = replace(
            style, levels=tuple(replace(v, colour=_ON_DARK.get(v.colour, v.colour)) for v in style.levels)
        )
    if slot.style == "graphic":
        style = replace(style, prompt=(slot.title,))
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(number, slot.title),
            el("p:cNvSpPr", el("a:spLocks", noGrp=True)),
            el(
                "p:nvPr",
                el(
                    "p:ph",
                    type=slot.kind,
                    idx=slot.idx or None,
                    sz=None if slot.kind in {"title", "ctrTitle"} else "quarter",
                    hasCustomPrompt=True if style.prompt else None,
                ),
            ),
        ),
        el(
            "p:spPr",
            transform("a:xfrm", slot.frame),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
            fill(style.ground) if style.ground else None,
        ),
        el("p:txBody", body_properties(style), list_style(style), *_text(slot, style)),
    )


def _tree(*shapes: Any) -> Any:
    return el(
        "p:spTree",
        el("p:nvGrpSpPr", identity(1, ""), el("p:cNvGrpSpPr"), el("p:nvPr")),
        el(
            "p:grpSpPr",
            el("a:xfrm", *(el(f"a:{t}", **v) for t, v in _NOWHERE)),
        ),
        *shapes,
    )


_NOWHERE: Sequence[tuple[str, dict[str, int]]] = (
    ("off", {"x": 0, "y": 0}),
    ("ext", {"cx": 0, "cy": 0}),
    ("chOff", {"x": 0, "y": 0}),
    ("chExt", {"cx": 0, "cy": 0}),
)


def _ornament(number: int, title: str, frame: tuple[int, int, int, int], token: str) -> Any:
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(number, title, decorative=True),
            el("p:cNvSpPr"),
            el("p:nvPr", userDrawn=True),
        ),
        el(
            "p:spPr",
            transform("a:xfrm", frame),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
            fill(token),
            line(None),
        ),
    )


def _rule(number: int, *, on_dark: bool = False) -> Any:
    return el(
        "p:cxnSp",
        el(
            "p:nvCxnSpPr",
            identity(number, "Rule", decorative=True),
            el("p:cNvCxnSpPr"),
            el("p:nvPr", userDrawn=True),
        ),
        el(
            "p:spPr",
            transform("a:xfrm", (g.MARGIN, g.RULE_TOP, g.w(12), 0)),
            el("a:prstGeom", el("a:avLst"), prst="line"),
            line("bg1 lumMod=65000" if on_dark else RULE),
        ),
    )


def _motif(first: int) -> list[Any]:
    """Five rising bars at the right of the cover."""
    width, gap, bottom = g.emu(0.40), g.emu(0.18), g.emu(6.86)
    left = g.x(0) + g.w(12) - 5 * width - 4 * gap
    bars = []
    for i in range(5):
        height = g.emu(0.75 + 0.95 * i)
        token = "accent1" if i == 4 else f"tx2 satMod=60000 lumMod={92 - 4 * i}000 lumOff={8 + 4 * i}000"
        bars.append(
            _ornament(
                first + i, f"Bar {i + 1}", (left + i * (width + gap), bottom - height, width, height), token
            )
        )
    return bars


def _ground(token: str) -> Any:
    return el("p:bg", el("p:bgPr", fill(token), el("a:effectLst")))


def _layout(key: str, title: str, kind: str) -> Any:
    dark = key in g.DARK
    shapes = [s for s in g.slots(key).values() if s.idx >= 0]
    if key not in g.WITHOUT_FRAME:
        shapes += [g.DATE, g.FOOTER, g.NUMBER]
    made = [_placeholder(i, s, on_dark=dark) for i, s in enumerate(shapes, 2)]
    after = len(made) + 2
    if key == "cover":
        made = [*_motif(after), *made]
    elif key not in g.WITHOUT_FRAME:
        made = [_rule(after, on_dark=dark), *made]
    return root(
        "p:sldLayout",
        "a r p",
        el("p:cSld", _ground("tx2") if dark else None, _tree(*made), name=title),
        el("p:clrMapOvr", el("a:masterClrMapping")),
        type=None if kind == "cust" else kind,
        preserve=True,
        userDrawn=True,
    )


def _master(layouts: int) -> Any:
    body = Slot(idx=1, kind="body", title="Text", style="body", frame=g.ARCHETYPES["text"][2]["body"].frame)
    shapes = [g.TITLE, body, g.DATE, g.FOOTER, g.NUMBER]
    levels = STYLES["body"].levels
    nine = tuple(levels[min(i, 1)] for i in range(9))
    return root(
        "p:sldMaster",
        "a r p",
        el("p:cSld", _ground("bg1"), _tree(*(_placeholder(i, s) for i, s in enumerate(shapes, 2)))),
        el("p:clrMap", **_MAP),
        el(
            "p:sldLayoutIdLst",
            *(el("p:sldLayoutId", id=2147483648 + n, r__id=f"rId{n}") for n in range(1, layouts + 1)),
        ),
        el("p:hf", hdr=False, dt=False),
        el(
            "p:txStyles",
            el("p:titleStyle", level_element("a:lvl1pPr", STYLES["title"].levels[0])),
            el("p:bodyStyle", *(level_element(f"a:lvl{i}pPr", v) for i, v in enumerate(nine, 1))),
            el(
                "p:otherStyle",
                *(level_element(f"a:lvl{i}pPr", Level(size=14)) for i in range(1, 10)),
            ),
        ),
        preserve=True,
    )


def _notes_master() -> Any:
    image = el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(2, "Slide"),
            el("p:cNvSpPr", el("a:spLocks", noGrp=True, noRot=True, noChangeAspect=True)),
            el("p:nvPr", el("p:ph", type="sldImg", idx=2)),
        ),
        el(
            "p:spPr",
            transform("a:xfrm", (685800, 1143000, 5486400, 3086100)),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
            el("a:noFill"),
            line("tx1", width=12700),
        ),
    )
    text = el(
        "p:sp",
        el(
            "p:nvSpPr",
            identity(3, "Notes"),
            el("p:cNvSpPr", el("a:spLocks", noGrp=True)),
            el("p:nvPr", el("p:ph", type="body", sz="quarter", idx=3)),
        ),
        el(
            "p:spPr",
            transform("a:xfrm", (685800, 4400550, 5486400, 3600450)),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
        ),
        el("p:txBody", el("a:bodyPr"), el("a:lstStyle"), _paragraph("Notes")),
    )
    return root(
        "p:notesMaster",
        "a r p",
        el("p:cSld", _ground("bg1"), _tree(image, text)),
        el("p:clrMap", **_MAP),
        el("p:notesStyle", *(level_element(f"a:lvl{i}pPr", Level(size=12, after=4)) for i in range(1, 10))),
    )


def _rels(entries: Sequence[tuple[str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{kind if ":" in kind else _REL + kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(entries, 1)
    )
    return _xml(
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def _content_types(made: dict[str, bytes]) -> bytes:
    kinds = {
        "ppt/presentation.xml": "presentationml.presentation.main",
        "ppt/presProps.xml": "presentationml.presProps",
        "ppt/viewProps.xml": "presentationml.viewProps",
        "ppt/tableStyles.xml": "presentationml.tableStyles",
        "ppt/theme/": "theme",
        "ppt/slideMasters/": "presentationml.slideMaster",
        "ppt/notesMasters/": "presentationml.notesMaster",
        "ppt/slideLayouts/": "presentationml.slideLayout",
        "docProps/app.xml": "extended-properties",
    }
    lines = []
    for member in sorted(made):
        if member.endswith(".rels"):
            continue
        kind = next((k for start, k in kinds.items() if member.startswith(start)), "")
        full = (
            f"{_OFFICE}{kind}+xml" if kind else "application/vnd.openxmlformats-package.core-properties+xml"
        )
        lines.append(f'<Override PartName="/{member}" ContentType="{full}"/>')
    return _xml(
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(lines)}</Types>'
    )


def _core() -> bytes:
    return _xml(
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Boardroom</dc:title>'
        "<dc:creator>deckgen</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def _app() -> bytes:
    return _xml(
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>deckgen</Application></Properties>"
    )


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(packed(parts()))
    sys.stdout.write(f"{target}\n")
