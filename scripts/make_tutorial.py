"""Makes the master and the pictures of docs/templates.md, from an invented company's corporate design.

Run from the project's root: python -m scripts.make_tutorial (needs LibreOffice Impress and pdftoppm).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from deckgen.outputs.pptx.zipping import packed, unpacked
from deckgen.pipeline.build import build

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "templates"
MASTER = FOLDER / "norrvind-2026.pptx"
NAME = "Norrvind corporate 2026"
COLOURS = {
    "dk1": "22302B",
    "lt1": "FFFFFF",
    "dk2": "123C2F",
    "lt2": "EEF3F0",
    "accent1": "F2A900",  # amber: bright, and not legible on white
    "accent2": "1B7A57",
    "accent3": "6D7B75",
    "accent4": "A9B5B0",
    "accent5": "2B5C8A",
    "accent6": "8C2F39",
}
FONTS = {"a:majorFont": "Cambria", "a:minorFont": "Calibri"}
KEPT = ("Title Slide", "Section Header", "Title and Content", "Two Content", "Title Only")
LOGO = (11.35, 6.78, 1.5, 0.5)
BODY = (0.7, 1.75, 11.9, 4.8)
WIDE, HIGH = 13.333, 7.5
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def master() -> bytes:
    """The invented company's master, with one slide drawn in it."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDE), Inches(HIGH)
    for layout in list(made.slide_layouts):
        if layout.name not in KEPT:
            made.slide_layouts.remove(layout)
    of_all = made.slide_masters[0]
    _theme(of_all)
    title = of_all._element.find(f"{_P}txStyles/{_P}titleStyle/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", "3000")
    for holder in (of_all, *made.slide_layouts):
        for shape in holder.placeholders:
            _placed(shape)
    _bar(of_all, (0, 0, WIDE, 0.18), "accent2")
    of_all.shapes._spTree.append(_logo(of_all))
    _cover(next(item for item in made.slide_layouts if item.name == "Title Slide"))
    _drawn_slide(made)
    for kind in ("author", "last_modified_by", "title", "comments", "keywords", "subject"):
        setattr(made.core_properties, kind, NAME if kind == "title" else "")
    out = io.BytesIO()
    made.save(out)
    return packed(unpacked(out.getvalue(), where=MASTER.name))


def _theme(of_all: Any) -> None:
    part = next(r.target_part for r in of_all.part.rels.values() if r.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    theme.set("name", NAME)
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", NAME)
    for slot, colour in COLOURS.items():
        entry = scheme.find(qn(f"a:{slot}"))
        entry[:] = [etree.Element(qn("a:srgbClr"), val=colour)]
    for tag, family in FONTS.items():
        theme.find(f".//{qn(tag)}/{qn('a:latin')}").set("typeface", family)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _placed(shape: Any) -> None:
    """Every placeholder at its place on wide slides, left-aligned, in the company's sizes."""
    kind = shape.placeholder_format.type
    name = str(kind).partition(" ")[0]
    wide = 5.8
    at = {
        "TITLE": (0.7, 0.55, 11.9, 1.0),
        "CENTER_TITLE": (0.9, 2.3, 9.5, 1.7),
        "SUBTITLE": (0.9, 4.2, 9.5, 1.0),
        "BODY": BODY,
        "OBJECT": BODY,
        "DATE": (0.7, 6.85, 2.0, 0.36),
        "FOOTER": (2.9, 6.85, 6.5, 0.36),
        "SLIDE_NUMBER": (9.6, 6.85, 0.8, 0.36),
    }.get(name)
    if at is None:
        return
    if shape.name.startswith("Content Placeholder") and _is_two(shape):
        at = (BODY[0] + (wide + 0.3) * (shape.placeholder_format.idx - 1), BODY[1], wide, BODY[3])
    shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in at)
    body = shape._element.txBody.find(qn("a:bodyPr"))
    for child in list(body):
        body.remove(child)
    body.set("anchor", "b" if name == "CENTER_TITLE" else "ctr" if name in _FEET else "t")


_FEET = {"DATE", "FOOTER", "SLIDE_NUMBER"}


def _is_two(shape: Any) -> bool:
    return (
        getattr(shape.part, "slide_layout", None) is not None
        and shape.part.slide_layout.name == "Two Content"
    )


def _bar(holder: Any, frame: Sequence[float], token: str) -> None:
    x, y, w, h = (Inches(v) for v in frame)
    number = 900 + len(holder.shapes._spTree)
    holder.shapes._spTree.insert(
        2,
        etree.fromstring(
            f"""<p:sp xmlns:p="{_P[1:-1]}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
            <p:nvSpPr><p:cNvPr id="{number}" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
            <p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>
            <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
            <a:solidFill><a:schemeClr val="{token}"/></a:solidFill></p:spPr></p:sp>"""
        ),
    )


def _logo(holder: Any) -> Any:
    image = Image.new("RGB", (600, 200), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 30, 150, 170), outline="#1B7A57", width=16)
    pen.ellipse((190, 30, 330, 170), outline="#1B7A57", width=16)
    pen.line((80, 100, 170, 50, 260, 100), fill="#F2A900", width=14)
    for i, height in enumerate((80, 110, 140)):
        pen.rectangle((390 + i * 60, 170 - height, 430 + i * 60, 170), fill="#123C2F")
    out = io.BytesIO()
    image.save(out, format="PNG")
    _, relation = holder.part.get_or_add_image_part(io.BytesIO(out.getvalue()))
    x, y, w, h = (Inches(v) for v in LOGO)
    return etree.fromstring(
        f"""<p:pic xmlns:p="{_P[1:-1]}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:nvPicPr>
        <p:cNvPr id="950" name="Logo" descr="Logo of Norrvind, an invented company"/><p:cNvPicPr/>
        <p:nvPr userDrawn="1"/></p:nvPicPr>
        <p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>
        <p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>
        <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>"""
    )


