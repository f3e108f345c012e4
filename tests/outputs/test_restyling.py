"""Another theme restyles a finished deck: nothing that deckgen wrote has a colour or a font of its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from deckgen.outputs.pptx import render
from deckgen.outputs.pptx.geometry import ARCHETYPES
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.theme import Theme
from tests.outputs import masters as made
from tests.outputs.pptx import decks, reading

FIXED = ("srgbClr", "sysClr", "prstClr", "scrgbClr", "hslClr")
FACES = ("latin", "ea", "cs", "sym", "buFont")
WRITTEN = re.compile(r"ppt/(slides|charts|notesSlides|drawings|diagrams)/[^/]+\.xml")
OF_OUR_MASTER = re.compile(r"ppt/(slideMasters|slideLayouts)/[^/]+\.xml|ppt/tableStyles\.xml")
SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{i}" for i in range(1, 7)))
OTHER_COLOURS = {slot: f"{23 * i + 11:02X}{(97 * i + 40) % 256:02X}{(151 * i + 90) % 256:02X}" for i, slot in
                 enumerate(SLOTS)}  # fmt: skip
CHANGES = ("lumMod", "lumOff", "satMod")


@pytest.fixture(scope="module", params=["ours", "bands", "dark"])
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """A deck of every archetype on our own master and on strangers'."""
    name = str(request.param)
    if name == "ours":
        return name, render(decks.every_archetype(), master=decks.MASTER)
    path = tmp_path_factory.mktemp("restyling") / "client.pptx"
    path.write_bytes(made.saved(made.MASTERS[name]()))
    return name, render(decks.every_archetype(), master=path, layouts={a: a for a in ARCHETYPES})


def test_no_part_that_deckgen_wrote_states_a_colour_or_a_font(finished: tuple[str, bytes]) -> None:
    name, blob = finished

    stated = [
        (member, found)
        for member, tree in trees(blob)
        if WRITTEN.fullmatch(member) or (name == "ours" and OF_OUR_MASTER.fullmatch(member))
        for found in of_its_own(tree)
    ]

    assert stated == []


def test_charts_bring_no_style_of_their_own(finished: tuple[str, bytes]) -> None:
    members = reading.members(finished[1])

    assert [m for m in members if m.startswith("ppt/charts/")]
    assert [m for m in members if re.match(r"ppt/charts/(style|colors)", m) or "themeOverride" in m] == []


def test_a_change_of_the_theme_changes_every_colour_of_every_slide(
    finished: tuple[str, bytes], tmp_path: Path
) -> None:
    _, blob = finished
    (tmp_path / "before.pptx").write_bytes(blob)
    (tmp_path / "after.pptx").write_bytes(restyled(blob))

    before, after = shown(tmp_path / "before.pptx"), shown(tmp_path / "after.pptx")

    assert len(before) > 10
    assert before.keys() == after.keys()
    assert (
        sum(bool(colours) for colours in before.values()) >= len(before) - 2
    )  # cover, section: all inherited
    for slide, colours in before.items():
        assert [t for t, shade in colours.items() if shade == after[slide][t]] == [], slide


def test_a_change_of_the_theme_changes_the_fonts_of_our_own_master(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(restyled(render(decks.short(), master=decks.MASTER)))

    layout = opened(path).layouts[1]

    assert {layout.theme.major, layout.theme.minor} == {"Georgia", "Verdana"}
    names = {f.get("typeface") for _, tree in trees(path.read_bytes()) for f in faces(tree)}
    assert {n for n in names if n and not n.startswith("+")} <= {"Georgia", "Verdana"}


def trees(blob: bytes) -> Iterator[tuple[str, Any]]:
    """Parts with shapes, text or styles, and themes that slides show."""
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        for member in package.namelist():
            if WRITTEN.fullmatch(member) or OF_OUR_MASTER.fullmatch(member):
                yield member, etree.fromstring(package.read(member))


def faces(tree: Any) -> Iterator[Any]:
    for tag in FACES:
        yield from tree.iter(f"{reading.A}{tag}")


def of_its_own(tree: Any) -> Iterator[str]:
    """Colours and fonts that no theme can change."""
    for tag in FIXED:
        for found in tree.iter(f"{reading.A}{tag}"):
            yield f"{tag} {found.get('val')}"
    for face in faces(tree):
        if not (face.get("typeface") or "+").startswith("+"):
            yield f"{etree.QName(face).localname} {face.get('typeface')}"


def restyled(blob: bytes) -> bytes:
    """The file with other colours and fonts in its themes, and nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as package, zipfile.ZipFile(out, "w") as changed:
        for member in package.namelist():
            content = package.read(member)
            if member.startswith("ppt/theme/theme"):
                theme = etree.fromstring(content)
                for slot, value in OTHER_COLOURS.items():
                    entry = theme.find(f".//{reading.A}{slot}")
                    del entry[:]
                    etree.SubElement(entry, f"{reading.A}srgbClr").set("val", value)
                for tag, family in (("majorFont", "Georgia"), ("minorFont", "Verdana")):
                    theme.find(f".//{reading.A}{tag}/{reading.A}latin").set("typeface", family)
                content = etree.tostring(theme)
            changed.writestr(member, content)
    return out.getvalue()


def shown(path: Path) -> dict[int, dict[str, str]]:
    """Every colour that a slide and its charts use, resolved by the theme of its layout.

    Black and white (a theme colour without any lightness of its own) stay what they are.
    """
    themes = {layout.title: layout.theme for layout in opened(path).layouts}
    found: dict[int, dict[str, str]] = {}
    for number, slide in enumerate(reading.opened(path.read_bytes()).slides, 1):
        theme = themes[slide.slide_layout.name]
        elements = [slide._element, *(chart for chart, _ in reading.charts(slide))]
        tokens = {token(e) for part in elements for e in part.iter(f"{reading.A}schemeClr")}
        found[number] = {t: resolved(theme, t) for t in tokens if "lumMod=0" not in t.split()}
    return found


def token(element: Any) -> str:
    changes = (f"{etree.QName(c).localname}={c.get('val')}" for c in element)
    return " ".join([element.get("val"), *changes])


def resolved(theme: Theme, token: str) -> str:
    assert {c.split("=")[0] for c in token.split()[1:]} <= {*CHANGES, "alpha"}
    return theme.hexadecimal(" ".join(p for p in token.split() if not p.startswith("alpha=")))
