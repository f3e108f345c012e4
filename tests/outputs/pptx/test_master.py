"""Tests of masters: ours has what the design says; a bad one is refused, its sample slides never survive."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from openxml_audit import validate_pptx
from pptx import Presentation

from deckgen.errors import TemplateError
from deckgen.model.deck import Role
from deckgen.outputs.pptx import geometry, render
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.theme import contrast
from deckgen.outputs.pptx.zipping import packed, unpacked
from tests.outputs.pptx import decks, reading
from tests.outputs.pptx.decks import MASTER

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "make_master.py"
PANEL = 23
PACKAGE = "http://schemas.openxmlformats.org/package"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def the_script() -> ModuleType:
    found = importlib.util.spec_from_file_location("make_master", SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def changed(tmp_path: Path, **parts: bytes | None) -> Path:
    """Our master with parts replaced; names are given with "__" for "/" and "_dot_" for "."."""
    made = unpacked(MASTER, where="master")
    for name, blob in parts.items():
        member = name.replace("__", "/").replace("_dot_", ".")
        if blob is not None:
            made[member] = blob
    path = tmp_path / "master.pptx"
    path.write_bytes(packed(made))
    return path


def test_the_master_in_the_template_is_what_the_script_makes() -> None:
    assert packed(the_script().parts()) == MASTER.read_bytes()


def test_the_master_passes_the_office_validator() -> None:
    assert [e.description for e in validate_pptx(MASTER).errors] == []


def test_every_archetype_has_a_layout_whose_placeholders_stand_where_the_grid_says() -> None:
    master = opened(MASTER)
    for archetype in geometry.ARCHETYPES:
        layout = master.layout(archetype)
        for slot in geometry.slots(archetype).values():
            if slot.idx >= 0:
                found = layout.placeholders[slot.idx]
                assert (found.kind, found.title, found.frame) == (slot.kind, slot.title, slot.frame)


def test_placeholders_have_prompts_and_never_shrink_their_text() -> None:
    for layout in Presentation(str(MASTER)).slide_layouts:
        assert layout._element.get("preserve") == "1"
        for shape in layout.placeholders:
            assert shape._element.find(f".//{reading.A}noAutofit") is not None
            if shape.placeholder_format.idx not in (10, 11, 12):
                assert shape.text_frame.text.strip()


def test_the_panel_has_five_levels() -> None:
    layout = opened(MASTER).layout("summary")

    levels = layout.placeholders[PANEL].element.findall(f".//{reading.A}lstStyle/*")

    assert len(levels) == 5


def test_content_is_exactly_twelve_inches_wide() -> None:
    assert geometry.x(0) == 609600
    assert geometry.w(12) == 12 * geometry.INCH
    assert geometry.x(11) + geometry.w(1) == geometry.x(0) + geometry.w(12)


@pytest.mark.parametrize("role", list(Role))
def test_marks_and_text_of_every_role_are_legible(role: Role) -> None:
    theme = opened(MASTER).layout("table").theme

    assert contrast(theme.hexadecimal(theme.mark(role)), "FFFFFF") >= 2.95
    assert contrast(theme.hexadecimal(theme.text(role)), "FFFFFF") >= 4.45
    mark = theme.mark(role)
    assert contrast(theme.hexadecimal(theme.on(mark)), theme.hexadecimal(mark)) >= 4.4


def test_the_highlight_tint_does_not_turn_neon() -> None:
    theme = opened(MASTER).layout("table").theme

    assert theme.hexadecimal("accent1 satMod=40000 lumMod=12000 lumOff=88000") in {
        "DFEFF1",
        "DEEEF1",
        "DFEEF1",
    }


def test_a_template_file_is_opened_as_a_presentation(tmp_path: Path) -> None:
    types = unpacked(MASTER, where="m")["[Content_Types].xml"]
    made = unpacked(MASTER, where="m") | {
        "[Content_Types].xml": types.replace(b"presentation.main+xml", b"template.main+xml")
    }
    path = tmp_path / "master.potx"
    path.write_bytes(packed(made))

    blob = render(decks.short(), master=path)

    assert len(reading.opened(blob).slides) == 3


def test_sample_slides_are_dropped_and_new_ones_take_no_name_twice(tmp_path: Path) -> None:
    path = tmp_path / "master.pptx"
    path.write_bytes(render(decks.short(), master=MASTER))
    parts = unpacked(path, where="m")
    parts["ppt/_rels/viewProps.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/slide" '
        'Target="slides/slide1.xml"/></Relationships>'
    ).encode()
    path.write_bytes(packed(parts))

    blob = render(decks.short(), master=path)

    names = reading.members(blob)
    assert len(names) == len(set(names))
    assert len([n for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)]) == 3
    assert len([n for n in names if n.startswith("ppt/charts/chart")]) == 2


@pytest.mark.parametrize(
    ("member", "blob", "says"),
    [
        ("ppt/vbaProject.bin", b"x", "macro"),
        ("ppt/activeX/activeX1.xml", b"<a/>", "macro or control"),
        (
            "ppt/slideMasters/_rels/slideMaster1.xml.rels",
            b'<Relationships><Relationship TargetMode="External" Target="https://x.example/"/></Relationships>',
            "points outside the file",
        ),
        ("ppt/theme/theme1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "document type"),
        ("ppt/presentation.xml", b"<p:presentation", "cannot be read"),
        ("../evil.xml", b"<a/>", "oddly named"),
    ],
)
def test_a_master_that_no_office_program_should_write_is_refused(
    member: str, blob: bytes, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "master.pptx"
    path.write_bytes(packed(unpacked(MASTER, where="m") | {member: blob}))

    with pytest.raises(TemplateError, match=says) as caught:
        opened(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("size", [b'cx="0" cy="0"', b'cx="abc" cy="7"', b'cx="99999999999" cy="6858000"'])
def test_a_master_with_an_impossible_slide_size_is_refused(size: bytes, tmp_path: Path) -> None:
    own = unpacked(MASTER, where="m")["ppt/presentation.xml"]
    path = changed(tmp_path, ppt__presentation_dot_xml=own.replace(b'cx="12192000" cy="6858000"', size))

    with pytest.raises(TemplateError):
        opened(path)


def test_what_is_no_presentation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "master.pptx"
    path.write_bytes(b"PK nothing")

    with pytest.raises(TemplateError, match="not a readable PowerPoint file"):
        opened(path)
    with pytest.raises(TemplateError, match="there is no such file"):
        opened(tmp_path / "none.pptx")
