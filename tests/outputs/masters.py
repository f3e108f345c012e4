"""Masters that strangers could have made, built for the tests: odd sizes, dark, empty, with logos."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.util import Emu, Inches

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
Frame = tuple[float, float, float, float]  # left, top, width, height in inches

GERMAN = {
    "Title Slide": "Titelfolie",
    "Title and Content": "Titel und Inhalt",
    "Section Header": "Abschnittsüberschrift",
    "Two Content": "Zwei Inhalte",
    "Title Only": "Nur Titel",
    "Blank": "Leer",
}
SWEDISH = {
    "Title Slide": "Rubrikbild",
    "Title and Content": "Rubrik och innehåll",
    "Section Header": "Avsnittsrubrik",
    "Two Content": "Två innehållsdelar",
    "Title Only": "Endast rubrik",
    "Blank": "Tom",
}


def four_to_three() -> Any:
    """The library's own master: 10 x 7.5 inches, eleven layouts, nothing painted."""
    return Presentation()


def sized(width: float, height: float) -> Any:
    """The same with every frame scaled to another size."""
    made = four_to_three()
    fx, fy = Inches(width) / made.slide_width, Inches(height) / made.slide_height
    for tree in _trees(made):
        for at in tree.iter(f"{A}xfrm"):
            off, ext = at.find(f"{A}off"), at.find(f"{A}ext")
            if off is not None and ext is not None:
                for element, names in ((off, "xy"), (ext, ("cx", "cy"))):
                    for attribute, factor in zip(names, (fx, fy), strict=True):
                        element.set(attribute, str(round(int(element.get(attribute)) * factor)))
    made.slide_width, made.slide_height = Emu(Inches(width)), Emu(Inches(height))
    return made


def dark() -> Any:
    """White on dark blue by an inverted colour map and a fixed ground."""
    made = sized(13.333, 7.5)
    master = made.slide_masters[0]._element
    mapping = master.find(f"{P}clrMap")
    for slide_name, theme_name in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        mapping.set(slide_name, theme_name)
    _ground(master, "0B1F3A")
    return made


def dark_text_on_dark() -> Any:
    """A dark ground under the colour map of a light one: nothing inherited is legible."""
    made = sized(13.333, 7.5)
    _ground(made.slide_masters[0]._element, "101820")
    return made


def named(names: Mapping[str, str]) -> Any:
    """Layouts in another language, without the types that would give them away."""
    made = sized(13.333, 7.5)
    for layout in made.slide_layouts:
        layout.name = names.get(layout.name, layout.name)
        layout._element.attrib.pop("type", None)
    return made


def without_content() -> Any:
    """A cover and an empty layout, no title anywhere else."""
    made = sized(13.333, 7.5)
    _keep(made, {"Title Slide", "Blank"})
    return made


def nothing_at_all() -> Any:
    """One layout and a master without a placeholder."""
    made = sized(13.333, 7.5)
    _keep(made, {"Blank"})
    for tree in _trees(made):
        for shape in list(tree.iter(f"{P}sp")):
            shape.getparent().remove(shape)
    return made


LOGO: Frame = (10.9, 0.3, 2.0, 0.9)


def logo_on_the_right() -> Any:
    """A logo that the title's own frame runs under."""
    made = sized(13.333, 7.5)
    picture(made.slide_masters[0], LOGO, _logo())
    return made


PAGE_LOGO: Frame = (11.2, 6.3, 1.6, 0.8)


def picture_as_ground() -> Any:
    """The page is one picture with a logo drawn into it."""
    made = sized(13.333, 7.5)
    image = Image.new("RGB", (1333, 750), "#F4F1EA")
    x, y, w, h = (round(v * 100) for v in PAGE_LOGO)
    pen = ImageDraw.Draw(image)
    for i in range(0, w, 16):
        pen.rectangle((x + i, y, x + i + 8, y + h), fill="#101010")
    picture(made.slide_masters[0], (0, 0, 13.333, 7.5), _bytes(image), at=2)
    return made


