"""`template new` makes a client's template that builds as it is, and is careful with what is there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pptx import Presentation

from deckgen.errors import DeckgenError, FolderInUseError
from deckgen.pipeline.build import build
from deckgen.pipeline.folder import locked
from deckgen.pipeline.masters.new import new_template
from tests.outputs import masters as made
from tests.pipeline.masters.making import client, master_file, sample_client


def settings(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "template.toml").read_text(encoding="utf-8"))


def test_the_master_is_copied_byte_for_byte_and_nothing_else_but_settings(tmp_path: Path) -> None:
    new = client(tmp_path)

    there = sorted(p.name for p in new.folder.rglob("*"))
    assert there == ["Acme_2026.pptx", "template.toml"]
    assert new.master.read_bytes() == (tmp_path / "Acme_2026.pptx").read_bytes()
    assert settings(new.folder)["name"] == "acme"
    assert settings(new.folder)["extends"] == "boardroom"


def test_layouts_of_another_language_are_proposed_with_a_reason(tmp_path: Path) -> None:
    new = client(tmp_path)

    layouts = settings(new.folder)["layouts"]
    assert isinstance(layouts, dict)
    assert layouts["cover"] == "Titelfolie"
    assert layouts["section"] == "Abschnittsüberschrift"
    text = (new.folder / "template.toml").read_text(encoding="utf-8")
    assert '# proposed "Titelfolie": its name says so' in text


def test_a_brief_without_a_template_is_built_on_the_clients_master(tmp_path: Path) -> None:
    folder = sample_client(tmp_path)
    new_template(folder, base="", master=master_file(tmp_path / "Acme.potx", "German"), name="Acme")

    built = build(folder, environ={}, is_offline=True, length="five")

    layouts = {slide.slide_layout.name for slide in Presentation(str(built.path)).slides}
    assert layouts <= set(made.GERMAN.values()) | {s.name for s in made.named(made.GERMAN).slide_layouts}
    assert "Titel und Inhalt" in layouts or "Nur Titel" in layouts


def test_a_brief_that_names_another_template_is_told_with_the_line(tmp_path: Path) -> None:
    folder = sample_client(tmp_path)
    brief = folder / "brief.toml"
    text = brief.read_text(encoding="utf-8").replace("[deck]", '[deck]\ntemplate = "boardroom"')
    brief.write_text(text, encoding="utf-8")

    new = new_template(folder, base="", master=master_file(tmp_path / "Acme.pptx"), name="")

    assert new.named == "boardroom"
    assert text.splitlines()[new.line - 1] == 'template = "boardroom"'


def test_a_correction_survives_a_newer_master(tmp_path: Path) -> None:
    new = client(tmp_path)
    path = new.folder / "template.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('decision = "', 'decision = "Nur Titel" # was "'), encoding="utf-8")
    newer = master_file(
        tmp_path / "Acme_2027.pptx", lambda: made.named({**made.GERMAN, "Title Slide": "Deckblatt"})
    )

    again = new_template(tmp_path / "acme", base="", master=newer, name="")

    layouts = settings(new.folder)["layouts"]
    assert isinstance(layouts, dict)
    assert (layouts["cover"], layouts["decision"]) == ("Deckblatt", "Nur Titel")
    assert settings(new.folder)["master"] == "Acme_2027.pptx"
    assert [c.value for c in again.written.kept] == ["Nur Titel"]
    assert again.unused == ("Acme_2026.pptx",)
    assert again.lost == ()


def test_a_correction_that_the_newer_master_cannot_meet_is_kept_and_told(tmp_path: Path) -> None:
    new = client(tmp_path)
    path = new.folder / "template.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('decision = "', 'decision = "Nur Titel" # was "'), encoding="utf-8")
    newer = master_file(tmp_path / "Acme_2027.pptx", "Swedish")

    again = new_template(tmp_path / "acme", base="", master=newer, name="")

    assert [(c.place[-1], c.value) for c in again.lost] == [("decision", "Nur Titel")]


def test_a_copy_in_which_somebody_drew_is_never_replaced(tmp_path: Path) -> None:
    new = client(tmp_path)
    new.master.write_bytes(made.saved(made.with_samples()))
    drawn = new.master.read_bytes()

    with pytest.raises(DeckgenError, match="was changed since it was copied"):
        new_template(tmp_path / "acme", base="", master=tmp_path / "Acme_2026.pptx", name="")
    new_template(tmp_path / "acme", base="", master=None, name="")
    with pytest.raises(DeckgenError, match="was changed since it was copied"):
        new_template(tmp_path / "acme", base="", master=tmp_path / "Acme_2026.pptx", name="")

    assert new.master.read_bytes() == drawn


def test_a_name_that_several_layouts_share_leaves_the_choice_open(tmp_path: Path) -> None:
    new = client(tmp_path, lambda: made.named(dict.fromkeys(made.GERMAN, "Folie")))

    layouts = settings(new.folder)["layouts"]

    assert isinstance(layouts, dict)
    assert layouts["cover"] in {"cover", *(s.name for s in made.named({}).slide_layouts)}
    assert "Folie" not in layouts.values()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Acme.ppt", "save it as PowerPoint Presentation"),
        ("Acme.pptm", "may hold macros"),
        ("Acme.thmx", "holds a theme alone"),
        ("Acme.odp", "save it as .pptx"),
        ("Acme.key", "File > Export To > PowerPoint"),
        ("Acme.docx", "is no PowerPoint file"),
        ("Acme.pptx", "is not a readable PowerPoint file"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_bytes(b"something")

    with pytest.raises(DeckgenError, match=said):
        new_template(tmp_path / "acme", base="", master=tmp_path / name, name="")

    assert not (tmp_path / "acme" / "template" / "template.toml").exists()


def test_a_master_that_is_not_there_and_one_that_is_open_are_told(tmp_path: Path) -> None:
    with pytest.raises(DeckgenError, match="there is no such file"):
        new_template(tmp_path / "acme", base="", master=tmp_path / "Acme.potx", name="")
    master = master_file(tmp_path / "Acme.pptx")
    (tmp_path / "~$Acme.pptx").write_bytes(b"")
    with pytest.raises(DeckgenError, match="is open in another program"):
        new_template(tmp_path / "acme", base="", master=master, name="")
    with pytest.raises(DeckgenError, match="--master is missing"):
        new_template(tmp_path / "acme", base="", master=None, name="")


def test_a_folder_in_use_is_told(tmp_path: Path) -> None:
    client(tmp_path)

    with locked(tmp_path / "acme"), pytest.raises(FolderInUseError):
        new_template(tmp_path / "acme", base="", master=None, name="")


def test_an_unknown_template_to_extend_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(DeckgenError, match="no template 'bordroom'"):
        new_template(tmp_path / "acme", base="bordroom", master=master_file(tmp_path / "A.pptx"), name="")

    assert not (tmp_path / "acme" / "template").exists()


def test_a_preview_beside_the_template_is_no_part_of_it(tmp_path: Path) -> None:
    folder = sample_client(tmp_path)
    new = new_template(folder, base="", master=master_file(tmp_path / "Acme.pptx"), name="")
    first = build(folder, environ={}, is_offline=True, length="five").path.read_bytes()
    (new.folder / "preview").mkdir()
    (new.folder / "preview" / "en.pptx").write_bytes(b"x")

    assert build(folder, environ={}, is_offline=True, length="five").path.read_bytes() == first


@pytest.mark.parametrize("make", sorted(made.MASTERS))
def test_every_strange_master_is_taken_and_written_the_same_twice(tmp_path: Path, make: str) -> None:
    new = client(tmp_path, make)
    first = (new.folder / "template.toml").read_bytes()

    again = new_template(tmp_path / "acme", base="", master=None, name="")

    assert (new.folder / "template.toml").read_bytes() == first
    assert (again.written.changed, again.written.kept, again.lost) == ((), (), ())
