"""`template diff`: what changed between two versions of a master, and whether the mapping still holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx.util import Inches

from deckgen.outputs.pptx.comparing import Change, Difference, Part
from deckgen.pipeline.masters.diff import State, Versions, diff
from tests.outputs import masters as made
from tests.pipeline.masters.making import client, master_file, outline


def german() -> Any:
    return made.named(made.GERMAN)


def changed(act: Callable[[Any], None]) -> Callable[[], Any]:
    def make() -> Any:
        presentation = german()
        act(presentation)
        return presentation

    return make


def layout(presentation: Any, name: str) -> Any:
    return next(x for x in presentation.slide_layouts if x.name == name)


def versions(folder: Path, act: Callable[[Any], None]) -> Versions:
    old = master_file(folder / "old.pptx", german)
    return diff(old, master_file(folder / "new.pptx", changed(act)))


def told(found: Versions, part: Part) -> list[Difference]:
    return [d for d in found.compared.differences if d.part is part]


def test_a_file_holds_against_itself(tmp_path: Path) -> None:
    found = versions(tmp_path, lambda _: None)

    assert found.compared.differences == ()
    assert found.holds


def test_a_renamed_layout_is_found_by_its_placeholders(tmp_path: Path) -> None:
    found = versions(tmp_path, lambda p: setattr(layout(p, "Nur Titel"), "name", "Titel allein"))

    assert [(d.change, d.name, d.after) for d in told(found, Part.LAYOUT)] == [
        (Change.RENAMED, "Nur Titel", "Titel allein")
    ]


def test_layouts_added_and_removed_are_told(tmp_path: Path) -> None:
    def act(presentation: Any) -> None:
        presentation.slide_layouts.remove(layout(presentation, "Leer"))

    found = versions(tmp_path, act)

    assert [(d.change, d.name) for d in told(found, Part.LAYOUT)] == [(Change.REMOVED, "Leer")]


def test_a_moved_a_resized_and_a_removed_placeholder_are_told_in_inches(tmp_path: Path) -> None:
    def act(presentation: Any) -> None:
        shapes = list(layout(presentation, "Zwei Inhalte").placeholders)
        shapes[1].left, shapes[1].top = Inches(1.5), Inches(2)
        shapes[1].width, shapes[1].height = Inches(4), Inches(3)
        shapes[2]._element.getparent().remove(shapes[2]._element)

    found = versions(tmp_path, act)

    changes = {d.change: d for d in told(found, Part.PLACEHOLDER)}
    assert set(changes) == {Change.MOVED, Change.REMOVED}
    assert changes[Change.MOVED].after == "4.00 x 3.00 at 1.50, 2.00"
    assert changes[Change.MOVED].layouts == ("Zwei Inhalte",)


def test_a_retyped_placeholder_is_told(tmp_path: Path) -> None:
    def act(presentation: Any) -> None:
        for ph in layout(presentation, "Titel und Inhalt")._element.iter(f"{made.P}ph"):
            if ph.get("idx") == "1":
                ph.set("type", "tbl")

    found = versions(tmp_path, act)

    assert [(d.change, d.before, d.after) for d in told(found, Part.PLACEHOLDER)] == [
        (Change.RETYPED, "obj", "tbl")
    ]


def test_colours_fonts_and_a_logo_on_all_layouts_are_told_once(tmp_path: Path) -> None:
    def act(presentation: Any) -> None:
        made.picture(presentation.slide_masters[0], made.LOGO, made._logo())
        part = next(
            r.target_part
            for r in presentation.slide_masters[0].part.rels.values()
            if r.reltype.endswith("/theme")
        )
        part._blob = part.blob.replace(b'"4F81BD"', b'"0072BC"').replace(
            b'typeface="Calibri"', b'typeface="Lato"'
        )

    found = versions(tmp_path, act)

    assert [(d.name, d.before, d.after) for d in told(found, Part.COLOUR)] == [
        ("accent1", "4F81BD", "0072BC")
    ]
    assert {d.after for d in told(found, Part.FONT)} == {"Lato"}
    assert [(d.change, d.name) for d in told(found, Part.PAINT)] == [(Change.ADDED, "Logo")]


def test_the_size_of_the_slides_and_sample_slides_are_told(tmp_path: Path) -> None:
    old = master_file(tmp_path / "old.pptx", "4:3")

    found = diff(old, master_file(tmp_path / "new.pptx", "samples"))

    assert [(d.before, d.after) for d in told(found, Part.SIZE)] == [("10.00 x 7.50", "13.33 x 7.50")]
    assert [(d.before, d.after) for d in told(found, Part.SAMPLE)] == [("0", "4")]


def test_a_mapping_that_names_what_the_new_file_lacks_is_broken_with_what_to_write(tmp_path: Path) -> None:
    client(tmp_path)
    names = {**made.GERMAN, "Title Slide": "Deckblatt"}

    found = diff(tmp_path / "acme", master_file(tmp_path / "new.pptx", lambda: made.named(names)))

    broken = [h for h in found.held if h.state is State.BROKEN]
    assert [(h.archetype, h.lost, h.instead) for h in broken] == [
        ("cover", 'layout "Titelfolie"', "Deckblatt")
    ]
    assert not found.holds


def test_a_placeholder_of_the_mapping_that_is_gone_is_broken(tmp_path: Path) -> None:
    new = client(tmp_path)
    path = new.folder / "template.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n[placeholders.text]\nbody = 1\n", encoding="utf-8")

    def act(presentation: Any) -> None:
        for item in presentation.slide_layouts:
            for ph in list(item._element.iter(f"{made.P}ph")):
                if ph.get("idx") == "1" and ph.get("type") is None:
                    ph.set("idx", "41")

    found = diff(tmp_path / "acme", master_file(tmp_path / "new.pptx", changed(act)))

    assert [(h.archetype, h.lost) for h in found.held if h.state is State.BROKEN] == [("text", "body = 1")]


def test_a_drawn_slide_that_an_outline_shows_must_be_in_the_new_file(tmp_path: Path) -> None:
    new = client(tmp_path, "samples")
    outline(new.folder, "summary", "master:2")

    found = diff(tmp_path / "acme", master_file(tmp_path / "new.pptx", "16:10"))

    assert found.lost_slides == ("master:2",)
    assert not found.holds


@pytest.mark.parametrize("pair", [("m01", "m08"), ("m05", "m06"), ("m10", "m02")])
def test_real_masters_are_compared(masters: Path, pair: tuple[str, str]) -> None:
    old, new = (next(masters.glob(f"{name}*")) for name in pair)

    found = diff(old, new)

    assert found.compared.differences
    assert len(found.held) == 17