def doubled() -> Any:
    """Every content placeholder has the index of the title."""
    made = sized(13.333, 7.5)
    for layout in made.slide_layouts:
        for ph in layout._element.iter(f"{P}ph"):
            if ph.get("type") in {None, "obj", "body"}:
                ph.attrib.pop("idx", None)
    return made


def huge_title() -> Any:
    """A title of 66 points in a third of the slide, as a poster has it."""
    made = sized(13.333, 7.5)
    for layout in made.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type in (1, 3):
                shape.left, shape.top = Inches(0.5), Inches(0.3)
                shape.width, shape.height = Inches(12.3), Inches(2.6)
                _size(shape, 6600)
    return made


def tiny_title() -> Any:
    """A title of one line over a rule that leaves no room for a second."""
    made = sized(13.333, 7.5)
    for layout in made.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type == 1:
                shape.left, shape.top = Inches(0.4), Inches(0.2)
                shape.width, shape.height = Inches(9), Inches(0.3)
    band(made.slide_masters[0], (0, 0.52, 13.333, 0.05), "C00000")
    return made


def tiny_footer() -> Any:
    """Footers too small for any words of ours."""
    made = sized(13.333, 7.5)
    for holder in (made.slide_masters[0], *made.slide_layouts):
        for shape in holder.placeholders:
            if shape.placeholder_format.type == 15:
                shape.left, shape.top = Inches(6), Inches(7.2)
                shape.width, shape.height = Inches(0.6), Inches(0.15)
    return made


def footer_over_the_edge() -> Any:
    """Footers that reach a third of their height below the slide."""
    made = sized(13.333, 7.5)
    for holder in (made.slide_masters[0], *made.slide_layouts):
        for shape in holder.placeholders:
            if shape.placeholder_format.type in (13, 15, 16):
                _put(shape, (shape.left / 914400, 7.1, shape.width / 914400, 0.6))
    return made


def bands() -> Any:
    """A coloured bar at the left, one at the foot, a line under the title, in groups."""
    made = sized(13.333, 7.5)
    master = made.slide_masters[0]
    band(master, (0, 0, 0.35, 7.5), "004B87")
    band(master, (0, 7.1, 13.333, 0.4), "004B87")
    band(master, (0.6, 1.35, 12, 0.02), "C00000")
    return made


def small() -> Any:
    """16:9 at ten inches."""
    return sized(10, 5.625)


def tall() -> Any:
    """A4, upright."""
    return sized(8.27, 11.69)


def with_samples() -> Any:
    """Four sample slides, and a layout in use that is called nothing."""
    made = sized(13.333, 7.5)
    for layout in (0, 1, 1, 1):
        slide = made.slides.add_slide(made.slide_layouts[layout])
        slide.shapes.title.text = "Sample that must not stay"
    return made


def title_beside() -> Any:
    """A coloured column at the left with the title in it, the content beside it."""
    made = sized(13.333, 7.5)
    band(made.slide_masters[0], (0, 0, 4, 7.5), "1F3864")
    for holder in (made.slide_masters[0], *made.slide_layouts):
        for shape in holder.placeholders:
            if shape.placeholder_format.type == 1:
                _put(shape, (0.4, 0.8, 3.2, 4))
            elif shape.placeholder_format.type in (2, 7):
                _put(shape, (4.4, 0.8, 8.4, 5.9))
    return made


def title_over_half() -> Any:
    """Titles that stand so low that less than a third of the page is left; one layout without a title."""
    made = sized(13.333, 7.5)
    band(made.slide_masters[0], (0, 0, 13.333, 1.5), "2C3E50")
    for holder in (made.slide_masters[0], *made.slide_layouts):
        for shape in holder.placeholders:
            if shape.placeholder_format.type == 1:
                _put(shape, (3.5, 1.8, 6, 2.4))
            elif shape.placeholder_format.type in (2, 7):
                _put(shape, (4.5, 4.4, 8, 2))
    return made


