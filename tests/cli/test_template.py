"""The commands about templates print what a communicator can act on, in 80 columns, and end with a code."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.cli.actions._lines import WIDTH, wide
from tests.cli.running import deckgen
from tests.outputs import masters as made
from tests.pipeline.masters.making import client, master_file, outline, slide, with_one_sample


@pytest.fixture(autouse=True)
def _one_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    with_one_sample(monkeypatch)


def fits(text: str, folder: Path) -> bool:
    """Whether every line fits, but for one that is nothing but a path."""
    return all(wide(line) <= WIDTH or str(folder) in line for line in text.splitlines())


def test_new_tells_the_mapping_and_what_to_do_next(tmp_path: Path) -> None:
    master = master_file(tmp_path / "Acme.potx", "Swedish")

    ran = deckgen("template", "new", tmp_path / "acme", "--master", master)

    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == str(tmp_path / "acme" / "template" / "template.toml")
    assert '  "Rubrikbild"' in lines
    assert "      because its name says so; next best: Avsnittsrubrik" in lines
    assert "deckgen template check" in ran.out
    assert fits(ran.out, tmp_path)


def test_new_again_tells_what_was_kept_and_what_changed(tmp_path: Path) -> None:
    new = client(tmp_path)
    path = new.folder / "template.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('decision = "', 'decision = "Nur Titel" # was "'), encoding="utf-8")
    master = master_file(tmp_path / "Acme_2027.potx", "Swedish")

    ran = deckgen("template", "new", tmp_path / "acme", "--master", master)

    assert ran.code == 3
    assert '  layouts.cover: "Titelfolie" is now "Rubrikbild"' in ran.out.splitlines()
    assert "Kept, as you wrote it (1)" in ran.out
    assert 'layouts.decision = "Nur Titel", which you wrote, names a layout' in " ".join(ran.err.split())
    assert "Acme_2026.pptx is no longer used" in " ".join(ran.err.split())


def test_check_names_file_field_and_words_of_a_mistake_and_ends_with_3(tmp_path: Path) -> None:
    new = client(tmp_path)
    outline(new.folder, "mine")
    path = slide(new.folder, "mine", title="{{ talk.totl }} posts")

    ran = deckgen("template", "check", tmp_path / "acme")

    assert ran.code == 3
    told = " ".join(ran.out.split())
    assert f"STOPS {path}, title: there is no 'talk.totl'; did you mean 'talk.total'?" in told
    assert 'look at "{{ talk.totl }} posts"' in told
    assert '"Titelfolie" for cover' in told
    assert "placeholder lines points words letters" in told
    assert "To do: 1 to mend before a deck can be built" in told
    assert fits(ran.out, tmp_path)


def test_a_quiet_check_tells_what_is_to_be_done_only(tmp_path: Path) -> None:
    new = client(tmp_path)
    outline(new.folder, "mine")
    slide(new.folder, "mine", title="{{ talk.totl }} posts")

    ran = deckgen("template", "check", tmp_path / "acme", "--quiet")

    assert ran.err == ""
    assert "Which layout serves" not in ran.out
    assert "  know " not in ran.out


def test_preview_tells_where_it_lies_and_that_there_are_no_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = client(tmp_path)
    monkeypatch.setenv("PATH", "")

    ran = deckgen("template", "preview", tmp_path / "acme", "--language", "en")

    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == str(new.folder / "preview" / "en.pptx")
    assert lines[1] == "  17 kinds of slides, each as full as its places hold"
    assert lines[2] == "  No pictures: LibreOffice is not installed. The deck opens in PowerPoint."


def test_diff_tells_the_differences_and_what_to_write(tmp_path: Path) -> None:
    client(tmp_path)
    names = {**made.GERMAN, "Title Slide": "Deckblatt"}
    master = master_file(tmp_path / "new.pptx", lambda: made.named(names))

    ran = deckgen("template", "diff", tmp_path / "acme", master)

    assert ran.code == 3
    assert '  "Titelfolie" is now called "Deckblatt"' in ran.out.splitlines()
    told = " ".join(ran.out.split())
    assert (
        'cover: template.toml names layout "Titelfolie", which the new file does not have; write "Deckblatt"'
        in told
    )
    assert fits(ran.out, tmp_path)


def test_diff_of_the_same_file_ends_with_0(tmp_path: Path) -> None:
    master = master_file(tmp_path / "a.pptx")

    ran = deckgen("template", "diff", master, master, "--quiet")

    assert (ran.code, ran.out) == (0, "The mapping holds: nothing must be changed.\n")


@pytest.mark.parametrize("command", ["check", "preview"])
def test_what_is_no_template_is_told_with_2(tmp_path: Path, command: str) -> None:
    nothing = deckgen("template", command, tmp_path / "nowhere")
    empty = deckgen("template", command, tmp_path)

    assert (nothing.code, empty.code) == (2, 2)
    assert "there is no such folder" in nothing.err
    assert "deckgen template new" in empty.err


def test_a_file_of_another_program_is_refused_with_2(tmp_path: Path) -> None:
    (tmp_path / "a.key").write_bytes(b"x")

    ran = deckgen("template", "new", tmp_path / "acme", "--master", tmp_path / "a.key")

    assert ran.code == 2
    assert "export it there" in ran.err