def _cover(layout: Any) -> None:
    _bar(layout, (0, 1.4, 0.45, 4.4), "accent1")
    for shape in layout.placeholders:
        if str(shape.placeholder_format.type).startswith(("CENTER_TITLE", "SUBTITLE")):
            style = shape._element.txBody.find(qn("a:lstStyle"))
            style[:] = [etree.SubElement(etree.Element("x"), qn("a:lvl1pPr"), marL="0", indent="0", algn="l")]
            big = str(shape.placeholder_format.type).startswith("CENTER")
            etree.SubElement(style[0], qn("a:buNone"))
            etree.SubElement(style[0], qn("a:defRPr"), sz="4000" if big else "2000", b="1" if big else "0")


def _drawn_slide(made: Any) -> None:
    """What a consultant draws: words with tags, a chart, and a card for each competitor."""
    layout = next(item for item in made.slide_layouts if item.name == "Title Only")
    slide = made.slides.add_slide(layout)
    slide.shapes.title.text_frame.text = "{{ mentions.total|upper_first }} posts name {{ brief.us.name }}"
    figures = CategoryChartData()
    figures.categories = ["Jan", "Feb", "Mar"]
    figures.add_series("Posts", (4, 7, 5))
    holder = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, *map(Inches, (0.7, 1.9, 7.4, 3.0)), figures
    )
    holder.name = "chart: mentions_over_time"
    chart = holder.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(12)
    chart.value_axis.has_major_gridlines = False
    chart.plots[0].gap_width = 40
    fill = chart.plots[0].series[0].format.fill
    fill.solid()
    fill.fore_color.theme_color = 6  # accent2
    box = slide.shapes.add_textbox(*map(Inches, (8.5, 1.9, 4.1, 3.0)))
    box.text_frame.word_wrap = True
    for i, words in enumerate(
        ("{% for blog in blogs[:4] %}", "{{ blog.blog }}: {{ blog.results }} results", "{% endfor %}")
    ):
        paragraph = box.text_frame.paragraphs[0] if not i else box.text_frame.add_paragraph()
        run = paragraph.add_run()
        run.text = words
        run.font.size = Pt(16)
    group = slide.shapes.add_group_shape()
    group.name = "for: competitors; across"
    card = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, (0.7, 5.35, 2.6, 0.9)))
    card.shadow.inherit = False
    card.fill.solid()
    card.fill.fore_color.theme_color = 6
    card.line.fill.background()
    card.text_frame.text = "{{ competitor.name }}"
    card.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    card.text_frame.paragraphs[0].runs[0].font.size = Pt(18)
    slide.notes_slide.notes_text_frame.text = "name: Our rivals\nPoint at the week in which most was said."


def pictures(work: Path, deck: Path, *, dpi: int = 60) -> list[Image.Image]:
    """The slides of a file as LibreOffice shows them."""
    out = work / deck.stem
    out.mkdir()
    office = ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(out), str(deck)], check=True, capture_output=True)
    subprocess.run(
        ["pdftoppm", "-r", f"{dpi}", "-png", str(out / f"{deck.stem}.pdf"), str(out / "s")], check=True
    )
    return [Image.open(p).convert("RGB") for p in sorted(out.glob("s-*.png"))]


def sheet(name: str, slides: Sequence[Image.Image], *, columns: int, gap: int = 8) -> None:
    """Slides side by side as one picture of the page."""
    wide, high = slides[0].size
    rows = -(-len(slides) // columns)
    made = Image.new("RGB", (columns * (wide + gap) + gap, rows * (high + gap) + gap), (205, 210, 216))
    for i, slide in enumerate(slides):
        made.paste(slide, (gap + (i % columns) * (wide + gap), gap + (i // columns) * (high + gap)))
    colours = made.quantize(255, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    colours.save(FOLDER / f"{name}.png", optimize=True)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    MASTER.write_bytes(master())
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        client = work / "norrvind"
        shutil.copytree(ROOT / "sample_inputs" / "strong", client)
        (client / "template").mkdir()
        shutil.copy(MASTER, client / "template")
        settings = 'name = "norrvind"\nextends = "boardroom"\nmaster = "norrvind-2026.pptx"\n'
        plain = _built(work, client, settings, "plain")
        green = _built(work, client, settings + '[palette]\nus = "accent2"\nattention = "accent1"\n', "green")
        drawn = settings + '[lengths]\nfive = ["master:Our rivals", "summary"]\n'
        filled = _built(work, client, drawn, "five", "five")[0]
        sheet("drawn", [pictures(work, MASTER)[0], filled], columns=2)
        sheet("deck", [plain[i] for i in _SHOWN], columns=2)
        sheet("palette", [plain[_SHOWN[-1]], green[_SHOWN[-1]]], columns=2)


_SHOWN = (0, 1, 2, 4)  # cover, summary, trend, share of voice


def _built(work: Path, client: Path, settings: str, name: str, length: str = "meeting") -> list[Image.Image]:
    (client / "template" / "template.toml").write_text(settings, encoding="utf-8")
    made = build(client, environ={}, is_offline=True, length=length, output=work / f"{name}.pptx")
    return pictures(work, made.path)


if __name__ == "__main__":
    main()