WATERMARK: Frame = (3.5, 2.0, 6.0, 4.0)


def watermark() -> Any:
    """A pale mark in the middle of the page, which the master means to be written over."""
    made = sized(13.333, 7.5)
    image = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((50, 20, 550, 380), fill=(235, 238, 245, 255))
    picture(made.slide_masters[0], WATERMARK, _bytes(image), at=2)
    return made


PENCIL: Frame = (10.6, 0.2, 2.0, 0.9)


def paper_in_background() -> Any:
    """The background is a picture: a sheet of white paper on a dark desk, with a pencil on it."""
    made = sized(13.333, 7.5)
    image = Image.new("RGB", (1333, 750), "#1A647C")
    pen = ImageDraw.Draw(image)
    pen.rectangle((50, 40, 1283, 710), fill="#FFFFFF")
    x, y, w, h = (round(v * 100) for v in PENCIL)
    for i in range(0, w, 16):
        pen.rectangle((x + i, y, x + i + 8, y + h), fill="#C8A000")
    _picture_ground(made.slide_masters[0], _bytes(image))
    return made


def day_and_night() -> Any:
    """A ground that runs from near black to white: no colour can be read on all of it."""
    return _on_gradient("101020", "FFFFFF")


def deep_gradient() -> Any:
    """Two blues, and no theme colour near them for a panel."""
    return _on_gradient("001A4D", "3366CC")


def _on_gradient(top: str, bottom: str) -> Any:
    made = sized(13.333, 7.5)
    stops = "".join(
        f'<a:gs pos="{at}"><a:srgbClr val="{colour}"/></a:gs>' for at, colour in ((0, top), (100000, bottom))
    )
    fill = f'<a:gradFill rotWithShape="1"><a:gsLst>{stops}</a:gsLst><a:lin ang="5400000"/></a:gradFill>'
    _ground_of(made.slide_masters[0]._element, fill)
    return made


def odd_colours() -> Any:
    """A theme that states its colours in every way the format has."""
    made = sized(13.333, 7.5)
    theme = _theme(made)
    scheme = etree.fromstring(theme.blob)
    for slot, stated in {
        "lt1": '<a:sysClr val="window"/>',
        "dk2": '<a:prstClr val="midnightBlue"/>',
        "accent1": '<a:hslClr hue="12600000" sat="80000" lum="35000"/>',
        "accent2": '<a:scrgbClr r="80000" g="20000" b="5000"/>',
        "accent3": '<a:prstClr val="slateGray"/>',
        "accent5": '<a:prstClr val="dkBlue"/>',
    }.items():
        entry = scheme.find(f".//{A}{slot}")
        del entry[:]
        entry.append(etree.fromstring(stated.replace("/>", f' xmlns:a="{A[1:-1]}"/>')))
    theme._blob = etree.tostring(scheme)
    return made


def alarming() -> Any:
    """The third accent is pure red, the second dark black: what others and talk would be drawn in."""
    made = sized(13.333, 7.5)
    theme = _theme(made)
    scheme = etree.fromstring(theme.blob)
    for slot, colour in {"dk2": "000000", "accent1": "007DEA", "accent3": "FF0000"}.items():
        entry = scheme.find(f".//{A}{slot}")
        del entry[:]
        etree.SubElement(entry, f"{A}srgbClr").set("val", colour)
    theme._blob = etree.tostring(scheme)
    return made


MASTERS: Mapping[str, Callable[[], Any]] = {
    "4:3": four_to_three,
    "16:10": lambda: sized(10, 6.25),
    "A4": lambda: sized(11.69, 8.27),
    "A4 upright": tall,
    "small 16:9": small,
    "very wide": lambda: sized(20, 7.5),
    "dark": dark,
    "dark text on dark": dark_text_on_dark,
    "German": lambda: named(GERMAN),
    "Swedish": lambda: named(SWEDISH),
    "no content layout": without_content,
    "nothing at all": nothing_at_all,
    "logo on the right": logo_on_the_right,
    "picture as ground": picture_as_ground,
    "doubled placeholders": doubled,
    "huge title": huge_title,
    "tiny title": tiny_title,
    "tiny footer": tiny_footer,
    "footer over the edge": footer_over_the_edge,
    "bands": bands,
    "samples": with_samples,
    "title beside": title_beside,
    "watermark": watermark,
    "paper in background": paper_in_background,
    "day and night": day_and_night,
    "deep gradient": deep_gradient,
    "odd colours": odd_colours,
}


def saved(presentation: Any) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def band(holder: Any, frame: Frame, colour: str) -> None:
    """A filled rectangle on a master or layout."""
    tree = holder._element.find(f"{P}cSld/{P}spTree")
    x, y, w, h = (round(v * 914400) for v in frame)
    shape = etree.fromstring(
        f"""<p:sp xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}"><p:nvSpPr>
        <p:cNvPr id="{900 + len(tree)}" name="Band"/>
        <p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>
        <a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
        <a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></p:spPr></p:sp>"""
    )
    tree.insert(2, shape)


def picture(holder: Any, frame: Frame, blob: bytes, *, at: int | None = None) -> None:
    """A picture on a master or layout."""
    part, relation = holder.part.get_or_add_image_part(io.BytesIO(blob))
    assert part is not None
    tree = holder._element.find(f"{P}cSld/{P}spTree")
    x, y, w, h = (round(v * 914400) for v in frame)
    shape = etree.fromstring(
        f"""<p:pic xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:nvPicPr>
        <p:cNvPr id="{900 + len(tree)}" name="Logo"/><p:cNvPicPr/><p:nvPr userDrawn="1"/></p:nvPicPr>
        <p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>
        <p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>
        <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>"""
    )
    tree.insert(len(tree) if at is None else at, shape)


def _trees(made: Any) -> list[Any]:
    master = made.slide_masters[0]
    return [h._element.find(f"{P}cSld/{P}spTree") for h in (master, *master.slide_layouts)]


def _keep(made: Any, names: set[str]) -> None:
    for layout in list(made.slide_layouts):
        if layout.name not in names:
            made.slide_layouts.remove(layout)


def _theme(made: Any) -> Any:
    rels = made.slide_masters[0].part.rels.values()
    return next(r.target_part for r in rels if r.reltype.endswith("/theme"))


def _put(shape: Any, frame: Frame) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in frame)


def _ground(master: Any, colour: str) -> None:
    _ground_of(master, f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>')


def _picture_ground(holder: Any, blob: bytes) -> None:
    _, relation = holder.part.get_or_add_image_part(io.BytesIO(blob))
    fill = f'<a:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'
    _ground_of(holder._element, fill)


def _ground_of(master: Any, fill: str) -> None:
    content = master.find(f"{P}cSld")
    old = content.find(f"{P}bg")
    if old is not None:
        content.remove(old)
    ground = etree.fromstring(
        f"""<p:bg xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:bgPr>{fill}
        <a:effectLst/></p:bgPr></p:bg>"""
    )
    content.insert(0, ground)


def _size(shape: Any, size: int) -> None:
    styles = shape._element.txBody.find(f"{A}lstStyle")
    for old in list(styles):
        styles.remove(old)
    level = etree.SubElement(styles, f"{A}lvl1pPr")
    etree.SubElement(level, f"{A}defRPr").set("sz", str(size))


def _logo() -> bytes:
    image = Image.new("RGB", (400, 180), "#004B87")
    ImageDraw.Draw(image).ellipse((40, 20, 180, 160), fill="#FFFFFF")
    return _bytes(image)


def _bytes(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()
